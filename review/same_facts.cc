#include "review/same_facts.h"

#include <set>

namespace mingcha::review {
namespace {

std::set<std::string> PagesOf(const model::Finding& finding) {
  std::set<std::string> pages;
  for (const model::Evidence& evidence : finding.evidence) {
    if (evidence.type == model::EvidenceType::kPage || evidence.type == model::EvidenceType::kHistory)
      pages.insert(evidence.url + " " + evidence.sha256);
  }
  return pages;
}

}  // namespace

std::vector<std::string> ChangedFacts(const model::Finding& then, const model::Finding& now,
                                      model::ActKind ruling) {
  std::vector<std::string> changed;
  const auto note = [&](bool same, const char* what) {
    if (!same) changed.emplace_back(what);
  };
  note(then.event_date == now.event_date, "event date");
  note(then.due == now.due, "due date");
  note(then.published == now.published, "day of publication");
  note(then.rule.id == now.rule.id && then.rule.verified == now.rule.verified, "rule");
  note(then.project == now.project && then.url == now.url, "subject");
  note(PagesOf(then) == PagesOf(now), "archived pages");
  const bool missing = now.kind == model::FindingKind::kMissing;
  const bool amended = ruling == model::ActKind::kAmend;
  if (!missing && !amended) {
    note(then.days_over == now.days_over, "days over");
    note(then.reason == now.reason, "reason");
  }
  // The days of what is still missing run on: those that a person set are of another day.
  if (missing && amended) changed.emplace_back("days over");
  return changed;
}

}  // namespace mingcha::review
