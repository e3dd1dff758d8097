#pragma once

#include <string_view>

namespace mingcha::cli {

/// The program's version, printed in every report: the project's, and the commit it was built from where git
/// knows it (cmake/version.cmake).
[[nodiscard]] std::string_view ToolVersion();

}  // namespace mingcha::cli
