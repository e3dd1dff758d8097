#include <algorithm>
#include <cmath>
#include <map>

#include "checker/score_tree.h"

namespace mingcha::checker {
namespace {

/// Scores are compared as they are printed: to a hundredth.
int64_t Hundredths(double score) { return std::llround(score * 100); }

std::string GroupOf(const model::Plan& plan, const std::string& unit) {
  for (const auto& group : plan.scoring.rank_groups) {
    const auto members = model::ExpandUnits(plan, group.units);
    if (std::find(members.begin(), members.end(), unit) != members.end()) return group.name;
  }
  return {};
}

std::string BandOf(const model::Scoring& scoring, double score) {
  const model::ScoreBand* best = nullptr;
  for (const auto& band : scoring.bands) {
    if (score >= band.from && (best == nullptr || band.from > best->from)) best = &band;
  }
  return best == nullptr ? std::string() : best->name;
}

/// Position of each key in descending order, equal keys sharing the better one.
std::map<int64_t, int> RanksOf(std::vector<int64_t> scores) {
  std::sort(scores.begin(), scores.end(), std::greater<>());
  std::map<int64_t, int> ranks;
  for (size_t i = 0; i < scores.size(); ++i) ranks.try_emplace(scores[i], static_cast<int>(i) + 1);
  return ranks;
}

}  // namespace

void RankUnits(const model::Plan& plan, std::vector<model::UnitScore>* units) {
  const model::Scoring& scoring = plan.scoring;
  std::map<std::string, std::vector<int64_t>> groups;
  for (auto& unit : *units) {
    if (!unit.score) continue;
    unit.band = BandOf(scoring, *unit.score);
    unit.passed = unit.vetoed_by.empty() && *unit.score >= scoring.pass_from;
    unit.rank_group = GroupOf(plan, unit.unit);
    if (scoring.rank_groups.empty() || !unit.rank_group.empty())
      groups[unit.rank_group].push_back(Hundredths(*unit.score));
  }
  for (const auto& [group, scores] : groups) {
    const auto ranks = RanksOf(scores);
    for (auto& unit : *units) {
      if (!unit.score || unit.rank_group != group) continue;
      const int64_t own = Hundredths(*unit.score);
      unit.rank = ranks.at(own);
      unit.rank_ties = static_cast<int>(std::count(scores.begin(), scores.end(), own)) - 1;
    }
  }
}

std::vector<model::AggregateScore> AggregateScores(const model::Plan& plan,
                                                   const std::vector<model::UnitScore>& units,
                                                   base::Date as_of) {
  std::map<std::string, const model::UnitScore*> by_unit;
  for (const auto& unit : units) by_unit.emplace(unit.unit, &unit);
  std::vector<model::AggregateScore> result;
  std::vector<int64_t> scores;
  for (const auto& spec : plan.scoring.aggregates) {
    model::AggregateScore aggregate;
    aggregate.id = spec.id;
    aggregate.name = spec.name;
    double weights = 0;
    for (const auto& part : spec.terms) {
      model::AggregateScore::Term term;
      term.name = part.name;
      term.weight = part.weight;
      double sum = 0, lowest = 0;
      for (const std::string& member : model::ExpandUnits(plan, part.units)) {
        const std::string unit = model::SuccessorAt(plan, member, as_of);
        if (std::find(term.members.begin(), term.members.end(), unit) != term.members.end() ||
            std::find(term.not_scored.begin(), term.not_scored.end(), unit) != term.not_scored.end())
          continue;
        const auto it = by_unit.find(unit);
        if (it == by_unit.end() || !it->second->score) {
          term.not_scored.push_back(unit);
          continue;
        }
        const double score = *it->second->score;
        sum += score;
        lowest = term.members.empty() ? score : std::min(lowest, score);
        term.members.push_back(unit);
      }
      if (!term.members.empty()) {
        term.value = part.rule == model::TermRule::kMean  ? sum / static_cast<double>(term.members.size())
                     : part.rule == model::TermRule::kSum ? sum
                                                          : lowest;
        weights += part.weight;
      }
      aggregate.terms.push_back(std::move(term));
    }
    for (auto& term : aggregate.terms) {
      if (!term.value || weights <= 0) continue;
      term.scaled_weight = term.weight / weights;
      aggregate.score = aggregate.score.value_or(0) + *term.value * term.scaled_weight;
    }
    if (aggregate.score) scores.push_back(Hundredths(*aggregate.score));
    result.push_back(std::move(aggregate));
  }
  const auto ranks = RanksOf(scores);
  for (auto& aggregate : result) {
    if (aggregate.score) aggregate.rank = ranks.at(Hundredths(*aggregate.score));
  }
  return result;
}

}  // namespace mingcha::checker
