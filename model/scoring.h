#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "model/basis.h"
#include "model/finding_kind.h"

namespace mingcha::model {

/// Who or what gives the points of an indicator (采集方式).
enum class ScoreMethod {
  kCrawl,     ///< The check itself.
  kManual,    ///< A person who looked.
  kMock,      ///< Mock requests (模拟申请).
  kMaterial,  ///< Papers handed in (材料报送), the office's daily record.
};

/// How the points of an indicator without children come about.
enum class ScoreFormula {
  kParts,    ///< Completeness, elements and timeliness of the obligations of its items (settled.md 22).
  kHits,     ///< Full score less so much a finding, each kind with its cap.
  kEntered,  ///< Points entered in the score register, out of `scale`.
  kGrade,    ///< A grade word entered in the score register, worth what `grades` says (优10良8一般6差0).
  kSteps,    ///< Partial credit: the sum of the shares of the steps the register names (50/30/20 %).
};

/// What becomes of an indicator to which nothing applies.
enum class WhenEmpty {
  kShareOut,  ///< Its points go to its siblings in proportion (out of 75 × 4/3). The default.
  kFull,      ///< It counts as fully reached: nothing was to be done.
  kZero,      ///< It counts as not reached.
};

/// How the members of one term of an aggregate are put together.
enum class TermRule { kMean, kSum, kLowest };

/// `hits`: so many points a finding of these kinds.
struct HitRule {
  std::vector<FindingKind> kinds;
  double points = 0;         ///< A hit takes.
  double cap = 0;            ///< At most in all; 0: the indicator's full score.
  bool per_element = false;  ///< `incomplete`: counted once per missing element, not once per finding.

  bool operator==(const HitRule&) const = default;
};

struct GradeStep {
  std::string name;   ///< 优, 良, 一般, 差
  double points = 0;  ///< In the indicator's own scale.

  bool operator==(const GradeStep&) const = default;
};

struct CreditStep {
  std::string id;
  std::string name;
  double share = 0;  ///< Of the full score, 0 to 1.

  bool operator==(const CreditStep&) const = default;
};

/// One indicator (指标) of a tree of at most three levels. A flat list with `parent`, so that an extending
/// folder can change one by its id. Points of a branch are those of its children scaled to its own `points`:
/// 100 points of a third party may count 70.
struct Indicator {
  std::string id, name;
  std::string parent;  ///< Empty: first level.
  double points = 0;   ///< Full score in its parent's scale; a branch with 0: the sum of its children.
  ScoreMethod method = ScoreMethod::kCrawl;
  ScoreFormula formula = ScoreFormula::kParts;
  std::vector<std::string> units;      ///< Unit ids or classes it is for; empty: all.
  std::vector<std::string> not_units;  ///< Unit ids or classes it is not for.
  std::vector<std::string> items;      ///< Item ids or globs; empty: all items, and findings on pages.
  double completeness = 60, elements = 15, timeliness = 25;  ///< kParts: weights inside.
  std::vector<HitRule> hits;                                 ///< kHits, and what vetoes.
  std::vector<GradeStep> grades;
  std::vector<CreditStep> steps;
  double scale = 0;    ///< kEntered: full mark in the register; 0: `points`.
  bool bonus = false;  ///< Adds to the score beyond its full score; never shared out.
  bool veto = false;   ///< One hit (or entered value above 0): the unit fails (单项否决).
  WhenEmpty when_empty = WhenEmpty::kShareOut;
  Basis basis;
  ConfigPlace place;

  bool operator==(const Indicator&) const = default;
};

/// A share of an aggregate: the mean of these units counts so much.
struct AggregateTerm {
  std::string name;
  std::vector<std::string> units;  ///< Unit ids or classes.
  double weight = 0;
  TermRule rule = TermRule::kMean;

  bool operator==(const AggregateTerm&) const = default;
};

/// A score made of units' scores: a county = its government 50 % + the mean of its departments 50 %.
struct Aggregate {
  std::string id, name;
  std::vector<AggregateTerm> terms;
  Basis basis;
  ConfigPlace place;

  bool operator==(const Aggregate&) const = default;
};

/// A band of final scores (优秀 from 90).
struct ScoreBand {
  std::string name;
  double from = 0;

  bool operator==(const ScoreBand&) const = default;
};

/// Units that are ranked among themselves (departments, towns).
struct RankGroup {
  std::string name;
  std::vector<std::string> units;  ///< Unit ids or classes.

  bool operator==(const RankGroup&) const = default;
};

/// How units are scored. Without indicators: settled.md 22, equal weights over the areas in which a unit owes
/// anything, and `completeness`, `elements`, `timeliness` inside an area.
struct Scoring {
  double points = 100;
  double completeness = 60, elements = 15, timeliness = 25;  ///< Parts inside an area.
  std::map<std::string, double> area_weights;                ///< Absent: equal.
  std::vector<Indicator> indicators;
  double bonus_cap = 0;    ///< Bonus in all at most; 0: what the bonus indicators allow.
  double bonus_above = 0;  ///< Bonus counts only if the score before it is above this.
  double veto_score = 0;   ///< Score of a unit that failed by a veto.
  double pass_from = 0;    ///< Below: not passed (不合格); 0: no such line.
  std::vector<ScoreBand> bands;
  std::vector<RankGroup> rank_groups;  ///< Empty: all units in one ranking.
  std::vector<Aggregate> aggregates;

  bool operator==(const Scoring&) const = default;
};

/// One row of the score register: what a person, a mock request or handed-in papers gave.
struct EnteredScore {
  std::string unit;
  std::string indicator;
  std::optional<double> value;     ///< kEntered: points out of the indicator's scale; a veto: above 0.
  std::string grade;               ///< kGrade
  std::vector<std::string> steps;  ///< kSteps: ids or names reached.
  std::string judge;               ///< Who entered it.
  std::optional<base::Date> judged_on;
  std::string note;
  std::string evidence;  ///< URL or file.
  std::string place;     ///< `file:row`

  bool operator==(const EnteredScore&) const = default;
};

}  // namespace mingcha::model
