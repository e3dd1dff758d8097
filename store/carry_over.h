#pragma once

#include <string>

#include "base/result.h"
#include "store/database.h"

namespace mingcha::store {

/// Makes the round in `previous` the one before the round in `root`: copies its archive files (those of still
/// earlier rounds with it), each checked against its manifest while it is copied; takes its history, and what
/// conditional requests need. `previous` is only read.
///
/// Afterwards `root` is whole by itself: its archive holds `earlier-NN-FFFFF.warc.gz`, byte for byte the file
/// FFFFF of round NN, beside `earlier-NN-manifest.json` with any signature of it.
///
/// May be called again after a crash; nothing happens if it was done. Errors: kNotFound (no assessment, or
/// one without manifest.json: it never came to an end), kCorrupt (a file is not what the manifest says),
/// kInvalidInput (another round was carried over before, or this round has begun without one), kIo.
[[nodiscard]] base::Status CarryOver(const std::string& previous, const std::string& root,
                                     Database* database);

}  // namespace mingcha::store
