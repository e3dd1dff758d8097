#pragma once

#include <string>
#include <vector>

#include "extractors/lexicon_index.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

/// The trail of columns that leads to a page (`首页 > A > B`), without the lead words, the page's own title
/// and words such as «text». Found by its lead words, by its root word before a separator, or by the class
/// names that trails carry. Empty if the page shows none.
[[nodiscard]] std::vector<std::string> ReadBreadcrumb(const Document& document, const PageView& view,
                                                      const LexiconIndex& lexicon, const std::string& title);

}  // namespace mingcha::extractors
