#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// A date notation found in text, without meaning.
struct DateToken {
  base::Date date;
  model::DatePrecision precision = model::DatePrecision::kDay;
  model::Grade grade = model::Grade::kCertain;  ///< kLikely where signs were missing but one reading is left.
  bool midnight = false;                        ///< A time 00:00 stands beside it.
  bool range_end = false;       ///< Second date of a range whose first stands right before it.
  bool two_digit_year = false;  ///< Only with `allow_short_years`; always weak.
  size_t begin = 0, end = 0;    ///< Byte range of the date proper (without time).
  size_t full_end = 0;          ///< After the time, if one follows.
};

/// What was seen but refused, in English: an ambiguous or impossible date.
struct DateDoubt {
  std::string text;    ///< As written.
  std::string reason;  ///< `ambiguous digits`, `impossible date`, …
  size_t begin = 0, end = 0;
};

struct DateScan {
  std::vector<DateToken> dates;
  std::vector<DateDoubt> doubts;
};

/// Finds the dates written in `text`, in order. Reads ISO and its relatives (`-`, `/`, `.`, dashes,
/// full-width), year-month-day signs with arabic or Chinese digits, digits split by spaces, eight digits,
/// months, years, ranges that leave out what repeats. Refuses what has more than one reading. Any thread;
/// linear time.
[[nodiscard]] DateScan ScanDates(std::string_view text, bool allow_short_years = false);

}  // namespace mingcha::extractors
