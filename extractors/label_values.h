#pragma once

#include <string_view>
#include <vector>

#include "extractors/content.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

/// Reads `label: value` pairs of a page in order: several in one line, over two table cells, label and value
/// in neighbouring elements, and label lines followed by their value in the same block. A label with nothing
/// beside it gives an empty value: a blank field is a fact.
[[nodiscard]] std::vector<LabelValue> ReadLabelValues(const Document& document, const PageView& view,
                                                      const LexiconIndex& lexicon);

/// The same for text without markup.
[[nodiscard]] std::vector<LabelValue> ReadTextLabelValues(std::string_view text, const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
