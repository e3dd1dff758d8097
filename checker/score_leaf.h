#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/case.h"
#include "model/score.h"

namespace mingcha::checker {

/// What one obligation gives to completeness, elements and timeliness: 0 to 1, negative where the part does
/// not apply.
struct Share {
  double complete = -1, elements = -1, timely = -1;
};

/// One obligation that is scored: it was met, or it is missing beyond doubt.
struct ScoredCase {
  const Case* owed = nullptr;
  Share share;
  std::vector<std::string> missing_elements;    ///< Only if the finding that says so is firm.
  std::vector<const model::Finding*> findings;  ///< Firm ones of the obligation.
};

/// Everything the score of one unit rests on. Borrows cases and findings.
struct UnitInput {
  std::string unit;
  std::vector<ScoredCase> cases;                ///< In the order of the obligations.
  std::vector<const model::Finding*> findings;  ///< Firm ones charged to the unit, in their order.
  bool has_pages = false;                       ///< At least one page of the unit was read.
};

/// True if a finding may cost points: settled 19.
[[nodiscard]] bool IsFirm(const model::Finding& finding);

/// Completeness, elements and timeliness of a set of obligations in points (settled 22): weights of parts to
/// which nothing applies are shared out, and what elements and timeliness take from one obligation together
/// never exceeds its share of `points` (settled 19).
struct PartScores {
  static constexpr size_t kParts = 3;  ///< completeness, elements, timeliness
  std::array<double, kParts> of = {};  ///< Points possible.
  std::array<double, kParts> reached = {};
  std::array<std::vector<model::ScoreDeduction>, kParts> deductions;
};
[[nodiscard]] PartScores ScoreParts(const std::array<double, PartScores::kParts>& weights, double points,
                                    const std::vector<const ScoredCase*>& cases);

/// Scores indicators without children. Borrows the index; immutable after construction.
class LeafScorer {
 public:
  explicit LeafScorer(const CheckIndex& index);

  /// Fills applicable, provisional, why, reached, counted, satisfied and deductions of `node`, whose `full`
  /// is set, in the scale of `full`.
  void Score(const model::Indicator& indicator, const UnitInput& unit, model::ScoreNode* node) const;
  /// True if the indicator is for the unit at all.
  [[nodiscard]] bool IsFor(const model::Indicator& indicator, const std::string& unit) const;

 private:
  void ByParts(const model::Indicator& indicator, const UnitInput& unit, model::ScoreNode* node) const;
  void ByHits(const model::Indicator& indicator, const UnitInput& unit, model::ScoreNode* node) const;
  void ByRegister(const model::Indicator& indicator, const UnitInput& unit, model::ScoreNode* node) const;

  const CheckIndex& index_;
  std::unordered_map<std::string, const model::EnteredScore*> entered_;  // unit \x1f indicator
};

}  // namespace mingcha::checker
