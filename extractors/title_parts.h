#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/lexicon_index.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

constexpr size_t kMaxTitle = 900;  ///< Bytes; what is longer is no title.

/// A part of a `<title>` as a byte range of it.
struct Piece {
  size_t begin = 0, end = 0;
  bool weak_before = false;  ///< Only a bare hyphen stands before it.
  bool name = false;         ///< The site's, a body's or a column's name.
};

/// Length of a mark at `pos` that separates the parts of a `<title>`: a run of `_`, `|`, `-`, arrows; 0 if
/// there is none. *weak: a bare hyphen, which titles have of their own.
[[nodiscard]] size_t SeparatorLength(std::string_view text, size_t pos, bool* weak);

/// Names the site, its owner or a column: what pages append to the title of an article. `site`: folded.
[[nodiscard]] bool IsFrameName(std::string_view piece, const std::string& site,
                               const std::vector<std::string>& columns, const LexiconIndex& lexicon);

/// Cuts a `<title>` at every mark; `site`: folded name of the site.
[[nodiscard]] std::vector<Piece> SplitTitle(const std::string& title, const std::string& site,
                                            const std::vector<std::string>& columns,
                                            const LexiconIndex& lexicon);

/// A heading without the square brackets that some pages set around it.
[[nodiscard]] std::string WithoutFrame(std::string text);

/// A name from `<title>` as the page means it: out of its brackets, and without an exclamation mark that the
/// trail leaves out.
[[nodiscard]] std::string PlainName(std::string name, const std::vector<std::string>& columns);

[[nodiscard]] model::TextReading MakeTitle(std::string value, model::ReadingSource source, model::Grade grade,
                                           size_t begin = 0, size_t end = 0);

/// The place where a title stands as text: a whole line, else any occurrence after the frame; npos if it does
/// not.
[[nodiscard]] size_t FindInText(const PageView& view, std::string_view title);

}  // namespace mingcha::extractors
