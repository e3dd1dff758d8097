#pragma once

#include <vector>

#include "checker/case.h"
#include "model/history.h"
#include "model/run.h"

namespace mingcha::checker {

class LimitTable;

/// What evaluators decided (register of overrides): confirmed findings leave review, amended ones take the
/// days or unit entered, dismissed ones leave the findings for `closed` and their obligation counts as kept.
/// A ruling about no finding of this run is itself told (exemption_fault, for review). Every ruling names
/// who, when and why in the finding's details.
void ApplyRulings(const CheckIndex& index, Cases* cases, std::vector<model::Finding>* findings,
                  std::vector<model::ClosedFinding>* closed);

/// Compares with the findings of the round before: new or persisting, and for each that does not stand any
/// more fixed, lawfully expired, suspiciously removed, or not judged now. Without an earlier round nothing
/// changes.
void CompareRounds(const CheckIndex& index, const LimitTable& limits, const Cases& cases,
                   std::vector<model::Finding>* findings, std::vector<model::ClosedFinding>* closed);

}  // namespace mingcha::checker
