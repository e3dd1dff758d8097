#pragma once

#include <string>
#include <vector>

#include "checker/check_index.h"
#include "checker/places.h"

namespace mingcha::checker {

/// What does not add up in the fixed tables of annual reports (report_arithmetic): the balance of requests,
/// the sums of rows and columns, what was carried from one year's report into the next, and decisions
/// reported against decisions published.
[[nodiscard]] std::vector<model::Finding> ReportFindings(const CheckIndex& index, const PlaceGuard& guard);

/// The identities of one report's rows that do not hold, each as a sentence. Pure; rows that are absent are
/// not asked for.
[[nodiscard]] std::vector<base::Message> BrokenSums(const std::vector<model::ReportRow>& rows);

}  // namespace mingcha::checker
