#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/context.h"
#include "model/disclosure.h"
#include "model/plan.h"
#include "reports/report_input.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// Everything a report is rendered from, read out of one assessment folder and owned together. Address
/// stable: hold it by unique_ptr, because inputs borrow from it.
struct StoredRound {
  model::Plan plan;
  model::RunManifest manifest;
  store::StoredCheck check;
  std::vector<model::Disclosure> disclosures;
  std::vector<model::PageRecord> pages;

  [[nodiscard]] reports::ReportInput Input(const Context& context) const;
};

/// Reads a round, from a folder opened by the caller. Errors as the store's Load functions.
[[nodiscard]] base::Result<std::unique_ptr<StoredRound>> LoadRound(model::Plan plan,
                                                                   store::Assessment* assessment);
/// Opens a folder for reading and reads it with its stored plan.
[[nodiscard]] base::Result<std::unique_ptr<StoredRound>> LoadRound(const std::string& folder);

}  // namespace mingcha::cli
