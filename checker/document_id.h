#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil_date.h"

namespace mingcha::checker {

/// The running number that a content system wrote into the address of an article.
struct DocumentId {
  /// Form of the address without its numbers: `t#_#.html`, `info/#.htm`, `news.aspx?id=#`. Numbers of one
  /// form on one host come from one counter.
  std::string family;
  /// What of the address stands around the number: the folders, or the other query fields. On some systems
  /// each column counts for itself.
  std::string column;
  int64_t number = 0;
  std::optional<base::Date> day;  ///< A whole day beside it: the day of entry.
};

/// Reads it from an absolute URL of any content system: the last plain number of the file's name, or of a
/// query field that is called some `id`. Random names (hexadecimal digests, long digits) have none.
[[nodiscard]] std::optional<DocumentId> ReadDocumentId(std::string_view url);

}  // namespace mingcha::checker
