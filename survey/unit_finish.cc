#include "survey/unit_finish.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"

namespace mingcha::survey {
namespace {

using base::Msg;

bool Contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsLocal(const ProposedUnit& unit) {
  return unit.kind == model::UnitKind::kTown || unit.kind == model::UnitKind::kStreet;
}

void NameWhole(const NameMatcher& names, std::vector<ProposedUnit>* units) {
  for (ProposedUnit& unit : *units) {
    if (IsLocal(unit) || names.NamesRegion(unit.name)) continue;
    std::string whole = names.OfDistrict(unit.name);
    std::erase(unit.aliases, whole);
    if (!Contains(unit.aliases, unit.name)) unit.aliases.push_back(unit.name);
    unit.name = std::move(whole);
  }
}

/// A name is one unit's only, or nobody's: those that two would bear are left out.
void AddShortNames(const model::Plan& plan, const NameMatcher& names, std::vector<ProposedUnit>* units) {
  std::map<std::string, std::set<std::string>> bearers;
  for (const model::Unit& unit : plan.units) {
    bearers[base::FoldLabel(unit.name)].insert(unit.id);
    for (const model::UnitAlias& alias : unit.aliases) bearers[base::FoldLabel(alias.name)].insert(unit.id);
  }
  std::map<std::string, std::vector<std::string>> forms;
  for (const ProposedUnit& unit : *units) {
    std::vector<std::string> called = unit.aliases;
    called.push_back(unit.name);
    for (const std::string& name : called) {
      bearers[base::FoldLabel(name)].insert(unit.id);
      if (IsLocal(unit)) continue;
      for (std::string& form : names.ShortNames(name)) {
        bearers[form].insert(unit.id);
        if (!Contains(forms[unit.id], form)) forms[unit.id].push_back(std::move(form));
      }
    }
  }
  for (ProposedUnit& unit : *units) {
    for (const std::string& form : forms[unit.id]) {
      if (bearers[form].size() == 1 && form != unit.name && !Contains(unit.aliases, form))
        unit.aliases.push_back(form);
    }
  }
}

bool IsOwedBy(const model::Plan& plan, const std::string& name) {
  const auto names_it = [&](const auto& owing) { return Contains(owing.units, name); };
  return std::any_of(plan.items.begin(), plan.items.end(), names_it) ||
         std::any_of(plan.areas.begin(), plan.areas.end(), names_it);
}

void ProposeClasses(const model::Plan& plan, const extractors::LexiconIndex& lexicon,
                    const std::set<std::string>& open_classes, Proposal* proposal) {
  for (const std::string& name : open_classes) {
    if (!IsOwedBy(plan, name)) continue;
    size_t members = 0;
    for (ProposedUnit& unit : proposal->units) {
      if (IsLocal(unit) || !lexicon.HasWord("survey_department_classes", name)) continue;
      unit.proposed_classes.push_back(name);
      ++members;
    }
    proposal->doubts.push_back(
        members == 0 ? Msg("the plan speaks of {} and leaves open who they are: give `classes` to the units "
                           "that are meant",
                           name)
                     : Msg("the plan speaks of {} and leaves open who they are: all {} departments that were "
                           "found are proposed; take it out of `classes` of those that are not meant",
                           name, members));
  }
}

}  // namespace

void FinishUnits(const model::Plan& plan, const NameMatcher& names, const extractors::LexiconIndex& lexicon,
                 const std::set<std::string>& open_classes, Proposal* proposal) {
  NameWhole(names, &proposal->units);
  AddShortNames(plan, names, &proposal->units);
  ProposeClasses(plan, lexicon, open_classes, proposal);
}

}  // namespace mingcha::survey
