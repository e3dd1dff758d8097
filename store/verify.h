#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/message.h"
#include "base/result.h"

namespace mingcha::store {

/// One thing in an assessment folder that is not as it was left.
struct Fault {
  std::string place;  ///< File, with the byte offset of a record where there is one (`archive/x@123`).
  base::Message what;
};

/// What was checked, and what did not hold.
struct VerifyReport {
  int64_t files = 0, bytes = 0;  ///< Of the manifest, each hashed.
  int64_t records = 0;           ///< WARC records read whole, digests checked.
  int64_t index_lines = 0, pages = 0, findings = 0, rounds = 0;
  int64_t pruned = 0;  ///< Archive files taken away on purpose; what stood in them was not checked here.
  std::vector<Fault> faults;  ///< In the order of the checks; at most kMaxFaults.
  bool more_faults = false;

  [[nodiscard]] bool sound() const { return faults.empty(); }
};
inline constexpr size_t kMaxFaults = 200;

/// Checks everything in an assessment folder against everything else, and changes nothing:
///
/// 1. manifest.json against manifest.json.sha256, and every file against the manifest: there, as long, same
///    digest; no file beside them. audit.log may have grown, and so may the review: its log follows its own
///    chain, and the files it tells of are those whose digests it tells.
/// 2. Every WARC record: whole gzip member, block and payload digests; every revisit: the record it refers to
/// is
///    there and has that payload.
/// 3. Every line of index.cdxj: its record stands there, of that address, time and digest; the lines are
/// sorted.
/// 4. The database: sound in itself, and every page, revisit and version of the history has its record with
/// that
///    digest.
/// 5. Every piece of evidence of every finding: archived there, with that digest.
///
/// A changed byte anywhere gives a fault. Errors: kNotFound (no folder, no assessment, no manifest), kIo.
[[nodiscard]] base::Result<VerifyReport> VerifyFolder(const std::string& root);

}  // namespace mingcha::store
