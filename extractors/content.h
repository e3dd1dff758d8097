#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/page_facts.h"

namespace mingcha::extractors {

/// One cell of a table after colspan and rowspan were laid out; spanned copies repeat the text.
struct Cell {
  std::string text;     ///< White space collapsed.
  bool header = false;  ///< <th>, or a cell whose text ends in a colon.
  bool copy = false;    ///< Filled in from a neighbour's span.
  size_t begin = 0;     ///< Byte range in PageText::text.
  size_t end = 0;
};

/// A table as a grid: every row has the same number of cells.
struct Table {
  std::vector<std::vector<Cell>> rows;
  size_t begin = 0, end = 0;  ///< Byte range in PageText::text.
};

/// A label and what stands beside it: in one cell or line (`索引号：X`), in two cells, or on the next line.
struct LabelValue {
  std::string label;  ///< base::FoldLabel, without the colon.
  std::string value;  ///< White space collapsed; may be empty (a blank field is a fact).
  bool in_table = false;
  size_t begin = 0, end = 0;  ///< Byte range of label and value in PageText::text.
};

/// The visible text of one page or attachment, as the later readers (dates, elements, items, privacy) need
/// it. Inline elements never break words; block elements break lines; scripts and styles are left out.
struct PageText {
  std::string text;       ///< UTF-8, one line per block, white space collapsed within lines.
  size_t main_begin = 0;  ///< Byte range of the main content in `text`.
  size_t main_end = 0;
  std::vector<Table> tables;      ///< Those inside the main content, outermost data tables only, in order.
  std::vector<LabelValue> pairs;  ///< Whole page, in order.
  std::vector<std::string> headings;  ///< h1..h6 of the main content.

  [[nodiscard]] std::string_view main() const {
    return std::string_view(text).substr(main_begin, main_end - main_begin);
  }
};

}  // namespace mingcha::extractors
