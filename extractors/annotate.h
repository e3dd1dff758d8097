#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

/// A stretch of the page's text that something was read from.
struct TextMark {
  size_t begin = 0, end = 0;  ///< Byte range in PageText::text.
  std::string label;          ///< Short, in the reader's language; printed beside the stretch. May be empty.
  std::string kind;           ///< Class name for its colour: letters only, not empty.
};

/// The page as inert HTML with the marks laid over its text: the tags that arrange text, colspan and rowspan
/// stay; scripts, styles, pictures, frames, forms, links and every other attribute are left out, so that a
/// saved copy can do nothing. Gives the body only. Any document.
[[nodiscard]] std::string AnnotateHtml(const Document& document, const PageView& view,
                                       const std::vector<TextMark>& marks);

}  // namespace mingcha::extractors
