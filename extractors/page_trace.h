#pragma once

#include <string>
#include <vector>

#include "extractors/annotate.h"
#include "extractors/extractor.h"

namespace mingcha::extractors {

/// What an item asks for and the page (with its attachments) shows.
struct ElementTrace {
  std::string item;
  std::vector<model::ElementReading> found;
  std::vector<std::string> in_attachment;  ///< Label there, value «see attachment», and not found in any.
  std::vector<std::string> missing;        ///< No label with a value.
};

/// Everything the extractor knows of one page: for whoever writes rules.
struct PageTrace {
  ExtractedPage page;
  std::string text;  ///< Decoded visible text; spans without a place are offsets into it.
  size_t main_begin = 0, main_end = 0;
  std::vector<model::ItemMatch> rejected;
  std::vector<ElementTrace> elements;  ///< By item, those of the disclosures included.
  std::vector<model::Link> links;      ///< All of the page, in order.
  bool is_html = false;
};

/// The page as inert HTML with `marks` on it; empty for what is no web page. See AnnotateHtml.
[[nodiscard]] std::string AnnotatedBody(const PageInput& input, const model::Plan& plan,
                                        const std::vector<TextMark>& marks);

}  // namespace mingcha::extractors
