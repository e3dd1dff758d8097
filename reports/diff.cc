#include "reports/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/workday_calendar.h"
#include "model/plan.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

using ById = std::unordered_map<std::string_view, const model::Finding*>;
using Owed = std::unordered_map<std::string_view, const model::Obligation*>;

ById Established(const ReportView& view) {
  ById findings;
  for (const model::Finding& finding : view.input.result.findings) {
    if (ReportView::PileOf(finding) == Pile::kCounted) findings.emplace(finding.id, &finding);
  }
  return findings;
}

Owed ObligationsById(const ReportView& view) {
  Owed owed;
  for (const model::Obligation& obligation : view.input.result.obligations)
    owed.emplace(obligation.id, &obligation);
  return owed;
}

bool IsFound(Verdict verdict) {
  return verdict == Verdict::kOnTime || verdict == Verdict::kPresent || verdict == Verdict::kLate;
}

/// Judged anew so that the absence of the finding says something.
bool IsJudged(Verdict verdict) {
  return IsFound(verdict) || verdict == Verdict::kMissing || verdict == Verdict::kExempt ||
         verdict == Verdict::kNoEvent;
}

/// A finding that is gone: mended, or merely not judged again.
Fate FateOfGone(const model::Finding& finding, const Owed& now, const ReportView& after) {
  if (finding.obligation.empty()) return after.input.run.complete ? Fate::kFixed : Fate::kOpen;
  const auto found = now.find(finding.obligation);
  if (found == now.end() || !IsJudged(found->second->verdict)) return Fate::kOpen;
  return Fate::kFixed;
}

std::optional<base::Date> StayUntil(const ReportView& view, const model::Obligation& owed) {
  if (!owed.published_on) return std::nullopt;
  const auto calendar = base::WorkdayCalendar::Create(view.plan.calendar);
  for (const model::LimitRule& limit : view.plan.limits) {
    if (limit.kind != model::LimitKind::kStayUp || !model::AnyGlobMatches(limit.items, owed.item)) continue;
    if (limit.unit == model::DayUnit::kNatural) return owed.published_on->PlusDays(limit.days);
    if (!calendar || limit.days < 1) continue;
    if (const auto day = calendar->AddWorkdays(*owed.published_on, limit.days)) return *day;
  }
  return std::nullopt;
}

std::vector<Removal> Removals(const ReportView& before, const ReportView& after, const Owed& now) {
  std::vector<Removal> removals;
  std::map<std::string, const model::Finding*> withdrawn;  // pages that the later round proved to be gone
  for (const model::Finding& finding : after.input.result.findings) {
    if (finding.kind == model::FindingKind::kWithdrawn) withdrawn.emplace(finding.url, &finding);
  }
  std::set<std::string> told;
  for (const model::Finding& finding : before.input.result.findings) {
    if (finding.kind == model::FindingKind::kWithdrawn) told.insert(finding.url);
  }
  for (const model::Obligation& owed : before.input.result.obligations) {
    if (!IsFound(owed.verdict)) continue;
    const auto found = now.find(owed.id);
    const bool missing = found != now.end() && found->second->verdict == Verdict::kMissing;
    Removal removal;
    removal.before = &owed;
    removal.now = found == now.end() ? Verdict::kMissing : found->second->verdict;
    bool gone = false;
    for (const std::string& id : owed.matched) {
      const model::Disclosure* disclosure = before.DisclosureById(id);
      if (disclosure == nullptr) continue;
      const auto proof = withdrawn.find(disclosure->url);
      const bool proved = proof != withdrawn.end();
      if (proved) {
        removal.page = proof->second;
        told.insert(disclosure->url);
      }
      if (removal.url.empty() || (proved && !gone)) removal.url = disclosure->url;
      gone = gone || proved;
    }
    // Unverifiable: what was found could not be seen again, but neither is it known to be gone.
    if (!missing && !gone) continue;
    removal.stay_until = StayUntil(after, owed);
    removal.lawful =
        removal.stay_until && after.input.run.as_of && *removal.stay_until < *after.input.run.as_of;
    removals.push_back(std::move(removal));
  }
  // Pages that are gone although they were no obligation's: guides, notices of a column, documents of nobody.
  for (const auto& [url, finding] : withdrawn) {
    if (told.contains(url)) continue;
    Removal removal;
    removal.page = finding;
    removal.url = url;
    removals.push_back(std::move(removal));
  }
  return removals;
}

std::map<std::string, int> Ranks(const ReportView& view) {
  std::map<std::string, int> ranks;
  for (const RankedUnit& unit : view.ranking()) ranks[unit.score->unit] = unit.rank;
  return ranks;
}

std::map<std::string, std::optional<double>> Scores(const ReportView& view) {
  std::map<std::string, std::optional<double>> scores;
  for (const model::UnitScore& unit : view.input.result.units) scores[unit.unit] = unit.score;
  return scores;
}

std::vector<UnitMove> UnitMoves(const ReportView& before, const ReportView& after,
                                const std::vector<FindingMove>& findings) {
  std::map<std::string, UnitMove> moves;
  for (const FindingMove& move : findings) {
    UnitMove& unit = moves[move.finding().unit];
    int& count = move.fate == Fate::kNew          ? unit.added
                 : move.fate == Fate::kFixed      ? unit.fixed
                 : move.fate == Fate::kPersisting ? unit.persisting
                                                  : unit.open;
    ++count;
  }
  const auto old_ranks = Ranks(before), new_ranks = Ranks(after);
  const auto old_scores = Scores(before), new_scores = Scores(after);
  std::vector<std::string> order;
  for (const model::UnitScore& unit : after.input.result.units) order.push_back(unit.unit);
  for (const model::UnitScore& unit : before.input.result.units) {
    if (!new_ranks.contains(unit.unit)) order.push_back(unit.unit);
  }
  order.emplace_back();
  std::vector<UnitMove> list;
  for (const std::string& id : order) {
    UnitMove move = moves[id];
    move.unit = id;
    if (const auto at = old_ranks.find(id); at != old_ranks.end()) move.rank_before = at->second;
    if (const auto at = new_ranks.find(id); at != new_ranks.end()) move.rank_after = at->second;
    if (const auto at = old_scores.find(id); at != old_scores.end()) move.points_before = at->second;
    if (const auto at = new_scores.find(id); at != new_scores.end()) move.points_after = at->second;
    const bool says =
        move.points_before || move.points_after || move.fixed + move.added + move.persisting + move.open > 0;
    if (says) list.push_back(std::move(move));
  }
  return list;
}

}  // namespace

int RoundDiff::Count(Fate fate) const {
  return static_cast<int>(std::count_if(findings.begin(), findings.end(),
                                        [&](const FindingMove& move) { return move.fate == fate; }));
}

int RoundDiff::SuspiciousRemovals() const {
  return static_cast<int>(std::count_if(removals.begin(), removals.end(),
                                        [](const Removal& removal) { return !removal.lawful; }));
}

RoundDiff CompareRounds(const ReportView& before, const ReportView& after) {
  RoundDiff diff;
  const ById then = Established(before), now = Established(after);
  const Owed owed_now = ObligationsById(after);
  for (const model::Finding& finding : after.input.result.findings) {
    if (ReportView::PileOf(finding) != Pile::kCounted) continue;
    const auto old = then.find(finding.id);
    if (old == then.end()) {
      diff.findings.push_back({Fate::kNew, nullptr, &finding});
    } else {
      diff.findings.push_back({Fate::kPersisting, old->second, &finding});
    }
  }
  for (const model::Finding& finding : before.input.result.findings) {
    if (ReportView::PileOf(finding) != Pile::kCounted || now.contains(finding.id)) continue;
    diff.findings.push_back({FateOfGone(finding, owed_now, after), &finding, nullptr});
  }
  std::set<std::string_view> known;
  for (const model::Finding& finding : before.input.result.findings) known.insert(finding.id);
  for (const model::Finding& finding : after.input.result.findings) {
    if (ReportView::PileOf(finding) == Pile::kReview && !known.contains(finding.id)) ++diff.new_to_review;
  }
  diff.removals = Removals(before, after, owed_now);
  diff.units = UnitMoves(before, after, diff.findings);
  return diff;
}

}  // namespace mingcha::reports
