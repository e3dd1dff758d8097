#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// The filled cells of one sheet, put together to a table whatever order they came in.
class SheetGrid {
 public:
  explicit SheetGrid(const ReadLimits& limits) : limits_(limits) {}

  /// Row and column from 0. Cells beyond the limits are dropped and remembered as such.
  void Set(int row, int column, std::string text);
  /// A merged range, both ends included.
  void Merge(int first_row, int last_row, int first_column, int last_column);
  /// Writes the table and forgets the cells.
  void Write(const std::string& name, PartWriter* out);

 private:
  struct Range {
    int first_row = 0, last_row = 0, first_column = 0, last_column = 0;
  };
  const ReadLimits& limits_;
  std::map<int, std::map<int, std::string>> rows_;
  std::vector<Range> merged_;
  size_t cells_ = 0;
  bool cut_ = false;
};

}  // namespace mingcha::attachments
