#include "rules/rectification.h"

#include <filesystem>
#include <map>

#include "base/url.h"
#include "rules/register_table.h"

namespace mingcha::rules {
namespace {

std::string CellOf(const Table& table, const TableRow& row, std::string_view column) {
  const auto at = table.columns.find(column);
  return at == table.columns.end() || at->second >= row.cells.size() ? std::string()
                                                                     : row.cells[at->second].text;
}

}  // namespace

std::vector<RectificationRow> ReadRectifications(std::string_view bytes, const std::string& file_name,
                                                 std::vector<Diagnostic>* errors,
                                                 std::vector<Diagnostic>* warnings) {
  static const std::vector<TableColumn> kColumns = {
      {"finding", true}, {"rectified_at", true}, {"rectification"}};
  std::vector<RectificationRow> rows;
  std::map<std::string, std::string> seen;
  const std::string name = std::filesystem::path(file_name).filename().string();
  for (const Table& table :
       ReadTables(bytes, file_name, kColumns, errors, warnings, OtherHeadings::kPassOver)) {
    for (const TableRow& row : table.rows) {
      RectificationRow read{CellOf(table, row, "finding"),
                            CellOf(table, row, "rectified_at"),
                            CellOf(table, row, "rectification"),
                            {}};
      if (read.finding.empty() || (read.link.empty() && read.rectification.empty())) continue;
      read.place = table.sheet.empty() ? name + ":" + std::to_string(row.row)
                                       : name + "[" + table.sheet + "!" + std::to_string(row.row) + "]";
      const auto fault = [&](std::string_view column, base::Message expected, std::string found) {
        Diagnostic diagnostic{file_name,
                              row.row,
                              static_cast<int>(table.columns.find(column)->second) + 1,
                              std::string(column),
                              std::move(expected),
                              std::move(found),
                              {}};
        diagnostic.sheet = table.sheet;
        errors->push_back(std::move(diagnostic));
      };
      const auto [first, is_new] = seen.emplace(read.finding, read.place);
      if (!is_new) {
        fault("finding", base::Msg("each finding once (also at {})", first->second), read.finding);
        continue;
      }
      const auto url = base::Url::Parse(read.link);
      if (!read.link.empty() && (!url || !url->is_http())) {
        fault("rectified_at", base::Msg("an absolute http or https URL"), read.link);
        continue;
      }
      rows.push_back(std::move(read));
    }
  }
  return rows;
}

}  // namespace mingcha::rules
