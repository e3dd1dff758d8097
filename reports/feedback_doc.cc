#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/documents.h"
#include "reports/workbooks.h"

namespace mingcha::reports {
namespace {

using model::Verdict;

constexpr size_t kRows = 200;

void AddFigures(const ReportView& view, const model::UnitScore& unit, DocFile* file) {
  const AppendixCounts counts = AppendixCounts::Of(view.CountsOfUnit(unit.unit));
  file->Add(DocStyle::kHeading1, view.Say("Results"));
  file->Add(
      DocStyle::kBody,
      view.Say(base::Msg("{} items fell due; {} were published, of these {} in time and {} late; {}, {} are "
                         "registered as not to be published, {} had no such event, {} could not be judged.",
                         counts.due, counts.found, counts.on_time, counts.late, MissingClause(view, counts),
                         counts.exempt, counts.no_event, counts.open)));
  for (const RankedUnit& ranked : view.ranking()) {
    if (ranked.score->unit != unit.unit) continue;
    file->Add(DocStyle::kBody, ranked.rank > 0
                                   ? view.Say(base::Msg("Points: {}; rank: {}.",
                                                        ReportView::PointsText(unit.score), ranked.rank))
                                   : view.Say("The unit is not scored in this round."));
  }
}

DocTable FindingsTable(const ReportView& view, const std::vector<const model::Finding*>& findings) {
  DocTable table;
  table.widths = {6, 22, 12, 38, 22};
  for (const std::string_view word : {"No.", "Item", "Kind", "Problem", "Demand"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  for (size_t i = 0; i < std::min(findings.size(), kRows); ++i) {
    const model::Finding& finding = *findings[i];
    const std::string& subject = !finding.project.empty() ? finding.project : finding.title;
    std::string problem = subject.empty() ? "" : subject + "\n";
    problem += view.Say(finding.reason);
    if (!finding.url.empty()) problem += "\n" + finding.url;
    table.rows.push_back({{std::to_string(i + 1), DocAlign::kCenter, 1},
                          {view.ItemName(finding.item), DocAlign::kLeft, 1},
                          {view.Word(finding.kind), DocAlign::kCenter, 1},
                          {problem, DocAlign::kLeft, 1},
                          {view.Say(DemandText(finding.kind)), DocAlign::kLeft, 1}});
  }
  return table;
}

void AddPile(const ReportView& view, const model::UnitScore& unit, Pile pile, std::string_view heading,
             std::string_view nothing, DocFile* file) {
  std::vector<const model::Finding*> findings;
  for (const model::Finding& finding : view.input.result.findings) {
    if (finding.unit == unit.unit && ReportView::PileOf(finding) == pile) findings.push_back(&finding);
  }
  file->Add(DocStyle::kHeading1, view.Say(heading));
  if (findings.empty()) {
    file->Add(DocStyle::kBody, view.Say(nothing));
    return;
  }
  file->Add(FindingsTable(view, findings));
  if (findings.size() > kRows) {
    file->Add(DocStyle::kNote,
              view.Say(base::Msg("{} more stand in the problem ledger.", findings.size() - kRows)));
  }
}

void AddPending(const ReportView& view, const model::UnitScore& unit, DocFile* file) {
  std::vector<const model::Obligation*> pending;
  for (const model::Obligation& obligation : view.input.result.obligations) {
    if (obligation.shown_unit == unit.unit && obligation.verdict == Verdict::kPending && obligation.due_on)
      pending.push_back(&obligation);
  }
  if (pending.empty()) return;
  std::stable_sort(pending.begin(), pending.end(),
                   [](const auto* a, const auto* b) { return *a->due_on < *b->due_on; });
  file->Add(DocStyle::kHeading1, view.Say("Due next"));
  DocTable table;
  table.widths = {16, 34, 50};
  for (const std::string_view word : {"Due date", "Item", "Project or subject"})
    table.head.push_back({view.Say(word), DocAlign::kCenter, 1});
  for (size_t i = 0; i < std::min<size_t>(pending.size(), 50); ++i) {
    table.rows.push_back({{view.DayText(pending[i]->due_on), DocAlign::kCenter, 1},
                          {view.ItemName(pending[i]->item), DocAlign::kLeft, 1},
                          {pending[i]->subject_text.empty() ? pending[i]->period : pending[i]->subject_text,
                           DocAlign::kLeft, 1}});
  }
  file->Add(std::move(table));
}

}  // namespace

std::vector<const model::UnitScore*> UnitsWithFeedback(const ReportView& view) {
  std::set<std::string> named;
  for (const model::Finding& finding : view.input.result.findings) named.insert(finding.unit);
  std::vector<const model::UnitScore*> units;
  for (const model::UnitScore& unit : view.input.result.units) {
    const VerdictCounts counts = view.CountsOfUnit(unit.unit);
    if (counts.judged() + counts.open() + counts[Verdict::kPending] > 0 || named.contains(unit.unit))
      units.push_back(&unit);
  }
  return units;
}

DocFile FeedbackDocument(const ReportView& view, const model::UnitScore& unit) {
  DocFile file;
  AddDocumentHead(view, view.Say(base::Msg("Feedback sheet: {}", view.UnitName(unit.unit))), &file);
  AddFigures(view, unit, &file);
  AddPile(view, unit, Pile::kCounted, "Problems to be mended", "No problem was established.", &file);
  AddPile(view, unit, Pile::kReview, "To be confirmed", "Nothing awaits review.", &file);
  AddPile(view, unit, Pile::kUnverifiable, "Could not be verified", "Everything could be verified.", &file);
  AddPending(view, unit, &file);
  file.Add(
      DocStyle::kNote,
      view.Say("Please fill in what was done and where it can be seen in the problem ledger (problems.xlsx). "
               "Whoever disagrees can ask for the archived copy behind each finding."));
  return file;
}

}  // namespace mingcha::reports
