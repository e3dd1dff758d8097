#include "checker/draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

std::vector<Candidate> Letters(int count) {
  std::vector<Candidate> list;
  for (int i = 0; i < count; ++i)
    list.push_back({"id" + std::to_string(100 + i), "", i % 2 ? "odd" : "even"});
  return list;
}

model::DrawSpec Spec(int count, std::string seed = "2025-11-20") {
  model::DrawSpec spec;
  spec.id = "draw";
  spec.kind = model::DrawKind::kProjects;
  spec.count = count;
  spec.seed = std::move(seed);
  return spec;
}

std::vector<std::string> Ids(const model::SampleDraw& draw) {
  std::vector<std::string> ids;
  for (const auto& entry : draw.drawn) ids.push_back(entry.id);
  return ids;
}

/// The documented recipe, written apart from the code under test.
std::vector<std::string> ByHand(std::vector<std::string> ids, size_t count, const std::string& prefix) {
  std::sort(ids.begin(), ids.end());
  uint64_t counter = 0;
  for (size_t k = 0; k < count; ++k) {
    const uint64_t bound = ids.size() - k;
    uint64_t number = 0;
    do {  // bounds this small waste no number: 2^64 less the rest is never exceeded in practice
      number = std::stoull(base::Sha256Hex(prefix + std::to_string(counter++)).substr(0, 16), nullptr, 16);
    } while (number > UINT64_MAX - bound);
    std::swap(ids[k], ids[k + number % bound]);
  }
  ids.resize(count);
  return ids;
}

TEST(DrawTest, TheRecipeGivesTheSameByHand) {
  std::vector<std::string> ids;
  for (const auto& one : Letters(37)) ids.push_back(one.id);
  EXPECT_EQ(Ids(Draw(Spec(12), Letters(37))), ByHand(ids, 12, "2025-11-20\ndraw/\n"));
}

TEST(DrawTest, KnownAnswer) {
  // sha256("seed\nstream\n0") and so on, with coreutils.
  DrawNumbers numbers("seed", "stream");
  const uint64_t first =
      std::stoull(base::Sha256Hex("seed\nstream\n0").substr(0, 16), nullptr, 16) % 1'000'003;
  EXPECT_EQ(numbers.Below(1'000'003), first);
}

TEST(DrawTest, OrderOfCandidatesDoesNotMatter) {
  auto reversed = Letters(50);
  std::reverse(reversed.begin(), reversed.end());
  reversed.push_back(reversed.front());  // told twice
  EXPECT_EQ(Draw(Spec(9), reversed), Draw(Spec(9), Letters(50)));
}

TEST(DrawTest, AnotherSeedIsAnotherDraw) {
  EXPECT_NE(Ids(Draw(Spec(9), Letters(50))), Ids(Draw(Spec(9, "2025-11-21"), Letters(50))));
}

TEST(DrawTest, AllWhenThereAreFewer) {
  const auto draw = Draw(Spec(9), Letters(4));
  EXPECT_EQ(draw.population, 4);
  EXPECT_EQ(draw.drawn.size(), 4u);
  EXPECT_TRUE(Draw(Spec(3), {}).drawn.empty());
}

TEST(DrawTest, SoManyOfEachUnitAndFixedOnesAreIn) {
  auto spec = Spec(3);
  spec.per_unit = true;
  spec.fixed = {"id101"};
  const auto draw = Draw(spec, Letters(30));
  std::map<std::string, int> drawn;
  for (const auto& entry : draw.drawn) drawn[entry.unit] += entry.order > 0 ? 1 : 0;
  EXPECT_EQ(drawn, (std::map<std::string, int>{{"even", 3}, {"odd", 3}}));
  EXPECT_EQ(draw.drawn.size(), 7u);
  const auto ids = Ids(draw);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "id101"), 1);
}

TEST(DrawTest, EveryCandidateHasTheSameChance) {
  std::map<std::string, int> hits;
  constexpr int kRounds = 2000;
  for (int round = 0; round < kRounds; ++round) {
    for (const std::string& id : Ids(Draw(Spec(5, "s" + std::to_string(round)), Letters(20)))) ++hits[id];
  }
  ASSERT_EQ(hits.size(), 20u);
  // 500 expected each; six standard deviations of a binomial are about 116. Seeds are fixed: no flakes.
  for (const auto& [id, count] : hits) EXPECT_NEAR(count, kRounds / 4, 116) << id;
}

TEST(SamplingTest, ARestrictingDrawLeavesOnlyWhatWasDrawn) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  model::DrawSpec areas = Spec(1);
  areas.kind = model::DrawKind::kAreas;
  areas.restricts = true;
  world.plan.assessment.draws = {areas};
  const auto output = world.Run();
  ASSERT_EQ(output.result.samples.size(), 1u);
  ASSERT_EQ(output.result.samples[0].drawn.size(), 1u);
  EXPECT_EQ(output.result.samples[0].population, 5);
  const std::string drawn = output.result.samples[0].drawn[0].id;
  for (const auto& obligation : output.result.obligations) EXPECT_EQ(obligation.item.substr(0, 1), drawn);
  world.plan.assessment.draws[0].restricts = false;
  EXPECT_GT(world.Run().result.obligations.size(), output.result.obligations.size());
}

TEST(SamplingTest, UnitsThatWereNotDrawnAreNamedAndNotScored) {
  World world;
  model::DrawSpec units = Spec(1);
  units.kind = model::DrawKind::kUnits;
  units.restricts = true;
  world.plan.assessment.draws = {units};
  const auto output = world.Run();
  int scored = 0;
  for (const auto& unit : output.result.units) {
    scored += unit.score ? 1 : 0;
    EXPECT_EQ(unit.score.has_value(), unit.not_scored.format.empty()) << unit.unit;
  }
  EXPECT_EQ(scored, 1);
}

TEST(SamplingTest, AProjectThatWasNotDrawnIsNotJudged) {
  World world;
  world.plan.stages = {{"notice", "notice", "", {}, model::DateMeaning::kUnknown, {}, {}},
                       {"candidates", "candidates", "", {}, model::DateMeaning::kUnknown, {}, {}}};
  world.ItemOf("t.notice").stage = "notice";
  world.ItemOf("t.candidates").stage = "candidates";
  for (const char* name : {"great road", "small lane", "old bridge", "new school"})
    world.Publish("t.notice", "one", "2025-03-10", name);
  const auto whole = world.Run();
  ASSERT_EQ(whole.result.projects.size(), 4u);
  auto spec = Spec(1);
  spec.restricts = true;
  world.plan.assessment.draws = {spec};
  const auto drawn = world.Run();
  ASSERT_EQ(drawn.result.projects.size(), 1u);
  std::set<std::string> subjects;
  for (const auto& obligation : drawn.result.obligations) {
    if (obligation.item == "t.candidates" && !obligation.subject_text.empty())
      subjects.insert(obligation.subject_text);
  }
  EXPECT_EQ(subjects, std::set<std::string>{drawn.result.projects[0].name});
}

}  // namespace
}  // namespace mingcha::checker
