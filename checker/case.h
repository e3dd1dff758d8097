#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/check_index.h"
#include "model/finding.h"
#include "model/limit.h"

namespace mingcha::checker {

/// One obligation while it is being judged: the record that leaves the checker, and what was used on the way.
/// Each step fills its own fields: obligations and chains the first part, the matcher the second, the
/// verdicts the third. Borrows from the CheckInput.
struct Case {
  model::Obligation record;

  // Why and by whom.
  const model::Item* item = nullptr;  ///< The item charged.
  std::vector<std::string> bases;     ///< Base items whose pages satisfy it (several for one_of chains).
  std::vector<std::string>
      units;                  ///< Canonical units whose pages satisfy it and whose places must be walked.
  bool shared = false;        ///< Owed once by any of `units` (maker, any_of).
  bool any_unit = false;      ///< The area is open: any unit's page is credited.
  bool made_by_page = false;  ///< Nothing but a published page says that it was owed.
  bool backward = false;      ///< What is looked for may be older than the window.
  int year = 0;               ///< Annual: the period.
  const model::LimitRule* calendar_rule = nullptr;
  const model::LedgerRow* row = nullptr;
  std::optional<size_t> group;    ///< In ProjectJoin; none for standing and annual.
  std::string subject_key;        ///< Folded subject; also the permit matter.
  std::vector<std::string> refs;  ///< Reference numbers of row or sources.
  std::vector<const Notice*> sources;
  const model::ChainLink* link = nullptr;

  // What was found.
  std::vector<const Notice*> matched, weak, later;
  /// Pages that were not recognised as the item, but bear its number or, in their title, its name: where
  /// there is one, absence cannot be claimed.
  std::vector<const model::PageFacts*> same_number, same_name;

  // What came of it.
  const Notice* primary = nullptr;
  const model::LimitRule* rule = nullptr;
  bool needs_review = false;
  base::Message verdict_reason;
  std::vector<base::Message> details;
  std::vector<model::Evidence> proof;  ///< For missing and unverifiable.
};

constexpr size_t kMaxNotes = 10;

/// True if what is found on the pages of the case goes to review too. Links that are not verified and the
/// lead unit of a shared item put only the claim of a gap in doubt, never a page that stands there.
[[nodiscard]] inline bool IsPageDoubtful(const Case& owed) {
  return owed.record.shown_unit.empty() || (owed.made_by_page && owed.record.review_only);
}

inline void AddNote(Case* owed, base::Message note) {
  if (owed->record.notes.size() < kMaxNotes) owed->record.notes.push_back(std::move(note));
}

}  // namespace mingcha::checker
