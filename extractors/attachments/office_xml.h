#pragma once

#include <string_view>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads a Word document (ECMA-376 part 1, 17): paragraphs and tables in order; deleted text and field
/// instructions left out, text boxes read.
void ReadDocx(std::string_view bytes, PartWriter* out);

/// Reads a workbook (ECMA-376 part 1, 18): every sheet, hidden ones too; values as shown, formulas by their
/// stored result, merged cells laid out. The sheet's stated dimension is not believed.
void ReadXlsx(std::string_view bytes, PartWriter* out);

/// Reads the texts of a presentation's slides.
void ReadPptx(std::string_view bytes, PartWriter* out);

}  // namespace mingcha::attachments
