#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"

namespace mingcha::base {

/// Where a link on a page leads: the serialised address without its fragment, as Url::Parse against `base`
/// and HrefWithoutFragment give it. nullopt: no address, or none of http(s). For loops over many links:
/// addresses written the usual way cost one string and no Url. Any thread.
[[nodiscard]] std::optional<std::string> ResolveLink(std::string_view address, const Url& base);

}  // namespace mingcha::base
