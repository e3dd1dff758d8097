#include "review/attachment_copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample.h"

namespace mingcha::review {
namespace {

using testing::HasSubstr;
using testing::Not;

class AttachmentCopyTest : public testing::Test {
 protected:
  std::string Copy(const model::AttachmentContent& content,
                   const std::vector<std::string>& quotes = {}) const {
    const reports::ReportView view(input_);
    return AttachmentCopy(view, content, quotes);
  }
  static model::AttachmentContent Read(model::AttachmentBlock block) {
    model::AttachmentContent content;
    content.type = model::AttachmentType::kXlsx;
    content.parts.push_back(
        {"", model::AttachmentType::kXlsx, model::AttachmentStatus::kRead, {}, {std::move(block)}});
    return content;
  }

  reports::Sample sample_ = reports::MakeSample();
  reports::ReportInput input_ = sample_.Input(base::Lang::kEn);
};

TEST_F(AttachmentCopyTest, TablesStandAsTablesWithTheirRowsAndQuotesMarked) {
  model::AttachmentBlock block;
  block.sheet = "许可";
  block.rows = {{7, {{"某公司", false}, {"2025-03-01", false}, {"某公司", true}}}};
  const std::string html = Copy(Read(block), {"2025-03-01"});
  EXPECT_THAT(html, HasSubstr("<h3>sheet 许可</h3>"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "<tr><th>7</th><td>某公司</td><td><mark class=\"quote\">2025-03-01</mark></td><td></td></tr>"));
}

TEST_F(AttachmentCopyTest, NothingInItBecomesMarkup) {
  const std::string hostile = "<script>alert(1)</script>\" onload='x' <img src=x>";
  model::AttachmentBlock block;
  block.text = hostile + "\n\n  \nsecond line";
  block.page = 3;
  model::AttachmentContent content = Read(block);
  content.parts[0].name = hostile;
  block.sheet = hostile;
  block.rows = {{1, {{hostile, false}}}};
  content.parts[0].blocks.push_back(block);
  const std::string html = Copy(content, {"<script>"});
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, HasSubstr("<mark class=\"quote\">&lt;script&gt;</mark>"));
  EXPECT_THAT(html, HasSubstr("<h3>page no. 3</h3>"));
  EXPECT_THAT(html, HasSubstr("<p>second line</p>"));
}

TEST_F(AttachmentCopyTest, PrivateNumbersAreMasked) {
  model::AttachmentBlock block;
  block.text = "联系人 身份证号 11010519491231002X";
  EXPECT_THAT(Copy(Read(block)), Not(HasSubstr("19491231002X")));
}

TEST_F(AttachmentCopyTest, WhatWasNotReadIsSaidWithItsReason) {
  model::AttachmentContent content;
  content.type = model::AttachmentType::kPdf;
  content.status = model::AttachmentStatus::kEncrypted;
  content.detail = base::Msg("a password is asked for");
  EXPECT_THAT(Copy(content), HasSubstr("encrypted a password is asked for"));
}

TEST_F(AttachmentCopyTest, AVeryLongOneIsCutAndSaysSo) {
  model::AttachmentBlock block;
  block.text = std::string(900'000, 'x');
  model::AttachmentContent content = Read(block);
  for (int i = 0; i < 5; ++i) content.parts[0].blocks.push_back(block);
  const std::string html = Copy(content);
  EXPECT_LT(html.size(), 4'000'000U);
  EXPECT_THAT(html, HasSubstr("3 further stretches are not shown"));
}

}  // namespace
}  // namespace mingcha::review
