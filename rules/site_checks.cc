#include <algorithm>
#include <map>
#include <set>

#include "base/day_hours.h"
#include "base/text.h"
#include "rules/plan_checks.h"

// Units, sites and places.
namespace mingcha::rules {
namespace {

using model::Plan;
using model::Unit;
using model::ValidRange;

bool Overlap(const ValidRange& a, const ValidRange& b) {
  const bool a_before_b = a.to && b.from && *a.to < *b.from;
  const bool b_before_a = b.to && a.from && *b.to < *a.from;
  return !a_before_b && !b_before_a;
}

/// The days a name is in force: its own and those of the unit.
ValidRange Within(const ValidRange& name, const ValidRange& unit) {
  ValidRange both = name;
  if (unit.from && (!both.from || *both.from < *unit.from)) both.from = unit.from;
  if (unit.to && (!both.to || *unit.to < *both.to)) both.to = unit.to;
  return both;
}

struct Bearer {
  const Unit* unit;
  ValidRange valid;
  std::string path;
};

void CheckRange(const ValidRange& valid, const std::string& path, const model::ConfigPlace& place,
                CheckReport* report) {
  if (valid.from && valid.to && *valid.to < *valid.from) {
    report->Error(path + ".to", place, base::Msg("a last day not before the first"), valid.to->Iso());
  }
}

void CheckNames(const Plan& plan, CheckReport* report) {
  std::map<std::string, std::vector<Bearer>> bearers;
  for (const Unit& unit : plan.units) {
    const std::string path = "units[" + unit.id + "]";
    bearers[base::FoldLabel(unit.name)].push_back({&unit, unit.valid, path + ".name"});
    for (size_t i = 0; i < unit.aliases.size(); ++i) {
      const std::string alias_path = path + ".aliases[" + std::to_string(i) + "]";
      CheckRange(unit.aliases[i].valid, alias_path, unit.place, report);
      bearers[base::FoldLabel(unit.aliases[i].name)].push_back(
          {&unit, Within(unit.aliases[i].valid, unit.valid), alias_path + ".name"});
    }
  }
  for (const auto& entry : bearers) {
    const std::string& name = entry.first;
    const std::vector<Bearer>& list = entry.second;
    for (size_t i = 0; i < list.size(); ++i) {
      const auto clash =
          std::find_if(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i), [&](const Bearer& other) {
            return other.unit != list[i].unit && Overlap(other.valid, list[i].valid);
          });
      if (clash == list.begin() + static_cast<std::ptrdiff_t>(i)) continue;
      report->Error(
          list[i].path, list[i].unit->place,
          base::Msg("a name only one unit bears on any day (unit {} bears it too)", clash->unit->id), name,
          base::Msg("give the days (from, to) of each, or a longer name"));
    }
  }
}

void CheckFollowing(const Plan& plan, std::string_view key, std::string Unit::*next, CheckReport* report) {
  for (const Unit& unit : plan.units) {
    std::set<std::string> seen = {unit.id};
    const Unit* current = &unit;
    while (current != nullptr && !(current->*next).empty()) {
      if (current->*next == unit.id) {
        report->Error("units[" + unit.id + "]." + std::string(key), unit.place,
                      base::Msg("no circle back to the unit itself"), unit.*next);
      }
      if (!seen.insert(current->*next).second) break;
      current = plan.FindUnit(current->*next);
    }
  }
}

bool IsUscc(std::string_view text) {
  return text.size() == 18 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}

}  // namespace

void CheckUnits(const CheckInput& input, CheckReport* report) {
  const Plan& plan = input.plan;
  if (plan.units.empty()) {
    report->Error("units", {input.files.front().name, 0}, base::Msg("one unit at least"), {},
                  base::Msg("write units.yaml"));
  }
  CheckNames(plan, report);
  CheckFollowing(plan, "successor", &Unit::successor, report);
  CheckFollowing(plan, "parent", &Unit::parent, report);
  std::set<std::string> classes;
  for (const std::string& name : plan.unit_classes) {
    if (!classes.insert(name).second || plan.FindUnit(name) != nullptr) {
      report->Error("classes", {}, base::Msg("each class once, named unlike any unit"), name);
    }
  }
  std::map<std::string, std::string> codes;
  for (const Unit& unit : plan.units) {
    const std::string path = "units[" + unit.id + "]";
    CheckRange(unit.valid, path, unit.place, report);
    if (!unit.successor.empty() && !unit.valid.to) {
      report->Error(path + ".successor", unit.place, base::Msg("a last day (to) beside the successor"),
                    unit.successor);
    }
    for (const std::string& code : unit.uscc) {
      if (!IsUscc(code)) {
        report->Error(path + ".uscc", unit.place, base::Msg("18 digits and capital letters"), code);
      }
      const auto [first, is_new] = codes.emplace(code, unit.id);
      if (!is_new) {
        report->Error(path + ".uscc", unit.place,
                      base::Msg("a code of one unit only (unit {} has it too)", first->second), code);
      }
    }
  }
}

namespace {

void CheckPlaces(const Plan& plan, CheckReport* report) {
  std::map<std::string, std::vector<const model::PlaceRule*>> by_prefix;
  std::set<std::string> ids;
  for (const model::PlaceRule& place : plan.places) {
    const std::string path = "places[" + place.id + "]";
    CheckRange(place.valid, path, place.place, report);
    if (!ids.insert(place.id).second) {
      report->Error(path, place.place, base::Msg("each id once, those made by templates included"), place.id);
    }
    if (place.prefix.find('/') == std::string::npos) {
      report->Error(path + ".prefix", place.place, base::Msg("a path such as /zwgk/, or host/path"),
                    place.prefix);
    }
    if (place.unit.empty() && place.items.empty()) {
      report->Error(path + ".items", place.place, base::Msg("the items of a place that all units share"), {},
                    base::Msg("name the items, or the unit whose place it is"));
    }
    if (place.prefix.find('{') != std::string::npos) {
      report->Error(path + ".prefix", place.place, base::Msg("no { } outside templates"), place.prefix);
    }
    std::vector<const model::PlaceRule*>& same = by_prefix[place.site + "\n" + place.prefix];
    for (const model::PlaceRule* other : same) {
      if (other->unit == place.unit || !Overlap(other->valid, place.valid)) continue;
      report->Error(
          path + ".prefix", place.place,
          base::Msg("a prefix of one unit at a time (place {} gives it to {})", other->id, other->unit),
          place.prefix);
      break;  // A column entered for each of many units is one mistake a line, not one for each pair.
    }
    same.push_back(&place);
  }
}

}  // namespace

void CheckSites(const CheckInput& input, CheckReport* report) {
  for (const model::SiteProfile& site : input.plan.sites) {
    const std::string path = "sites[" + site.id + "]";
    if (site.robots == model::RobotsMode::kReportOnly && base::Trim(site.robots_authorisation).empty()) {
      report->Error(path + ".robots", site.place,
                    base::Msg("robots_authorisation beside report-only: who allowed it, when, for what"),
                    "report-only", base::Msg("without a written authorisation use obey"));
    }
    for (const std::string& range : site.hours) {
      if (!base::DayHours::Parse({range}))
        report->Error(path + ".hours", site.place, base::Msg("HH:MM-HH:MM, Beijing time"), range);
    }
    if (site.render_pages > 0 && !site.crawl) {
      report->Error(path + ".render", site.place, base::Msg("pages to be opened of a site that is crawled"),
                    std::to_string(site.render_pages), base::Msg("crawl: true, or no render"));
    }
    if (site.crawl && site.seeds.empty()) {
      report->Error(path + ".seeds", site.place, base::Msg("one URL to begin with, or crawl: false"), {});
    }
    for (const std::string& host : site.hosts) {
      if (host.empty() || host.find('/') != std::string::npos || host.find("//") != std::string::npos) {
        report->Error(path + ".hosts", site.place, base::Msg("host or host:port, without a scheme or path"),
                      host);
      }
    }
    for (const std::string& prefix : site.allow_paths) {
      if (!prefix.starts_with('/'))
        report->Error(path + ".allow_paths", site.place, base::Msg("a path that begins with /"), prefix);
    }
  }
  CheckPlaces(input.plan, report);
}

}  // namespace mingcha::rules
