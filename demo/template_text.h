#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::demo {

using Fields = std::map<std::string, std::string>;

/// Replaces `{name}` by its field; an unknown name becomes empty. Values are inserted as they are.
[[nodiscard]] std::string FillTemplate(std::string_view text, const Fields& fields);

/// Drops the stretches `<!--[NAME]-->…<!--[/]-->` whose NAME is in `omit`; of the others only the marks go.
[[nodiscard]] std::string OmitStretches(std::string_view text, const std::vector<std::string>& omit);

}  // namespace mingcha::demo
