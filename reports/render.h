#pragma once

#include <vector>

#include "reports/report_input.h"

namespace mingcha::reports {

/// Renders every report: index.html, findings.json, findings.csv, obligations.csv, coverage.csv, units.csv,
/// scores.csv.
///
/// Decides nothing: verdicts, severities, points and the order of rows are the checker's. Pure and
/// thread-safe; equal input gives equal bytes. Any bytes in the records are safe: ill-formed UTF-8 becomes
/// U+FFFD, crawled text is never markup, script, link target (other than http and https) or formula.
[[nodiscard]] std::vector<RenderedFile> RenderAll(const ReportInput& input);

}  // namespace mingcha::reports
