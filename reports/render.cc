#include "reports/render.h"

#include <algorithm>
#include <functional>

#include "base/on_threads.h"
#include "reports/closed.h"
#include "reports/documents.h"
#include "reports/findings_json.h"
#include "reports/html_page.h"
#include "reports/machine_forms.h"
#include "reports/project_export.h"
#include "reports/report_view.h"
#include "reports/score_tables.h"
#include "reports/tables.h"
#include "reports/workbooks.h"

namespace mingcha::reports {

namespace {

/// A file of the reports and how it comes about.
struct Rendering {
  std::string name;
  std::function<base::Result<std::string>()> bytes;
  bool may_lack = false;  ///< Without bytes there is nothing to tell and no file.
};

std::string FeedbackName(std::string unit) {
  std::replace(unit.begin(), unit.end(), '/', '_');
  return "feedback/" + unit + ".docx";
}

/// In the order in which they are handed over; the slowest stand early in it.
std::vector<Rendering> Renderings(const ReportView& view) {
  const std::string& title = view.plan.assessment.title;
  const auto lang = view.input.lang;
  std::vector<Rendering> all = {
      {"index.html", [&] { return HtmlPage(view); }},
      {"problems.xlsx", [&] { return WriteWorkbook(title, ProblemSheets(view)); }},
      {"tables.xlsx", [&] { return WriteWorkbook(title, TableSheets(view)); }},
      {"report.docx", [&, lang] { return WriteDocx(AssessmentDocument(view), lang); }},
      {"appendix.docx", [&, lang] { return WriteDocx(AppendixDocument(view), lang); }},
      {"findings.json", [&] { return FindingsJson(view); }},
      {"findings.csv", [&] { return FindingsCsv(view); }},
      {"obligations.csv", [&] { return ObligationsCsv(view); }},
      {"coverage.csv", [&] { return CoverageCsv(view); }},
      {"units.csv", [&] { return UnitsCsv(view); }},
      {"scores.csv", [&] { return ScoresCsv(view); }},
      {"score_details.csv", [&] { return ScoreDetailsCsv(view); }},
      {"closed.csv", [&] { return ClosedCsv(view); }},
      {"due_soon.csv", [&] { return DueSoonCsv(view); }},
      {"samples.csv", [&] { return SampleCsv(view); }},
      {"findings.junit.xml", [&] { return JunitXml(view); }},
      {"findings.sarif", [&] { return SarifJson(view); }},
      {"projects.oc4ids.json", [&] { return Oc4idsJson(view); }, true}};
  for (const model::UnitScore* unit : UnitsWithFeedback(view)) {
    all.push_back({FeedbackName(unit->unit),
                   [&view, unit, lang] { return WriteDocx(FeedbackDocument(view, *unit), lang); }});
  }
  return all;
}

}  // namespace

base::Result<std::vector<RenderedFile>> RenderAll(const ReportInput& input) {
  const ReportView view(input);
  const std::vector<Rendering> wanted = Renderings(view);
  std::vector<base::Result<std::string>> made(wanted.size());
  base::OnThreads(wanted.size(), [&](size_t i) { made[i] = wanted[i].bytes(); });
  std::vector<RenderedFile> files;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (!made[i]) return tl::unexpected(made[i].error());
    if (made[i]->empty() && wanted[i].may_lack) continue;
    if (!input.csv_bom && wanted[i].name.ends_with(".csv")) made[i]->erase(0, 3);
    files.push_back({wanted[i].name, std::move(*made[i])});
  }
  return files;
}

}  // namespace mingcha::reports
