#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "checker/score_tree.h"
#include "tests/checker/tiny_plan.h"

// Arithmetic of scores against numbers worked out by hand (docs/scoring.md tells the rules).
namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::Indicator;
using model::ScoreFormula;
using model::ScoreMethod;
using model::ScoreNode;
using model::UnitScore;

/// Unit one: a permit in time, one late, one missing, and a result in time that shows one of two elements.
World FourCases() {
  World world;
  std::erase_if(world.plan.items, [](const auto& item) { return item.area != "p"; });
  world.plan.chains.clear();
  world.plan.twins.clear();
  for (const char* house : {"house alpha", "house beta", "house gamma"})
    world.Ledger("p.permit", "one", house, "2025-04-24");
  Read(&world.Publish("p.permit", "one", "2025-04-28", "house alpha"), DateMeaning::kDecided, "2025-04-24");
  Read(&world.Publish("p.permit", "one", "2025-05-26", "house beta"), DateMeaning::kDecided, "2025-04-24");
  world.Ledger("p.result", "one", "desks and chairs", "2025-06-03");
  auto& result = world.Publish("p.result", "one", "2025-06-04", "desks and chairs");
  Read(&result, DateMeaning::kDetermined, "2025-06-03");
  result.elements.pop_back();
  return world;
}

const UnitScore& ScoreOf(const CheckOutput& output, std::string_view unit) {
  const auto& units = output.result.units;
  const auto it = std::find_if(units.begin(), units.end(), [&](const auto& one) { return one.unit == unit; });
  EXPECT_NE(it, units.end());
  return *it;
}

const ScoreNode& NodeOf(const UnitScore& unit, std::string_view id) {
  static const ScoreNode kNone;
  const auto it =
      std::find_if(unit.tree.begin(), unit.tree.end(), [&](const auto& node) { return node.id == id; });
  EXPECT_NE(it, unit.tree.end()) << id;
  return it == unit.tree.end() ? kNone : *it;
}

Indicator Leaf(std::string id, double points, ScoreFormula formula = ScoreFormula::kParts,
               ScoreMethod method = ScoreMethod::kCrawl) {
  Indicator indicator;
  indicator.id = indicator.name = std::move(id);
  indicator.points = points;
  indicator.formula = formula;
  indicator.method = method;
  return indicator;
}

Indicator Entered(std::string id, double points) {
  return Leaf(std::move(id), points, ScoreFormula::kEntered, ScoreMethod::kManual);
}

void Enter(World* world, std::string unit, std::string indicator, double value) {
  model::EnteredScore row;
  row.unit = std::move(unit);
  row.indicator = std::move(indicator);
  row.value = value;
  row.judge = "judge";
  row.place = "scores.csv:2";
  world->plan.registers.scores.push_back(row);
}

TEST(ScoreByAreas, NothingLeftIsZeroToTheLastBit) {
  for (const int cases : {1, 3, 6, 7, 9, 11, 13}) {
    World world;
    std::erase_if(world.plan.items, [](const auto& item) { return item.id != "p.permit"; });
    world.plan.chains.clear();
    world.plan.twins.clear();
    for (int i = 0; i < cases; ++i)
      world.Ledger("p.permit", "one", "house number " + std::to_string(i), "2025-04-24");
    const auto output = world.Run();
    ASSERT_EQ(Findings(output, FindingKind::kMissing).size(), static_cast<size_t>(cases));
    const double score = ScoreOf(output, "one").score.value();
    EXPECT_EQ(score, 0) << cases;
    EXPECT_FALSE(std::signbit(score)) << cases;
  }
}

TEST(ScoreByAreas, PartsOfFourCases) {
  const auto output = FourCases().Run();
  ASSERT_EQ(Findings(output, FindingKind::kMissing).size(), 1u);
  ASSERT_EQ(Findings(output, FindingKind::kLate).size(), 1u);
  ASSERT_EQ(Findings(output, FindingKind::kIncomplete).size(), 1u);
  const UnitScore& one = ScoreOf(output, "one");
  // completeness 60 × 3/4, elements 15 × 1/2, timeliness 25 × 2/3
  EXPECT_NEAR(NodeOf(one, "p/completeness").reached, 45, 1e-9);
  EXPECT_NEAR(NodeOf(one, "p/elements").reached, 7.5, 1e-9);
  EXPECT_NEAR(NodeOf(one, "p/timeliness").reached, 50.0 / 3, 1e-9);
  EXPECT_NEAR(one.score.value(), 45 + 7.5 + 50.0 / 3, 1e-9);
  EXPECT_EQ(one.rank, 1);
  const UnitScore& two = ScoreOf(output, "two");
  EXPECT_FALSE(two.score) << "nothing owed: not scored";
  EXPECT_FALSE(two.not_scored.format.empty()) << "and the reason is stated";
  EXPECT_EQ(two.rank, 0);
}

TEST(ScoreByAreas, EveryPointTakenNamesItsFinding) {
  const auto output = FourCases().Run();
  const UnitScore& one = ScoreOf(output, "one");
  double taken = 0;
  for (const ScoreNode& node : one.tree) {
    double sum = 0;
    for (const auto& deduction : node.deductions) {
      EXPECT_FALSE(deduction.findings.empty()) << node.id;
      for (const std::string& id : deduction.findings) {
        EXPECT_TRUE(std::any_of(output.result.findings.begin(), output.result.findings.end(),
                                [&](const auto& finding) { return finding.id == id; }));
      }
      sum += deduction.points;
    }
    if (node.leaf && node.applicable) {
      EXPECT_NEAR(node.scaled_full - node.reached, sum, 1e-9) << node.id;
    }
    if (node.leaf) taken += sum;
  }
  EXPECT_NEAR(100 - one.score.value(), taken, 1e-9);
}

TEST(ScoreByHits, CapsPerKindAndPerIndicator) {
  World world = FourCases();
  Indicator hits = Leaf("hits", 20, ScoreFormula::kHits);
  hits.hits = {{{FindingKind::kMissing}, 5, 0, false},
               {{FindingKind::kLate}, 2, 0, false},
               {{FindingKind::kIncomplete}, 0.5, 0, true}};
  world.plan.scoring.indicators = {hits};
  auto output = world.Run();
  EXPECT_NEAR(NodeOf(ScoreOf(output, "one"), "hits").final_points, (20 - 7.5) * 5, 1e-9);

  world.plan.scoring.indicators[0].hits[0].cap = 3;
  output = world.Run();
  const ScoreNode& capped = NodeOf(ScoreOf(output, "one"), "hits");
  EXPECT_NEAR(capped.reached, 20 - (3 + 2 + 0.5), 1e-9);
  EXPECT_NEAR(capped.final_points, 100 - (3 + 2 + 0.5) * 5, 1e-9);
  EXPECT_NEAR(capped.deductions.front().raw, 5, 1e-9) << "what the formula alone would have taken is kept";

  world.plan.scoring.indicators[0].points = 4;  // never below nothing
  output = world.Run();
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), 0, 1e-9);
}

TEST(ScoreByHits, LateAndIncompleteTogetherNeverCostMoreThanAGap) {
  World world = FourCases();
  world.Ledger("p.result", "one", "lamps for schools", "2025-06-03");
  auto& result = world.Publish("p.result", "one", "2025-07-04", "lamps for schools");  // late too
  Read(&result, DateMeaning::kDetermined, "2025-06-03");
  result.elements.clear();
  Indicator hits = Leaf("hits", 100, ScoreFormula::kHits);
  hits.items = {"p.result"};
  hits.hits = {{{FindingKind::kMissing}, 3, 0, false},
               {{FindingKind::kLate}, 2, 0, false},
               {{FindingKind::kIncomplete}, 1, 0, true}};
  world.plan.scoring.indicators = {hits};
  // desks: one element 1; lamps: late 2 and two elements 2, capped at 3
  EXPECT_NEAR(ScoreOf(world.Run(), "one").score.value(), 96, 1e-9);
}

TEST(ScoreTree, ThirdPartySeventyDailyThirty) {
  World world = FourCases();
  Indicator third = Leaf("third", 70);
  Indicator areas = Leaf("areas", 60);
  areas.parent = "third";
  Indicator requests = Entered("requests", 40);
  requests.parent = "third";
  Indicator daily = Entered("daily", 30);
  daily.scale = 100;
  world.plan.scoring.indicators = {third, areas, requests, daily};
  Enter(&world, "one", "requests", 30);
  Enter(&world, "one", "daily", 90);
  const auto output = world.Run();
  const double areas_points = (45 + 7.5 + 50.0 / 3) * 0.6;
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), (areas_points + 30) * 0.7 + 27, 1e-9);
  EXPECT_FALSE(ScoreOf(output, "one").provisional);
  EXPECT_TRUE(ScoreOf(output, "two").not_scored.format.size() > 0);
}

TEST(ScoreTree, PointsThatDoNotApplyAreSharedOut) {
  World world = FourCases();
  Indicator service = Entered("service", 25);
  service.not_units = {"one"};
  world.plan.scoring.indicators = {Entered("content", 45), service, Entered("talk", 15),
                                   Entered("design", 15)};
  for (const char* unit : {"one", "two"}) {
    Enter(&world, unit, "content", 40);
    Enter(&world, unit, "talk", 12);
    Enter(&world, unit, "design", 14);
    Enter(&world, unit, "service", 20);
  }
  const auto output = world.Run();
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), 66.0 * 4 / 3, 1e-9) << "out of 75, times 4/3";
  EXPECT_NEAR(ScoreOf(output, "two").score.value(), 86, 1e-9);
  EXPECT_EQ(ScoreOf(output, "one").rank, 1);
  EXPECT_EQ(ScoreOf(output, "two").rank, 2);
}

TEST(ScoreTree, WhatIsStillToBeEnteredMakesTheScoreProvisional) {
  World world = FourCases();
  world.plan.scoring.indicators = {Entered("a", 50), Entered("b", 50)};
  Enter(&world, "one", "a", 40);
  EXPECT_NEAR(ScoreOf(world.Run(), "one").score.value(), 80, 1e-9);
  EXPECT_TRUE(ScoreOf(world.Run(), "one").provisional);
  world.plan.scoring.indicators[1].when_empty = model::WhenEmpty::kZero;
  EXPECT_NEAR(ScoreOf(world.Run(), "one").score.value(), 40, 1e-9);
  world.plan.scoring.indicators[1].when_empty = model::WhenEmpty::kFull;
  EXPECT_NEAR(ScoreOf(world.Run(), "one").score.value(), 90, 1e-9);
}

TEST(ScoreTree, GradesAndPartialCredit) {
  World world = FourCases();
  Indicator grade = Leaf("grade", 10, ScoreFormula::kGrade, ScoreMethod::kManual);
  grade.grades = {{"excellent", 10}, {"good", 8}, {"fair", 6}, {"poor", 0}};
  Indicator badge = Leaf("badge", 10, ScoreFormula::kSteps, ScoreMethod::kManual);
  badge.steps = {{"shown", "shown", 0.5}, {"placed", "placed right", 0.3}, {"linked", "linked", 0.2}};
  world.plan.scoring.points = 20;
  world.plan.scoring.indicators = {grade, badge};
  model::EnteredScore row;
  row.unit = "one";
  row.indicator = "grade";
  row.grade = "good";
  world.plan.registers.scores.push_back(row);
  row.indicator = "badge";
  row.steps = {"shown", "linked"};
  world.plan.registers.scores.push_back(row);
  EXPECT_NEAR(ScoreOf(world.Run(), "one").score.value(), 8 + 7, 1e-9);
}

TEST(ScoreTree, BonusHasItsCapAndItsThreshold) {
  World world = FourCases();
  Indicator bonus = Entered("bonus", 30);
  bonus.bonus = true;
  world.plan.scoring.indicators = {Entered("base", 100), bonus};
  world.plan.scoring.bonus_cap = 20;
  world.plan.scoring.bonus_above = 80;
  Enter(&world, "one", "base", 85);
  Enter(&world, "one", "bonus", 25);
  Enter(&world, "two", "base", 80);
  Enter(&world, "two", "bonus", 25);
  const auto output = world.Run();
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), 105, 1e-9);
  EXPECT_NEAR(ScoreOf(output, "one").before_bonus, 85, 1e-9);
  EXPECT_NEAR(ScoreOf(output, "two").score.value(), 80, 1e-9) << "80 is not above 80";
}

TEST(ScoreTree, OneVetoFails) {
  World world = FourCases();
  Indicator veto = Leaf("veto", 0, ScoreFormula::kHits);
  veto.veto = true;
  veto.hits = {{{FindingKind::kMissing}, 0, 0, false}};
  world.plan.scoring.indicators = {Entered("base", 100), veto};
  world.plan.scoring.pass_from = 60;
  Enter(&world, "one", "base", 95);
  Enter(&world, "two", "base", 61);
  const auto output = world.Run();
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), 0, 1e-9);
  EXPECT_EQ(ScoreOf(output, "one").vetoed_by, std::vector<std::string>{"veto"});
  EXPECT_FALSE(ScoreOf(output, "one").passed);
  EXPECT_FALSE(NodeOf(ScoreOf(output, "one"), "veto").deductions.front().findings.empty());
  EXPECT_TRUE(ScoreOf(output, "two").passed);
}

TEST(ScoreTree, WhatIsForReviewNeverDeductsNorVetoes) {
  World world = FourCases();
  world.Limit("default-7").basis.verified = false;  // the late one goes to review
  Indicator hits = Leaf("hits", 100, ScoreFormula::kHits);
  hits.hits = {{{FindingKind::kLate}, 10, 0, false}};
  Indicator veto = Leaf("veto", 0, ScoreFormula::kHits);
  veto.veto = true;
  veto.hits = {{{FindingKind::kLate, FindingKind::kUndeterminable, FindingKind::kUnverifiable}, 0, 0, false}};
  world.plan.scoring.indicators = {hits, veto};
  const auto output = world.Run();
  for (const auto& finding : Findings(output, FindingKind::kLate)) ASSERT_TRUE(finding.needs_review);
  EXPECT_NEAR(ScoreOf(output, "one").score.value(), 100, 1e-9);
  EXPECT_TRUE(ScoreOf(output, "one").vetoed_by.empty());
}

UnitScore Scored(std::string unit, std::optional<double> score) {
  UnitScore made;
  made.unit = std::move(unit);
  made.score = score;
  return made;
}

TEST(RankUnits, TiesShareTheBetterRankAndTheNextIsLeftOut) {
  model::Plan plan;
  plan.scoring.bands = {{"fine", 90}, {"fair", 60}, {"poor", 0}};
  std::vector<UnitScore> units = {Scored("a", 80.001), Scored("b", 91), Scored("c", 80.004),
                                  Scored("d", std::nullopt), Scored("e", 12)};
  RankUnits(plan, &units);
  std::vector<int> ranks, ties;
  std::vector<std::string> bands;
  for (const auto& unit : units) {
    ranks.push_back(unit.rank);
    ties.push_back(unit.rank_ties);
    bands.push_back(unit.band);
  }
  EXPECT_EQ(ranks, (std::vector<int>{2, 1, 2, 0, 4}));
  EXPECT_EQ(ties, (std::vector<int>{1, 0, 1, 0, 0}));
  EXPECT_EQ(bands, (std::vector<std::string>{"fair", "fine", "fair", "", "poor"}));
}

TEST(RankUnits, GroupsAreRankedApart) {
  model::Plan plan;
  for (const char* id : {"a", "b", "c", "d"}) {
    model::Unit unit;
    unit.id = id;
    plan.units.push_back(unit);
  }
  plan.scoring.rank_groups = {{"departments", {"a", "b"}}, {"towns", {"c"}}};
  std::vector<UnitScore> units = {Scored("a", 70), Scored("b", 80), Scored("c", 60), Scored("d", 99)};
  RankUnits(plan, &units);
  EXPECT_EQ(units[0].rank, 2);
  EXPECT_EQ(units[1].rank, 1);
  EXPECT_EQ(units[2].rank, 1);
  EXPECT_EQ(units[2].rank_group, "towns");
  EXPECT_EQ(units[3].rank, 0) << "in no group: not ranked";
}

TEST(Aggregates, GovernmentHalfAndMeanOfTheRestHalf) {
  model::Plan plan;
  for (const char* id : {"office", "a", "b", "c"}) {
    model::Unit unit;
    unit.id = id;
    if (unit.id != "office") unit.classes = {"rest"};
    plan.units.push_back(unit);
  }
  plan.unit_classes = {"rest"};
  model::Aggregate county;
  county.id = "county";
  county.terms = {{"government", {"office"}, 50, model::TermRule::kMean},
                  {"departments", {"rest"}, 50, model::TermRule::kMean}};
  plan.scoring.aggregates = {county};
  const base::Date day = D("2025-12-31");
  auto result = AggregateScores(
      plan, {Scored("office", 90), Scored("a", 80), Scored("b", 60), Scored("c", std::nullopt)}, day);
  ASSERT_EQ(result.size(), 1u);
  EXPECT_NEAR(result[0].score.value(), 45 + 35, 1e-9);
  EXPECT_EQ(result[0].terms[1].not_scored, std::vector<std::string>{"c"}) << "excluded units are stated";
  result = AggregateScores(plan, {Scored("a", 80), Scored("b", 60)}, day);
  EXPECT_NEAR(result[0].score.value(), 70, 1e-9) << "a term without a score gives its weight away";
  EXPECT_NEAR(result[0].terms[1].scaled_weight, 1, 1e-9);
}

}  // namespace
}  // namespace mingcha::checker
