#include "survey/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/test_plan.h"

namespace mingcha::survey {
namespace {

TEST(PrefixTest, IsThePathWithoutItsDocument) {
  EXPECT_EQ(PrefixOf("http://a.cn/zwgk/zbtb/index.html"), "/zwgk/zbtb/");
  EXPECT_EQ(PrefixOf("http://a.cn/zwgk/zbtb/index_3.html"), "/zwgk/zbtb/");
  EXPECT_EQ(PrefixOf("http://a.cn/zwgk/zbtb/"), "/zwgk/zbtb/");
  EXPECT_EQ(PrefixOf("http://a.cn/jyxx/003/1.html"), "/jyxx/003/");
  EXPECT_EQ(PrefixOf("http://a.cn/zfcg.htm"), "/zfcg");
  EXPECT_EQ(PrefixOf("http://a.cn/zfcg"), "/zfcg/");
  EXPECT_EQ(PrefixOf("http://a.cn/list.aspx?id=3"), "") << "only the query tells it apart";
  EXPECT_EQ(PrefixOf("http://a.cn/"), "");
  EXPECT_EQ(PrefixOf("http://a.cn/index.html"), "");
  EXPECT_EQ(PrefixOf("no address"), "");
}

model::ListEntry Entry(const std::string& url) { return {url, "x", std::nullopt}; }

TEST(ArticleFolderTest, IsOneThatOnlyThisColumnHas) {
  EXPECT_EQ(ArticleFolder({Entry("http://a.cn/info/1002/7.htm"), Entry("http://a.cn/info/1002/8.htm")},
                          "a.cn", "/zfcg"),
            "/info/1002/");
  EXPECT_EQ(ArticleFolder({Entry("http://a.cn/art/2025/3/4/art_1_2.html"),
                           Entry("http://a.cn/art/2025/3/4/art_1_3.html")},
                          "a.cn", "/col/col1/"),
            "")
      << "a folder of dates";
  EXPECT_EQ(ArticleFolder({Entry("http://a.cn/zb/1.htm"), Entry("http://a.cn/zb/2.htm")}, "a.cn", "/zb/"), "")
      << "its own";
  EXPECT_EQ(ArticleFolder({Entry("http://a.cn/info/1002/7.htm"), Entry("http://b.cn/info/1002/8.htm")},
                          "a.cn", "/zfcg"),
            "")
      << "one is not enough";
}

class ColumnsTest : public ::testing::Test {
 protected:
  ColumnsTest()
      : lexicon_(plan_.lexicon),
        classifier_(extractors::Classifier::Create(plan_).value()),
        reader_(plan_, classifier_, lexicon_) {}

  std::optional<Ground> GroundOf(const Column& column, const std::string& item) const {
    const auto guesses = reader_.ItemsOf(column);
    const auto found = guesses.find(item);
    if (found == guesses.end()) return std::nullopt;
    return found->second.ground;
  }

  const model::Plan& plan_ = testing::BaodiPlan();
  extractors::LexiconIndex lexicon_;
  extractors::Classifier classifier_;
  ColumnReader reader_;
};

Column Named(std::string name, const std::vector<std::string>& titles = {}) {
  Column column;
  column.name = std::move(name);
  for (const std::string& title : titles) column.entries.push_back({"http://a.cn/x", title, std::nullopt});
  return column;
}

TEST_F(ColumnsTest, ANameOfAnAreaMakesItTheAreas) {
  EXPECT_EQ(GroundOf(Named("政府采购公告"), "procurement.contract"), Ground::kArea);
  EXPECT_EQ(GroundOf(Named("住房保障信息公开"), "housing.allocation-result"),
            GroundOf(Named("住房保障"), "housing.allocation-result"));
  EXPECT_THAT(reader_.ItemsOf(Named("通知公告")), ::testing::IsEmpty());
  EXPECT_THAT(reader_.ItemsOf(Named("")), ::testing::IsEmpty());
}

TEST_F(ColumnsTest, TitlesOfTheListSayWhatStandsInIt) {
  const Column column = Named("最新发布", {"甲县一中课桌采购项目中标公告", "甲县医院设备采购项目中标公告",
                                           "局长调研", "开展植树活动", "召开动员大会"});
  EXPECT_EQ(GroundOf(column, "procurement.result"), Ground::kTitles);
  EXPECT_EQ(GroundOf(column, "procurement.contract"), std::nullopt);
}

TEST_F(ColumnsTest, OneStrayTitleIsAHintOnly) {
  const Column column = Named(
      "工作动态", {"甲县一中课桌采购项目中标公告", "局长调研", "开展植树活动", "召开动员大会", "慰问老党员"});
  EXPECT_EQ(GroundOf(column, "procurement.result"), Ground::kHint);
}

}  // namespace
}  // namespace mingcha::survey
