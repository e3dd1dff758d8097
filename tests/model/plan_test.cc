#include "model/plan.h"

#include <gtest/gtest.h>

namespace mingcha::model {
namespace {

struct GlobCase {
  const char* name;
  const char* glob;
  const char* id;
  bool matches;
};

class GlobTest : public testing::TestWithParam<GlobCase> {};

TEST_P(GlobTest, Matches) { EXPECT_EQ(GlobMatches(GetParam().glob, GetParam().id), GetParam().matches); }

INSTANTIATE_TEST_SUITE_P(
    Globs, GlobTest,
    testing::Values(GlobCase{"same", "a.b", "a.b", true}, GlobCase{"other", "a.b", "a.c", false},
                    GlobCase{"longer", "a.b", "a.bc", false}, GlobCase{"area", "a.*", "a.b", true},
                    GlobCase{"other_area", "a.*", "ab.c", false}, GlobCase{"all", "*", "a.b", true},
                    GlobCase{"empty", "", "a.b", false},
                    GlobCase{"star_only_at_the_end", "*.b", "a.b", false}),
    [](const auto& param) { return param.param.name; });

Unit MakeUnit(const char* id, std::vector<std::string> classes = {}) {
  Unit unit;
  unit.id = id;
  unit.classes = std::move(classes);
  return unit;
}

Plan TownPlan() {
  Plan plan;
  plan.units = {MakeUnit("office"), MakeUnit("t1", {"towns"}), MakeUnit("t2", {"towns", "all"})};
  return plan;
}

TEST(ExpandUnitsTest, ClassesGiveTheirMembersOnceInThePlansOrder) {
  EXPECT_EQ(ExpandUnits(TownPlan(), {"t2", "towns", "office", "t2"}),
            (std::vector<std::string>{"t2", "t1", "office"}));
  EXPECT_TRUE(ExpandUnits(TownPlan(), {"nobody"}).empty());
}

TEST(ObligatedUnitsTest, TheItemsOwnListGoesBeforeTheAreas) {
  Plan plan = TownPlan();
  plan.areas.resize(1);
  plan.areas[0].id = "area";
  plan.areas[0].units = {"office"};
  Item item;
  item.area = "area";
  EXPECT_EQ(ObligatedUnits(plan, item), std::vector<std::string>{"office"});
  item.units = {"towns"};
  EXPECT_EQ(ObligatedUnits(plan, item), (std::vector<std::string>{"t1", "t2"}));
}

TEST(SuccessorAtTest, FollowsSuccessorsOnlyAfterTheEndAndNeverLoops) {
  Plan plan;
  plan.units = {MakeUnit("old"), MakeUnit("mid"), MakeUnit("new")};
  const auto end = base::Date::FromYmd(2018, 12, 31);
  plan.units[0].successor = "mid";
  plan.units[0].valid.to = end;
  plan.units[1].successor = "new";
  plan.units[1].valid.to = base::Date::FromYmd(2023, 6, 30);
  EXPECT_EQ(SuccessorAt(plan, "old", *end), "old");
  EXPECT_EQ(SuccessorAt(plan, "old", end->PlusDays(1)), "mid");
  EXPECT_EQ(SuccessorAt(plan, "old", *base::Date::FromYmd(2024, 1, 1)), "new");
  EXPECT_EQ(SuccessorAt(plan, "elsewhere", *end), "elsewhere");
  plan.units[1].successor = "old";
  EXPECT_FALSE(SuccessorAt(plan, "old", *base::Date::FromYmd(2024, 1, 1)).empty());
}

}  // namespace
}  // namespace mingcha::model
