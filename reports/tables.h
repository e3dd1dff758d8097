#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// Tables for spreadsheets: RFC 4180 with CRLF, UTF-8 with a byte-order mark, headings in the report's
/// language, no cell that a spreadsheet would run. Columns named «… code» hold the stable names and ids.

/// One row a finding, in the checker's order.
[[nodiscard]] std::string FindingsCsv(const ReportView& view);
/// One row an obligation, every verdict included.
[[nodiscard]] std::string ObligationsCsv(const ReportView& view);
/// One row a site, a list that was walked, or an address that could not be read; the first column tells
/// which.
[[nodiscard]] std::string CoverageCsv(const ReportView& view);
/// One row a unit, best points first.
[[nodiscard]] std::string UnitsCsv(const ReportView& view);
/// One row a unit and area: verdict counts, and the parts of the points where the area is scored.
[[nodiscard]] std::string ScoresCsv(const ReportView& view);

}  // namespace mingcha::reports
