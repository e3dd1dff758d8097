#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace mingcha::cli {

/// The whole file. kNotFound if it cannot be opened, kIo if reading fails.
[[nodiscard]] base::Result<std::string> ReadFile(const std::filesystem::path& path);
/// Writes beside the file and renames, so that a reader never sees half of it.
[[nodiscard]] base::Status WriteFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace mingcha::cli
