#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/context.h"
#include "cli/progress.h"
#include "model/plan.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// What the verbs share that make a whole assessment: `assess` and `self-check`.

/// What can be known to be wrong with a plan before the first request is made: days that the calendar does
/// not know, settings that no crawl can be made of.
[[nodiscard]] base::Status CheckPlan(const model::Plan& plan);

/// A new assessment in `folder`, or, with `resume`, the one that stands there. kInvalidInput: one stands
/// there and it is not to be gone on with.
[[nodiscard]] base::Result<std::unique_ptr<store::Assessment>> OpenForRun(const std::string& folder,
                                                                          bool resume);

/// Crawl, rendering, extraction, check and reports, in this order.
[[nodiscard]] base::Status RunStages(const Context& context, const model::Plan& plan,
                                     store::Assessment* assessment, const CrawlOutputs& outputs = {});

}  // namespace mingcha::cli
