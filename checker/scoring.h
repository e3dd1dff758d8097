#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/sampling.h"
#include "model/run.h"

namespace mingcha::checker {

/// Counts and points per unit, in the plan's order, every unit that exists at as-of with its score or the
/// reason why it has none (settled 19, 22). Indicators of the plan decide where there are any
/// (docs/scoring.md); else per area: completeness = met / (met + missing), elements = shown / asked,
/// timeliness = on time / (on time
/// + late), each times its part of the area's points; a part to which nothing applies shares its weight out.
/// What is for review, undeterminable, unverifiable, pending, exempt or declared absent is in no denominator.
/// What lateness and missing elements take from one obligation never exceeds that obligation's share.
[[nodiscard]] std::vector<model::UnitScore> ScoreUnits(const CheckIndex& index, const Cases& cases,
                                                       const std::vector<model::Finding>& findings,
                                                       const Restriction& restriction);

}  // namespace mingcha::checker
