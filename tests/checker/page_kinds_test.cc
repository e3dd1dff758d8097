// Kinds that stand on pages, not on obligations: each with a case that is one, the edge that is not, and what
// goes to review.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checker/cited.h"
#include "checker/column_findings.h"
#include "checker/copy_findings.h"
#include "checker/report_findings.h"
#include "model/enum_names.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::Verdict;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kListOne = "http://one.test/list/";

World WithColumn(int days, bool verified = true) {
  World world;
  model::ColumnRule rule;
  rule.id = "notices";
  rule.names = {"notices"};
  rule.except = {"tender"};
  rule.days = days;
  rule.basis = {"inspection", verified};
  world.plan.inspection.columns = {rule};
  world.FactsOf(kListOne).title->value = "notices";
  return world;
}

TEST(StaleColumn, CountsFromTheNewestEntryToAsOf) {
  for (const auto& [day, stale] : std::vector<std::pair<int, bool>>{{30, false}, {31, true}}) {
    World world = WithColumn(30);
    world.FactsOf(kListOne).entries = {{"http://one.test/d/a", "pinned", world.as_of.PlusDays(-300)},
                                       {"http://one.test/d/b", "new", world.as_of.PlusDays(-day)},
                                       {"http://one.test/d/c", "of tomorrow", world.as_of.PlusDays(1)}};
    const auto found = Findings(world.Run(), FindingKind::kStaleColumn);
    ASSERT_EQ(found.size(), stale ? 1u : 0u) << day;
    if (stale) {
      EXPECT_EQ(found[0].unit, "one");
      EXPECT_EQ(found[0].days_over, 1);
      EXPECT_FALSE(found[0].needs_review);
      EXPECT_EQ(found[0].evidence[0].type, model::EvidenceType::kListTrail);
    }
  }
}

TEST(StaleColumn, ARegisterMayExemptAColumn) {
  const auto run = [](std::string subject, const auto& change) {
    World world = WithColumn(30);
    world.FactsOf(kListOne).entries = {{"http://one.test/d/a", "old", world.as_of.PlusDays(-300)}};
    model::ExemptionRow row{"stale_column", "one",    std::move(subject), "", {},
                            "secret",       "office", D("2025-05-01"),    {}, "ex.csv:2"};
    change(&row);
    world.plan.registers.exemptions.push_back(row);
    return world.Run();
  };
  const auto as_is = [](model::ExemptionRow*) {};
  for (const char* place : {"notices", "http://one.test/list/", ""}) {
    const auto output = run(place, as_is);
    EXPECT_THAT(Findings(output, FindingKind::kStaleColumn), IsEmpty()) << place;
    ASSERT_THAT(output.result.closed, SizeIs(1)) << "never dropped in silence";
    EXPECT_EQ(output.result.closed[0].finding.state, model::RoundState::kDismissed);
    EXPECT_THAT(Findings(output, FindingKind::kExemptionFault), IsEmpty());
  }
  EXPECT_FALSE(Findings(run("permits", as_is), FindingKind::kStaleColumn)[0].needs_review);
  EXPECT_FALSE(Findings(run("notices", [](auto* row) { row->unit = "two"; }), FindingKind::kStaleColumn)[0]
                   .needs_review);
  EXPECT_FALSE(
      Findings(run("notices", [](auto* row) { row->item = "blank_column"; }), FindingKind::kStaleColumn)[0]
          .needs_review);
  const auto flawed = run("notices", [](auto* row) { row->review_on = D("2026-01-01"); });
  EXPECT_TRUE(Findings(flawed, FindingKind::kStaleColumn)[0].needs_review);
  ASSERT_THAT(Findings(flawed, FindingKind::kExemptionFault), SizeIs(1));
  EXPECT_EQ(Findings(flawed, FindingKind::kExemptionFault)[0].item, "") << "a kind is no item";
}

TEST(StaleColumn, ALaterPageOfTheListIsNoColumnOfItsOwn) {
  for (const char* name : {"notices", "old notices"}) {
    World world = WithColumn(30);
    world.plan.inspection.columns[0].names = {"notices", "old notices"};
    world.FactsOf(kListOne).entries = {{"http://one.test/d/a", "new", world.as_of.PlusDays(-3)}};
    const std::string later = world.AddPage("one", "/more/9.html", model::PageKind::kList).url;
    world.FactsOf(later).title = world.FactsOf(kListOne).title;
    world.FactsOf(later).title->value = name;
    world.FactsOf(later).entries = {{"http://one.test/d/b", "old", world.as_of.PlusDays(-300)}};
    const bool own = std::string_view(name) != "notices";
    EXPECT_THAT(Findings(world.Run(), FindingKind::kStaleColumn), SizeIs(own ? 1 : 0)) << name;
  }
}

TEST(StaleColumn, AsksOnlyWhereARuleSaysHowOften) {
  World other = WithColumn(30);
  other.FactsOf(kListOne).title->value = "tender notices";
  World undated = WithColumn(30);
  World unverified = WithColumn(30, false);
  for (World* world : {&other, &unverified})
    world->FactsOf(kListOne).entries = {{"http://one.test/d/a", "old", world->as_of.PlusDays(-300)}};
  undated.FactsOf(kListOne).entries = {{"http://one.test/d/a", "no day", {}}};
  EXPECT_THAT(Findings(other.Run(), FindingKind::kStaleColumn), IsEmpty());
  EXPECT_THAT(Findings(undated.Run(), FindingKind::kStaleColumn), IsEmpty());
  const auto found = Findings(unverified.Run(), FindingKind::kStaleColumn);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_review);
}

TEST(BlankColumn, IsReviewWhereItMayBeEmpty) {
  World world = WithColumn(30);
  world.FactsOf(kListOne).entries.clear();
  const auto found = Findings(world.Run(), FindingKind::kBlankColumn);
  const auto own =
      std::find_if(found.begin(), found.end(), [](const auto& one) { return one.unit == "one"; });
  ASSERT_NE(own, found.end());
  EXPECT_FALSE(own->needs_review);
  world.plan.inspection.columns[0].may_be_blank = true;
  for (const auto& one : Findings(world.Run(), FindingKind::kBlankColumn)) {
    EXPECT_TRUE(one.unit != "one" || one.needs_review);
  }
  world.FactsOf(kListOne).scripted_list = true;
  for (const auto& one : Findings(world.Run(), FindingKind::kBlankColumn)) EXPECT_NE(one.unit, "one");
}

TEST(Misplaced, InAColumnOfOthers) {
  World world;
  world.plan.places = {{"permits", "one", "/permits/", "one", {"p.permit"}, {}, {}},
                       {"deals", "one", "/deals/", "one", {"p.deal"}, {}, {}}};
  world.AddPage("one", "/permits/", model::PageKind::kList).kind = model::TaskKind::kList;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  auto& page = world.Publish("p.permit", "one", "2025-04-25", "house seven");
  const auto move = [&](const std::string& path) {
    auto& record = world.pages.back();
    record.url = record.final_url = page.url = "http://one.test" + path;
    world.facts.back().url = page.url;
    return Findings(world.Run(), FindingKind::kMisplaced);
  };
  EXPECT_THAT(move("/permits/1.html"), IsEmpty());
  EXPECT_THAT(move("/news/1.html"), IsEmpty()) << "a column nothing is said of";
  const auto found = move("/deals/1.html");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].item, "p.permit");
  EXPECT_FALSE(found[0].needs_review);
  EXPECT_FALSE(found[0].obligation.empty());
  world.plan.places[0].prefix = "/unread/";  // the right column was never read: a copy may stand there
  const auto unsure = move("/deals/1.html");
  ASSERT_THAT(unsure, SizeIs(1));
  EXPECT_TRUE(unsure[0].needs_review);
}

TEST(Misplaced, AmongAnotherUnitsPagesIsReview) {
  World world;
  auto& page = world.Publish("y.plan", "one", "2025-04-25");
  page.unit_conflict = true;
  world.facts.back().issuer = model::TextReading{"unit two", {}, {}, {}};
  const auto found = Findings(world.Run(), FindingKind::kMisplaced);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_review);
  EXPECT_EQ(found[0].unit, "one") << "where it stands";
}

TEST(AmountIn, ReadsSumsOfMoney) {
  EXPECT_EQ(AmountIn("1,234.5元"), 1234.5);
  EXPECT_EQ(AmountIn("人民币：123.45万元"), 1234500);
  EXPECT_EQ(AmountIn("1.2亿元"), 120000000);
  EXPECT_EQ(AmountIn("１２３元"), 123);
  EXPECT_EQ(AmountIn("见附件"), std::nullopt);
  EXPECT_EQ(AmountIn("1.2.3"), std::nullopt);
}

class CopyTest : public testing::Test {
 protected:
  CopyTest() {
    world_.AddSite("hall", model::SiteKind::kExchange, "");
    world_.plan.lexicon.words = {{"amount_elements", {"price"}}, {"winner_elements", {"winner"}}};
    world_.plan.inspection.copies = {{"tender", {"t.*"}, {"tender law", true}, {}}};
    world_.Ledger("t.award", "one", "road nine", "2025-04-24").project_code = "T-2025-9";
    for (const char* site : {"one", "hall"}) {
      auto& page =
          world_.Publish("t.award", site == std::string("one") ? "one" : "", "2025-04-25", "road nine", site);
      page.codes = {"T-2025-9"};
      page.title = "award of road nine";
      page.elements = {{"price", "120万元", {}}, {"winner", "First Company", {}}};
      Read(&page, DateMeaning::kDetermined, "2025-04-20");
    }
  }
  model::Disclosure& hall() { return world_.disclosures.back(); }
  std::vector<model::Finding> Found() { return Findings(world_.Run(), FindingKind::kInconsistent); }

  World world_;
};

TEST_F(CopyTest, EqualCopiesAreConsistent) {
  EXPECT_THAT(Found(), IsEmpty());
  hall().elements[0].value = "1,200,000.00元";
  hall().title = "award of road nine (first round)";
  EXPECT_THAT(Found(), IsEmpty()) << "another way to write the same";
}

TEST_F(CopyTest, EachFieldIsCompared) {
  const auto same = hall();
  hall().elements[0].value = "121万元";
  ASSERT_THAT(Found(), SizeIs(1));
  EXPECT_FALSE(Found()[0].needs_review);
  EXPECT_THAT(Found()[0].evidence, SizeIs(2));
  hall() = same;
  hall().elements[1].value = "Second Company";
  EXPECT_THAT(Found(), SizeIs(1));
  hall() = same;
  hall().dates.back().date = D("2025-04-21");
  EXPECT_THAT(Found(), SizeIs(1));
  hall() = same;
  hall().title = "award of bridge four";
  ASSERT_THAT(Found(), SizeIs(1));
  EXPECT_TRUE(Found()[0].needs_review) << "titles alone are for a person";
  hall().codes = {"T-2025-8"};
  EXPECT_THAT(Found(), IsEmpty()) << "another number of the form is another notice";
}

TEST_F(CopyTest, TheGroundIsTheItemsOwn) {
  hall().elements[0].value = "121万元";
  ASSERT_THAT(Found(), SizeIs(1));
  EXPECT_EQ(Found()[0].rule.source, "tender law");
  EXPECT_FALSE(Found()[0].needs_review);
  world_.plan.inspection.copies[0].basis.verified = false;
  EXPECT_TRUE(Found()[0].needs_review);
  world_.plan.inspection.copies[0].items = {"land.*"};
  ASSERT_THAT(Found(), SizeIs(1));
  EXPECT_EQ(Found()[0].rule.source, "assessment practice");
  EXPECT_TRUE(Found()[0].needs_review) << "no law says that these must agree";
}

World WithTexts(bool other_year) {
  World world;
  std::vector<uint32_t> sketch;
  for (uint32_t i = 0; i < model::kSketchSize; ++i) sketch.push_back(i * 97);
  for (const char* unit : {"one", "two"}) {
    auto& page =
        world.Publish("y.plan", other_year ? "one" : unit, "2025-03-01", "", other_year ? "one" : unit);
    page.period_year = other_year && unit == std::string("two") ? 2024 : 2025;
    world.facts.back().audit.sketch = sketch;
    world.facts.back().text_length = 500;
  }
  return world;
}

TEST(DuplicateContent, BetweenUnitsBothAreNamed) {
  World world = WithTexts(false);
  EXPECT_THAT(Findings(world.Run(), FindingKind::kDuplicateContent), SizeIs(2));
  for (const auto& finding : Findings(world.Run(), FindingKind::kDuplicateContent))
    EXPECT_TRUE(finding.needs_review);
  auto& sketch = world.facts.back().audit.sketch;
  for (size_t i = 0; i < 7; ++i) sketch[i] = 1;  // 57 of 64 alike: 89 in a hundred
  EXPECT_THAT(Findings(world.Run(), FindingKind::kDuplicateContent), IsEmpty());
  sketch[0] = 0;  // 58: 90
  EXPECT_THAT(Findings(world.Run(), FindingKind::kDuplicateContent), SizeIs(2));
  world.facts.back().text_length = 299;
  EXPECT_THAT(Findings(world.Run(), FindingKind::kDuplicateContent), IsEmpty());
}

TEST(DuplicateContent, BetweenYearsTheLaterIsTheCopy) {
  const auto found = Findings(WithTexts(true).Run(), FindingKind::kDuplicateContent);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].unit, "one");
}

TEST(ForeignLink, OneFindingASiteAndHost) {
  World world;
  world.plan.inspection.foreign_links = {"inspection", true};
  world.Publish("y.plan", "one", "2025-03-01");
  world.facts.back().audit.foreign_links = {{"http://casino.example/a", "friends"},
                                            {"http://casino.example/b", "more"}};
  const auto found = Findings(world.Run(), FindingKind::kForeignLink);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].project, "casino.example");
  EXPECT_FALSE(found[0].needs_review);
}

TEST(PageTags, SiteCodeFooterAndIndexNumber) {
  World world;
  world.plan.inspection.division_codes = {"120115"};
  world.plan.inspection.page_tags = {"tags", true};
  auto& page = world.FactsOf("http://one.test/");
  page.audit.site_code = "1201150001";
  EXPECT_THAT(Findings(world.Run(), FindingKind::kPageTags), IsEmpty());
  page.audit.site_code = "1201110001";
  page.audit.footer_missing = {"icp"};
  EXPECT_THAT(Findings(world.Run(), FindingKind::kPageTags), SizeIs(1)) << "one finding a site";
  page.audit.site_code = "bm01000001";
  page.audit.footer_missing.clear();
  EXPECT_THAT(Findings(world.Run(), FindingKind::kPageTags), IsEmpty())
      << "a ministry's code has no division";
  page.audit.index_faults = {"check_digit"};
  EXPECT_THAT(Findings(world.Run(), FindingKind::kPageTags), SizeIs(1));
}

std::vector<model::ReportRow> Rows(double carried_out) {
  return {{"requests", "new", "new", {3, 1, 4}},
          {"requests", "carried_in", "carried in", {1, 0, 1}},
          {"requests", "outcome.1", "granted", {2, 1, 3}},
          {"requests", "outcome.2", "refused", {1, 0, 1}},
          {"requests", "total", "total", {3, 1, 4}},
          {"requests", "carried_out", "carried out", {carried_out, 0, 1}},
          {"reviews", "all", "", {1, 0, 0, 2, 3}}};
}

TEST(ReportArithmetic, EveryIdentityIsAsked) {
  EXPECT_THAT(BrokenSums(Rows(1)), IsEmpty());
  EXPECT_THAT(BrokenSums(Rows(2)), SizeIs(2)) << "the balance of column 1 and the row's own total";
  auto rows = Rows(1);
  rows[3].values = {0, 0, 0};
  EXPECT_THAT(BrokenSums(rows), SizeIs(2)) << "outcomes of columns 1 and 3";
  rows = Rows(1);
  rows[6].values[4] = 4;
  EXPECT_THAT(BrokenSums(rows), SizeIs(1));
  rows[6].values = {0, 0, 0, 0, 0};
  EXPECT_THAT(BrokenSums(rows), IsEmpty()) << "nought everywhere adds up";
}

TEST(ReportArithmetic, YearsFollowOneAnother) {
  World world;
  for (const int year : {2023, 2024}) {
    auto& page = world.Publish("y.report", "one", std::to_string(year + 1) + "-01-20");
    page.period_year = year;
    auto& audit = world.facts.back().audit;
    audit.report_year = year;
    audit.report_rows = Rows(1);
  }
  EXPECT_THAT(Findings(world.Run(), FindingKind::kReportArithmetic), IsEmpty());
  world.facts.back().audit.report_rows[1].values = {2, 0, 2};
  world.facts.back().audit.report_rows[5].values = {2, 0, 2};
  const auto found = Findings(world.Run(), FindingKind::kReportArithmetic);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_FALSE(found[0].needs_review);
  EXPECT_THAT(found[0].evidence, SizeIs(2)) << "both reports";
}

TEST(CitedGap, OnlyOfAUnitsOwnSeries) {
  World world;
  for (const char* number : {"ONE〔2025〕1号", "ONE〔2025〕2号"}) {
    world.Publish("p.permit", "one", "2025-04-25", std::string("house ") + number).doc_number = number;
  }
  world.disclosures.back().cited_documents = {"ONE〔2025〕1号", "STATE〔2025〕9号"};
  const auto cited = [&] {
    std::vector<model::Finding> found;
    for (auto& finding : Findings(world.Run(), FindingKind::kMissing)) {
      if (finding.item.empty()) found.push_back(finding);
    }
    return found;
  };
  EXPECT_THAT(cited(), IsEmpty());
  world.disclosures.back().cited_documents.push_back("ONE〔2025〕7号");
  ASSERT_THAT(cited(), SizeIs(1));
  EXPECT_EQ(cited()[0].unit, "one");
  EXPECT_TRUE(cited()[0].needs_review);
  world.Fail("one", "/d/unread.html", model::FetchOutcome::kTimeout, "x");
  EXPECT_THAT(cited(), IsEmpty()) << "not all was read";
}

TEST(SeriesOf, TakesNumbersApart) {
  EXPECT_EQ(SeriesOf("津宝审批〔2025〕3号").word, "津宝审批");
  EXPECT_EQ(SeriesOf("宝坻区征收[2025]35号").year, 2025);
  EXPECT_EQ(SeriesOf("2025年第3号").word, "");
}

}  // namespace
}  // namespace mingcha::checker
