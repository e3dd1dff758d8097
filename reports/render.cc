#include "reports/render.h"

#include "reports/findings_json.h"
#include "reports/html_page.h"
#include "reports/report_view.h"
#include "reports/tables.h"

namespace mingcha::reports {

std::vector<RenderedFile> RenderAll(const ReportInput& input) {
  const ReportView view(input);
  return {{"index.html", HtmlPage(view)},      {"findings.json", FindingsJson(view)},
          {"findings.csv", FindingsCsv(view)}, {"obligations.csv", ObligationsCsv(view)},
          {"coverage.csv", CoverageCsv(view)}, {"units.csv", UnitsCsv(view)},
          {"scores.csv", ScoresCsv(view)}};
}

}  // namespace mingcha::reports
