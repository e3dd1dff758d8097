#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <ostream>

#include "base/text.h"
#include "checker/explanation.h"
#include "cli/find_page.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "config/run_config.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::Msg;

/// What an explanation may draw on.
struct Stored {
  model::Plan plan;
  model::RunManifest manifest;
  store::StoredCheck check;
  std::vector<model::Disclosure> disclosures;
};

base::Result<Stored> LoadStored(store::Assessment* assessment) {
  Stored stored;
  ASSIGN_OR_RETURN(store::StoredPlan plan, assessment->LoadPlan());
  stored.plan = std::move(plan.plan);
  stored.manifest = ManifestOf(assessment);
  ASSIGN_OR_RETURN(stored.check, assessment->LoadCheck());
  ASSIGN_OR_RETURN(stored.disclosures, assessment->LoadDisclosures());
  return stored;
}

/// Ids may be shortened as long as they fit one only; nothing if none or several fit.
template <typename T>
const T* FindByPrefix(const std::vector<T>& list, const std::string& id) {
  const T* found = nullptr;
  for (const T& entry : list) {
    if (entry.id == id) return &entry;
    if (id.size() >= 4 && entry.id.starts_with(id)) {
      if (found != nullptr) return nullptr;
      found = &entry;
    }
  }
  return found;
}

/// By id, number or name.
const model::ProjectLifecycle* FindProject(const std::vector<model::ProjectLifecycle>& projects,
                                           const std::string& what) {
  if (const auto* project = FindByPrefix(projects, what)) return project;
  const std::string folded = base::FoldLabel(what);
  for (const auto& project : projects) {
    if (base::FoldLabel(project.name) == folded) return &project;
    for (const std::string& code : project.codes) {
      if (base::FoldLabel(code) == folded) return &project;
    }
  }
  return nullptr;
}

/// By unit id, name or alias.
const model::UnitScore* FindScore(const Stored& stored, const std::string& what) {
  const std::string folded = base::FoldLabel(what);
  std::string id;
  for (const model::Unit& unit : stored.plan.units) {
    const bool bears = unit.id == what || base::FoldLabel(unit.name) == folded ||
                       std::any_of(unit.aliases.begin(), unit.aliases.end(),
                                   [&](const auto& alias) { return base::FoldLabel(alias.name) == folded; });
    if (bears) id = model::SuccessorAt(stored.plan, unit.id, stored.manifest.as_of.value_or(base::Date()));
  }
  for (const model::UnitScore& score : stored.check.result.units) {
    if (score.unit == id && !id.empty()) return &score;
  }
  return nullptr;
}

void Print(const Context& context, const model::Explanation& explanation) {
  std::ostream& out = *context.out;
  out << "== " << context.Say(explanation.title) << "\n   " << explanation.id << "\n";
  for (const model::ExplainSection& section : explanation.sections) {
    if (section.lines.empty() && section.calendar.empty()) continue;
    out << "\n[" << context.Say(section.heading) << "]\n";
    for (const model::ExplainLine& line : section.lines) {
      const std::string indent(2 + 2 * static_cast<size_t>(line.depth), ' ');
      out << indent << context.Say(line.text) << "\n";
      if (!line.url.empty()) out << indent << "  " << line.url << "\n";
      if (!line.quote.empty()) out << indent << "  | " << line.quote << "\n";
    }
    for (const model::CalendarStep& step : section.calendar) {
      out << "    " << step.day.Iso() << "  "
          << (step.number > 0 ? fmt::format("{:>3}", step.number) : std::string("  -")) << "  "
          << context.Say(step.why);
      if (!step.notice.empty()) out << ": " << step.notice;
      out << "\n";
    }
  }
}

base::Result<model::Explanation> Find(const Stored& stored, const checker::Explainer& explainer,
                                      store::Assessment* assessment, const std::string& what) {
  const model::CheckResult& result = stored.check.result;
  if (const auto* finding = FindByPrefix(result.findings, what)) return explainer.OfFinding(*finding);
  if (const auto* obligation = FindByPrefix(result.obligations, what))
    return explainer.OfObligation(*obligation);
  if (const auto page = FindPageLike(stored.plan, what, assessment)) return explainer.OfPage(*page);
  if (const auto* score = FindScore(stored, what)) return explainer.OfScore(*score);
  if (const auto* project = FindProject(result.projects, what)) return explainer.OfProject(*project);
  return base::Fail(base::ErrorCode::kNotFound,
                    "no finding, obligation, page, project or unit \"{}\" in this assessment; ids are in "
                    "reports/findings.csv and obligations.csv",
                    what);
}

int Explain(const Context& context, const std::string& folder, const std::string& what) {
  auto assessment = store::Assessment::Open(folder, store::OpenMode::kReadOnly);
  if (!assessment) return context.Report(assessment.error());
  const auto stored = LoadStored(assessment->get());
  if (!stored) return context.Report(stored.error());
  const auto calendar = config::MakeCalendar(stored->plan);
  if (!calendar) return context.Report(calendar.error());
  const auto facts_of = [&](int64_t page_id) {
    std::optional<model::PageFacts> found;
    const auto read = (*assessment)->ForEachFacts([&](const model::PageFacts& facts) -> base::Status {
      if (facts.page_id == page_id) found = facts;
      return {};
    });
    return read ? found : std::nullopt;
  };
  const checker::Explainer explainer({stored->plan, *calendar, stored->manifest, stored->check.result,
                                      stored->check.coverage, stored->disclosures, facts_of});
  const auto explanation = Find(*stored, explainer, assessment->get(), what);
  if (!explanation) return context.Report(explanation.error());
  if (context.json) {
    *context.out << model::ToJson(*explanation) << "\n";
  } else {
    Print(context, *explanation);
  }
  return kClean;
}

struct Arguments {
  std::string folder, what;
};

}  // namespace

void AddExplain(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "explain", context->Say(Msg("tells why: rule, dates, candidates, evidence, the calendar day by day")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("WHAT", args->what,
           context->Say(Msg("a finding or obligation (first digits of its id will do), a page's address, "
                            "a unit (its score), a project's name or number")))
      .Required();
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha explain out/2025 3f2a9c\n  mingcha explain out/2025 http://www.tjbd.gov.cn/zwgk/\n"
              "  mingcha explain out/2025 zjw\n  mingcha explain out/2025 2402-120115-89-01-330010\n");
  verb.OnParsed([=] { *action = [=] { return Explain(*context, args->folder, args->what); }; });
}

}  // namespace mingcha::cli
