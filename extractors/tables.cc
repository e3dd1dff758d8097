#include "extractors/tables.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxRows = 4000;
constexpr size_t kMaxColumns = 100;
constexpr size_t kMaxCells = 100'000;

size_t Span(const Document& document, int cell, std::string_view name, size_t limit) {
  const std::string value(document.Attr(cell, name).substr(0, 6));
  const long n = std::strtol(value.c_str(), nullptr, 10);
  return n < 1 ? 1 : std::min(static_cast<size_t>(n), limit);
}

bool EndsInColon(std::string_view text) { return text.ends_with(":") || text.ends_with("\xEF\xBC\x9A"); }

/// The table element a node belongs to; -1 outside of tables.
int OwnTable(const Document& document, int node) {
  for (int i = document.node(node).parent; i >= 0; i = document.node(i).parent) {
    if (document.Is(i, "table")) return i;
  }
  return -1;
}

/// The grid under construction: rows, and which cells earlier row spans already fill.
struct Grid {
  Table table;
  std::vector<std::pair<size_t, Cell>> hanging;  // per column: rows still to fill, and with what
  size_t cells = 0;

  void FillHanging(std::vector<Cell>* row) {
    while (row->size() < hanging.size() && hanging[row->size()].first > 0) {
      auto& [left, cell] = hanging[row->size()];
      --left;
      row->push_back(cell);
      ++cells;
    }
  }

  void AddRow(const Document& document, const PageView& view, int tr) {
    std::vector<Cell> row;
    for (int i = tr + 1; i < document.node(tr).end; ++i) {
      const bool head = document.Is(i, "th");
      if (!head && !document.Is(i, "td")) continue;
      FillHanging(&row);
      const TextRange range = view.ranges[static_cast<size_t>(i)];
      Cell cell;
      cell.text = SquashSpace(view.TextOf(i));
      cell.header = head || EndsInColon(cell.text);
      cell.begin = range.begin;
      cell.end = range.end;
      const size_t columns = Span(document, i, "colspan", kMaxColumns);
      const size_t rows = Span(document, i, "rowspan", kMaxRows);
      for (size_t c = 0; c < columns && row.size() < kMaxColumns; ++c) {
        const size_t column = row.size();
        row.push_back(cell);
        ++cells;
        cell.copy = true;
        if (rows > 1) {
          if (hanging.size() <= column) hanging.resize(column + 1);
          hanging[column] = {rows - 1, cell};
        }
      }
      i = document.node(i).end - 1;
    }
    FillHanging(&row);
    if (!row.empty()) table.rows.push_back(std::move(row));
  }
};

Table ReadTable(const Document& document, const PageView& view, int table) {
  Grid grid;
  grid.table.begin = view.ranges[static_cast<size_t>(table)].begin;
  grid.table.end = view.ranges[static_cast<size_t>(table)].end;
  for (int i = table + 1; i < document.node(table).end; ++i) {
    if (!document.Is(i, "tr") || OwnTable(document, i) != table) continue;
    if (grid.table.rows.size() >= kMaxRows || grid.cells >= kMaxCells) break;
    grid.AddRow(document, view, i);
  }
  size_t width = 0;
  for (const auto& row : grid.table.rows) width = std::max(width, row.size());
  for (auto& row : grid.table.rows) row.resize(width);
  return std::move(grid.table);
}

}  // namespace

bool IsLayoutTable(const Document& document, const PageView& view, int table) {
  const size_t all = view.ranges[static_cast<size_t>(table)].size();
  bool nested = false;
  size_t largest = 0;
  int cells = 0;
  int rows = 0;
  int paragraphs = 0;
  for (int i = table + 1; i < document.node(table).end; ++i) {
    if (document.Is(i, "table")) {
      nested = true;
    } else if (OwnTable(document, i) == table) {
      if (document.Is(i, "tr")) ++rows;
      if (document.Is(i, "p") || document.Is(i, "br")) ++paragraphs;
      if (document.Is(i, "td") || document.Is(i, "th")) {
        ++cells;
        largest = std::max(largest, view.ranges[static_cast<size_t>(i)].size());
      }
    }
  }
  if (cells <= 1 || rows == 0) return true;
  // One cell a row and a table inside one of them: rows are stacked boxes, as old sites built their pages.
  if (nested && cells <= rows + 1) return true;
  // The same without a table inside: a title, a line of dates, and the text in paragraphs.
  if (cells <= rows && cells <= 6 && paragraphs >= 2 && largest * 10 > all * 6) return true;
  constexpr size_t kProse = 1500;  // bytes: some 500 characters
  return largest * 10 > all * 6 && (nested || (largest > kProse && cells < 6));
}

std::vector<Table> ReadTables(const Document& document, const PageView& view, int from, int to) {
  std::vector<Table> tables;
  for (int i = from; i < to; ++i) {
    if (!document.Is(i, "table") || IsLayoutTable(document, view, i)) continue;
    Table table = ReadTable(document, view, i);
    if (!table.rows.empty()) tables.push_back(std::move(table));
    i = document.node(i).end - 1;
  }
  return tables;
}

}  // namespace mingcha::extractors
