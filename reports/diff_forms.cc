#include <fmt/format.h>

#include <array>

#include "base/digest.h"
#include "embedded/report_files.h"
#include "reports/diff.h"
#include "reports/escape.h"
#include "reports/html_parts.h"

namespace mingcha::reports {
namespace {

constexpr std::array<Fate, 4> kFates = {Fate::kNew, Fate::kPersisting, Fate::kFixed, Fate::kOpen};

std::string FateWord(const ReportView& view, Fate fate) {
  switch (fate) {
    case Fate::kNew:
      return view.Say("New");
    case Fate::kFixed:
      return view.Say("Mended");
    case Fate::kPersisting:
      return view.Say("Persisting");
    case Fate::kOpen:
      return view.Say("Not judged again");
  }
  return {};
}

std::string Label(const ReportView& view) {
  const std::string day = view.DayText(view.input.run.as_of);
  return day.empty() ? view.input.run.id : day;
}

std::string RankText(int rank) { return rank > 0 ? std::to_string(rank) : "–"; }

std::string PointsMove(const UnitMove& move) {
  if (!move.points_before || !move.points_after) return "–";
  return fmt::format("{:+.2f}", *move.points_after - *move.points_before);
}

std::string Subject(const model::Finding& finding) {
  return !finding.project.empty() ? finding.project : !finding.title.empty() ? finding.title : finding.url;
}

std::string ObligationText(const ReportView& view, const model::Obligation& owed) {
  const std::string& what = owed.subject_text.empty() ? owed.period : owed.subject_text;
  const std::string item = view.ItemName(owed.item);
  return what.empty() ? item : view.Say(base::Msg("{} ({})", item, what));
}

std::string RemovedUnit(const ReportView& view, const Removal& removal) {
  return view.UnitName(removal.before != nullptr ? removal.before->shown_unit : removal.page->unit);
}
std::string RemovedThing(const ReportView& view, const Removal& removal) {
  return removal.before != nullptr ? ObligationText(view, *removal.before) : Subject(*removal.page);
}
std::optional<base::Date> RemovedDay(const Removal& removal) {
  return removal.before != nullptr ? removal.before->published_on : removal.page->published;
}

std::string RemovalWord(const ReportView& view, const Removal& removal) {
  if (removal.lawful) return view.Say(base::Msg("display period over on {}", removal.stay_until->Iso()));
  return removal.stay_until ? view.Say(base::Msg("taken down before {}", removal.stay_until->Iso()))
                            : view.Say("suspicious: taken down, and no display period explains it");
}

std::string Summary(const RoundDiff& diff, const ReportView& before, const ReportView& after) {
  std::string text = after.Say(base::Msg(
      "From {} to {}: {} new findings, {} persisting, {} mended, {} not judged again; {} "
      "removals, {} of them suspicious.",
      Label(before), Label(after), diff.Count(Fate::kNew), diff.Count(Fate::kPersisting),
      diff.Count(Fate::kFixed), diff.Count(Fate::kOpen), diff.removals.size(), diff.SuspiciousRemovals()));
  if (diff.new_to_review > 0)
    text += after.Say(base::Msg(" {} more are new and wait for review.", diff.new_to_review));
  return text;
}

std::string Head(const ReportView& view, const std::vector<std::string_view>& words) {
  std::string row;
  for (const std::string_view word : words) row += Tag("th", "scope=\"col\"", view.Say(word));
  return Wrap("thead", "", Wrap("tr", "", row));
}

std::string Table(const std::string& head, const std::string& rows) {
  return "<div class=\"scroll\"><table class=\"grid wide\">" + head + Wrap("tbody", "", rows) +
         "</table></div>\n";
}

std::string UnitsHtml(const RoundDiff& diff, const ReportView& after) {
  std::string rows;
  for (const UnitMove& move : diff.units) {
    std::string row = Tag("th", "scope=\"row\"", after.UnitName(move.unit));
    for (const std::string& text :
         {ReportView::PointsText(move.points_before), ReportView::PointsText(move.points_after),
          PointsMove(move), RankText(move.rank_before), RankText(move.rank_after)}) {
      row += Tag("td", "class=\"num\"", text);
    }
    for (const int count : {move.added, move.persisting, move.fixed, move.open}) row += NumberCell(count);
    rows += Wrap("tr", "", row) + "\n";
  }
  return Table(Head(after, {"Unit", "Points before", "Points now", "Change", "Rank before", "Rank now", "New",
                            "Persisting", "Mended", "Not judged again"}),
               rows);
}

std::string FindingsHtml(const RoundDiff& diff, const ReportView& after, Fate fate) {
  std::string rows;
  for (const FindingMove& move : diff.findings) {
    if (move.fate != fate) continue;
    const model::Finding& finding = move.finding();
    rows += Wrap("tr", "",
                 Tag("td", "", after.UnitName(finding.unit)) + Tag("td", "", after.ItemName(finding.item)) +
                     Tag("td", "", after.Word(finding.kind)) +
                     Wrap("td", "",
                          Tag("bdi", "", Subject(finding)) +
                              Tag("span", "class=\"sub\"", after.Say(finding.reason))) +
                     Wrap("td", "", LinkHtml(finding.url))) +
            "\n";
  }
  if (rows.empty()) return {};
  return Tag("h3", "", fmt::format("{} ({})", FateWord(after, fate), diff.Count(fate))) +
         Table(Head(after, {"Unit", "Item", "Kind", "Project or subject", "Address"}), rows);
}

std::string RemovalsHtml(const RoundDiff& diff, const ReportView& after) {
  if (diff.removals.empty()) return Tag("p", "", after.Say("Nothing that was found before is gone."));
  std::string rows;
  for (const Removal& removal : diff.removals) {
    rows += Wrap("tr", "",
                 Tag("td", "", RemovedUnit(after, removal)) + Tag("td", "", RemovedThing(after, removal)) +
                     Tag("td", "class=\"day\"", after.DayText(RemovedDay(removal))) +
                     Tag("td", removal.lawful ? "" : "class=\"warn\"", RemovalWord(after, removal)) +
                     Wrap("td", "", LinkHtml(removal.url))) +
            "\n";
  }
  return Table(Head(after, {"Unit", "Item", "Published on", "Judgement", "Address"}), rows);
}

}  // namespace

std::string DiffText(const RoundDiff& diff, const ReportView& before, const ReportView& after) {
  std::string text = Summary(diff, before, after) + "\n";
  for (const UnitMove& move : diff.units) {
    text +=
        "  " +
        after.Say(base::Msg(
            "{}: points {} to {} ({}), rank {} to {}; new {}, persisting {}, mended {}, not judged "
            "again {}",
            after.UnitName(move.unit), move.points_before ? ReportView::PointsText(move.points_before) : "–",
            move.points_after ? ReportView::PointsText(move.points_after) : "–", PointsMove(move),
            RankText(move.rank_before), RankText(move.rank_after), move.added, move.persisting, move.fixed,
            move.open)) +
        "\n";
  }
  for (const FindingMove& move : diff.findings) {
    if (move.fate != Fate::kNew) continue;
    const model::Finding& finding = move.finding();
    text +=
        fmt::format("  [{}] {} · {} · {} · {}\n", FateWord(after, move.fate), after.UnitName(finding.unit),
                    after.Word(finding.kind), Subject(finding), after.Say(finding.reason));
  }
  for (const Removal& removal : diff.removals) {
    text += fmt::format("  [{}] {} · {} · {}\n", RemovalWord(after, removal), RemovedUnit(after, removal),
                        RemovedThing(after, removal), removal.url);
  }
  return CleanText(text);
}

std::string DiffHtml(const RoundDiff& diff, const ReportView& before, const ReportView& after) {
  const std::string_view css = EmbeddedFile("report.css");
  std::map<std::string, std::string, std::less<>> slots;
  slots["lang"] = after.input.lang == base::Lang::kZh ? "zh-CN" : "en";
  slots["css"] = css;
  slots["css_digest"] = fmt::format("sha256-{}", Base64OfHex(base::Sha256Hex(css)));
  slots["title"] =
      EscapeHtml(after.Say(base::Msg("{}: comparison of two rounds", after.plan.assessment.title)));
  slots["subtitle"] = EscapeHtml(after.Say(base::Msg("{} to {}", Label(before), Label(after))));
  slots["summary"] = EscapeHtml(Summary(diff, before, after));
  slots["units"] = UnitsHtml(diff, after);
  for (const Fate fate : kFates) slots["findings"] += FindingsHtml(diff, after, fate);
  slots["removals"] = RemovalsHtml(diff, after);
  slots["foot"] = EscapeHtml(
      after.Say(base::Msg("Made by mingcha {} from configuration {}.", after.input.run.tool_version,
                          after.input.run.config_digest.substr(0, 12))));
  return FillTemplate(EmbeddedFile("diff.html"), after, slots);
}

std::vector<Sheet> DiffSheets(const RoundDiff& diff, const ReportView& before, const ReportView& after) {
  Sheet units, findings, removals;
  units.name = after.Say("Units");
  units.note = Summary(diff, before, after);
  for (const auto& [word, width] :
       {std::pair("Unit", 30), std::pair("Points before", 11), std::pair("Points now", 11),
        std::pair("Rank before", 9), std::pair("Rank now", 9), std::pair("New", 9),
        std::pair("Persisting", 9), std::pair("Mended", 9), std::pair("Not judged again", 11)}) {
    units.columns.push_back({after.Say(word), static_cast<double>(width),
                             units.columns.empty() ? ColumnLook::kText : ColumnLook::kNumber});
  }
  const auto points = [](const std::optional<double>& p) { return p ? SheetCell::Number(*p) : SheetCell(); };
  const auto rank = [](int r) { return r > 0 ? SheetCell::Number(r) : SheetCell(); };
  for (const UnitMove& move : diff.units) {
    units.rows.push_back({SheetCell::Text(after.UnitName(move.unit)), points(move.points_before),
                          points(move.points_after), rank(move.rank_before), rank(move.rank_after),
                          SheetCell::Number(move.added), SheetCell::Number(move.persisting),
                          SheetCell::Number(move.fixed), SheetCell::Number(move.open)});
  }
  findings.name = after.Say("Findings");
  findings.columns = {{after.Say("Fate"), 12, ColumnLook::kText},
                      {after.Say("Unit"), 26, ColumnLook::kText},
                      {after.Say("Item"), 24, ColumnLook::kText},
                      {after.Say("Kind"), 12, ColumnLook::kText},
                      {after.Say("Project or subject"), 36, ColumnLook::kWrap},
                      {after.Say("Problem"), 50, ColumnLook::kWrap},
                      {after.Say("Address"), 40, ColumnLook::kWrap},
                      {after.Say("Finding no."), 19, ColumnLook::kText}};
  for (const Fate fate : kFates) {
    for (const FindingMove& move : diff.findings) {
      if (move.fate != fate) continue;
      const model::Finding& finding = move.finding();
      findings.rows.push_back(
          {SheetCell::Text(FateWord(after, fate)), SheetCell::Text(after.UnitName(finding.unit)),
           SheetCell::Text(after.ItemName(finding.item)), SheetCell::Text(after.Word(finding.kind)),
           SheetCell::Text(Subject(finding)), SheetCell::Text(after.Say(finding.reason)),
           SheetCell::Link(finding.url), SheetCell::Text(finding.id)});
    }
  }
  removals.name = after.Say("Removals");
  removals.columns = {{after.Say("Unit"), 26, ColumnLook::kText},
                      {after.Say("Item"), 36, ColumnLook::kWrap},
                      {after.Say("Published on"), 12, ColumnLook::kDay},
                      {after.Say("Judgement"), 34, ColumnLook::kWrap},
                      {after.Say("Address"), 44, ColumnLook::kWrap},
                      {after.Say("Obligation no."), 19, ColumnLook::kText}};
  for (const Removal& removal : diff.removals) {
    removals.rows.push_back(
        {SheetCell::Text(RemovedUnit(after, removal)), SheetCell::Text(RemovedThing(after, removal)),
         SheetCell::Day(RemovedDay(removal)), SheetCell::Text(RemovalWord(after, removal)),
         SheetCell::Link(removal.url),
         SheetCell::Text(removal.before != nullptr ? removal.before->id : removal.page->id)});
  }
  for (Sheet* sheet : {&units, &findings, &removals}) sheet->title = sheet->name;
  return {units, findings, removals};
}

}  // namespace mingcha::reports
