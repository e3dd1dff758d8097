#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/info_table.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What a page is called: the ArticleTitle tag, the heading over the text, the information table's name and
/// the `<title>` are held against one another; the fullest form that another source supports wins. `<title>`
/// loses site and column names. nullopt if the page says nothing. Detail and attachment pages give their
/// article's own title, others the column's or site's name. `columns`: the breadcrumb as far as it is known;
/// what it names is no title. A value that was cut off (`…`) is replaced by the line of the page that goes
/// on. `column_address`: the page's address is one that columns have.
[[nodiscard]] std::optional<model::TextReading> ReadTitle(const Document& document, const PageView& view,
                                                          const MetaTags& meta, const InfoFields& info,
                                                          model::PageKind kind,
                                                          const std::vector<std::string>& columns,
                                                          const LexiconIndex& lexicon,
                                                          bool column_address = false);

/// The title that the link to an article gives it, where the page has none of its own: nothing, the name of
/// its site or of a body, or its first line. nullopt: it has one, or the link says no more («more», a name).
[[nodiscard]] std::optional<model::TextReading> TitleOfLink(std::string_view anchor,
                                                            const std::optional<model::TextReading>& own,
                                                            const MetaTags& meta,
                                                            const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
