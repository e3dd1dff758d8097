#include "checker/rulings.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "checker/coverage.h"
#include "checker/deadlines.h"
#include "checker/finding_sink.h"
#include "checker/history_findings.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::ClosedFinding;
using model::Finding;
using model::FindingKind;
using model::Presence;
using model::RoundState;
using model::Ruling;
using model::Verdict;

base::Message Words(const model::OverrideRow& row) {
  return Msg("{} by {} on {}: {} ({})", model::EnumName(row.ruling), row.by, row.on ? row.on->Iso() : "",
             row.reason, ShortPlace(row.place));
}

void Keep(const base::Message& words, Case* owed) {
  owed->record.verdict =
      owed->item->cadence == model::Cadence::kStanding ? Verdict::kPresent : Verdict::kOnTime;
  owed->record.days_over = 0;
  owed->record.review_only = false;
  owed->needs_review = false;
  AddNote(owed, words);
}

bool IsKept(Verdict verdict) {
  return verdict == Verdict::kOnTime || verdict == Verdict::kPresent || verdict == Verdict::kExempt ||
         verdict == Verdict::kNoEvent || verdict == Verdict::kLate;
}

/// Says what became of one finding of the round before.
class Closer {
 public:
  Closer(const CheckIndex& index, const LimitTable& limits, const Cases& cases)
      : index_(index), limits_(limits) {
    for (const Case& owed : cases) by_obligation_.emplace(owed.record.id, &owed);
  }

  [[nodiscard]] ClosedFinding Close(const Finding& before) const {
    ClosedFinding closed{before, {}, {}};
    if (SayGone(before, &closed) || SayObligation(before, &closed)) return closed;
    const auto* page = before.url.empty() ? nullptr : index_.PageByUrl(before.url);
    const auto* facts = page == nullptr ? nullptr : index_.Facts(page->id);
    // A challenge or an error answered in its place says nothing of the page.
    const bool read = facts != nullptr && IsRead(page->outcome) && facts->kind != model::PageKind::kError;
    if (read && before.obligation.empty()) {
      closed.finding.state = RoundState::kFixed;
      closed.reason = Msg("the page was read again and the fault is no longer there");
      closed.evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *page, before.title));
      return closed;
    }
    closed.finding.state = RoundState::kNotJudged;
    if (closed.reason.format.empty())
      closed.reason = Msg("this round did not read what would show it, or does not ask for it");
    return closed;
  }

 private:
  /// The page it was about is gone: lawful expiry, or a removal that hides the fault.
  bool SayGone(const Finding& before, ClosedFinding* closed) const {
    const model::History* history = index_.input.history;
    const auto* page = history == nullptr || before.url.empty() ? nullptr : history->Find(before.url);
    const bool gone =
        page != nullptr && (page->presence == Presence::kWithdrawn || page->presence == Presence::kVanished);
    // A dead link is about a page that was gone already.
    if (!gone || before.kind == FindingKind::kDeadLink) return false;
    if (auto lawful = LawfulExpiry(index_, limits_, *page)) {
      closed->finding.state = RoundState::kLawfullyExpired;
      closed->reason = std::move(*lawful);
    } else if (const auto owed = by_obligation_.find(before.obligation);
               owed != by_obligation_.end() && IsKept(owed->second->record.verdict) &&
               owed->second->primary != nullptr) {
      closed->finding.state = RoundState::kFixed;
      closed->reason = Msg("published anew: {}", owed->second->primary->url);
    } else {
      closed->finding.state = RoundState::kSuspectRemoval;
      closed->reason =
          Msg("the page is gone (answer {}) and no display period explains it", page->gone_status);
    }
    if (const auto* record = index_.PageByUrl(before.url))
      closed->evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *record, before.title));
    return true;
  }

  bool SayObligation(const Finding& before, ClosedFinding* closed) const {
    const auto at = before.obligation.empty() ? by_obligation_.end() : by_obligation_.find(before.obligation);
    if (at == by_obligation_.end()) return false;
    const Case& owed = *at->second;
    if (!IsKept(owed.record.verdict)) {
      closed->reason = Msg("this round says of it: {}", model::EnumName(owed.record.verdict));
      return false;
    }
    closed->finding.state = RoundState::kFixed;
    closed->reason = owed.primary == nullptr
                         ? Msg("this round says of it: {}", model::EnumName(owed.record.verdict))
                         : Msg("now in order: {}", owed.primary->url);
    if (const auto* record = owed.primary == nullptr ? nullptr : index_.Page(owed.primary->page_id))
      closed->evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *record, owed.primary->title));
    return true;
  }

  const CheckIndex& index_;
  const LimitTable& limits_;
  std::unordered_map<std::string_view, const Case*> by_obligation_;
};

}  // namespace

void ApplyRulings(const CheckIndex& index, Cases* cases, std::vector<Finding>* findings,
                  std::vector<ClosedFinding>* closed) {
  const auto& rows = index.plan.registers.overrides;
  if (rows.empty()) return;
  std::map<std::string_view, const model::OverrideRow*> by_finding;
  for (const auto& row : rows) by_finding.emplace(row.finding, &row);
  std::unordered_map<std::string_view, Case*> by_obligation;
  for (Case& owed : *cases) by_obligation.emplace(owed.record.id, &owed);
  std::set<std::string_view> used;
  std::vector<Finding> kept;
  for (Finding& finding : *findings) {
    const auto at = by_finding.find(finding.id);
    if (at == by_finding.end()) {
      kept.push_back(std::move(finding));
      continue;
    }
    const model::OverrideRow& row = *at->second;
    used.insert(row.finding);
    finding.ruling = row.ruling;
    const base::Message words = Words(row);
    finding.details.insert(finding.details.begin(), words);
    const auto owed = by_obligation.find(finding.obligation);
    const bool of_verdict = finding.kind == FindingKind::kMissing || finding.kind == FindingKind::kLate ||
                            finding.kind == FindingKind::kUndeterminable ||
                            finding.kind == FindingKind::kUnverifiable;
    if (row.ruling == Ruling::kDismissed) {
      if (owed != by_obligation.end() && of_verdict) Keep(words, owed->second);
      finding.state = RoundState::kDismissed;
      closed->push_back({std::move(finding), words, {}});
      continue;
    }
    finding.needs_review = false;
    if (row.days_over) finding.days_over = *row.days_over;
    if (row.unit) finding.unit = index.Canonical(*row.unit);
    if (owed != by_obligation.end() && of_verdict) {
      if (row.days_over) owed->second->record.days_over = *row.days_over;
      if (row.unit) owed->second->record.shown_unit = finding.unit;
      AddNote(owed->second, words);
    }
    kept.push_back(std::move(finding));
  }
  FindingSink sink;
  for (const auto& row : rows) {
    if (used.contains(row.finding)) continue;
    FindingDraft draft;
    draft.kind = FindingKind::kExemptionFault;
    draft.subject = row.finding;
    draft.subject_text = row.finding;
    draft.needs_review = true;
    draft.reason = Msg("a ruling is about finding {}, which this run does not have", row.finding);
    sink.Add(std::move(draft), {}, {RowEvidence(row.place, row.reason)});
  }
  for (Finding& finding : std::move(sink).Take()) kept.push_back(std::move(finding));
  *findings = std::move(kept);
}

void CompareRounds(const CheckIndex& index, const LimitTable& limits, const Cases& cases,
                   std::vector<Finding>* findings, std::vector<ClosedFinding>* closed) {
  if (!index.input.earlier_findings) return;
  std::set<std::string_view> before;
  for (const Finding& finding : *index.input.earlier_findings) before.insert(finding.id);
  std::set<std::string> now;
  for (Finding& finding : *findings) {
    finding.state = before.contains(finding.id) ? RoundState::kPersisting : RoundState::kNew;
    now.insert(finding.id);
  }
  for (const ClosedFinding& dismissed : *closed) now.insert(dismissed.finding.id);
  const Closer closer(index, limits, cases);
  for (const Finding& finding : *index.input.earlier_findings) {
    if (!now.insert(finding.id).second) continue;
    closed->push_back(closer.Close(finding));
  }
  std::sort(closed->begin(), closed->end(), [](const ClosedFinding& a, const ClosedFinding& b) {
    return std::tie(a.finding.unit, a.finding.item, a.finding.kind, a.finding.project, a.finding.url,
                    a.finding.id) < std::tie(b.finding.unit, b.finding.item, b.finding.kind,
                                             b.finding.project, b.finding.url, b.finding.id);
  });
}

}  // namespace mingcha::checker
