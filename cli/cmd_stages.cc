#include <charconv>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <utility>

#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "cli/why.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Msg;
using Stage = std::function<base::Status(const Context&, const model::Plan&, store::Assessment*)>;

struct Arguments {
  std::string folder, config, as_of, window;
  config::RunFlags flags;
  CrawlOutputs outputs;
  std::string why;
};

/// The stored plan, or the folder's if --config was given; flags applied either way and recorded.
base::Result<model::Plan> PlanFor(const Context& context, const Arguments& args, const std::string& verb,
                                  store::Assessment* assessment) {
  model::Plan plan;
  config::RunFlags flags = args.flags;
  std::string config_path = ManifestOf(assessment).config_path;
  if (!args.config.empty()) {
    auto loaded = LoadPlanOrReport(context, args.config);
    if (!loaded)
      return base::Fail(ErrorCode::kInvalidInput, "the configuration {} cannot be used", args.config);
    plan = std::move(*loaded);
    config_path = args.config;
  } else {
    ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
    plan = std::move(stored.plan);
  }
  const bool changed = !args.config.empty() || !flags.Recorded().empty();
  ASSIGN_OR_RETURN(plan, config::ApplyFlags(std::move(plan), flags));
  if (changed) {
    RETURN_IF_ERROR(PrepareRun(context, plan, flags, config_path, verb, assessment));
    if (verb == "crawl") RETURN_IF_ERROR(CarryPrevious(context, plan, flags, config_path, assessment));
  } else {
    RETURN_IF_ERROR(assessment->AppendAudit(base::SystemClock().Now(), verb, {context.command_line}));
  }
  return plan;
}

base::Result<std::unique_ptr<store::Assessment>> OpenOrCreate(const Arguments& args) {
  if (!args.config.empty() &&
      !std::filesystem::exists(std::filesystem::path(args.folder) / "assessment.db")) {
    return store::Assessment::Create(args.folder);
  }
  return store::Assessment::Open(args.folder, store::OpenMode::kReadWrite);
}

/// `judged`: the exit code tells of findings.
int RunStage(const Context& context, const Arguments& args, const std::string& verb, const Stage& stage,
             bool may_create, bool judged) {
  auto assessment =
      may_create ? OpenOrCreate(args) : store::Assessment::Open(args.folder, store::OpenMode::kReadWrite);
  if (!assessment) return context.Report(assessment.error());
  const auto plan = PlanFor(context, args, verb, assessment->get());
  if (!plan) return context.Report(plan.error());
  if (const auto done = stage(context, *plan, assessment->get()); !done) return context.Report(done.error());
  if (verb != "report") {  // which wrote it anew
    if (const auto noted = (*assessment)->RefreshManifest(); !noted) return context.Report(noted.error());
  }
  if (!judged) {
    const model::RunManifest manifest = ManifestOf(assessment->get());
    return manifest.complete ? kClean : kIncomplete;
  }
  const auto code = ExitCodeOf(assessment->get());
  return code ? *code : context.Report(code.error());
}

/// Gives the verb, for options of its own, and its arguments.
std::pair<Verb, std::shared_ptr<Arguments>> AddStage(Verb app, Context* context, Action* action,
                                                     const std::string& name, const base::Message& about,
                                                     const Stage& stage, bool may_create, bool judged) {
  Verb verb = app.Sub(name, context->Say(about));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("--config", args->config,
           context->Say(Msg("read this configuration instead of the stored one (the run says so)")));
  AddRunFlags(verb, context, &args->flags, &args->as_of, &args->window);
  verb.OnParsed([=] {
    if (!args->as_of.empty()) args->flags.as_of = args->as_of;
    if (!args->window.empty()) args->flags.window = args->window;
    *action = [=] { return RunStage(*context, *args, name, stage, may_create, judged); };
  });
  return {verb, args};
}

/// What falls due next, a line each, or JSON lines.
base::Status PrintDueSoon(const Context& context, const model::Plan& plan, store::Assessment* assessment) {
  ASSIGN_OR_RETURN(const store::StoredCheck check, assessment->LoadCheck());
  for (const model::DueItem& item : check.result.due_soon) {
    if (context.json) {
      *context.out << model::ToJson(item) << "\n";
      continue;
    }
    const model::Unit* unit = plan.FindUnit(item.unit);
    const model::Item* named = plan.FindItem(item.item);
    *context.out << item.due.Iso() << "  " << context.Say(Msg("{} working days left", item.workdays_left))
                 << "  " << (unit == nullptr ? item.unit : unit->name) << "  "
                 << (named == nullptr ? item.item : named->name)
                 << (item.subject.empty() ? "" : "  " + item.subject)
                 << (item.review_only ? "  " + context.Say(Msg("(to be confirmed)")) : "") << "\n";
  }
  if (!context.json) {
    *context.err << context.Say(Msg("{} obligations fall due within {} working days",
                                    check.result.due_soon.size(), plan.assessment.due_soon_workdays))
                 << "\n";
  }
  return {};
}

/// Reads `site=N`.
base::Result<RenderBudgets> ReadBudgets(const std::vector<std::string>& texts) {
  RenderBudgets out;
  for (const std::string& text : texts) {
    const size_t equal = text.find('=');
    int pages = 0;
    if (equal != std::string::npos)
      std::from_chars(text.data() + equal + 1, text.data() + text.size(), pages);
    if (equal == std::string::npos || pages < 1 || pages > 1000)
      return base::Fail(ErrorCode::kInvalidInput, "{}: expected SITE=N with N from 1 to 1000", text);
    out[text.substr(0, equal)] = pages;
  }
  return out;
}

void AddCrawl(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "crawl",
      context->Say(Msg("fetches what still waits; with --config also starts a new assessment folder")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("--config", args->config,
           context->Say(Msg("read this configuration instead of the stored one (the run says so)")));
  verb.Add("--why", args->why,
           context->Say(Msg("asks no server: tells what the crawl makes of this address (DIR may be a "
                            "configuration folder)")));
  AddCrawlOutputs(verb, context, &args->outputs);
  AddRunFlags(verb, context, &args->flags, &args->as_of, &args->window);
  AddPreviousFlag(verb, context, &args->flags);
  verb.OnParsed([=] {
    if (!args->as_of.empty()) args->flags.as_of = args->as_of;
    if (!args->window.empty()) args->flags.window = args->window;
    *action = [=] {
      if (!args->why.empty()) return ExplainUrl(*context, args->folder, args->why);
      const Stage crawl = [=](const Context& c, const model::Plan& plan, store::Assessment* a) {
        return RunCrawl(c, base::SystemClock(), plan, a, args->outputs);
      };
      return RunStage(*context, *args, "crawl", crawl, true, false);
    };
  });
}

}  // namespace

void AddStages(Verb app, Context* context, Action* action) {
  auto budgets = std::make_shared<std::vector<std::string>>();
  const Stage render = [budgets](const Context& c, const model::Plan& plan,
                                 store::Assessment* a) -> base::Status {
    RenderWork work;
    ASSIGN_OR_RETURN(work.left, ReadBudgets(*budgets));
    if (work.left.empty()) {
      ASSIGN_OR_RETURN(work, RenderWorkOf(plan, a));
      if (work.left.empty())
        return base::Fail(ErrorCode::kInvalidInput,
                          "no site has pages to be opened: name one with --site SITE=N, or write `render: N` "
                          "in sites.yaml");
    }
    ASSIGN_OR_RETURN(const int found, RunRender(c, base::SystemClock(), plan, &work, a));
    *c.err << c.Say(Msg("{} new addresses were found", found)) << "\n";
    return {};
  };
  AddStage(app, context, action, "render",
           Msg("opens archived pages that only scripts fill in a browser; then `crawl` again"), render, false,
           false)
      .first.Add("--site", *budgets,
                 context->Say(Msg("SITE=N: site whose pages may be opened, and how many; may be repeated; "
                                  "default: `render` of the sites in the configuration")));
  auto options = std::make_shared<ReportOptions>();
  const Stage report = [options](const Context& c, const model::Plan& plan,
                                 store::Assessment* a) -> base::Status {
    RETURN_IF_ERROR(RunReport(c, plan, a, *options));
    return PrintSummary(c, plan, a);
  };
  AddCrawl(app, context, action);
  const auto [extract, extract_args] =
      AddStage(app, context, action, "extract",
               Msg("reads the archived pages again, or shows all of one page"), RunExtract, false, false);
  AddExtractPage(extract, context, action, [=, extract_args = extract_args] {
    if (!extract_args->as_of.empty()) extract_args->flags.as_of = extract_args->as_of;
    if (!extract_args->window.empty()) extract_args->flags.window = extract_args->window;
    *action = [=] { return RunStage(*context, *extract_args, "extract", RunExtract, false, false); };
  });
  auto due_soon = std::make_shared<std::optional<int>>();
  const Stage check = [due_soon](const Context& c, const model::Plan& plan,
                                 store::Assessment* a) -> base::Status {
    RETURN_IF_ERROR(RunCheck(c, plan, a));
    return due_soon->has_value() ? PrintDueSoon(c, plan, a) : base::Status();
  };
  auto [check_verb, args] =
      AddStage(app, context, action, "check", Msg("judges again from what is stored"), check, false, true);
  check_verb
      .Add(
          "--due-soon", [=, args = args](int days) { args->flags.due_soon = *due_soon = days; },
          context->Say(Msg("also prints what falls due within so many working days after the as-of day")))
      .Between(1, 250);
  Verb verb = AddStage(app, context, action, "report", Msg("writes the reports again from what is stored"),
                       report, false, true)
                  .first;
  verb.Flag("--pdf", options->pdf,
            context->Say(Msg("also a PDF of every Word document (needs LibreOffice Writer)")));
  verb.Flag(
      "--copies", options->copies,
      context->Say(Msg("also safe copies of the archived pages that findings cite, beside index.html")));
  verb.Flag("!--no-bom", options->csv_bom, context->Say(Msg("CSV files without a byte-order mark")));
  verb.Add("--trend", options->trend,
           context->Say(
               Msg("folder of an earlier round for the trend, oldest first, may be repeated; default: the "
                   "rounds that --previous of `assess` carried over")));
}

}  // namespace mingcha::cli
