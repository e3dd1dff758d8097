// What a page does not show: elements of the plan, elements only a law asks for, names that stand for nobody;
// and register rows that pages contradict.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checker/findings.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One result published in time with all that plan and law ask for.
class ShownElementsTest : public ::testing::Test {
 protected:
  ShownElementsTest() {
    auto& item = world_.ItemOf("p.result");
    item.elements.push_back({"experts", {}, {}, true, true, {"procurement law", true}});
    item.elements.push_back({"address", {}, {}, true, true, {"a ministry's form", false}});
    auto& page = world_.Publish("p.result", "one", "2025-04-25", "desks for the school");
    Read(&page, DateMeaning::kDetermined, "2025-04-24");
    world_.plan.lexicon.words = {{"expert_elements", {"experts"}}, {"placeholder_names", {"张三", "专家*"}}};
  }

  void Drop(std::string_view element) {
    auto& elements = world_.disclosures.back().elements;
    std::erase_if(elements, [&](const auto& reading) { return reading.element == element; });
  }
  void Show(std::string_view element, std::string_view value) {
    Drop(element);
    world_.disclosures.back().elements.push_back({std::string(element), std::string(value), {}});
  }

  World world_;
};

TEST_F(ShownElementsTest, AllShownIsNoFinding) {
  EXPECT_THAT(Findings(world_.Run(), FindingKind::kIncomplete), IsEmpty());
}

TEST_F(ShownElementsTest, WhatOnlyALawAsksForIsAFindingOfItsOwnForReview) {
  Drop("experts");
  Drop("address");
  const auto output = world_.Run();
  const auto found = Findings(output, FindingKind::kIncomplete);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_review);
  EXPECT_TRUE(IsOfLawOnly(found[0]));
  EXPECT_EQ(found[0].rule.source, "a ministry's form; procurement law");
  EXPECT_FALSE(found[0].rule.verified);
  EXPECT_THAT(found[0].details, SizeIs(2));
  EXPECT_EQ(found[0].evidence[0].url, world_.disclosures.back().url);
  for (const auto& unit : output.result.units) EXPECT_EQ(unit.incomplete, 0) << unit.unit;
}

TEST_F(ShownElementsTest, PlanAndLawAreToldApart) {
  Drop("experts");
  Drop("price");
  const auto found = Findings(world_.Run(), FindingKind::kIncomplete);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_NE(found[0].id, found[1].id);
  const auto& plan = IsOfLawOnly(found[0]) ? found[1] : found[0];
  const auto& law = IsOfLawOnly(found[0]) ? found[0] : found[1];
  EXPECT_FALSE(plan.needs_review);
  EXPECT_EQ(plan.rule.source, "the plan");
  EXPECT_THAT(plan.reason.args, ElementsAre("name of p.result", "price"));
  EXPECT_EQ(law.rule.source, "procurement law");
  EXPECT_TRUE(law.rule.verified);
}

TEST_F(ShownElementsTest, NamesThatStandForNobodyGoToReview) {
  Show("experts", "周立群、张三，专家2 郑晓岚");
  const auto found = Findings(world_.Run(), FindingKind::kIncomplete);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_review);
  EXPECT_EQ(found[0].reason.args.back(), "张三 / 专家2");
  EXPECT_EQ(found[0].evidence[0].quote, "周立群、张三，专家2 郑晓岚");
  Show("experts", "周立群、郑晓岚");
  EXPECT_THAT(Findings(world_.Run(), FindingKind::kIncomplete), IsEmpty());
}

TEST(PlaceholderTest, WholeNamesOnly) {
  const std::vector<std::string> words = {"张三", "某某*", "XX*", "*"};
  EXPECT_THAT(PlaceholdersIn("张三丰、李张三", words), IsEmpty());
  EXPECT_THAT(PlaceholdersIn("张三；某某某/XXX", words), ElementsAre("张三", "某某某", "XXX"));
  EXPECT_THAT(PlaceholdersIn("张三　张三", words), ElementsAre("张三"));
  EXPECT_THAT(PlaceholdersIn("", words), IsEmpty());
}

TEST(RegisterTest, ADeclarationIsOneFaultHoweverManyPagesAndRowsSpeakAgainstIt) {
  World world;
  for (const char* subject : {"first shop of the street", "second shop of the street"}) {
    Read(&world.Publish("p.permit", "one", "2025-04-25", subject), DateMeaning::kDecided, "2025-04-24");
    world.Ledger("p.permit", "one", subject, "2025-04-24");
  }
  EXPECT_THAT(Findings(world.Run(), FindingKind::kExemptionFault), IsEmpty());
  world.plan.registers.no_events.push_back({"p.permit", "one", 2025, "office", D("2026-01-05"), "no.csv:2"});
  const auto found = Findings(world.Run(), FindingKind::kExemptionFault);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].evidence, SizeIs(5)) << "two pages, two rows, and the declaration";
  for (auto& row : world.plan.registers.no_events) row.year = 2024;
  EXPECT_THAT(Findings(world.Run(), FindingKind::kExemptionFault), IsEmpty());
}

TEST(RegisterTest, APageSpeaksAgainstADeclarationThoughTheLedgerHasNoDay) {
  World world;
  world.Publish("p.permit", "one", "2025-04-25", "third shop of the street");
  world.Ledger("p.permit", "one", "third shop of the street", "");
  world.plan.registers.no_events.push_back({"p.permit", "one", 2025, "office", D("2026-01-05"), "no.csv:2"});
  EXPECT_THAT(Findings(world.Run(), FindingKind::kExemptionFault), SizeIs(1));
}

}  // namespace
}  // namespace mingcha::checker
