#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// findings.json, schema 1: run, coverage, units, findings; one site, unit or finding a line. Unknown dates
/// are null, ids are the plan's, sentences in the report's language.
[[nodiscard]] std::string FindingsJson(const ReportView& view);

}  // namespace mingcha::reports
