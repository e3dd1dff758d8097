#include "model/plan.h"

#include <algorithm>

namespace mingcha::model {
namespace {

template <typename T>
const T* FindById(const std::vector<T>& list, std::string_view id) {
  const auto it = std::find_if(list.begin(), list.end(), [&](const T& entry) { return entry.id == id; });
  return it == list.end() ? nullptr : &*it;
}

void AddOnce(const std::string& id, std::vector<std::string>* list) {
  if (std::find(list->begin(), list->end(), id) == list->end()) list->push_back(id);
}

}  // namespace

const Item* Plan::FindItem(std::string_view id) const { return FindById(items, id); }
const Area* Plan::FindArea(std::string_view id) const { return FindById(areas, id); }
const Unit* Plan::FindUnit(std::string_view id) const { return FindById(units, id); }
const SiteProfile* Plan::FindSite(std::string_view id) const { return FindById(sites, id); }
const ExemptionGround* Plan::FindGround(std::string_view id) const { return FindById(grounds, id); }

bool GlobMatches(std::string_view glob, std::string_view id) {
  if (glob.empty() || glob.back() != '*') return glob == id;
  return id.starts_with(glob.substr(0, glob.size() - 1));
}

bool AnyGlobMatches(const std::vector<std::string>& globs, std::string_view id) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return GlobMatches(glob, id); });
}

std::vector<std::string> ExpandUnits(const Plan& plan, const std::vector<std::string>& units_and_classes) {
  std::vector<std::string> ids;
  for (const std::string& name : units_and_classes) {
    if (plan.FindUnit(name) != nullptr) {
      AddOnce(name, &ids);
      continue;
    }
    for (const Unit& unit : plan.units) {
      if (std::find(unit.classes.begin(), unit.classes.end(), name) != unit.classes.end())
        AddOnce(unit.id, &ids);
    }
  }
  return ids;
}

std::vector<std::string> ObligatedUnits(const Plan& plan, const Item& item) {
  if (!item.units.empty()) return ExpandUnits(plan, item.units);
  const Area* area = plan.FindArea(item.area);
  return area == nullptr ? std::vector<std::string>{} : ExpandUnits(plan, area->units);
}

std::string SuccessorAt(const Plan& plan, std::string_view unit, base::Date day) {
  std::string current(unit);
  for (size_t steps = 0; steps <= plan.units.size(); ++steps) {
    const Unit* record = plan.FindUnit(current);
    if (record == nullptr || record->successor.empty() || !record->valid.to || day <= *record->valid.to)
      return current;
    current = record->successor;
  }
  return current;
}

}  // namespace mingcha::model
