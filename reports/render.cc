#include "reports/render.h"

#include <algorithm>

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

base::Result<std::vector<RenderedFile>> RenderAll(const ReportInput& input) {
  const ReportView view(input);
  std::vector<RenderedFile> files = {
      {"index.html", HtmlPage(view)},      {"findings.json", FindingsJson(view)},
      {"findings.csv", FindingsCsv(view)}, {"obligations.csv", ObligationsCsv(view)},
      {"coverage.csv", CoverageCsv(view)}, {"units.csv", UnitsCsv(view)},
      {"scores.csv", ScoresCsv(view)},     {"score_details.csv", ScoreDetailsCsv(view)},
      {"closed.csv", ClosedCsv(view)},     {"due_soon.csv", DueSoonCsv(view)},
      {"samples.csv", SampleCsv(view)}};
  files.push_back({"findings.junit.xml", JunitXml(view)});
  files.push_back({"findings.sarif", SarifJson(view)});
  if (std::string projects = Oc4idsJson(view); !projects.empty())
    files.push_back({"projects.oc4ids.json", std::move(projects)});
  if (!input.csv_bom) {
    for (RenderedFile& file : files) {
      if (file.name.ends_with(".csv")) file.bytes.erase(0, 3);
    }
  }
  const std::string& title = view.plan.assessment.title;
  ASSIGN_OR_RETURN(std::string problems, WriteWorkbook(title, ProblemSheets(view)));
  files.push_back({"problems.xlsx", std::move(problems)});
  ASSIGN_OR_RETURN(std::string tables, WriteWorkbook(title, TableSheets(view)));
  files.push_back({"tables.xlsx", std::move(tables)});
  files.push_back({"report.docx", WriteDocx(AssessmentDocument(view), input.lang)});
  files.push_back({"appendix.docx", WriteDocx(AppendixDocument(view), input.lang)});
  for (const model::UnitScore* unit : UnitsWithFeedback(view)) {
    std::string name = unit->unit;
    std::replace(name.begin(), name.end(), '/', '_');
    files.push_back({"feedback/" + name + ".docx", WriteDocx(FeedbackDocument(view, *unit), input.lang)});
  }
  return files;
}

}  // namespace mingcha::reports
