#include "rules/plan_checks.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "base/workday_calendar.h"
#include "model/enum_names.h"

namespace mingcha::rules {
namespace {

using model::Item;
using model::Plan;

/// Known ids by what they name.
std::map<RefKind, std::vector<std::string>> KnownIds(const Plan& plan) {
  std::map<RefKind, std::vector<std::string>> known;
  const auto add = [&](RefKind kind, const auto& list) {
    for (const auto& entry : list) known[kind].push_back(entry.id);
  };
  add(RefKind::kUnit, plan.units);
  add(RefKind::kUnitOrClass, plan.units);
  add(RefKind::kItem, plan.items);
  add(RefKind::kItemGlob, plan.items);
  add(RefKind::kArea, plan.areas);
  add(RefKind::kDomain, plan.domains);
  add(RefKind::kSite, plan.sites);
  add(RefKind::kGround, plan.grounds);
  add(RefKind::kCms, plan.cms);
  known[RefKind::kClass] = plan.unit_classes;
  known[RefKind::kUnitOrClass].insert(known[RefKind::kUnitOrClass].end(), plan.unit_classes.begin(),
                                      plan.unit_classes.end());
  return known;
}

base::Message Wanted(RefKind kind) {
  switch (kind) {
    case RefKind::kUnit:
      return base::Msg("the id of a unit");
    case RefKind::kUnitOrClass:
      return base::Msg("the id of a unit or the name of a class");
    case RefKind::kClass:
      return base::Msg("a class listed under classes");
    case RefKind::kItem:
      return base::Msg("the id of an item");
    case RefKind::kItemGlob:
      return base::Msg("the id of an item or a glob that matches one");
    case RefKind::kArea:
      return base::Msg("the id of an area");
    case RefKind::kDomain:
      return base::Msg("the id of a domain");
    case RefKind::kSite:
      return base::Msg("the id of a site");
    case RefKind::kGround:
      return base::Msg("the id of an exemption ground");
    default:
      return base::Msg("the id of a CMS profile");
  }
}

bool MatchesOnlyRemoved(const CheckInput& input, const Reference& reference) {
  if (reference.kind != RefKind::kItemGlob) return false;
  const int layer = input.files[static_cast<size_t>(reference.file)].layer;
  return std::any_of(input.removals.begin(), input.removals.end(), [&](const auto& removal) {
    return removal.first.first == RefKind::kItem && removal.second.layer > layer &&
           model::GlobMatches(reference.value, removal.first.second);
  });
}

}  // namespace

Diagnostic CheckReport::Make(const std::string& path, const model::ConfigPlace& fallback,
                             base::Message expected, std::string found, base::Message remedy) const {
  Diagnostic made{fallback.file,    fallback.line,    0, path, std::move(expected),
                  std::move(found), std::move(remedy)};
  if (const Reference* place = input_.binder.PlaceOf(path)) {
    made.file = input_.files[static_cast<size_t>(place->file)].name;
    made.line = place->line;
    made.column = place->column;
  }
  return made;
}

void CheckReport::Error(const std::string& path, const model::ConfigPlace& fallback, base::Message expected,
                        std::string found, base::Message remedy) {
  errors_->push_back(Make(path, fallback, std::move(expected), std::move(found), std::move(remedy)));
}

void CheckReport::Warning(const std::string& path, const model::ConfigPlace& fallback, base::Message expected,
                          std::string found, base::Message remedy) {
  warnings_->push_back(Make(path, fallback, std::move(expected), std::move(found), std::move(remedy)));
}

void CheckReferences(const CheckInput& input, std::vector<Diagnostic>* errors) {
  const auto known = KnownIds(input.plan);
  for (const Reference& reference : input.binder.references()) {
    const auto it = known.find(reference.kind);
    static const std::vector<std::string> kNone;
    const std::vector<std::string>& ids = it == known.end() ? kNone : it->second;
    const bool is_glob = reference.kind == RefKind::kItemGlob;
    const bool exists = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return is_glob ? model::GlobMatches(reference.value, id) : id == reference.value;
    });
    if (exists || MatchesOnlyRemoved(input, reference)) continue;
    const std::string nearest = Nearest(reference.value, ids);
    errors->push_back({input.files[static_cast<size_t>(reference.file)].name, reference.line,
                       reference.column, reference.path, Wanted(reference.kind), reference.value,
                       nearest.empty() ? base::Message{} : base::Msg("did you mean \"{}\"?", nearest)});
  }
}

void CheckAssessment(const CheckInput& input, CheckReport* report) {
  const model::AssessmentSpec& spec = input.plan.assessment;
  const model::ConfigPlace none;
  for (const auto& [area, weight] : input.plan.scoring.area_weights) {
    if (input.plan.FindArea(area) == nullptr) {
      report->Error("scoring.area_weights", none, base::Msg("the id of an area"), area);
    }
  }
  if (spec.window && spec.window->to < spec.window->from) {
    report->Error("window.to", none, base::Msg("a last day not before the first"), spec.window->to.Iso());
  }
  if (spec.window && spec.as_of && *spec.as_of < spec.window->from) {
    report->Warning("as_of", none, base::Msg("a day not before the window begins"), spec.as_of->Iso(),
                    base::Msg("nothing will be due"));
  }
  const auto calendar = base::WorkdayCalendar::Create(input.plan.calendar);
  if (!calendar) return;  // Told where the calendar was read.
  const auto require = [&](const std::string& path, base::Date day) {
    if (calendar->first() <= day && day <= calendar->last()) return;
    report->Error(
        path, none,
        base::Msg("a day of the calendar, {} to {}", calendar->first().Iso(), calendar->last().Iso()),
        day.Iso(), base::Msg("enter the missing year into the calendar file"));
  };
  if (spec.window) require("window.from", spec.window->from);
  if (spec.window) require("window.to", spec.window->to);
  if (spec.as_of) require("as_of", *spec.as_of);
  if (input.binder.PlaceOf("plan_date") != nullptr) require("plan_date", spec.plan_date);
}

namespace {

bool HasPublishBy(const Plan& plan, const Item& item) {
  const std::string_view decision = model::EnumName(item.decision);
  return std::any_of(plan.limits.begin(), plan.limits.end(), [&](const model::LimitRule& limit) {
    const bool decision_fits =
        limit.decisions.empty() ||
        std::find(limit.decisions.begin(), limit.decisions.end(), decision) != limit.decisions.end();
    const bool kind_fits =
        limit.kind == model::LimitKind::kPublishBy || limit.kind == model::LimitKind::kCalendarDate;
    return kind_fits && decision_fits && model::AnyGlobMatches(limit.items, item.id);
  });
}

bool CanBeRecognised(const Item& item) {
  return !item.patterns.title.empty() || !item.patterns.column.empty() ||
         !item.patterns.table_headers.empty();
}

/// Of twins only one needs patterns: the checker credits the other (settled decision on twins).
bool HasRecognisedTwin(const Plan& plan, const Item& item) {
  return std::any_of(plan.twins.begin(), plan.twins.end(), [&](const auto& pair) {
    const std::string& other = pair.first == item.id ? pair.second : pair.first;
    if (pair.first != item.id && pair.second != item.id) return false;
    const Item* twin = plan.FindItem(other);
    return twin != nullptr && CanBeRecognised(*twin);
  });
}

void CheckElements(const Item& item, CheckReport* report) {
  std::set<std::string> names;
  for (size_t i = 0; i < item.elements.size(); ++i) {
    const std::string path = "items[" + item.id + "].elements[" + std::to_string(i) + "].name";
    if (!names.insert(item.elements[i].name).second) {
      report->Error(path, item.place, base::Msg("each element once in its item"), item.elements[i].name);
    }
  }
}

}  // namespace

void CheckCatalogue(const CheckInput& input, CheckReport* report) {
  const Plan& plan = input.plan;
  if (plan.items.empty()) {
    report->Error("items", {input.files.front().name, 0}, base::Msg("one item at least"), {},
                  base::Msg("write items/<area>.yaml"));
  }
  for (const model::Area& area : plan.areas) {
    const std::string path = "areas[" + area.id + "]";
    if (area.units.empty()) {
      report->Error(path + ".units", area.place, base::Msg("one unit or class at least"), area.id,
                    base::Msg("name units, or remove the area"));
    }
  }
  for (const Item& item : plan.items) {
    const std::string path = "items[" + item.id + "]";
    if (!CanBeRecognised(item) && !HasRecognisedTwin(plan, item)) {
      report->Error(path + ".patterns", item.place,
                    base::Msg("patterns that recognise the item (title, column or table_headers)"), {});
    }
    const bool dated = item.cadence == model::Cadence::kProject || item.cadence == model::Cadence::kEvent;
    if (dated && !HasPublishBy(plan, item)) {
      report->Error(path, item.place,
                    base::Msg("a limit in limits.yaml that says by when it must be published"), item.id);
    }
    CheckElements(item, report);
  }
}

}  // namespace mingcha::rules
