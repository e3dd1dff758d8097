#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// The name of a column's or a site's own page: the tag, else a heading that is the last step of the trail,
/// else the part of `<title>` that the page shows.
[[nodiscard]] std::optional<model::TextReading> ColumnTitle(const Document& document, const PageView& view,
                                                            const MetaTags& meta, model::PageKind kind,
                                                            const std::vector<std::string>& columns,
                                                            const LexiconIndex& lexicon);

/// A column that is one page (a guide, an office's tasks): its address is a column's, its trail ends in the
/// one name that `<title>` adds to the site's. Headings on it are those of its parts.
[[nodiscard]] std::optional<model::TextReading> OnePageColumn(const MetaTags& meta, const std::string& site,
                                                              const std::vector<std::string>& columns,
                                                              const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
