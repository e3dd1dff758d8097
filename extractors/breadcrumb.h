#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extractors/lexicon_index.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

/// The trail of columns that leads to a page (`首页 > A > B`), without the lead words and words such as
/// «text». Found by its lead words, by its root word before a separator, or by the class names that trails
/// carry; one that the page hides counts only where it shows none. Empty if there is none. `*at_text`: the
/// trail has a step such as «text», as that of an article has.
[[nodiscard]] std::vector<std::string> ReadBreadcrumb(const Document& document, const PageView& view,
                                                      const LexiconIndex& lexicon, bool* at_text = nullptr);
/// A trail without the page's own title, with which many end.
[[nodiscard]] std::vector<std::string> WithoutTitle(std::vector<std::string> trail, std::string_view title);

}  // namespace mingcha::extractors
