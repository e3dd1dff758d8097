#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/page_record.h"
#include "model/ports.h"

namespace mingcha::store {

/// The sort-friendly form of a URL: host labels reversed, then port and path in lower case
/// (`http://www.a.cn:8080/B?c` → `cn,a,www:8080)/b?c`). Addresses stay as they are. A text that is no http(s)
/// URL stands for itself in lower case.
[[nodiscard]] std::string Surt(std::string_view url);

/// One index line without its line feed: SURT, 14-digit UTC time, JSON.
[[nodiscard]] std::string CdxjLine(const model::PageRecord& page);

/// Writes `archive/index.cdxj`: every archived page of the store, sorted by bytes.
[[nodiscard]] base::Status WriteCdxj(const std::string& root, model::PageSource* pages);

}  // namespace mingcha::store
