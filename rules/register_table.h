#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

/// One cell of a table handed in.
struct TableCell {
  std::string text;                ///< Trimmed.
  std::optional<base::Date> date;  ///< A spreadsheet's own date.
  bool inexact = false;            ///< A number whose last digits the spreadsheet has lost.
};

struct TableRow {
  int row = 0;  ///< 1-based row of the sheet, or line of the CSV file on which it begins.
  std::vector<TableCell> cells;
};

/// A column a table may have.
struct TableColumn {
  std::string_view name;
  bool required = false;  ///< The table must have it, and each row fill it.
};

/// One table under its headings: rows of a CSV file or of one sheet.
struct Table {
  std::string sheet;                                   ///< Empty: a CSV file.
  std::map<std::string, size_t, std::less<>> columns;  ///< Cell index of each column found.
  std::vector<TableRow> rows;  ///< Below the headings; blank rows left out, merged cells filled.
  size_t width = 0;            ///< Cells of a row that have a heading above them, or may have.
};

/// What a warning expects in place of a row that was left out as a total or a note.
inline constexpr const char* kRowOfRegister = "a row of the register";

/// What to do with headings that mean nothing here.
enum class OtherHeadings { kAreFaults, kPassOver };

/// Reads a table handed in: XLSX, or CSV in UTF-8, UTF-16 or GB18030. The headings may stand in any order and
/// below title rows; they are found as the first row that has all required columns, else the one that has
/// most. Headings that mean nothing here but are usual (a running number, a telephone) are passed over; any
/// other unknown heading is a fault, lest a slip of the pen hide a column. Of a workbook every visible sheet
/// with such headings is read; hidden ones are not, which is a warning. So is each row left out as a total or
/// a note (kRowOfRegister): it begins with a word of those and lacks what a row must have.
[[nodiscard]] std::vector<Table> ReadTables(std::string_view bytes, const std::string& file_name,
                                            const std::vector<TableColumn>& columns,
                                            std::vector<Diagnostic>* errors,
                                            std::vector<Diagnostic>* warnings,
                                            OtherHeadings others = OtherHeadings::kAreFaults);

/// A day as people write it: `2025-03-01`, `2025/3/1`, `2025.3.1`, `20250301`, with the signs of year, month
/// and day, and with a time behind it. nullopt if it is none or does not exist.
[[nodiscard]] std::optional<base::Date> DayOf(const TableCell& cell);

/// How messages name a column: its usual heading and, in brackets, its name here.
[[nodiscard]] std::string HeadingOf(std::string_view column);
/// The words of a closed list, one a meaning, in the data's order; empty if the column takes any text.
[[nodiscard]] std::vector<std::string> WordsOf(std::string_view column);
/// What a word of a closed list means in a column (`ruling`), from the data; empty if it is none of them.
[[nodiscard]] std::string MeaningOfWord(std::string_view column, std::string_view word);

}  // namespace mingcha::rules
