#pragma once

#include <vector>

#include "model/plan.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// Doubts beyond what makes a plan unusable: items without enough examples, laws and addresses nobody
/// verified, units that are crawled nowhere, sites nobody owns. Sorted; none of them stops a run. Places are
/// those of the entries.
[[nodiscard]] std::vector<Diagnostic> LintPlan(const model::Plan& plan);

}  // namespace mingcha::rules
