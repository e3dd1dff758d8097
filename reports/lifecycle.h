#pragma once

#include <string>
#include <vector>

#include "reports/report_view.h"

namespace mingcha::reports {

/// The state of a stage in the report's language.
[[nodiscard]] std::string StageWord(const ReportView& view, model::StageState state);
/// Projects with holes or inversions first, then those of the major-project register, else the checker's
/// order.
[[nodiscard]] std::vector<const model::ProjectLifecycle*> ProjectsInOrder(const ReportView& view);
/// The lifecycle matrix as a section of index.html; empty where no project has a stage.
[[nodiscard]] std::string LifecycleHtml(const ReportView& view);

}  // namespace mingcha::reports
