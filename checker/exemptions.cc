#include "checker/exemptions.h"

#include <algorithm>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::Verdict;

bool IsOfPlace(const model::ExemptionRow& row, const model::Finding& finding) {
  if (row.subject.empty()) return true;
  if (finding.url.starts_with(row.subject)) return true;
  const std::string place = base::FoldLabel(row.subject);
  return place == base::FoldLabel(finding.project) || place == base::FoldLabel(finding.title);
}

/// The row that exempts the finding; a sound one before a flawed one.
const model::ExemptionRow* RowFor(const CheckIndex& index, const model::Finding& finding,
                                  std::optional<ExemptionFlaw>* flaw) {
  const model::ExemptionRow* found = nullptr;
  for (const auto& row : index.plan.registers.exemptions) {
    if (model::ParseEnum<model::FindingKind>(row.item) != finding.kind ||
        index.Canonical(row.unit) != finding.unit || !IsOfPlace(row, finding))
      continue;
    auto own = FlawOf(index, row);
    const bool sound = !own.has_value();
    if (found == nullptr || sound) {
      found = &row;
      *flaw = std::move(own);
    }
    if (sound) break;
  }
  return found;
}

}  // namespace

std::optional<ExemptionFlaw> FlawOf(const CheckIndex& index, const model::ExemptionRow& row) {
  const auto* ground = index.plan.FindGround(row.ground);
  if (ground == nullptr)
    return ExemptionFlaw{Msg("the exemption names no known ground: \"{}\"", row.ground), true};
  if (const auto* item = index.Item(row.item)) {
    const auto* area = index.Area(item->area);
    const auto& accepted =
        !item->exempt_grounds.empty() || area == nullptr ? item->exempt_grounds : area->exempt_grounds;
    if (!accepted.empty() && std::find(accepted.begin(), accepted.end(), row.ground) == accepted.end())
      return ExemptionFlaw{Msg("the plan does not accept the ground \"{}\" for this item", ground->name),
                           true};
  }
  if (row.approver.empty() || !row.approved_on)
    return ExemptionFlaw{Msg("the exemption does not say who decided it and when"), true};
  if (*row.approved_on > index.input.as_of)
    return ExemptionFlaw{Msg("the exemption was decided only on {}", row.approved_on->Iso()), true};
  if (row.review_on && *row.review_on < index.input.as_of)
    return ExemptionFlaw{Msg("the exemption was to be reviewed by {} and was not", row.review_on->Iso()),
                         false};
  return std::nullopt;
}

void JudgeDespite(const model::ExemptionRow& row, const ExemptionFlaw& flaw, Case* owed) {
  owed->record.from.push_back(ShortPlace(row.place));
  AddNote(owed, flaw.reason);
  if (owed->record.verdict != Verdict::kMissing) return;
  owed->needs_review = true;
  owed->record.review_only = true;
  if (flaw.is_void) {
    owed->details.insert(owed->details.begin(), flaw.reason);
    return;
  }
  owed->details.insert(owed->details.begin(), owed->verdict_reason);
  owed->verdict_reason = flaw.reason;
  owed->record.verdict = Verdict::kUndeterminable;
  owed->record.days_over = 0;
}

void ExcuseInspection(const CheckIndex& index, std::vector<model::Finding>* findings,
                      std::vector<model::ClosedFinding>* closed) {
  if (index.plan.registers.exemptions.empty()) return;
  std::vector<model::Finding> kept;
  kept.reserve(findings->size());
  for (model::Finding& finding : *findings) {
    std::optional<ExemptionFlaw> flaw;
    const auto* row = finding.obligation.empty() ? RowFor(index, finding, &flaw) : nullptr;
    if (row == nullptr) {
      kept.push_back(std::move(finding));
      continue;
    }
    if (flaw) {
      finding.needs_review = true;
      finding.details.insert(finding.details.begin(), flaw->reason);
      kept.push_back(std::move(finding));
      continue;
    }
    const auto* ground = index.plan.FindGround(row->ground);
    finding.state = model::RoundState::kDismissed;
    closed->push_back({std::move(finding),
                       Msg("exempt ({}), decided by {} ({})", ground == nullptr ? row->ground : ground->name,
                           row->approver, ShortPlace(row->place)),
                       {}});
  }
  *findings = std::move(kept);
}

}  // namespace mingcha::checker
