#pragma once

#include "extractors/attachments/compound_file.h"
#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads the sheets of an Excel 97 workbook or a WPS table (MS-XLS, BIFF8): values as shown, formulas by
/// their stored result, merged cells laid out. Older workbooks are kUnsupported, those with a password
/// kEncrypted.
void ReadXls(const CompoundFile& file, PartWriter* out);

}  // namespace mingcha::attachments
