#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "reports/escape.h"
#include "reports/report_view.h"

namespace mingcha::reports {

/// Collects the rows of one CSV file: byte-order mark, headings in the report's language, CsvCell.
class CsvTable {
 public:
  CsvTable(const ReportView& view, std::initializer_list<std::string_view> headings) : text_("\xEF\xBB\xBF") {
    for (const std::string_view heading : headings) Cell(view.Say(heading));
    EndRow();
  }
  CsvTable& Cell(std::string_view value) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += CsvCell(value);
    return *this;
  }
  CsvTable& Int(int64_t value) { return Cell(std::to_string(value)); }
  CsvTable& Skip(int cells) {
    for (int i = 0; i < cells; ++i) Cell("");
    return *this;
  }
  void EndRow() {
    text_ += "\r\n";
    first_ = true;
  }
  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace mingcha::reports
