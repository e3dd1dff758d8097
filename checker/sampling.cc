#include "checker/sampling.h"

#include <algorithm>

#include "checker/places.h"

namespace mingcha::checker {
namespace {

std::set<std::string> IdsOf(const model::SampleDraw& draw) {
  std::set<std::string> ids;
  for (const auto& entry : draw.drawn) ids.insert(entry.id);
  return ids;
}

void Narrow(const std::set<std::string>& drawn, std::optional<std::set<std::string>>* allowed) {
  if (!*allowed) {
    *allowed = drawn;
    return;
  }
  std::erase_if(**allowed, [&](const std::string& id) { return !drawn.contains(id); });
}

}  // namespace

bool Restriction::Allows(const Case& owed) const {
  if (areas && !areas->contains(owed.item->area)) return false;
  if (units && !owed.record.shown_unit.empty() && !units->contains(owed.record.shown_unit)) return false;
  return !groups || !owed.group || groups->contains(*owed.group);
}

bool Restriction::Allows(const CheckIndex& index, const model::Finding& finding) const {
  const model::Item* item = index.Item(finding.item);
  if (areas && item != nullptr && !areas->contains(item->area)) return false;
  return !units || finding.unit.empty() || units->contains(finding.unit);
}

std::vector<Candidate> AreaCandidates(const model::Plan& plan) {
  std::vector<Candidate> list;
  for (const auto& area : plan.areas) list.push_back({area.id, area.name, ""});
  return list;
}

std::vector<Candidate> UnitCandidates(const CheckIndex& index) {
  std::vector<Candidate> list;
  for (const auto& unit : index.plan.units) {
    if (unit.scored && index.Canonical(unit.id) == unit.id) list.push_back({unit.id, unit.name, unit.id});
  }
  return list;
}

std::vector<Candidate> ProjectCandidates(const std::vector<model::ProjectLifecycle>& projects) {
  std::vector<Candidate> list;
  list.reserve(projects.size());
  for (const auto& project : projects)
    list.push_back({project.id, project.name, project.units.empty() ? "" : project.units.front()});
  return list;
}

std::vector<Candidate> PageCandidates(const CheckIndex& index) {
  const OwnersOfUrls owners(index);
  std::vector<Candidate> list;
  for (const auto& facts : index.input.facts) {
    const auto* page = index.Page(facts.page_id);
    if (page == nullptr || facts.kind != model::PageKind::kDetail) continue;
    list.push_back({page->url, facts.title ? facts.title->value : std::string(),
                    std::string(owners.Of(page->site, page->url))});
  }
  return list;
}

std::vector<Candidate> OfUnits(const model::Plan& plan, const model::DrawSpec& spec,
                               std::vector<Candidate> candidates) {
  if (spec.units.empty()) return candidates;
  const auto units = model::ExpandUnits(plan, spec.units);
  std::erase_if(candidates, [&](const Candidate& one) {
    return std::find(units.begin(), units.end(), one.unit) == units.end();
  });
  return candidates;
}

std::vector<model::SampleDraw> DrawOfPlan(const CheckIndex& index, Restriction* restriction) {
  std::vector<model::SampleDraw> draws;
  for (const auto& spec : index.plan.assessment.draws) {
    if (spec.kind == model::DrawKind::kAreas) {
      draws.push_back(Draw(spec, AreaCandidates(index.plan)));
      if (spec.restricts) Narrow(IdsOf(draws.back()), &restriction->areas);
    } else if (spec.kind == model::DrawKind::kUnits) {
      draws.push_back(Draw(spec, OfUnits(index.plan, spec, UnitCandidates(index))));
      if (spec.restricts) Narrow(IdsOf(draws.back()), &restriction->units);
    }
  }
  return draws;
}

std::vector<model::SampleDraw> DrawOfFound(const CheckIndex& index, const LifecycleMatrix& matrix,
                                           Restriction* restriction) {
  std::vector<model::SampleDraw> draws;
  for (const auto& spec : index.plan.assessment.draws) {
    if (spec.kind == model::DrawKind::kPages) {
      draws.push_back(Draw(spec, OfUnits(index.plan, spec, PageCandidates(index))));
    } else if (spec.kind == model::DrawKind::kProjects) {
      draws.push_back(Draw(spec, OfUnits(index.plan, spec, ProjectCandidates(matrix.rows()))));
      if (spec.restricts) Narrow(IdsOf(draws.back()), &restriction->projects);
    }
  }
  if (restriction->projects) {
    restriction->groups.emplace();
    for (const auto& [group, id] : matrix.ids()) {
      if (restriction->projects->contains(id)) restriction->groups->insert(group);
    }
  }
  return draws;
}

}  // namespace mingcha::checker
