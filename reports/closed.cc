#include "reports/closed.h"

#include <fmt/format.h>

#include <map>

#include "model/enum_names.h"
#include "reports/csv_table.h"
#include "reports/html_parts.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

constexpr size_t kRowsInPage = 500, kRowsInDocument = 60;

std::string Subject(const model::Finding& finding) {
  return !finding.project.empty() ? finding.project : !finding.title.empty() ? finding.title : finding.url;
}

/// What shows that it does not stand, an address a line.
std::string Shown(const model::ClosedFinding& closed) {
  std::string text;
  for (const model::Evidence& evidence : closed.evidence) {
    if (!text.empty()) text += '\n';
    text += evidence.url.empty() ? evidence.quote : evidence.url;
  }
  return text;
}

/// How many became what, in the order of the states.
std::string Counts(const ReportView& view) {
  std::map<model::RoundState, int> counts;
  for (const model::ClosedFinding& closed : view.input.result.closed) ++counts[closed.finding.state];
  std::string text;
  for (const auto& [state, count] : counts) {
    if (!text.empty()) text += view.Say("; ");
    text += view.Say(base::Msg("{}: {}", view.Word(state), count));
  }
  return text;
}

}  // namespace

std::string ClosedCsv(const ReportView& view) {
  CsvTable table(view, {"Finding no.", "Unit", "Area", "Item", "Kind", "Project or subject", "Title",
                        "Address", "What became of it", "Why", "Problem", "Particulars", "Shown by",
                        "State code", "Kind code", "Unit code", "Item code"});
  for (const model::ClosedFinding& closed : view.input.result.closed) {
    const model::Finding& finding = closed.finding;
    table.Cell(finding.id)
        .Cell(view.UnitName(finding.unit))
        .Cell(view.AreaName(view.AreaOf(finding.item)))
        .Cell(view.ItemName(finding.item))
        .Cell(view.Word(finding.kind))
        .Cell(finding.project)
        .Cell(finding.title)
        .Cell(finding.url)
        .Cell(view.Word(finding.state))
        .Cell(view.Say(closed.reason))
        .Cell(view.Say(finding.reason))
        .Cell(view.Sentences(finding.details))
        .Cell(Shown(closed))
        .Cell(model::EnumName(finding.state))
        .Cell(model::EnumName(finding.kind))
        .Cell(finding.unit)
        .Cell(finding.item)
        .EndRow();
  }
  return table.Take();
}

std::string ClosedHtml(const ReportView& view) {
  const auto& all = view.input.result.closed;
  if (all.empty()) return {};
  std::string rows;
  for (size_t i = 0; i < std::min(all.size(), kRowsInPage); ++i) {
    const model::Finding& finding = all[i].finding;
    std::string what = Tag("bdi", "", Subject(finding));
    what += Tag("span", "class=\"sub\"", view.Say(finding.reason));
    rows += "<tr>" + Tag("td", "", view.UnitName(finding.unit)) + Tag("td", "", view.ItemName(finding.item)) +
            Tag("td", "", view.Word(finding.kind)) + Wrap("td", "", what) +
            Tag("td", "", view.Word(finding.state)) + Tag("td", "", view.Say(all[i].reason)) + "</tr>\n";
  }
  std::string head;
  for (const char* word : {"Unit", "Item", "Kind", "Project, title or address", "What became of it", "Why"})
    head += Tag("th", "scope=\"col\"", view.Say(word));
  std::string note = Counts(view);
  if (all.size() > kRowsInPage)
    note += " " + view.Say(base::Msg("The first {} are shown; all stand in closed.csv.", kRowsInPage));
  return "<section id=\"closed\" aria-labelledby=\"h-closed\">\n" +
         Tag("h2", "id=\"h-closed\"", view.Say("Closed findings")) +
         Tag("p", "class=\"lead\"",
             view.Say("Findings that do not stand: dismissed by a reviewer, mended since the round before, "
                      "gone, or not judged this time. None of them deducts.")) +
         Tag("p", "class=\"note\"", note) +
         Wrap("div",
              fmt::format("class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"",
                          view.Say("Closed findings")),
              Wrap("table", "class=\"grid\"",
                   Wrap("thead", "", Wrap("tr", "", head)) + Wrap("tbody", "", rows))) +
         "</section>\n";
}

Sheet ClosedSheet(const ReportView& view) {
  static constexpr ColumnLook kText = ColumnLook::kText, kWrap = ColumnLook::kWrap;
  Sheet sheet = NewSheet(
      view, "Closed findings",
      "Findings that do not stand: dismissed by a reviewer, mended since the round before, gone, or not "
      "judged this time. None of them deducts.",
      {{"Finding no.", 19, kText},
       {"Unit", 22, kText},
       {"Item", 22, kText},
       {"Kind", 12, kText},
       {"Project or subject", 30, kWrap},
       {"Problem", 46, kWrap},
       {"Address", 38, kWrap},
       {"What became of it", 18, kText},
       {"Why", 46, kWrap},
       {"Shown by", 38, kWrap}},
      2);
  for (const model::ClosedFinding& closed : view.input.result.closed) {
    const model::Finding& finding = closed.finding;
    sheet.rows.push_back({SheetCell::Text(finding.id), SheetCell::Text(view.UnitName(finding.unit)),
                          SheetCell::Text(view.ItemName(finding.item)),
                          SheetCell::Text(view.Word(finding.kind)), SheetCell::Text(finding.project),
                          SheetCell::Text(view.Say(finding.reason)), SheetCell::Link(finding.url),
                          SheetCell::Text(view.Word(finding.state)), SheetCell::Text(view.Say(closed.reason)),
                          SheetCell::Text(Shown(closed))});
  }
  return sheet;
}

void AddClosedChapter(const ReportView& view, DocFile* file) {
  const auto& all = view.input.result.closed;
  if (all.empty()) return;
  file->Add(DocStyle::kHeading1, view.Say("Closed findings"));
  file->Add(DocStyle::kBody,
            view.Say(base::Msg("{} findings do not stand (any more): {}. None of them deducts.", all.size(),
                               Counts(view))));
  DocTable table;
  table.widths = {20, 16, 26, 14, 34};
  for (const char* word : {"Unit", "Kind", "Project or subject", "What became of it", "Why"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  for (size_t i = 0; i < std::min(all.size(), kRowsInDocument); ++i) {
    const model::Finding& finding = all[i].finding;
    table.rows.push_back({{view.UnitName(finding.unit)},
                          {view.Word(finding.kind)},
                          {Subject(finding)},
                          {view.Word(finding.state)},
                          {view.Say(all[i].reason)}});
  }
  file->Add(std::move(table));
  if (all.size() > kRowsInDocument)
    file->Add(DocStyle::kNote,
              view.Say(base::Msg("The first {} are shown; all stand in closed.csv.", kRowsInDocument)));
}

}  // namespace mingcha::reports
