#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace mingcha::reports {

/// Paragraph styles of templates/docx_styles.xml.
enum class DocStyle { kTitle, kSubtitle, kHeading1, kHeading2, kBody, kCase, kNote, kCaption, kSignature };

enum class DocAlign { kLeft, kCenter, kRight };

struct DocCell {
  std::string text;
  DocAlign align = DocAlign::kLeft;
  int span = 1;  ///< Columns it covers.
};

struct DocTable {
  std::vector<double> widths;  ///< Relative; the table is as wide as the text.
  std::vector<DocCell> head;   ///< Repeated on every page.
  std::vector<std::vector<DocCell>> rows;
  bool has_sum_row = false;  ///< The last row is bold.
};

/// One block of a document, in order.
struct DocBlock {
  enum class Kind { kParagraph, kTable, kPageBreak };
  Kind kind = Kind::kParagraph;
  DocStyle style = DocStyle::kBody;
  std::string text;
  std::string link;  ///< Web address behind the text; empty: none.
  DocTable table;
};

struct DocFile {
  std::string title;  ///< For the properties.
  bool landscape = false;
  std::vector<DocBlock> blocks;

  DocFile& Add(DocStyle style, std::string_view text);
  DocFile& Link(DocStyle style, std::string_view text, std::string_view url);
  DocFile& Add(DocTable table);
  DocFile& PageBreak();
};

/// A Word document (OOXML, A4) in the styles of Chinese official documents: titles in a small-title Song
/// type, headings in Hei and Kai, text in imitation Song of the third size on 28-point lines, page numbers at
/// the foot. Texts are cleaned and escaped; only http(s) addresses become links. Pure; equal input gives
/// equal bytes (no time, no user name).
[[nodiscard]] std::string WriteDocx(const DocFile& file, base::Lang lang);

}  // namespace mingcha::reports
