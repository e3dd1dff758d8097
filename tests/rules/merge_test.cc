#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A folder `round/` that extends `base/`.
class MergeTest : public testing::Test {
 protected:
  MergeTest() { folder_.Write("round/assessment.yaml", "extends: ../base\nid: round\nas_of: 2025-06-30\n"); }

  model::Plan LoadRound() const {
    LoadOutcome outcome = folder_.Load("round");
    EXPECT_EQ(Told(outcome.errors, folder_), "");
    return std::move(outcome.plan);
  }

  PlanFolder folder_;
};

TEST_F(MergeTest, ARoundInheritsWhatItDoesNotSay) {
  const model::Plan plan = LoadRound();
  EXPECT_EQ(plan.assessment.id, "round");
  EXPECT_EQ(plan.assessment.title, "测试评估");
  EXPECT_EQ(plan.assessment.as_of->Iso(), "2025-06-30");
  EXPECT_THAT(plan.items, SizeIs(4));
  EXPECT_THAT(plan.calendar.years, SizeIs(8));
}

TEST_F(MergeTest, AnEntryOverridesTheKeysItGivesAndKeepsItsPlaceInTheOrder) {
  folder_.Write(
      "round/items/housing.yaml",
      "items:\n- {id: housing.plan, name: 新名, patterns: {title_none: [x]}}\n"
      "- {id: housing.new, area: housing, name: 新项, cadence: standing, patterns: {title: [新项]}}\n");
  const model::Plan plan = LoadRound();
  ASSERT_THAT(plan.items, SizeIs(5));
  EXPECT_EQ(plan.items[0].name, "新名");
  EXPECT_EQ(plan.items[0].cadence, model::Cadence::kAnnual) << "not given: inherited";
  EXPECT_THAT(plan.items[0].patterns.title, SizeIs(2)) << "maps merge key by key";
  EXPECT_THAT(plan.items[0].patterns.title_none, ElementsAre("x"));
  EXPECT_EQ(plan.items[4].id, "housing.new");
  EXPECT_EQ(plan.items[4].area, "housing");
}

TEST_F(MergeTest, ListsAreReplacedWholeUnlessAdded) {
  folder_.Write("round/units.yaml",
                "units:\n- {id: zjw, aliases: [住建]}\n- {id: east, add: {aliases: [东镇]}}\n");
  folder_.Write("round/items/housing.yaml",
                "items:\n- {id: housing.plan, add: {elements: [户型], patterns: {positive: [又一个]}}}\n");
  const model::Plan plan = LoadRound();
  ASSERT_THAT(plan.FindUnit("zjw")->aliases, SizeIs(1));
  EXPECT_EQ(plan.FindUnit("zjw")->aliases[0].name, "住建");
  EXPECT_EQ(plan.FindUnit("east")->aliases[0].name, "东镇");
  EXPECT_THAT(plan.FindItem("housing.plan")->elements, SizeIs(3));
  EXPECT_THAT(plan.FindItem("housing.plan")->patterns.positive, ElementsAre("2025年住房计划", "又一个"));
}

TEST_F(MergeTest, RemovalTakesMentionsWithItAndNeverWidensARule) {
  folder_.Write("round/units.yaml", "remove: [zjw, gtfj, ghj]\n");
  folder_.Write("round/items/land.yaml", "remove: [land]\n");
  const model::Plan plan = LoadRound();
  EXPECT_EQ(plan.FindUnit("zjw"), nullptr);
  EXPECT_THAT(plan.FindArea("housing")->units, ElementsAre("各镇人民政府"));
  EXPECT_EQ(plan.FindArea("land"), nullptr);
  EXPECT_EQ(plan.FindItem("land.notice"), nullptr) << "an area goes with its items";
  EXPECT_THAT(plan.chains, IsEmpty());
  EXPECT_THAT(plan.twins, IsEmpty());
  ASSERT_THAT(plan.places, SizeIs(1)) << "places of removed units go";
  EXPECT_EQ(plan.places[0].unit, "east");
  EXPECT_EQ(plan.FindSite("zjw")->unit, "") << "an optional mention is cleared";
}

TEST_F(MergeTest, ARemovedUnitsDutiesFallToItsSuccessor) {
  folder_.Write("base/units.yaml", folder_.Read("base/units.yaml") +
                                       "- {id: heir, name: 新局, from: 2019-01-01}\n"
                                       "- {id: middle, name: 中局, to: 2018-12-31, successor: heir}\n"
                                       "- {id: old, name: 旧局, to: 2015-12-31, successor: middle}\n");
  folder_.Write("base/limits.yaml",
                folder_.Read("base/limits.yaml") +
                    "- {id: for-them, kind: publish_by, items: ['*'], units: [old, middle, zjw], events: "
                    "[formed], days: 3, basis: {text: x}}\n");
  folder_.Write("round/units.yaml", "remove: [old, middle]\n");
  const model::Plan plan = LoadRound();
  const auto limit = std::find_if(plan.limits.begin(), plan.limits.end(),
                                  [](const model::LimitRule& rule) { return rule.id == "for-them"; });
  ASSERT_NE(limit, plan.limits.end());
  EXPECT_THAT(limit->units, ElementsAre("heir", "zjw")) << "once, though two mentions lead to it";

  folder_.Write("round/units.yaml", "remove: [old, middle, heir]\n");
  const model::Plan without = LoadRound();
  for (const model::LimitRule& rule : without.limits) {
    if (rule.id == "for-them") {
      EXPECT_THAT(rule.units, ElementsAre("zjw"));
    }
  }
}

TEST_F(MergeTest, AnAreaWithoutUnitsGoesWithItsItems) {
  const model::Plan all = LoadRound();
  const std::vector<std::string> units = all.FindArea("land")->units;
  ASSERT_FALSE(units.empty());
  folder_.Write("round/units.yaml", "remove: [ghj, " + base::Join(units, ", ") + "]\n");
  const model::Plan plan = LoadRound();
  EXPECT_EQ(plan.FindArea("land"), nullptr);
  EXPECT_EQ(plan.FindItem("land.notice"), nullptr);
  EXPECT_NE(plan.FindArea("housing"), nullptr);

  // What the folder itself says of an area that it empties is its own contradiction.
  folder_.Write("round/items/more.yaml",
                "items:\n- {id: land.other, area: land, name: 另, cadence: event}\n");
  EXPECT_THAT(Told(folder_.Load("round").errors, folder_), testing::HasSubstr("round/items/more.yaml:2"));
}

TEST_F(MergeTest, ARuleForRemovedThingsOnlyGoesInsteadOfApplyingToAll) {
  folder_.Write("base/limits.yaml",
                folder_.Read("base/limits.yaml") +
                    "- {id: only-west, kind: publish_by, items: ['*'], units: [west], events: "
                    "[formed], days: 3, basis: {text: x}}\n");
  folder_.Write("round/units.yaml", "remove: [west]\n");
  const model::Plan plan = LoadRound();
  for (const model::LimitRule& limit : plan.limits) EXPECT_NE(limit.id, "only-west");
}

TEST_F(MergeTest, AMentionOfARemovedThingInTheRoundItselfIsAnError) {
  folder_.Write("round/units.yaml", "remove: [west]\n");
  folder_.Write("round/items/housing.yaml", "items:\n- {id: housing.plan, units: [west]}\n");
  EXPECT_EQ(Told(folder_.Load("round").errors, folder_),
            "round/items/housing.yaml:2:30: items[housing.plan].units[0]: expected the id of a unit or the "
            "name of a "
            "class, found \"west\"\n");
}

TEST_F(MergeTest, RemoveTakesGlobs) {
  folder_.Write("round/items/any.yaml", "remove: ['land.*']\n");
  EXPECT_THAT(LoadRound().items, SizeIs(2));
}

TEST_F(MergeTest, ReplaceDropsWhatTheSameFileOfInheritedFoldersSaid) {
  folder_.Write("round/sites.yaml",
                "replace: true\nsites:\n- {id: portal, name: 新站, seeds: ['http://new.example/']}\n");
  const model::Plan plan = LoadRound();
  ASSERT_THAT(plan.sites, SizeIs(1));
  EXPECT_EQ(plan.sites[0].name, "新站");
  EXPECT_EQ(plan.sites[0].kind, model::SiteKind::kOther) << "nothing inherited from the one replaced";
  EXPECT_THAT(plan.places, SizeIs(3)) << "places of a site that is there again stay";
}

TEST_F(MergeTest, FoldersExtendOneAnotherSeveralDeep) {
  folder_.Write("third/assessment.yaml", "extends: ../round\nid: third\n");
  folder_.Write("round/units.yaml", "units:\n- {id: zjw, name: 第二层}\n");
  folder_.Write("third/units.yaml", "units:\n- {id: zjw, scored: false}\n");
  const LoadOutcome outcome = folder_.Load("third");
  EXPECT_EQ(Told(outcome.errors, folder_), "");
  EXPECT_EQ(outcome.plan.assessment.id, "third");
  EXPECT_EQ(outcome.plan.assessment.as_of->Iso(), "2025-06-30");
  EXPECT_EQ(outcome.plan.FindUnit("zjw")->name, "第二层");
  EXPECT_FALSE(outcome.plan.FindUnit("zjw")->scored);
}

TEST_F(MergeTest, ACircleOfExtendsIsRefused) {
  folder_.Edit("base/assessment.yaml", "id: base", "extends: ../round\nid: base");
  EXPECT_THAT(
      Told(folder_.Load("round").errors, folder_),
      HasSubstr(
          "base/assessment.yaml:1:10: extends: expected folders that do not extend each other in a circle"));
}

TEST_F(MergeTest, AnExtendedFolderThatIsNotThereIsToldWhereItIsNamed) {
  folder_.Write("round/assessment.yaml", "id: x\nextends: ../bas\n");
  EXPECT_THAT(
      Told(folder_.Load("round").errors, folder_),
      HasSubstr("round/assessment.yaml:2:10: extends: expected a configuration folder, found \"bas\""));
}

TEST(Digest, DependsOnNamesAndBytesNotOnWhereTheFolderLies) {
  const PlanFolder one;
  const PlanFolder two;
  EXPECT_EQ(one.Load().plan.digest, two.Load().plan.digest);
  EXPECT_THAT(one.Load().plan.digest, SizeIs(64));
  EXPECT_EQ(LoadPlan(one.root() / "base" / "").plan.digest, one.Load().plan.digest);
  two.Edit("base/units.yaml", "东镇人民政府", "东山镇人民政府");
  EXPECT_NE(one.Load().plan.digest, two.Load().plan.digest);
}

TEST(Digest, CoversCalendarLanguageAndRegisters) {
  const PlanFolder folder;
  const std::string before = folder.Load().plan.digest;
  folder.Edit("calendar/cn.yaml", "国办发", "国办函");
  const std::string after = folder.Load().plan.digest;
  EXPECT_NE(before, after);
  folder.Edit("language/zh.yaml", "下一页", "后一页");
  EXPECT_NE(after, folder.Load().plan.digest);
}

}  // namespace
}  // namespace mingcha::rules
