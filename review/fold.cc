#include "review/fold.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <unordered_map>

namespace mingcha::review {
namespace {

using base::Msg;
using model::ActKind;
using model::ReviewAct;

/// The act's number in the log: it stands in sentences of either language.
std::string PlaceOf(const ReviewAct& act) { return fmt::format("\xE2\x84\x96{}", act.number); }

model::Ruling RulingOf(ActKind kind) {
  switch (kind) {
    case ActKind::kConfirm:
      return model::Ruling::kConfirmed;
    case ActKind::kDismiss:
      return model::Ruling::kDismissed;
    case ActKind::kAmend:
      return model::Ruling::kAmended;
    case ActKind::kReopen:
    case ActKind::kNote:
    case ActKind::kEvidence:
      break;
  }
  return model::Ruling::kNone;
}

/// What holds of the acts on one finding.
struct Standing {
  const ReviewAct* ruling = nullptr;
  std::vector<const ReviewAct*> seen;
};

std::map<std::string_view, Standing> StandingOf(const std::vector<ReviewAct>& acts) {
  std::map<std::string_view, Standing> by_finding;
  for (const ReviewAct& act : acts) {
    Standing& standing = by_finding[act.finding];
    if (act.kind == ActKind::kReopen) standing.seen.clear();
    if (model::IsRuling(act.kind)) standing.ruling = &act;
    if (act.seen) standing.seen.push_back(&act);
  }
  return by_finding;
}

void PutRuling(const ReviewAct& act, std::vector<model::OverrideRow>* rows) {
  const base::Date day = base::ChinaDate(act.at);
  for (const model::OverrideRow& row : *rows) {
    if (row.finding == act.finding && row.on && *row.on > day) return;  // decided again later, elsewhere
  }
  std::erase_if(*rows, [&](const auto& row) { return row.finding == act.finding; });
  if (act.kind == ActKind::kReopen) return;
  rows->push_back(
      {act.finding, RulingOf(act.kind), act.reason, act.by, day, act.days_over, act.unit, PlaceOf(act)});
}

void PutSeen(const ReviewAct& act, std::vector<model::ManualEvidenceRow>* rows) {
  if (act.of_item.empty()) return;
  model::ManualEvidenceRow row;
  row.item = act.of_item;
  row.unit = act.of_unit;
  row.subject = act.of_subject;
  row.project_code = act.of_code;
  row.published_on = act.seen->published_on;
  row.url = act.seen->url;
  row.carrier = act.seen->carrier;
  if (act.file) row.file = act.file->path;
  row.saved_by = act.by;
  row.saved_on = base::ChinaDate(act.at);
  row.place = PlaceOf(act);
  rows->push_back(std::move(row));
}

void AddRemark(const ReviewAct& act, model::Finding* finding) {
  const std::string day = base::ChinaDate(act.at).Iso();
  if (act.kind == ActKind::kNote)
    finding->details.push_back(Msg("remark by {} on {}: {}", act.by, day, act.reason));
  if (act.kind != ActKind::kEvidence) return;
  finding->details.push_back(Msg("evidence added by {} on {}: {}", act.by, day, act.reason));
  if (act.seen) {
    finding->details.push_back(Msg("by that record published on {}: {}", act.seen->published_on.Iso(),
                                   act.seen->url.empty() ? act.seen->carrier : act.seen->url));
  }
  if (!act.file) return;
  model::Evidence evidence;
  evidence.type = model::EvidenceType::kLedgerRow;
  evidence.sha256 = act.file->sha256;
  evidence.fetched_at = act.at;
  evidence.quote = fmt::format("{} ({})", act.file->path, act.file->name);
  finding->evidence.push_back(std::move(evidence));
}

}  // namespace

void ApplyActs(const std::vector<ReviewAct>& acts, model::Registers* registers) {
  for (const auto& [finding, standing] : StandingOf(acts)) {
    if (standing.ruling != nullptr) PutRuling(*standing.ruling, &registers->overrides);
    for (const ReviewAct* act : standing.seen) PutSeen(*act, &registers->manual);
  }
}

void AddRemarks(const std::vector<ReviewAct>& acts, model::CheckResult* result) {
  std::unordered_map<std::string_view, std::vector<const ReviewAct*>> by_finding;
  for (const ReviewAct& act : acts) {
    if (!model::IsRuling(act.kind)) by_finding[act.finding].push_back(&act);
  }
  if (by_finding.empty()) return;
  const auto add = [&](model::Finding* finding) {
    const auto own = by_finding.find(finding->id);
    if (own == by_finding.end()) return;
    for (const ReviewAct* act : own->second) AddRemark(*act, finding);
  };
  for (model::Finding& finding : result->findings) add(&finding);
  for (model::ClosedFinding& closed : result->closed) add(&closed.finding);
}

}  // namespace mingcha::review
