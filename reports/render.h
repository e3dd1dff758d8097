#pragma once

#include <vector>

#include "base/result.h"
#include "reports/report_input.h"

namespace mingcha::reports {

/// Renders every report: index.html, findings.json, findings.csv, obligations.csv, coverage.csv, units.csv,
/// scores.csv, score_details.csv, due_soon.csv, samples.csv, findings.junit.xml, findings.sarif,
/// problems.xlsx, tables.xlsx, report.docx, appendix.docx, feedback/<unit>.docx.
///
/// Decides nothing: verdicts, severities, points and the order of rows are the checker's. Pure and
/// thread-safe, but for the temporary file a workbook needs (kIo if it cannot be written); equal input gives
/// equal bytes. Any bytes in the records are safe: ill-formed UTF-8 becomes
/// U+FFFD, crawled text is never markup, script, link target (other than http and https) or formula.
[[nodiscard]] base::Result<std::vector<RenderedFile>> RenderAll(const ReportInput& input);

}  // namespace mingcha::reports
