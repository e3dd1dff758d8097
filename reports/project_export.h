#pragma once

#include <string>

#include "reports/report_view.h"

namespace mingcha::reports {

/// projects.oc4ids.json: the projects of the lifecycle matrix as a project package of the Open Contracting
/// for Infrastructure Data Standard (OC4IDS 0.9), as far as pages tell: identifier, title, the public
/// authorities charged, and every document that was found, with its stage, address and day of publication.
/// What pages do not tell (budget, contracting processes, status) is left out, never guessed. Empty text
/// without projects, because a package holds one at least.
[[nodiscard]] std::string Oc4idsJson(const ReportView& view);

}  // namespace mingcha::reports
