#pragma once

#include <vector>

#include "base/message.h"
#include "base/workday_calendar.h"
#include "model/finding.h"
#include "model/limit.h"
#include "model/plan.h"

namespace mingcha::checker {

/// The calendar walked day by day from an event to the last day of a limit: which days count and which do
/// not, and the roll-over of natural days. Ends with a sentence that says so where the calendar ends.
[[nodiscard]] std::vector<base::Message> WalkCalendar(const base::WorkdayCalendar& calendar, base::Date event,
                                                      const model::LimitRule& limit);

/// One obligation told as sentences: why it is owed, the rule with its source, the dates with the calendar's
/// count, the verdict, and the candidates considered.
[[nodiscard]] std::vector<base::Message> ExplainObligation(const model::Plan& plan,
                                                           const base::WorkdayCalendar& calendar,
                                                           const model::Obligation& obligation);

/// The arithmetic in one sentence: start, last day, days that did not count. Empty format if it cannot be
/// told.
[[nodiscard]] base::Message CountSummary(const base::WorkdayCalendar& calendar, base::Date event,
                                         const model::LimitRule& limit, base::Date due);

}  // namespace mingcha::checker
