#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "model/assessment.h"
#include "model/catalogue.h"
#include "model/finding_kind.h"
#include "model/limit.h"

namespace mingcha::model {

enum class Severity { kHigh, kMedium, kLow };
[[nodiscard]] std::string_view SeverityName(Severity severity);

/// Where an obligation comes from.
enum class ObligationSource { kStanding, kAnnual, kChain, kLedger, kCrossChannel };
[[nodiscard]] std::string_view ObligationSourceName(ObligationSource source);

/// What became of an obligation.
enum class Verdict {
  kOnTime,
  kLate,
  kPending,
  kMissing,
  kExempt,
  kNoEvent,
  kUndeterminable,
  kUnverifiable,
  kPresent,
  kNoKnownUniverse,  ///< Settled.md 3: nothing says how many there ought to be.
  kOutsideWindow,
};
[[nodiscard]] std::string_view VerdictName(Verdict verdict);

/// Item x unit x (period | project | event) that must be disclosed (应公开).
struct Obligation {
  std::string id;
  std::string item;
  std::string unit;        ///< Unit charged on the event's date; empty: unassigned (review only).
  std::string shown_unit;  ///< Its successor at as-of.
  ObligationSource source = ObligationSource::kStanding;
  std::string subject;  ///< Normalised; empty for standing and annual.
  std::string subject_text;
  std::string project_code;
  std::string period;             ///< Year, or empty.
  base::Message reason;           ///< Why it is owed.
  std::vector<std::string> from;  ///< Disclosure ids or ledger places it was derived from.
  std::optional<base::Date> event_date;
  DateMeaning event_meaning = DateMeaning::kUnknown;
  std::optional<base::Date> due_on;
  std::string limit_rule;    ///< Id of the LimitRule that gave due_on.
  bool review_only = false;  ///< Rests on something unverified: a gap goes to review.
  Verdict verdict = Verdict::kPending;
  std::vector<std::string> matched;  ///< Disclosure ids that satisfy it.
  std::optional<base::Date> published_on;
  int days_over = 0;
  DayUnit day_unit = DayUnit::kWorking;
  std::vector<base::Message> notes;  ///< Arithmetic and candidates, for `explain`.

  bool operator==(const Obligation&) const = default;
};

enum class EvidenceType { kPage, kListTrail, kLedgerRow, kConfig, kHistory };
[[nodiscard]] std::string_view EvidenceTypeName(EvidenceType type);

/// What proves a finding. A finding without any cannot be built (checker's constructor function refuses).
struct Evidence {
  EvidenceType type = EvidenceType::kPage;
  std::string url;
  std::string warc_file;
  uint64_t offset = 0;
  std::string sha256;  ///< Of the WARC payload.
  std::optional<base::Instant> fetched_at;
  std::string quote;

  bool operator==(const Evidence&) const = default;
};

struct RuleRef {
  std::string id;
  std::string source;
  bool verified = true;

  bool operator==(const RuleRef&) const = default;
};

/// What became of a finding from the round before to this one (settled 20: its id is the same).
enum class RoundState {
  kFirstRound,  ///< There was no earlier round.
  kNew,
  kPersisting,
  kFixed,            ///< What it was about is now in order.
  kLawfullyExpired,  ///< What it was about is gone, and its display period was over.
  kSuspectRemoval,   ///< What it was about is gone, and nothing explains that.
  kNotJudged,        ///< This round could not tell: not reached, not due, out of its window or plan.
  kDismissed,        ///< An evaluator dismissed it.
};

/// A verdict on one obligation or page (问题).
struct Finding {
  std::string id;  ///< hash(kind, item, unit, subject, period): settled.md 20.
  FindingKind kind = FindingKind::kMissing;
  Severity severity = Severity::kMedium;
  std::string unit;     ///< Shown unit id; empty: unassigned.
  std::string item;     ///< May be empty for page findings.
  std::string project;  ///< Subject as written.
  std::string url, title;
  std::optional<base::Date> event_date, due, published;
  int days_over = 0;
  DayUnit day_unit = DayUnit::kWorking;
  RuleRef rule;
  std::vector<Evidence> evidence;
  base::Message reason;
  std::vector<base::Message> details;  ///< Further sentences: missing elements, arithmetic, candidates.
  bool needs_review = false;
  Ruling ruling =
      Ruling::kNone;       ///< What an evaluator decided; a dismissed one stands in CheckResult::closed.
  std::string obligation;  ///< Obligation id; empty for page findings.
  RoundState state = RoundState::kFirstRound;

  bool operator==(const Finding&) const = default;
};

}  // namespace mingcha::model
