#include "cli/whole_run.h"

#include <filesystem>

#include "base/clock.h"
#include "base/workday_calendar.h"
#include "checker/check.h"
#include "cli/pipeline.h"
#include "config/run_config.h"

namespace mingcha::cli {

base::Status CheckPlan(const model::Plan& plan) {
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, config::MakeCalendar(plan));
  const base::Date as_of = plan.assessment.as_of.value_or(base::ChinaDate(base::SystemClock().Now()));
  RETURN_IF_ERROR(checker::CheckRange(calendar, as_of, *plan.assessment.window));
  RETURN_IF_ERROR(config::MakeCrawlOptions(plan));
  return {};
}

base::Result<std::unique_ptr<store::Assessment>> OpenForRun(const std::string& folder, bool resume) {
  const bool exists = std::filesystem::exists(std::filesystem::path(folder) / "assessment.db");
  if (exists && !resume) {
    return base::Fail(base::ErrorCode::kInvalidInput,
                      "{} holds an assessment already; add --resume to go on with it, or name another folder",
                      folder);
  }
  return exists ? store::Assessment::Open(folder, store::OpenMode::kReadWrite)
                : store::Assessment::Create(folder);
}

base::Status RunStages(const Context& context, const model::Plan& plan, store::Assessment* assessment,
                       const CrawlOutputs& outputs) {
  const base::SystemClock clock;
  RETURN_IF_ERROR(RunCrawlAndRender(context, clock, plan, assessment, outputs));
  RETURN_IF_ERROR(RunExtract(context, plan, assessment));
  RETURN_IF_ERROR(RunCheck(context, plan, assessment));
  return RunReport(context, plan, assessment);
}

}  // namespace mingcha::cli
