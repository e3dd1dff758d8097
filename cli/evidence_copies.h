#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "cli/context.h"
#include "cli/stored_round.h"
#include "store/assessment.h"

namespace mingcha::cli {

/// Writes `evidence/<digest>.html` for every archived page a finding cites, and gives digest → relative
/// address.
///
/// Safe to open: the page of another party stands as an escaped `srcdoc` in a sandboxed frame (no scripts, no
/// forms, no origin, no navigation of the top), under a policy that allows no request at all; above it stand
/// address, time, archive place and digest. Pages that are no HTML stand as their text. Bodies beyond 2 MB
/// are cut, at most 5,000 pages are written; what is left out is told by the return value alone.
[[nodiscard]] base::Result<std::map<std::string, std::string>> WriteEvidenceCopies(
    const Context& context, const StoredRound& round, store::Assessment* assessment,
    const std::filesystem::path& reports_folder);

/// The page that wraps one archived page; `body` is decoded text.
[[nodiscard]] std::string EvidencePage(const Context& context, const model::PageRecord& page,
                                       const std::string& body, bool is_html);

}  // namespace mingcha::cli
