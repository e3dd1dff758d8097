#include "reports/html_page.h"

namespace mingcha::reports {

std::string HtmlPage(const ReportView& view) { return view.Say("report"); }

}  // namespace mingcha::reports
