#pragma once

#include <string_view>

namespace mingcha::model {

/// Settled.md 18: the closed list.
enum class FindingKind {
  kMissing,
  kIncomplete,
  kLate,
  kUndeterminable,
  kUnverifiable,
  kMisplaced,
  kChannelMissing,
  kInconsistent,
  kOrderViolation,
  kDisplayCutShort,
  kBackdatedSuspect,
  kChanged,
  kAttachmentReplaced,
  kWithdrawn,
  kStaleColumn,
  kBlankColumn,
  kDeadLink,
  kForeignLink,
  kPageTags,
  kDateConflict,
  kDuplicateContent,
  kPrivacyLeak,
  kExemptionFault,
  kReportArithmetic,
};
[[nodiscard]] std::string_view FindingKindName(FindingKind kind);

}  // namespace mingcha::model
