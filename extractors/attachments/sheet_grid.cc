#include "extractors/attachments/sheet_grid.h"

#include <algorithm>

namespace mingcha::attachments {

void SheetGrid::Set(int row, int column, std::string text) {
  if (text.empty() || row < 0 || column < 0) return;
  if (column >= limits_.max_columns || cells_ >= limits_.max_cells) {
    cut_ = true;
    return;
  }
  auto& cells = rows_[row];
  if (cells.empty() && rows_.size() > static_cast<size_t>(limits_.max_rows)) {
    rows_.erase(row);
    cut_ = true;
    return;
  }
  if (cells.insert_or_assign(column, std::move(text)).second) ++cells_;
}

void SheetGrid::Merge(int first_row, int last_row, int first_column, int last_column) {
  constexpr size_t kMaxRanges = 20'000;
  if (merged_.size() < kMaxRanges && first_row <= last_row && first_column <= last_column)
    merged_.push_back({first_row, last_row, first_column, last_column});
}

void SheetGrid::Write(const std::string& name, PartWriter* out) {
  int width = 0;
  for (const auto& [row, cells] : rows_)
    width = std::max(width, cells.empty() ? 0 : cells.rbegin()->first + 1);
  std::vector<model::AttachmentRow> table;
  std::map<int, size_t> place;  // sheet row → table row
  for (const auto& [row, cells] : rows_) {
    place[row] = table.size();
    model::AttachmentRow line;
    line.number = row + 1;
    line.cells.resize(static_cast<size_t>(width));
    for (const auto& [column, text] : cells) line.cells[static_cast<size_t>(column)].text = text;
    table.push_back(std::move(line));
  }
  for (const Range& range : merged_) {
    const auto origin = place.find(range.first_row);
    if (origin == place.end() || range.first_column >= width) continue;
    const std::string text = table[origin->second].cells[static_cast<size_t>(range.first_column)].text;
    // Only rows that hold something are there: a merged range of a million rows costs no more than those.
    for (auto it = origin; it != place.end() && it->first <= range.last_row; ++it) {
      for (int c = range.first_column; c <= std::min(range.last_column, width - 1); ++c) {
        if (it == origin && c == range.first_column) continue;
        table[it->second].cells[static_cast<size_t>(c)] = {text, true};
      }
    }
  }
  if (cut_) {
    out->Fail(model::AttachmentStatus::kPartial, base::Msg("a table has more than {} rows or {} columns",
                                                           limits_.max_rows, limits_.max_columns));
  }
  out->AddTable(std::move(table), 0, name);
  rows_.clear();
  merged_.clear();
}

}  // namespace mingcha::attachments
