#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "checker/score_leaf.h"

namespace mingcha::checker {

/// Scores one unit by the plan's indicators, or by settled 22 where there are none. Borrows the index;
/// immutable after construction.
class TreeScorer {
 public:
  explicit TreeScorer(const CheckIndex& index);

  /// Fills tree, areas, score, before_bonus, bonus, vetoed_by, provisional and not_scored.
  void Score(const UnitInput& unit, model::UnitScore* score) const;

 private:
  using Nodes = std::vector<model::ScoreNode>;

  void ScoreByAreas(const UnitInput& unit, model::UnitScore* score) const;
  void ScoreByIndicators(const UnitInput& unit, model::UnitScore* score) const;
  /// Appends the indicator and all below it, scored in their own scales.
  void Grow(const model::Indicator& indicator, int level, const UnitInput& unit, Nodes* nodes) const;
  [[nodiscard]] const std::vector<const model::Indicator*>& Children(const std::string& parent) const;

  const CheckIndex& index_;
  LeafScorer leaves_;
  std::unordered_map<std::string, std::vector<const model::Indicator*>> children_;
};

/// Gives every node its `scaled_full`, scales what was reached in it, and sums branches: points of regular
/// siblings that do not apply go to those that do, in proportion. `points` is the full score of the unit.
/// Returns the sum of the first level, nullopt if nothing of it applies.
[[nodiscard]] std::optional<double> ScaleTree(double points, std::vector<model::ScoreNode>* nodes);

/// Bands, the line of passing, and ranks: within each rank group (all together where there are none), by
/// score rounded to a hundredth; equal scores share the better rank and the next rank is left out.
void RankUnits(const model::Plan& plan, std::vector<model::UnitScore>* units);

/// Scores made of units' scores, in the plan's order, with their ranks. A term none of whose units has a
/// score gives its weight to the others.
[[nodiscard]] std::vector<model::AggregateScore> AggregateScores(const model::Plan& plan,
                                                                 const std::vector<model::UnitScore>& units,
                                                                 base::Date as_of);

}  // namespace mingcha::checker
