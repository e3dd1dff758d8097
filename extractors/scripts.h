#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

/// JavaScript source without comments (line, block and `<!--` ones); strings stay. A pager that was commented
/// out must not count as one.
[[nodiscard]] std::string StripScriptComments(std::string_view script);

/// HTML that a script prints or carries: string arguments of `document.write`, and CDATA sections of data
/// islands. Escapes inside strings are undone. At most 64
/// strings and 2,000 sections.
[[nodiscard]] std::vector<std::string> MarkupInScript(std::string_view script);

/// String literals that a script (or an `onclick` attribute) sends the browser to: assigned to `location`,
/// its `href`, or given to `open`, `replace`, `assign`.
[[nodiscard]] std::vector<std::string> AddressesInScript(std::string_view script);

}  // namespace mingcha::extractors
