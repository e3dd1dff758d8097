#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/check_index.h"
#include "model/limit.h"

namespace mingcha::checker {

/// The dates that may start a clock: from a ledger row, and from what the pages say.
struct EventSources {
  const model::LedgerRow* row = nullptr;  ///< May be null.
  std::vector<const Notice*> pages;
};

/// The start of a clock, as far as it is known.
struct EventFound {
  std::optional<base::Date> first, last;  ///< Equal unless readings of one meaning differ; the latest counts.
  model::DateMeaning meaning = model::DateMeaning::kUnknown;
  bool proxy = false;  ///< Only stands in for the event (settled 12).
  bool weak = false;   ///< Read without certainty, or only to the month.
  bool from_ledger = false;

  [[nodiscard]] bool known() const { return last.has_value() && !proxy && !weak; }
};

/// The limits that may govern one item of one unit, best first.
struct LimitSet {
  std::vector<const model::LimitRule*> specific, defaults;
};

/// Limits by item, so that a choice looks only at those that can apply. Borrows the index.
class LimitTable {
 public:
  explicit LimitTable(const CheckIndex& index);

  /// Limits of one kind for the item as `unit` owes it: named before glob, for the unit before for all,
  /// verified before not; defaults by fewest days, those for the item's decision first.
  [[nodiscard]] LimitSet Of(const model::Item& item, std::string_view unit, model::LimitKind kind) const;

 private:
  const CheckIndex& index_;
  std::unordered_map<std::string_view, std::vector<const model::LimitRule*>> by_item_;
  std::unordered_map<std::string_view, std::vector<std::string>> units_of_rule_;
};

/// The event by the rule's meanings in order, then by its proxies; nothing if no date was found.
[[nodiscard]] EventFound FindEvent(const model::LimitRule& rule, const EventSources& sources);

/// The rule that governs publication (settled 14): the specific one in force at the event's date, else the
/// default. Null if the plan gives none.
struct Governing {
  const model::LimitRule* rule = nullptr;
  const model::LimitRule* fallback = nullptr;  ///< The default, where a specific rule governs.
  EventFound event;
};
[[nodiscard]] Governing ChooseLimit(const LimitSet& limits, const EventSources& sources, base::Date today);

/// Last day on which a publish-by limit is kept. kOutOfRange where the calendar ends.
[[nodiscard]] base::Result<base::Date> DueDate(const base::WorkdayCalendar& calendar,
                                               const model::LimitRule& rule, base::Date event);
/// Days after `due` in the rule's unit; 0 if `day` is not later.
[[nodiscard]] base::Result<int> DaysOver(const base::WorkdayCalendar& calendar, model::DayUnit unit,
                                         base::Date due, base::Date day);
/// The day of a calendar-date rule for a period; 31 December of the year without a rule (settled 16).
[[nodiscard]] base::Date CalendarDue(const model::LimitRule* rule, int year);

}  // namespace mingcha::checker
