#include <filesystem>
#include <memory>
#include <ostream>

#include "cli/files.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/stored_round.h"
#include "cli/verbs.h"
#include "cli/whole_run.h"
#include "config/run_config.h"
#include "reports/todo.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::Msg;

struct Arguments {
  std::string config, out, unit;
  config::RunFlags flags;
  std::string as_of, window;
  bool resume = false;
};

/// The year so far, if neither configuration nor flags set a window: a department wants no long answer.
void DefaultWindow(const model::Plan& plan, config::RunFlags* flags) {
  if (plan.assessment.window || flags->window) return;
  const base::Date today = base::ChinaDate(base::SystemClock().Now());
  flags->window = std::to_string(today.year()) + "-01-01.." + today.Iso();
}

base::Result<model::Plan> PlanFor(model::Plan loaded, const Arguments& args, std::string* unit) {
  config::RunFlags flags = args.flags;
  DefaultWindow(loaded, &flags);
  ASSIGN_OR_RETURN(model::Plan plan, config::ApplyFlags(std::move(loaded), flags));
  ASSIGN_OR_RETURN(*unit, config::UnitId(plan, args.unit));
  plan = config::OnlyConcerning(std::move(plan), *unit);
  RETURN_IF_ERROR(CheckPlan(plan));
  return plan;
}

base::Status WriteTodo(const Context& context, const model::Plan& plan, const std::string& unit,
                       store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StoredRound> round, LoadRound(plan, assessment));
  const reports::ReportInput input = round->Input(context);
  const reports::ReportView view(input);
  const reports::TodoList todo = reports::TodoOf(view, unit);
  ASSIGN_OR_RETURN(const std::string book,
                   reports::WriteWorkbook(view.UnitName(unit), reports::TodoSheets(todo, view)));
  const fs::path folder = assessment->reports_folder();
  RETURN_IF_ERROR(WriteFile(folder / "todo.html", reports::TodoHtml(todo, view)));
  RETURN_IF_ERROR(WriteFile(folder / "todo.xlsx", book));
  RETURN_IF_ERROR(assessment->RefreshManifest());
  *context.out << reports::TodoText(todo, view) << "\n"
               << context.Say(Msg("report: {}", (folder / "todo.html").string())) << "\n";
  return {};
}

int SelfCheck(const Context& context, const Arguments& args) {
  auto loaded = LoadPlanOrReport(context, args.config);
  if (!loaded) return kBadInput;
  std::string unit;
  const auto plan = PlanFor(std::move(*loaded), args, &unit);
  if (!plan) return context.Report(plan.error());
  auto assessment = OpenForRun(args.out, args.resume);
  if (!assessment) return context.Report(assessment.error());
  config::RunFlags recorded = args.flags;
  recorded.units = {unit};
  if (const auto prepared =
          PrepareRun(context, *plan, recorded, args.config, "self-check", assessment->get());
      !prepared)
    return context.Report(prepared.error());
  if (const auto done = RunStages(context, *plan, assessment->get()); !done)
    return context.Report(done.error());
  if (const auto written = WriteTodo(context, *plan, unit, assessment->get()); !written)
    return context.Report(written.error());
  const auto code = ExitCodeOf(assessment->get());
  return code ? *code : context.Report(code.error());
}

}  // namespace

void AddSelfCheck(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "self-check",
      context->Say(
          Msg("a department checks itself: crawls only what concerns it and prints what is to be done")));
  auto args = std::make_shared<Arguments>();
  verb.Add("CONFIG", args->config, context->Say(Msg("configuration folder, with assessment.yaml in it")))
      .Required();
  verb.Add("--unit", args->unit, context->Say(Msg("the unit: id, name or short name"))).Required();
  verb.Add("--out", args->out, context->Say(Msg("assessment folder to make"))).Required();
  verb.Add("--as-of", args->as_of,
           context->Say(Msg("the day the verdicts speak of, YYYY-MM-DD; default: the day the crawl ended")));
  verb.Add("--window", args->window,
           context->Say(Msg("what falls due inside it is judged: YYYY-MM-DD..YYYY-MM-DD")));
  verb.Flag("--resume", args->resume, context->Say(Msg("go on with an assessment that was stopped")));
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha self-check config/baodi --unit zjw --out out/zjw\n");
  verb.OnParsed([=] {
    if (!args->as_of.empty()) args->flags.as_of = args->as_of;
    if (!args->window.empty()) args->flags.window = args->window;
    *action = [=] { return SelfCheck(*context, *args); };
  });
}

}  // namespace mingcha::cli
