#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/content.h"
#include "extractors/document.h"
#include "extractors/lexicon_index.h"
#include "model/lexicon.h"

namespace mingcha::extractors {

/// Byte range in PageText::text.
struct TextRange {
  size_t begin = 0, end = 0;

  [[nodiscard]] size_t size() const { return end - begin; }
  [[nodiscard]] bool Contains(size_t at) const { return begin <= at && at < end; }
};

/// The text of a page together with where each node of its document stands in it.
struct PageView {
  PageText page;
  std::vector<TextRange> ranges;  ///< By node index.
  std::vector<bool> chrome;       ///< By node index: in the page's frame (header, navigation, footer, side).
  int main_node = -1;             ///< The element taken for the main content; -1 if none stood out.
  bool main_from_hint = false;    ///< A container that CMSs use for article bodies was found.

  [[nodiscard]] std::string_view TextOf(int node) const {
    const TextRange& range = ranges[static_cast<size_t>(node)];
    return std::string_view(page.text).substr(range.begin, range.size());
  }
};

/// Lays out the visible text, finds the main content and reads tables and labelled values.
///
/// Main content: the container hinted at by the lexicon's `patterns.main_container` that holds most text,
/// else the smallest element holding most of the page's running text (text outside links and outside the
/// frame, which `patterns.page_frame` and HTML5's sectioning tags tell). No rule names a site. Any thread.
[[nodiscard]] PageView BuildPageView(const Document& document, const LexiconIndex& lexicon);

/// The same without the node ranges; prepares the lexicon anew, so for single pages and tests.
[[nodiscard]] PageText BuildPageText(const Document& document, const model::Lexicon& lexicon);

/// A text without markup (text/plain, CSV, extracted attachment text) as page text: all of it is main
/// content.
[[nodiscard]] PageText PlainPageText(std::string_view utf8, const LexiconIndex& lexicon);

/// Runs of white space (also U+00A0, U+3000 …) to one space, zero-width characters dropped, trimmed.
/// Full-width letters and punctuation stay as written.
[[nodiscard]] std::string SquashSpace(std::string_view utf8);

}  // namespace mingcha::extractors
