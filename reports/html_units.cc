#include <fmt/format.h>

#include <set>

#include "reports/escape.h"

#include "reports/html_parts.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

/// Which unit and area pairs have findings: only those cells lead somewhere.
std::set<std::pair<std::string, std::string>> CellsWithFindings(const ReportView& view) {
  std::set<std::pair<std::string, std::string>> cells;
  for (const model::Finding& finding : view.input.result.findings) {
    cells.insert({finding.unit, view.AreaOf(finding.item)});
    cells.insert({finding.unit, "*"});
  }
  return cells;
}

std::string UnitLink(const ReportView& view, const std::string& unit, bool has_findings, StringPool* pool) {
  const std::string name = view.UnitName(unit);
  if (!has_findings) return Tag("span", "", name);
  return Tag("a", fmt::format("href=\"#findings\" data-unit=\"{}\"", pool->Index(name)), name);
}

std::string_view HeatClass(const VerdictCounts& counts) {
  const int judged = counts.judged(), done = counts.done();
  if (judged == 0) return counts.open() > 0 ? "hq" : "hx";
  if (done == judged) return "h4";
  if (done * 10 >= judged * 8) return "h3";
  if (done * 10 >= judged * 6) return "h2";
  if (done * 10 >= judged * 3) return "h1";
  return "h0";
}

std::string CellTitle(const ReportView& view, const std::string& unit, const std::string& area,
                      const VerdictCounts& counts) {
  std::string text = fmt::format("{} · {}", view.UnitName(unit), view.AreaName(area));
  for (size_t i = 0; i < counts.of.size(); ++i) {
    const auto verdict = static_cast<Verdict>(i);
    const int asked = verdict == Verdict::kMissing ? counts.asked : 0;
    if (counts.of[i] > asked) text += fmt::format(" · {} {}", view.Word(verdict), counts.of[i] - asked);
    if (asked > 0) text += fmt::format(" · {} {}", view.Say("Not published (to review)"), asked);
  }
  return text;
}

std::string MatrixCell(const ReportView& view, const std::string& unit, const model::Area& area,
                       bool has_findings, StringPool* pool) {
  const VerdictCounts counts = view.Counts(unit, area.id);
  std::string text = counts.judged() > 0 ? fmt::format("{}/{}", counts.done(), counts.judged())
                     : counts.open() > 0 ? "?"
                                         : "–";
  // No judged obligation but a finding: the cell must still lead to it.
  if (text == "–" && has_findings) text = "·";
  std::string attributes = fmt::format("class=\"{}\" ", HeatClass(counts));
  attributes += "title=\"" + EscapeHtml(CellTitle(view, unit, area.id, counts)) + "\"";
  if (!has_findings) return Wrap("td", "", Tag("span", attributes, text));
  attributes += fmt::format(" href=\"#findings\" data-unit=\"{}\" data-area=\"{}\"",
                            pool->Index(view.UnitName(unit)), pool->Index(area.name));
  return Wrap("td", "", Tag("a", attributes, text));
}

std::string UnitRow(const ReportView& view, const RankedUnit& ranked, bool has_findings, StringPool* pool) {
  const model::UnitScore& unit = *ranked.score;
  std::string row = ranked.rank > 0 ? NumberCell(ranked.rank) : Tag("td", "class=\"num\"", "–");
  row += Wrap("th", "scope=\"row\"", UnitLink(view, unit.unit, has_findings, pool));
  row += Tag("td", "class=\"num\"", unit.score ? ReportView::PointsText(unit.score) : view.Say("not scored"));
  const int asked = view.CountsOfUnit(unit.unit).asked;
  for (const int count :
       {unit.owed, unit.on_time, unit.present, unit.late, unit.missing - asked, asked, unit.incomplete,
        unit.pending, unit.exempt, unit.no_event, unit.undeterminable, unit.unverifiable, unit.to_review}) {
    row += NumberCell(count);
  }
  return Wrap("tr", "", row + NumberCell(view.CountedFindings(unit.unit))) + "\n";
}

std::string TotalsRow(const ReportView& view) {
  model::UnitScore sum;
  int counted = 0, asked = 0;
  for (const model::UnitScore& unit : view.input.result.units) {
    sum.owed += unit.owed;
    sum.on_time += unit.on_time;
    sum.present += unit.present;
    sum.late += unit.late;
    sum.missing += unit.missing;
    sum.incomplete += unit.incomplete;
    sum.pending += unit.pending;
    sum.exempt += unit.exempt;
    sum.no_event += unit.no_event;
    sum.undeterminable += unit.undeterminable;
    sum.unverifiable += unit.unverifiable;
    sum.to_review += unit.to_review;
    asked += view.CountsOfUnit(unit.unit).asked;
    counted += view.CountedFindings(unit.unit);
  }
  std::string row = "<td></td>" + Tag("th", "scope=\"row\"", view.Say("Sum")) + "<td></td>";
  for (const int count :
       {sum.owed, sum.on_time, sum.present, sum.late, sum.missing - asked, asked, sum.incomplete, sum.pending,
        sum.exempt, sum.no_event, sum.undeterminable, sum.unverifiable, sum.to_review, counted}) {
    row += NumberCell(count);
  }
  return Wrap("tr", "", row);
}

}  // namespace

std::string UnitsHtml(const ReportView& view, StringPool* pool) {
  const auto cells = CellsWithFindings(view);
  std::string head, rows;
  for (const std::string_view word :
       {"Rank", "Unit", "Points", "Owed", "On time", "Present", "Late", "Not published (established)",
        "Not published (to review)", "Incomplete", "Pending", "Exempt", "No event", "Undeterminable",
        "Unverifiable", "To review", "Established findings"}) {
    head += Tag("th", word == "Unit" ? "scope=\"col\"" : "scope=\"col\" class=\"num\"", view.Say(word));
  }
  int idle = 0;
  for (const RankedUnit& ranked : view.ranking()) {
    const bool has_findings = cells.contains({ranked.score->unit, "*"});
    const VerdictCounts counts = view.CountsOfUnit(ranked.score->unit);
    if (!ranked.score->score && !has_findings && counts.judged() + counts.open() == 0) {
      ++idle;
      continue;
    }
    rows += UnitRow(view, ranked, has_findings, pool);
  }
  std::string notes;
  if (idle > 0) {
    notes += Tag("p", "class=\"note\"",
                 view.Say(base::Msg("{} units for which nothing was judged are not shown here; units.csv has "
                                    "them.",
                                    idle)));
  }
  const VerdictCounts unassigned = view.CountsOfUnit("");
  if (unassigned.judged() + unassigned.open() > 0) {
    notes +=
        Tag("p", "class=\"note\"",
            view.Say(base::Msg("{} further obligations are assigned to no unit; they are for review only.",
                               unassigned.judged() + unassigned.open())));
  }
  int review = 0;
  for (const model::Finding& finding : view.input.result.findings)
    review += finding.unit.empty() && ReportView::PileOf(finding) == Pile::kReview ? 1 : 0;
  if (view.CountedFindings("") + review > 0) {
    notes += Tag("p", "class=\"note\"",
                 view.Say(base::Msg("{} established findings and {} findings to review belong to no unit.",
                                    view.CountedFindings(""), review)));
  }
  return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-units\"><table "
         "class=\"grid counts\">" +
         Wrap("thead", "", Wrap("tr", "", head)) + Wrap("tbody", "", rows) +
         Wrap("tfoot", "", TotalsRow(view)) + "</table></div>\n" + notes;
}

std::string MatrixHtml(const ReportView& view, StringPool* pool) {
  const auto cells = CellsWithFindings(view);
  std::string head = Tag("th", "scope=\"col\"", view.Say("Unit")), rows;
  for (const model::Area& area : view.plan.areas) head += Tag("th", "scope=\"col\"", area.name);
  for (const RankedUnit& ranked : view.ranking()) {
    const std::string& unit = ranked.score->unit;
    const VerdictCounts counts = view.CountsOfUnit(unit);
    const bool has_findings = cells.contains({unit, "*"});
    if (counts.judged() + counts.open() == 0 && !has_findings) continue;
    std::string row = Wrap("th", "scope=\"row\"", UnitLink(view, unit, has_findings, pool));
    for (const model::Area& area : view.plan.areas) {
      row += MatrixCell(view, unit, area, cells.contains({unit, area.id}), pool);
    }
    rows += Wrap("tr", "", row) + "\n";
  }
  std::string legend;
  const std::vector<std::pair<std::string_view, std::string_view>> keys = {
      {"h4", "all"},          {"h3", "80% and more"},  {"h2", "60% and more"},
      {"h1", "30% and more"}, {"h0", "less than 30%"}, {"hq", "nothing could be judged"}};
  for (const auto& [css, word] : keys)
    legend += Wrap("li", "",
                   Tag("span", fmt::format("class=\"key {}\"", css), css == "hq" ? "?" : "n/n") +
                       Tag("span", "", view.Say(word)));
  legend += Wrap("li", "", Tag("span", "class=\"key hx\"", "–") + Tag("span", "", view.Say("nothing owed")));
  return Wrap("ul", "class=\"legend\"", legend) +
         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-matrix\"><table "
         "class=\"grid matrix\">" +
         Wrap("thead", "", Wrap("tr", "", head)) + Wrap("tbody", "", rows) + "</table></div>\n";
}

}  // namespace mingcha::reports
