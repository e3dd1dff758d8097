#pragma once

#include "extractors/attachments/compound_file.h"
#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads the text and tables of a Word 97 document or a WPS text (MS-DOC: FIB, piece table). Older Word files
/// are kUnsupported, those with a password kEncrypted.
void ReadDoc(const CompoundFile& file, PartWriter* out);

}  // namespace mingcha::attachments
