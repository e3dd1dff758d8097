// Due dates, the rule in force, and the trust in dates (settled 11-16), to the day.
#include <gtest/gtest.h>

#include "checker/deadlines.h"
#include "checker/explain.h"
#include "tests/base/calendar_fixture.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::Verdict;

struct Row {
  const char* name;
  const char* item;
  DateMeaning meaning;
  const char *event, *published, *due;
  Verdict verdict;
  int over;
  bool review;
};

class DueTest : public testing::TestWithParam<Row> {};

TEST_P(DueTest, Verdict) {
  const Row& row = GetParam();
  World world;
  world.window = {D("2015-01-01"), D("2025-12-31")};
  Read(&world.Publish(row.item, "one", row.published, "house seven"), row.meaning, row.event);
  const auto output = world.Run();
  const auto got = Only(output, row.item, "one");
  EXPECT_EQ(got.due_on, D(row.due)) << row.name;
  EXPECT_EQ(got.verdict, row.verdict) << row.name;
  EXPECT_EQ(got.days_over, row.over) << row.name;
  const auto late = Findings(output, FindingKind::kLate, row.item);
  ASSERT_EQ(late.size(), row.verdict == Verdict::kLate ? 1u : 0u) << row.name;
  for (const auto& finding : late) EXPECT_EQ(finding.needs_review, row.review) << row.name;
}

INSTANTIATE_TEST_SUITE_P(
    Table, DueTest,
    testing::Values(Row{"due_day_itself", "p.permit", DateMeaning::kDecided, "2018-04-02", "2018-04-12",
                        "2018-04-12", Verdict::kOnTime, 0, false},
                    Row{"one_day_over", "p.permit", DateMeaning::kDecided, "2018-04-02", "2018-04-13",
                        "2018-04-12", Verdict::kLate, 1, false},
                    Row{"check_vector_19", "p.permit", DateMeaning::kDecided, "2018-04-02", "2018-05-10",
                        "2018-04-12", Verdict::kLate, 19, false},
                    Row{"rest_day_after_due", "p.permit", DateMeaning::kDecided, "2025-06-04", "2025-06-14",
                        "2025-06-13", Verdict::kLate, 0, true},
                    Row{"next_workday_after_due", "p.permit", DateMeaning::kDecided, "2025-06-04",
                        "2025-06-16", "2025-06-13", Verdict::kLate, 1, false},
                    Row{"worked_sunday_counts", "p.permit", DateMeaning::kDecided, "2025-04-18", "2025-04-28",
                        "2025-04-28", Verdict::kOnTime, 0, false},
                    Row{"holiday_edge_october", "p.permit", DateMeaning::kDecided, "2025-09-26", "2025-10-13",
                        "2025-10-13", Verdict::kOnTime, 0, false},
                    Row{"signed_two_days", "p.result", DateMeaning::kDetermined, "2018-03-12", "2018-03-14",
                        "2018-03-14", Verdict::kOnTime, 0, false},
                    Row{"specific_is_stricter", "p.result", DateMeaning::kDetermined, "2025-03-12",
                        "2025-03-17", "2025-03-14", Verdict::kLate, 1, false},
                    Row{"blanket_twenty", "t.notice", DateMeaning::kFormed, "2025-03-03", "2025-03-31",
                        "2025-03-31", Verdict::kOnTime, 0, false},
                    Row{"blanket_twenty_one", "t.notice", DateMeaning::kFormed, "2025-03-03", "2025-04-01",
                        "2025-03-31", Verdict::kLate, 1, false},
                    Row{"natural_days", "p.show", DateMeaning::kReportReceived, "2025-06-10", "2025-06-14",
                        "2025-06-13", Verdict::kLate, 1, false},
                    Row{"natural_days_roll_over", "p.show", DateMeaning::kReportReceived, "2025-06-12",
                        "2025-06-16", "2025-06-16", Verdict::kOnTime, 0, false},
                    Row{"natural_days_over_a_holiday", "p.show", DateMeaning::kReportReceived, "2025-09-29",
                        "2025-10-10", "2025-10-09", Verdict::kLate, 1, false},
                    Row{"old_law_last_day", "p.order", DateMeaning::kReceived, "2021-08-31", "2021-09-14",
                        "2021-09-14", Verdict::kOnTime, 0, false},
                    Row{"new_law_first_day", "p.order", DateMeaning::kReceived, "2021-09-01", "2021-09-23",
                        "2021-09-23", Verdict::kOnTime, 0, false},
                    Row{"new_law_one_over", "p.order", DateMeaning::kReceived, "2021-09-01", "2021-09-24",
                        "2021-09-23", Verdict::kLate, 1, false},
                    Row{"published_before_the_event", "p.permit", DateMeaning::kDecided, "2025-06-04",
                        "2025-06-03", "2025-06-13", Verdict::kOnTime, 0, false},
                    Row{"unverified_is_review", "p.deal", DateMeaning::kSaleEnd, "2025-03-03", "2025-03-20",
                        "2025-03-17", Verdict::kLate, 3, true},
                    Row{"unverified_past_twenty", "p.deal", DateMeaning::kSaleEnd, "2025-03-03", "2025-04-01",
                        "2025-03-31", Verdict::kLate, 1, false},
                    Row{"contested_day_seven", "p.contested", DateMeaning::kDecided, "2025-03-03",
                        "2025-03-12", "2025-03-12", Verdict::kOnTime, 0, false},
                    Row{"contested_day_eight", "p.contested", DateMeaning::kDecided, "2025-03-03",
                        "2025-03-13", "2025-03-12", Verdict::kLate, 1, true},
                    Row{"contested_day_twenty", "p.contested", DateMeaning::kDecided, "2025-03-03",
                        "2025-03-31", "2025-03-12", Verdict::kLate, 13, true},
                    Row{"contested_day_twenty_one", "p.contested", DateMeaning::kDecided, "2025-03-03",
                        "2025-04-01", "2025-03-31", Verdict::kLate, 1, false}),
    [](const testing::TestParamInfo<Row>& param) { return std::string(param.param.name); });

model::Finding OnlyUndeterminable(const World& world, std::string_view item) {
  const auto output = world.Run();
  EXPECT_TRUE(Findings(output, FindingKind::kLate, item).empty());
  const auto findings = Findings(output, FindingKind::kUndeterminable, item);
  EXPECT_EQ(findings.size(), 1u);
  if (findings.empty()) return {};
  EXPECT_TRUE(findings[0].needs_review);
  return findings[0];
}

TEST(UndeterminableTest, NoEventDateIsNeverReplacedByPublication) {
  World world;
  world.Publish("p.permit", "one", "2025-05-08", "house seven");
  const auto finding = OnlyUndeterminable(world, "p.permit");
  EXPECT_EQ(finding.reason.args[0], "decided");
}

TEST(UndeterminableTest, ProxyEventTellsTheDaysButDoesNotJudge) {
  // The real Baodi case: approved 2025-04-11, shown 2025-05-15, receipt unknown (domain-supplement B.1).
  World world;
  Read(&world.Publish("p.order", "one", "2025-05-15", "batch 35"), DateMeaning::kApproved, "2025-04-11");
  const auto finding = OnlyUndeterminable(world, "p.order");
  EXPECT_EQ(finding.reason.args[0], "2025-04-11");
  EXPECT_EQ(finding.reason.args[2], "2025-05-06");  // working day 15
  EXPECT_EQ(finding.reason.args[4], "7");           // the 22nd working day
}

TEST(UndeterminableTest, ProxyEventInTimeIsSaidSo) {
  World world;
  Read(&world.Publish("p.order", "one", "2025-04-20", "batch 36"), DateMeaning::kApproved, "2025-04-11");
  const auto finding = OnlyUndeterminable(world, "p.order");
  EXPECT_TRUE(finding.reason.format.ends_with("would be in time")) << finding.reason.format;
  EXPECT_EQ(finding.reason.args.size(), 4u);
}

TEST(UndeterminableTest, WeakOrMonthlyEventDate) {
  World weak;
  Read(&weak.Publish("p.permit", "one", "2025-06-20", "house seven"), DateMeaning::kDecided, "2025-05-08",
       model::Grade::kWeak);
  OnlyUndeterminable(weak, "p.permit");
  World month;
  auto& page = month.Publish("p.permit", "one", "2025-06-20", "house seven");
  Read(&page, DateMeaning::kDecided, "2025-05-01");
  page.dates.back().precision = model::DatePrecision::kMonth;
  OnlyUndeterminable(month, "p.permit");
}

TEST(UndeterminableTest, PublicationUnknown) {
  World world;
  Read(&world.Publish("p.permit", "one", "", "house seven"), DateMeaning::kDecided, "2025-05-08");
  EXPECT_EQ(OnlyUndeterminable(world, "p.permit").reason.args.size(), 1u);
}

TEST(UndeterminableTest, PublicationInDoubtIsNamed) {
  World world;
  auto& page = world.Publish("p.permit", "one", "", "house seven");
  Read(&page, DateMeaning::kDecided, "2025-05-08");
  Read(&page, DateMeaning::kPublished, "2025-06-20", model::Grade::kWeak);
  const auto finding = OnlyUndeterminable(world, "p.permit");
  ASSERT_EQ(finding.reason.args.size(), 2u);
  EXPECT_EQ(finding.reason.args[0], "2025-06-20");
  EXPECT_EQ(finding.reason.args[1], "2025-05-19");
}

TEST(UndeterminableTest, PublicationReadingsOnBothSidesOfTheDueDate) {
  World world;
  auto& page = world.Publish("p.permit", "one", "2025-05-12", "house seven");  // due 2025-05-19
  Read(&page, DateMeaning::kDecided, "2025-05-08");
  Read(&page, DateMeaning::kPublished, "2025-06-20");
  OnlyUndeterminable(world, "p.permit");
}

TEST(UndeterminableTest, LedgerAndPageDisagreeAboutTheEvent) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-05-08");
  Read(&world.Publish("p.permit", "one", "2025-05-26", "house seven"), DateMeaning::kDecided, "2025-05-20");
  OnlyUndeterminable(world, "p.permit");
}

TEST(UndeterminableTest, CalendarEndsDuringTheCount) {
  World world;
  world.window = {D("2026-01-01"), base::ChinaCalendar().last()};
  world.as_of = base::ChinaCalendar().last();
  world.Ledger("p.permit", "one", "house seven", base::ChinaCalendar().last().Iso());
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kUndeterminable);
  EXPECT_EQ(Findings(output, FindingKind::kUndeterminable, "p.permit").size(), 1u);
}

TEST(UndeterminableTest, LedgerRowWithoutDateAndPage) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "");
  OnlyUndeterminable(world, "p.permit");
}

TEST(MigrationTest, BulkEntryDayMakesLateUndeterminable) {
  World world;
  for (int i = 0; i < 25; ++i) {
    auto& page = world.Publish("p.permit", "one", "2025-07-01", "old house " + std::to_string(i));
    Read(&page, DateMeaning::kDecided, "2025-03-03");
    model::DateReading entry = page.dates.front();
    entry.source = model::ReadingSource::kUrl;
    auto& facts = world.FactsOf(page.url);
    facts.dates = page.dates;
    facts.dates.push_back(entry);
    Read(&page, DateMeaning::kFormed, "2025-03-03");
    facts.dates.push_back(page.dates.back());
  }
  const auto output = world.Run();
  EXPECT_TRUE(Findings(output, FindingKind::kLate).empty());
  EXPECT_EQ(Findings(output, FindingKind::kUndeterminable, "p.permit").size(), 25u);
}

TEST(MigrationTest, IndexNumberOfALaterYear) {
  World world;
  world.window.from = D("2018-01-01");
  auto& page = world.Publish("p.permit", "one", "2020-12-10", "old house");
  Read(&page, DateMeaning::kDecided, "2018-03-12");
  Read(&page, DateMeaning::kFormed, "2018-03-12");
  page.index_number = "111202240002047246/2020-00121";
  OnlyUndeterminable(world, "p.permit");
}

TEST(RangeTest, OutsideTheCalendarIsAnErrorBeforeTheRun) {
  const auto& calendar = base::ChinaCalendar();
  const model::Window good{D("2025-01-01"), D("2025-12-31")};
  EXPECT_TRUE(CheckRange(calendar, D("2026-02-10"), good).has_value());
  EXPECT_EQ(CheckRange(calendar, calendar.last().PlusDays(1), good).error().code,
            base::ErrorCode::kOutOfRange);
  EXPECT_EQ(
      CheckRange(calendar, D("2026-02-10"), {calendar.first().PlusDays(-1), D("2025-12-31")}).error().code,
      base::ErrorCode::kOutOfRange);
  EXPECT_EQ(CheckRange(calendar, D("2026-02-10"), {D("2025-12-31"), D("2025-01-01")}).error().code,
            base::ErrorCode::kInvalidInput);
}

TEST(WalkTest, TellsEveryDayAndEndsOnTheDueDate) {
  World world;
  const auto walk = WalkCalendar(base::ChinaCalendar(), D("2018-04-02"), world.Limit("default-7"));
  ASSERT_EQ(walk.size(), 12u);  // the event, ten days, the last day
  EXPECT_EQ(walk[0].args[0], "2018-04-02");
  EXPECT_EQ(walk[3].format, "{}: day off by the notice \"{}\", not counted");
  EXPECT_EQ(walk[6].format, "{}: weekend made a working day by notice, day {}");
  EXPECT_EQ(walk.back().args[0], "2018-04-12");
}

TEST(WalkTest, NaturalDaysRollOver) {
  World world;
  const auto walk = WalkCalendar(base::ChinaCalendar(), D("2025-06-12"), world.Limit("show-3"));
  EXPECT_EQ(walk.back().args[0], "2025-06-16");
  EXPECT_EQ(walk[walk.size() - 2].format, "{}: no working day, the limit runs on");
}

TEST(CalendarTest, AddingAHolidayNeverMakesADueDateEarlier) {
  World world;
  base::CalendarSpec spec = base::LoadChinaSpec();
  for (auto& year : spec.years) {
    if (year.year == 2025) year.off.push_back(D("2025-06-10"));
  }
  const auto more = base::WorkdayCalendar::Create(spec);
  ASSERT_TRUE(more.has_value());
  for (const char* id : {"default-20", "default-7", "show-3"}) {
    for (int day = 0; day < 200; ++day) {
      const base::Date event = D("2025-03-01").PlusDays(day);
      EXPECT_LE(*DueDate(base::ChinaCalendar(), world.Limit(id), event),
                *DueDate(*more, world.Limit(id), event))
          << event.Iso();
    }
  }
}

}  // namespace
}  // namespace mingcha::checker
