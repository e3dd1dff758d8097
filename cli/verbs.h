#pragma once

#include <functional>

#include "cli/context.h"
#include "cli/verb.h"

namespace mingcha::cli {

/// What the chosen verb does; gives the exit code.
using Action = std::function<int()>;

/// Each adds its verb to the command line; parsing the verb sets `*action`. `context` outlives the action.
void AddAssess(Verb app, Context* context, Action* action);
void AddStages(Verb app, Context* context, Action* action);  ///< crawl, extract, check, report
/// Gives `extract` its --page; `stage` is what it does without.
void AddExtractPage(Verb extract, Context* context, Action* action, const std::function<void()>& stage);
void AddRecheck(Verb app, Context* context, Action* action);
void AddExplain(Verb app, Context* context, Action* action);
void AddSample(Verb app, Context* context, Action* action);
void AddRules(Verb app, Context* context, Action* action);
/// `import` under `rules`.
void AddRulesImport(Verb verb, Context* context, Action* action);
void AddCalendar(Verb app, Context* context, Action* action);
void AddDemo(Verb app, Context* context, Action* action);
void AddProbe(Verb app, Context* context, Action* action);
void AddCompletions(Verb app, Context* context, Action* action);
void AddDiff(Verb app, Context* context, Action* action);
void AddSelfCheck(Verb app, Context* context, Action* action);
void AddInit(Verb app, Context* context, Action* action);
void AddPrune(Verb app, Context* context, Action* action);
void AddServe(Verb app, Context* context, Action* action);
void AddSchedule(Verb app, Context* context, Action* action);
void AddDoctor(Verb app, Context* context, Action* action);
void AddImport(Verb app, Context* context, Action* action);
void AddVerify(Verb app, Context* context, Action* action);
void AddVersion(Verb app, Context* context, Action* action);

}  // namespace mingcha::cli
