#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/plan.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// Doubts beyond what makes a plan unusable: items without enough examples, laws and addresses nobody
/// verified, units that are crawled nowhere, sites nobody owns. Sorted; none of them stops a run. Places are
/// those of the entries.
[[nodiscard]] std::vector<Diagnostic> LintPlan(const model::Plan& plan);

/// Doubts of one kind in one file of a plan that a folder extends.
struct DoubtGroup {
  std::string file;
  base::Message expected;
  size_t count = 0;
};

/// Takes out of `doubts` those that stand in files of the plans which `folder` extends: whoever keeps the
/// folder has not written them. `files`: model::Plan::files. They are counted by file and by what was
/// expected, in the order of their first.
[[nodiscard]] std::vector<DoubtGroup> TakeInherited(std::string_view folder,
                                                    const std::vector<std::string>& files,
                                                    std::vector<Diagnostic>* doubts);

}  // namespace mingcha::rules
