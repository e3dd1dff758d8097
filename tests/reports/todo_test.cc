// The to-do list a department gets from its self-check.
#include "reports/todo.h"

#include <gtest/gtest.h>

#include "base/workbook.h"
#include "sample.h"

namespace mingcha::reports {
namespace {

TEST(TodoTest, HoldsTheUnitsOwnMattersOnly) {
  const Sample sample = MakeSample();
  const ReportInput input = sample.Input(base::Lang::kEn);
  const ReportView view(input);
  const TodoList land = TodoOf(view, "gtj");
  ASSERT_EQ(land.Count(TodoGroup::kMissing), 1);
  EXPECT_EQ(land.entries[0].id, "a1b2c3d4e5f60001");
  EXPECT_EQ(land.entries.size(), 1u);
  const TodoList finance = TodoOf(view, "czj");
  EXPECT_EQ(finance.Count(TodoGroup::kWrong), 1) << "late";
  EXPECT_EQ(finance.Count(TodoGroup::kConfirm), 1) << "undeterminable";
  const TodoList building = TodoOf(view, "zjw");
  EXPECT_EQ(building.Count(TodoGroup::kIncomplete), 1);
  EXPECT_EQ(building.unverifiable, 1) << "counted, not listed: there is nothing to do about it";
}

TEST(TodoTest, WhatFallsDueNextComesSoonestFirst) {
  Sample sample = MakeSample();
  for (const char* day : {"2025-07-20", "2025-07-03", "2025-07-10"}) {
    model::DueItem due;
    due.unit = "czj";
    due.item = "procurement.result";
    due.due = base::Date::FromIso(day).value();
    sample.result.due_soon.push_back(due);
  }
  const ReportInput input = sample.Input();
  const ReportView view(input);
  std::vector<std::string> days;
  for (const TodoEntry& entry : TodoOf(view, "czj").entries) {
    if (entry.group == TodoGroup::kDueSoon) days.push_back(entry.due->Iso());
  }
  EXPECT_EQ(days, (std::vector<std::string>{"2025-07-03", "2025-07-10", "2025-07-20"}));
}

TEST(TodoTest, WithoutAListOfTheCheckersThePendingOnesAreShown) {
  const Sample sample = MakeSample();
  const ReportInput input = sample.Input();
  const ReportView view(input);
  const TodoList todo = TodoOf(view, "czj");
  EXPECT_EQ(todo.Count(TodoGroup::kDueSoon), 1);
}

TEST(TodoTest, EveryFormHoldsEveryEntry) {
  Sample sample = MakeSample();
  sample.result.findings[2].project = "<script>alert(1)</script>";
  const ReportInput input = sample.Input();
  const ReportView view(input);
  for (const char* unit : {"gtj", "czj", "zjw"}) {
    const TodoList todo = TodoOf(view, unit);
    const std::string text = TodoText(todo, view), html = TodoHtml(todo, view);
    for (const TodoEntry& entry : todo.entries) EXPECT_NE(text.find(entry.demand), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
    const auto bytes = WriteWorkbook("todo", TodoSheets(todo, view));
    ASSERT_TRUE(bytes);
    const auto book = base::ReadWorkbook(*bytes);
    ASSERT_TRUE(book);
    EXPECT_EQ(book->sheets.at(0).rows.size(), 3 + todo.entries.size()) << "title, note, head, entries";
  }
}

/// What differs, or what is lacking, is what a department has to mend: it stands in each form of the list.
TEST(TodoTest, DetailsAreTold) {
  Sample sample = MakeSample();
  model::Finding& finding = sample.result.findings[2];
  finding.needs_review = false;
  finding.details.clear();
  for (int i = 1; i <= 7; ++i) finding.details.push_back(base::Msg("difference <{}>", i));
  const ReportInput input = sample.Input();
  const ReportView view(input);
  const TodoList todo = TodoOf(view, finding.unit);
  const std::string text = TodoText(todo, view), html = TodoHtml(todo, view);
  const auto bytes = WriteWorkbook("todo", TodoSheets(todo, view));
  ASSERT_TRUE(bytes);
  const auto book = base::ReadWorkbook(*bytes);
  ASSERT_TRUE(book);
  std::string cells;
  for (const auto& row : book->sheets.at(0).rows) {
    for (const auto& cell : row.cells) cells += cell.text + "\n";
  }
  for (int i = 1; i <= 5; ++i) {
    const std::string plain = "difference <" + std::to_string(i) + ">";
    EXPECT_NE(text.find("· " + plain), std::string::npos);
    EXPECT_NE(html.find("difference &lt;" + std::to_string(i) + "&gt;"), std::string::npos);
    EXPECT_NE(cells.find(plain), std::string::npos);
  }
  EXPECT_EQ(text.find("difference <6>"), std::string::npos);
  EXPECT_NE(text.find(view.Say(base::Msg("and {} more; see the report", 2))), std::string::npos);
}

}  // namespace
}  // namespace mingcha::reports
