#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/coverage.h"
#include "checker/places.h"

namespace mingcha::checker {

/// What is wrong with where things stand: misplaced pages, columns without news or entries, links to hosts
/// outside, defects of site codes, footers and index numbers.
[[nodiscard]] std::vector<model::Finding> ColumnFindings(const CheckIndex& index, const Cases& cases,
                                                         const std::vector<SiteReach>& reach,
                                                         const PlaceGuard& guard);

/// The rule of a column of this name: the first one of which a word is in it and no exception. Null: none.
[[nodiscard]] const model::ColumnRule* RuleOfColumn(const model::Inspection& inspection,
                                                    std::string_view name);

}  // namespace mingcha::checker
