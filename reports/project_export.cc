#include "reports/project_export.h"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "base/digest.h"
#include "reports/json_writer.h"

namespace mingcha::reports {
namespace {

/// A name-based URN of this very package (RFC 9562, version 8: digest of our own making).
std::string PackageUri(const ReportView& view) {
  const model::RunManifest& run = view.input.run;
  std::string hex = base::Sha256Hex(run.id + '\n' + run.config_digest + '\n' + run.crawl_ended.Iso());
  hex[12] = '8';
  hex[16] = '8';
  return fmt::format("urn:uuid:{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20, 12));
}

std::string DayTime(base::Date day) { return day.Iso() + "T00:00:00+08:00"; }

std::string DocumentJson(const ReportView& view, const model::StageCell& cell, size_t index,
                         std::string_view stage) {
  const model::Disclosure* disclosure = view.DisclosureById(cell.disclosures[index]);
  JsonObject json;
  json.Text("id", cell.disclosures[index]);
  if (disclosure != nullptr && !disclosure->title.empty()) json.Text("title", disclosure->title);
  json.Text("description", stage);
  if (index < cell.urls.size()) json.Text("url", cell.urls[index]);
  if (cell.published_on && cell.disclosures.size() == 1)
    json.Text("datePublished", DayTime(*cell.published_on));
  return json.Text("language", "zh").Take();
}

std::string ProjectJson(const ReportView& view, const model::ProjectLifecycle& project, const std::string& id,
                        const std::unordered_map<std::string_view, std::string_view>& stages) {
  std::string documents = "[";
  for (const model::StageCell& cell : project.cells) {
    const auto stage = stages.find(cell.stage);
    for (size_t i = 0; i < cell.disclosures.size(); ++i) {
      if (documents.size() > 1) documents += ",";
      documents +=
          DocumentJson(view, cell, i, stage == stages.end() ? std::string_view(cell.stage) : stage->second);
    }
  }
  return JsonObject()
      .Text("id", id)
      .Text("title", project.name)
      .Raw("parties", JsonArray(project.units,
                                [&](const std::string& unit) {
                                  return JsonObject()
                                      .Text("id", unit)
                                      .Text("name", view.UnitName(unit))
                                      .Raw("roles", "[\"publicAuthority\"]")
                                      .Take();
                                }))
      .Raw("documents", documents + "]")
      .Take();
}

}  // namespace

std::string Oc4idsJson(const ReportView& view) {
  const auto& projects = view.input.result.projects;
  if (projects.empty()) return {};
  std::unordered_map<std::string_view, std::string_view> stages;
  for (const model::StageSpec& stage : view.plan.stages) stages.emplace(stage.id, stage.name);
  std::set<std::string> ids;  // a package holds each identifier once
  std::string list = "[";
  for (const model::ProjectLifecycle& project : projects) {
    std::string id = project.codes.empty() ? project.id : project.codes.front();
    if (!ids.insert(id).second) ids.insert(id = project.id);
    list += (list.size() > 1 ? ",\n" : "") + ProjectJson(view, project, id, stages);
  }
  const model::AssessmentSpec& spec = view.plan.assessment;
  return JsonObject()
             .Text("uri", PackageUri(view))
             .Raw("publisher",
                  JsonObject().Text("name", spec.run_by.empty() ? spec.district : spec.run_by).Take())
             .Text("publishedDate", view.input.run.crawl_ended.Iso())
             .Text("version", "0.9")
             .Raw("projects", list + "]")
             .Take() +
         "\n";
}

}  // namespace mingcha::reports
