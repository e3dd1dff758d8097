#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

/// JavaScript source without comments (line, block and `<!--` ones); strings stay. A pager that was commented
/// out must not count as one.
[[nodiscard]] std::string StripScriptComments(std::string_view script);

/// HTML that a script prints or carries: string arguments of `document.write`, and CDATA sections of data
/// islands. Escapes inside strings are undone; an address put together with a variable becomes `#`. At most
/// 64 strings and 2,000 sections.
[[nodiscard]] std::vector<std::string> MarkupInScript(std::string_view script);

/// String literals that a script (or an `onclick` attribute) sends the browser to: assigned to `location`,
/// its `href`, or given to `open`, `replace`, `assign`.
[[nodiscard]] std::vector<std::string> AddressesInScript(std::string_view script);

/// Where a click leads: AddressesInScript, or, if that is nowhere, the page that a site's own function is
/// given first (`openColumn('/col/12/index.html')`). Only what looks like a page (`.html` and its kin, a
/// folder): other addresses in a click may be actions.
[[nodiscard]] std::vector<std::string> AddressesOfClick(std::string_view script);

/// A node of a menu that a script draws.
struct MenuNode {
  std::string address, text;
};
/// Nodes of trees that a script draws and that bear a name in Han characters and an address:
/// `tree.add(12, 3, 'name', 'address', …)` and `{… name: 'name', … url: 'address' …}`. At most 2,000.
[[nodiscard]] std::vector<MenuNode> MenuInScript(std::string_view script);

}  // namespace mingcha::extractors
