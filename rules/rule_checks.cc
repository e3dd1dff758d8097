#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "model/enum_names.h"
#include "rules/plan_checks.h"

// Limits and chains.
namespace mingcha::rules {
namespace {

using model::ChainLink;
using model::LimitKind;
using model::LimitRule;
using model::Plan;

std::string Path(const LimitRule& limit) { return "limits[" + limit.id + "]"; }

void CheckCalendarDate(const LimitRule& limit, CheckReport* report) {
  // 29 February stands for the last of February: the year is not known here, so a leap year is asked.
  constexpr int kLeapYear = 2024;
  if (!base::Date::FromYmd(kLeapYear, limit.month, limit.day)) {
    report->Error(Path(limit) + ".month", limit.place, base::Msg("a month and day that exist"),
                  std::to_string(limit.month) + "-" + std::to_string(limit.day));
  }
}

void CheckKind(const LimitRule& limit, CheckReport* report) {
  const bool counts_days = limit.kind == LimitKind::kPublishBy || limit.kind == LimitKind::kStayUp ||
                           limit.kind == LimitKind::kPublishBefore;
  if (counts_days && limit.days <= 0) {
    report->Error(Path(limit) + ".days", limit.place, base::Msg("days of 1 or more"),
                  std::to_string(limit.days));
  }
  const bool has_event = limit.kind == LimitKind::kPublishBy || limit.kind == LimitKind::kPublishBefore;
  if (has_event && limit.events.empty()) {
    report->Error(Path(limit) + ".events", limit.place, base::Msg("the dates the limit counts from"), {});
  }
  if (limit.kind == LimitKind::kCalendarDate) CheckCalendarDate(limit, report);
  if (limit.kind == LimitKind::kOrder && limit.after_item.empty()) {
    report->Error(Path(limit) + ".after_item", limit.place, base::Msg("the item that must come first"), {});
  }
  for (const model::DateMeaning meaning : limit.events) {
    if (std::find(limit.proxies.begin(), limit.proxies.end(), meaning) == limit.proxies.end()) continue;
    report->Error(Path(limit) + ".proxies", limit.place,
                  base::Msg("no date that is an event of the limit already"),
                  std::string(model::EnumName(meaning)));
  }
  if (limit.valid.from && limit.valid.to && *limit.valid.to < *limit.valid.from) {
    report->Error(Path(limit) + ".to", limit.place, base::Msg("a last day not before the first"),
                  limit.valid.to->Iso());
  }
}

bool DaysOverlap(const model::ValidRange& a, const model::ValidRange& b) {
  return !(a.to && b.from && *a.to < *b.from) && !(b.to && a.from && *b.to < *a.from);
}

/// Both restrict to a common nature, or neither restricts: the narrower of two defaults wins, equals clash.
bool EquallyNarrow(const LimitRule& a, const LimitRule& b) {
  if (a.decisions.empty() || b.decisions.empty()) return a.decisions.empty() && b.decisions.empty();
  return std::any_of(a.decisions.begin(), a.decisions.end(), [&](const std::string& decision) {
    return std::find(b.decisions.begin(), b.decisions.end(), decision) != b.decisions.end();
  });
}

void CheckDefaults(const Plan& plan, CheckReport* report) {
  for (size_t i = 0; i < plan.limits.size(); ++i) {
    const LimitRule& limit = plan.limits[i];
    if (!limit.is_default) continue;
    for (size_t j = 0; j < i; ++j) {
      const LimitRule& other = plan.limits[j];
      if (!other.is_default || other.kind != limit.kind || !DaysOverlap(limit.valid, other.valid) ||
          !EquallyNarrow(limit, other) || limit.units != other.units) {
        continue;
      }
      const auto both = std::find_if(plan.items.begin(), plan.items.end(), [&](const model::Item& item) {
        return model::AnyGlobMatches(limit.items, item.id) && model::AnyGlobMatches(other.items, item.id);
      });
      if (both == plan.items.end()) continue;
      report->Error(Path(limit) + ".default", limit.place,
                    base::Msg("one default limit for an item ({} is another for {})", other.id, both->id),
                    limit.id);
    }
  }
}

/// Two specific limits that ask the same of the same items must take turns: at most one is law on a day.
void CheckValidity(const Plan& plan, CheckReport* report) {
  const auto key = [](const LimitRule& limit) {
    std::vector<std::string> items = limit.items;
    std::sort(items.begin(), items.end());
    return std::tuple(limit.kind, std::move(items), limit.units, limit.decisions, limit.events,
                      limit.after_item);
  };
  std::map<decltype(key(plan.limits.front())), std::vector<const LimitRule*>> alike;
  for (const LimitRule& limit : plan.limits) {
    if (!limit.is_default) alike[key(limit)].push_back(&limit);
  }
  for (const auto& [same, limits] : alike) {
    for (size_t i = 0; i < limits.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (!DaysOverlap(limits[i]->valid, limits[j]->valid)) continue;
        report->Error(
            Path(*limits[i]) + ".from", limits[i]->place,
            base::Msg("days in force that do not overlap those of {}, which asks the same", limits[j]->id),
            limits[i]->id,
            base::Msg("give the last day (to) of the earlier and the first (from) of the later"));
      }
    }
  }
}

using Edges = std::map<std::string, std::set<std::string>>;

/// Items of one circle, the first repeated at the end; empty if there is none. Takes away, again and again,
/// what has no predecessor left; what then remains can be walked backwards until an item comes round. Without
/// recursion.
std::vector<std::string> FindCircle(const Edges& next) {
  Edges previous;
  for (const auto& [from, to_items] : next) {
    previous[from];
    for (const std::string& to : to_items) previous[to].insert(from);
  }
  std::vector<std::string> free;
  for (const auto& [item, before] : previous) {
    if (before.empty()) free.push_back(item);
  }
  while (!free.empty()) {
    const std::string item = std::move(free.back());
    free.pop_back();
    previous.erase(item);
    const auto it = next.find(item);
    if (it == next.end()) continue;
    for (const std::string& to : it->second) {
      std::set<std::string>& before = previous[to];
      before.erase(item);
      if (before.empty()) free.push_back(to);
    }
  }
  if (previous.empty()) return {};
  std::map<std::string, size_t> position;
  std::vector<std::string> walked = {previous.begin()->first};
  while (position.emplace(walked.back(), walked.size() - 1).second) {
    walked.push_back(*previous[walked.back()].begin());
  }
  std::vector<std::string> circle(walked.begin() + static_cast<std::ptrdiff_t>(position[walked.back()]),
                                  walked.end());
  std::reverse(circle.begin(), circle.end());
  return circle;
}

}  // namespace

void CheckLimits(const CheckInput& input, CheckReport* report) {
  for (const LimitRule& limit : input.plan.limits) CheckKind(limit, report);
  CheckDefaults(input.plan, report);
  CheckValidity(input.plan, report);
}

void CheckChains(const CheckInput& input, CheckReport* report) {
  Edges next;
  for (const ChainLink& link : input.plan.chains) {
    const std::string path = "chains[" + link.id + "]";
    if (link.to_items.empty()) {
      report->Error(path + ".to", link.place, base::Msg("one item at least"), {});
    }
    if (link.kind == model::ChainKind::kIf && link.condition.empty()) {
      report->Error(path + ".condition", link.place, base::Msg("the condition, with kind: if"), {});
    }
    if (link.kind == model::ChainKind::kOneOf && link.to_items.size() == 1) {
      report->Warning(path + ".to", link.place, base::Msg("two items or more with kind: one_of"),
                      link.to_items.front());
    }
    for (const std::string& to : link.to_items) {
      // In time order: a backward link says that `to` came first.
      next[link.backward ? to : link.from_item].insert(link.backward ? link.from_item : to);
    }
  }
  const std::vector<std::string> circle = FindCircle(next);
  if (circle.empty()) return;
  for (const ChainLink& link : input.plan.chains) {
    const std::string& from = link.backward ? circle[1] : circle[0];
    const std::string& to = link.backward ? circle[0] : circle[1];
    const bool names_to = std::find(link.to_items.begin(), link.to_items.end(), to) != link.to_items.end();
    if (link.from_item != from || !names_to) continue;
    report->Error("chains[" + link.id + "].to", link.place, base::Msg("chains that do not run in a circle"),
                  base::Join(circle, " > "), base::Msg("take one of these links out"));
    return;
  }
}

}  // namespace mingcha::rules
