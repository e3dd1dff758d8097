#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// Everything a score is made of, so that anyone can compute it again (docs/scoring.md has the recipe): one
/// row a unit, an indicator, a deduction, an aggregate and a term of one; the first column tells which.
/// Points have nine decimals, so that rounding does not hide a fault.
[[nodiscard]] std::string ScoreDetailsCsv(const ReportView& view);
/// One row an obligation that falls due in the next working days.
[[nodiscard]] std::string DueSoonCsv(const ReportView& view);
/// One row a draw, then one a thing drawn.
[[nodiscard]] std::string SampleCsv(const ReportView& view);

}  // namespace mingcha::reports
