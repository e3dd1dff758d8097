#pragma once

#include <string_view>

namespace mingcha::reports {

/// Expects `bytes` to be those of tests/goldens/reports/`name`. With UPDATE_GOLDENS=1 in the environment it
/// writes them there instead and fails, so that nobody takes an update for a pass.
void ExpectGolden(std::string_view name, std::string_view bytes);

}  // namespace mingcha::reports
