#pragma once

#include <optional>
#include <vector>

#include "checker/case.h"
#include "model/history.h"

namespace mingcha::checker {

/// What is wrong with an exemption by itself (domain.md 1.4).
struct ExemptionFlaw {
  base::Message reason;
  bool is_void = false;  ///< It never excused anything; else it was sound, but its review was not done.
};
/// nullopt if nothing is: known and accepted ground, decided by somebody in time, not past its review.
[[nodiscard]] std::optional<ExemptionFlaw> FlawOf(const CheckIndex& index, const model::ExemptionRow& row);

/// After a case that a flawed exemption names was judged as if there were none: a void one leaves a gap that
/// is for review, one past its review leaves it open. Notes the flaw in either case.
void JudgeDespite(const model::ExemptionRow& row, const ExemptionFlaw& flaw, Case* owed);

/// Findings of site inspection that the register exempts: its `item` is their kind, its `subject` the place
/// (a name of the column, or the beginning of an address). Sound rows move them to `closed`, flawed ones put
/// them up for review.
void ExcuseInspection(const CheckIndex& index, std::vector<model::Finding>* findings,
                      std::vector<model::ClosedFinding>* closed);

}  // namespace mingcha::checker
