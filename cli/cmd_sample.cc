#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <random>

#include "checker/places.h"
#include "checker/sampling.h"
#include "cli/load.h"
#include "cli/pipeline.h"
#include "cli/verbs.h"
#include "config/run_config.h"
#include "model/enum_names.h"
#include "model/json.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Msg;

struct Arguments {
  std::string source, kind = "projects";
  model::DrawSpec spec;
  bool list = false;
};

/// What is drawn from: a plan, and for projects and pages what an assessment found.
struct Population {
  model::Plan plan;
  std::vector<checker::Candidate> candidates;
};

base::Result<Population> OfAssessment(const Arguments& args) {
  ASSIGN_OR_RETURN(const auto assessment, store::Assessment::Open(args.source, store::OpenMode::kReadOnly));
  Population population;
  ASSIGN_OR_RETURN(store::StoredPlan stored, assessment->LoadPlan());
  population.plan = std::move(stored.plan);
  if (args.spec.kind == model::DrawKind::kProjects) {
    ASSIGN_OR_RETURN(const store::StoredCheck check, assessment->LoadCheck());
    population.candidates = checker::ProjectCandidates(check.result.projects);
    return population;
  }
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, config::MakeCalendar(population.plan));
  const base::Date as_of = ManifestOf(assessment.get()).as_of.value_or(calendar.last());
  checker::CheckInput input{population.plan, calendar, as_of, {as_of, as_of}, {}, {}, {}, true};
  if (args.spec.kind == model::DrawKind::kPages) {
    RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
      input.pages.push_back(page);
      return {};
    }));
    ASSIGN_OR_RETURN(input.facts, assessment->LoadFacts());
  }
  const checker::CheckIndex index(input);
  population.candidates = args.spec.kind == model::DrawKind::kPages ? checker::PageCandidates(index)
                          : args.spec.kind == model::DrawKind::kUnits
                              ? checker::UnitCandidates(index)
                              : checker::AreaCandidates(population.plan);
  return population;
}

base::Result<Population> OfConfiguration(const Context& context, const Arguments& args) {
  Population population;
  auto plan = LoadPlanOrReport(context, args.source);
  if (!plan) return base::Fail(ErrorCode::kInvalidInput, "the configuration {} cannot be used", args.source);
  population.plan = std::move(*plan);
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, config::MakeCalendar(population.plan));
  const base::Date as_of = population.plan.assessment.as_of.value_or(calendar.last());
  const checker::CheckInput input{population.plan, calendar, as_of, {as_of, as_of}, {}, {}, {}, true};
  const checker::CheckIndex index(input);
  population.candidates = args.spec.kind == model::DrawKind::kUnits
                              ? checker::UnitCandidates(index)
                              : checker::AreaCandidates(population.plan);
  return population;
}

/// A seed nobody chose; printed, so that the draw can be made again.
std::string FreshSeed() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

void Print(const Context& context, const model::SampleDraw& draw) {
  *context.out << context.Say(Msg("drawn {} of {} by {}, seed \"{}\", population SHA-256 {}",
                                  draw.drawn.size(), draw.population, draw.algorithm, draw.seed,
                                  draw.population_sha256))
               << "\n";
  for (const model::DrawEntry& entry : draw.drawn) {
    *context.out << (entry.order > 0 ? fmt::format("{:>4}", entry.order) : std::string("   *")) << "  "
                 << entry.id << (entry.name.empty() ? "" : "  " + entry.name)
                 << (entry.unit.empty() ? "" : "  " + entry.unit) << "\n";
  }
}

int Sample(const Context& context, Arguments args) {
  const auto kind = model::ParseEnum<model::DrawKind>(args.kind);
  if (!kind) return kBadInput;  // the command line allows no other
  args.spec.kind = *kind;
  if (args.spec.seed.empty()) args.spec.seed = FreshSeed();
  if (args.spec.id.empty()) args.spec.id = args.kind;
  const bool is_assessment = std::filesystem::exists(std::filesystem::path(args.source) / "assessment.db");
  const bool needs_one = *kind == model::DrawKind::kProjects || *kind == model::DrawKind::kPages;
  if (needs_one && !is_assessment) {
    return context.Report(
        {ErrorCode::kInvalidInput,
         Msg("{} is no assessment folder; projects and pages are drawn from one", args.source), ""});
  }
  auto population = is_assessment ? OfAssessment(args) : OfConfiguration(context, args);
  if (!population) return context.Report(population.error());
  for (std::string& unit : args.spec.units) {
    if (population->plan.FindUnit(unit) != nullptr) continue;
    for (const model::Unit& known : population->plan.units) {
      if (known.name == unit) unit = known.id;
    }
  }
  auto candidates = checker::OfUnits(population->plan, args.spec, std::move(population->candidates));
  if (args.list) {
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    for (const auto& one : candidates) *context.out << one.id << "\t" << one.name << "\t" << one.unit << "\n";
    return kClean;
  }
  const model::SampleDraw draw = checker::Draw(args.spec, std::move(candidates));
  if (context.json) {
    *context.out << model::ToJson(draw) << "\n";
  } else {
    Print(context, draw);
  }
  return kClean;
}

}  // namespace

void AddSample(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "sample",
      context->Say(Msg("draws areas, units, projects or pages by lot, so that anyone can draw again")));
  auto args = std::make_shared<Arguments>();
  verb.Add("SOURCE", args->source,
           context->Say(Msg("assessment folder, or for areas and units a configuration folder")))
      .Required();
  verb.Add("--kind", args->kind, context->Say(Msg("areas, units, projects (default) or pages")))
      .OneOf({"areas", "units", "projects", "pages"});
  verb.Add("--count", args->spec.count, context->Say(Msg("how many are drawn"))).Between(1, 1'000'000);
  verb.Add("--seed", args->spec.seed,
           context->Say(Msg("any text; the same seed gives the same draw; default a fresh one, printed")));
  verb.Add("--id", args->spec.id, context->Say(Msg("name of the draw, part of it; default the kind")));
  verb.Add("--unit", args->spec.units,
           context->Say(Msg("draw only of this unit (id or name); may be repeated")));
  verb.Flag("--per-unit", args->spec.per_unit, context->Say(Msg("so many of each unit, not in all")));
  verb.Flag("--list", args->list,
            context->Say(Msg("print the whole population instead, sorted as drawn from")));
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha sample out/2025 --kind projects --count 10 --seed 2025-11-20\n"
              "  mingcha sample config/baodi --kind areas --count 7\n");
  verb.OnParsed([=] {
    if (args->spec.count == 0) args->spec.count = 1;
    *action = [=] { return Sample(*context, *args); };
  });
}

}  // namespace mingcha::cli
