#include <cmath>

#include "reports/lifecycle.h"
#include "reports/workbooks.h"

namespace mingcha::reports {

Sheet ProjectsSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Project lifecycle",
                         "A project a row, its stages from left to right; below the state stands the day.",
                         {{"Project", 36, ColumnLook::kWrap},
                          {"Project code", 26, ColumnLook::kWrap},
                          {"Unit", 24, ColumnLook::kWrap},
                          {"Major project", 9, ColumnLook::kText},
                          {"Holes", 8, ColumnLook::kNumber},
                          {"Wrong order", 8, ColumnLook::kNumber}},
                         1);
  for (const model::StageSpec& stage : view.plan.stages)
    sheet.columns.push_back({stage.name, 13, ColumnLook::kWrap});
  for (const model::ProjectLifecycle* project : ProjectsInOrder(view)) {
    std::string codes, units;
    for (const std::string& code : project->codes) codes += (codes.empty() ? "" : "\n") + code;
    for (const std::string& unit : project->units) units += (units.empty() ? "" : "\n") + view.UnitName(unit);
    std::vector<SheetCell> row = {SheetCell::Text(project->name),
                                  SheetCell::Text(codes),
                                  SheetCell::Text(units),
                                  SheetCell::Text(view.YesNo(project->major)),
                                  SheetCell::Number(static_cast<double>(project->holes.size())),
                                  SheetCell::Number(static_cast<double>(project->inversions.size()))};
    for (const model::StageCell& cell : project->cells) {
      std::string text = cell.state == model::StageState::kNotOwed ? "" : StageWord(view, cell.state);
      const std::string day = view.DayText(cell.day ? cell.day : cell.due_on);
      if (!text.empty() && !day.empty()) text += "\n" + day;
      SheetCell out = SheetCell::Text(text);
      if (!text.empty() && !cell.urls.empty()) out.link = cell.urls[0];
      row.push_back(std::move(out));
    }
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet DueSoonSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Due soon", "What falls due next, soonest first within each unit.",
                         {{"Unit", 26, ColumnLook::kText},
                          {"Due date", 12, ColumnLook::kDay},
                          {"Working days left", 10, ColumnLook::kNumber},
                          {"Item", 26, ColumnLook::kText},
                          {"Project or subject", 36, ColumnLook::kWrap},
                          {"Event date", 12, ColumnLook::kDay},
                          {"Why it is owed", 44, ColumnLook::kWrap},
                          {"Basis", 36, ColumnLook::kWrap}},
                         2);
  for (const model::DueItem& due : view.input.result.due_soon) {
    sheet.rows.push_back({SheetCell::Text(view.UnitName(due.unit)), SheetCell::Day(due.due),
                          SheetCell::Number(due.workdays_left), SheetCell::Text(view.ItemName(due.item)),
                          SheetCell::Text(due.subject.empty() ? due.period : due.subject),
                          SheetCell::Day(due.event_date), SheetCell::Text(view.Say(due.reason)),
                          SheetCell::Text(due.rule.source)});
  }
  return sheet;
}

Sheet UnitCoverageSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Coverage by unit",
                         "How far the places of each unit were read: the ground under «not published».",
                         {{"Unit", 28, ColumnLook::kText},
                          {"Places", 9, ColumnLook::kNumber},
                          {"Places read whole", 9, ColumnLook::kNumber},
                          {"Lists", 9, ColumnLook::kNumber},
                          {"Lists to the end", 9, ColumnLook::kNumber},
                          {"Pages read", 9, ColumnLook::kNumber},
                          {"Pages not read", 9, ColumnLook::kNumber},
                          {"Obligations judged", 10, ColumnLook::kNumber},
                          {"Unverifiable", 10, ColumnLook::kNumber},
                          {"No known universe", 10, ColumnLook::kNumber},
                          {"What was not reached", 70, ColumnLook::kWrap}},
                         0);
  for (const model::UnitCoverage& unit : view.input.result.unit_coverage) {
    std::vector<SheetCell> row = {SheetCell::Text(view.UnitName(unit.unit))};
    for (const int count : {unit.places, unit.places_complete, unit.lists, unit.lists_to_end, unit.pages_read,
                            unit.pages_not_read, unit.judged, unit.unverifiable, unit.no_known_universe}) {
      row.push_back(SheetCell::Number(count));
    }
    row.push_back(SheetCell::Text(view.Sentences(unit.holes)));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet IndicatorsSheet(const ReportView& view) {
  Sheet sheet =
      NewSheet(view, "Points by indicator",
               "Full and reached points are those of the unit's score; a deduction names its findings.",
               {{"Unit", 28, ColumnLook::kText},
                {"Indicator", 34, ColumnLook::kWrap},
                {"Level", 7, ColumnLook::kNumber},
                {"Full points", 10, ColumnLook::kNumber},
                {"Points reached", 10, ColumnLook::kNumber},
                {"Deducted", 10, ColumnLook::kNumber},
                {"Why", 60, ColumnLook::kWrap},
                {"Findings behind it", 40, ColumnLook::kWrap}},
               2);
  const auto points = [](double value) { return SheetCell::Number(std::round(value * 1e4) / 1e4); };
  for (const model::UnitScore& unit : view.input.result.units) {
    for (const model::ScoreNode& node : unit.tree) {
      std::string name(static_cast<size_t>(node.level > 1 ? 2 * (node.level - 1) : 0), ' ');
      name += view.Say(node.name);
      sheet.rows.push_back(
          {SheetCell::Text(view.UnitName(unit.unit)), SheetCell::Text(name), SheetCell::Number(node.level),
           node.applicable ? points(node.final_full) : SheetCell::Text(view.Say("does not apply")),
           node.applicable ? points(node.final_points) : SheetCell(), SheetCell(),
           SheetCell::Text(node.why.format.empty() ? "" : view.Say(node.why)), SheetCell()});
      const double scale = node.scaled_full > 0 ? node.final_full / node.scaled_full : 0;
      for (const model::ScoreDeduction& deduction : node.deductions) {
        std::string findings;
        for (const std::string& id : deduction.findings) findings += (findings.empty() ? "" : "\n") + id;
        sheet.rows.push_back({SheetCell::Text(view.UnitName(unit.unit)), SheetCell::Text(name),
                              SheetCell::Number(node.level), SheetCell(), SheetCell(),
                              points(deduction.points * scale), SheetCell::Text(view.Say(deduction.reason)),
                              SheetCell::Text(findings.empty() ? deduction.source : findings)});
      }
    }
  }
  return sheet;
}

}  // namespace mingcha::reports
