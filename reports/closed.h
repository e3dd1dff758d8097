#pragma once

#include <string>

#include "reports/docx_writer.h"
#include "reports/report_view.h"
#include "reports/xlsx_writer.h"

namespace mingcha::reports {

// Findings that do not stand: dismissed by a reviewer, mended, gone, or not judged this time. Each with what
// became of it and why; none of them deducts.

/// One row a closed finding.
[[nodiscard]] std::string ClosedCsv(const ReportView& view);
/// A section of index.html; empty if nothing is closed.
[[nodiscard]] std::string ClosedHtml(const ReportView& view);
/// The sheet of the problem ledger's workbook. Without rows if nothing is closed.
[[nodiscard]] Sheet ClosedSheet(const ReportView& view);
/// A chapter of the assessment report; nothing is added if nothing is closed.
void AddClosedChapter(const ReportView& view, DocFile* file);

}  // namespace mingcha::reports
