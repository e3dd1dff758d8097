#include "csv_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mingcha::reports {

std::vector<std::vector<std::string>> ReadCsv(std::string_view text) {
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
  text.remove_prefix(3);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"') {
      EXPECT_TRUE(cell.empty()) << "a quote inside an unquoted cell at byte " << i;
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::move(cell));
      cell.clear();
    } else if (c == '\r') {
      EXPECT_EQ(text.substr(i, 2), "\r\n");
      row.push_back(std::move(cell));
      cell.clear();
      rows.push_back(std::move(row));
      row.clear();
      ++i;
    } else {
      EXPECT_NE(c, '\n') << "a bare line feed at byte " << i;
      cell += c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_TRUE(row.empty()) << "no CRLF at the end";
  for (const auto& each : rows) EXPECT_EQ(each.size(), rows.front().size());
  return rows;
}

size_t Column(const std::vector<std::vector<std::string>>& rows, std::string_view heading) {
  const auto found = std::find(rows.front().begin(), rows.front().end(), heading);
  EXPECT_NE(found, rows.front().end()) << heading;
  return static_cast<size_t>(found - rows.front().begin());
}

}  // namespace mingcha::reports
