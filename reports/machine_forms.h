#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// findings.junit.xml, for build servers: a suite a unit, a case an obligation that was judged or is open
/// (and a case a finding without obligation). Missing, late and whatever else is established fails; what
/// awaits review or could not be verified is skipped.
[[nodiscard]] std::string JunitXml(const ReportView& view);

/// findings.sarif (SARIF 2.1.0, OASIS): a result a finding, kinds as rules, the finding's id as fingerprint.
/// Findings to review are of kind `review`, not verifiable ones `open`.
[[nodiscard]] std::string SarifJson(const ReportView& view);

}  // namespace mingcha::reports
