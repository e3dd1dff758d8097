#include "reports/score_tables.h"

#include <fmt/format.h>

#include <initializer_list>

#include "base/text.h"
#include "reports/escape.h"

namespace mingcha::reports {
namespace {

/// Collects rows of as many cells as there are headings.
class Sheet {
 public:
  Sheet(const ReportView& view, std::initializer_list<std::string_view> headings)
      : text_("\xEF\xBB\xBF"), width_(headings.size()) {
    for (const std::string_view heading : headings) Cell(view.Say(heading));
    End();
  }
  Sheet& Cell(std::string_view value) {
    if (cells_++ > 0) text_ += ',';
    text_ += CsvCell(value);
    return *this;
  }
  Sheet& Int(int64_t value) { return Cell(std::to_string(value)); }
  Sheet& Points(double value) { return Cell(fmt::format("{:.9f}", value)); }
  Sheet& Points(const std::optional<double>& value) { return value ? Points(*value) : Cell(""); }
  Sheet& Skip(size_t cells) {
    for (size_t i = 0; i < cells; ++i) Cell("");
    return *this;
  }
  void End() {
    Skip(width_ - cells_);
    text_ += "\r\n";
    cells_ = 0;
  }
  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  size_t width_, cells_ = 0;
};

void AddUnit(const ReportView& view, const model::UnitScore& unit, Sheet* sheet) {
  sheet->Cell(view.Say("unit")).Cell(unit.unit).Cell(view.UnitName(unit.unit)).Skip(4);
  sheet->Points(view.plan.scoring.points).Skip(1).Points(unit.score);
  sheet->Points(unit.before_bonus).Points(unit.bonus).Skip(2);
  sheet->Cell(base::Join(unit.vetoed_by, " ")).Skip(1).Int(unit.rank).Skip(2);
  sheet->Cell(unit.not_scored.format.empty() ? "" : view.Say(unit.not_scored)).End();
}

void AddNode(const ReportView& view, const model::UnitScore& unit, const model::ScoreNode& node,
             Sheet* sheet) {
  sheet->Cell(view.Say("indicator")).Cell(unit.unit).Cell(view.UnitName(unit.unit)).Cell(node.id);
  sheet->Cell(node.parent).Cell(view.Say(node.name)).Int(node.level);
  sheet->Points(node.full).Points(node.scaled_full).Points(node.reached).Points(node.final_points);
  sheet->Skip(1).Cell(view.YesNo(node.applicable)).Cell(view.YesNo(node.leaf));
  sheet->Cell(node.veto ? node.id : "").Cell(view.YesNo(node.bonus)).Skip(3);
  sheet->Cell(node.why.format.empty() ? "" : view.Say(node.why)).End();
  for (const auto& deduction : node.deductions) {
    sheet->Cell(view.Say("deduction")).Cell(unit.unit).Cell(view.UnitName(unit.unit)).Cell(node.id);
    sheet->Cell(node.parent).Cell(view.Say(node.name)).Int(node.level).Points(deduction.raw).Skip(1);
    sheet->Points(deduction.points).Skip(7).Cell(deduction.obligation);
    sheet->Cell(deduction.findings.empty() ? deduction.source : base::Join(deduction.findings, " "));
    sheet->Cell(view.Say(deduction.reason)).End();
  }
}

void AddAggregate(const ReportView& view, const model::AggregateScore& aggregate, Sheet* sheet) {
  sheet->Cell(view.Say("aggregate")).Cell(aggregate.id).Cell(aggregate.name).Skip(6).Points(aggregate.score);
  sheet->Skip(6).Int(aggregate.rank).End();
  for (const auto& term : aggregate.terms) {
    sheet->Cell(view.Say("term")).Cell(aggregate.id).Cell(aggregate.name).Cell(term.name).Skip(3);
    sheet->Points(term.weight).Points(term.scaled_weight).Points(term.value).Skip(8);
    sheet->Cell(base::Join(term.members, " ")).Cell(base::Join(term.not_scored, " ")).End();
  }
}

}  // namespace

std::string ScoreDetailsCsv(const ReportView& view) {
  Sheet sheet(
      view, {"Row",        "Unit code",   "Unit",   "Indicator code",  "Parent code",   "Indicator", "Level",
             "Full score", "Scaled full", "Points", "Points in score", "Bonus counted", "Applies",   "Leaf",
             "Veto",       "Bonus",       "Rank",   "Obligation no.",  "Finding nos.",  "Reason"});
  for (const auto& unit : view.input.result.units) {
    AddUnit(view, unit, &sheet);
    for (const auto& node : unit.tree) AddNode(view, unit, node, &sheet);
  }
  for (const auto& aggregate : view.input.result.aggregates) AddAggregate(view, aggregate, &sheet);
  return sheet.Take();
}

std::string DueSoonCsv(const ReportView& view) {
  Sheet sheet(view, {"Unit", "Due date", "Working days left", "Item", "Project or subject", "Project code",
                     "Period", "Event date", "Why it is owed", "Rule", "Rule verified", "Review only",
                     "Obligation no.", "Unit code", "Item code"});
  for (const auto& item : view.input.result.due_soon) {
    sheet.Cell(view.UnitName(item.unit))
        .Cell(item.due.Iso())
        .Int(item.workdays_left)
        .Cell(view.ItemName(item.item));
    sheet.Cell(item.subject).Cell(item.project_code).Cell(item.period).Cell(view.DayText(item.event_date));
    sheet.Cell(view.Say(item.reason)).Cell(item.rule.source).Cell(view.YesNo(item.rule.verified));
    sheet.Cell(view.YesNo(item.review_only)).Cell(item.obligation).Cell(item.unit).Cell(item.item).End();
  }
  return sheet.Take();
}

std::string SampleCsv(const ReportView& view) {
  Sheet sheet(view, {"Row", "Draw", "Kind", "Algorithm", "Seed", "Population", "Population SHA-256", "Drawn",
                     "Restricts", "Order", "Position", "Id", "Name", "Unit"});
  for (const auto& draw : view.input.result.samples) {
    sheet.Cell(view.Say("draw")).Cell(draw.id).Cell(view.Word("draw", model::EnumName(draw.kind)));
    sheet.Cell(draw.algorithm).Cell(draw.seed).Int(draw.population).Cell(draw.population_sha256);
    sheet.Int(static_cast<int64_t>(draw.drawn.size())).Cell(view.YesNo(draw.restricts)).End();
    for (const auto& entry : draw.drawn) {
      sheet.Cell(view.Say("drawn")).Cell(draw.id).Skip(7).Int(entry.order).Int(entry.position).Cell(entry.id);
      sheet.Cell(entry.name).Cell(entry.unit.empty() ? "" : view.UnitName(entry.unit)).End();
    }
  }
  return sheet.Take();
}

}  // namespace mingcha::reports
