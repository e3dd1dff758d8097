#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "demo/portal.h"
#include "demo/site_style.h"

namespace mingcha::demo {

/// The snares real sites hold for crawlers: a calendar without end, paths that repeat, a query that grows,
/// session ids in addresses, a mirror of the whole site, a missing page that answers 200, redirects in a
/// circle, a slow page.
///
/// What they answer is computed: there is no end of addresses to list.
[[nodiscard]] std::optional<Answer> TrapAnswer(const SiteSpec& site, std::string_view target);

/// Links to each of them, for the site's home page.
[[nodiscard]] std::vector<LinkRow> TrapLinks();

}  // namespace mingcha::demo
