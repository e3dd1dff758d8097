#include "checker/due_soon.h"

#include <algorithm>
#include <tuple>

namespace mingcha::checker {

std::optional<base::Date> DueHorizon(const CheckIndex& index) {
  const auto last =
      index.input.calendar.AddWorkdays(index.input.as_of, index.plan.assessment.due_soon_workdays);
  return last ? std::optional(*last) : std::nullopt;
}

std::vector<model::DueItem> DueSoon(const CheckIndex& index, const Cases& cases) {
  std::vector<model::DueItem> soon;
  const auto horizon = DueHorizon(index);
  if (!horizon) return soon;
  for (const Case& owed : cases) {
    const model::Obligation& record = owed.record;
    const bool open =
        record.verdict == model::Verdict::kPending || record.verdict == model::Verdict::kOutsideWindow;
    if (!open || !owed.matched.empty() || !record.due_on || *record.due_on <= index.input.as_of ||
        *record.due_on > *horizon)
      continue;
    model::DueItem item;
    item.obligation = record.id;
    item.item = record.item;
    item.unit = record.shown_unit;
    item.subject = record.subject_text;
    item.project_code = record.project_code;
    item.period = record.period;
    item.event_date = record.event_date;
    item.due = *record.due_on;
    item.workdays_left = index.input.calendar.WorkdaysBetween(index.input.as_of, item.due).value_or(0);
    if (owed.rule != nullptr) {
      item.rule = {owed.rule->id, owed.rule->basis.text, owed.rule->basis.verified};
    } else if (owed.link != nullptr) {
      item.rule = {owed.link->id, owed.link->basis.text, owed.link->basis.verified};
    } else {
      item.rule = {owed.item->id, index.plan.document, true};
    }
    item.review_only = record.review_only;
    item.reason = ReasonOf(index, owed);
    soon.push_back(std::move(item));
  }
  std::sort(soon.begin(), soon.end(), [](const auto& a, const auto& b) {
    return std::tie(a.unit, a.due, a.item, a.subject, a.obligation) <
           std::tie(b.unit, b.due, b.item, b.subject, b.obligation);
  });
  return soon;
}

}  // namespace mingcha::checker
