#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"

namespace mingcha::rules {

/// One record of a CSV file; blank lines are left out.
struct CsvRow {
  int row = 0;  ///< 1-based line on which the record begins.
  std::vector<std::string> cells;
};

/// Bytes of a text file as UTF-8: by BOM (UTF-8, UTF-16), else as UTF-8 if well-formed, else as GB18030, what
/// spreadsheets of Chinese systems save. False if it is none of these; `text` is then as good as nothing.
[[nodiscard]] bool DecodeTextFile(std::string_view bytes, std::string* text);

/// Reads RFC 4180 records: commas, `"` around cells, `""` inside, CRLF, LF or CR ends. Faults (a quote that
/// never closes, text after a closing quote, too many rows) are added to `errors`; reading goes on where it
/// can.
[[nodiscard]] std::vector<CsvRow> ParseCsv(std::string_view text, const std::string& file_name,
                                           std::vector<Diagnostic>* errors);

}  // namespace mingcha::rules
