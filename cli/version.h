#pragma once

#include <string_view>

namespace mingcha::cli {

/// Set by CMake from the project's version; printed in every report.
inline constexpr std::string_view kToolVersion = MINGCHA_VERSION;

}  // namespace mingcha::cli
