#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::StageState;

constexpr const char* kCode = "2402-120115-89-01-330010";

World Staged() {
  World world;
  const auto stage = [&](std::string id, std::vector<std::string> after, bool verified) {
    model::StageSpec made;
    made.id = made.name = id;
    made.after = std::move(after);
    made.basis = {"law of " + id, verified};
    world.plan.stages.push_back(made);
  };
  stage("notice", {}, true);
  stage("candidates", {"notice"}, false);
  stage("award", {"candidates"}, true);
  stage("contract", {"award"}, true);
  for (const char* area : {"t.", "b."}) {
    for (const char* name : {"notice", "candidates", "award", "contract"})
      world.ItemOf(std::string(area) + name).stage = name;
  }
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  return world;
}

model::ProjectLifecycle OnlyProject(const CheckOutput& output) {
  static const model::ProjectLifecycle kNone;
  EXPECT_EQ(output.result.projects.size(), 1u);
  return output.result.projects.empty() ? kNone : output.result.projects[0];
}

TEST(LifecycleTest, StagesOfOneProjectOverSitesThatNeverLinkToEachOther) {
  World world = Staged();
  world.plan.registers.major_projects = {{"great road", kCode, "one", "major.csv:2"}};
  world.Publish("t.notice", "one", "2025-01-10", "great road").codes = {kCode};
  world.Publish("t.award", "", "2025-03-10", "road works", "exchange").codes = {kCode};
  const auto output = world.Run();
  const auto& project = OnlyProject(output);
  EXPECT_EQ(project.name, "great road");
  EXPECT_TRUE(project.major);
  ASSERT_EQ(project.cells.size(), 4u) << "one a stage, in the plan's order";
  EXPECT_EQ(project.cells[0].stage, "notice");
  EXPECT_EQ(project.cells[0].state, StageState::kUndeterminable) << "it stands there; its event is not known";
  EXPECT_EQ(project.cells[0].published_on, D("2025-01-10"));
  EXPECT_EQ(project.cells[2].state, StageState::kUndeterminable);
  EXPECT_THAT(project.cells[2].urls, testing::ElementsAre(testing::StartsWith("http://exchange.test/")));
  EXPECT_EQ(project.cells[1].state, StageState::kMissing) << "the award implies candidates";
  EXPECT_THAT(project.holes, testing::Contains("candidates"));
  EXPECT_FALSE(project.cells[1].findings.empty()) << "a hole names its finding";
}

TEST(LifecycleTest, ContractBeforeItsAwardIsAnInversionWithBothPages) {
  World world = Staged();
  Read(&world.Publish("t.award", "one", "2025-03-12", "great road"), DateMeaning::kDetermined, "2025-03-10");
  auto& contract = world.Publish("t.contract", "one", "2025-03-20", "great road");
  Read(&contract, DateMeaning::kSigned, "2025-03-05");
  const std::string contract_url = contract.url;
  const auto output = world.Run();
  const auto& project = OnlyProject(output);
  ASSERT_EQ(project.inversions.size(), 1u);
  const auto& inversion = project.inversions[0];
  EXPECT_EQ(inversion.earlier, "award");
  EXPECT_EQ(inversion.later, "contract");
  EXPECT_EQ(inversion.earlier_day, D("2025-03-10"));
  EXPECT_EQ(inversion.later_day, D("2025-03-05"));
  EXPECT_FALSE(inversion.needs_review);
  const auto findings = Findings(output, FindingKind::kOrderViolation);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id, inversion.finding);
  EXPECT_EQ(findings[0].unit, "one");
  EXPECT_EQ(findings[0].item, "t.contract");
  EXPECT_EQ(findings[0].url, contract_url);
  EXPECT_EQ(findings[0].evidence.size(), 2u);
}

TEST(LifecycleTest, ADayThatOnlyTheLedgerGivesIsProvedByItsRow) {
  World world = Staged();
  world.plan.stages[2].meaning = DateMeaning::kDetermined;
  world.Ledger("t.award", "one", "great road", "2025-03-10").place = "ledger.csv:7";
  Read(&world.Publish("t.contract", "one", "2025-03-20", "great road"), DateMeaning::kSigned, "2025-03-05");
  const auto output = world.Run();
  const auto& project = OnlyProject(output);
  ASSERT_EQ(project.inversions.size(), 1u);
  const auto findings = Findings(output, FindingKind::kOrderViolation);
  ASSERT_EQ(findings.size(), 1u);
  ASSERT_EQ(findings[0].evidence.size(), 2u);
  EXPECT_EQ(findings[0].evidence[0].type, model::EvidenceType::kPage);
  EXPECT_EQ(findings[0].evidence[1].type, model::EvidenceType::kLedgerRow);
  EXPECT_EQ(findings[0].evidence[1].quote, "ledger.csv:7: great road 2025-03-10");
}

TEST(LifecycleTest, TheSameDayIsNoInversion) {
  World world = Staged();
  Read(&world.Publish("t.award", "one", "2025-03-12", "great road"), DateMeaning::kDetermined, "2025-03-10");
  Read(&world.Publish("t.contract", "one", "2025-03-20", "great road"), DateMeaning::kSigned, "2025-03-10");
  EXPECT_TRUE(OnlyProject(world.Run()).inversions.empty());
}

TEST(LifecycleTest, ALatePageOnAnEarlierStageProvesNothing) {
  World world = Staged();
  world.Publish("t.award", "one", "2025-04-30", "great road");  // when it was decided is not known
  Read(&world.Publish("t.contract", "one", "2025-03-20", "great road"), DateMeaning::kSigned, "2025-03-18");
  EXPECT_TRUE(OnlyProject(world.Run()).inversions.empty());
}

TEST(LifecycleTest, APageOnALaterStageBeforeTheEarlierEventProvesIt) {
  World world = Staged();
  Read(&world.Publish("t.award", "one", "2025-04-30", "great road"), DateMeaning::kDetermined, "2025-04-28");
  world.Publish("t.contract", "one", "2025-03-20", "great road");  // published before: signed before
  const auto project = OnlyProject(world.Run());
  ASSERT_EQ(project.inversions.size(), 1u);
  EXPECT_FALSE(project.inversions[0].needs_review);
}

TEST(LifecycleTest, OnlyDaysOfPublicationGoToReview) {
  World world = Staged();
  world.Publish("t.award", "one", "2025-04-30", "great road");
  world.Publish("t.contract", "one", "2025-03-20", "great road");
  const auto output = world.Run();
  ASSERT_EQ(OnlyProject(output).inversions.size(), 1u);
  EXPECT_TRUE(OnlyProject(output).inversions[0].needs_review);
  for (const auto& finding : Findings(output, FindingKind::kOrderViolation))
    EXPECT_TRUE(finding.needs_review);
}

TEST(LifecycleTest, OneOfSeveralStagesIsToldAndAConditionalOneIsNoHole) {
  World world = Staged();
  model::ChainLink one_of;
  one_of.id = "one-of";
  one_of.from_item = "t.contract";
  one_of.to_items = {"t.candidates", "t.award"};
  one_of.kind = model::ChainKind::kOneOf;
  one_of.backward = true;
  one_of.basis = {"law", true};
  model::ChainLink conditional;
  conditional.id = "if";
  conditional.from_item = "t.contract";
  conditional.to_items = {"t.notice"};
  conditional.kind = model::ChainKind::kIf;
  conditional.condition = "open tender";
  conditional.basis = {"law", true};
  world.plan.chains = {one_of, conditional};
  Read(&world.Publish("t.award", "one", "2025-03-01", "great road"), DateMeaning::kDecided, "2025-02-28");
  world.Publish("t.contract", "one", "2025-03-20", "great road");
  const auto project = OnlyProject(world.Run());
  EXPECT_EQ(project.cells[0].state, StageState::kConditional);
  EXPECT_EQ(project.cells[1].state, StageState::kAlternative);
  EXPECT_EQ(project.cells[2].state, StageState::kPublished);
  EXPECT_TRUE(project.holes.empty());
}

TEST(LifecycleTest, AMajorProjectOfWhichNothingIsShownHasARowOfItsOwn) {
  World world = Staged();
  world.plan.registers.major_projects = {{"great road", kCode, "one", "major.csv:2"}};
  const auto project = OnlyProject(world.Run());
  for (const auto& cell : project.cells) EXPECT_EQ(cell.state, StageState::kNotOwed);
}

TEST(DueSoonTest, NextWorkingDaysPerUnitAlsoBeyondTheWindow) {
  World world;
  world.as_of = D("2025-12-29");
  world.plan.assessment.due_soon_workdays = 5;                       // 30, 31, 4 (worked), 5 and 6 January
  world.Ledger("p.permit", "two", "house in time", "2025-12-22");    // 7 working days: due 2025-12-31
  world.Ledger("p.permit", "one", "house next year", "2025-12-24");  // due after the window
  world.Ledger("p.permit", "one", "house far", "2025-12-31");
  world.Ledger("p.permit", "one", "house done", "2025-12-22");
  Read(&world.Publish("p.permit", "one", "2025-12-24", "house done"), DateMeaning::kDecided, "2025-12-22");
  const auto output = world.Run();
  std::vector<std::string> told;
  for (const auto& item : output.result.due_soon) {
    if (item.item == "p.permit") told.push_back(item.unit + " " + item.subject);
    EXPECT_GE(item.workdays_left, 1);
    EXPECT_LE(item.workdays_left, 5);
    EXPECT_FALSE(item.rule.id.empty());
  }
  EXPECT_EQ(told, (std::vector<std::string>{"one house next year", "two house in time"}));
}

TEST(UnitCoverageTest, SaysWhatWasReadOfEachUnit) {
  World world;
  world.Publish("p.permit", "one", "2025-03-01", "house seven");
  world.Fail("two", "/d/slow.html", model::FetchOutcome::kTimeout, "x");
  const auto output = world.Run();
  ASSERT_EQ(output.result.unit_coverage.size(), 2u);
  const auto& one = output.result.unit_coverage[0];
  EXPECT_EQ(one.places, 1);
  EXPECT_EQ(one.places_complete, 1);
  EXPECT_EQ(one.lists, 1);
  EXPECT_EQ(one.lists_to_end, 1);
  EXPECT_EQ(one.pages_read, 3);
  EXPECT_EQ(one.pages_not_read, 0);
  const auto& two = output.result.unit_coverage[1];
  EXPECT_EQ(two.places_complete, 0);
  EXPECT_EQ(two.pages_not_read, 1);
  EXPECT_EQ(two.holes.size(), 1u);
  EXPECT_GT(two.unverifiable, 0);
}

}  // namespace
}  // namespace mingcha::checker
