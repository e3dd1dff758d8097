#pragma once

#include <string>
#include <vector>

#include "model/assessment.h"
#include "model/review_act.h"
#include "model/run.h"

namespace mingcha::review {

/// Puts what reviewers decided into the registers that the checker reads: the last ruling on a finding as a
/// row of `overrides` (in the place of one that the configuration gave on the same day or before), and every
/// publication that was seen as a row of `manual`. To reopen takes back the rulings and publications before
/// it on that finding.
void ApplyActs(const std::vector<model::ReviewAct>& acts, model::Registers* registers);

/// Puts remarks and handed-in evidence beside the findings they are about, open or closed: a sentence each
/// among the details, and every kept file among the evidence, with its digest.
void AddRemarks(const std::vector<model::ReviewAct>& acts, model::CheckResult* result);

}  // namespace mingcha::review
