#pragma once

#include <optional>
#include <string>

#include "extractors/info_table.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What a page is called: the ArticleTitle tag, the heading over the text, the information table's name and
/// the `<title>` are held against one another; the fullest form that another source supports wins. `<title>`
/// loses site and column names. nullopt if the page says nothing. Detail and attachment pages give their
/// article's own title, others the column's or site's name.
[[nodiscard]] std::optional<model::TextReading> ReadTitle(const Document& document, const PageView& view,
                                                          const MetaTags& meta, const InfoFields& info,
                                                          model::PageKind kind, const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
