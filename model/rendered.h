#pragma once

#include <string>
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

/// A request that a page makes while its scripts run.
struct ScriptRequest {
  std::string url, method;
  std::string kind;  ///< As Chromium calls it: `Document`, `Script`, `XHR`, `Fetch`, `Stylesheet`, `Image` …
  std::string post;  ///< Body, empty if there is none.
};

/// What it gets. The browser itself asks nobody.
struct ScriptAnswer {
  bool served = false;
  std::string refusal;  ///< Why not, in English, if it was not served.
  int status = 200;
  std::string content_type, body;
};

}  // namespace mingcha::model
