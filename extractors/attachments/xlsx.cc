#include <algorithm>
#include <string>

#include "base/workbook.h"
#include "extractors/attachments/office_xml.h"
#include "extractors/attachments/sheet_grid.h"

namespace mingcha::attachments {
namespace {

using base::ErrorCode;
using base::Msg;
using model::AttachmentStatus;

base::WorkbookLimits LimitsOf(const ReadLimits& limits) {
  base::WorkbookLimits out;
  out.file_bytes = limits.max_input;
  out.total_bytes = limits.max_unpacked;
  out.part_bytes = std::min<uint64_t>(out.part_bytes, limits.max_unpacked);
  out.entries = static_cast<int>(limits.max_members);
  out.cells = limits.max_cells * 4;  // blank and merged cells count there
  out.text_bytes = limits.max_text * 4;
  return out;
}

void FailAs(const base::Error& error, PartWriter* out) {
  if (error.code == ErrorCode::kOutOfRange) {
    out->Fail(AttachmentStatus::kTooLarge, Msg("it unpacks to more than is read"));
  } else {
    out->Fail(AttachmentStatus::kBroken, Msg("it is damaged or cut off"));
  }
}

}  // namespace

void ReadXlsx(std::string_view bytes, PartWriter* out) {
  const auto workbook = base::ReadWorkbook(bytes, LimitsOf(out->limits()));
  if (!workbook) {
    FailAs(workbook.error(), out);
    return;
  }
  for (const base::WorkbookSheet& sheet : workbook->sheets) {
    SheetGrid grid(out->limits());
    for (const base::WorkbookRow& row : sheet.rows) {
      for (const base::WorkbookCell& cell : row.cells) grid.Set(row.row - 1, cell.column - 1, cell.text);
    }
    for (const base::WorkbookMerge& merge : sheet.merges) {
      grid.Merge(merge.row - 1, merge.row + merge.rows - 2, merge.column - 1,
                 merge.column + merge.columns - 2);
    }
    grid.Write(sheet.name, out);
  }
}

}  // namespace mingcha::attachments
