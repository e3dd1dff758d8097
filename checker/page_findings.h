#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/places.h"
#include "checker/verdicts.h"

namespace mingcha::checker {

/// Findings about pages and registers rather than obligations: dead_link, privacy_leak, date_conflict,
/// page_tags, exemption_fault. Unsorted.
[[nodiscard]] std::vector<model::Finding> PageFindings(const CheckIndex& index, const Cases& cases,
                                                       const PlaceGuard& guard, const VerdictEngine& engine);

}  // namespace mingcha::checker
