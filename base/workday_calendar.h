#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::base {

/// A State Council notice that moves days.
struct CalendarSource {
  std::string title;
  std::string number;  ///< Document number, empty if no copy with its number was read.
  std::string url;

  bool operator==(const CalendarSource&) const = default;
};

/// One year's notices as data: the days they name and where they were read.
struct CalendarYear {
  int year = 0;  ///< The year in the notice's title; its days may lie in the December before.
  std::vector<CalendarSource> sources;  ///< The year's notice, then those that amended it.
  std::vector<Date> off;                ///< Days off the notices list (a weekend may be among them).
  std::vector<Date> work;               ///< Saturdays and Sundays that are working days.

  bool operator==(const CalendarYear&) const = default;
};

struct CalendarSpec {
  std::string name;  ///< `cn`
  std::vector<CalendarYear> years;
};

/// Working days of one jurisdiction over a closed range of civil dates.
///
/// Deadlines are counted in working days, and China moves working days onto weekends each year by notice, so
/// weekday arithmetic alone is wrong in both directions. All years' notices are merged first, because some
/// days stand under the next year's notice. The valid range is 1 January of the first to 31 December of the
/// last year; since the notice of year Y+1 may still move days of late December Y, that last stretch is as
/// good as the data loaded.
///
/// Value type; immutable after Create, so any thread may read it. Owns its tables.
/// Every query outside [first(), last()] is kOutOfRange: an unknown year must surface, never count as
/// ordinary.
class WorkdayCalendar {
 public:
  /// Fails with kInvalidInput naming every offending date or year: off and work at once (in any two years'
  /// notices), work on a weekday, a day of neither its year nor the December before, a gap between years, a
  /// year listed twice or outside 1..9999, no year at all. The order of years and repeated days do not
  /// matter.
  [[nodiscard]] static Result<WorkdayCalendar> Create(CalendarSpec spec);

  [[nodiscard]] Date first() const { return first_; }
  [[nodiscard]] Date last() const { return last_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<CalendarYear>& years() const { return years_; }

  [[nodiscard]] Result<bool> IsWorkday(Date day) const;
  /// The n-th working day strictly after `start` (the event's own day is not counted). `start` may be any day
  /// of the range. n < 1 is kInvalidInput.
  [[nodiscard]] Result<Date> AddWorkdays(Date start, int n) const;
  /// Working days in (from, to]; 0 if to <= from. Both days must be of the range.
  [[nodiscard]] Result<int> WorkdaysBetween(Date from, Date to) const;
  /// start + n natural days; if that is no working day, the next working day (Civil Code art. 203). n < 0 is
  /// kInvalidInput.
  [[nodiscard]] Result<Date> AddNaturalDaysRolled(Date start, int n) const;

 private:
  WorkdayCalendar() = default;
  [[nodiscard]] Status RequireInRange(Date day) const;
  [[nodiscard]] size_t Index(Date day) const { return static_cast<size_t>(day.DaysSince(first_)); }
  std::string name_;
  std::vector<CalendarYear> years_;
  Date first_;
  Date last_;
  std::vector<bool> is_workday_;      // index: day - first_
  std::vector<int32_t> workdays_to_;  // working days in [first_, first_ + i], prefix sums
};

}  // namespace mingcha::base
