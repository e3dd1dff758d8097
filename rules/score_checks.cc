#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/plan_checks.h"

namespace mingcha::rules {
namespace {

using base::Msg;
using model::Indicator;
using model::ScoreFormula;
using model::ScoreMethod;

constexpr int kMaxLevels = 3;

/// Checks of one tree of indicators. Borrows everything.
class IndicatorChecks {
 public:
  IndicatorChecks(const model::Scoring& scoring, CheckReport* report) : scoring_(scoring), report_(report) {
    for (const Indicator& indicator : scoring.indicators) by_id_.emplace(indicator.id, &indicator);
    for (const Indicator& indicator : scoring.indicators) parents_.insert(indicator.parent);
  }

  void Run() const {
    for (const Indicator& indicator : scoring_.indicators) {
      CheckParent(indicator);
      if (parents_.contains(indicator.id)) continue;
      CheckLeaf(indicator);
      CheckNeeds(indicator);
    }
  }

 private:
  static std::string PathOf(const Indicator& indicator, const std::string& key) {
    return "indicators[" + indicator.id + "]." + key;
  }

  void CheckParent(const Indicator& indicator) const {
    int level = 1;
    const Indicator* current = &indicator;
    while (!current->parent.empty()) {
      const auto it = by_id_.find(current->parent);
      if (it == by_id_.end()) {
        if (current == &indicator)
          report_->Error(PathOf(indicator, "parent"), indicator.place, Msg("the id of an indicator"),
                         indicator.parent);
        return;
      }
      current = it->second;
      if (++level > kMaxLevels) {
        report_->Error(PathOf(indicator, "parent"), indicator.place,
                       Msg("a tree of at most {} levels, without a circle", kMaxLevels), indicator.parent);
        return;
      }
    }
  }

  void CheckLeaf(const Indicator& indicator) const {
    const bool crawled = indicator.method == ScoreMethod::kCrawl;
    const bool by_check =
        indicator.formula == ScoreFormula::kParts || indicator.formula == ScoreFormula::kHits;
    if (crawled != by_check) {
      report_->Error(PathOf(indicator, "formula"), indicator.place,
                     crawled ? Msg("parts or hits, which the check itself gives")
                             : Msg("entered, grade or steps, which the score register gives"),
                     indicator.id);
    }
    if (indicator.veto) {
      if (indicator.points > 0 || indicator.bonus)
        report_->Error(PathOf(indicator, "veto"), indicator.place, Msg("no points for what only vetoes"),
                       indicator.id);
    } else if (indicator.points <= 0) {
      report_->Error(PathOf(indicator, "points"), indicator.place, Msg("a full score above 0"), indicator.id);
    }
    if (indicator.bonus && by_check && indicator.formula == ScoreFormula::kHits)
      report_->Error(PathOf(indicator, "bonus"), indicator.place, Msg("no hits for what only adds"),
                     indicator.id);
  }

  /// What the formula of a leaf cannot do without.
  void CheckNeeds(const Indicator& indicator) const {
    if (indicator.formula == ScoreFormula::kHits && indicator.hits.empty())
      report_->Error(PathOf(indicator, "hits"), indicator.place, Msg("kinds of findings and their points"),
                     {});
    if (indicator.formula == ScoreFormula::kGrade) {
      if (indicator.grades.empty())
        report_->Error(PathOf(indicator, "grades"), indicator.place, Msg("the grades and their points"), {});
      const double top = indicator.scale > 0 ? indicator.scale : indicator.points;
      for (const auto& grade : indicator.grades) {
        if (grade.points > top)
          report_->Error(PathOf(indicator, "grades"), indicator.place,
                         Msg("no grade worth more than the full score"), grade.name);
      }
    }
    if (indicator.formula == ScoreFormula::kSteps) {
      double sum = 0;
      for (const auto& step : indicator.steps) sum += step.share;
      if (sum < 0.999 || sum > 1.001)
        report_->Error(PathOf(indicator, "steps"), indicator.place, Msg("steps whose shares sum to 1"),
                       indicator.id);
    }
  }

  const model::Scoring& scoring_;
  CheckReport* report_;
  std::map<std::string, const Indicator*> by_id_;
  std::set<std::string> parents_;
};

/// What is wrong with a row for its indicator: what was expected and what was found; empty format if nothing.
std::pair<base::Message, std::string> FaultOf(const Indicator* indicator, const model::EnteredScore& row) {
  if (indicator == nullptr || indicator->method == ScoreMethod::kCrawl)
    return {Msg("the id of an indicator whose points are entered"), row.indicator};
  if (indicator->formula == ScoreFormula::kGrade) {
    const bool known = std::any_of(indicator->grades.begin(), indicator->grades.end(),
                                   [&](const auto& grade) { return grade.name == row.grade; });
    if (!known) return {Msg("a grade of the indicator"), row.grade};
  } else if (indicator->formula == ScoreFormula::kSteps) {
    for (const std::string& step : row.steps) {
      const bool known = std::any_of(indicator->steps.begin(), indicator->steps.end(),
                                     [&](const auto& one) { return one.id == step || one.name == step; });
      if (!known) return {Msg("a step of the indicator"), step};
    }
  } else if (!row.value) {
    return {Msg("the points entered"), {}};
  } else if (const double top = indicator->scale > 0 ? indicator->scale : indicator->points;
             !indicator->veto && *row.value > top) {
    return {Msg("points from 0 to {}", top), fmt::format("{}", *row.value)};
  }
  return {};
}

}  // namespace

void CheckScoring(const CheckInput& input, CheckReport* report) {
  IndicatorChecks(input.plan.scoring, report).Run();
}

void CheckEnteredScores(const model::Plan& plan, std::vector<Diagnostic>* errors) {
  const auto& indicators = plan.scoring.indicators;
  for (const auto& row : plan.registers.scores) {
    const auto it = std::find_if(indicators.begin(), indicators.end(),
                                 [&](const Indicator& one) { return one.id == row.indicator; });
    auto [expected, found] = FaultOf(it == indicators.end() ? nullptr : &*it, row);
    if (expected.format.empty()) continue;
    errors->push_back({row.place, 0, 0, row.indicator, std::move(expected), std::move(found), {}});
  }
}

void CheckStages(const CheckInput& input, CheckReport* report) {
  std::map<std::string, size_t> order;
  const auto& stages = input.plan.stages;
  for (size_t i = 0; i < stages.size(); ++i) order.emplace(stages[i].id, i);
  for (size_t i = 0; i < stages.size(); ++i) {
    for (const std::string& first : stages[i].after) {
      const auto it = order.find(first);
      if (it == order.end() || it->second >= i)
        report->Error("stages[" + stages[i].id + "].after", stages[i].place,
                      Msg("a stage that stands before it in the list"), first);
    }
  }
  if (stages.empty()) return;
  for (const auto& item : input.plan.items) {
    if (!item.stage.empty() && !order.contains(item.stage))
      report->Error("items[" + item.id + "].stage", item.place, Msg("the id of a stage of chains.yaml"),
                    item.stage);
  }
}

void CheckDraws(const CheckInput& input, CheckReport* report) {
  for (const auto& draw : input.plan.assessment.draws) {
    const std::string path = "draws[" + draw.id + "].";
    if (draw.restricts && draw.kind == model::DrawKind::kPages)
      report->Error(path + "restricts", draw.place,
                    Msg("no restriction by pages: what is owed does not hang on pages"), draw.id);
    if (draw.per_unit && (draw.kind == model::DrawKind::kAreas || draw.kind == model::DrawKind::kUnits))
      report->Error(path + "per_unit", draw.place, Msg("projects or pages, of which units have several"),
                    draw.id);
    for (const std::string& id : draw.fixed) {
      const bool known = draw.kind == model::DrawKind::kAreas   ? input.plan.FindArea(id) != nullptr
                         : draw.kind == model::DrawKind::kUnits ? input.plan.FindUnit(id) != nullptr
                                                                : true;
      if (!known) report->Error(path + "fixed", draw.place, Msg("an id of what is drawn"), id);
    }
  }
}

}  // namespace mingcha::rules
