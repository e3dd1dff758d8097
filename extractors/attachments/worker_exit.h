#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extractors/attachments/converter.h"

namespace mingcha::attachments {

/// What the worker writes at the end of a whole answer, and in place of one. No JSON ends like that.
inline constexpr std::string_view kEndMark = "\n#end";
inline constexpr std::string_view kNoJailMark = "#no jail";
inline constexpr std::string_view kNoMemoryMark = "#no memory";

/// The limits as `name=value` words, for the worker's command line.
[[nodiscard]] std::vector<std::string> WorkerArguments(const ConverterOptions& options);

}  // namespace mingcha::attachments
