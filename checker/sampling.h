#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/case.h"
#include "checker/draw.h"
#include "checker/lifecycle.h"

namespace mingcha::checker {

/// What the restricting draws of an assessment leave to be judged. Absent: everything.
struct Restriction {
  std::optional<std::set<std::string>> areas, units;
  std::optional<std::set<std::string>> projects;  ///< Ids of the lifecycle matrix.
  std::optional<std::set<size_t>> groups;         ///< The same as groups of the project join.

  [[nodiscard]] bool Allows(const Case& owed) const;
  [[nodiscard]] bool Allows(const CheckIndex& index, const model::Finding& finding) const;
};

/// Areas, or units that are scored, as candidates.
[[nodiscard]] std::vector<Candidate> AreaCandidates(const model::Plan& plan);
[[nodiscard]] std::vector<Candidate> UnitCandidates(const CheckIndex& index);
/// Projects of the matrix; the stratum is the first unit charged.
[[nodiscard]] std::vector<Candidate> ProjectCandidates(const std::vector<model::ProjectLifecycle>& projects);
/// Detail pages that were read, by URL.
[[nodiscard]] std::vector<Candidate> PageCandidates(const CheckIndex& index);

/// Leaves candidates of the spec's units only (classes expanded); all if it names none.
[[nodiscard]] std::vector<Candidate> OfUnits(const model::Plan& plan, const model::DrawSpec& spec,
                                             std::vector<Candidate> candidates);

/// Makes the plan's draws of areas and units, which need no pages; narrows `restriction`.
[[nodiscard]] std::vector<model::SampleDraw> DrawOfPlan(const CheckIndex& index, Restriction* restriction);
/// Makes the plan's draws of projects and pages from what was found; narrows `restriction`.
[[nodiscard]] std::vector<model::SampleDraw> DrawOfFound(const CheckIndex& index,
                                                         const LifecycleMatrix& matrix,
                                                         Restriction* restriction);

}  // namespace mingcha::checker
