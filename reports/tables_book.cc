#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/workday_calendar.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

constexpr ColumnLook kText = ColumnLook::kText, kWrap = ColumnLook::kWrap, kDay = ColumnLook::kDay,
                     kNumber = ColumnLook::kNumber;

/// To two decimals, as everywhere else.
SheetCell Points(double value) { return SheetCell::Number(std::round(value * 100) / 100); }

std::vector<SheetCell> CountCells(const ReportView& view, const model::UnitScore& unit) {
  const int asked = view.CountsOfUnit(unit.unit).asked;
  std::vector<SheetCell> cells;
  for (const int count :
       {unit.owed, unit.on_time, unit.present, unit.late, unit.missing - asked, asked, unit.incomplete,
        unit.pending, unit.exempt, unit.no_event, unit.undeterminable, unit.unverifiable, unit.to_review}) {
    cells.push_back(SheetCell::Number(count));
  }
  return cells;
}

void AddSums(Sheet* sheet, size_t first_number, const std::string& word) {
  std::vector<SheetCell> sums(sheet->columns.size());
  for (size_t c = first_number; c < sheet->columns.size(); ++c) {
    double sum = 0;
    for (const auto& row : sheet->rows) sum += row[c].number.value_or(0);
    sums[c] = SheetCell::Number(sum);
  }
  sums[1] = SheetCell::Text(word);
  sheet->rows.push_back(std::move(sums));
  sheet->has_sum_row = true;
}

Sheet RankingSheet(const ReportView& view) {
  Sheet sheet =
      NewSheet(view, "Points and ranking",
               "Points are those of the configured scoring; a unit that owes nothing is not scored.",
               {{"Rank", 7, kNumber},
                {"Unit", 30, kText},
                {"Points", 9, kNumber},
                {"Owed", 9, kNumber},
                {"On time", 9, kNumber},
                {"Present", 9, kNumber},
                {"Late", 9, kNumber},
                {"Not published (established)", 12, kNumber},
                {"Not published (to review)", 12, kNumber},
                {"Incomplete", 9, kNumber},
                {"Pending", 9, kNumber},
                {"Exempt", 9, kNumber},
                {"No event", 9, kNumber},
                {"Undeterminable", 9, kNumber},
                {"Unverifiable", 9, kNumber},
                {"To review", 9, kNumber},
                {"Established findings", 9, kNumber}},
               2);
  for (const RankedUnit& ranked : view.ranking()) {
    const model::UnitScore& unit = *ranked.score;
    std::vector<SheetCell> row = {ranked.rank > 0 ? SheetCell::Number(ranked.rank) : SheetCell::Text("–"),
                                  SheetCell::Text(view.UnitName(unit.unit)),
                                  unit.score ? Points(*unit.score) : SheetCell::Text(view.Say("not scored"))};
    for (SheetCell& cell : CountCells(view, unit)) row.push_back(std::move(cell));
    row.push_back(SheetCell::Number(view.CountedFindings(unit.unit)));
    sheet.rows.push_back(std::move(row));
  }
  AddSums(&sheet, 3, view.Say("Sum"));
  return sheet;
}

Sheet ScoreSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Points by area", "Points reached of points possible, by unit and area.",
                         {{"Unit", 30, kText},
                          {"Area", 26, kText},
                          {"Weight", 9, kNumber},
                          {"Completeness points", 12, kNumber},
                          {"Completeness points possible", 12, kNumber},
                          {"Element points", 12, kNumber},
                          {"Element points possible", 12, kNumber},
                          {"Timeliness points", 12, kNumber},
                          {"Timeliness points possible", 12, kNumber},
                          {"On time", 9, kNumber},
                          {"Present", 9, kNumber},
                          {"Late", 9, kNumber},
                          {"Not published (established)", 12, kNumber},
                          {"Not published (to review)", 12, kNumber}},
                         2);
  for (const model::UnitScore& unit : view.input.result.units) {
    for (const model::Area& area : view.plan.areas) {
      const model::UnitScore::AreaScore* score = view.AreaScoreOf(unit.unit, area.id);
      if (score == nullptr) continue;
      const VerdictCounts counts = view.Counts(unit.unit, area.id);
      std::vector<SheetCell> row = {SheetCell::Text(view.UnitName(unit.unit)), SheetCell::Text(area.name)};
      for (const double part : {score->weight, score->completeness, score->completeness_of, score->elements,
                                score->elements_of, score->timeliness, score->timeliness_of}) {
        row.push_back(Points(part));
      }
      for (const int count : {counts[Verdict::kOnTime], counts[Verdict::kPresent], counts[Verdict::kLate],
                              counts.missing(), counts.asked}) {
        row.push_back(SheetCell::Number(count));
      }
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

std::string FirstMatch(const ReportView& view, const model::Obligation& obligation) {
  for (const std::string& id : obligation.matched) {
    if (const model::Disclosure* disclosure = view.DisclosureById(id)) return disclosure->url;
  }
  return {};
}

std::string Basis(const ReportView& view, const model::Obligation& obligation) {
  const model::LimitRule* limit = view.LimitById(obligation.limit_rule);
  if (limit == nullptr) return {};
  return limit->basis.verified ? limit->basis.text
                               : limit->basis.text + view.Say("[source not verified: never deducts]");
}

Sheet OwedSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "What was owed", "One row an obligation, with its verdict and why it is owed.",
                         {{"Unit", 26, kText},
                          {"Area", 20, kText},
                          {"Item", 24, kText},
                          {"Project or subject", 34, kWrap},
                          {"Project code", 24, kText},
                          {"Period", 8, kText},
                          {"Verdict", 12, kText},
                          {"Source of the obligation", 11, kText},
                          {"Why it is owed", 40, kWrap},
                          {"Due date", 12, kDay},
                          {"Published on", 12, kDay},
                          {"Satisfied by", 40, kWrap},
                          {"Basis", 34, kWrap},
                          {"Review only", 9, kText},
                          {"Obligation no.", 19, kText}},
                         3);
  for (const model::Obligation& obligation : view.input.result.obligations) {
    sheet.rows.push_back(
        {SheetCell::Text(view.UnitName(obligation.shown_unit)),
         SheetCell::Text(view.AreaName(view.AreaOf(obligation.item))),
         SheetCell::Text(view.ItemName(obligation.item)), SheetCell::Text(obligation.subject_text),
         SheetCell::Text(obligation.project_code), SheetCell::Text(obligation.period),
         SheetCell::Text(view.VerdictWord(obligation)),
         SheetCell::Text(view.Word("source", model::EnumName(obligation.source))),
         SheetCell::Text(view.Say(obligation.reason)), SheetCell::Day(obligation.due_on),
         SheetCell::Day(obligation.published_on), SheetCell::Link(FirstMatch(view, obligation)),
         SheetCell::Text(Basis(view, obligation)), SheetCell::Text(view.YesNo(obligation.review_only)),
         SheetCell::Text(obligation.id)});
  }
  return sheet;
}

/// Working days between two days, where the calendar knows both.
SheetCell Workdays(const base::Result<base::WorkdayCalendar>& calendar, const std::optional<base::Date>& from,
                   const std::optional<base::Date>& to) {
  if (!calendar || !from || !to) return {};
  const auto days = calendar->WorkdaysBetween(*from, *to);
  return days ? SheetCell::Number(*days) : SheetCell();
}

Sheet TimelinessSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Timeliness",
                         "The event, the last day, the publication and the working days between; the day of "
                         "the event is not counted.",
                         {{"Unit", 26, kText},
                          {"Item", 24, kText},
                          {"Project or subject", 36, kWrap},
                          {"Event", 14, kText},
                          {"Event date", 12, kDay},
                          {"Due date", 12, kDay},
                          {"Published on", 12, kDay},
                          {"Working days from event to due", 12, kNumber},
                          {"Working days from event to publication", 12, kNumber},
                          {"Days over", 9, kNumber},
                          {"Counted in", 9, kText},
                          {"Verdict", 12, kText},
                          {"Basis", 36, kWrap},
                          {"Address", 40, kWrap},
                          {"Particulars and arithmetic", 60, kWrap}},
                         3);
  const auto calendar = base::WorkdayCalendar::Create(view.plan.calendar);
  for (const model::Obligation& obligation : view.input.result.obligations) {
    if (!obligation.event_date && !obligation.due_on && !obligation.published_on) continue;
    if (obligation.verdict == Verdict::kOutsideWindow || obligation.verdict == Verdict::kNoKnownUniverse)
      continue;
    const bool over = obligation.days_over > 0;
    sheet.rows.push_back(
        {SheetCell::Text(view.UnitName(obligation.shown_unit)),
         SheetCell::Text(view.ItemName(obligation.item)), SheetCell::Text(obligation.subject_text),
         SheetCell::Text(obligation.event_date ? view.Word("date", model::EnumName(obligation.event_meaning))
                                               : ""),
         SheetCell::Day(obligation.event_date), SheetCell::Day(obligation.due_on),
         SheetCell::Day(obligation.published_on),
         Workdays(calendar, obligation.event_date, obligation.due_on),
         Workdays(calendar, obligation.event_date, obligation.published_on),
         over ? SheetCell::Number(obligation.days_over) : SheetCell(),
         over ? SheetCell::Text(view.Word(obligation.day_unit)) : SheetCell(),
         SheetCell::Text(view.VerdictWord(obligation)), SheetCell::Text(Basis(view, obligation)),
         SheetCell::Link(FirstMatch(view, obligation)), SheetCell::Text(view.Sentences(obligation.notes))});
  }
  return sheet;
}

Sheet SitesSheet(const ReportView& view) {
  Sheet sheet =
      NewSheet(view, "Coverage by site", "What was visited, what was refused and what could not be read.",
               {{"Site", 26, kText},
                {"Reached", 9, kText},
                {"Planned", 9, kNumber},
                {"Fetched", 9, kNumber},
                {"Refused", 9, kNumber},
                {"Failed", 9, kNumber},
                {"Dead", 9, kNumber},
                {"Not asked", 9, kNumber},
                {"Unread", 9, kNumber},
                {"Lists", 9, kNumber},
                {"Lists to the end", 9, kNumber},
                {"Robots mode", 22, kText},
                {"Authorisation", 40, kWrap}},
               1);
  for (const model::SiteCoverage& site : view.input.coverage) {
    std::vector<SheetCell> row = {SheetCell::Text(view.SiteName(site.site)),
                                  SheetCell::Text(view.YesNo(site.reached))};
    for (const int count :
         {site.planned, site.fetched, site.denied, site.failed, site.dead, site.not_asked, site.unread}) {
      row.push_back(SheetCell::Number(count));
    }
    const auto to_end = std::count_if(site.lists.begin(), site.lists.end(),
                                      [](const model::ListTrail& list) { return list.to_end; });
    row.push_back(SheetCell::Number(static_cast<double>(site.lists.size())));
    row.push_back(SheetCell::Number(static_cast<double>(to_end)));
    row.push_back(SheetCell::Text(view.Word("robots", model::EnumName(site.robots))));
    row.push_back(SheetCell::Text(site.robots_authorisation));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet TrailsSheet(const ReportView& view) {
  Sheet sheet = NewSheet(view, "Lists and gaps", "Every list as it was walked, and every address not read.",
                         {{"Row", 9, kText},
                          {"Site", 24, kText},
                          {"Name or link text", 30, kWrap},
                          {"Address", 50, kWrap},
                          {"Pages", 8, kNumber},
                          {"Entries", 8, kNumber},
                          {"To its end", 9, kText},
                          {"Result", 26, kWrap},
                          {"Found on", 44, kWrap}},
                         3);
  for (const model::SiteCoverage& site : view.input.coverage) {
    const std::string name = view.SiteName(site.site);
    for (const model::ListTrail& list : site.lists) {
      sheet.rows.push_back({SheetCell::Text(view.Say("List")), SheetCell::Text(name),
                            SheetCell::Text(list.name), SheetCell::Link(list.url),
                            SheetCell::Number(list.pages), SheetCell::Number(list.entries),
                            SheetCell::Text(view.YesNo(list.to_end)),
                            SheetCell::Text(view.ReasonWord(list.stop_reason)), SheetCell()});
    }
    for (const model::CoverageGap& gap : site.gaps) {
      sheet.rows.push_back({SheetCell::Text(view.Say("Not read")), SheetCell::Text(name),
                            SheetCell::Text(gap.anchor), SheetCell::Link(gap.url), SheetCell(), SheetCell(),
                            SheetCell(), SheetCell::Text(view.ReasonWord(gap.reason)),
                            SheetCell::Link(gap.found_on)});
    }
  }
  return sheet;
}

}  // namespace

Sheet NewSheet(const ReportView& view, std::string_view name, std::string_view note,
               const std::vector<ColumnSpec>& columns, int frozen) {
  Sheet sheet;
  sheet.name = view.Say(name);
  sheet.title = view.plan.assessment.title.empty()
                    ? sheet.name
                    : fmt::format("{} · {}", view.plan.assessment.title, sheet.name);
  sheet.note = view.Say(note);
  sheet.frozen_columns = frozen;
  for (const ColumnSpec& column : columns)
    sheet.columns.push_back({view.Say(column.word), column.width, column.look});
  return sheet;
}

std::vector<Sheet> TableSheets(const ReportView& view) {
  std::vector<Sheet> sheets = {RankingSheet(view), ScoreSheet(view),        IndicatorsSheet(view),
                               OwedSheet(view),    TimelinessSheet(view),   ProjectsSheet(view),
                               DueSoonSheet(view), UnitCoverageSheet(view), SitesSheet(view),
                               TrailsSheet(view)};
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.rows.empty(); });
  if (sheets.empty()) sheets.push_back(OwedSheet(view));
  return sheets;
}

}  // namespace mingcha::reports
