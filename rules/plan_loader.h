#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/plan.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// What a configuration folder gave.
struct LoadOutcome {
  model::Plan plan;                ///< Fit for use only if `errors` is empty; else as much as could be read.
  std::vector<Diagnostic> errors;  ///< All of them, by file and line.
  std::vector<Diagnostic> warnings;  ///< Doubts that do not stop a run.

  [[nodiscard]] bool ok() const { return errors.empty(); }
};

/// Reads a configuration folder, everything it extends, its calendar, language, CMS profiles and registers,
/// merges them (config/README.md) and checks every reference. All faults are found in one pass. Reads files
/// only; any thread. Never throws.
[[nodiscard]] LoadOutcome LoadPlan(const std::filesystem::path& folder);

}  // namespace mingcha::rules
