#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mingcha::base {

/// UTF-8 to GB18030, the encoding many older sites serve. nullopt if the text is not UTF-8. Any thread.
[[nodiscard]] std::optional<std::string> ToGb18030(std::string_view utf8);

}  // namespace mingcha::base
