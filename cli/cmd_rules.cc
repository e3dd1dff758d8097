#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <ostream>

#include "cli/load.h"
#include "cli/verbs.h"
#include "extractors/classifier.h"
#include "rules/catalogue_text.h"
#include "rules/lint.h"
#include "rules/plan_loader.h"
#include "rules/schema.h"

namespace mingcha::cli {
namespace {

using base::Msg;

int Lint(const Context& context, const std::string& folder, bool all) {
  const rules::LoadOutcome outcome = rules::LoadPlan(folder);
  std::vector<rules::Diagnostic> doubts = outcome.warnings;
  if (outcome.ok()) {
    const std::vector<rules::Diagnostic> more = rules::LintPlan(outcome.plan);
    doubts.insert(doubts.end(), more.begin(), more.end());
  }
  const size_t count = doubts.size();
  std::vector<rules::DoubtGroup> inherited;
  if (!all) inherited = rules::TakeInherited(folder, outcome.plan.files, &doubts);
  const base::Catalogue english;
  const auto tell = [&](const base::Message& what, const std::vector<rules::Diagnostic>& diagnostics) {
    const base::Catalogue& words = context.lang == base::Lang::kZh ? context.chinese : english;
    for (const std::string& text : rules::RenderDiagnostics(diagnostics, words))
      *context.out << context.Say(what) << ": " << text << "\n";
  };
  tell(Msg("error"), outcome.errors);
  tell(Msg("doubt"), doubts);
  if (!inherited.empty())
    *context.out << context.Say(
                        Msg("{} doubts in the plans it extends; --all tells each:", count - doubts.size()))
                 << "\n";
  const base::Catalogue& words = context.lang == base::Lang::kZh ? rules::ChineseMessages() : english;
  for (const rules::DoubtGroup& group : inherited)
    *context.out << "  " << group.file << ": "
                 << context.Say(Msg("{} times: expected {}", group.count, words.Render(group.expected)))
                 << "\n";
  *context.out << context.Say(Msg("{} errors, {} doubts in {} files", outcome.errors.size(), count,
                                  outcome.plan.files.size()))
               << "\n";
  return outcome.errors.empty() ? kClean : kBadInput;
}

int Test(const Context& context, const std::string& folder) {
  const auto plan = LoadPlanOrReport(context, folder);
  if (!plan) return kBadInput;
  const auto classifier = extractors::Classifier::Create(*plan);
  if (!classifier) return context.Report(classifier.error());
  const std::vector<extractors::ExampleFailure> failures = extractors::RunExamples(*plan, *classifier);
  for (const extractors::ExampleFailure& failure : failures) {
    *context.out << failure.where << ": "
                 << context.Say(failure.positive ? Msg("must match \"{}\"", failure.title)
                                                 : Msg("must not match \"{}\"", failure.title))
                 << ": " << context.Say(failure.message) << "\n";
  }
  size_t examples = 0;
  for (const model::Item& item : plan->items)
    examples += item.patterns.positive.size() + item.patterns.negative.size();
  for (const model::TitleContext& title : plan->title_contexts)
    examples += title.positive.size() + title.negative.size();
  *context.out << context.Say(Msg("{} examples, {} failed", examples, failures.size())) << "\n";
  return failures.empty() ? kClean : kFindings;
}

int List(const Context& context, const std::string& folder, bool markdown) {
  const auto plan = LoadPlanOrReport(context, folder);
  if (!plan) return kBadInput;
  *context.out << (markdown ? rules::RulesMarkdown(*plan, context.lang)
                            : rules::ListCatalogue(*plan, context.lang));
  return kClean;
}

}  // namespace

void AddRules(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub("rules", context->Say(Msg("the plan as data: check it, run its examples, read it")));
  verb.RequireSub();
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha rules lint config/baodi\n  mingcha rules test config/baodi\n  mingcha rules list "
              "config/baodi\n  mingcha rules import catalogue.xlsx --out packs/safety --id safety\n");
  auto folder = std::make_shared<std::string>();
  const auto add = [&](const std::string& name, const base::Message& about,
                       const std::function<int(const Context&, const std::string&)>& run) {
    Verb sub = verb.Sub(name, context->Say(about));
    sub.Add("CONFIG", *folder, context->Say(Msg("configuration folder, with assessment.yaml in it")))
        .Required();
    sub.OnParsed([=] { *action = [=] { return run(*context, *folder); }; });
    return sub;
  };
  auto all = std::make_shared<bool>(false);
  add("lint", Msg("checks everything and tells all errors and doubts in one pass"),
      [all](const Context& where, const std::string& config) { return Lint(where, config, *all); })
      .Flag(
          "--all", *all,
          context->Say(Msg("also each doubt of the plans that the folder extends, which are counted only")));
  add("test", Msg("runs the example titles of the data through the classifier"), Test);
  auto markdown = std::make_shared<bool>(false);
  Verb list = verb.Sub(
      "list", context->Say(Msg("prints the catalogue: items, who owes them, by when, on what ground")));
  list.Add("CONFIG", *folder, context->Say(Msg("configuration folder, with assessment.yaml in it")))
      .Required();
  list.Flag("--markdown", *markdown, context->Say(Msg("as Markdown tables, the form of docs/rules.md")));
  list.OnParsed([=] { *action = [=] { return List(*context, *folder, *markdown); }; });
  AddRulesImport(verb, context, action);
  Verb schema =
      verb.Sub("schema", context->Say(Msg("prints the JSON schema of the configuration files, for editors")));
  schema.OnParsed([=] {
    *action = [=] {
      *context->out << rules::JsonSchema() << "\n";
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
