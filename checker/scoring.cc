#include "checker/scoring.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "checker/findings.h"
#include "checker/score_tree.h"

namespace mingcha::checker {
namespace {

using model::Verdict;

class UnitCount {
 public:
  UnitCount(const CheckIndex& index, const std::vector<model::Finding>& findings) : index_(index) {
    for (const auto& finding : findings) {
      if (finding.obligation.empty()) continue;
      if (IsFirm(finding)) findings_[finding.obligation].push_back(&finding);
      if (finding.kind == model::FindingKind::kIncomplete && !IsOfLawOnly(finding))
        incomplete_.insert(finding.obligation);
    }
  }

  void Count(const Case& owed, model::UnitScore* score) const {
    ++*Slot(owed.record.verdict, score);
    if (owed.record.verdict != Verdict::kNoKnownUniverse && owed.record.verdict != Verdict::kOutsideWindow)
      ++score->owed;
    if (incomplete_.contains(owed.record.id)) ++score->incomplete;
  }

  /// nullopt if nothing of the obligation is scored.
  [[nodiscard]] std::optional<ScoredCase> ShareOf(const Case& owed) const {
    const Verdict verdict = owed.record.verdict;
    const bool met =
        !owed.matched.empty() && (verdict == Verdict::kOnTime || verdict == Verdict::kLate ||
                                  verdict == Verdict::kPresent || verdict == Verdict::kUndeterminable);
    const bool missing = Stands(owed, model::FindingKind::kMissing);
    if (!met && !missing) return std::nullopt;
    ScoredCase scored;
    scored.owed = &owed;
    if (const auto it = findings_.find(owed.record.id); it != findings_.end()) scored.findings = it->second;
    Share& share = scored.share;
    share.complete = met ? 1 : 0;
    if (!met) return scored;
    size_t asked = 0;
    for (const auto& element : ElementsOf(index_, *owed.item))
      asked += element.required && !element.from_law ? 1 : 0;
    if (asked > 0) {
      std::vector<const model::Element*> from_law;
      if (Stands(owed, model::FindingKind::kIncomplete))
        scored.missing_elements = MissingElements(index_, owed, &from_law);
      share.elements = 1.0 - static_cast<double>(scored.missing_elements.size()) / static_cast<double>(asked);
    }
    if (Stands(owed, model::FindingKind::kLate)) {
      share.timely = 0;
    } else if (verdict == Verdict::kOnTime) {
      share.timely = 1;
    }
    return scored;
  }

 private:
  [[nodiscard]] bool Stands(const Case& owed, model::FindingKind kind) const {
    const auto it = findings_.find(owed.record.id);
    return it != findings_.end() &&
           std::any_of(it->second.begin(), it->second.end(),
                       [&](const model::Finding* finding) { return finding->kind == kind; });
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
  std::unordered_map<std::string, std::vector<const model::Finding*>> findings_;  // firm ones
};

bool IsForReview(const model::Finding& finding) {
  return finding.kind != model::FindingKind::kUnverifiable &&
         (finding.needs_review || finding.kind == model::FindingKind::kUndeterminable);
}

/// Units of which something was read: a page of theirs, or a page of their site.
std::set<std::string, std::less<>> UnitsRead(const CheckIndex& index) {
  std::set<std::string, std::less<>> units;
  std::set<std::string_view> sites;
  std::set<std::pair<const std::string*, const std::string*>> seen;  // the records share their texts
  for (size_t i = 0; i < index.input.disclosures.size(); ++i) {
    const Notice& page = index.input.disclosures[i];
    const bool names_unit = !page.unit.empty() && !page.unit_conflict;
    if (!seen.emplace(&page.site.str(), names_unit ? &page.unit.str() : nullptr).second) continue;
    sites.insert(page.site);
    if (names_unit) units.emplace(index.Canonical(page.unit));
  }
  for (const auto& facts : index.input.facts) {
    if (const auto* page = index.Page(facts.page_id)) sites.insert(page->site);
  }
  for (const std::string_view site : sites) {
    if (const auto* profile = index.Site(site)) units.emplace(index.Canonical(profile->unit));
  }
  return units;
}

}  // namespace

std::vector<model::UnitScore> ScoreUnits(const CheckIndex& index, const Cases& cases,
                                         const std::vector<model::Finding>& findings,
                                         const Restriction& restriction) {
  const UnitCount counter(index, findings);
  std::unordered_map<std::string, model::UnitScore> scores;
  std::unordered_map<std::string, UnitInput> inputs;
  for (const Case& owed : cases) {
    if (owed.record.shown_unit.empty()) continue;
    counter.Count(owed, &scores[owed.record.shown_unit]);
    if (auto scored = counter.ShareOf(owed))
      inputs[owed.record.shown_unit].cases.push_back(std::move(*scored));
  }
  for (const auto& finding : findings) {
    if (finding.unit.empty()) continue;
    // What could not be verified has a count of its own.
    if (IsForReview(finding)) ++scores[finding.unit].to_review;
    if (IsFirm(finding)) inputs[finding.unit].findings.push_back(&finding);
  }
  const auto read = UnitsRead(index);
  const TreeScorer scorer(index);
  std::vector<model::UnitScore> result;
  for (const auto& unit : index.plan.units) {
    if (index.Canonical(unit.id) != unit.id) continue;  // its successor carries it
    const auto& only = index.plan.assessment.only_units;
    const bool asked = only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& one) {
                         return index.Canonical(one) == unit.id;
                       });
    if (!asked) continue;
    model::UnitScore score = std::move(scores[unit.id]);
    score.unit = unit.id;
    UnitInput& input = inputs[unit.id];
    input.unit = unit.id;
    input.has_pages = read.contains(unit.id);
    if (restriction.units && !restriction.units->contains(unit.id)) {
      score.not_scored = base::Msg("not among the units drawn by lot");
    } else if (unit.scored) {
      scorer.Score(input, &score);
    } else {
      score.not_scored = base::Msg("the plan does not score this unit");
    }
    result.push_back(std::move(score));
  }
  if (index.plan.assessment.only_units.empty()) RankUnits(index.plan, &result);
  return result;
}

}  // namespace mingcha::checker
