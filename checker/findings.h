#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/case.h"
#include "checker/places.h"

namespace mingcha::checker {

/// What a finding kind means, what must prove it, on what ground it stands and whether it costs points: the
/// table that docs/findings.md is checked against. English; one row per kind of the closed list.
struct KindRow {
  model::FindingKind kind;
  model::Severity severity;
  bool deducts;  ///< False: never, whatever `needs_review` says.
  std::string_view meaning, evidence, ground;
};
[[nodiscard]] const std::vector<KindRow>& KindTable();
[[nodiscard]] const KindRow& RowOf(model::FindingKind kind);
/// The kind's name in messages, a key of the catalogue. `changed` has another there than in data: alone it is
/// the meaning of a date.
[[nodiscard]] std::string_view KindWord(model::FindingKind kind);
/// The table as docs/findings.md holds it; `names` gives each kind its name in the language of the catalogue.
[[nodiscard]] std::string KindTableMarkdown(const base::Catalogue& names);

/// The archived page as evidence; `quote` is the very text, shortened.
[[nodiscard]] model::Evidence EvidenceOf(model::EvidenceType type, const model::PageRecord& page,
                                         std::string_view quote);

/// A row of a register or ledger as evidence: where it stands and what it says.
[[nodiscard]] model::Evidence RowEvidence(std::string_view place, std::string_view text);
[[nodiscard]] model::Evidence RowEvidence(const model::LedgerRow& row);

/// Everything a finding needs but its id, severity and evidence.
struct FindingDraft {
  model::FindingKind kind = model::FindingKind::kMissing;
  std::string unit, item, subject, subject_text, period;  ///< `subject` goes into the id, its text is shown.
  std::string url, title, obligation;
  base::Message reason;
  std::vector<base::Message> details;
  bool needs_review = false;
};

/// Builds a finding with its stable id (settled 20) and the severity of its kind. A finding without evidence
/// cannot be built: kInvalidInput.
[[nodiscard]] base::Result<model::Finding> BuildFinding(FindingDraft draft,
                                                        std::vector<model::Evidence> evidence);

/// The findings of judged cases: missing, late, incomplete, undeterminable, unverifiable, order_violation,
/// display_cut_short, channel_missing.
[[nodiscard]] std::vector<model::Finding> FindingsOf(const CheckIndex& index, const Cases& cases,
                                                     const class LimitTable& limits, const PlaceGuard& guard,
                                                     const class Migration& migration);

/// The rule of an `incomplete` that only laws beyond the plan ask for bears this before the item's id.
inline constexpr std::string_view kLawElements = "law:";
[[nodiscard]] inline bool IsOfLawOnly(const model::Finding& finding) {
  return finding.kind == model::FindingKind::kIncomplete && finding.rule.id.starts_with(kLawElements);
}

/// Required elements of the plan that none of the matched pages shows; `from_law` gets those only a law adds.
[[nodiscard]] std::vector<std::string> MissingElements(const CheckIndex& index, const Case& owed,
                                                       std::vector<const model::Element*>* from_law);
/// Names of a list that stand for nobody, as they are written. `words`: such names; one that ends with `*`
/// with any ending.
[[nodiscard]] std::vector<std::string> PlaceholdersIn(std::string_view names,
                                                      const std::vector<std::string>& words);
/// Elements the plan asks of the item (its twin's, where it has none of its own).
[[nodiscard]] const std::vector<model::Element>& ElementsOf(const CheckIndex& index, const model::Item& item);

}  // namespace mingcha::checker
