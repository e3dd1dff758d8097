#include "checker/deadlines.h"

#include <algorithm>

#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using model::LimitRule;

bool Contains(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// Smaller is better: what speaks of the thing itself goes before what speaks of many.
auto RankOf(const LimitRule& rule, std::string_view item) {
  return std::tuple(!Contains(rule.items, item), rule.units.empty(), rule.decisions.empty(),
                    !rule.basis.verified, rule.days, std::string_view(rule.id));
}

auto DefaultRankOf(const LimitRule& rule) {
  const bool any_nature = rule.decisions.empty() || Contains(rule.decisions, "none");
  return std::tuple(any_nature, rule.units.empty(), rule.days, std::string_view(rule.id));
}

void Take(base::Date date, EventFound* found) {
  found->first = std::min(found->first.value_or(date), date);
  found->last = std::max(found->last.value_or(date), date);
}

/// All readings of one meaning; strong ones push weak ones aside.
EventFound Gather(model::DateMeaning meaning, bool is_own_event, const EventSources& sources) {
  EventFound found;
  found.meaning = meaning;
  if (sources.row != nullptr && sources.row->event_date) {
    const bool says = sources.row->event_meaning.empty()
                          ? is_own_event
                          : sources.row->event_meaning == model::EnumName(meaning);
    if (says) {
      Take(*sources.row->event_date, &found);
      found.from_ledger = true;
    }
  }
  EventFound weak = found;
  weak.weak = true;
  for (const auto* page : sources.pages) {
    for (const auto& reading : page->dates) {
      if (reading.meaning != meaning) continue;
      const bool firm =
          reading.grade != model::Grade::kWeak && reading.precision == model::DatePrecision::kDay;
      Take(reading.date, firm ? &found : &weak);
    }
  }
  return found.last ? found : weak;
}

}  // namespace

LimitTable::LimitTable(const CheckIndex& index) : index_(index) {
  for (const auto& rule : index.plan.limits) {
    auto& units = units_of_rule_[rule.id];
    for (const std::string& unit : model::ExpandUnits(index.plan, rule.units))
      units.emplace_back(index.Canonical(unit));
  }
  for (const auto& item : index.plan.items) {
    for (const auto& rule : index.plan.limits) {
      if (!model::AnyGlobMatches(rule.items, item.id)) continue;
      if (!rule.decisions.empty() && !Contains(rule.decisions, model::EnumName(item.decision))) continue;
      by_item_[item.id].push_back(&rule);
    }
  }
}

LimitSet LimitTable::Of(const model::Item& item, std::string_view unit, model::LimitKind kind) const {
  LimitSet set;
  const auto it = by_item_.find(item.id);
  if (it == by_item_.end()) return set;
  for (const LimitRule* rule : it->second) {
    if (rule->kind != kind) continue;
    if (!rule->units.empty() && !Contains(units_of_rule_.at(rule->id), index_.Canonical(unit))) continue;
    (rule->is_default ? set.defaults : set.specific).push_back(rule);
  }
  std::sort(set.specific.begin(), set.specific.end(), [&](const LimitRule* a, const LimitRule* b) {
    return RankOf(*a, item.id) < RankOf(*b, item.id);
  });
  std::sort(set.defaults.begin(), set.defaults.end(),
            [](const LimitRule* a, const LimitRule* b) { return DefaultRankOf(*a) < DefaultRankOf(*b); });
  return set;
}

EventFound FindEvent(const LimitRule& rule, const EventSources& sources) {
  EventFound weak;
  for (size_t i = 0; i < rule.events.size(); ++i) {
    EventFound found = Gather(rule.events[i], i == 0, sources);
    if (found.known()) return found;
    if (found.last && !weak.last) weak = found;
  }
  if (weak.last) return weak;
  for (const model::DateMeaning meaning : rule.proxies) {
    EventFound found = Gather(meaning, false, sources);
    if (!found.last) continue;
    found.proxy = true;
    return found;
  }
  return {};
}

Governing ChooseLimit(const LimitSet& limits, const EventSources& sources, base::Date today) {
  Governing choice;
  for (const LimitRule* rule : limits.specific) {
    EventFound event = FindEvent(*rule, sources);
    if (!rule->valid.Contains(event.last.value_or(today))) continue;
    choice.rule = rule;
    choice.event = event;
    break;
  }
  for (const LimitRule* rule : limits.defaults) {
    EventFound event = FindEvent(*rule, sources);
    if (!rule->valid.Contains(event.last.value_or(today))) continue;
    if (choice.rule == nullptr) {
      choice.rule = rule;
      choice.event = event;
    } else {
      choice.fallback = rule;
    }
    break;
  }
  return choice;
}

base::Result<base::Date> DueDate(const base::WorkdayCalendar& calendar, const LimitRule& rule,
                                 base::Date event) {
  if (rule.unit == model::DayUnit::kNatural) return calendar.AddNaturalDaysRolled(event, rule.days);
  if (rule.days == 0) return event;
  return calendar.AddWorkdays(event, rule.days);
}

base::Result<int> DaysOver(const base::WorkdayCalendar& calendar, model::DayUnit unit, base::Date due,
                           base::Date day) {
  if (day <= due) return 0;
  if (unit == model::DayUnit::kNatural) return day.DaysSince(due);
  return calendar.WorkdaysBetween(due, day);
}

base::Date CalendarDue(const LimitRule* rule, int year) {
  if (rule == nullptr) return *base::Date::FromYmd(year, 12, 31);
  const auto day = base::Date::FromYmd(year + rule->year_offset, rule->month, rule->day);
  return day ? *day : *base::Date::FromYmd(year + rule->year_offset, 12, 31);
}

}  // namespace mingcha::checker
