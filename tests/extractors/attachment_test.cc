// What attachments give to the page they hang on: elements, rows, numbers, each with its place; and what they
// do not.
#include "extractors/attachment_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/extractor.h"
#include "extractors/page_trace.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using model::AttachmentContent;
using model::AttachmentStatus;

constexpr const char* kPage = "http://www.example.gov.cn/zwgk/202505/t20250519_1.html";
constexpr const char* kFile = "http://www.example.gov.cn/zwgk/202505/list.xlsx";

const Extractor& TheExtractor() {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  return extractor;
}

AttachmentContent Sheet(const std::vector<std::vector<std::string>>& rows, int first_row = 1) {
  model::AttachmentBlock block;
  block.sheet = "Sheet1";
  block.number = 1;
  for (const auto& texts : rows) {
    model::AttachmentRow row;
    row.number = first_row++;
    for (const std::string& text : texts) row.cells.push_back({text, false});
    block.rows.push_back(row);
  }
  AttachmentContent content;
  content.type = model::AttachmentType::kXlsx;
  content.parts.push_back({"", content.type, AttachmentStatus::kRead, {}, {block}});
  return content;
}

AttachmentContent Permits() {
  return Sheet({{"序号", "项目名称", "行政相对人名称", "许可决定文书号", "许可决定日期", "许可机关"},
                {"1", "演示饲料加工项目", "天津演示饲料有限公司", "津宝审环许可〔2025〕31号", "2025-05-12",
                 "天津市宝坻区行政审批局"},
                {"2", "演示五金制品项目", "天津演示五金有限公司", "津宝审环许可〔2025〕32号", "2025-05-13",
                 "天津市宝坻区行政审批局"}},
               3);
}

std::string Html(const std::string& title, const std::string& body) {
  return "<html><head><title>" + title + "</title></head><body><h1>" + title +
         "</h1><p>发布日期：2025-05-19</p><div "
         "class=\"content\">" +
         body + "<p><a href=\"list.xlsx\">附件1.xlsx</a></p></div></body></html>";
}

PageTrace Read(const std::string& html, const AttachmentContent* content) {
  PageInput input;
  input.url = kPage;
  input.content_type = "text/html; charset=utf-8";
  input.body = html;
  input.attachments = [=](std::string_view url) { return url == kFile ? content : nullptr; };
  return TheExtractor().Explain(input);
}

const std::string kPermitPage = Html("2025年5月建设项目环境影响评价文件审批结果公示表",
                                     "<p>现将本月审批结果予以公示，具体内容详见附件。</p>");

TEST(AttachmentTest, RowsOfASheetAreDisclosuresOfThePage) {
  const AttachmentContent content = Permits();
  const PageTrace trace = Read(kPermitPage, &content);
  ASSERT_EQ(trace.page.disclosures.size(), 2u);
  const model::Disclosure& second = trace.page.disclosures[1];
  EXPECT_EQ(second.item, "approval-result.eia");
  EXPECT_EQ(second.url, kPage);
  EXPECT_EQ(second.subject_text, "演示五金制品项目");
  EXPECT_EQ(second.doc_number, "津宝审环许可〔2025〕32号");
  EXPECT_EQ(second.source_file, std::string(kFile) + "#Sheet1!A5");
  EXPECT_FALSE(second.unread_attachment);
  bool decided = false;
  for (const auto& date : second.dates) {
    if (date.meaning != model::DateMeaning::kDecided) continue;
    decided = true;
    EXPECT_EQ(date.date.Iso(), "2025-05-13");
    EXPECT_EQ(date.span.place, std::string(kFile) + "#Sheet1!E5");
  }
  EXPECT_TRUE(decided);
  EXPECT_NE(trace.page.disclosures[0].id, second.id);
  ASSERT_EQ(trace.page.facts.files.size(), 1u);
  EXPECT_EQ(trace.page.facts.files[0].status, AttachmentStatus::kRead);
  EXPECT_FALSE(trace.page.facts.unread_attachment);
}

/// Permits in a table of the page; their numbers are said to stand in the attachment.
const std::string kPointingPage =
    Html("2025年5月建设项目环境影响评价文件审批结果公示表",
         "<table><tr><th>序号</th><th>项目名称</th><th>批复文号</th><th>许可决定日期</th></tr>"
         "<tr><td>1</td><td>演示饲料加工项目</td><td>详见附件</td><td>2025-05-12</td></tr>"
         "<tr><td>2</td><td>演示五金制品项目</td><td>详见附件</td><td>2025-05-13</td></tr></table>");

const model::ElementReading* Number(const model::Disclosure& row) {
  for (const auto& element : row.elements) {
    if (element.element == "批复文号") return &element;
  }
  return nullptr;
}

TEST(AttachmentTest, ACellThatPointsToTheAttachmentIsFollowed) {
  const AttachmentContent content =
      Sheet({{"项目名称", "演示饲料加工项目"}, {"批复文号", "津宝审环许可〔2025〕31号"}});
  const PageTrace trace = Read(kPointingPage, &content);
  ASSERT_EQ(trace.page.disclosures.size(), 2u);
  const model::Disclosure& first = trace.page.disclosures[0];
  ASSERT_NE(Number(first), nullptr);
  EXPECT_EQ(Number(first)->value, "津宝审环许可〔2025〕31号");
  EXPECT_EQ(Number(first)->span.place, std::string(kFile) + "#Sheet1!A2");  // with its label
  EXPECT_FALSE(first.unread_attachment);
  // The other row is named by no attachment: whether its number is shown cannot be told.
  EXPECT_EQ(Number(trace.page.disclosures[1]), nullptr);
  EXPECT_TRUE(trace.page.disclosures[1].unread_attachment);
}

TEST(AttachmentTest, AnAttachmentThatNamesTheRowAndHasNoValueLeavesNothingOpen) {
  const AttachmentContent content =
      Sheet({{"项目名称", "演示饲料加工项目"}, {"批复文号", "---"}, {"备注", "演示五金制品项目同上"}});
  const PageTrace trace = Read(kPointingPage, &content);
  ASSERT_EQ(trace.page.disclosures.size(), 2u);
  for (const auto& row : trace.page.disclosures) {
    EXPECT_EQ(Number(row), nullptr);
    EXPECT_FALSE(row.unread_attachment);
  }
}

TEST(AttachmentTest, ACellThatPointsToWhatIsNotThereStaysOpen) {
  const PageTrace trace = Read(kPointingPage, nullptr);
  ASSERT_EQ(trace.page.disclosures.size(), 2u);
  EXPECT_TRUE(trace.page.disclosures[0].unread_attachment);
}

TEST(AttachmentTest, WhatCouldNotBeReadLeavesThePageOpen) {
  for (const AttachmentStatus status : {AttachmentStatus::kBroken, AttachmentStatus::kEncrypted,
                                        AttachmentStatus::kDoubtful, AttachmentStatus::kNoConverter}) {
    AttachmentContent content = Permits();
    content.status = content.parts[0].status = status;
    content.detail = base::Msg("why");
    const PageTrace trace = Read(kPermitPage, &content);
    EXPECT_TRUE(trace.page.facts.unread_attachment);
    ASSERT_EQ(trace.page.disclosures.size(), 1u) << "rows of a doubtful file do not count";
    EXPECT_EQ(trace.page.disclosures[0].row, -1);
    EXPECT_TRUE(trace.page.disclosures[0].unread_attachment);
    EXPECT_EQ(trace.page.facts.files.at(0).status, status);
  }
}

TEST(AttachmentTest, AFileThatWasNeverFetchedIsNoFileThatWasRead) {
  const PageTrace trace = Read(kPermitPage, nullptr);
  ASSERT_EQ(trace.page.facts.files.size(), 1u);
  EXPECT_FALSE(trace.page.facts.files[0].archived);
  EXPECT_TRUE(trace.page.facts.unread_attachment);
}

const std::string kPlanPage = Html("宝坻区2025年度保障性安居工程建设计划",
                                   "<p>建设计划任务量：300套。</p><p>计划项目信息：详见附件1。</"
                                   "p><p>计划户型：详见附件1。</p><p>本计划由区住房和建设委员会负责组织实施，"
                                   "各镇人民政府、各街道办事处和有关部门要高度重视，明确责任分工，确保任务逐"
                                   "项得到落实，按期完成年度建设任务。</p><p>各单位要认真履行职责，加强统筹"
                                   "协调，强化要素保障，加快前期手续办理，严格质量安全监管，确保年度目标任务"
                                   "全面完成，切实改善住房困难群众居住条件。</p>");

TEST(AttachmentTest, SeeAttachmentIsFollowed) {
  const AttachmentContent content =
      Sheet({{"计划项目信息", "演示家园二期项目"}, {"计划户型", "一居室200套"}});
  const PageTrace trace = Read(kPlanPage, &content);
  ASSERT_EQ(trace.page.disclosures.size(), 1u);
  const model::Disclosure& plan = trace.page.disclosures[0];
  EXPECT_FALSE(plan.unread_attachment);
  std::vector<std::string> places;
  for (const model::ElementReading& element : plan.elements) {
    if (element.element == "计划户型") {
      EXPECT_EQ(element.value, "一居室200套");
    }
    places.push_back(element.element + " " + element.span.place);
  }
  EXPECT_EQ(places,
            (std::vector<std::string>{"建设计划任务量 ", "计划项目信息 " + std::string(kFile) + "#Sheet1!A1",
                                      "计划户型 " + std::string(kFile) + "#Sheet1!A2"}));
}

TEST(AttachmentTest, WhatEvenTheAttachmentLacksIsMissing) {
  const AttachmentContent content = Sheet({{"计划项目信息", "演示家园二期项目"}, {"备注", "无"}});
  const PageTrace trace = Read(kPlanPage, &content);
  ASSERT_EQ(trace.page.disclosures.size(), 1u);
  EXPECT_FALSE(trace.page.disclosures[0].unread_attachment) << "everything was read: nothing is open";
  ASSERT_EQ(trace.elements.size(), 1u);
  EXPECT_EQ(trace.elements[0].in_attachment, std::vector<std::string>{"计划户型"});
}

TEST(AttachmentTest, PlacesNameCellPageAndMember) {
  const LexiconIndex no_words{model::Lexicon{}};
  AttachmentContent content = Sheet({{"a", "", "c"}, {"", "e", "f"}}, 7);
  content.parts[0].name = "inner/a.xlsx";
  model::AttachmentBlock page;
  page.page = 3;
  page.text = "one line\nanother line";
  content.parts.push_back({"", model::AttachmentType::kPdf, AttachmentStatus::kRead, {}, {page}});
  const AttachmentText text = LayOutAttachment(content, "http://x/a.zip", "a", no_words);
  const auto place = [&](std::string_view word) { return text.PlaceOf(text.text.text.find(word)); };
  EXPECT_EQ(place("a\n"), "http://x/a.zip#inner/a.xlsx!Sheet1!A7");
  EXPECT_EQ(place("c\n"), "http://x/a.zip#inner/a.xlsx!Sheet1!C7");
  EXPECT_EQ(place("e\n"), "http://x/a.zip#inner/a.xlsx!Sheet1!B8");
  EXPECT_EQ(place("another"), "http://x/a.zip#page=3");
  EXPECT_EQ(text.PlaceOfRow(text.text.tables.at(0), 1), "http://x/a.zip#inner/a.xlsx!Sheet1!A8");
}

TEST(AttachmentTest, AFileByItselfIsReadWithItsPlaces) {
  const AttachmentContent content = Permits();
  PageInput input;
  input.url = kFile;
  input.anchor = "2025年5月建设项目环境影响评价文件审批结果公示表";
  input.body = "PK\x03\x04";
  input.content_type = "application/octet-stream";
  input.content = &content;
  const ExtractedPage page = TheExtractor().ExtractAll(input);
  EXPECT_EQ(page.facts.kind, model::PageKind::kAttachment);
  EXPECT_FALSE(page.facts.unread_attachment);
  ASSERT_EQ(page.disclosures.size(), 2u);
  EXPECT_EQ(page.disclosures[0].subject_text, "演示饲料加工项目");
  EXPECT_EQ(page.disclosures[0].source_file, std::string(kFile) + "#Sheet1!A4");
}

TEST(AttachmentTest, PrivateDataInFilesIsFoundMasked) {
  const AttachmentContent content =
      Sheet({{"姓名", "身份证号"}, {"张某", "11010519491231002X"}, {"李某", "11010519491231002X"}});
  PageInput input;
  input.url = kFile;
  input.body = "PK\x03\x04";
  input.content = &content;
  input.salt = "salt";
  const model::PageFacts facts = TheExtractor().Extract(input);
  ASSERT_FALSE(facts.privacy.empty());
  EXPECT_EQ(facts.privacy[0].masked.find("19491231"), std::string::npos);
  EXPECT_EQ(facts.privacy[0].span.place, std::string(kFile) + "#Sheet1!B2");
}

TEST(AnnotateTest, TheCopyCanDoNothing) {
  const std::string html =
      "<html><head><script>alert(1)</script><style>p{}</style></head><body "
      "onload=\"x()\"><h1>2025年招标公告</h1>"
      "<p onclick=\"y()\" style=\"color:red\">A &lt;b&gt; <img src=x onerror=z()><a "
      "href=\"javascript:q()\">link</a>"
      "<iframe src=\"http://evil/\"></iframe><form action=\"/\"><input value=\"v\"></form></p></body></html>";
  PageInput input;
  input.url = kPage;
  input.body = html;
  input.content_type = "text/html; charset=utf-8";
  const size_t at = Read(html, nullptr).text.find("2025");
  const std::string body = AnnotatedBody(input, testing::BaodiPlan(), {{at, at + 7, "title\"<", "title"}});
  EXPECT_NE(body.find("<mark class=\"title\" title=\"title&quot;&lt;\">2025年</mark>"), std::string::npos)
      << body;
  EXPECT_NE(body.find("A &lt;b&gt;"), std::string::npos);
  EXPECT_NE(body.find("link"), std::string::npos);
  for (const char* active : {"<script", "alert(", "onload", "onclick", "onerror", "javascript:", "<img",
                             "<iframe", "<form", "<input", "style=", "href"})
    EXPECT_EQ(body.find(active), std::string::npos) << active;
}

}  // namespace
}  // namespace mingcha::extractors
