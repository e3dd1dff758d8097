#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/report_view.h"
#include "reports/xlsx_writer.h"

namespace mingcha::reports {

/// What a department has to do, in the order it should do it.
enum class TodoGroup { kMissing, kIncomplete, kWrong, kDueSoon, kConfirm };

struct TodoEntry {
  TodoGroup group = TodoGroup::kMissing;
  std::string item;     ///< Name; empty for faults of pages.
  std::string subject;  ///< Project, title or year.
  std::string problem;  ///< Why, in one sentence.
  std::string demand;   ///< What to do.
  std::optional<base::Date> due;
  std::string url;
  std::string id;  ///< Finding or obligation.
  std::vector<std::string>
      details;  ///< What exactly, a sentence each: the values that differ, the lists read.
};

/// The to-do list of one unit: established findings by group, what falls due next (soonest first), findings
/// to confirm. Whatever could not be verified is counted, not listed.
struct TodoList {
  std::string unit;  ///< Id.
  std::vector<TodoEntry> entries;
  int unverifiable = 0;

  [[nodiscard]] int Count(TodoGroup group) const;
};

[[nodiscard]] TodoList TodoOf(const ReportView& view, const std::string& unit);
[[nodiscard]] std::string TodoText(const TodoList& todo, const ReportView& view);
/// One page without scripts that asks no network.
[[nodiscard]] std::string TodoHtml(const TodoList& todo, const ReportView& view);
[[nodiscard]] std::vector<Sheet> TodoSheets(const TodoList& todo, const ReportView& view);

}  // namespace mingcha::reports
