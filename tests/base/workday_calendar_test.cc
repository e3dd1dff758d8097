#include "base/workday_calendar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/base/calendar_fixture.h"
#include "tests/base/vectors.h"

namespace mingcha::base {
namespace {

constexpr int kLongestLimit = 60;

/// The definition itself, day by day, from the spec and not from the calendar's tables.
class NaiveCalendar {
 public:
  explicit NaiveCalendar(const CalendarSpec& spec) {
    for (const CalendarYear& year : spec.years) {
      off_.insert(year.off.begin(), year.off.end());
      work_.insert(year.work.begin(), year.work.end());
    }
  }
  [[nodiscard]] bool IsWorkday(Date day) const {
    return work_.contains(day) || (day.weekday() <= 5 && !off_.contains(day));
  }

 private:
  std::set<Date> off_, work_;
};

CalendarSpec OneYear(int year, std::vector<Date> off, std::vector<Date> work) {
  return {"test", {{year, {}, std::move(off), std::move(work)}}};
}

TEST(ChinaCalendar, HoldsAllYearsWithTheirNotices) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  EXPECT_EQ(calendar.name(), "cn");
  EXPECT_EQ(calendar.first().Iso(), "2007-01-01");
  EXPECT_EQ(calendar.last().Iso(), "2026-12-31");
  ASSERT_EQ(calendar.years().size(), 20U);
  for (const CalendarYear& year : calendar.years()) {
    ASSERT_FALSE(year.sources.empty()) << year.year;
    EXPECT_NE(year.sources[0].title.find(std::to_string(year.year) + "年"), std::string::npos) << year.year;
    for (const CalendarSource& source : year.sources) {
      EXPECT_NE(source.title.find("通知"), std::string::npos) << source.title;
      EXPECT_TRUE(source.url.starts_with("http")) << source.url;
    }
  }
  // 2015 (the victory day), 2019 (Labour Day) and 2020 (the epidemic) were amended by a second notice.
  for (const int amended : {2015, 2019, 2020}) {
    EXPECT_EQ(calendar.years()[static_cast<size_t>(amended - 2007)].sources.size(), 2U) << amended;
  }
}

struct DayRow {
  std::string_view day;
  bool workday;
};

class ChinaDays : public ::testing::TestWithParam<DayRow> {};

TEST_P(ChinaDays, AreAsTheNoticesSay) {
  EXPECT_EQ(ChinaCalendar().IsWorkday(Day(GetParam().day)), GetParam().workday) << GetParam().day;
}

INSTANTIATE_TEST_SUITE_P(
    Notices, ChinaDays,
    ::testing::Values(DayRow{"2018-04-05", false}, DayRow{"2018-04-08", true},  // a worked Sunday
                      DayRow{"2018-12-29", true}, DayRow{"2018-12-31", false},  // under 2019's notice
                      DayRow{"2018-12-30", false}, DayRow{"2007-12-29", true}, DayRow{"2007-12-31", false},
                      DayRow{"2015-09-03", false}, DayRow{"2015-09-06", true}, DayRow{"2019-05-02", false},
                      DayRow{"2019-05-05", true}, DayRow{"2020-01-31", false}, DayRow{"2025-04-27", true},
                      DayRow{"2024-03-01", true}, DayRow{"2024-03-02", false}));

TEST(ChinaCalendar, AnswersTheSampleRows) {
  std::istringstream rows(ReadFixture("vectors/workdays-sample.tsv"));
  std::string kind;
  std::string a;
  std::string b;
  std::string answer;
  std::getline(rows, kind);  // header
  int count = 0;
  while (rows >> kind >> a >> b >> answer) {
    ++count;
    if (kind == "due") {
      EXPECT_EQ(ChinaCalendar().AddWorkdays(Day(a), std::stoi(b)), Day(answer)) << a << " + " << b;
    } else {
      ASSERT_EQ(kind, "elapsed");
      EXPECT_EQ(ChinaCalendar().WorkdaysBetween(Day(a), Day(b)), std::stoi(answer)) << a << " .. " << b;
    }
  }
  EXPECT_EQ(count, 40);
}

TEST(ChinaCalendar, CountsThePermitOfApril2018) {
  const auto due = ChinaCalendar().AddWorkdays(Day("2018-04-02"), 7);
  ASSERT_EQ(due, Day("2018-04-12"));
  EXPECT_EQ(ChinaCalendar().WorkdaysBetween(*due, Day("2018-05-10")), 19);
  EXPECT_EQ(ChinaCalendar().AddWorkdays(Day("2018-03-12"), 2), Day("2018-03-14"));
}

TEST(ChinaCalendar, AgreesWithTheDefinitionForEveryStartAndLimit) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  const NaiveCalendar naive(LoadChinaSpec());
  int64_t compared = 0;
  int64_t wrong = 0;
  for (Date start = calendar.first(); start <= calendar.last(); start = start.PlusDays(1)) {
    Date day = start;
    for (int n = 1; n <= kLongestLimit; ++n) {
      do {
        day = day.PlusDays(1);
      } while (day <= calendar.last() && !naive.IsWorkday(day));
      const auto due = calendar.AddWorkdays(start, n);
      const bool right = day > calendar.last() ? !due && due.error().code == ErrorCode::kOutOfRange
                                               : due.has_value() && *due == day;
      if (!right && ++wrong <= 5) ADD_FAILURE() << start.Iso() << " + " << n << " should be " << day.Iso();
      if (due && calendar.WorkdaysBetween(start, *due) != n && ++wrong <= 5) {
        ADD_FAILURE() << start.Iso() << " .. " << due->Iso() << " should hold " << n;
      }
      ++compared;
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(compared, int64_t{7305} * kLongestLimit);
}

TEST(ChinaCalendar, RollsAsTheDefinitionSaysForEveryStartAndLimit) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  const NaiveCalendar naive(LoadChinaSpec());
  int wrong = 0;
  for (Date start = calendar.first(); start <= calendar.last(); start = start.PlusDays(1)) {
    for (int n = 0; n <= kLongestLimit; n += 5) {
      Date day = start.PlusDays(n);
      while (day <= calendar.last() && !naive.IsWorkday(day)) day = day.PlusDays(1);
      const auto due = calendar.AddNaturalDaysRolled(start, n);
      const bool right = day > calendar.last() ? !due && due.error().code == ErrorCode::kOutOfRange
                                               : due.has_value() && *due == day;
      if (!right && ++wrong <= 5) ADD_FAILURE() << start.Iso() << " + " << n << " should be " << day.Iso();
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(ChinaCalendar, AddingAHolidayNeverMakesADueDateEarlier) {
  const CalendarSpec spec = LoadChinaSpec();
  const WorkdayCalendar& before = ChinaCalendar();
  for (const char* holiday : {"2018-04-02", "2018-04-09", "2018-05-10", "2018-12-28", "2019-02-15"}) {
    ASSERT_EQ(before.IsWorkday(Day(holiday)), true);
    CalendarSpec more = spec;
    more.years[static_cast<size_t>(Day(holiday).year() - 2007)].off.push_back(Day(holiday));
    const auto after = WorkdayCalendar::Create(std::move(more));
    ASSERT_TRUE(after.has_value()) << holiday;
    for (Date start = Day("2018-01-01"); start <= Day("2019-03-01"); start = start.PlusDays(1)) {
      for (const int n : {1, 2, 5, 7, 10, 15, 20, 60}) {
        const Date old_due = *before.AddWorkdays(start, n);
        const Date new_due = *after->AddWorkdays(start, n);
        const bool touched = start < Day(holiday) && Day(holiday) <= old_due;
        ASSERT_GE(new_due, old_due) << holiday << ": " << start.Iso() << " + " << n;
        ASSERT_EQ(new_due > old_due, touched) << holiday << ": " << start.Iso() << " + " << n;
      }
    }
  }
}

TEST(ChinaCalendar, OrderOfYearsDoesNotMatter) {
  CalendarSpec spec = LoadChinaSpec();
  std::reverse(spec.years.begin(), spec.years.end());
  const auto calendar = WorkdayCalendar::Create(std::move(spec));
  ASSERT_TRUE(calendar.has_value());
  EXPECT_EQ(calendar->first(), ChinaCalendar().first());
  EXPECT_EQ(calendar->years(), ChinaCalendar().years());
  EXPECT_EQ(calendar->IsWorkday(Day("2018-12-29")), true);
}

TEST(WorkdayCalendar, RefusesWhatLiesOutsideItsYears) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  const Date before = calendar.first().PlusDays(-1);
  const Date after = calendar.last().PlusDays(1);
  const auto code = [](const auto& result) { return result ? ErrorCode::kInternal : result.error().code; };
  for (const Date day : {before, after}) {
    EXPECT_EQ(code(calendar.IsWorkday(day)), ErrorCode::kOutOfRange);
    EXPECT_EQ(code(calendar.AddWorkdays(day, 1)), ErrorCode::kOutOfRange);
    EXPECT_EQ(code(calendar.AddNaturalDaysRolled(day, 1)), ErrorCode::kOutOfRange);
    EXPECT_EQ(code(calendar.WorkdaysBetween(day, Day("2018-01-02"))), ErrorCode::kOutOfRange);
    EXPECT_EQ(code(calendar.WorkdaysBetween(Day("2018-01-02"), day)), ErrorCode::kOutOfRange);
  }
  EXPECT_EQ(code(calendar.AddWorkdays(calendar.last(), 1)), ErrorCode::kOutOfRange);
  EXPECT_EQ(code(calendar.AddWorkdays(calendar.first(), 1'000'000'000)), ErrorCode::kOutOfRange);
  EXPECT_EQ(code(calendar.AddNaturalDaysRolled(calendar.first(), 2'147'483'647)), ErrorCode::kOutOfRange);
  EXPECT_EQ(code(calendar.AddWorkdays(Day("2018-01-02"), 0)), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(calendar.AddWorkdays(Day("2018-01-02"), -1)), ErrorCode::kInvalidInput);
  EXPECT_EQ(code(calendar.AddNaturalDaysRolled(Day("2018-01-02"), -1)), ErrorCode::kInvalidInput);
  EXPECT_NE(ToEnglish(calendar.IsWorkday(after).error()).find("2027-01-01"), std::string::npos);
}

TEST(WorkdayCalendar, CountsFromTheDayAfterTheStart) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  EXPECT_EQ(calendar.AddWorkdays(Day("2018-03-12"), 1), Day("2018-03-13"));  // Monday
  EXPECT_EQ(calendar.AddWorkdays(Day("2018-03-16"), 1), Day("2018-03-19"));  // Friday
  EXPECT_EQ(calendar.AddWorkdays(Day("2018-03-17"), 1), Day("2018-03-19"));  // Saturday
  EXPECT_EQ(calendar.WorkdaysBetween(Day("2018-03-13"), Day("2018-03-12")), 0);
  EXPECT_EQ(calendar.WorkdaysBetween(Day("2018-03-12"), Day("2018-03-12")), 0);
  EXPECT_EQ(calendar.WorkdaysBetween(Day("2018-03-16"), Day("2018-03-18")), 0);
}

TEST(WorkdayCalendar, RollsNaturalDaysPastDaysOff) {
  const WorkdayCalendar& calendar = ChinaCalendar();
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-03-12"), 2), Day("2018-03-14"));
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-03-12"), 5), Day("2018-03-19"));   // a Saturday
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-04-02"), 3), Day("2018-04-08"));   // to the worked Sunday
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-09-21"), 10), Day("2018-10-08"));  // past the golden week
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-03-17"), 0), Day("2018-03-19"));
  EXPECT_EQ(calendar.AddNaturalDaysRolled(Day("2018-03-16"), 0), Day("2018-03-16"));
}

TEST(WorkdayCalendar, FailsWhenRollingLeavesTheRange) {
  const auto calendar = WorkdayCalendar::Create(OneYear(2022, {}, {}));  // ends on a Saturday
  ASSERT_TRUE(calendar.has_value());
  EXPECT_EQ(calendar->AddNaturalDaysRolled(Day("2022-12-30"), 0), Day("2022-12-30"));
  ASSERT_FALSE(calendar->AddNaturalDaysRolled(Day("2022-12-30"), 1).has_value());
  EXPECT_EQ(calendar->AddNaturalDaysRolled(Day("2022-12-30"), 1).error().code, ErrorCode::kOutOfRange);
}

TEST(WorkdayCalendar, NextYearsNoticeMovesLateDecember) {
  CalendarSpec spec = OneYear(2018, {}, {});
  EXPECT_EQ(WorkdayCalendar::Create(spec)->IsWorkday(Day("2018-12-31")), true);
  spec.years.push_back(
      {2019, {}, {Day("2018-12-30"), Day("2018-12-31"), Day("2019-01-01")}, {Day("2018-12-29")}});
  const auto calendar = WorkdayCalendar::Create(spec);
  EXPECT_EQ(calendar->IsWorkday(Day("2018-12-31")), false);
  EXPECT_EQ(calendar->IsWorkday(Day("2018-12-29")), true);
}

TEST(WorkdayCalendar, EveryErrorHasItsChineseWording) {
  std::ifstream file(MINGCHA_SOURCE_DIR "/base/messages.zh.tsv");
  std::ostringstream tsv;
  tsv << file.rdbuf();
  Catalogue catalogue;
  EXPECT_TRUE(catalogue.Add(tsv.str()).empty());
  const WorkdayCalendar& calendar = ChinaCalendar();
  const Error errors[] = {WorkdayCalendar::Create({}).error(),
                          WorkdayCalendar::Create(OneYear(0, {}, {})).error(),
                          calendar.IsWorkday(Day("2027-01-01")).error(),
                          calendar.AddWorkdays(calendar.last(), 1).error(),
                          calendar.AddWorkdays(calendar.last(), 0).error(),
                          calendar.AddNaturalDaysRolled(calendar.last(), 1).error(),
                          calendar.AddNaturalDaysRolled(calendar.last(), -1).error()};
  std::set<std::string> formats;
  for (const Error& error : errors) {
    formats.insert(error.message.format);
    EXPECT_TRUE(catalogue.Contains(error.message.format)) << error.message.format;
    EXPECT_EQ(catalogue.Render(error.message).find('{'), std::string::npos)
        << catalogue.Render(error.message);
  }
  EXPECT_EQ(formats.size(), std::size(errors));
}

struct BadRow {
  std::string_view name;
  CalendarSpec spec;
  std::vector<std::string_view> told;  ///< All of these stand in the one error message.
};

class BadCalendar : public ::testing::TestWithParam<BadRow> {};

TEST_P(BadCalendar, NamesEveryOffender) {
  const auto calendar = WorkdayCalendar::Create(GetParam().spec);
  ASSERT_FALSE(calendar.has_value());
  EXPECT_EQ(calendar.error().code, ErrorCode::kInvalidInput);
  const std::string text = ToEnglish(calendar.error());
  for (const std::string_view part : GetParam().told) EXPECT_NE(text.find(part), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Create, BadCalendar,
    ::testing::Values(
        BadRow{"NoYear", {"test", {}}, {"no year", "test"}},
        BadRow{"OffAndWork", OneYear(2018, {Day("2018-04-08")}, {Day("2018-04-08")}), {"2018-04-08"}},
        BadRow{"OffAndWorkInTwoYears",
               {"test", {{2018, {}, {}, {Day("2018-12-29")}}, {2019, {}, {Day("2018-12-29")}, {}}}},
               {"Off and work at once: 2018-12-29"}},
        BadRow{"WorkOnWeekday",
               OneYear(2018, {}, {Day("2018-04-09"), Day("2018-04-10")}),
               {"Work but no weekend day: 2018-04-09, 2018-04-10"}},
        BadRow{"ForeignDay",
               OneYear(2018, {Day("2019-01-01"), Day("2017-11-30")}, {}),
               {"2019-01-01", "2017-11-30"}},
        BadRow{"Gap", {"test", {{2018, {}, {}, {}}, {2021, {}, {}, {}}}}, {"missing in between: 2019..2020"}},
        BadRow{"Twice", {"test", {{2018, {}, {}, {}}, {2018, {}, {}, {}}}}, {"listed twice: 2018"}},
        BadRow{"NoSuchYear", {"test", {{0, {}, {}, {}}}}, {"No such year: 0"}},
        BadRow{"SeveralAtOnce",
               OneYear(2018, {Day("2018-04-08")}, {Day("2018-04-08"), Day("2018-04-09")}),
               {"at once: 2018-04-08", "no weekend day: 2018-04-09"}}),
    [](const ::testing::TestParamInfo<BadRow>& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mingcha::base
