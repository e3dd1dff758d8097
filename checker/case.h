#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check_index.h"
#include "model/finding.h"
#include "model/limit.h"

namespace mingcha::checker {

/// What is noted of a case, for `explain`: 16 bytes, put into words when the case is handed over.
struct Note {
  enum class Kind : uint8_t {
    kSaid,            ///< `value` is the place in Case::said.
    kOtherPeriod,     ///< Refused: about the year `value`.
    kLater,           ///< Published after as-of.
    kNotYet,          ///< Claims a day of publication after it was read.
    kPossiblePeriod,  ///< Item, unit or period not certain.
    kPeriod,          ///< Matches by item, unit and period.
    kOtherNumber,     ///< Refused: its number is another of the same kind.
    kLongBefore,      ///< Refused: published long before the event.
    kPossible,        ///< Item or unit not certain.
    kOfAnother,       ///< Another authority signed it.
    kByNumber,
    kByProject,
    kByCitation,  ///< Cites the number of the row, and bears none of its own.
    kLikeName,
    kByNameAndDay,  ///< Its name holds the one sought, and its day is that of the row.
    kOtherSection,  ///< Refused: about other sections of the project.
  };
  Kind kind = Kind::kSaid;
  int32_t value = 0;
  const Notice* page = nullptr;
};

/// One obligation while it is being judged: the record that leaves the checker, and what was used on the way.
/// Each step fills its own fields: obligations and chains the first part, the matcher the second, the
/// verdicts the third. Borrows from the CheckInput.
struct Case {
  model::Obligation
      record;  ///< Its matched, notes and, where a row or a page speaks, from and reason: RecordOf.

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
  std::vector<size_t> parts;      ///< Sections of the group it is about (sections.h); empty: the whole.
  bool named = false;             ///< record.subject is FoldSubject of a name, and tells it from others.
  std::vector<std::string> refs;  ///< Reference numbers of row or sources.
  std::vector<const Notice*> sources;
  const model::ChainLink* link = nullptr;

  // What was found.
  std::vector<const Notice*> matched, weak, later;
  std::vector<Note> notes;
  std::vector<base::Message> said;
  /// Pages that were not recognised as the item, but bear its number or, in their title, its name: where
  /// there is one, absence cannot be claimed.
  std::vector<const model::PageFacts*> same_number, same_name;
  /// Pages that a list names so, each with the list, but that nothing was recognised on.
  std::vector<std::pair<const model::PageFacts*, const model::PageFacts*>> same_row;

  // What came of it.
  const Notice* primary = nullptr;
  const model::LimitRule* rule = nullptr;
  bool needs_review = false;
  bool exempted = false;  ///< A sound exemption names it, and yet a page stands there.
  base::Message verdict_reason;
  std::vector<base::Message> details;
  std::vector<model::Evidence> proof;  ///< For missing and unverifiable.

  /// Folded subject; also the permit matter.
  [[nodiscard]] std::string_view subject_key() const {
    return named ? std::string_view(record.subject) : std::string_view();
  }
};

constexpr size_t kMaxNotes = 10;

/// True if numbers say that a page is about another thing than the case: they share none, but both hold one
/// of one form. Of what another stage implies, the page's own document number says nothing: each document has
/// one, and one office counts all of a year in one series. `refs`: the page's, folded, sorted; `own`: its
/// document number, folded, or empty.
[[nodiscard]] bool Contradicts(const Case& owed, const std::vector<std::string>& refs, std::string_view own);
[[nodiscard]] bool Contradicts(const Case& owed, const Notice& page);

/// True if what is found on the pages of the case goes to review too. Links that are not verified and the
/// lead unit of a shared item put only the claim of a gap in doubt, never a page that stands there.
[[nodiscard]] inline bool IsPageDoubtful(const Case& owed) {
  return owed.exempted || owed.record.shown_unit.empty() || (owed.made_by_page && owed.record.review_only);
}

/// All cases of a check: they are large, so they neither move when more come nor leave all at once.
using Cases = std::deque<Case>;

inline void AddNote(Case* owed, base::Message note) {
  if (owed->notes.size() >= kMaxNotes) return;
  owed->notes.push_back({Note::Kind::kSaid, static_cast<int32_t>(owed->said.size()), nullptr});
  owed->said.push_back(std::move(note));
}
inline void AddNote(Case* owed, Note::Kind kind, const Notice& page, int value = 0) {
  if (owed->notes.size() < kMaxNotes) owed->notes.push_back({kind, value, &page});
}

/// Disclosure ids or ledger places it was derived from.
[[nodiscard]] std::vector<std::string> FromOf(const Case& owed);
/// Why it is owed.
[[nodiscard]] base::Message ReasonOf(const CheckIndex& index, const Case& owed);
/// The record as it leaves the checker, with all its words. The case is spent.
[[nodiscard]] model::Obligation RecordOf(const CheckIndex& index, Case owed);

}  // namespace mingcha::checker
