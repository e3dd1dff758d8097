#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"

namespace mingcha::base {

/// By which rules two addresses count as one page (domain.md 8.2).
struct FoldRules {
  bool default_documents = true;  ///< `/a/index.html` is `/a/`.
  bool twins = true;              ///< http is https, `www.a` is `a` (usual ports only).
  std::vector<std::string>
      drop_parameters;  ///< Query parameters that tell no pages apart; a trailing `*` is a prefix.
};

/// The address a page is asked at: http(s) without fragment, session ids, tracking parameters, empty query;
/// of a traditional-character mirror (`/gate/big5/host/path`) the address it mirrors. User names and
/// passwords go too: they are nobody's to send.
[[nodiscard]] std::string CleanUrl(const Url& url, const FoldRules& rules);

/// The key under which a page is known only once: its clean address with the rest of the rules applied, and
/// without ASP.NET's session tickets in paths (`/(S(…))/`). Never asked itself, as a server may know only one
/// of the twins.
[[nodiscard]] std::string FoldKey(const Url& clean, const FoldRules& rules);

}  // namespace mingcha::base
