#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/result.h"

namespace mingcha::reports {

/// How the cells of a column look.
enum class ColumnLook {
  kText,    ///< One line, top aligned.
  kWrap,    ///< Long text, wrapped.
  kNumber,  ///< Right aligned; text cells in it too.
  kDay,     ///< A real date, yyyy-mm-dd.
  kInput,   ///< To be filled in by a person: shaded.
};

struct SheetColumn {
  std::string heading;
  double width = 12;  ///< In characters of the default font; a Chinese character takes two.
  ColumnLook look = ColumnLook::kText;
};

/// One cell as a value: a number, a day, a text, a link. Text is never a formula.
struct SheetCell {
  std::string text;
  std::string link;  ///< Followed only if IsWebLink; else the text stands alone.
  std::optional<double> number;
  std::optional<base::Date> day;

  static SheetCell Text(std::string_view value) { return {std::string(value), {}, {}, {}}; }
  static SheetCell Number(double value) { return {{}, {}, value, {}}; }
  static SheetCell Day(const std::optional<base::Date>& value) { return {{}, {}, {}, value}; }
  static SheetCell Link(std::string_view url) { return {std::string(url), std::string(url), {}, {}}; }
};

/// One sheet: a title line, a note line, a frozen head row with filters, rows.
struct Sheet {
  std::string name;  ///< At most 31 characters, none of `[]:*?/\`.
  std::string title;
  std::string note;
  std::vector<SheetColumn> columns;
  int frozen_columns = 1;
  std::vector<std::vector<SheetCell>> rows;
  bool has_sum_row = false;  ///< The last row is a sum: bold, outside the filter.
};

/// Sheets count from here: rows 0 and 1 are title and note.
constexpr int kSheetHeadRow = 2;

/// The bytes of an Excel workbook (OOXML). Equal sheets give equal bytes: the creation time is fixed. Crawled
/// text is cleaned; text too long for a cell is cut and ends in an ellipsis. kIo if the temporary file that
/// the library needs cannot be written.
[[nodiscard]] base::Result<std::string> WriteWorkbook(const std::string& title,
                                                      const std::vector<Sheet>& sheets);

}  // namespace mingcha::reports
