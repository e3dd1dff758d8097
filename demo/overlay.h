#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "demo/district.h"

namespace mingcha::demo {

/// Writes into `folder` what an assessment of the running portal needs: `config/` (extends `demo_config`,
/// with the addresses in use), `truth.json`, and last of all the empty file `ready`. kIo if a file cannot be
/// written.
[[nodiscard]] base::Status WriteOverlay(const std::filesystem::path& folder,
                                        const std::filesystem::path& demo_config, const District& district,
                                        const std::map<std::string, std::string>& base_urls);

}  // namespace mingcha::demo
