#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/attachments/read_limits.h"
#include "model/attachment.h"

namespace mingcha::attachments {

/// What one attachment may still use of its limits, shared by all of its parts.
struct Budget {
  explicit Budget(const ReadLimits& the_limits) : limits(the_limits) {}

  ReadLimits limits;
  size_t unpacked = 0, members = 0, text = 0, cells = 0;
  int recognised = 0;
};

/// Fills one part within the budget. What goes beyond it is dropped and makes the part kPartial. One thread.
class PartWriter {
 public:
  PartWriter(Budget* budget, model::AttachmentPart* part) : budget_(*budget), part_(*part) {}

  /// A paragraph or several lines. Nothing is added for white space only.
  void AddText(std::string_view utf8, int page = 0, int confidence = -1);
  /// Rows without any text are dropped, so are columns right of the last text.
  void AddTable(std::vector<model::AttachmentRow> rows, int page = 0, std::string sheet = {},
                int confidence = -1);
  /// Ends the part with another status than kRead; the first reason stands.
  void Fail(model::AttachmentStatus status, base::Message detail);
  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] Budget& budget() { return budget_; }
  [[nodiscard]] const ReadLimits& limits() const { return budget_.limits; }
  [[nodiscard]] model::AttachmentPart& part() { return part_; }

 private:
  [[nodiscard]] bool Spend(size_t text, size_t cells);

  Budget& budget_;
  model::AttachmentPart& part_;
  int blocks_ = 0;
  bool full_ = false;
};

/// Well-formed UTF-8 without control characters (line feeds and tabs stay).
[[nodiscard]] std::string CleanText(std::string_view text);

/// `A`, `B` … `AA` for 0, 1 … 26.
[[nodiscard]] std::string ColumnName(int column);

}  // namespace mingcha::attachments
