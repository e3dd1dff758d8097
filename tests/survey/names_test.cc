#include "survey/names.h"
#include "survey/propose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/test_plan.h"

namespace mingcha::survey {
namespace {

class NamesTest : public ::testing::Test {
 protected:
  extractors::LexiconIndex lexicon_{testing::BaodiPlan().lexicon};
  NameMatcher names_{testing::BaodiPlan(), "某省甲县", lexicon_};

  std::string Unit(std::string_view text) const {
    const auto hit = names_.Find(text);
    return hit ? hit->unit : "";
  }
};

TEST_F(NamesTest, KnowsUnitsOfAnotherDistrictByWhatTheyDo) {
  EXPECT_EQ(Unit("甲县财政局"), "czj");
  EXPECT_EQ(Unit("县财政局"), "czj");
  EXPECT_EQ(Unit("财政局网站"), "czj");
  EXPECT_EQ(Unit("某省甲县财政局"), "czj");
  EXPECT_EQ(Unit("甲县住房和城乡建设局"), "zjw") << "a longer name of the same";
  EXPECT_EQ(Unit("甲县行政审批局门户网站"), "spj");
  EXPECT_EQ(Unit("甲县人民政府办公室"), "zfb");
}

TEST_F(NamesTest, GivesTheNamesInShortThatADistrictUsesOfItsOwn) {
  using ::testing::ElementsAre;
  EXPECT_THAT(names_.ShortForms("某省甲县住房和城市更新局"),
              ElementsAre("县住房和城市更新局", "甲县住房和城市更新局"));
  EXPECT_THAT(names_.ShortForms("甲县住房和城市更新局"), ElementsAre("县住房和城市更新局"));
  EXPECT_THAT(names_.ShortForms("住房和城市更新局"), ElementsAre()) << "it does not say whose";
  EXPECT_THAT(names_.ShortForms("乙县住房和城市更新局"), ElementsAre()) << "another's";
  EXPECT_THAT(names_.ShortForms("甲县局"), ElementsAre()) << "too short to mean anything";
}

TEST_F(NamesTest, GivesTheNamesOfItsWorkInShort) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  EXPECT_THAT(names_.ShortNames("甲县住房和城乡建设局"), ElementsAre("住建局"));
  EXPECT_THAT(names_.ShortNames("发展和改革委员会"), ElementsAre("发改委"));
  EXPECT_THAT(names_.ShortNames("县市场监督管理局"), ElementsAre("市场监管局", "市监局"));
  EXPECT_THAT(names_.ShortNames("甲县人民政府办公室"), ElementsAre("府办", "政府办"));
  EXPECT_THAT(names_.ShortNames("甲县财政局"), IsEmpty());
  EXPECT_THAT(names_.ShortNames("乙县发展和改革局"), IsEmpty()) << "another's";
  EXPECT_THAT(names_.ShortNames("住房和城乡建设事业发展中心"), IsEmpty()) << "another body";
  EXPECT_EQ(Unit("县住建局"), "zjw");
  EXPECT_EQ(Unit("甲县发改局"), Unit("甲县发展和改革局"));
  EXPECT_EQ(Unit("市监局"), Unit("甲县市场监督管理局"));
}

TEST_F(NamesTest, TheThingsABodyDoesMayStandInAnyOrder) {
  EXPECT_EQ(Unit("甲县自然资源和规划局"), "ghzyfj");
  EXPECT_EQ(Unit("自然资源与规划局"), "ghzyfj");
  EXPECT_EQ(Unit("甲县规划和自然资源局"), "ghzyfj");
}

TEST_F(NamesTest, TheSameWorkUnderAnotherWord) {
  EXPECT_EQ(Unit("甲县水利局"), "swj");
  EXPECT_EQ(Unit("甲县文化广电和旅游局"), "whlyj");
}

// Portals link to ministries and to the bodies of their city and of other places: no units of the district.
TEST(NamesElsewhere, BodiesOfTheCountryAndOfOtherPlacesAreNoUnits) {
  const extractors::LexiconIndex lexicon(testing::BaodiPlan().lexicon);
  const NameMatcher names(testing::BaodiPlan(), "乙州市云岭区", lexicon);
  for (const char* text :
       {"教育部", "财政部", "住房和城乡建设部", "审计署", "中国人民银行", "人民银行", "国家发展和改革委员会",
        "国务院国有资产监督管理委员会", "国家税务总局", "乙州市水务局", "丙州市财政局", "东江省教育厅",
        "东江省交通运输厅网站", "丁城市人民政府"}) {
    EXPECT_FALSE(names.Find(text)) << text;
    EXPECT_FALSE(names.NamesBody(text)) << text;
  }
  for (const char* text : {"云岭区财政局", "财政局", "区教育局", "市场监督管理局", "乙州市云岭区审计局",
                           "乙州市生态环境局云岭分局", "云岭区市场监督管理局"}) {
    EXPECT_TRUE(names.Find(text)) << text;
    EXPECT_TRUE(names.NamesBody(text)) << text;
  }
}

TEST_F(NamesTest, ABranchOfTheAuthorityAboveIsTheDistrictsBody) {
  EXPECT_EQ(Unit("乙州市生态环境局甲县分局"), "hbj");
  EXPECT_EQ(Unit("乙市生态环境局甲县分局"), "hbj");
  EXPECT_EQ(Unit("市生态环境局甲县分局"), "hbj");
  EXPECT_EQ(Unit("乙市生态环境局丙县分局"), "") << "another district's";
}

TEST_F(NamesTest, TheRegionAboveIsReadOffThePortal) {
  const auto above = [&](const std::vector<std::string>& texts) {
    SeenPage page;
    for (const std::string& text : texts) page.links.push_back({"http://a.cn/", text});
    return RegionAbove({"云屏区", "http://a.cn/", false}, {page}, lexicon_);
  };
  EXPECT_EQ(above({"江州市云屏区财政局", "首页", "江州市云屏区水务局"}), "江州市");
  EXPECT_EQ(above({"江州市云屏区财政局"}), "") << "once is chance";
  EXPECT_EQ(above({"云屏区财政局", "走进云屏区", "走进云屏区"}), "");

  const NameMatcher without(testing::BaodiPlan(), "云屏区", lexicon_);
  const NameMatcher with(testing::BaodiPlan(), "云屏区", lexicon_, "江州市");
  for (const auto& [name, unit] : std::vector<std::pair<const char*, const char*>>{
           {"江州市云屏区财政局", "czj"},
           {"江州市云屏区住房和城乡建设管理局", "zjw"},
           {"江州市生态环境局云屏分局", "hbj"},
           {"江州市云屏区人民政府", "zfb"},
           {"江州市云屏区数据局", ""},
       }) {
    const auto hit = with.Find(name);
    EXPECT_EQ(hit ? hit->unit : "", unit) << name;
  }
  EXPECT_FALSE(without.Find("江州市云屏区住房和城乡建设管理局")) << "what the region adds";
}

TEST_F(NamesTest, PutsTheDistrictBeforeABodyOfItsOwn) {
  EXPECT_EQ(names_.OfDistrict("财政局"), "某省甲县财政局");
  EXPECT_EQ(names_.OfDistrict("县财政局"), "某省甲县财政局");
}

TEST_F(NamesTest, SaysNothingOfWhatItDoesNotKnow) {
  EXPECT_EQ(Unit("甲县气象局"), "");
  EXPECT_EQ(Unit("东河镇"), "");
  EXPECT_EQ(Unit(""), "");
  EXPECT_EQ(Unit("局"), "");
  EXPECT_EQ(Unit("关于印发甲县财政局2025年工作要点的通知及其附件的说明全文"), "") << "a sentence";
}

TEST_F(NamesTest, TellsBodiesFromColumnsAndSentences) {
  for (const char* body : {"县财政局", "东河镇", "南关街道办事处", "县卫健委", "政务服务中心", "政府办"})
    EXPECT_TRUE(names_.NamesBody(body)) << body;
  for (const char* other : {"政府采购", "部门信息公开", "通知公告", "会议", "关于召开大会的通知", "各乡镇"})
    EXPECT_FALSE(names_.NamesBody(other)) << other;
  EXPECT_EQ(names_.KindOf("东河镇人民政府"), model::UnitKind::kTown);
  EXPECT_EQ(names_.KindOf("南关街道"), model::UnitKind::kStreet);
  EXPECT_EQ(names_.KindOf("甲县人民政府办公室"), model::UnitKind::kOffice);
  EXPECT_EQ(names_.KindOf("县财政局"), model::UnitKind::kDepartment);
}

}  // namespace
}  // namespace mingcha::survey
