#include "cli/load.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "cli/files.h"
#include "cli/pipeline.h"
#include "cli/version.h"
#include "rules/plan_loader.h"
#include "rules/register_table.h"

namespace mingcha::cli {

std::optional<model::Plan> LoadPlanOrReport(const Context& context, const std::string& folder) {
  rules::LoadOutcome outcome = rules::LoadPlan(folder);
  if (outcome.ok()) {
    const auto left =
        std::count_if(outcome.warnings.begin(), outcome.warnings.end(),
                      [](const auto& warning) { return warning.expected.format == rules::kRowOfRegister; });
    if (left > 0)
      *context.err << context.Say(base::Msg("{} rows of registers were left out as totals or notes; `mingcha "
                                            "rules lint {}` names each",
                                            left, folder))
                   << "\n";
    return std::move(outcome.plan);
  }
  const base::Catalogue english;
  const base::Catalogue& words = context.lang == base::Lang::kZh ? context.chinese : english;
  if (context.json) {
    for (const rules::Diagnostic& error : outcome.errors) {
      const std::string text = rules::RenderDiagnostic(error, words);
      *context.err
          << boost::json::serialize(boost::json::object{
                 {"error",
                  {{"file", error.file}, {"line", error.line}, {"key", error.key}, {"message", text}}}})
          << "\n";
    }
  } else {
    for (const std::string& text : rules::RenderDiagnostics(outcome.errors, words))
      *context.err << text << "\n";
  }
  *context.err << context.Say(
                      base::Msg("{} errors in the configuration; nothing was run", outcome.errors.size()))
               << "\n";
  return std::nullopt;
}

void AddRunFlags(Verb verb, const Context* context, config::RunFlags* flags, std::string* as_of,
                 std::string* window) {
  verb.Add(
      "--as-of", *as_of,
      context->Say(base::Msg("the day the verdicts speak of, YYYY-MM-DD; default: the day the crawl ended")));
  verb.Add("--window", *window,
           context->Say(base::Msg("what falls due inside it is judged: YYYY-MM-DD..YYYY-MM-DD")));
  verb.Add("--unit", flags->units,
           context->Say(base::Msg("judge only this unit (id or name); may be repeated")));
}

void AddCrawlOutputs(Verb verb, const Context* context, CrawlOutputs* outputs) {
  verb.Add("--metrics", outputs->metrics_file,
           context->Say(base::Msg("keeps this file up to date for Prometheus (docs/metrics.md)")));
  verb.Add("--events", outputs->events_file,
           context->Say(base::Msg("appends one JSON line a page to this file")));
}

void AddPreviousFlag(Verb verb, const Context* context, config::RunFlags* flags) {
  verb.Add("--previous", flags->previous,
           context->Say(base::Msg("assessment folder of the round before: its history and unchanged pages "
                                  "are carried over; wins over `previous:` of the configuration")));
}

base::Status CarryPrevious(const Context& context, const model::Plan& plan, const config::RunFlags& flags,
                           const std::string& config_path, store::Assessment* assessment) {
  std::string folder = flags.previous;
  if (folder.empty()) {
    if (plan.assessment.previous.empty()) return {};
    ASSIGN_OR_RETURN(const std::vector<model::Round> before, assessment->RoundsBefore());
    if (!before.empty()) return {};  // It was carried over when the run began; the folder may be gone.
    folder = (std::filesystem::path(config_path) / plan.assessment.previous).lexically_normal().string();
  }
  *context.err << context.Say(base::Msg("going on from the round in {}", folder)) << "\n";
  return assessment->CarryOver(folder);
}

base::Result<std::string> AuthoritiesFile(const model::Plan& plan, const std::string& config_path) {
  if (plan.assessment.ca_file.empty()) return std::string();
  std::string path =
      (std::filesystem::path(config_path) / plan.assessment.ca_file).lexically_normal().string();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  if (text.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    return base::Fail(base::ErrorCode::kInvalidInput,
                      "{}: named as ca_file, but it holds no certificate in PEM. Convert it with `openssl "
                      "x509 -inform der`, or take the key out of the configuration.",
                      path);
  }
  return path;
}

base::Status PrepareRun(const Context& context, const model::Plan& plan, const config::RunFlags& flags,
                        const std::string& config_path, const std::string& verb,
                        store::Assessment* assessment) {
  model::RunManifest manifest = ManifestOf(assessment);
  manifest.id = plan.assessment.id;
  manifest.tool_version = ToolVersion();
  manifest.config_digest = plan.digest;
  manifest.config_path = config_path;
  manifest.calendar = plan.calendar.name;
  manifest.flags = flags.Recorded();
  RETURN_IF_ERROR(assessment->SavePlan(plan));
  RETURN_IF_ERROR(assessment->SaveManifest(manifest));
  return assessment->AppendAudit(base::SystemClock().Now(), verb, {context.command_line});
}

}  // namespace mingcha::cli
