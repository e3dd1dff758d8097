#include "checker/score_tree.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace mingcha::checker {
namespace {

using base::Msg;
using model::ScoreNode;

constexpr std::array<std::string_view, PartScores::kParts> kPartNames = {"completeness", "elements",
                                                                         "timeliness"};

/// A sum of points without what binary fractions leave behind: -1e-14 is 0, and 0 has no sign.
double WholePoints(double points) {
  constexpr double kGrain = 1e9;
  return std::round(points * kGrain) / kGrain + 0.0;
}

bool IsRegular(const ScoreNode& node) { return !node.bonus && !node.veto; }

/// The walk of one tree; nodes stand in tree order, so that parents come before their children.
class Scaler {
 public:
  Scaler(double points, std::vector<ScoreNode>* nodes) : points_(points), nodes_(*nodes) {
    for (size_t i = 0; i < nodes_.size(); ++i) children_[nodes_[i].parent].push_back(i);
  }

  std::optional<double> Run() {
    Measure("");
    const Sums sums = SumsOf("");
    if (sums.applicable <= 0) {
      for (ScoreNode& node : nodes_) {
        if (node.bonus) SetFinal(&node, 1);
      }
      return std::nullopt;
    }
    const double factor = points_ / sums.all;
    return Spread("", sums, factor) * factor;
  }

 private:
  struct Sums {
    double all = 0, applicable = 0;
  };

  /// Full scores and applicability of branches, from the leaves up.
  void Measure(const std::string& parent) {
    for (const size_t i : children_[parent]) {
      ScoreNode& node = nodes_[i];
      if (node.leaf) continue;
      Measure(node.id);
      const Sums sums = SumsOf(node.id);
      if (node.full <= 0) node.full = sums.all;
      node.applicable = sums.applicable > 0;
      if (!node.applicable) node.why = Msg("nothing in it applies");
      for (const size_t child : children_[node.id]) {
        node.provisional = node.provisional || nodes_[child].provisional;
        node.counted += nodes_[child].counted;
        node.satisfied += nodes_[child].satisfied;
      }
    }
  }

  Sums SumsOf(const std::string& parent) {
    Sums sums;
    for (const size_t i : children_[parent]) {
      if (!IsRegular(nodes_[i])) continue;
      sums.all += nodes_[i].full;
      if (nodes_[i].applicable) sums.applicable += nodes_[i].full;
    }
    return sums;
  }

  /// Scales the children of `parent` so that those that apply make up `sums.all`; returns what they reached.
  double Spread(const std::string& parent, const Sums& sums, double factor) {
    double reached = 0;
    for (const size_t i : children_[parent]) {
      ScoreNode& node = nodes_[i];
      if (!IsRegular(node)) {
        node.scaled_full = node.full;
        SetFinal(&node, 1);
        continue;
      }
      if (!node.applicable) {
        if (!node.leaf) Silence(node.id);
        continue;
      }
      node.scaled_full = node.full * sums.all / sums.applicable;
      if (node.leaf) {
        Scale(node.full > 0 ? node.scaled_full / node.full : 1, &node);
      } else {
        const Sums inner = SumsOf(node.id);
        const double inner_factor = node.scaled_full / inner.all;
        node.reached = Spread(node.id, inner, factor * inner_factor) * inner_factor;
      }
      SetFinal(&node, factor);
      reached += node.reached;
    }
    return reached;
  }

  /// Below a branch to which nothing applies only bonus and veto count.
  void Silence(const std::string& parent) {
    for (const size_t i : children_[parent]) {
      if (!IsRegular(nodes_[i])) {
        nodes_[i].scaled_full = nodes_[i].full;
        SetFinal(&nodes_[i], 1);
      }
      if (!nodes_[i].leaf) Silence(nodes_[i].id);
    }
  }

  static void Scale(double by, ScoreNode* node) {
    node->reached *= by;
    for (auto& deduction : node->deductions) {
      deduction.raw *= by;
      deduction.points *= by;
    }
  }

  static void SetFinal(ScoreNode* node, double factor) {
    node->final_points = node->applicable ? WholePoints(node->reached * factor) : 0;
    node->final_full = node->scaled_full * factor;
  }

  double points_;
  std::vector<ScoreNode>& nodes_;
  std::map<std::string, std::vector<size_t>> children_;
};

double WeightOf(const model::Scoring& scoring, const std::string& area) {
  const auto it = scoring.area_weights.find(area);
  return it == scoring.area_weights.end() ? 1.0 : it->second;
}

}  // namespace

std::optional<double> ScaleTree(double points, std::vector<ScoreNode>* nodes) {
  return Scaler(points, nodes).Run();
}

TreeScorer::TreeScorer(const CheckIndex& index) : index_(index), leaves_(index) {
  for (const auto& indicator : index.plan.scoring.indicators)
    children_[indicator.parent].push_back(&indicator);
}

const std::vector<const model::Indicator*>& TreeScorer::Children(const std::string& parent) const {
  static const std::vector<const model::Indicator*> kNone;
  const auto it = children_.find(parent);
  return it == children_.end() ? kNone : it->second;
}

void TreeScorer::Score(const UnitInput& unit, model::UnitScore* score) const {
  if (index_.plan.scoring.indicators.empty()) {
    ScoreByAreas(unit, score);
  } else {
    ScoreByIndicators(unit, score);
  }
}

void TreeScorer::ScoreByAreas(const UnitInput& unit, model::UnitScore* score) const {
  const model::Scoring& scoring = index_.plan.scoring;
  std::map<std::string, std::vector<const ScoredCase*>> areas;
  for (const ScoredCase& one : unit.cases) areas[one.owed->item->area].push_back(&one);
  double sum = 0;
  for (const auto& [area, cases] : areas) sum += WeightOf(scoring, area);
  if (sum <= 0) {
    score->not_scored = Msg("nothing was owed that could be judged");
    return;
  }
  for (const auto& [area, cases] : areas) {
    ScoreNode branch;
    branch.id = area;
    const model::Area* record = index_.Area(area);
    branch.name = record == nullptr ? area : record->name;
    branch.leaf = false;
    branch.full = scoring.points * WeightOf(scoring, area) / sum;
    PartScores parts =
        ScoreParts({scoring.completeness, scoring.elements, scoring.timeliness}, branch.full, cases);
    score->areas.push_back({area, branch.full, parts.reached[0], parts.of[0], parts.reached[1], parts.of[1],
                            parts.reached[2], parts.of[2]});
    score->tree.push_back(std::move(branch));
    for (size_t p = 0; p < kPartNames.size(); ++p) {
      ScoreNode leaf;
      leaf.id = area + "/" + std::string(kPartNames[p]);
      leaf.parent = area;
      leaf.name = kPartNames[p];
      leaf.level = 2;
      leaf.full = parts.of[p];  // weights of empty parts are shared out already
      leaf.applicable = parts.of[p] > 0;
      if (!leaf.applicable) leaf.why = Msg("nothing it could be measured by; its weight is shared out");
      leaf.reached = parts.reached[p];
      leaf.deductions = std::move(parts.deductions[p]);
      leaf.counted = static_cast<int>(cases.size());
      leaf.satisfied = leaf.counted - static_cast<int>(leaf.deductions.size());
      score->tree.push_back(std::move(leaf));
    }
  }
  const auto total = ScaleTree(scoring.points, &score->tree);
  score->before_bonus = WholePoints(total.value_or(0));
  if (total) score->score = WholePoints(*total);
}

void TreeScorer::Grow(const model::Indicator& indicator, int level, const UnitInput& unit,
                      Nodes* nodes) const {
  ScoreNode node;
  node.id = indicator.id;
  node.parent = indicator.parent;
  node.name = indicator.name;
  node.level = level;
  node.method = indicator.method;
  node.formula = indicator.formula;
  node.full = indicator.points;
  node.bonus = indicator.bonus;
  node.veto = indicator.veto;
  const auto& children = Children(indicator.id);
  node.leaf = children.empty();
  if (node.leaf) leaves_.Score(indicator, unit, &node);
  const bool excluded = !node.leaf && !leaves_.IsFor(indicator, unit.unit);
  const size_t first = nodes->size();
  nodes->push_back(std::move(node));
  constexpr int kLevels = 3;
  if (level >= kLevels) return;  // the loader refuses deeper trees and cycles
  for (const auto* child : children) Grow(*child, level + 1, unit, nodes);
  for (size_t i = first + 1; excluded && i < nodes->size(); ++i) {
    (*nodes)[i].applicable = false;
    (*nodes)[i].provisional = false;
    (*nodes)[i].deductions.clear();
    (*nodes)[i].reached = 0;
    (*nodes)[i].why = Msg("not for this unit");
  }
}

void TreeScorer::ScoreByIndicators(const UnitInput& unit, model::UnitScore* score) const {
  const model::Scoring& scoring = index_.plan.scoring;
  for (const auto* indicator : Children("")) Grow(*indicator, 1, unit, &score->tree);
  const auto total = ScaleTree(scoring.points, &score->tree);
  if (!total) {
    score->not_scored = Msg("no indicator applies to this unit");
    return;
  }
  score->before_bonus = WholePoints(*total);
  double bonus = 0;
  for (const ScoreNode& node : score->tree) {
    if (node.bonus && node.leaf && node.applicable) bonus += node.reached;
    if (node.veto && !node.deductions.empty()) score->vetoed_by.push_back(node.id);
    score->provisional = score->provisional || (node.provisional && node.leaf);
  }
  if (scoring.bonus_cap > 0) bonus = std::min(bonus, scoring.bonus_cap);
  if (scoring.bonus_above > 0 && *total <= scoring.bonus_above) bonus = 0;
  score->bonus = bonus;
  score->score = score->vetoed_by.empty() ? WholePoints(*total + bonus) : scoring.veto_score;
}

}  // namespace mingcha::checker
