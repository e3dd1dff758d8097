#include "reports/todo.h"
#include "reports/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "embedded/report_files.h"
#include "reports/html_parts.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

using model::FindingKind;

constexpr size_t kMaxDetails = 5;
constexpr std::array<TodoGroup, 5> kGroups = {TodoGroup::kMissing, TodoGroup::kIncomplete, TodoGroup::kWrong,
                                              TodoGroup::kDueSoon, TodoGroup::kConfirm};

std::string GroupWord(const ReportView& view, TodoGroup group) {
  switch (group) {
    case TodoGroup::kMissing:
      return view.Say("Not published");
    case TodoGroup::kIncomplete:
      return view.Say("Incomplete");
    case TodoGroup::kWrong:
      return view.Say("Wrong or late");
    case TodoGroup::kDueSoon:
      return view.Say("Due soon");
    case TodoGroup::kConfirm:
      return view.Say("To be confirmed");
  }
  return {};
}

/// The details of a finding in words, no more than a reader of a list takes in; the report has all of them.
std::vector<std::string> DetailsOf(const ReportView& view, const model::Finding& finding) {
  std::vector<std::string> details;
  for (const base::Message& detail : finding.details) {
    if (details.size() == kMaxDetails) {
      details.push_back(
          view.Say(base::Msg("and {} more; see the report", finding.details.size() - kMaxDetails)));
      break;
    }
    details.push_back(view.Say(detail));
  }
  return details;
}

/// The problem with its details below it, a line each.
std::string WholeProblem(const TodoEntry& entry) {
  std::string text = entry.problem;
  for (const std::string& detail : entry.details) text += "\n" + detail;
  return text;
}

std::string ProblemHtml(const TodoEntry& entry) {
  std::string details;
  for (const std::string& detail : entry.details) details += Tag("li", "", detail);
  return EscapeHtml(entry.problem) + (details.empty() ? "" : Wrap("ul", "class=\"details\"", details));
}

TodoGroup GroupOf(const model::Finding& finding) {
  if (ReportView::PileOf(finding) == Pile::kReview) return TodoGroup::kConfirm;
  if (finding.kind == FindingKind::kMissing) return TodoGroup::kMissing;
  return finding.kind == FindingKind::kIncomplete ? TodoGroup::kIncomplete : TodoGroup::kWrong;
}

void AddDueSoon(const ReportView& view, TodoList* todo) {
  std::vector<TodoEntry> due;
  for (const model::DueItem& item : view.input.result.due_soon) {
    if (item.unit != todo->unit) continue;
    due.push_back({TodoGroup::kDueSoon,
                   view.ItemName(item.item),
                   item.subject.empty() ? item.period : item.subject,
                   view.Say(base::Msg("{} working days left", item.workdays_left)),
                   view.Say("Publish it by the due date."),
                   item.due,
                   "",
                   item.obligation,
                   {}});
  }
  if (due.empty()) {
    for (const model::Obligation& owed : view.input.result.obligations) {
      if (owed.shown_unit != todo->unit || owed.verdict != model::Verdict::kPending || !owed.due_on) continue;
      due.push_back({TodoGroup::kDueSoon,
                     view.ItemName(owed.item),
                     owed.subject_text.empty() ? owed.period : owed.subject_text,
                     view.Say(owed.reason),
                     view.Say("Publish it by the due date."),
                     owed.due_on,
                     "",
                     owed.id,
                     {}});
    }
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const TodoEntry& a, const TodoEntry& b) { return *a.due < *b.due; });
  for (TodoEntry& entry : due) todo->entries.push_back(std::move(entry));
}

std::string Summary(const TodoList& todo, const ReportView& view) {
  return view.Say(
      base::Msg("{}: {} not published, {} incomplete, {} wrong or late, {} due soon, {} to be confirmed; {} "
                "could not be verified (as of {}).",
                view.UnitName(todo.unit), todo.Count(TodoGroup::kMissing), todo.Count(TodoGroup::kIncomplete),
                todo.Count(TodoGroup::kWrong), todo.Count(TodoGroup::kDueSoon),
                todo.Count(TodoGroup::kConfirm), todo.unverifiable, view.DayText(view.input.run.as_of)));
}

std::string What(const ReportView& view, const TodoEntry& entry) {
  if (entry.item.empty() || entry.subject.empty()) return entry.item + entry.subject;
  return view.Say(base::Msg("{} ({})", entry.item, entry.subject));
}

std::string Title(const TodoList& todo, const ReportView& view) {
  return view.Say(base::Msg("To-do list: {}", view.UnitName(todo.unit)));
}

std::string GroupHtml(const TodoList& todo, const ReportView& view, TodoGroup group) {
  std::string rows, head;
  int number = 0;
  for (const TodoEntry& entry : todo.entries) {
    if (entry.group != group) continue;
    rows +=
        Wrap("tr", "",
             NumberCell(++number) + Wrap("th", "scope=\"row\"", Tag("bdi", "", What(view, entry))) +
                 Tag("td", "class=\"day\"", view.DayText(entry.due)) + Wrap("td", "", ProblemHtml(entry)) +
                 Tag("td", "", entry.demand) + Wrap("td", "", LinkHtml(entry.url))) +
        "\n";
  }
  if (rows.empty()) return {};
  for (const std::string_view word : {"No.", "Item", "Due date", "Problem", "What to do", "Address"})
    head += Tag("th", "scope=\"col\"", view.Say(word));
  return Wrap("section", "",
              Tag("h2", "", fmt::format("{} ({})", GroupWord(view, group), number)) +
                  "<div class=\"scroll\"><table class=\"grid wide\">" +
                  Wrap("thead", "", Wrap("tr", "", head)) + Wrap("tbody", "", rows) + "</table></div>");
}

}  // namespace

int TodoList::Count(TodoGroup group) const {
  return static_cast<int>(std::count_if(entries.begin(), entries.end(),
                                        [&](const TodoEntry& entry) { return entry.group == group; }));
}

TodoList TodoOf(const ReportView& view, const std::string& unit) {
  TodoList todo;
  todo.unit = unit;
  for (const TodoGroup group : kGroups) {
    if (group == TodoGroup::kDueSoon) AddDueSoon(view, &todo);
    for (const model::Finding& finding : view.input.result.findings) {
      if (finding.unit != unit || ReportView::PileOf(finding) == Pile::kUnverifiable ||
          GroupOf(finding) != group)
        continue;
      const std::string problem = view.Word(finding.kind) + view.Say(": ") + view.Say(finding.reason);
      todo.entries.push_back({group, view.ItemName(finding.item),
                              finding.project.empty() ? finding.title : finding.project, problem,
                              view.Say(DemandText(finding.kind)), finding.due, finding.url, finding.id,
                              DetailsOf(view, finding)});
    }
  }
  for (const model::Finding& finding : view.input.result.findings) {
    if (finding.unit == unit && ReportView::PileOf(finding) == Pile::kUnverifiable) ++todo.unverifiable;
  }
  return todo;
}

std::string TodoText(const TodoList& todo, const ReportView& view) {
  std::string text = Summary(todo, view) + "\n";
  for (const TodoGroup group : kGroups) {
    if (todo.Count(group) == 0) continue;
    text += fmt::format("\n{} ({})\n", GroupWord(view, group), todo.Count(group));
    int number = 0;
    for (const TodoEntry& entry : todo.entries) {
      if (entry.group != group) continue;
      text += fmt::format("  {}. {}{}\n     {}\n", ++number, entry.due ? entry.due->Iso() + "  " : "",
                          What(view, entry), entry.problem);
      for (const std::string& detail : entry.details) text += "     · " + detail + "\n";
      if (!entry.url.empty()) text += "     " + entry.url + "\n";
      text += "     → " + entry.demand + "\n";
    }
  }
  return CleanText(text);
}

std::string TodoHtml(const TodoList& todo, const ReportView& view) {
  const std::string_view css = EmbeddedFile("report.css");
  std::map<std::string, std::string, std::less<>> slots;
  slots["lang"] = view.input.lang == base::Lang::kZh ? "zh-CN" : "en";
  slots["css"] = css;
  slots["css_digest"] = fmt::format("sha256-{}", Base64OfHex(base::Sha256Hex(css)));
  slots["title"] = EscapeHtml(Title(todo, view));
  slots["subtitle"] = EscapeHtml(view.plan.assessment.title);
  slots["summary"] = EscapeHtml(Summary(todo, view));
  slots["groups"] = "";
  for (const TodoGroup group : kGroups) slots["groups"] += GroupHtml(todo, view, group);
  slots["foot"] =
      EscapeHtml(view.Say(base::Msg("Made by mingcha {} from configuration {}.", view.input.run.tool_version,
                                    view.input.run.config_digest.substr(0, 12))));
  return FillTemplate(EmbeddedFile("todo.html"), view, slots);
}

std::vector<Sheet> TodoSheets(const TodoList& todo, const ReportView& view) {
  Sheet sheet;
  sheet.name = view.Say("To-do list");
  sheet.title = Title(todo, view);
  sheet.note = Summary(todo, view);
  sheet.frozen_columns = 2;
  sheet.columns = {{view.Say("No."), 6, ColumnLook::kNumber},
                   {view.Say("Group"), 12, ColumnLook::kText},
                   {view.Say("Item"), 26, ColumnLook::kWrap},
                   {view.Say("Project or subject"), 36, ColumnLook::kWrap},
                   {view.Say("Due date"), 12, ColumnLook::kDay},
                   {view.Say("Problem"), 52, ColumnLook::kWrap},
                   {view.Say("What to do"), 36, ColumnLook::kWrap},
                   {view.Say("Address"), 42, ColumnLook::kWrap},
                   {view.Say("Done on"), 12, ColumnLook::kInput},
                   {view.Say("Remarks"), 24, ColumnLook::kInput}};
  int number = 0;
  for (const TodoEntry& entry : todo.entries) {
    sheet.rows.push_back({SheetCell::Number(++number), SheetCell::Text(GroupWord(view, entry.group)),
                          SheetCell::Text(entry.item), SheetCell::Text(entry.subject),
                          SheetCell::Day(entry.due), SheetCell::Text(WholeProblem(entry)),
                          SheetCell::Text(entry.demand), SheetCell::Link(entry.url)});
  }
  return {sheet};
}

}  // namespace mingcha::reports
