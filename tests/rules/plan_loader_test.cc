#include "rules/plan_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(LoadPlan, ReadsEveryPartOfACorrectFolder) {
  const PlanFolder folder;
  const LoadOutcome outcome = folder.Load();
  EXPECT_EQ(Told(outcome.errors, folder), "");
  EXPECT_EQ(Told(outcome.warnings, folder), "");
  const model::Plan& plan = outcome.plan;
  EXPECT_EQ(plan.assessment.id, "base");
  EXPECT_EQ(plan.assessment.plan_date.Iso(), "2018-03-12");
  EXPECT_EQ(plan.assessment.window->to.Iso(), "2025-12-31");
  EXPECT_EQ(plan.assessment.calendar, "cn");
  EXPECT_EQ(plan.calendar.years.size(), 8U);
  EXPECT_EQ(plan.domains.size(), 1U);
  ASSERT_EQ(plan.areas.size(), 2U);
  EXPECT_EQ(plan.areas[0].domain, "allocation");
  EXPECT_EQ(plan.areas[0].lead, "zjw") << "default: the first unit named";
  ASSERT_EQ(plan.items.size(), 4U);
  const model::Item& item = plan.items[0];
  EXPECT_EQ(item.area, "housing");
  EXPECT_EQ(item.owed_by, model::OwedBy::kMaker);
  EXPECT_THAT(item.elements[0].labels, ElementsAre("任务量", "建设任务"));
  EXPECT_THAT(item.elements[1].labels, ElementsAre("项目")) << "default: the element's name";
  ASSERT_EQ(item.patterns.title.size(), 2U);
  EXPECT_EQ(item.patterns.title[0].grade, model::Grade::kCertain);
  EXPECT_EQ(item.patterns.title[1].grade, model::Grade::kLikely);
  EXPECT_EQ(plan.items[1].decision, model::DecisionKind::kPermit);
  EXPECT_TRUE(item.place.file.ends_with("base/items/housing.yaml")) << item.place.file;
  EXPECT_EQ(item.place.line, 4);
  EXPECT_EQ(plan.units[0].aliases[0].valid.to->Iso(), "2018-12-31");
  EXPECT_EQ(plan.limits[2].valid.from->Iso(), "2019-05-15");
  EXPECT_THAT(plan.limits[0].events, ElementsAre(model::DateMeaning::kFormed, model::DateMeaning::kChanged));
  EXPECT_EQ(plan.chains[0].latest_days, 60);
  EXPECT_EQ(plan.chains[0].event, model::DateMeaning::kDetermined);
  EXPECT_THAT(plan.twins, ElementsAre(Pair("land.notice", "land.result")));
  EXPECT_THAT(plan.sites[0].hosts, ElementsAre("portal.example", "portal.example:8080"));
  EXPECT_EQ(plan.sites[1].pace.delay_ms, 0);
  ASSERT_EQ(plan.places.size(), 3U);
  EXPECT_EQ(plan.places[1].id, "folder/zjw");
  EXPECT_EQ(plan.places[1].prefix, "/zwgk/zjw/zfxxgknb12/");
  EXPECT_THAT(plan.lexicon.words.at("next_page"), ElementsAre("下一页"));
}

}  // namespace
}  // namespace mingcha::rules
