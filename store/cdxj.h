#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/page_record.h"
#include "model/ports.h"
#include "store/warc_record.h"

namespace mingcha::store {

/// Sort key of an index line (Sort-friendly URI Reordering): host labels reversed, then port and path in
/// lower case
/// (`http://www.a.cn:8080/B?c` → `cn,a,www:8080)/b?c`). Addresses stay as they are. A text that is no http(s)
/// URL stands for itself in lower case.
[[nodiscard]] std::string Surt(std::string_view url);

/// One index line without its line feed: SURT, 14-digit UTC time, JSON. A page whose look was archived as a
/// revisit is indexed as that (`warc/revisit`); the response it refers to has a line of its own.
[[nodiscard]] std::string CdxjLine(const model::PageRecord& page);
/// The same from the archived record; nullopt for records that are not indexed (request, metadata, warcinfo).
[[nodiscard]] std::optional<std::string> CdxjLineOf(const WarcRecord& record, const model::WarcRef& ref);

/// The lines of earlier rounds with their files' names here; relative to the assessment folder.
inline constexpr const char* kEarlierIndex = "archive/earlier-index.cdxj";

/// Writes `archive/index.cdxj`, sorted by bytes: every answer the store knows of, and those of earlier
/// rounds.
[[nodiscard]] base::Status WriteCdxj(const std::string& root, model::PageSource* pages);
/// Writes the same from the archive alone: also answers that the store has no row for.
[[nodiscard]] base::Status RebuildCdxj(const std::string& root);
/// Copies an index with the files' names changed by `name_here` (`archive/x` → `archive/y`).
[[nodiscard]] base::Status CarryCdxj(const std::string& from, const std::string& to,
                                     const std::function<std::string(const std::string&)>& name_here);

}  // namespace mingcha::store
