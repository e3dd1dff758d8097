#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/workday_calendar.h"
#include "reports/documents.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/json_writer.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

constexpr size_t kRankedUnits = 40;

struct AreaBar {
  std::string name;
  VerdictCounts counts;
};

std::vector<AreaBar> AreaBars(const ReportView& view) {
  std::vector<AreaBar> bars;
  for (const model::Area* area : AppendixAreas(view.plan)) {
    const VerdictCounts counts = view.CountsOfArea(area->id);
    if (counts.judged() + counts.open() > 0) bars.push_back({area->name, counts});
  }
  return bars;
}

std::array<int, 5> Parts(const VerdictCounts& counts) {
  return {counts.done(), counts[Verdict::kLate], counts.missing(), counts.asked, counts.open()};
}

constexpr std::array<std::string_view, 5> kPartWords = {
    "On time or present", "Late", "Not published (established)", "Not published (to review)",
    "Undeterminable or not verifiable"};

/// A stretch of working days before (negative) or after the last day.
struct Bucket {
  int from, to;
};
constexpr std::array<Bucket, 10> kBuckets = {{{-100'000, -21},
                                              {-20, -11},
                                              {-10, -6},
                                              {-5, -1},
                                              {0, 0},
                                              {1, 5},
                                              {6, 10},
                                              {11, 20},
                                              {21, 60},
                                              {61, 100'000}}};
constexpr size_t kFirstLate = 5;

std::string BucketText(const ReportView& view, const Bucket& bucket) {
  if (bucket.to == 0) return view.Say("on the last day");
  if (bucket.from < -1'000) return view.Say(base::Msg("more than {} days early", -bucket.to - 1));
  if (bucket.to > 1'000) return view.Say(base::Msg("more than {} days late", bucket.from - 1));
  return bucket.to < 0 ? view.Say(base::Msg("{} to {} days early", -bucket.to, -bucket.from))
                       : view.Say(base::Msg("{} to {} days late", bucket.from, bucket.to));
}

/// How many working days before or after its last day each judged publication stood.
std::array<int, kBuckets.size()> Timeliness(const ReportView& view) {
  std::array<int, kBuckets.size()> counts{};
  const auto calendar = base::WorkdayCalendar::Create(view.plan.calendar);
  if (!calendar) return counts;
  for (const model::Obligation& owed : view.input.result.obligations) {
    if ((owed.verdict != Verdict::kOnTime && owed.verdict != Verdict::kLate) || !owed.due_on ||
        !owed.published_on)
      continue;
    const bool late = *owed.published_on > *owed.due_on;
    const auto days = late ? calendar->WorkdaysBetween(*owed.due_on, *owed.published_on)
                           : calendar->WorkdaysBetween(*owed.published_on, *owed.due_on);
    if (!days) continue;
    // A publication on days off right after the last day is late by no working day, but late.
    const int signed_days = late ? std::max(*days, owed.verdict == Verdict::kLate ? 1 : 0) : -*days;
    for (size_t i = 0; i < kBuckets.size(); ++i) {
      if (signed_days >= kBuckets.at(i).from && signed_days <= kBuckets.at(i).to) ++counts.at(i);
    }
  }
  return counts;
}

std::vector<RoundFigures> Rounds(const ReportView& view) {
  std::vector<RoundFigures> rounds = view.input.earlier_rounds;
  if (rounds.empty()) return rounds;
  rounds.push_back(FiguresOf(view.input));
  return rounds;
}

std::string Table(const ReportView& view, const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows) {
  std::string heads, body;
  for (const std::string& word : head) heads += Tag("th", "scope=\"col\"", word);
  for (const auto& row : rows) {
    std::string cells = Tag("th", "scope=\"row\"", row[0]);
    for (size_t i = 1; i < row.size(); ++i) cells += Tag("td", "class=\"num\"", row[i]);
    body += Wrap("tr", "", cells);
  }
  return Wrap("details", "",
              Tag("summary", "", view.Say("The numbers")) + "<div class=\"scroll\"><table class=\"grid\">" +
                  Wrap("thead", "", Wrap("tr", "", heads)) + Wrap("tbody", "", body) + "</table></div>");
}

std::string Figure(const ReportView& view, std::string_view id, std::string_view title, bool wide,
                   const std::string& table) {
  const std::string name = view.Say(title);
  return Wrap("figure", wide ? "class=\"chart wide\"" : "class=\"chart\"",
              Tag("figcaption", "", name) +
                  Tag("div",
                      fmt::format("class=\"plot\" id=\"{}\" role=\"img\" aria-label=\"{}\"", id,
                                  EscapeHtml(name)),
                      "") +
                  table) +
         "\n";
}

std::string RankingFigure(const ReportView& view) {
  std::vector<std::vector<std::string>> rows;
  for (const RankedUnit& unit : view.ranking()) {
    if (unit.score->score && rows.size() < kRankedUnits)
      rows.push_back({view.UnitName(unit.score->unit), ReportView::PointsText(unit.score->score)});
  }
  if (rows.empty()) return {};
  return Figure(view, "c-ranking", "Points of the units", false,
                Table(view, {view.Say("Unit"), view.Say("Points")}, rows));
}

std::string AreasFigure(const ReportView& view) {
  std::vector<std::string> head = {view.Say("Area")};
  for (const std::string_view word : kPartWords) head.push_back(view.Say(word));
  std::vector<std::vector<std::string>> rows;
  for (const AreaBar& bar : AreaBars(view)) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{bar.name});
    for (const int part : Parts(bar.counts)) row.push_back(std::to_string(part));
  }
  if (rows.empty()) return {};
  return Figure(view, "c-areas", "Obligations by area", false, Table(view, head, rows));
}

std::string TimelinessFigure(const ReportView& view) {
  const auto counts = Timeliness(view);
  std::vector<std::vector<std::string>> rows;
  int sum = 0;
  for (size_t i = 0; i < kBuckets.size(); ++i) {
    rows.push_back({BucketText(view, kBuckets.at(i)), std::to_string(counts.at(i))});
    sum += counts.at(i);
  }
  if (sum == 0) return {};
  return Figure(view, "c-timeliness", "Timeliness: working days before and after the last day", true,
                Table(view, {view.Say("Working days"), view.Say("Number")}, rows));
}

std::string TrendFigure(const ReportView& view) {
  std::vector<std::vector<std::string>> rows;
  for (const RoundFigures& round : Rounds(view))
    rows.push_back({round.label, ShareText(round.done, round.judged), std::to_string(round.findings)});
  if (rows.empty()) return {};
  return Figure(
      view, "c-trend", "Trend over the rounds", true,
      Table(view, {view.Say("Round"), view.Say("Rate met"), view.Say("Established findings")}, rows));
}

std::string ScriptText(std::string_view text) { return JsonText(CleanText(text), JsonPlace::kScript); }

}  // namespace

std::string ChartsHtml(const ReportView& view) {
  const std::string figures =
      RankingFigure(view) + AreasFigure(view) + TimelinessFigure(view) + TrendFigure(view);
  return figures.empty() ? "" : Wrap("div", "class=\"charts\"", figures);
}

std::string ChartsJson(const ReportView& view) {
  std::vector<const RankedUnit*> scored;
  for (const RankedUnit& unit : view.ranking()) {
    if (unit.score->score && scored.size() < kRankedUnits) scored.push_back(&unit);
  }
  const std::vector<AreaBar> bars = AreaBars(view);
  const std::array<int, kBuckets.size()> times = Timeliness(view);
  const std::vector<RoundFigures> rounds = Rounds(view);
  JsonObject ranking(JsonPlace::kScript), areas(JsonPlace::kScript), timeliness(JsonPlace::kScript),
      trend(JsonPlace::kScript);
  ranking
      .Raw("units",
           JsonArray(scored, [&](const RankedUnit* u) { return ScriptText(view.UnitName(u->score->unit)); }))
      .Raw("points",
           JsonArray(scored, [](const RankedUnit* u) { return ReportView::PointsText(u->score->score); }));
  std::string series;
  for (size_t i = 0; i < kPartWords.size(); ++i) {
    series +=
        (i == 0 ? "" : ",") +
        JsonObject(JsonPlace::kScript)
            .Raw("name", ScriptText(view.Say(kPartWords.at(i))))
            .Raw("values",
                 JsonArray(bars, [&](const AreaBar& b) { return std::to_string(Parts(b.counts).at(i)); }))
            .Take();
  }
  areas.Raw("areas", JsonArray(bars, [](const AreaBar& b) { return ScriptText(b.name); }))
      .Raw("series", "[" + series + "]");
  timeliness
      .Raw("labels", JsonArray(kBuckets, [&](const Bucket& b) { return ScriptText(BucketText(view, b)); }))
      .Raw("counts", JsonArray(times, [](int n) { return std::to_string(n); }))
      .Int("firstLate", kFirstLate);
  trend.Raw("rounds", JsonArray(rounds, [](const RoundFigures& r) { return ScriptText(r.label); }))
      .Raw("rates", JsonArray(rounds,
                              [](const RoundFigures& r) {
                                return r.judged == 0 ? "null"
                                                     : fmt::format("{:.1f}", 100.0 * r.done / r.judged);
                              }))
      .Raw("findings", JsonArray(rounds, [](const RoundFigures& r) { return std::to_string(r.findings); }));
  return JsonObject(JsonPlace::kScript)
      .Raw("ranking", ranking.Take())
      .Raw("areas", areas.Take())
      .Raw("timeliness", timeliness.Take())
      .Raw("trend", trend.Take())
      .Take();
}

}  // namespace mingcha::reports
