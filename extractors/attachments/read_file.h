#pragma once

#include <string_view>

#include "extractors/attachments/read_limits.h"
#include "model/attachment.h"

namespace mingcha::attachments {

/// Reads a file of any type, members of archives too. PDF and pictures need the worker (they run programs);
/// everything else is memory only. Any bytes are fine; trust nothing that runs it outside of the jail.
[[nodiscard]] model::AttachmentContent ReadFile(std::string_view bytes, const ReadLimits& limits);

/// Changes with every change of what a file is read as; part of the cache's key.
inline constexpr std::string_view kReaderVersion = "1";

}  // namespace mingcha::attachments
