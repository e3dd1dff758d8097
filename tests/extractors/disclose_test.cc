#include "extractors/disclose.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/page_text.h"
#include "tests/extractors/words.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::Grade;
using model::TitleContextKind;

model::Plan DisclosePlan() {
  model::Plan plan;
  plan.lexicon = TestWords();
  plan.lexicon.words["row_subject_headers"] = {"项目名称", "行政相对人名称"};
  plan.lexicon.words["row_unit_headers"] = {"许可机关"};
  plan.lexicon.labels = {{"doc_number", {"决定文号"}}};
  model::Item notice;
  notice.id = "tender.notice";
  notice.name = "招标公告";
  notice.patterns.title = {{"招标公告", Grade::kCertain}};
  notice.elements = {{"资格", {"投标人资格要求"}, {}, false, true, {}}};
  model::Item permit;
  permit.id = "permit.result";
  permit.patterns.title = {{"许可.*汇总", Grade::kCertain}};
  permit.patterns.table_headers = {"行政相对人名称", "许可决定日期"};
  permit.elements = {{"相对人", {"行政相对人名称"}, {}, false, true, {}}};
  plan.items = {notice, permit};
  plan.title_contexts = {{"amendment", TitleContextKind::kAmends, {"更正公告"}, {}, {}, {}, {}},
                         {"news", TitleContextKind::kNotDisclosure, {"解读"}, {}, {}, {}, {}}};
  model::Unit unit;
  unit.id = "spj";
  unit.name = "宝坻区审批局";
  plan.units = {unit};
  return plan;
}

class DiscloseTest : public ::testing::Test {
 protected:
  std::vector<model::Disclosure> Run(std::string_view title, std::string_view html) {
    text_ = BuildPageText(Document::Parse(html), plan_.lexicon);
    facts_.title =
        model::TextReading{std::string(title), model::ReadingSource::kHeading, Grade::kCertain, {}};
    const Classification found = classifier_.Classify({title, {}, text_.main(), {}});
    facts_.items = found.items;
    facts_.title_context = found.context;
    return discloser_.Disclose({7, "http://p.cn/1.html", "portal", "abc"}, facts_, text_);
  }
  model::Plan plan_ = DisclosePlan();
  Classifier classifier_ = Classifier::Create(plan_).value();
  Discloser discloser_ = Discloser::Create(plan_, classifier_, ElementFinder::Create(plan_).value(),
                                           NumberFinder::Create(plan_.lexicon).value())
                             .value();
  model::PageFacts facts_;
  PageText text_;
};

TEST_F(DiscloseTest, WholePage) {
  facts_.issuer = model::TextReading{"宝坻区审批局", {}, Grade::kLikely, {}};
  facts_.project_codes = {"AB-1"};
  facts_.formed = model::DateReading{};
  facts_.formed->date = *base::Date::FromYmd(2019, 3, 1);
  const auto out = Run("某某大道道路工程招标公告", "<p>投标人资格要求：一级</p>");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].item, "tender.notice");
  EXPECT_EQ(out[0].grade, Grade::kCertain);
  EXPECT_EQ(out[0].row, -1);
  EXPECT_EQ(out[0].page_id, 7);
  EXPECT_EQ(out[0].unit, "spj");
  EXPECT_EQ(out[0].unit_reason, "issuer");
  EXPECT_EQ(out[0].subject_text, "某某大道道路");
  EXPECT_EQ(out[0].codes, std::vector<std::string>{"AB-1"});
  EXPECT_EQ(out[0].period_year, 2019);
  EXPECT_EQ(out[0].context, "");
  ASSERT_EQ(out[0].elements.size(), 1u);
  EXPECT_EQ(out[0].elements[0].value, "一级");
  EXPECT_EQ(Run("某某大道道路工程招标公告", "<p>x</p>")[0].id, out[0].id);
}

// A city's decision that the district reprints is not the district's own, wherever it stands.
TEST(OtherBodies, WhoSignsIsToldFromThePlansUnits) {
  model::Plan plan = mingcha::testing::BaodiPlan();
  plan.assessment.district = "青河市云岭区";
  plan.units.clear();
  for (const auto& [id, name] :
       {std::pair("zjw", "云岭区住房和城乡建设局"), std::pair("hbj", "青河市生态环境局云岭分局"),
        std::pair("zh", "石桥镇人民政府")}) {
    model::Unit unit;
    unit.id = id;
    unit.name = name;
    plan.units.push_back(std::move(unit));
  }
  plan.sites.clear();
  plan.places.clear();
  for (const char* id : {"zjw", "hbj"}) {
    model::SiteProfile site;
    site.id = id;
    site.unit = id;
    plan.sites.push_back(std::move(site));
  }
  struct Case {
    const char *site, *issuer, *reason;
  };
  constexpr Case kCases[] = {
      {"zjw", "云岭区住房和城乡建设局", "issuer"},
      {"zjw", "青河市住房和城乡建设局", "other_body"},
      {"zjw", "东江省住房和城乡建设厅", "other_body"},
      {"zjw", "青河市人民政府", "other_body"},
      {"zjw", "住房和城乡建设部", "other_body"},
      {"zjw", "国家发展和改革委员会", "other_body"},
      {"hbj", "青河市生态环境局", "parent_body"},
      {"hbj", "青河市生态环境局云岭分局", "issuer"},
      // Bodies of the district that the plan does not name, firms, schools, and short names.
      {"zjw", "云岭区城市管理局", "site"},
      {"zjw", "云岭区市场监督管理局", "site"},
      {"zjw", "经济开发区市场监督管理局", "site"},
      {"zjw", "市住房和城乡建设局", "site"},
      {"zjw", "青河市市政工程有限公司", "site"},
      {"zjw", "青河市第二中学", "site"},
      {"zjw", "局办公室", "site"},
  };
  const auto classifier = Classifier::Create(plan).value();
  const auto discloser = Discloser::Create(plan, classifier, ElementFinder::Create(plan).value(),
                                           NumberFinder::Create(plan.lexicon).value())
                             .value();
  for (const Case& c : kCases) {
    model::PageFacts facts;
    const char* title = "关于滨河路工程初步设计的批复";
    facts.kind = model::PageKind::kDetail;
    facts.title = model::TextReading{title, model::ReadingSource::kHeading, Grade::kCertain, {}};
    facts.issuer = model::TextReading{c.issuer, model::ReadingSource::kSignature, Grade::kLikely, {}};
    facts.items = classifier.Classify({title, {}, "", {}}).items;
    const auto out = discloser.Disclose({7, "http://p.cn/1.html", c.site, "abc"}, facts,
                                        BuildPageText(Document::Parse("<p>同意。</p>"), plan.lexicon));
    ASSERT_EQ(out.size(), 1u) << c.issuer;
    EXPECT_EQ(out[0].unit_reason, c.reason) << c.issuer;
    EXPECT_EQ(out[0].unit, c.site) << c.issuer;
  }
}

TEST_F(DiscloseTest, YearInTheTitleGoesBeforeFormation) {
  facts_.formed = model::DateReading{};
  facts_.formed->date = *base::Date::FromYmd(2019, 3, 1);
  EXPECT_EQ(Run("2018年道路工程招标公告", "<p>x</p>").at(0).period_year, 2018);
}

TEST_F(DiscloseTest, AmendmentCarriesItsContext) {
  const auto out = Run("某某大道道路工程招标公告的更正公告", "<p>更正</p>");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].item, "tender.notice");
  EXPECT_EQ(out[0].context, "amendment");
}

TEST_F(DiscloseTest, WhatIsNoDisclosureGivesNone) {
  EXPECT_TRUE(Run("招标公告制度解读", "<p>x</p>").empty());
  EXPECT_TRUE(Run("天气", "<p>x</p>").empty());
  facts_.kind = model::PageKind::kList;
  EXPECT_TRUE(Run("某工程招标公告", "<p>x</p>").empty());
}

TEST_F(DiscloseTest, AttachmentReferenceLeavesItUnread) {
  const auto out = Run("某工程招标公告", "<p>投标人资格要求：详见附件</p>");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_TRUE(out[0].unread_attachment);
  EXPECT_TRUE(out[0].elements.empty());
}

constexpr const char* kRows =
    "<table><tr><td>序号<td>行政相对人 名称<td>许可决定日期<td>决定文号<td>许可机关</tr>"
    "<tr><td>1<td>甲公司<td>2018-04-02<td>津宝审〔2018〕1号<td>宝坻区审批局</tr>"
    "<tr><td>2<td>乙公司<td>2018年5月3日<td>津宝审〔2018〕2号<td></tr>"
    "<tr><td>3<td>/<td><td><td></tr></table>";

TEST_F(DiscloseTest, RowsOfAListTakeThePagesPlace) {
  const auto out = Run("2018年行政许可汇总表", kRows);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].item, "permit.result");
  EXPECT_EQ(out[0].grade, Grade::kCertain);
  EXPECT_EQ(out[0].subject, "甲公司");
  EXPECT_EQ(out[0].doc_number, "津宝审〔2018〕1号");
  EXPECT_EQ(out[0].unit, "spj");
  ASSERT_EQ(out[0].dates.size(), 1u);
  EXPECT_EQ(out[0].dates[0].date.Iso(), "2018-04-02");
  EXPECT_EQ(out[0].dates[0].meaning, DateMeaning::kDecided);
  EXPECT_EQ(out[1].subject, "乙公司");
  EXPECT_EQ(out[1].unit, "");
  EXPECT_NE(out[0].id, out[1].id);
  EXPECT_NE(out[0].row, out[1].row);
  ASSERT_EQ(out[0].elements.size(), 1u);
  EXPECT_EQ(out[0].elements[0].value, "甲公司");
}

TEST_F(DiscloseTest, RowsUnderAnotherTitleAreLikely) {
  const auto out = Run("公示", kRows);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].grade, Grade::kLikely);
}

TEST_F(DiscloseTest, OneSubjectIsNoList) {
  const auto out = Run("行政许可汇总",
                       "<table><tr><td>行政相对人名称<td>许可决定日期</tr><tr><td>甲公司<td>2018-04-02</tr>"
                       "<tr><td>甲公司<td>2018-04-03</tr></table>");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].row, -1);
}

}  // namespace
}  // namespace mingcha::extractors
