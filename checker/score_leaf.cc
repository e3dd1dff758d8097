#include "checker/score_leaf.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::FindingKind;
using model::ScoreDeduction;
using model::ScoreNode;

enum Part : size_t { kComplete, kElements, kTimely };

bool Has(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::vector<std::string> IdsOf(const ScoredCase& scored, FindingKind kind) {
  std::vector<std::string> ids;
  for (const auto* finding : scored.findings) {
    if (finding->kind == kind) ids.push_back(finding->id);
  }
  return ids;
}

std::string NameOf(const Case& owed) {
  std::string name = owed.item->name;
  if (!owed.record.subject_text.empty()) name += " · " + owed.record.subject_text;
  if (!owed.record.period.empty()) name += " · " + owed.record.period;
  return name;
}

void Deduct(base::Message reason, const ScoredCase& scored, FindingKind kind, double raw, double points,
            std::vector<ScoreDeduction>* list) {
  ScoreDeduction deduction;
  deduction.reason = std::move(reason);
  deduction.obligation = scored.owed->record.id;
  deduction.findings = IdsOf(scored, kind);
  deduction.raw = raw;
  deduction.points = points;
  list->push_back(std::move(deduction));
}

double PointsOf(const std::vector<ScoreDeduction>& deductions) {
  return std::accumulate(deductions.begin(), deductions.end(), 0.0,
                         [](double sum, const ScoreDeduction& one) { return sum + one.points; });
}

std::string Key(std::string_view unit, std::string_view indicator) {
  return std::string(unit) + '\x1f' + std::string(indicator);
}

/// Takes at most `room` in all: what is over is cut off, the raw points stay to be seen.
void Cap(double room, std::vector<ScoreDeduction>* deductions) {
  for (ScoreDeduction& deduction : *deductions) {
    deduction.points = std::min(deduction.points, room);
    room -= deduction.points;
  }
}

}  // namespace

bool IsFirm(const model::Finding& finding) {
  return !finding.needs_review && finding.kind != FindingKind::kUndeterminable &&
         finding.kind != FindingKind::kUnverifiable;
}

PartScores ScoreParts(const std::array<double, PartScores::kParts>& weights, double points,
                      const std::vector<const ScoredCase*>& cases) {
  const std::array<double Share::*, PartScores::kParts> parts = {&Share::complete, &Share::elements,
                                                                 &Share::timely};
  std::array<double, PartScores::kParts> count = {};
  double sum = 0;
  for (size_t p = 0; p < parts.size(); ++p) {
    count[p] = static_cast<double>(std::count_if(
        cases.begin(), cases.end(), [&](const ScoredCase* one) { return one->share.*parts[p] >= 0; }));
    if (count[p] > 0) sum += weights[p];
  }
  PartScores result;
  for (size_t p = 0; p < parts.size(); ++p) {
    if (count[p] > 0 && sum > 0) result.of[p] = points * weights[p] / sum;
    if (sum <= 0 && p == kComplete) result.of[p] = points;
  }
  const double own_share = cases.empty() ? 0 : points / static_cast<double>(cases.size());
  for (const ScoredCase* one : cases) {
    const auto loss = [&](size_t p) {
      const double share = one->share.*parts[p];
      return share < 0 || count[p] == 0 ? 0.0 : (1 - share) * result.of[p] / count[p];
    };
    if (const double raw = loss(kComplete); raw > 0) {
      Deduct(Msg("not published: {}", NameOf(*one->owed)), *one, FindingKind::kMissing, raw, raw,
             &result.deductions[kComplete]);
    }
    const double elements = loss(kElements), timely = loss(kTimely);
    const double scale = elements + timely > own_share ? own_share / (elements + timely) : 1;
    if (elements > 0) {
      Deduct(Msg("elements not shown ({}): {}", base::Join(one->missing_elements, " / "), NameOf(*one->owed)),
             *one, FindingKind::kIncomplete, elements, elements * scale, &result.deductions[kElements]);
    }
    if (timely > 0) {
      Deduct(Msg("late: {}", NameOf(*one->owed)), *one, FindingKind::kLate, timely, timely * scale,
             &result.deductions[kTimely]);
    }
  }
  for (size_t p = 0; p < parts.size(); ++p) {
    result.reached[p] = result.of[p] - PointsOf(result.deductions[p]);
  }
  return result;
}

LeafScorer::LeafScorer(const CheckIndex& index) : index_(index) {
  for (const auto& row : index.plan.registers.scores) {
    entered_[Key(index.Canonical(row.unit), row.indicator)] = &row;  // a later row corrects an earlier one
  }
}

bool LeafScorer::IsFor(const model::Indicator& indicator, const std::string& unit) const {
  const auto among = [&](const std::vector<std::string>& list) {
    const auto units = model::ExpandUnits(index_.plan, list);
    return std::any_of(units.begin(), units.end(),
                       [&](const std::string& one) { return index_.Canonical(one) == unit; });
  };
  if (!indicator.units.empty() && !among(indicator.units)) return false;
  return indicator.not_units.empty() || !among(indicator.not_units);
}

void LeafScorer::Score(const model::Indicator& indicator, const UnitInput& unit, ScoreNode* node) const {
  if (!IsFor(indicator, unit.unit)) {
    node->applicable = false;
    node->why = Msg("not for this unit");
    return;
  }
  if (indicator.method == model::ScoreMethod::kCrawl) {
    indicator.formula == model::ScoreFormula::kParts ? ByParts(indicator, unit, node)
                                                     : ByHits(indicator, unit, node);
  } else {
    ByRegister(indicator, unit, node);
  }
  if (node->applicable || indicator.when_empty == model::WhenEmpty::kShareOut) return;
  node->applicable = true;
  node->reached = indicator.when_empty == model::WhenEmpty::kFull ? node->full : 0;
  if (node->reached == 0 && node->full > 0) {
    ScoreDeduction deduction;
    deduction.reason = node->why;
    deduction.raw = deduction.points = node->full;
    deduction.source = indicator.id;
    node->deductions.push_back(std::move(deduction));
  }
}

void LeafScorer::ByParts(const model::Indicator& indicator, const UnitInput& unit, ScoreNode* node) const {
  std::vector<const ScoredCase*> cases;
  for (const ScoredCase& one : unit.cases) {
    if (indicator.items.empty() || model::AnyGlobMatches(indicator.items, one.owed->item->id))
      cases.push_back(&one);
  }
  node->counted = static_cast<int>(cases.size());
  node->satisfied = static_cast<int>(std::count_if(
      cases.begin(), cases.end(), [](const ScoredCase* one) { return one->share.complete > 0; }));
  if (cases.empty()) {
    node->applicable = false;
    node->why = Msg("nothing was owed that could be judged");
    return;
  }
  PartScores parts =
      ScoreParts({indicator.completeness, indicator.elements, indicator.timeliness}, node->full, cases);
  node->reached = node->full;
  for (auto& deductions : parts.deductions) {
    node->reached -= PointsOf(deductions);
    std::move(deductions.begin(), deductions.end(), std::back_inserter(node->deductions));
  }
}

void LeafScorer::ByHits(const model::Indicator& indicator, const UnitInput& unit, ScoreNode* node) const {
  std::map<std::string_view, const ScoredCase*> by_obligation;
  for (const ScoredCase& one : unit.cases) {
    if (!indicator.items.empty() && !model::AnyGlobMatches(indicator.items, one.owed->item->id)) continue;
    by_obligation.emplace(one.owed->record.id, &one);
    ++node->counted;
  }
  const bool applies = !by_obligation.empty() || (indicator.items.empty() && unit.has_pages);
  std::map<std::string_view, double> taken;  // by obligation
  double gap = 0;                            // what a missing costs: the share of one obligation
  for (const auto& rule : indicator.hits) {
    if (std::find(rule.kinds.begin(), rule.kinds.end(), FindingKind::kMissing) != rule.kinds.end())
      gap = std::max(gap, rule.points);
  }
  for (const auto& rule : indicator.hits) {
    std::vector<ScoreDeduction> hits;
    for (const auto* finding : unit.findings) {
      if (std::find(rule.kinds.begin(), rule.kinds.end(), finding->kind) == rule.kinds.end()) continue;
      if (!indicator.items.empty() && !model::AnyGlobMatches(indicator.items, finding->item)) continue;
      double raw = rule.points;
      const auto scored = by_obligation.find(finding->obligation);
      if (rule.per_element && finding->kind == FindingKind::kIncomplete && scored != by_obligation.end())
        raw *= static_cast<double>(std::max<size_t>(1, scored->second->missing_elements.size()));
      double points = raw;
      if (gap > 0 && scored != by_obligation.end()) {  // settled 19
        double& sum = taken[scored->first];
        points = std::max(0.0, std::min(points, gap - sum));
        sum += points;
      }
      ScoreDeduction hit;
      hit.reason = finding->reason;
      hit.obligation = finding->obligation;
      hit.findings = {finding->id};
      hit.raw = raw;
      hit.points = points;
      hits.push_back(std::move(hit));
    }
    if (rule.cap > 0) Cap(rule.cap, &hits);
    std::move(hits.begin(), hits.end(), std::back_inserter(node->deductions));
  }
  if (!applies && node->deductions.empty()) {
    node->applicable = false;
    node->why = Msg("nothing of it was read or owed");
    return;
  }
  Cap(node->full, &node->deductions);
  node->reached = node->full - PointsOf(node->deductions);
}

void LeafScorer::ByRegister(const model::Indicator& indicator, const UnitInput& unit, ScoreNode* node) const {
  const auto it = entered_.find(Key(unit.unit, indicator.id));
  std::optional<double> share;  // of the full score
  if (it != entered_.end()) {
    const model::EnteredScore& row = *it->second;
    const double scale = indicator.scale > 0 ? indicator.scale : indicator.points;
    if (indicator.formula == model::ScoreFormula::kSteps) {
      share = 0;
      for (const auto& step : indicator.steps)
        *share += Has(row.steps, step.id) || Has(row.steps, step.name) ? step.share : 0;
    } else if (indicator.formula == model::ScoreFormula::kGrade) {
      for (const auto& grade : indicator.grades) {
        if (grade.name == row.grade && scale > 0) share = grade.points / scale;
      }
    } else if (row.value) {
      share = indicator.veto ? (*row.value > 0 ? 1.0 : 0.0) : scale > 0 ? *row.value / scale : 0;
    }
  }
  if (!share) {
    node->applicable = false;
    node->provisional = !indicator.bonus && !indicator.veto;
    node->why = Msg("no score was entered");
    return;
  }
  const model::EnteredScore& row = *it->second;
  node->counted = 1;
  node->why = row.note.empty() ? Msg("entered by {} ({})", row.judge, ShortPlace(row.place))
                               : Msg("entered by {} ({}): {}", row.judge, ShortPlace(row.place), row.note);
  node->reached = node->full * std::clamp(*share, 0.0, 1.0);
  const double lost = indicator.veto ? *share : node->full - node->reached;
  if (lost <= 0 || indicator.bonus) return;
  ScoreDeduction deduction;
  deduction.reason = node->why;
  deduction.source = ShortPlace(row.place);
  deduction.raw = deduction.points = indicator.veto ? 0 : lost;
  node->deductions.push_back(std::move(deduction));
}

}  // namespace mingcha::checker
