#pragma once

#include <string>
#include <string_view>

namespace mingcha::base {

/// `& < > " '` as entities: what HTML and XML take for text of an element or a quoted attribute. Nothing else
/// is changed, ill-formed UTF-8 neither.
[[nodiscard]] std::string EscapeMarkup(std::string_view text);

}  // namespace mingcha::base
