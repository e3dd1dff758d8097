#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "demo/district.h"

namespace mingcha::demo {

/// The district `factor` times over (scale.h), with what the registers of `demo_config` name. kIo if one of
/// them cannot be read.
[[nodiscard]] base::Result<District> ScaledDistrict(District district,
                                                    const std::filesystem::path& demo_config, int factor);

/// Writes into `folder` what an assessment of the running portal needs: `config/` (extends `demo_config`,
/// with the addresses in use), `truth.json`, and last of all the empty file `ready`. kIo if a file cannot be
/// written. `factor`: the scale of `district`; above 1 `config/` holds registers of that scale too.
[[nodiscard]] base::Status WriteOverlay(const std::filesystem::path& folder,
                                        const std::filesystem::path& demo_config, const District& district,
                                        const std::map<std::string, std::string>& base_urls, int factor = 1);

}  // namespace mingcha::demo
