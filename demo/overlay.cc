#include "demo/overlay.h"

#include <fmt/format.h>

#include <fstream>

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

}  // namespace

base::Status WriteOverlay(const fs::path& folder, const fs::path& demo_config, const District& district,
                          const std::map<std::string, std::string>& base_urls) {
  std::error_code error;
  fs::create_directories(folder / "config", error);
  if (error)
    return base::Fail(base::ErrorCode::kIo, "cannot make the folder {}: {}", (folder / "config").string(),
                      error.message());
  // A path relative to the overlay keeps the written files free of this machine's folders where it can.
  fs::path extends = fs::relative(fs::absolute(demo_config), fs::absolute(folder / "config"), error);
  if (error || extends.empty()) extends = fs::absolute(demo_config);
  RETURN_IF_ERROR(
      WriteFile(folder / "config" / "assessment.yaml", fmt::format("extends: {}\n", extends.string())));
  std::string sites = "sites:\n";
  for (const SiteSpec& site : district.sites) {
    sites += fmt::format("- {{id: {}, seeds: [\"{}/\"]}}\n", site.id, base_urls.at(site.id));
  }
  RETURN_IF_ERROR(WriteFile(folder / "config" / "sites.yaml", sites));
  RETURN_IF_ERROR(WriteFile(folder / "truth.json", TruthJson(district)));
  return WriteFile(folder / "ready", "");
}

}  // namespace mingcha::demo
