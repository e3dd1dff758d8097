#include "extractors/classifier.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::TitleContextKind;

/// model::ItemPatterns with defaults, so that a test names only what it means.
struct Patterns {
  std::vector<model::TitlePattern> title = {};
  std::vector<std::string> title_none = {};
  std::vector<model::TitlePattern> column = {};
  std::vector<std::string> body = {};
  std::vector<std::string> table_headers = {};
};

model::Item MakeItem(std::string id, const Patterns& patterns) {
  model::Item item;
  item.id = std::move(id);
  item.patterns.title = patterns.title;
  item.patterns.title_none = patterns.title_none;
  item.patterns.column = patterns.column;
  item.patterns.body = patterns.body;
  item.patterns.table_headers = patterns.table_headers;
  return item;
}

model::Plan SmallPlan() {
  model::Plan plan;
  plan.items = {
      MakeItem("tender.notice",
               {.title = {{"招标公告", Grade::kCertain}, {"招标", Grade::kWeak}},
                .title_none = {"候选人|结果|政府采购"},
                .column = {{"^招标公告$", Grade::kLikely}, {"工程建设>.*招标", Grade::kWeak}},
                .body = {"投标人资格要求"}}),
      MakeItem("tender.candidates",
               {.title = {{"候选人公示", Grade::kCertain}, {"评标结果公示", Grade::kLikely}},
                .column = {{"候选人", Grade::kLikely}},
                .body = {"中标候选人"}}),
      MakeItem("bidding.notice", {}),
      MakeItem("expropriation.announcement",
               {.title = {{"征收土地公告", Grade::kCertain}}, .title_none = {"预公告"}}),
      MakeItem("expropriation.compensation", {.title = {{"征地补偿安置.*公告", Grade::kCertain}}}),
      MakeItem("permit.list", {.title = {{"行政许可", Grade::kLikely}},
                               .table_headers = {"许可决定日期", "行政相对人名称"}}),
      MakeItem("permit.plain", {.table_headers = {"许可决定日期"}}),
      MakeItem("tender.credit", {.title = {{"信用信息", Grade::kCertain}}}),
  };
  plan.twins = {{"tender.notice", "bidding.notice"}};
  plan.title_contexts = {
      {"amendment", TitleContextKind::kAmends, {"更正公告", "变更公告", "更正"}, {"变更登记"}, {}, {}, {}},
      {"failed", TitleContextKind::kCloses, {"流标公告", "终止公告", "流标"}, {}, {}, {}, {}},
      {"news",
       TitleContextKind::kNotDisclosure,
       {"召开.*会议", "解读", "信用"},
       {},
       {"tender.cred*"},
       {},
       {}},
  };
  return plan;
}

class ClassifierTest : public ::testing::Test {
 protected:
  Classification Title(std::string_view title, std::vector<std::string> column = {},
                       std::string_view text = {}) {
    return classifier_.Classify({title, std::move(column), text, {}});
  }
  static std::string Told(const Classification& c) {
    std::string out;
    for (const auto& match : c.items) out += match.item + "/" + "cli"[static_cast<int>(match.grade)] + " ";
    return out;
  }
  Classifier classifier_ = Classifier::Create(SmallPlan()).value();
};

// In Told: c certain, l likely, i weak.
TEST_F(ClassifierTest, TitleColumnAndBody) {
  struct Case {
    const char* name;
    const char* title;
    std::vector<std::string> column;
    const char* text;
    const char* told;
  };
  for (const Case& c : std::vector<Case>{
           {"certain title", "某工程施工招标公告", {}, "", "tender.notice/c "},
           {"white space and width fold", "某工程 招 标　公告", {}, "", "tender.notice/c "},
           {"weak title", "某工程招标", {}, "", "tender.notice/i "},
           {"column raises a weak title", "某工程招标", {"首页", "招标公告"}, "", "tender.notice/l "},
           {"body raises a weak title", "某工程招标", {}, "三、投标人资格要求", "tender.notice/l "},
           {"column and body raise twice", "某工程招标", {"招标公告"}, "投标人资格要求", "tender.notice/c "},
           {"body raises likely to certain", "评标结果公示", {}, "中标候选人第一名", "tender.candidates/c "},
           {"body alone gives nothing", "某工程", {}, "投标人资格要求 中标候选人", ""},
           {"column alone gives its grade", "某某道路工程", {"首页", "招标公告"}, "", "tender.notice/l "},
           {"column alone is not made certain by body",
            "某某道路工程",
            {"招标公告"},
            "投标人资格要求",
            "tender.notice/l "},
           {"path pattern over levels",
            "某某道路工程",
            {"首页", "工程建设", "招标投标"},
            "",
            "tender.notice/i "},
           {"deepest column wins", "某某道路工程", {"招标公告", "中标候选人"}, "", "tender.candidates/l "},
           {"title of another item silences the column",
            "某工程中标候选人公示",
            {"招标公告"},
            "",
            "tender.candidates/c "},
           {"title_none vetoes title and column", "政府采购招标公告", {"招标公告"}, "", ""},
           {"several items",
            "征收土地公告及征地补偿安置公告",
            {},
            "",
            "expropriation.announcement/c expropriation.compensation/c "},
           {"title_none of one", "征收土地预公告", {}, "", ""},
           {"nothing", "天气预报", {"新闻"}, "晴", ""},
           {"empty", "", {}, "", ""},
       }) {
    EXPECT_EQ(Told(Title(c.title, c.column, c.text)), c.told) << c.name;
  }
}

TEST_F(ClassifierTest, WeakGivesWayToCertain) {
  EXPECT_EQ(Told(Title("某项目招标代理服务中标候选人公示")), "tender.candidates/c ");
  EXPECT_EQ(Told(Title("关于征收土地公告涉及招标的说明")), "expropriation.announcement/c ");
}

TEST_F(ClassifierTest, AmendmentIsNoItemButTellsWhichItAmends) {
  const Classification c = Title("某工程招标公告的更正公告");
  EXPECT_TRUE(c.items.empty());
  EXPECT_EQ(c.context, "amendment");
  EXPECT_EQ(c.context_kind, TitleContextKind::kAmends);
  ASSERT_EQ(c.vetoed.size(), 1u);
  EXPECT_EQ(c.vetoed[0].item, "tender.notice");
}

TEST_F(ClassifierTest, AmendmentKnownOnlyWithoutItsOwnWords) {
  // `招标更正公告` holds the notice's words broken up by the context's.
  const Classification c = Title("某工程招标更正公告", {"招标公告"});
  EXPECT_EQ(c.context, "amendment");
  ASSERT_FALSE(c.vetoed.empty());
  EXPECT_EQ(c.vetoed[0].item, "tender.notice");
}

TEST_F(ClassifierTest, ContextsWithoutAnyItem) {
  const Classification c = Title("某工程流标公告");
  EXPECT_EQ(c.context, "failed");
  EXPECT_TRUE(c.items.empty());
  EXPECT_EQ(Title("变更登记公告").context, "");
}

TEST_F(ClassifierTest, NotDisclosureBeatsTheOthers) {
  const Classification c = Title("区领导召开招标公告更正会议");
  EXPECT_EQ(c.context, "news");
  EXPECT_EQ(c.context_kind, TitleContextKind::kNotDisclosure);
  EXPECT_TRUE(c.items.empty());
}

TEST_F(ClassifierTest, ContextSparesTheItemsItExcepts) {
  const Classification c = Title("建筑市场信用信息公示");
  EXPECT_EQ(Told(c), "tender.credit/c ");
  EXPECT_EQ(c.context, "");
  EXPECT_EQ(Title("诚信信用招标公告").context, "news");
}

TEST_F(ClassifierTest, EveryMatchSaysWhy) {
  const Classification c = Title("某工程招标", {"招标公告"}, "投标人资格要求");
  ASSERT_EQ(c.items.size(), 1u);
  EXPECT_EQ(c.items[0].why.size(), 3u);
}

TEST_F(ClassifierTest, TableHeadersGiveTheMoreParticularItem) {
  const auto both = classifier_.ClassifyTable({"序号", "行政相对人 名称", "许可决定日期"});
  ASSERT_EQ(both.size(), 1u);
  EXPECT_EQ(both[0].item, "permit.list");
  EXPECT_EQ(both[0].grade, Grade::kLikely);
  EXPECT_EQ(classifier_.ClassifyTable({"许可决定日期"}).at(0).item, "permit.plain");
  EXPECT_TRUE(classifier_.ClassifyTable({"姓名"}).empty());
}

TEST_F(ClassifierTest, ColumnOrderOfPlanDoesNotMatter) {
  // A metamorphic check: adding an unrelated column level in front never changes the items.
  for (const char* title : {"某工程招标", "某某道路工程", "评标结果公示"}) {
    EXPECT_EQ(Told(Title(title, {"招标公告"})), Told(Title(title, {"首页", "招标公告"}))) << title;
  }
}

TEST(ClassifierCreateTest, AllBadPatternsInOneError) {
  model::Plan plan = SmallPlan();
  plan.items[0].patterns.title_none.push_back("(");
  plan.items[1].patterns.title.push_back({"[", Grade::kCertain});
  plan.title_contexts[0].except.push_back("*");
  const auto classifier = Classifier::Create(plan);
  ASSERT_FALSE(classifier);
  const std::string message = base::ToEnglish(classifier.error());
  EXPECT_NE(message.find("tender.notice"), std::string::npos);
  EXPECT_NE(message.find("tender.candidates"), std::string::npos);
  EXPECT_NE(message.find("amendment"), std::string::npos);
}

TEST(RunExamplesTest, RightExamplesPassAndWrongOnesAreNamed) {
  model::Plan plan = SmallPlan();
  plan.items[0].patterns.positive = {"某工程招标公告", "某工程结果"};
  plan.items[0].patterns.negative = {"候选人公示", "另一招标公告", "某工程招标"};
  plan.items[2].patterns.positive = {"某重大工程招标公告"};  // through its twin
  plan.title_contexts[0].positive = {"更正公告", "招标公告"};
  plan.title_contexts[0].negative = {"变更登记", "关于更正的说明"};
  const auto failures = RunExamples(plan, Classifier::Create(plan).value());
  std::vector<std::string> titles;
  for (const ExampleFailure& failure : failures) titles.push_back(failure.title);
  EXPECT_EQ(titles, (std::vector<std::string>{"某工程结果", "另一招标公告", "某工程招标", "招标公告",
                                              "关于更正的说明"}));
  EXPECT_TRUE(failures[0].positive);
  EXPECT_FALSE(failures[1].positive);
}

}  // namespace
}  // namespace mingcha::extractors
