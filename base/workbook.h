#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::base {

/// One filled cell of a spreadsheet.
struct WorkbookCell {
  int column = 0;    ///< 1-based: A = 1.
  std::string text;  ///< What a reader sees: text, shortest number, `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS` of
                     ///< dates, TRUE/FALSE, the error's name.
  std::optional<Date> date;  ///< Set if the cell holds a number shown as a date.
  bool inexact = false;      ///< A number of more than 15 digits: the spreadsheet has lost the last ones.

  bool operator==(const WorkbookCell&) const = default;
};

struct WorkbookRow {
  int row = 0;                      ///< 1-based.
  std::vector<WorkbookCell> cells;  ///< By column; blank cells are left out.

  bool operator==(const WorkbookRow&) const = default;
};

/// A merged rectangle; only its first cell has a text.
struct WorkbookMerge {
  int row = 0, column = 0, rows = 1, columns = 1;  ///< First cell 1-based, then the size.

  bool operator==(const WorkbookMerge&) const = default;
};

struct WorkbookSheet {
  std::string name;
  bool hidden = false;
  std::vector<WorkbookRow> rows;  ///< By row; blank rows are left out.
  std::vector<WorkbookMerge> merges;
  std::vector<std::string> links;  ///< Addresses of hyperlinks, in order; not normalised.

  bool operator==(const WorkbookSheet&) const = default;
};

struct Workbook {
  std::vector<WorkbookSheet> sheets;  ///< In the order of the tabs; sheets of charts are left out.

  bool operator==(const Workbook&) const = default;
};

/// Bounds against archives that unpack to more than they look. Exceeding one is an error, never a part.
struct WorkbookLimits {
  uint64_t file_bytes = 64ULL << 20;
  uint64_t part_bytes = 128ULL << 20;   ///< One XML part, unpacked.
  uint64_t total_bytes = 256ULL << 20;  ///< All parts that are read, unpacked.
  uint64_t expansion = 1000;            ///< Unpacked bytes for each packed one, of parts above one megabyte.
  int entries = 10'000;                 ///< Members of the archive.
  int sheets = 256;
  int columns = 1024;
  size_t cells = 4'000'000;  ///< Of all sheets, blank ones left of filled ones and merged ones included.
  size_t text_bytes = 256ULL << 20;  ///< Of all cells: shared and merged texts count each time.
  int depth = 64;                    ///< Nesting of XML elements.
};

/// Reads an Office Open XML workbook (`.xlsx`, `.xlsm`; transitional or strict) held in memory: values as
/// they were last calculated, dates of the 1900 and the 1904 system, merged cells as rectangles. Formulas and
/// macros are not run, entities and external parts not followed, nothing is written to disk.
///
/// Errors: kUnsupported for a file that is no such workbook (an old `.xls`, one with a password), kCorrupt
/// for one that is damaged, kOutOfRange where a limit is exceeded. Thread-safe. Source: ECMA-376 part 1, 18.
[[nodiscard]] Result<Workbook> ReadWorkbook(std::string_view bytes, const WorkbookLimits& limits = {});

/// The sheet's cells as a table with each merged rectangle filled with the text of its first cell. Row i of
/// the result is row i + 1 of the sheet; blank rows at the end are left out. Bounded by the limits the sheet
/// was read with; rows beyond `max_rows` are left out.
[[nodiscard]] std::vector<std::vector<std::string>> FilledTable(const WorkbookSheet& sheet,
                                                                size_t max_rows = 1'048'576);

/// `B3` for column 2, row 3: how people name a cell. Both 1-based.
[[nodiscard]] std::string CellName(int column, int row);

}  // namespace mingcha::base
