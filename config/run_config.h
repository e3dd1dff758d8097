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
  std::optional<int> due_soon = {};   ///< Working days ahead; 1 to 250.
  std::string previous = {};          ///< Folder of the round before, relative to the working folder.

  [[nodiscard]] std::map<std::string, std::string> Recorded() const;
};

/// The plan with the flags applied. kInvalidInput for a date or window that is none, an unknown unit (known
/// ones are named).
[[nodiscard]] base::Result<model::Plan> ApplyFlags(model::Plan plan, const RunFlags& flags);

/// The plan narrowed to what concerns one unit (self-check): judged is only the unit; crawled are its own
/// sites, the stretches of shared sites that are its places (and only these stretches, where each has a
/// path), and the sites of channels that must carry its items. Sites without part in its verdicts are not
/// crawled. `unit` is an id.
[[nodiscard]] model::Plan OnlyConcerning(model::Plan plan, const std::string& unit);
/// The id of a unit by id, name or alias. kInvalidInput, naming the known ones.
[[nodiscard]] base::Result<std::string> UnitId(const model::Plan& plan, const std::string& name);

/// The plan's calendar. Errors as WorkdayCalendar::Create.
[[nodiscard]] base::Result<base::WorkdayCalendar> MakeCalendar(const model::Plan& plan);

/// What the crawler needs of a plan: sites, budgets, compiled path rules, challenge phrases in the encodings
/// pages use. kInvalidInput if no site is to be crawled or a pattern is bad.
[[nodiscard]] base::Result<crawler::CrawlOptions> MakeCrawlOptions(const model::Plan& plan);

}  // namespace mingcha::config
