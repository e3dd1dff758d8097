#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/report_view.h"
#include "reports/xlsx_writer.h"

namespace mingcha::reports {

/// A column by its heading, an English key.
struct ColumnSpec {
  std::string_view word;
  double width = 0;
  ColumnLook look = ColumnLook::kText;
};

/// A sheet without rows: its name (an English key), the assessment's title before it, a note, its columns.
[[nodiscard]] Sheet NewSheet(const ReportView& view, std::string_view name, std::string_view note,
                             const std::vector<ColumnSpec>& columns, int frozen);

/// The sheets of problems.xlsx, the problem ledger (问题台账) that goes to the units and comes back filled
/// in: established findings, findings to review, findings that could not be verified, all with the same
/// columns. The head row is the one whose second cell is the heading «Finding no.»; the shaded columns are
/// for the unit (rectification, its address) and for the evaluator (recheck).
[[nodiscard]] std::vector<Sheet> ProblemSheets(const ReportView& view);

/// The sheets of tables.xlsx: points, what was owed with its verdict, timeliness, the projects, what falls
/// due, coverage. Sheets without a row are left out.
[[nodiscard]] std::vector<Sheet> TableSheets(const ReportView& view);

[[nodiscard]] Sheet ProjectsSheet(const ReportView& view);
[[nodiscard]] Sheet IndicatorsSheet(const ReportView& view);
[[nodiscard]] Sheet DueSoonSheet(const ReportView& view);
[[nodiscard]] Sheet UnitCoverageSheet(const ReportView& view);

/// What a unit must do about a finding of this kind: a sentence, an English key.
[[nodiscard]] std::string_view DemandText(model::FindingKind kind);

}  // namespace mingcha::reports
