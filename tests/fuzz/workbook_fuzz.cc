// Input: the bytes of a workbook. Promises: reading never crashes and stays within its limits; rows and cells
// stand in order, every text is well-formed UTF-8, and the filled table holds each cell.
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "base/workbook.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mingcha::base::WorkbookLimits limits;
  limits.part_bytes = 1 << 20;
  limits.total_bytes = 4 << 20;
  limits.cells = 50'000;
  limits.text_bytes = 4 << 20;
  const auto book =
      mingcha::base::ReadWorkbook(std::string_view(reinterpret_cast<const char*>(data), size), limits);
  if (!book) return 0;
  for (const mingcha::base::WorkbookSheet& sheet : book->sheets) {
    const auto table = mingcha::base::FilledTable(sheet);
    int last_row = 0;
    for (const mingcha::base::WorkbookRow& row : sheet.rows) {
      CHECK(row.row > last_row && !row.cells.empty());
      last_row = row.row;
      int last_column = 0;
      for (const mingcha::base::WorkbookCell& cell : row.cells) {
        CHECK(cell.column > last_column && cell.column <= limits.columns);
        last_column = cell.column;
        CHECK(mingcha::base::IsValidUtf8(cell.text));
        CHECK(table.at(static_cast<size_t>(row.row) - 1).size() >= static_cast<size_t>(cell.column));
      }
    }
  }
  return 0;
}
