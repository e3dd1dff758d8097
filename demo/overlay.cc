#include "demo/overlay.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "demo/scale.h"
#include "demo/score.h"

namespace mingcha::demo {
namespace {

namespace fs = std::filesystem;

base::Status WriteFile(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out)
    return base::Fail(base::ErrorCode::kIo, "cannot write {}; check the folder's rights and the free space",
                      path.string());
  return {};
}

base::Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    return base::Fail(base::ErrorCode::kIo, "cannot read {}; check the path and its rights", path.string());
  return bytes;
}

/// A register that grows with the district: its file, its key in assessment.yaml, its columns.
struct ScaledFile {
  std::string name, key;
  RegisterColumns columns;
};

std::vector<ScaledFile> ScaledFiles(const District& district) {
  const std::set<std::string> once(district.scale_once.begin(), district.scale_once.end());
  return {{"ledger.csv", "ledger", {2, 3, once}},
          {"exemptions.csv", "exemptions", {2, 3, once}},
          {"major_projects.csv", "major_projects", {0, 1, once}}};
}

}  // namespace

base::Result<District> ScaledDistrict(District district, const fs::path& demo_config, int factor) {
  std::set<std::string> named;
  for (const ScaledFile& file : ScaledFiles(district)) {
    ASSIGN_OR_RETURN(const std::string csv, ReadFile(demo_config / file.name));
    named.merge(NamesIn(csv, file.columns));
  }
  return Scaled(std::move(district), named, factor);
}

base::Status WriteOverlay(const fs::path& folder, const fs::path& demo_config, const District& district,
                          const std::map<std::string, std::string>& base_urls, int factor) {
  std::error_code error;
  fs::create_directories(folder / "config", error);
  if (error)
    return base::Fail(base::ErrorCode::kIo, "cannot make the folder {}: {}", (folder / "config").string(),
                      error.message());
  // A path relative to the overlay keeps the written files free of this machine's folders where it can.
  fs::path extends = fs::relative(fs::absolute(demo_config), fs::absolute(folder / "config"), error);
  if (error || extends.empty()) extends = fs::absolute(demo_config);
  std::string assessment = fmt::format("extends: {}\n", extends.string());
  if (factor > 1) {
    assessment += "registers:\n";
    for (const ScaledFile& file : ScaledFiles(district)) {
      ASSIGN_OR_RETURN(const std::string csv, ReadFile(demo_config / file.name));
      RETURN_IF_ERROR(WriteFile(folder / "config" / file.name, ScaledRegister(csv, file.columns, factor)));
      assessment += fmt::format("  {}: [{}]\n", file.key, file.name);
    }
  }
  RETURN_IF_ERROR(WriteFile(folder / "config" / "assessment.yaml", assessment));
  std::string sites = "sites:\n";
  for (const SiteSpec& site : district.sites) {
    // At a larger scale no budget of pages may decide what is read.
    sites += fmt::format("- {{id: {}, seeds: [\"{}/\"]{}}}\n", site.id, base_urls.at(site.id),
                         factor > 1 && !site.traps ? ", max_pages: 1000000" : "");
  }
  RETURN_IF_ERROR(WriteFile(folder / "config" / "sites.yaml", sites));
  RETURN_IF_ERROR(WriteFile(folder / "truth.json", TruthJson(district)));
  return WriteFile(folder / "ready", "");
}

}  // namespace mingcha::demo
