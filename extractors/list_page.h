#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/url.h"
#include "extractors/lexicon_index.h"
#include "extractors/links.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// The rows of a page that look like a list of links.
struct ListReading {
  std::vector<model::ListEntry> entries;  ///< Of the largest list outside the page's frame, in order.
  int dated = 0;                          ///< Entries with a date.
  int groups = 0;    ///< Separate lists of three or more rows on the page (home pages have many).
  size_t bytes = 0;  ///< Text in the chosen list.
  std::optional<base::Date> newest, oldest;
};

/// Finds the list: links whose rows stand side by side under one element and are built alike. Titles come
/// from the title attribute where the text is cut. Dates stand in the row outside the link, whole, or as day
/// and year-month apart. Lists inside data islands of scripts count.
[[nodiscard]] ListReading ReadList(const Document& document, const PageView& view, const base::Url& base,
                                   const LexiconIndex& lexicon);

/// The list in a piece of markup that stands alone: what a script would put into a page.
[[nodiscard]] ListReading ReadMarkupList(std::string_view markup, const base::Url& base,
                                         const LexiconIndex& lexicon);

/// Tells two pages of a list apart by the addresses (where there are none, the titles) of their entries;
/// empty without entries.
[[nodiscard]] std::string RowsDigest(const std::vector<model::ListEntry>& entries);

}  // namespace mingcha::extractors
