#pragma once

#include <optional>
#include <string_view>

#include "base/civil_date.h"

namespace mingcha::extractors {

/// The day that a value of data tells: text in any notation, or seconds or milliseconds since 1970, which are
/// taken in China's time. nullopt: none.
[[nodiscard]] std::optional<base::Date> DayOfData(std::string_view text);

}  // namespace mingcha::extractors
