#include "checker/scoring.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "checker/findings.h"

namespace mingcha::checker {
namespace {

using model::Verdict;

/// What one obligation gives to the parts of its area, each -1 where it does not apply.
struct Share {
  double complete = -1, elements = -1, timely = -1;
};

struct Parts {
  double completeness = 0, elements = 0, timeliness = 0;
};

class UnitCount {
 public:
  UnitCount(const CheckIndex& index, const std::vector<model::Finding>& findings) : index_(index) {
    for (const auto& finding : findings) {
      if (finding.obligation.empty()) continue;
      if (!finding.needs_review) firm_[finding.obligation].insert(finding.kind);
      if (finding.kind == model::FindingKind::kIncomplete) incomplete_.insert(finding.obligation);
    }
  }

  void Count(const Case& owed, model::UnitScore* score) const {
    ++*Slot(owed.record.verdict, score);
    if (owed.record.verdict != Verdict::kNoKnownUniverse && owed.record.verdict != Verdict::kOutsideWindow)
      ++score->owed;
    if (incomplete_.contains(owed.record.id)) ++score->incomplete;
  }

  /// nullopt if nothing of the obligation is scored.
  [[nodiscard]] std::optional<Share> ShareOf(const Case& owed) const {
    const Verdict verdict = owed.record.verdict;
    const bool met =
        !owed.matched.empty() && (verdict == Verdict::kOnTime || verdict == Verdict::kLate ||
                                  verdict == Verdict::kPresent || verdict == Verdict::kUndeterminable);
    const bool missing = IsFirm(owed, model::FindingKind::kMissing);
    if (!met && !missing) return std::nullopt;
    Share share;
    share.complete = met ? 1 : 0;
    if (!met) return share;
    size_t asked = 0;
    for (const auto& element : ElementsOf(index_, *owed.item))
      asked += element.required && !element.from_law ? 1 : 0;
    if (asked > 0) {
      std::vector<std::string> from_law;
      const size_t gone =
          IsFirm(owed, model::FindingKind::kIncomplete) ? MissingElements(index_, owed, &from_law).size() : 0;
      share.elements = 1.0 - static_cast<double>(gone) / static_cast<double>(asked);
    }
    if (IsFirm(owed, model::FindingKind::kLate)) {
      share.timely = 0;
    } else if (verdict == Verdict::kOnTime) {
      share.timely = 1;
    }
    return share;
  }

 private:
  [[nodiscard]] bool IsFirm(const Case& owed, model::FindingKind kind) const {
    const auto it = firm_.find(owed.record.id);
    return it != firm_.end() && it->second.contains(kind);
  }

  static int* Slot(Verdict verdict, model::UnitScore* score) {
    static thread_local int unused = 0;
    switch (verdict) {
      case Verdict::kOnTime:
        return &score->on_time;
      case Verdict::kLate:
        return &score->late;
      case Verdict::kPending:
        return &score->pending;
      case Verdict::kMissing:
        return &score->missing;
      case Verdict::kExempt:
        return &score->exempt;
      case Verdict::kNoEvent:
        return &score->no_event;
      case Verdict::kUndeterminable:
        return &score->undeterminable;
      case Verdict::kUnverifiable:
        return &score->unverifiable;
      case Verdict::kPresent:
        return &score->present;
      case Verdict::kNoKnownUniverse:
      case Verdict::kOutsideWindow:
        break;
    }
    return &unused;
  }

  const CheckIndex& index_;
  std::set<std::string> incomplete_;
  std::unordered_map<std::string, std::set<model::FindingKind>> firm_;
};

/// Weights of the parts that apply, scaled to sum to one.
Parts WeightsOf(const model::Scoring& scoring, const std::vector<Share>& shares) {
  const auto applies = [&](double Share::*part) {
    return std::any_of(shares.begin(), shares.end(), [&](const Share& share) { return share.*part >= 0; });
  };
  Parts parts{applies(&Share::complete) ? scoring.completeness : 0,
              applies(&Share::elements) ? scoring.elements : 0,
              applies(&Share::timely) ? scoring.timeliness : 0};
  const double sum = parts.completeness + parts.elements + parts.timeliness;
  if (sum <= 0) return {1, 0, 0};
  return {parts.completeness / sum, parts.elements / sum, parts.timeliness / sum};
}

model::UnitScore::AreaScore ScoreArea(const model::Scoring& scoring, const std::string& area, double points,
                                      const std::vector<Share>& shares) {
  const Parts weights = WeightsOf(scoring, shares);
  model::UnitScore::AreaScore row;
  row.area = area;
  row.weight = points;
  row.completeness_of = points * weights.completeness;
  row.elements_of = points * weights.elements;
  row.timeliness_of = points * weights.timeliness;
  const auto count = [&](double Share::*part) {
    return static_cast<double>(
        std::count_if(shares.begin(), shares.end(), [&](const Share& share) { return share.*part >= 0; }));
  };
  const double complete_n = count(&Share::complete), elements_n = count(&Share::elements),
               timely_n = count(&Share::timely);
  double complete_loss = 0, elements_loss = 0, timely_loss = 0;
  for (const Share& share : shares) {
    if (share.complete >= 0) complete_loss += (1 - share.complete) * row.completeness_of / complete_n;
    double elements = share.elements >= 0 ? (1 - share.elements) * row.elements_of / elements_n : 0;
    double timely = share.timely >= 0 ? (1 - share.timely) * row.timeliness_of / timely_n : 0;
    const double cap = points / static_cast<double>(shares.size());
    if (elements + timely > cap) {  // settled 19: together at most the obligation's own share
      const double scale = cap / (elements + timely);
      elements *= scale;
      timely *= scale;
    }
    elements_loss += elements;
    timely_loss += timely;
  }
  row.completeness = row.completeness_of - complete_loss;
  row.elements = row.elements_of - elements_loss;
  row.timeliness = row.timeliness_of - timely_loss;
  return row;
}

bool IsForReview(const model::Finding& finding) {
  return finding.kind != model::FindingKind::kUnverifiable &&
         (finding.needs_review || finding.kind == model::FindingKind::kUndeterminable);
}

double WeightOf(const model::Scoring& scoring, const std::string& area) {
  const auto it = scoring.area_weights.find(area);
  return it == scoring.area_weights.end() ? 1.0 : it->second;
}

}  // namespace

std::vector<model::UnitScore> ScoreUnits(const CheckIndex& index, const std::vector<Case>& cases,
                                         const std::vector<model::Finding>& findings) {
  const UnitCount counter(index, findings);
  std::unordered_map<std::string, model::UnitScore> scores;
  std::unordered_map<std::string, std::map<std::string, std::vector<Share>>> shares;
  for (const Case& owed : cases) {
    if (owed.record.shown_unit.empty()) continue;
    counter.Count(owed, &scores[owed.record.shown_unit]);
    if (const auto share = counter.ShareOf(owed))
      shares[owed.record.shown_unit][owed.item->area].push_back(*share);
  }
  for (const auto& finding : findings) {
    // What could not be verified has a count of its own.
    if (!finding.unit.empty() && IsForReview(finding)) ++scores[finding.unit].to_review;
  }
  std::vector<model::UnitScore> result;
  for (const auto& unit : index.plan.units) {
    const auto it = scores.find(unit.id);
    if (it == scores.end()) continue;
    model::UnitScore score = std::move(it->second);
    score.unit = unit.id;
    double sum = 0;
    for (const auto& [area, list] : shares[unit.id]) sum += WeightOf(index.plan.scoring, area);
    if (unit.scored && sum > 0) {
      double total = 0;
      for (const auto& [area, list] : shares[unit.id]) {
        const double points = index.plan.scoring.points * WeightOf(index.plan.scoring, area) / sum;
        score.areas.push_back(ScoreArea(index.plan.scoring, area, points, list));
        const auto& row = score.areas.back();
        total += row.completeness + row.elements + row.timeliness;
      }
      score.score = total;
    }
    result.push_back(std::move(score));
  }
  return result;
}

}  // namespace mingcha::checker
