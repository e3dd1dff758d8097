#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/lifecycle.h"

namespace mingcha::reports {
namespace {

using model::ProjectLifecycle;
using model::StageState;

constexpr size_t kProjectsShown = 200;

/// Stages that say something of any of these projects, in the plan's order.
std::vector<size_t> StagesInUse(const ReportView& view,
                                const std::vector<const ProjectLifecycle*>& projects) {
  std::vector<size_t> used;
  for (size_t s = 0; s < view.plan.stages.size(); ++s) {
    const bool says = std::any_of(projects.begin(), projects.end(), [&](const ProjectLifecycle* project) {
      return s < project->cells.size() && project->cells[s].state != StageState::kNotOwed;
    });
    if (says) used.push_back(s);
  }
  return used;
}

std::string HeadHtml(const ReportView& view, const std::vector<size_t>& stages) {
  std::string phases = Tag("th", "scope=\"col\" rowspan=\"2\"", view.Say("Project")), names;
  for (size_t i = 0; i < stages.size();) {
    size_t end = i;
    while (end < stages.size() && view.plan.stages[stages[end]].phase == view.plan.stages[stages[i]].phase)
      ++end;
    phases += Tag("th", fmt::format("scope=\"colgroup\" colspan=\"{}\"", end - i),
                  view.plan.stages[stages[i]].phase);
    i = end;
  }
  for (const size_t stage : stages) names += Tag("th", "scope=\"col\"", view.plan.stages[stage].name);
  return Wrap("thead", "", Wrap("tr", "", phases) + Wrap("tr", "", names));
}

std::string CellHtml(const ReportView& view, const model::StageCell& cell) {
  if (cell.state == StageState::kNotOwed) return Tag("td", "class=\"l-not_owed\"", "–");
  const std::string word = StageWord(view, cell.state);
  std::string content;
  if (!cell.findings.empty()) {
    content = Tag("a", fmt::format("href=\"#f-{}\"", EscapeHtml(cell.findings[0])), word);
  } else if (!cell.urls.empty() && IsWebLink(cell.urls[0])) {
    content = Tag("a",
                  fmt::format("href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"",
                              EscapeHtml(cell.urls[0])),
                  word);
  } else {
    content = Tag("span", "", word);
  }
  if (cell.day || cell.due_on)
    content += Tag("span", "class=\"sub\"", view.DayText(cell.day ? cell.day : cell.due_on));
  std::string attributes = fmt::format("class=\"l-{}\"", model::EnumName(cell.state));
  if (!cell.note.format.empty()) attributes += " title=\"" + EscapeHtml(view.Say(cell.note)) + "\"";
  return Wrap("td", attributes, content);
}

std::string RowHtml(const ReportView& view, const ProjectLifecycle& project,
                    const std::vector<size_t>& stages) {
  std::string below;
  for (const std::string& code : project.codes) below += (below.empty() ? "" : " · ") + code;
  for (const std::string& unit : project.units) below += (below.empty() ? "" : " · ") + view.UnitName(unit);
  std::string row =
      Wrap("th", "scope=\"row\"",
           Tag("bdi", "", project.name) + (below.empty() ? "" : Tag("span", "class=\"sub\"", below)));
  for (const size_t stage : stages)
    row += CellHtml(view, stage < project.cells.size() ? project.cells[stage] : model::StageCell());
  return Wrap("tr", "", row) + "\n";
}

}  // namespace

std::string StageWord(const ReportView& view, StageState state) {
  return view.Word("stage", model::EnumName(state));
}

std::vector<const ProjectLifecycle*> ProjectsInOrder(const ReportView& view) {
  std::vector<const ProjectLifecycle*> projects;
  for (const ProjectLifecycle& project : view.input.result.projects) projects.push_back(&project);
  const auto rank = [](const ProjectLifecycle* project) {
    return !project->holes.empty() || !project->inversions.empty() ? 0 : project->major ? 1 : 2;
  };
  std::stable_sort(projects.begin(), projects.end(),
                   [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  return projects;
}

std::string LifecycleHtml(const ReportView& view) {
  std::vector<const ProjectLifecycle*> projects = ProjectsInOrder(view);
  const size_t all = projects.size();
  projects.resize(std::min(all, kProjectsShown));
  const std::vector<size_t> stages = StagesInUse(view, projects);
  if (stages.empty()) return {};
  std::string rows, legend, more;
  for (const ProjectLifecycle* project : projects) rows += RowHtml(view, *project, stages);
  for (const StageState state : {StageState::kPublished, StageState::kLate, StageState::kMissing,
                                 StageState::kPending, StageState::kReview, StageState::kExempt}) {
    legend +=
        Wrap("li", "",
             Tag("span", fmt::format("class=\"key l-{}\"", model::EnumName(state)), StageWord(view, state)));
  }
  if (all > projects.size()) {
    more = Tag("p", "class=\"note\"",
               view.Say(base::Msg("{} more stand in tables.xlsx.", all - projects.size())));
  }
  return "<section id=\"lifecycle\" aria-labelledby=\"h-lifecycle\">\n" +
         Tag("h2", "id=\"h-lifecycle\"", view.Say("Lifecycle of the projects")) +
         Tag("p", "class=\"lead\"",
             view.Say("A project a row, its stages from left to right, over all sites. Projects with holes "
                      "or with "
                      "stages in the wrong order come first; a cell leads to its finding or its page.")) +
         Wrap("ul", "class=\"legend\"", legend) +
         "<div class=\"scroll viewport\" tabindex=\"0\" role=\"region\" "
         "aria-labelledby=\"h-lifecycle\"><table "
         "class=\"grid life\">" +
         HeadHtml(view, stages) + Wrap("tbody", "", rows) + "</table></div>\n" + more + "</section>\n";
}

}  // namespace mingcha::reports
