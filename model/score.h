#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/message.h"
#include "model/scoring.h"

namespace mingcha::model {

/// Points taken from one indicator, and by what. The `points` of an indicator's deductions sum to its
/// full score less what it reached.
struct ScoreDeduction {
  base::Message reason;
  std::string obligation;             ///< Obligation id; empty: a finding on a page, or a register row.
  std::vector<std::string> findings;  ///< Finding ids. Never empty for method crawl.
  double raw = 0;                     ///< By the formula alone.
  double points = 0;                  ///< After caps; what was really taken, in the indicator's own scale.
  std::string source;                 ///< Register row (`file:row`) if no finding.

  bool operator==(const ScoreDeduction&) const = default;
};

/// One indicator as it was scored for one unit. Nodes stand in tree order, a parent before its children.
struct ScoreNode {
  std::string id, parent, name;
  int level = 1;  ///< 1 to 3.
  ScoreMethod method = ScoreMethod::kCrawl;
  ScoreFormula formula = ScoreFormula::kParts;
  bool leaf = true;
  bool applicable = true;    ///< false: no part of any sum; `why` says the reason.
  bool provisional = false;  ///< A register row is still to come.
  base::Message why;         ///< Why not applicable or what was counted; empty format: nothing to say.
  double full = 0;           ///< Full score in its parent's scale.
  /// Full score after the points of siblings that do not apply were shared out. A leaf's `reached` and
  /// deductions are in this scale; a branch's `reached` = scaled_full × Σ children reached / Σ children
  /// scaled_full.
  double scaled_full = 0;
  double reached = 0;
  double final_points = 0;         ///< `reached` in points of the unit's score.
  double final_full = 0;           ///< `scaled_full` in points of the unit's score.
  int counted = 0, satisfied = 0;  ///< Obligations or findings looked at; obligations met.
  bool bonus = false, veto = false;
  std::vector<ScoreDeduction> deductions;

  bool operator==(const ScoreNode&) const = default;
};

/// Counts and points of one unit.
struct UnitScore {
  std::string unit;
  int owed = 0, on_time = 0, present = 0, late = 0, missing = 0, pending = 0, exempt = 0, no_event = 0,
      undeterminable = 0, unverifiable = 0, incomplete = 0, to_review = 0;
  std::optional<double> score;  ///< Absent: not scored; `not_scored` says why.
  base::Message not_scored;     ///< Nothing owed, not to be scored, nothing drawn …; empty format: scored.
  double before_bonus = 0;      ///< Of the score, without bonus and veto.
  double bonus = 0;             ///< After its cap.
  std::vector<std::string> vetoed_by;  ///< Indicator ids.
  bool provisional = false;            ///< Entered scores are missing.
  std::string band;                    ///< Name of the band; empty: none configured.
  bool passed = true;                  ///< Scoring::pass_from
  std::string rank_group;              ///< Name; empty: all units together.
  int rank = 0;       ///< In its group; equal scores (to a hundredth) share the better rank; 0: not ranked.
  int rank_ties = 0;  ///< Other units of the same rank.
  std::vector<ScoreNode> tree;  ///< In tree order.
  /// One row a scored area: weight, completeness, elements, timeliness as points reached of points possible.
  /// Only where no indicators are configured.
  struct AreaScore {
    std::string area;
    double weight = 0, completeness = 0, completeness_of = 0, elements = 0, elements_of = 0, timeliness = 0,
           timeliness_of = 0;
    bool operator==(const AreaScore&) const = default;
  };
  std::vector<AreaScore> areas;

  bool operator==(const UnitScore&) const = default;
};

/// One aggregate as it was computed.
struct AggregateScore {
  std::string id, name;
  std::optional<double> score;  ///< Absent: no member was scored.
  struct Term {
    std::string name;
    double weight = 0;         ///< As configured.
    double scaled_weight = 0;  ///< Of 1, after terms without a scored member were shared out.
    std::optional<double> value;
    std::vector<std::string> members;     ///< Scored units that went in.
    std::vector<std::string> not_scored;  ///< Units that did not, having no score.
    bool operator==(const Term&) const = default;
  };
  std::vector<Term> terms;
  int rank = 0;  ///< Among the aggregates.

  bool operator==(const AggregateScore&) const = default;
};

}  // namespace mingcha::model
