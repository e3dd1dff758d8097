#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/closed.h"
#include "reports/documents.h"
#include "reports/html_parts.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

using model::FindingKind;
using model::Verdict;

constexpr size_t kCases = 3;

DocCell Num(int64_t value) { return {std::to_string(value), DocAlign::kRight, 1}; }
DocCell Text(const std::string& value) { return {value, DocAlign::kLeft, 1}; }
DocCell Center(const std::string& value) { return {value, DocAlign::kCenter, 1}; }

std::string Joined(const ReportView& view, const std::vector<std::string>& names, size_t most) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), most); ++i) {
    if (i > 0) text += view.Say(", ");
    text += names[i];
  }
  return text;
}

void AddOverview(const ReportView& view, DocFile* file) {
  const model::RunManifest& run = view.input.run;
  file->Add(DocStyle::kHeading1, view.Say("Overview of the assessment"));
  file->Add(
      DocStyle::kBody,
      view.Say(base::Msg("This assessment checks, against {}, whether every responsible unit published what "
                         "it had to publish, in full, in the required place and in time.",
                         view.plan.document)));
  if (run.window && run.as_of) {
    file->Add(DocStyle::kBody,
              view.Say(base::Msg("It covers what fell due from {} to {}; the verdicts speak of {}.",
                                 run.window->from.Iso(), run.window->to.Iso(), run.as_of->Iso())));
  }
  file->Add(DocStyle::kBody,
            view.Say(base::Msg("{} sites were visited, {} pages archived and {} disclosures found in them.",
                               view.input.coverage.size(), run.pages, run.disclosures)));
  file->Add(DocStyle::kBody, VerdictText(view));
  if (!run.complete) {
    file->Add(DocStyle::kBody,
              view.Say("This run is incomplete: the crawl did not come to its end. What was not reached is "
                       "not judged as missing."));
  }
}

void AddMethod(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Method"));
  file->Add(DocStyle::kBody,
            view.Say("A page that exists proves disclosure; only a known universe proves a gap. Obligations "
                     "come from standing and annual items of the plan, from chains (a tender notice implies "
                     "candidates, award and contract), from ledgers handed in, and from what other channels "
                     "show."));
  file->Add(
      DocStyle::kBody,
      view.Say("«Not published» needs every sufficient place of the unit to have been read: each list to "
               "its end or past the window, every candidate page and attachment. Anything refused, timed "
               "out, unread or not crawled in that set makes the verdict «not verifiable», and the "
               "report names it."));
  file->Add(DocStyle::kBody,
            view.Say("A due date is the event's date plus the limit by the working-day calendar; the day of "
                     "the event is not counted. The calendar follows the yearly notices, make-up days "
                     "included."));
  file->Add(DocStyle::kBody,
            view.Say("Findings to review, undeterminable and not verifiable ones never deduct."));
}

/// Of what is decided; where gaps await review, between what all of them confirmed and none would make it.
std::string RateText(const AppendixCounts& counts) {
  const int decided = counts.found + counts.missing;
  std::string rate = ShareText(counts.on_time, decided);
  if (counts.asked == 0) return rate;
  const int all = decided + counts.asked;
  return fmt::format("{} ({}–{})", rate, ShareText(counts.on_time, all),
                     ShareText(counts.on_time + counts.asked, all));
}

void AddAreas(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Results"));
  file->Add(DocStyle::kBody, VerdictText(view));
  file->Add(DocStyle::kCaption, view.Say("Results by area"));
  DocTable table;
  table.widths = {20, 9, 9, 9, 9, 11, 11, 9, 11};
  for (const std::string_view word :
       {"Area", "Due", "Published", "On time", "Late", "Not published (established)",
        "Not published (to review)", "Open", "Rate met"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  AppendixCounts sum;
  const auto add_row = [&](const std::string& name, const AppendixCounts& counts) {
    table.rows.push_back({Text(name),
                          Num(counts.due),
                          Num(counts.found),
                          Num(counts.on_time),
                          Num(counts.late),
                          Num(counts.missing),
                          Num(counts.asked),
                          Num(counts.open),
                          {RateText(counts), DocAlign::kRight, 1}});
  };
  for (const model::Area* area : AppendixAreas(view.plan)) {
    const AppendixCounts counts = AppendixCounts::Of(view.CountsOfArea(area->id));
    if (counts.due == 0) continue;
    add_row(area->name, counts);
    sum.Add(counts);
  }
  add_row(view.Say("Sum"), sum);
  table.has_sum_row = true;
  file->Add(std::move(table));
  file->Add(
      DocStyle::kNote,
      view.Say(
          "Due = published + not published (established and to review) + exempt + no such event + open. "
          "To review: not found, but not before a person confirms it. Open: undeterminable or not "
          "verifiable. Rate met: on time of published and established as not published together; in brackets "
          "what it may become by the review."));
}

void AddRanking(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Points and ranking"));
  int scored = 0;
  double sum = 0;
  for (const RankedUnit& unit : view.ranking()) {
    if (!unit.score->score) continue;
    ++scored;
    sum += *unit.score->score;
  }
  if (scored == 0) {
    file->Add(DocStyle::kBody, view.Say("No unit could be scored in this round."));
    return;
  }
  file->Add(DocStyle::kBody, view.Say(base::Msg("{} units were scored; the mean is {} points.", scored,
                                                ReportView::PointsText(sum / scored))));
  file->Add(DocStyle::kCaption, view.Say("Ranking of the units"));
  DocTable table;
  table.widths = {7, 28, 11, 10, 10, 12, 12, 10};
  for (const std::string_view word : {"Rank", "Unit", "Points", "Owed", "Late", "Not published (established)",
                                      "Not published (to review)", "Established findings"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  for (const RankedUnit& ranked : view.ranking()) {
    const model::UnitScore& unit = *ranked.score;
    if (!unit.score) continue;
    const int asked = view.CountsOfUnit(unit.unit).asked;
    table.rows.push_back({Center(std::to_string(ranked.rank)),
                          Text(view.UnitName(unit.unit)),
                          {ReportView::PointsText(unit.score), DocAlign::kRight, 1},
                          Num(unit.owed),
                          Num(unit.late),
                          Num(unit.missing - asked),
                          Num(asked),
                          Num(view.CountedFindings(unit.unit))});
  }
  file->Add(std::move(table));
}

void AddHighlights(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Good examples"));
  std::vector<std::string> units, areas;
  for (const RankedUnit& ranked : view.ranking()) {
    const VerdictCounts counts = view.CountsOfUnit(ranked.score->unit);
    if (counts.judged() > 0 && counts.done() == counts.judged())
      units.push_back(view.UnitName(ranked.score->unit));
  }
  for (const model::Area* area : AppendixAreas(view.plan)) {
    const VerdictCounts counts = view.CountsOfArea(area->id);
    if (counts.judged() > 0 && counts.done() == counts.judged()) areas.push_back(area->name);
  }
  if (!units.empty()) {
    file->Add(DocStyle::kBody, view.Say(base::Msg("{} units met everything that could be judged: {}.",
                                                  units.size(), Joined(view, units, 12))));
  }
  if (!areas.empty()) {
    file->Add(DocStyle::kBody, view.Say(base::Msg("In {} areas everything that could be judged was met: {}.",
                                                  areas.size(), Joined(view, areas, 14))));
  }
  if (units.empty() && areas.empty())
    file->Add(DocStyle::kBody, view.Say("No unit and no area met everything that could be judged."));
}

std::string CaseText(const ReportView& view, const model::Finding& finding, size_t number) {
  const std::string& subject = !finding.project.empty() ? finding.project : finding.title;
  std::string what = view.ItemName(finding.item);
  if (!subject.empty()) what = what.empty() ? subject : view.Say(base::Msg("{} ({})", what, subject));
  return view.Say(
      base::Msg("Case {}: {}, {}. {}", number, view.UnitName(finding.unit), what, view.Say(finding.reason)));
}

void AddProblems(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Main problems"));
  std::map<FindingKind, std::vector<const model::Finding*>> kinds;
  for (const model::Finding& finding : view.input.result.findings) {
    if (ReportView::PileOf(finding) == Pile::kCounted) kinds[finding.kind].push_back(&finding);
  }
  if (kinds.empty()) file->Add(DocStyle::kBody, view.Say("No problem was established in this round."));
  std::vector<std::pair<FindingKind, std::vector<const model::Finding*>>> order(kinds.begin(), kinds.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  for (const auto& [kind, findings] : order) {
    std::vector<std::string> units;
    std::set<std::string> seen;
    for (const model::Finding* finding : findings) {
      if (seen.insert(finding->unit).second) units.push_back(view.UnitName(finding->unit));
    }
    file->Add(DocStyle::kHeading2, view.Word(kind));
    file->Add(
        DocStyle::kBody,
        view.Say(base::Msg("{} findings in {} units: {}.", findings.size(), units.size(),
                           Joined(view, units, 6) + (units.size() > 6 ? view.Say(" and others") : ""))));
    for (size_t i = 0; i < std::min(findings.size(), kCases); ++i) {
      file->Add(DocStyle::kBody, CaseText(view, *findings[i], i + 1));
      if (!findings[i]->url.empty()) file->Link(DocStyle::kCase, findings[i]->url, findings[i]->url);
    }
  }
  file->Add(
      DocStyle::kBody,
      view.Say(base::Msg("Besides these, {} findings await review and {} could not be verified; none of "
                         "them deducts. All stand in the problem ledger.",
                         view.PileSize(Pile::kReview), view.PileSize(Pile::kUnverifiable))));
}

void AddSuggestions(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Suggestions"));
  std::map<std::string_view, int> demands;
  for (const model::Finding& finding : view.input.result.findings) {
    if (ReportView::PileOf(finding) == Pile::kCounted) ++demands[DemandText(finding.kind)];
  }
  std::vector<std::pair<std::string_view, int>> order(demands.begin(), demands.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [demand, count] : order)
    file->Add(DocStyle::kBody, view.Say(base::Msg("{} ({} findings)", view.Say(demand), count)));
  file->Add(
      DocStyle::kBody,
      view.Say("Each unit fills in the problem ledger with what it did and where it can be seen, and sends "
               "it back; the recheck reads it."));
}

void AddCoverage(const ReportView& view, DocFile* file) {
  file->Add(DocStyle::kHeading1, view.Say("Coverage and limits"));
  file->Add(DocStyle::kBody,
            view.Say("What was visited, what was refused and what could not be read. «Not published» is said "
                     "only where every sufficient place was read to its end; every other absence is «not "
                     "verifiable»."));
  DocTable table;
  table.widths = {34, 11, 11, 11, 11, 11, 15};
  for (const std::string_view word :
       {"Site", "Reached", "Fetched", "Refused", "Failed", "Unread", "Lists to the end / all"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  for (const model::SiteCoverage& site : view.input.coverage) {
    const auto to_end = std::count_if(site.lists.begin(), site.lists.end(),
                                      [](const model::ListTrail& list) { return list.to_end; });
    table.rows.push_back({Text(view.SiteName(site.site)), Center(view.YesNo(site.reached)), Num(site.fetched),
                          Num(site.denied), Num(site.failed), Num(site.unread),
                          Center(fmt::format("{} / {}", to_end, site.lists.size()))});
  }
  file->Add(std::move(table));
  const int unknown = view.totals()[Verdict::kNoKnownUniverse];
  if (unknown > 0) {
    file->Add(
        DocStyle::kBody,
        view.Say(base::Msg("For {} combinations of item and unit nothing tells how many there ought to be; "
                           "they are not judged and stand in no denominator.",
                           unknown)));
  }
}

}  // namespace

std::string ShareText(int part, int whole) {
  return whole == 0 ? "-" : fmt::format("{:.1f}%", 100.0 * part / whole);
}

void AddDocumentHead(const ReportView& view, const std::string& title, DocFile* file) {
  const model::RunManifest& run = view.input.run;
  file->title = title;
  file->Add(DocStyle::kTitle, title);
  if (run.window && run.as_of) {
    file->Add(DocStyle::kSubtitle, view.Say(base::Msg("Window {} to {}, as of {}", run.window->from.Iso(),
                                                      run.window->to.Iso(), run.as_of->Iso())));
  }
}

DocFile AssessmentDocument(const ReportView& view) {
  DocFile file;
  const std::string& title = view.plan.assessment.title;
  AddDocumentHead(view, title.empty() ? view.Say("Disclosure completeness assessment") : title, &file);
  AddOverview(view, &file);
  AddMethod(view, &file);
  AddAreas(view, &file);
  AddRanking(view, &file);
  AddHighlights(view, &file);
  AddProblems(view, &file);
  AddClosedChapter(view, &file);
  AddSuggestions(view, &file);
  AddCoverage(view, &file);
  return file;
}

}  // namespace mingcha::reports
