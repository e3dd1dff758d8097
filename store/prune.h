#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::store {

/// A file of a round's archive that was, or may be, taken away.
struct PrunedFile {
  std::string file;  ///< Relative to the round's folder.
  uint64_t bytes = 0;
  std::string sha256;
  /// Where the very same bytes stand, relative to the round's folder (`../2026-01-01/archive/…`); empty:
  /// nowhere, and no finding cites them.
  std::string held_by;

  bool operator==(const PrunedFile&) const = default;
};

/// What may go from a finished round, biggest first; nothing is changed.
///
/// Only archive files (`archive/*.warc.gz`) go: those that one of the `later` rounds holds byte for byte (a
/// round carries the archives of those before), and those that no finding of the round, open or closed,
/// cites. Whatever else there is stays: database, manifest, logs, reports, review. A file that a sibling's
/// archive/pruned.json names as holder stays. kNotFound: the round is not finished; kIo: it is in use.
[[nodiscard]] base::Result<std::vector<PrunedFile>> PlanPrune(const std::string& folder,
                                                              const std::vector<std::string>& later);

/// Takes the files away: notes them in archive/pruned.json and audit.log first, then removes, then writes the
/// manifest anew. Holds the folder's lock; a kill in between leaves files that are noted and still there,
/// which the next call takes away.
[[nodiscard]] base::Status Prune(const std::string& folder, const std::vector<PrunedFile>& files,
                                 base::Instant now);

/// What archive/pruned.json tells; nothing if there is none.
[[nodiscard]] base::Result<std::vector<PrunedFile>> ReadPruned(const std::string& folder);

}  // namespace mingcha::store
