#pragma once

#include <string_view>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads a PDF by poppler: words with their places; pages without usable words are drawn and their characters
/// recognised. Only inside the worker.
void ReadPdf(std::string_view bytes, PartWriter* out);

/// Recognises the characters of a picture by tesseract (simplified Chinese). A mean confidence below the
/// limit makes the part kDoubtful: the text is kept, a person must look. Only inside the worker.
void ReadPicture(std::string_view bytes, int page, PartWriter* out);

}  // namespace mingcha::attachments
