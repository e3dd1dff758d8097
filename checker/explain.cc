#include "checker/explain.h"

#include <algorithm>

#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;

constexpr int kMaxWalk = 400;  // natural days told one by one

/// Why a day does or does not count.
base::Message DayOff(const base::WorkdayCalendar& calendar, Date day) {
  for (const auto& year : calendar.years()) {
    if (std::find(year.off.begin(), year.off.end(), day) == year.off.end()) continue;
    return Msg("{}: day off by the notice \"{}\", not counted", day.Iso(),
               year.sources.empty() ? std::to_string(year.year) : year.sources.front().title);
  }
  return Msg("{}: weekend, not counted", day.Iso());
}

base::Message WorkDay(Date day, int n) {
  if (day.weekday() >= 6) return Msg("{}: weekend made a working day by notice, day {}", day.Iso(), n);
  return Msg("{}: working day {}", day.Iso(), n);
}

}  // namespace

std::vector<base::Message> WalkCalendar(const base::WorkdayCalendar& calendar, Date event,
                                        const model::LimitRule& limit) {
  std::vector<base::Message> walk = {Msg("{}: the day of the event, not counted", event.Iso())};
  Date day = event;
  int counted = 0;
  for (int step = 0; step < kMaxWalk && counted < limit.days; ++step) {
    day = day.PlusDays(1);
    const auto is_workday = calendar.IsWorkday(day);
    if (!is_workday) {
      walk.push_back(is_workday.error().message);
      return walk;
    }
    if (limit.unit == model::DayUnit::kNatural) {
      walk.push_back(Msg("{}: natural day {}", day.Iso(), ++counted));
    } else if (*is_workday) {
      walk.push_back(WorkDay(day, ++counted));
    } else {
      walk.push_back(DayOff(calendar, day));
    }
  }
  if (limit.unit == model::DayUnit::kNatural && limit.kind == model::LimitKind::kPublishBy) {
    for (int step = 0; step < kMaxWalk; ++step) {
      const auto is_workday = calendar.IsWorkday(day);
      if (!is_workday) {
        walk.push_back(is_workday.error().message);
        return walk;
      }
      if (*is_workday) break;
      walk.push_back(Msg("{}: no working day, the limit runs on", day.Iso()));
      day = day.PlusDays(1);
    }
  }
  walk.push_back(Msg("{}: the last day of the limit", day.Iso()));
  return walk;
}

base::Message CountSummary(const base::WorkdayCalendar& calendar, Date event, const model::LimitRule& limit,
                           Date due) {
  if (limit.kind == model::LimitKind::kCalendarDate)
    return Msg("the last day is fixed by the calendar: {}", due.Iso());
  const auto working = calendar.WorkdaysBetween(event, due);
  if (!working) return working.error().message;
  const int natural = due.DaysSince(event);
  if (limit.unit == model::DayUnit::kNatural) {
    const int rolled = natural - limit.days;
    return Msg("from {} (not counted) {} natural days, {} days of roll-over past days off: last day {}",
               event.Iso(), limit.days, rolled, due.Iso());
  }
  return Msg("from {} (not counted) {} working days, {} days off skipped: last day {}", event.Iso(),
             limit.days, natural - *working, due.Iso());
}

std::vector<base::Message> ExplainObligation(const model::Plan& plan, const base::WorkdayCalendar& calendar,
                                             const model::Obligation& obligation) {
  std::vector<base::Message> lines = {obligation.reason};
  const auto rule = std::find_if(plan.limits.begin(), plan.limits.end(), [&](const model::LimitRule& limit) {
    return limit.id == obligation.limit_rule;
  });
  if (rule != plan.limits.end()) {
    lines.push_back(rule->basis.verified
                        ? Msg("rule {}: {}", rule->id, rule->basis.text)
                        : Msg("rule {}: {} (not verified: review only)", rule->id, rule->basis.text));
    if (obligation.event_date && obligation.due_on) {
      lines.push_back(
          Msg("event: {} ({})", obligation.event_date->Iso(), model::EnumName(obligation.event_meaning)));
      lines.push_back(CountSummary(calendar, *obligation.event_date, *rule, *obligation.due_on));
    }
  }
  if (obligation.due_on) lines.push_back(Msg("due: {}", obligation.due_on->Iso()));
  if (obligation.published_on) lines.push_back(Msg("published: {}", obligation.published_on->Iso()));
  lines.push_back(Msg("verdict: {}", model::EnumName(obligation.verdict)));
  lines.insert(lines.end(), obligation.notes.begin(), obligation.notes.end());
  return lines;
}

}  // namespace mingcha::checker
