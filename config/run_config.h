#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/workday_calendar.h"
#include "crawler/crawl_options.h"
#include "model/plan.h"

namespace mingcha::config {

/// What the command line says beside the configuration; flags win and are recorded in the run.
struct RunFlags {
  std::optional<std::string> as_of;   ///< `YYYY-MM-DD`
  std::optional<std::string> window;  ///< `A..B`
  std::vector<std::string> units;     ///< Ids or names.

  [[nodiscard]] std::map<std::string, std::string> Recorded() const;
};

/// The plan with the flags applied. kInvalidInput for a date or window that is none, an unknown unit (known
/// ones are named).
[[nodiscard]] base::Result<model::Plan> ApplyFlags(model::Plan plan, const RunFlags& flags);

/// The plan's calendar. Errors as WorkdayCalendar::Create.
[[nodiscard]] base::Result<base::WorkdayCalendar> MakeCalendar(const model::Plan& plan);

/// What the crawler needs of a plan: sites, budgets, compiled path rules, challenge phrases in the encodings
/// pages use. kInvalidInput if no site is to be crawled or a pattern is bad.
[[nodiscard]] base::Result<crawler::CrawlOptions> MakeCrawlOptions(const model::Plan& plan);

}  // namespace mingcha::config
