// Projects in sections (标段): which names tell them apart, and that each owes its own stages.
#include "checker/sections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const std::string kCode = "2503-120115-04-01-123456";

void AddWords(model::Plan* plan) {
  auto& words = plan->lexicon.words;
  words["section_words"] = {"标段", "标包", "合同包"};
  words["section_lead"] = {"第"};
  words["section_joiners"] = {"、", ",", "和", "及"};
  words["section_ranges"] = {"至", "-"};
  words["section_numerals"] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};
}

World Sectioned() {
  World world;
  AddWords(&world.plan);
  return world;
}

/// A page of the project, joined by its code.
model::Disclosure& Page(World* world, std::string_view item, std::string_view day, std::string_view name,
                        std::string_view unit = "one") {
  auto& page = world->Publish(item, unit, day, name);
  page.codes = {kCode};
  return page;
}

std::vector<std::string> Of(std::string_view name) {
  World world = Sectioned();
  return SectionsIn(world.plan, name);
}

TEST(SectionsIn, ReadsTheWaysNamesCount) {
  EXPECT_THAT(Of("北路工程一标段"), ElementsAre("1"));
  EXPECT_THAT(Of("北路工程(第2标段)"), ElementsAre("2"));
  EXPECT_THAT(Of("北路工程一至三标段"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(Of("北路工程1-3标段"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(Of("北路工程第1标段、第2标段"), ElementsAre("1", "2"));
  EXPECT_THAT(Of("北路工程一、三标段"), ElementsAre("1", "3"));
  EXPECT_THAT(Of("北路工程十二标段"), ElementsAre("12"));
  EXPECT_THAT(Of("北路工程b标段"), ElementsAre("b"));
  EXPECT_THAT(Of("北路工程标段4"), ElementsAre("4"));
  EXPECT_THAT(Of("教学设备采购(合同包2)"), ElementsAre("2"));
}

TEST(SectionsIn, WhatIsNoSection) {
  EXPECT_THAT(Of("北路工程"), IsEmpty());
  EXPECT_THAT(Of("北路二期工程"), IsEmpty()) << "a phase is a project of its own";
  EXPECT_THAT(Of("2025年标段划分"), IsEmpty());
  EXPECT_THAT(Of("标段划分方案"), IsEmpty());
  EXPECT_THAT(Of("北路工程2025标段"), IsEmpty()) << "no project has two thousand";
  EXPECT_THAT(Of("标段3号楼工程"), IsEmpty());
  EXPECT_THAT(SectionsIn(World().plan, "北路工程一标段"), IsEmpty()) << "without words nothing is told";
}

/// Awards of two sections, both due long ago, and the contract of the first only.
World OneContractOfTwo() {
  World world = Sectioned();
  Page(&world, "t.award", "2025-03-10", "北路工程一标段");
  Page(&world, "t.award", "2025-03-10", "北路工程二标段");
  Page(&world, "t.contract", "2025-04-01", "北路工程一标段");
  return world;
}

std::vector<std::string> MissingContracts(const CheckOutput& output) {
  std::vector<std::string> names;
  for (const auto& finding : Findings(output, FindingKind::kMissing, "t.contract"))
    names.push_back(finding.project);
  return names;
}

TEST(SectionsTest, EachSectionOwesItsOwnStage) {
  EXPECT_THAT(MissingContracts(OneContractOfTwo().Run()), ElementsAre("北路工程二标段"));
}

TEST(SectionsTest, ANoticeForAllSectionsSatisfiesAll) {
  for (const char* name : {"北路工程", "北路工程一至二标段", "北路工程一标段、二标段"}) {
    World world = OneContractOfTwo();
    Page(&world, "t.contract", "2025-04-02", name);
    EXPECT_THAT(MissingContracts(world.Run()), IsEmpty()) << name;
  }
}

TEST(SectionsTest, SectionsThatNothingTellsApartAreOneObligation) {
  World world = Sectioned();
  Page(&world, "t.award", "2025-03-10", "北路工程一至三标段");
  EXPECT_THAT(MissingContracts(world.Run()), SizeIs(1));
  Page(&world, "t.contract", "2025-04-01", "北路工程一标段");
  const auto output = world.Run();
  ASSERT_THAT(MissingContracts(output), SizeIs(1)) << "now the contract tells 1 from 2 and 3";
  EXPECT_EQ(MissingContracts(output)[0], "北路工程一至三标段 (2, 3)");
}

TEST(SectionsTest, TwoWaysOfCountingAreNotComparedWithEachOther) {
  World world = Sectioned();
  Page(&world, "t.award", "2025-03-10", "北路工程a标段");
  Page(&world, "t.award", "2025-03-10", "北路工程b标段");
  Page(&world, "t.contract", "2025-04-01", "北路工程一标段");
  EXPECT_THAT(MissingContracts(world.Run()), IsEmpty()) << "never a false missing";
}

TEST(SectionsTest, ALedgerRowOfASectionIsNotMetByAnother) {
  World world = Sectioned();
  world.Ledger("t.contract", "one", "北路工程二标段", "2025-03-20").project_code = kCode;
  Page(&world, "t.contract", "2025-04-01", "北路工程一标段");
  EXPECT_THAT(MissingContracts(world.Run()), ElementsAre("北路工程二标段"));
  Page(&world, "t.contract", "2025-04-03", "北路工程");
  EXPECT_THAT(MissingContracts(world.Run()), IsEmpty());
}

TEST(SectionsTest, TheRowsOwnNumberSpeaksBeforeTheName) {
  World world = Sectioned();
  auto& row = world.Ledger("t.contract", "one", "北路工程二标段", "2025-03-20");
  row.project_code = kCode;
  row.doc_number = "HT-2025-002";
  Page(&world, "t.contract", "2025-04-01", "北路工程一标段").doc_number = "HT-2025-002";
  EXPECT_THAT(MissingContracts(world.Run()), IsEmpty());
}

TEST(SectionsTest, AClosedSectionOwesNothingMore) {
  World world = OneContractOfTwo();
  model::TitleContext closes;
  closes.id = "failed";
  closes.kind = model::TitleContextKind::kCloses;
  world.plan.title_contexts.push_back(closes);
  auto& failed = Page(&world, "t.award", "2025-03-20", "北路工程二标段");
  failed.context = "failed";
  EXPECT_THAT(MissingContracts(world.Run()), IsEmpty());
  failed.subject = failed.subject_text = "北路工程一标段";
  EXPECT_THAT(MissingContracts(world.Run()), SizeIs(1)) << "the end of one section is not that of the other";
}

TEST(SectionsTest, TheOrderOfPagesChangesNothing) {
  World world = OneContractOfTwo();
  Page(&world, "t.notice", "2025-01-10", "北路工程一至二标段");
  Page(&world, "t.contract", "2025-04-02", "北路工程");
  const auto plain = world.Run();
  for (const unsigned seed : {1U, 2U, 3U, 4U}) {
    const auto shuffled = world.RunShuffled(seed);
    EXPECT_EQ(plain.result.findings, shuffled.result.findings);
    EXPECT_EQ(plain.result.obligations, shuffled.result.obligations);
  }
}

}  // namespace
}  // namespace mingcha::checker
