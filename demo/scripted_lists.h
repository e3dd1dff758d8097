#pragma once

#include <string>
#include <vector>

#include "demo/portal.h"
#include "demo/site_style.h"

namespace mingcha::demo {

/// Prints a list whose further pages no plain link names, as `ColumnSpec::paging` says: `datastore` (rows in
/// a data island, more by POST to a proxy), `json` (rows from a JSON address), `form` (the page's form is
/// posted back). Writes the first page at `path` and every answer it leads to.
void PrintScriptedList(const SiteSpec& site, size_t column, const std::vector<ListRow>& rows,
                       const std::string& path, PortalSite* out);

}  // namespace mingcha::demo
