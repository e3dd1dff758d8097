#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// index.html: one file that opens offline and asks no network. Style and script are inline, allowed by their
/// digests alone (Content-Security-Policy); findings lie in a JSON data block, the first ones also as a plain
/// table for readers without scripts.
[[nodiscard]] std::string HtmlPage(const ReportView& view);

}  // namespace mingcha::reports
