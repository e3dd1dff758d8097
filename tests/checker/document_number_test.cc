#include "checker/document_number.h"

#include <gtest/gtest.h>

#include "checker/check_index.h"

namespace mingcha::checker {
namespace {

TEST(DocumentNumberTest, OneFormWhateverTheOfficeWrites) {
  for (const char* same :
       {"应急罚〔2025〕3号", "(津宝)应急罚〔2025〕3号", "（津宝坻）应急罚[2025]3号", "应急罚（2025）第03号",
        "应急罚【2025】3", "应急罚［2025］ 3 号", "应急罚﹝2025﹞003号"})
    EXPECT_EQ(FoldReference(same), "应急罚[2025]3") << same;
}

TEST(DocumentNumberTest, WhatDiffersStaysApart) {
  const struct {
    const char* text;
    const char* form;
  } cases[] = {
      {"应急罚〔2025〕3-1号", "应急罚[2025]3-1"},
      {"应急罚〔2025〕30号", "应急罚[2025]30"},
      {"应急罚〔2024〕3号", "应急罚[2024]3"},
      {"(2025)津0115行审12号", "[2025]津0115行审12号"},  // A court's number begins with its year.
      {"津宝(挂)2025-01号", "津宝(挂)2025-01号"},
      {"2025-120115-47-03-000123", "2025-120115-47-03-000123"},
      {"〔2025〕", "[2025]"},
      {"土征〔2025〕补3号", "土征[2025]补3"},
      {"土征〔2025〕3批", "土征[2025]3批"},
      {"罚〔2025〕第〇号", "罚[2025]〇"},
      {"罚〔1825〕3号", "罚〔1825〕3号"},
      {"罚〔2025", "罚〔2025"},
      {"(12)罚〔2025〕3号", "(12)罚[2025]3"},
      {"()〔2025〕3号", "()[2025]3"},
      {"罚〔2025〕0号", "罚[2025]0"},
  };
  for (const auto& c : cases) EXPECT_EQ(PlainDocumentNumber(c.text), c.form) << c.text;
}

TEST(DocumentNumberTest, TextThatNamesTheNumber) {
  const std::string number = FoldReference("（津宝）应急罚〔2025〕3号");
  for (const char* text :
       {"关于(津宝)应急罚〔2025〕3号处罚决定的公告", "应急罚[2025]第03号", "依(2020)5号文,应急罚(2025)3"})
    EXPECT_TRUE(NamesDocument(text, number)) << text;
  for (const char* text :
       {"应急罚〔2025〕30号", "应急罚〔2025〕3-1号", "应急罚〔2024〕3号", "应急罚2025年3号", ""})
    EXPECT_FALSE(NamesDocument(text, number)) << text;
  EXPECT_TRUE(NamesDocument("关于ab-2025-1的公告", "ab-2025-1"));
  EXPECT_FALSE(NamesDocument("关于ab-2025-12的公告", "ab-2025-1"));
}

TEST(DocumentNumberTest, OfficesThatNumberTheirPapersApart) {
  const auto apart = [](const char* a, const char* b) {
    return OfOtherOffices(FoldReference(a), FoldReference(b));
  };
  EXPECT_TRUE(apart("青环审〔2025〕40号", "青环云审〔2025〕17号"));
  EXPECT_FALSE(apart("青环审〔2025〕40号", "青环审[2025]17号"));
  EXPECT_FALSE(apart("青环审〔2025〕40号", "QH-2025-17"));
  EXPECT_FALSE(apart("", "青环审〔2025〕40号"));
  EXPECT_FALSE(apart("〔2025〕青行审40号", "青环审〔2025〕40号"));
}

TEST(DocumentNumberTest, OtherNumbersOfOneOfficeAreOtherThings) {
  const std::vector<std::string> row = {FoldReference("（津宝）应急罚[2025]3号")};
  EXPECT_TRUE(SharesReference(row, std::vector<std::string>{FoldReference("应急罚〔2025〕3号")}));
  EXPECT_TRUE(ReferencesConflict(row, std::vector<std::string>{FoldReference("应急罚〔2025〕4号")}));
}

}  // namespace
}  // namespace mingcha::checker
