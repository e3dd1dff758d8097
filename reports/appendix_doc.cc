#include <fmt/format.h>

#include <algorithm>

#include "reports/documents.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

const std::vector<std::string_view> kColumns = {
    "Due",    "Published", "On time", "Late", "Not published (established)", "Not published (to review)",
    "Exempt", "No event",  "Open"};

std::vector<DocCell> CountCells(const AppendixCounts& counts) {
  std::vector<DocCell> cells;
  for (const int count : {counts.due, counts.found, counts.on_time, counts.late, counts.missing, counts.asked,
                          counts.exempt, counts.no_event, counts.open}) {
    cells.push_back({std::to_string(count), DocAlign::kRight, 1});
  }
  return cells;
}

std::vector<DocCell> Row(std::vector<DocCell> names, const AppendixCounts& counts) {
  for (DocCell& cell : CountCells(counts)) names.push_back(std::move(cell));
  return names;
}

DocTable NewTable(const ReportView& view, std::vector<std::string_view> names, std::vector<double> widths) {
  DocTable table;
  table.widths = std::move(widths);
  names.insert(names.end(), kColumns.begin(), kColumns.end());
  for (const std::string_view name : kColumns)
    table.widths.push_back(name.starts_with("Not published") ? 11 : 9);
  for (const std::string_view name : names) table.head.push_back({view.Say(name), DocAlign::kCenter, 1});
  table.has_sum_row = true;
  return table;
}

/// An area that is a domain of its own goes by the domain's name, as the plan heads its chapter.
const std::string& RowName(const model::Plan& plan, const model::Area& area) {
  const auto in_domain = std::count_if(plan.areas.begin(), plan.areas.end(),
                                       [&](const model::Area& other) { return other.domain == area.domain; });
  const auto domain = std::find_if(plan.domains.begin(), plan.domains.end(),
                                   [&](const model::Domain& one) { return one.id == area.domain; });
  return in_domain == 1 && domain != plan.domains.end() && !domain->name.empty() ? domain->name : area.name;
}

DocTable AreasTable(const ReportView& view) {
  DocTable table = NewTable(view, {"No.", "Area"}, {5, 24});
  AppendixCounts sum;
  int number = 0;
  for (const model::Area* area : AppendixAreas(view.plan)) {
    const AppendixCounts counts = AppendixCounts::Of(view.CountsOfArea(area->id));
    table.rows.push_back(Row(
        {{std::to_string(++number), DocAlign::kCenter, 1}, {RowName(view.plan, *area), DocAlign::kLeft, 1}},
        counts));
    sum.Add(counts);
  }
  table.rows.push_back(Row({{view.Say("Sum"), DocAlign::kCenter, 2}}, sum));
  return table;
}

/// Units in the plan's order, then what is assigned to none.
std::vector<std::string> UnitIds(const ReportView& view) {
  std::vector<std::string> ids;
  for (const model::UnitScore& unit : view.input.result.units) ids.push_back(unit.unit);
  ids.emplace_back();
  return ids;
}

DocTable UnitsTable(const ReportView& view) {
  DocTable table = NewTable(view, {"Unit", "Area"}, {20, 18});
  AppendixCounts sum;
  for (const std::string& unit : UnitIds(view)) {
    AppendixCounts of_unit;
    int rows = 0;
    for (const model::Area* area : AppendixAreas(view.plan)) {
      const AppendixCounts counts = AppendixCounts::Of(view.Counts(unit, area->id));
      if (counts.due == 0) continue;
      table.rows.push_back(
          Row({{view.UnitName(unit), DocAlign::kLeft, 1}, {RowName(view.plan, *area), DocAlign::kLeft, 1}},
              counts));
      of_unit.Add(counts);
      ++rows;
    }
    if (rows > 1) {
      table.rows.push_back(
          Row({{view.UnitName(unit), DocAlign::kLeft, 1}, {view.Say("Subtotal"), DocAlign::kCenter, 1}},
              of_unit));
    }
    sum.Add(of_unit);
  }
  table.rows.push_back(Row({{view.Say("Sum"), DocAlign::kCenter, 2}}, sum));
  return table;
}

/// What a unit did not publish, established or awaiting review, as a sentence; empty: nothing.
std::string NamesOfMissing(const ReportView& view, const std::string& unit, bool asked) {
  std::vector<std::string> missing;
  for (const model::Obligation& obligation : view.input.result.obligations) {
    if (obligation.verdict != Verdict::kMissing || obligation.shown_unit != unit ||
        view.AwaitsReview(obligation) != asked)
      continue;
    std::string name = view.ItemName(obligation.item);
    const std::string& what = obligation.subject_text.empty() ? obligation.period : obligation.subject_text;
    if (!what.empty()) name = view.Say(base::Msg("{} ({})", name, what));
    if (std::find(missing.begin(), missing.end(), name) == missing.end()) missing.push_back(name);
  }
  if (missing.empty()) return {};
  std::string names;
  constexpr size_t kNamed = 20;
  for (size_t i = 0; i < std::min(missing.size(), kNamed); ++i)
    names += (i == 0 ? "" : view.Say(", ")) + missing[i];
  std::string text = asked ? view.Say(base::Msg(" Not found, to be confirmed by review: {}.", names))
                           : view.Say(base::Msg(" Not published: {}.", names));
  if (missing.size() > kNamed)
    text += view.Say(base::Msg(" {} more stand in the problem ledger.", missing.size() - kNamed));
  return text;
}

std::string UnitParagraph(const ReportView& view, const std::string& unit, const AppendixCounts& counts) {
  std::string text =
      view.Say(base::Msg("{}: {} items fell due; {} were published, of these {} in time and {} late; {}, {} "
                         "are registered as not "
                         "to be published, {} had no such event, {} could not be judged.",
                         view.UnitName(unit), counts.due, counts.found, counts.on_time, counts.late,
                         MissingClause(view, counts), counts.exempt, counts.no_event, counts.open));
  return text + NamesOfMissing(view, unit, false) + NamesOfMissing(view, unit, true);
}

}  // namespace

AppendixCounts AppendixCounts::Of(const VerdictCounts& counts) {
  AppendixCounts row;
  row.on_time = counts.done();
  row.late = counts[Verdict::kLate];
  row.found = row.on_time + row.late;
  row.missing = counts.missing();
  row.asked = counts.asked;
  row.exempt = counts[Verdict::kExempt];
  row.no_event = counts[Verdict::kNoEvent];
  row.open = counts.open();
  row.due = row.found + row.missing + row.asked + row.exempt + row.no_event + row.open;
  return row;
}

void AppendixCounts::Add(const AppendixCounts& other) {
  due += other.due;
  found += other.found;
  on_time += other.on_time;
  late += other.late;
  missing += other.missing;
  asked += other.asked;
  exempt += other.exempt;
  no_event += other.no_event;
  open += other.open;
}

std::string MissingClause(const ReportView& view, const AppendixCounts& counts) {
  if (counts.asked == 0) return view.Say(base::Msg("{} were not published", counts.missing));
  return view.Say(base::Msg("{} were not published and {} more await review", counts.missing, counts.asked));
}

std::vector<const model::Area*> AppendixAreas(const model::Plan& plan) {
  std::vector<const model::Area*> areas;
  for (const model::Area& area : plan.areas) areas.push_back(&area);
  std::stable_sort(areas.begin(), areas.end(), [](const model::Area* a, const model::Area* b) {
    const auto key = [](const model::Area* area) {
      return area->appendix_row > 0 ? area->appendix_row : 1'000;
    };
    return key(a) < key(b);
  });
  return areas;
}

DocFile AppendixDocument(const ReportView& view) {
  DocFile file;
  file.landscape = true;
  AddDocumentHead(
      view,
      view.Say(base::Msg("{}: information disclosure in key areas (appendix to the annual report)",
                         view.plan.assessment.district)),
      &file);
  file.Add(DocStyle::kCaption, view.Say("Table 1: disclosure by area"));
  file.Add(AreasTable(view));
  const std::string note = view.Say(
      "Due = published + not published (established and to review) + exempt + no event + open; published = "
      "on "
      "time + late. To review: not found, but not before a person confirms it. Open: undeterminable or not "
      "verifiable. Neither is counted as a fault. What is not yet due and what has no known universe is not "
      "counted.");
  file.Add(DocStyle::kNote, note);
  file.Add(DocStyle::kCaption, view.Say("Table 2: disclosure by unit and area"));
  file.Add(UnitsTable(view));
  file.Add(DocStyle::kNote, note);
  file.Add(DocStyle::kHeading1, view.Say("The units one by one"));
  for (const std::string& unit : UnitIds(view)) {
    const AppendixCounts counts = AppendixCounts::Of(view.CountsOfUnit(unit));
    if (counts.due > 0) file.Add(DocStyle::kBody, UnitParagraph(view, unit, counts));
  }
  return file;
}

}  // namespace mingcha::reports
