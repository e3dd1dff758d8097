#include "base/workday_calendar.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"

namespace mingcha::base {
namespace {

constexpr int kSaturday = 6;
constexpr int kDecember = 12;

// Keys of base/messages.zh.tsv.
constexpr std::string_view kNoYear = "calendar \"{}\" has no year; enter at least one year's notice";
constexpr std::string_view kWrongCalendar =
    "calendar \"{}\" is wrong; correct these days and years. Off and work at once: {}. Work but no weekend "
    "day: "
    "{}. Of neither the notice's year nor the December before: {}. No such year: {}. Years listed twice: {}. "
    "Years missing in between: {}.";
constexpr std::string_view kOutside =
    "{} lies outside calendar \"{}\" ({} to {}); enter the missing year's notice in the calendar file";
constexpr std::string_view kWorkdaysLeave =
    "{} plus {} working days leaves calendar \"{}\" ({} to {}); enter the missing year's notice in the file";
constexpr std::string_view kNaturalDaysLeave =
    "{} plus {} natural days leaves calendar \"{}\" ({} to {}); enter the missing year's notice in the file";
constexpr std::string_view kTooFewWorkdays = "{} working days cannot be counted; give at least 1";
constexpr std::string_view kNegativeDays = "{} natural days cannot be counted; give 0 or more";

bool IsWeekend(Date day) { return day.weekday() >= kSaturday; }

bool BelongsTo(Date day, int year) {
  return day.year() == year || (day.year() == year - 1 && day.month() == kDecember);
}

/// Everything wrong with a spec, by kind; each entry is a date or a year, so that any language can tell it.
struct Problems {
  std::vector<std::string> off_and_work, work_on_weekday, foreign, no_year, twice, gaps;

  [[nodiscard]] bool empty() const {
    return off_and_work.empty() && work_on_weekday.empty() && foreign.empty() && no_year.empty() &&
           twice.empty() && gaps.empty();
  }
};

std::string Listed(const std::vector<std::string>& dates) { return dates.empty() ? "-" : Join(dates, ", "); }

void CheckYears(const std::vector<CalendarYear>& years, Problems* problems) {
  for (const CalendarYear& year : years) {
    if (!Date::FromYmd(year.year, 1, 1)) problems->no_year.push_back(fmt::format("{}", year.year));
  }
  for (size_t i = 1; i < years.size(); ++i) {
    const int64_t before = years[i - 1].year;
    const int64_t year = years[i].year;
    if (year == before) problems->twice.push_back(fmt::format("{}", year));
    if (year - before > 1) problems->gaps.push_back(fmt::format("{}..{}", before + 1, year - 1));
  }
}

/// What each named day is, over all years' notices: true for a working day.
std::map<Date, bool> MergeYears(const std::vector<CalendarYear>& years, Problems* problems) {
  std::map<Date, bool> is_work;
  const auto put = [&](Date day, bool work, int year) {
    if (!BelongsTo(day, year)) problems->foreign.push_back(fmt::format("{} ({})", day.Iso(), year));
    const auto [entry, added] = is_work.emplace(day, work);
    if (!added && entry->second != work) problems->off_and_work.push_back(day.Iso());
  };
  for (const CalendarYear& year : years) {
    for (const Date day : year.off) put(day, false, year.year);
    for (const Date day : year.work) {
      if (!IsWeekend(day)) problems->work_on_weekday.push_back(day.Iso());
      put(day, true, year.year);
    }
  }
  return is_work;
}

}  // namespace

Result<WorkdayCalendar> WorkdayCalendar::Create(CalendarSpec spec) {
  if (spec.years.empty()) {
    return Fail(ErrorCode::kInvalidInput, kNoYear, spec.name);
  }
  std::stable_sort(spec.years.begin(), spec.years.end(),
                   [](const CalendarYear& a, const CalendarYear& b) { return a.year < b.year; });
  Problems problems;
  CheckYears(spec.years, &problems);
  const std::map<Date, bool> is_work = MergeYears(spec.years, &problems);
  if (!problems.empty()) {
    return Fail(ErrorCode::kInvalidInput, kWrongCalendar, spec.name, Listed(problems.off_and_work),
                Listed(problems.work_on_weekday), Listed(problems.foreign), Listed(problems.no_year),
                Listed(problems.twice), Listed(problems.gaps));
  }
  WorkdayCalendar calendar;
  calendar.first_ = *Date::FromYmd(spec.years.front().year, 1, 1);
  calendar.last_ = *Date::FromYmd(spec.years.back().year, kDecember, 31);
  const int32_t days = calendar.last_.DaysSince(calendar.first_) + 1;
  int32_t count = 0;
  for (int32_t i = 0; i < days; ++i) {
    const Date day = calendar.first_.PlusDays(i);
    const auto named = is_work.find(day);
    const bool workday = named == is_work.end() ? !IsWeekend(day) : named->second;
    count += workday ? 1 : 0;
    calendar.is_workday_.push_back(workday);
    calendar.workdays_to_.push_back(count);
  }
  calendar.name_ = std::move(spec.name);
  calendar.years_ = std::move(spec.years);
  return calendar;
}

Status WorkdayCalendar::RequireInRange(Date day) const {
  if (day >= first_ && day <= last_) return {};
  return Fail(ErrorCode::kOutOfRange, kOutside, day.Iso(), name_, first_.Iso(), last_.Iso());
}

Result<bool> WorkdayCalendar::IsWorkday(Date day) const {
  RETURN_IF_ERROR(RequireInRange(day));
  return static_cast<bool>(is_workday_[Index(day)]);
}

Result<Date> WorkdayCalendar::AddWorkdays(Date start, int n) const {
  RETURN_IF_ERROR(RequireInRange(start));
  if (n < 1) return Fail(ErrorCode::kInvalidInput, kTooFewWorkdays, n);
  const int64_t target = int64_t{workdays_to_[Index(start)]} + n;
  const auto reached = std::lower_bound(workdays_to_.begin(), workdays_to_.end(), target);
  if (reached == workdays_to_.end()) {
    return Fail(ErrorCode::kOutOfRange, kWorkdaysLeave, start.Iso(), n, name_, first_.Iso(), last_.Iso());
  }
  return first_.PlusDays(static_cast<int32_t>(reached - workdays_to_.begin()));
}

Result<int> WorkdayCalendar::WorkdaysBetween(Date from, Date to) const {
  RETURN_IF_ERROR(RequireInRange(from));
  RETURN_IF_ERROR(RequireInRange(to));
  if (to <= from) return 0;
  return workdays_to_[Index(to)] - workdays_to_[Index(from)];
}

Result<Date> WorkdayCalendar::AddNaturalDaysRolled(Date start, int n) const {
  RETURN_IF_ERROR(RequireInRange(start));
  if (n < 0) return Fail(ErrorCode::kInvalidInput, kNegativeDays, n);
  if (n <= last_.DaysSince(start)) {
    for (Date day = start.PlusDays(n); day <= last_; day = day.PlusDays(1)) {
      if (is_workday_[Index(day)]) return day;
    }
  }
  return Fail(ErrorCode::kOutOfRange, kNaturalDaysLeave, start.Iso(), n, name_, first_.Iso(), last_.Iso());
}

}  // namespace mingcha::base
