#pragma once

#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"

namespace mingcha::model {

/// One day of the calendar's walk from an event to the last day of a limit.
struct CalendarStep {
  base::Date day;
  bool counted = false;
  int number = 0;      ///< Of the counted days, 1-based; 0: not counted.
  base::Message why;   ///< Working day, weekend, day off by which notice, weekend made a working day …
  std::string notice;  ///< Title and number of the notice that decides about the day; empty: none needed.

  bool operator==(const CalendarStep&) const = default;
};

struct ExplainLine {
  base::Message text;
  std::string url;    ///< Page or archive the sentence is about; may be empty.
  std::string quote;  ///< The very text it was read from; may be empty. Crawled text: never markup.
  int depth = 0;      ///< Indentation.

  bool operator==(const ExplainLine&) const = default;
};

struct ExplainSection {
  std::string id;  ///< `verdict`, `owed`, `rule`, `dates`, `calendar`, `candidates`, `coverage`, `evidence`,
                   ///< `score` …
  base::Message heading;
  std::vector<ExplainLine> lines;
  std::vector<CalendarStep> calendar;

  bool operator==(const ExplainSection&) const = default;
};

/// Why something was decided as it was, as sentences an appeal board can follow one by one.
struct Explanation {
  std::string what;  ///< `finding`, `obligation`, `page`, `project`, `score`
  std::string id;
  base::Message title;
  std::vector<ExplainSection> sections;

  bool operator==(const Explanation&) const = default;
};

}  // namespace mingcha::model
