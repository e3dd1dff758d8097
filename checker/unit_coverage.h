#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/places.h"
#include "model/draw.h"

namespace mingcha::checker {

/// For every unit that exists at as-of: how far its own places were read, and how many of its obligations
/// could not be judged for that. Cases must be judged. In the plan's order.
[[nodiscard]] std::vector<model::UnitCoverage> CoverageOfUnits(const CheckIndex& index,
                                                               const std::vector<SiteReach>& reach,
                                                               const PlaceGuard& guard, const Cases& cases);

}  // namespace mingcha::checker
