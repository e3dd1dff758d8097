#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"

namespace mingcha::model {

/// What a reviewer did with a finding (复核).
enum class ActKind {
  kConfirm,   ///< It stands.
  kDismiss,   ///< It does not stand.
  kAmend,     ///< It stands with other days or another unit.
  kReopen,    ///< Takes the ruling before back.
  kNote,      ///< A remark; rules nothing.
  kEvidence,  ///< Adds a file, or a publication that a person saw; rules nothing by itself.
};
/// `confirm`, `dismiss`, `amend`, `reopen`, `note`, `evidence`.
[[nodiscard]] std::string_view ActKindName(ActKind kind);
[[nodiscard]] std::optional<ActKind> ParseActKind(std::string_view name);
/// True for the kinds that decide whether a finding stands; of several the last one holds.
[[nodiscard]] bool IsRuling(ActKind kind);

/// A file a reviewer handed in, kept in the assessment folder under its digest.
struct KeptFile {
  std::string name;  ///< As handed in, for people only.
  std::string path;  ///< Relative to the folder: `review/files/<sha256>[.extension]`.
  std::string sha256;
  uint64_t bytes = 0;

  bool operator==(const KeptFile&) const = default;
};

/// A publication that a person saw where the crawler found none.
struct SeenPublication {
  base::Date published_on;
  std::string url;      ///< Of the page, if there is one.
  std::string carrier;  ///< Where it stood, in words.

  bool operator==(const SeenPublication&) const = default;
};

/// One act of a review: who did what to which finding, when and why. Kept for ever, in order.
struct ReviewAct {
  int64_t number = 0;  ///< 1-based place in the log.
  base::Instant at;
  std::string finding;  ///< Id of the finding.
  int version = 0;      ///< Acts on this finding that the reviewer had seen: all there were.
  ActKind kind = ActKind::kNote;
  std::string by, reason;
  std::optional<int> days_over = {};         ///< amend: the days that stand.
  std::optional<std::string> unit = {};      ///< amend: id of the unit that answers.
  std::optional<SeenPublication> seen = {};  ///< evidence.
  std::optional<KeptFile> file = {};         ///< evidence.
  // What the finding was about, so that the log can be read without the findings.
  std::string of_kind, of_item, of_unit, of_subject, of_code;

  bool operator==(const ReviewAct&) const = default;
};

}  // namespace mingcha::model
