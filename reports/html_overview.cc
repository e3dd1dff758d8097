#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/escape.h"
#include "reports/html_parts.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

std::string Alert(const ReportView& view, const base::Message& message) {
  return Tag("p", "class=\"alert\"", view.Say(message)) + "\n";
}

std::string Share(int part, int whole) {
  return whole == 0 ? "-" : fmt::format("{:.1f}%", 100.0 * part / whole);
}

struct Segment {
  std::string_view css;
  std::string_view word;
  int count = 0;
};

std::vector<Segment> Segments(const VerdictCounts& counts) {
  return {{"v-done", "On time or present", counts.done()},
          {"v-late", "Late", counts[Verdict::kLate]},
          {"v-missing", "Not published (established)", counts.missing()},
          {"v-asked", "Not published (to review)", counts.asked},
          {"v-open", "Undeterminable or not verifiable", counts.open()},
          {"v-wait", "Not yet due", counts[Verdict::kPending]}};
}

int FindingsOf(const ReportView& view, model::FindingKind kind) {
  const auto& findings = view.input.result.findings;
  return static_cast<int>(std::count_if(findings.begin(), findings.end(), [&](const model::Finding& finding) {
    return finding.kind == kind && ReportView::PileOf(finding) == Pile::kCounted;
  }));
}

std::string RobotsSummary(const ReportView& view) {
  size_t by_authorisation = 0;
  for (const model::SiteCoverage& site : view.input.coverage) {
    by_authorisation += site.robots == model::RobotsMode::kReportOnly ? 1 : 0;
  }
  if (by_authorisation == 0) return view.Say("obeyed on every site");
  return view.Say(base::Msg("obeyed on {} sites; on {} sites only recorded, by authorisation (see Coverage)",
                            view.input.coverage.size() - by_authorisation, by_authorisation));
}

std::string CalendarText(const ReportView& view) {
  const auto& years = view.plan.calendar.years;
  if (years.empty()) return view.input.run.calendar;
  int first = years.front().year, last = first;
  for (const base::CalendarYear& year : years) {
    first = std::min(first, year.year);
    last = std::max(last, year.year);
  }
  return view.Say(base::Msg("{} ({} to {})", view.input.run.calendar, first, last));
}

std::string CrawlTimes(const ReportView& view) {
  const model::RunManifest& run = view.input.run;
  if (run.crawl_started == base::Instant()) return {};
  return view.Say(base::Msg("{} to {} (China time)", base::ChinaTimeText(run.crawl_started),
                            base::ChinaTimeText(run.crawl_ended)));
}

}  // namespace

std::string AlertsHtml(const ReportView& view) {
  std::string alerts;
  if (!view.input.run.complete) {
    alerts +=
        Alert(view, view.input.run.stop_reason.empty()
                        ? base::Msg("This run is incomplete: the crawl did not come to its end. What was "
                                    "not reached is not judged as missing.")
                        : base::Msg("This run is incomplete: {}. What was not reached is not judged as "
                                    "missing.",
                                    view.ReasonWord(view.input.run.stop_reason)));
  }
  std::string unreached;
  for (const model::SiteCoverage& site : view.input.coverage) {
    if (site.reached) continue;
    if (!unreached.empty()) unreached += ", ";
    unreached += view.SiteName(site.site);
  }
  if (!unreached.empty()) {
    alerts += Alert(
        view, base::Msg("Sites that were not reached: {}. Nothing is said to be missing there.", unreached));
  }
  return alerts;
}

std::string VerdictText(const ReportView& view) {
  const VerdictCounts& totals = view.totals();
  if (totals.judged() == 0) {
    return view.Say(
        base::Msg("No obligation could be judged; {} findings await review, {} could not be verified.",
                  view.PileSize(Pile::kReview), view.PileSize(Pile::kUnverifiable)));
  }
  if (totals.asked > 0) {
    // Who asks for one rate gets that of what is decided, and how far review may move it.
    return view.Say(base::Msg(
        "Of {} obligations decided, {} ({}) were met, {} were published late and {} were not published; {} "
        "more "
        "were not found and await review, which leaves between {} and {} met; {} findings are established, "
        "{} "
        "await review and {} could not be verified.",
        totals.decided(), totals.done(), Share(totals.done(), totals.decided()), totals[Verdict::kLate],
        totals.missing(), totals.asked, Share(totals.done(), totals.judged()),
        Share(totals.done() + totals.asked, totals.judged()), view.PileSize(Pile::kCounted),
        view.PileSize(Pile::kReview), view.PileSize(Pile::kUnverifiable)));
  }
  return view.Say(base::Msg(
      "Of {} obligations judged, {} ({}) were met, {} were published late and {} were not published; {} "
      "findings are established, {} await review and {} could not be verified.",
      totals.judged(), totals.done(), Share(totals.done(), totals.judged()), totals[Verdict::kLate],
      totals[Verdict::kMissing], view.PileSize(Pile::kCounted), view.PileSize(Pile::kReview),
      view.PileSize(Pile::kUnverifiable)));
}

std::string TilesHtml(const ReportView& view) {
  const VerdictCounts& totals = view.totals();
  struct Tile {
    std::string_view css, word;
    int count;
  };
  const std::vector<Tile> tiles = {
      {"", "Obligations judged", totals.judged()},
      {"", "On time or present", totals.done()},
      {"t-bad", "Late", totals[Verdict::kLate]},
      {"t-bad", "Not published (established)", totals.missing()},
      {"t-ask", "Not published (to review)", totals.asked},
      {"t-bad", "Elements missing", FindingsOf(view, model::FindingKind::kIncomplete)},
      {"t-ask", "To review", view.PileSize(Pile::kReview)},
      {"t-ask", "Not verifiable", view.PileSize(Pile::kUnverifiable)},
      {"t-off", "Not yet due", totals[Verdict::kPending]},
      {"t-off", "Exempt", totals[Verdict::kExempt]},
      {"t-off", "No such event", totals[Verdict::kNoEvent]},
      {"t-off", "No known universe", totals[Verdict::kNoKnownUniverse]},
  };
  std::string html = "<ul class=\"tiles\">";
  for (const Tile& tile : tiles) {
    html += Wrap("li", tile.css.empty() ? "" : fmt::format("class=\"{}\"", tile.css),
                 Tag("b", "", std::to_string(tile.count)) + Tag("span", "", view.Say(tile.word)));
  }
  return html + "</ul>";
}

std::string BarHtml(const ReportView& view) {
  const std::vector<Segment> segments = Segments(view.totals());
  int sum = 0;
  for (const Segment& segment : segments) sum += segment.count;
  if (sum == 0) return {};
  std::string label, bars, legend;
  double x = 0;
  for (const Segment& segment : segments) {
    const double width = 1000.0 * segment.count / sum;
    const std::string text = fmt::format("{} {}", view.Say(segment.word), segment.count);
    if (!label.empty()) label += ", ";
    label += text;
    bars += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"22\"></rect>",
                        segment.css, x, width);
    legend += fmt::format(
        "<li><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"{}\" width=\"12\" "
        "height=\"12\"></rect></svg>{} ({})</li>",
        segment.css, Tag("span", "", text), Share(segment.count, sum));
    x += width;
  }
  return Wrap(
             "svg",
             "class=\"bar\" viewBox=\"0 0 1000 22\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" +
                 EscapeHtml(label) + "\"",
             bars) +
         Wrap("ul", "class=\"legend\"", legend);
}

std::string FactsHtml(const ReportView& view) {
  const model::RunManifest& run = view.input.run;
  std::string flags;
  for (const auto& [name, value] : run.flags) {
    if (!flags.empty()) flags += "; ";
    flags += fmt::format("--{} {}", name, value);
  }
  const std::vector<std::pair<std::string_view, std::string>> facts = {
      {"District", view.plan.assessment.district},
      {"Plan assessed", view.plan.document},
      {"Window", run.window ? view.Say(base::Msg("{} to {}", run.window->from.Iso(), run.window->to.Iso()))
                            : std::string()},
      {"As of", view.DayText(run.as_of)},
      {"Crawl", CrawlTimes(view)},
      {"Pages archived", std::to_string(run.pages)},
      {"Disclosures found", std::to_string(run.disclosures)},
      {"robots.txt", RobotsSummary(view)},
      {"Working-day calendar", CalendarText(view)},
      {"Tool version", run.tool_version},
      {"Configuration digest (SHA-256)", run.config_digest},
      {"Command-line overrides", flags},
      {"Run", run.id}};
  std::string html = "<dl class=\"facts\">";
  for (const auto& [word, text] : facts) {
    if (!text.empty()) html += Tag("dt", "", view.Say(word)) + Tag("dd", "", text);
  }
  return html + "</dl>";
}

}  // namespace mingcha::reports
