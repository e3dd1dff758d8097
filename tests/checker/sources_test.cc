// Where obligations come from, who is charged, and what satisfies them (settled 1-7, 15, 16).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::ObligationSource;
using model::Verdict;

TEST(StandingTest, EachUnitOwesAndAnAbsentOneIsMissing) {
  World world;
  world.Publish("g.guide", "one", "2024-05-01");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "g.guide", "one").verdict, Verdict::kPresent);
  const auto gap = Only(output, "g.guide", "two");
  EXPECT_EQ(gap.verdict, Verdict::kMissing);
  EXPECT_EQ(gap.source, ObligationSource::kStanding);
  const auto findings = Findings(output, FindingKind::kMissing, "g.guide");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].unit, "two");
  EXPECT_FALSE(findings[0].needs_review);
  EXPECT_EQ(findings[0].days_over, 0) << "a standing item is never late";
  EXPECT_EQ(findings[0].evidence.front().type, model::EvidenceType::kListTrail);
  EXPECT_EQ(findings[0].evidence.front().url, "http://two.test/list/");
  EXPECT_FALSE(findings[0].evidence.front().warc_file.empty());
}

TEST(StandingTest, NothingIsOwedBeforeTwentyWorkingDaysAfterThePlan) {
  World world;
  world.window = {D("2018-01-01"), D("2018-12-31")};
  world.as_of = D("2018-04-09");
  EXPECT_EQ(Only(world.Run(), "g.guide", "one").verdict, Verdict::kPending);
  world.as_of = D("2018-04-10");
  EXPECT_EQ(Only(world.Run(), "g.guide", "one").verdict, Verdict::kMissing);
}

TEST(StandingTest, MakerGapIsChargedToTheLeadForReview) {
  World world;
  world.plan.areas[0].lead = "two";
  const auto findings = Findings(world.Run(), FindingKind::kMissing, "g.policy");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].unit, "two");
  EXPECT_TRUE(findings[0].needs_review);
}

TEST(StandingTest, MakerAndAnyOfAreSatisfiedByAnyUnit) {
  World world;
  world.Publish("g.policy", "two", "2024-05-01", "", "two");
  world.Publish("g.hotline", "two", "2024-05-01", "", "two");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "g.policy", "two").verdict, Verdict::kPresent);
  EXPECT_EQ(Only(output, "g.hotline", "two").verdict, Verdict::kPresent);
}

TEST(StandingTest, LedgerMakesEachNamedUnitOweAMakerItem) {
  World world;
  world.Ledger("g.policy", "one", "", "");
  world.Ledger("g.policy", "two", "", "");
  world.Publish("g.policy", "one", "2024-05-01");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "g.policy", "one").verdict, Verdict::kPresent);
  EXPECT_EQ(Only(output, "g.policy", "two").verdict, Verdict::kMissing);
  EXPECT_FALSE(Findings(output, FindingKind::kMissing, "g.policy")[0].needs_review);
}

TEST(StandingTest, PermitMattersOfTheLedgerAreOwedOneByOne) {
  World world;
  world.Ledger("g.matter", "one", "matter alpha", "");
  world.Ledger("g.matter", "one", "matter beta", "");
  world.Publish("g.matter", "one", "2024-05-01", "matter alpha");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "g.matter", "one", "matter alpha").verdict, Verdict::kPresent);
  EXPECT_EQ(Only(output, "g.matter", "one", "matter beta").verdict, Verdict::kMissing);
  EXPECT_THAT(Only(output, "g.matter", "two").reason.format, testing::HasSubstr("is not known"));
}

TEST(StandingTest, ClassWithoutMembersOwesNothing) {
  World world;
  world.plan.unit_classes = {"all departments"};
  world.ItemOf("g.guide").units = {"all departments"};
  for (const auto& obligation : world.Run().result.obligations) EXPECT_NE(obligation.item, "g.guide");
}

TEST(AnnualTest, OtherYearsPlanDoesNotSatisfy) {
  World world;
  world.Publish("y.plan", "one", "2025-03-01").period_year = 2025;
  auto& old = world.Publish("y.plan", "two", "2024-03-01", "", "two");
  old.period_year = 2024;
  old.title = "plan of 2024";
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "y.plan", "one").verdict, Verdict::kOnTime);
  const auto gap = Only(output, "y.plan", "two");
  EXPECT_EQ(gap.verdict, Verdict::kMissing);
  EXPECT_EQ(gap.period, "2025");
  EXPECT_EQ(gap.due_on, D("2025-12-31"));
  EXPECT_EQ(gap.days_over, 28);  // 01-04 (a worked Sunday), 20 more in January, 7 in February
}

TEST(AnnualTest, WithoutLimitItIsPendingBeforeTheLastOfDecember) {
  World world;
  world.as_of = D("2025-12-30");
  EXPECT_EQ(Only(world.Run(), "y.plan", "one").verdict, Verdict::kPending);
  world.as_of = D("2025-12-31");
  EXPECT_EQ(Only(world.Run(), "y.plan", "one").verdict, Verdict::kMissing);
}

TEST(AnnualTest, ReportOfTheYearBeforeIsDueInJanuary) {
  struct Row {
    const char *published, *title;
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{{"2025-01-31", "report 2024", Verdict::kOnTime},
                                         {"2025-02-05", "report 2024", Verdict::kLate},
                                         {"2025-01-20", "annual report", Verdict::kOnTime}}) {
    World world;
    auto& page = world.Publish("y.report", "one", row.published);
    page.title = row.title;
    page.period_year = std::string_view(row.title) == "report 2024" ? 2024 : 2025;  // from the day of writing
    const auto got = Only(world.Run(), "y.report", "one");
    EXPECT_EQ(got.period, "2024");
    EXPECT_EQ(got.verdict, row.verdict) << row.published << " " << row.title;
  }
}

TEST(LedgerTest, RowWithoutPageIsMissingAndCountsToAsOf) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  const auto output = world.Run();
  const auto gap = Only(output, "p.permit", "one");
  EXPECT_EQ(gap.source, ObligationSource::kLedger);
  EXPECT_EQ(gap.due_on, D("2025-05-07"));  // 04-27 worked, 05-01..05 off
  EXPECT_EQ(gap.verdict, Verdict::kMissing);
  const auto findings = Findings(output, FindingKind::kMissing, "p.permit");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].days_over, gap.days_over);
  EXPECT_TRUE(std::any_of(findings[0].evidence.begin(), findings[0].evidence.end(),
                          [](const auto& proof) { return proof.type == model::EvidenceType::kLedgerRow; }));
}

TEST(LedgerTest, PageOfTheUnitsSuccessorOrPredecessorSatisfies) {
  World world;
  model::Unit old;
  old.id = "old";
  old.name = "old unit";
  old.successor = "one";
  old.valid.to = D("2025-06-30");
  world.plan.units.push_back(old);
  world.Ledger("p.permit", "old", "house seven", "2025-04-24");
  world.Ledger("p.permit", "old", "house eight", "2025-04-24");
  world.Publish("p.permit", "one", "2025-04-28", "house seven");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one", "house seven").verdict, Verdict::kOnTime);
  const auto gap = Only(output, "p.permit", "one", "house eight");
  EXPECT_EQ(gap.verdict, Verdict::kMissing);
  EXPECT_EQ(gap.unit, "old") << "the gap belongs to the unit of the event's date";
  EXPECT_EQ(gap.shown_unit, "one") << "and is shown under its successor";
}

TEST(LedgerTest, MergedUnitsOweAStandingItemOnceNamingBoth) {
  World world;
  for (const char* id : {"left", "right"}) {
    model::Unit unit;
    unit.id = id;
    unit.name = std::string("unit ") + id;
    unit.successor = "one";
    unit.valid.to = D("2019-01-01");
    world.plan.units.push_back(unit);
  }
  world.ItemOf("g.guide").units = {"left", "right"};
  const auto gap = Only(world.Run(), "g.guide", "one");
  EXPECT_THAT(gap.reason.args[0],
              testing::AllOf(testing::HasSubstr("unit left"), testing::HasSubstr("unit right")));
}

TEST(LedgerTest, DifferentNumbersOfOneNameAreDifferentThings) {
  World world;
  world.Ledger("p.permit", "one", "builder ltd", "2025-04-24").doc_number = "BZ(2025)1";
  world.Ledger("p.permit", "one", "builder ltd", "2025-05-12").doc_number = "BZ(2025)2";
  world.Publish("p.permit", "one", "2025-04-28", "builder ltd").doc_number = "BZ(2025)1";
  const auto output = world.Run();
  EXPECT_EQ(Findings(output, FindingKind::kMissing, "p.permit").size(), 1u);
}

TEST(LedgerTest, NamesAreComparedInTheFormThatDisclosuresHave) {
  World world;
  world.subject_form = [](std::string_view name) {  // Words for the thing itself go, as do marks.
    std::string form;
    for (const char c : name) {
      if (c != '-') form += c;
    }
    if (const size_t at = form.find("works"); at != std::string::npos) form.erase(at, 5);
    return form;
  };
  world.Ledger("p.permit", "one", "N-1road works", "2025-03-03");
  auto& page = world.Publish("p.permit", "one", "2025-03-05", "n1road");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kOnTime);
  EXPECT_EQ(Only(output, "p.permit", "one").matched, std::vector<std::string>{page.id});
  world.subject_form = {};
  EXPECT_NE(Only(world.Run(), "p.permit", "one", "N-1road works").verdict, Verdict::kOnTime);
}

TEST(LedgerTest, ANameWithinALongerOneMatchesOnTheDayOfTheEvent) {
  const auto judge = [](std::string_view decided, std::string_view unit, model::Grade grade) {
    World world;
    world.Ledger("p.permit", "one", "lot seventeen", "2025-03-03");
    auto& page = world.Publish("p.permit", unit, "2025-03-05", "result of the sale of lot seventeen");
    Read(&page, DateMeaning::kDecided, decided, grade);
    return Only(world.Run(), "p.permit", "one", "lot seventeen");
  };
  EXPECT_EQ(judge("2025-03-03", "one", model::Grade::kCertain).verdict, Verdict::kOnTime);
  EXPECT_EQ(judge("2025-03-04", "one", model::Grade::kCertain).verdict, Verdict::kUndeterminable)
      << "another day: a person decides";
  EXPECT_EQ(judge("2025-03-03", "one", model::Grade::kWeak).verdict, Verdict::kUndeterminable);
  EXPECT_EQ(judge("2025-03-03", "two", model::Grade::kCertain).verdict, Verdict::kUndeterminable);
}

TEST(LedgerTest, NamesInThePagesFieldsCountToo) {
  const auto judge = [](std::string_view decided, size_t more = 0) {
    World world;
    world.Ledger("p.permit", "one", "2025-003", "2025-03-03");
    auto& page = world.Publish("p.permit", "one", "2025-03-05", "result of the sale, notice nine");
    page.names = {"2025-003", "buyer limited"};
    for (size_t i = 0; i < more; ++i) page.names.push_back("lot number " + std::to_string(i));
    Read(&page, DateMeaning::kDecided, decided);
    return Only(world.Run(), "p.permit", "one", "2025-003").verdict;
  };
  EXPECT_EQ(judge("2025-03-03"), Verdict::kOnTime);
  EXPECT_EQ(judge("2025-03-04"), Verdict::kUndeterminable);
  EXPECT_EQ(judge("2025-03-03", 5), Verdict::kUndeterminable) << "a list: the day may be another row's";
}

TEST(LedgerTest, AShortNameWithinALongerOneForbidsAccusingToo) {
  World world;
  world.Ledger("p.permit", "one", "城南小学", "2025-03-03");
  world.Publish("p.permit", "one", "2025-03-05", "城南小学教学楼许可核发");
  EXPECT_EQ(Only(world.Run(), "p.permit", "one", "城南小学").verdict, Verdict::kUndeterminable);
}

TEST(LedgerTest, SimilarNameForbidsAccusing) {
  World world;
  world.Ledger("p.permit", "one", "garden house number seven", "2025-04-24");
  world.Publish("p.permit", "one", "2025-04-28", "garden house number seven phase two");
  const auto output = world.Run();
  EXPECT_TRUE(Findings(output, FindingKind::kMissing, "p.permit").empty());
  EXPECT_EQ(Only(output, "p.permit", "one", "garden house number seven").verdict, Verdict::kUndeterminable);
}

TEST(LedgerTest, WeakPageGoesToReview) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  world.Publish("p.permit", "one", "2025-04-28", "house seven").grade = model::Grade::kWeak;
  const auto findings = Findings(world.Run(), FindingKind::kUndeterminable, "p.permit");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].needs_review);
}

TEST(LedgerTest, PagePublishedAfterAsOfIsQuotedButDoesNotSatisfy) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  world.Publish("p.permit", "one", "2026-02-11", "house seven");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kMissing);
  const auto findings = Findings(output, FindingKind::kMissing, "p.permit");
  EXPECT_TRUE(std::any_of(findings[0].details.begin(), findings[0].details.end(), [](const auto& detail) {
    return detail.format == "published later, on {}: {}" && detail.args[0] == "2026-02-11";
  }));
}

TEST(LedgerTest, DueOutsideTheWindowIsNotJudged) {
  World world;
  world.Ledger("p.permit", "one", "before", "2024-12-02");
  world.Ledger("p.permit", "one", "inside", "2024-12-30");  // due 2025-01-09
  world.Ledger("p.permit", "one", "after", "2025-12-30");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one", "before").verdict, Verdict::kOutsideWindow);
  EXPECT_EQ(Only(output, "p.permit", "one", "inside").verdict, Verdict::kMissing);
  EXPECT_EQ(Only(output, "p.permit", "one", "after").verdict, Verdict::kOutsideWindow);
}

TEST(LedgerTest, UnknownUnitIsNotCharged) {
  World world;
  world.Ledger("p.permit", "", "house seven", "2025-04-24");
  const auto findings = Findings(world.Run(), FindingKind::kMissing, "p.permit");
  for (const auto& finding : findings) EXPECT_TRUE(finding.needs_review);
}

TEST(UniverseTest, WithoutSourceNothingIsMissing) {
  World world;
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kNoKnownUniverse);
  EXPECT_TRUE(Findings(output, FindingKind::kMissing, "p.permit").empty());
}

TEST(UniverseTest, PublishedPageShowsThatItWasOwed) {
  World world;
  Read(&world.Publish("p.permit", "one", "2025-05-08", "house seven"), DateMeaning::kDecided, "2025-04-24");
  const auto got = Only(world.Run(), "p.permit", "one");
  EXPECT_EQ(got.source, ObligationSource::kCrossChannel);
  EXPECT_EQ(got.verdict, Verdict::kLate);
  EXPECT_EQ(got.days_over, 1);
}

TEST(UniverseTest, AnotherAuthoritysPaperIsNotTheUnits) {
  struct Case {
    const char *reason, *row_number, *page_number;
    Verdict verdict;
  };
  constexpr Case kCases[] = {
      {"place", "", "", Verdict::kOnTime},
      {"other_body", "", "", Verdict::kUndeterminable},
      {"other_body", "AB[2025]4", "CITY[2025]40", Verdict::kUndeterminable},
      {"other_body", "AB[2025]4", "AB[2025]4", Verdict::kOnTime},
      // The branch's parent may have signed for it, unless each numbers its papers.
      {"parent_body", "", "CITY[2025]40", Verdict::kOnTime},
      {"parent_body", "AB[2025]4", "", Verdict::kOnTime},
      {"parent_body", "AB[2025]4", "CITY[2025]40", Verdict::kUndeterminable},
      {"place", "AB[2025]4", "CITY[2025]40", Verdict::kOnTime},
  };
  for (const Case& c : kCases) {
    World world;
    world.Ledger("p.permit", "one", "house seven", "2025-04-24").doc_number = c.row_number;
    auto& page = world.Publish("p.permit", "one", "2025-04-28", "house seven");
    page.unit_reason = c.reason;
    page.doc_number = c.page_number;
    const auto got = Only(world.Run(), "p.permit", "one");
    EXPECT_EQ(got.verdict, c.verdict) << c.reason << ' ' << c.row_number << ' ' << c.page_number;
    const bool told = std::any_of(got.notes.begin(), got.notes.end(), [](const base::Message& note) {
      return note.format.find("another authority") != std::string::npos;
    });
    EXPECT_EQ(told, c.verdict == Verdict::kUndeterminable) << c.reason;
  }
  // Alone it makes the unit owe nothing.
  World world;
  auto& page = world.Publish("p.permit", "one", "2025-05-08", "house seven");
  page.unit_reason = "other_body";
  Read(&page, DateMeaning::kDecided, "2025-04-24");
  for (const auto& finding : Findings(world.Run(), FindingKind::kLate, "p.permit"))
    EXPECT_NE(finding.unit, "one");
  // Nor is it the year's plan of the unit.
  World annual;
  annual.Publish("y.plan", "one", "2025-05-01").unit_reason = "other_body";
  annual.disclosures.back().period_year = 2025;
  for (const auto& obligation : annual.Run().result.obligations) {
    if (obligation.item != "y.plan" || obligation.unit != "one") continue;
    EXPECT_NE(obligation.verdict, Verdict::kOnTime) << obligation.period;
  }
}

TEST(UniverseTest, OneDocumentOnSeveralSitesCountsOnce) {
  World world;
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  for (const char* site : {"one", "exchange"}) {
    auto& page = world.Publish("p.permit", site == std::string_view("one") ? "one" : "", "2025-05-08",
                               "house seven", site);
    page.text_hash = "same";
    page.codes = {"2402-120115-89-01-330010"};
    Read(&page, DateMeaning::kDecided, "2025-04-24");
  }
  const auto output = world.Run();
  EXPECT_EQ(Findings(output, FindingKind::kLate, "p.permit").size(), 1u);
  EXPECT_EQ(Only(output, "p.permit", "one").matched.size(), 2u);
}

TEST(TwinTest, MajorProjectIsChargedOnceToItsOwnArea) {
  World world;
  world.plan.registers.major_projects = {{"great road", "2402-120115-89-01-330010", "one", "major.csv:2"}};
  auto& page = world.Publish("t.notice", "one", "2025-05-08", "great road");
  page.codes = {"2402-120115-89-01-330010"};
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "b.notice", "one").matched.size(), 1u);
  EXPECT_EQ(Only(output, "t.notice", "one").verdict, Verdict::kNoKnownUniverse);
  EXPECT_EQ(Findings(output, FindingKind::kMissing, "t.candidates").size(), 0u);
  EXPECT_EQ(Findings(output, FindingKind::kMissing, "b.candidates").size(), 1u);
}

}  // namespace
}  // namespace mingcha::checker
