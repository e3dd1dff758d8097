#include <memory>
#include <ostream>

#include "base/signature.h"
#include "cli/files.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "cli/version.h"
#include "cli/whole_run.h"
#include "config/run_config.h"
#include "store/seal.h"

namespace mingcha::cli {
namespace {

using base::Msg;

struct Arguments {
  std::string config, out;
  config::RunFlags flags;
  std::string as_of, window;
  CrawlOutputs outputs;
  std::string sign;
  bool resume = false;
};

/// What can be known to be wrong before the first request is made.
base::Status CheckBeforehand(const model::Plan& plan, const Arguments& args) {
  RETURN_IF_ERROR(CheckPlan(plan));
  RETURN_IF_ERROR(AuthoritiesFile(plan, args.config));
  if (args.sign.empty()) return {};
  ASSIGN_OR_RETURN(const std::string key, ReadFile(args.sign));
  RETURN_IF_ERROR(base::SignBytes(key, "a trial"));
  return {};
}

int Assess(const Context& context, const Arguments& args) {
  auto loaded = LoadPlanOrReport(context, args.config);
  if (!loaded) return kBadInput;
  auto plan = config::ApplyFlags(std::move(*loaded), args.flags);
  if (!plan) return context.Report(plan.error());
  if (const auto fit = CheckBeforehand(*plan, args); !fit) return context.Report(fit.error());
  auto assessment = OpenForRun(args.out, args.resume);
  if (!assessment) return context.Report(assessment.error());
  if (const auto prepared = PrepareRun(context, *plan, args.flags, args.config, "assess", assessment->get());
      !prepared)
    return context.Report(prepared.error());
  if (const auto carried = CarryPrevious(context, *plan, args.flags, args.config, assessment->get());
      !carried)
    return context.Report(carried.error());
  if (const auto done = RunStages(context, *plan, assessment->get(), args.outputs); !done)
    return context.Report(done.error());
  if (const auto printed = PrintSummary(context, *plan, assessment->get()); !printed)
    return context.Report(printed.error());
  if (!args.sign.empty()) {
    if (const auto signed_it = store::SignManifest(args.out, args.sign); !signed_it)
      return context.Report(signed_it.error());
    *context.err << context.Say(Msg("signed: {}", args.out + "/manifest.json.sig")) << "\n";
  }
  const auto code = ExitCodeOf(assessment->get());
  return code ? *code : context.Report(code.error());
}

}  // namespace

void AddAssess(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub("assess", context->Say(Msg("the whole job: crawl, archive, extract, check, report")));
  auto args = std::make_shared<Arguments>();
  verb.Add("CONFIG", args->config, context->Say(Msg("configuration folder, with assessment.yaml in it")))
      .Required();
  verb.Add("--out", args->out, context->Say(Msg("assessment folder to make"))).Required();
  AddRunFlags(verb, context, &args->flags, &args->as_of, &args->window);
  AddCrawlOutputs(verb, context, &args->outputs);
  AddPreviousFlag(verb, context, &args->flags);
  verb.Add("--sign", args->sign,
           context->Say(Msg("private key (PEM): signs manifest.json when all is done")));
  verb.Flag("--resume", args->resume, context->Say(Msg("go on with an assessment that was stopped")));
  verb.Footer(
      context->Say(Msg("examples:")) +
      "\n  mingcha assess config/baodi --out out/2025 --window 2025-01-01..2025-12-31 --as-of 2026-01-31"
      "\n  mingcha assess my-round --out out/check --unit zjw\n");
  verb.OnParsed([=] {
    if (!args->as_of.empty()) args->flags.as_of = args->as_of;
    if (!args->window.empty()) args->flags.window = args->window;
    *action = [=] { return Assess(*context, *args); };
  });
}

}  // namespace mingcha::cli
