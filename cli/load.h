#pragma once

#include <optional>
#include <string>

#include "cli/context.h"
#include "cli/progress.h"
#include "cli/verb.h"
#include "config/run_config.h"
#include "model/plan.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// Loads a configuration folder. Prints every error (all in one pass) and gives nothing if there is any;
/// warnings are not printed.
[[nodiscard]] std::optional<model::Plan> LoadPlanOrReport(const Context& context, const std::string& folder);

/// --as-of, --window and --unit.
void AddRunFlags(Verb verb, const Context* context, config::RunFlags* flags, std::string* as_of,
                 std::string* window);

/// --metrics and --events.
void AddCrawlOutputs(Verb verb, const Context* context, CrawlOutputs* outputs);

/// --previous.
void AddPreviousFlag(Verb verb, const Context* context, config::RunFlags* flags);

/// Puts the round before in front of a new assessment: the folder that --previous names, else `previous:` of
/// the configuration (relative to it). Nothing if there is none, or if it was carried over before and the
/// flag does not ask for another.
[[nodiscard]] base::Status CarryPrevious(const Context& context, const model::Plan& plan,
                                         const config::RunFlags& flags, const std::string& config_path,
                                         store::Assessment* assessment);

/// `ca_file:` of the configuration, found beside it and looked into; empty: none is named. kInvalidInput for
/// a file that holds no certificate.
[[nodiscard]] base::Result<std::string> AuthoritiesFile(const model::Plan& plan,
                                                        const std::string& config_path);

/// Notes a run in the assessment: plan, flags, configuration digest, audit line.
[[nodiscard]] base::Status PrepareRun(const Context& context, const model::Plan& plan,
                                      const config::RunFlags& flags, const std::string& config_path,
                                      const std::string& verb, store::Assessment* assessment);

}  // namespace mingcha::cli
