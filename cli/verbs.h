#pragma once

#include <functional>

#include "cli/context.h"

namespace CLI {
class App;
}

namespace mingcha::cli {

/// What the chosen verb does; gives the exit code.
using Action = std::function<int()>;

/// Each adds its verb to the command line; parsing the verb sets `*action`. `context` outlives the action.
void AddAssess(CLI::App* app, Context* context, Action* action);
void AddStages(CLI::App* app, Context* context, Action* action);  ///< crawl, extract, check, report
/// Gives `extract` its --page; `stage` is what it does without.
void AddExtractPage(CLI::App* extract, Context* context, Action* action, const std::function<void()>& stage);
void AddRecheck(CLI::App* app, Context* context, Action* action);
void AddExplain(CLI::App* app, Context* context, Action* action);
void AddSample(CLI::App* app, Context* context, Action* action);
void AddRules(CLI::App* app, Context* context, Action* action);
/// `import` under `rules`.
void AddRulesImport(CLI::App* verb, Context* context, Action* action);
void AddCalendar(CLI::App* app, Context* context, Action* action);
void AddDemo(CLI::App* app, Context* context, Action* action);
void AddProbe(CLI::App* app, Context* context, Action* action);
void AddCompletions(CLI::App* app, Context* context, Action* action);
void AddDiff(CLI::App* app, Context* context, Action* action);
void AddSelfCheck(CLI::App* app, Context* context, Action* action);
void AddInit(CLI::App* app, Context* context, Action* action);
void AddPrune(CLI::App* app, Context* context, Action* action);
void AddServe(CLI::App* app, Context* context, Action* action);
void AddSchedule(CLI::App* app, Context* context, Action* action);
void AddDoctor(CLI::App* app, Context* context, Action* action);
void AddImport(CLI::App* app, Context* context, Action* action);
void AddVerify(CLI::App* app, Context* context, Action* action);
void AddVersion(CLI::App* app, Context* context, Action* action);

}  // namespace mingcha::cli
