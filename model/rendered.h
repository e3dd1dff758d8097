#pragma once

#include <string_view>

#include "model/page_record.h"

namespace mingcha::model {

/// Added to a page's address: the document that a browser made of it. Its record's ImportInfo is of kind
/// `rendered`: `by` is the browser, `source` the page, `source_sha256` the digest of the page's own body.
inline constexpr std::string_view kRenderedMark = "#render:dom";

/// A body without an HTTP answer around it: saved by a person, or made by a browser from an archived page.
[[nodiscard]] inline bool HasBareBody(const PageRecord& page) {
  return page.imported.kind == "manual" || page.imported.kind == "rendered";
}

}  // namespace mingcha::model
