#include "reports/project_export.h"

#include <fmt/format.h>

#include <set>
#include <unordered_map>
#include <vector>

#include "base/digest.h"
#include "base/url.h"
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
                         std::string_view stage, const std::string& id) {
  const model::Disclosure* disclosure = view.DisclosureById(cell.disclosures[index]);
  JsonObject json;
  json.Text("id", id);
  if (disclosure != nullptr && !disclosure->title.empty()) json.Text("title", disclosure->title);
  json.Text("description", stage);
  if (index < cell.urls.size()) {
    const auto url = base::Url::Parse(cell.urls[index]);
    if (url && url->is_http()) json.Text("url", url->href());
  }
  if (cell.published_on && cell.disclosures.size() == 1)
    json.Text("datePublished", DayTime(*cell.published_on));
  return json.Text("language", "zh").Take();
}

/// Lists are left out where they would be empty, and so are names that nobody has. A document that stands for
/// two stages is told twice, the second time under an id with the stage, because ids are unique in their
/// list.
std::string ProjectJson(const ReportView& view, const model::ProjectLifecycle& project, const std::string& id,
                        const std::unordered_map<std::string_view, std::string_view>& stages) {
  std::vector<std::string> documents, parties;
  std::set<std::string> document_ids;
  for (const model::StageCell& cell : project.cells) {
    const auto stage = stages.find(cell.stage);
    const std::string_view name = stage == stages.end() ? std::string_view(cell.stage) : stage->second;
    for (size_t i = 0; i < cell.disclosures.size(); ++i) {
      std::string document_id = cell.disclosures[i];
      for (int n = 1; !document_ids.insert(document_id).second; ++n)
        document_id =
            fmt::format("{}-{}{}", cell.disclosures[i], cell.stage, n == 1 ? "" : fmt::format("-{}", n));
      documents.push_back(DocumentJson(view, cell, i, name, document_id));
    }
  }
  for (const std::string& unit : project.units) {
    if (unit.empty()) continue;
    parties.push_back(JsonObject()
                          .Text("id", unit)
                          .Text("name", view.UnitName(unit))
                          .Raw("roles", "[\"publicAuthority\"]")
                          .Take());
  }
  JsonObject json;
  json.Text("id", id);
  if (!project.name.empty()) json.Text("title", project.name);
  const auto as_it_is = [](const std::string& text) { return text; };
  if (!parties.empty()) json.Raw("parties", JsonArray(parties, as_it_is));
  if (!documents.empty()) json.Raw("documents", JsonArray(documents, as_it_is));
  return json.Take();
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
