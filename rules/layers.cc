#include "rules/layers.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "base/text.h"

namespace mingcha::rules {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFileBytes = 64'000'000;  // Registers may be long; YAML has its own, lower bound.
constexpr size_t kMaxFiles = 1'000;
constexpr int kMaxExtends = 8;

/// One folder of the chain of `extends:`, or a rule pack that one of them takes in.
struct Folder {
  fs::path path;
  YamlNode assessment;
  int assessment_index = 0;
  bool pack = false;  ///< Only its rules are read, not its assessment.
};

fs::path WithoutTrailingSlash(const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

const FileKind* KindOf(std::string_view name) {
  for (const FileKind& kind : FileKinds()) {
    if (kind.name == name ||
        (kind.name == "items/*.yaml" && name.starts_with("items/") && name.ends_with(".yaml")))
      return &kind;
  }
  return nullptr;
}

std::vector<std::string> SortedNames(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
    if (names.size() > kMaxFiles) break;
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Registers and certificates: named by the configuration, read by others.
bool StandsBeside(std::string_view name) {
  return name.ends_with(".csv") || name.ends_with(".xlsx") || name.ends_with(".pem");
}

/// The folder's other files by kind name, those of items/ included; strangers are errors.
std::vector<std::string> KnownFiles(const fs::path& folder, std::vector<Diagnostic>* errors) {
  std::vector<std::string> known;
  const auto refuse = [&](const fs::path& path, const std::string& name) {
    std::vector<std::string> names;
    for (const FileKind& kind : FileKinds()) names.emplace_back(kind.name);
    const std::string nearest = Nearest(name, names);
    errors->push_back({path.generic_string(),
                       0,
                       0,
                       {},
                       base::Msg("a file the format knows"),
                       name,
                       nearest.empty() ? base::Msg("known files: {}", base::Join(names, ", "))
                                       : base::Msg("did you mean \"{}\"?", nearest)});
  };
  for (const std::string& name : SortedNames(folder)) {
    std::error_code error;
    const bool is_folder = fs::is_directory(folder / name, error);
    if (name.starts_with(".") || name == "README.md" || name == "assessment.yaml") continue;
    if (is_folder && name == "schema") continue;
    if (!is_folder && StandsBeside(name)) continue;
    if (is_folder && name == "items") {
      for (const std::string& item : SortedNames(folder / name)) {
        if (item.starts_with(".")) continue;
        if (item.ends_with(".yaml")) {
          known.push_back("items/" + item);
        } else {
          refuse(folder / name / item, item);
        }
      }
    } else if (!is_folder && KindOf(name) != nullptr) {
      known.push_back(name);
    } else {
      refuse(folder / name, name);
    }
  }
  return known;
}

/// The packs a folder takes in, last first: they are read below it, in the order it names them.
void AddPacks(const MergedFiles& merged, std::vector<Folder>* folders, std::vector<Diagnostic>* errors) {
  const fs::path from = folders->back().path;
  const YamlNode* packs = folders->back().assessment.Find("packs");
  if (packs == nullptr || !packs->IsList()) return;
  std::vector<Folder> found;
  for (const YamlNode& pack : packs->items) {
    if (!pack.IsScalar() || pack.text.empty()) continue;
    fs::path target(pack.text);
    if (target.is_absolute()) target = target.lexically_relative(fs::absolute(from).lexically_normal());
    const fs::path path = WithoutTrailingSlash(from / target);
    std::error_code error;
    if (fs::is_directory(path, error)) {
      found.push_back({path, {}, 0, true});
      continue;
    }
    errors->push_back({merged.files[static_cast<size_t>(pack.file)].name, pack.line, pack.column, "packs",
                       base::Msg("a folder with a rule pack"), path.generic_string(),
                       base::Msg("make one with `mingcha rules import`")});
  }
  std::move(found.rbegin(), found.rend(), std::back_inserter(*folders));
}

/// From the asked folder outwards along `extends:`; empty if the asked one has no assessment.yaml.
std::vector<Folder> CollectFolders(const fs::path& folder, FileReader* reader, MergedFiles* merged,
                                   std::vector<Diagnostic>* errors) {
  std::vector<Folder> folders;
  std::set<std::string> seen;
  Diagnostic asked_by{folder.generic_string(), 0, 0, {}, {}, {}, {}};
  fs::path next = folder;
  int extended = 0;
  while (true) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(next, error);
    Diagnostic fault = asked_by;
    if (!seen.insert(canonical.generic_string()).second) {
      fault.expected = base::Msg("folders that do not extend each other in a circle");
      fault.found = next.generic_string();
    } else if (++extended > kMaxExtends + 1) {
      fault.expected = base::Msg("at most {} folders extending one another", kMaxExtends);
    } else if (!fs::is_directory(next, error)) {
      fault.expected = base::Msg("a configuration folder");
      fault.found = next.generic_string();
      fault.remedy = base::Msg("name a folder that holds assessment.yaml");
    } else if (!fs::exists(next / "assessment.yaml", error)) {
      fault.expected = base::Msg("a folder that holds assessment.yaml");
      fault.found = next.generic_string();
      fault.remedy = base::Msg("config/README.md tells how to write one");
    } else {
      Folder found{next, {}, static_cast<int>(merged->files.size()), false};
      if (!reader->ReadYaml(next / "assessment.yaml", "assessment.yaml", 0, asked_by, &found.assessment))
        break;
      folders.push_back(std::move(found));
      const size_t own = folders.size() - 1;
      AddPacks(*merged, &folders, errors);
      const YamlNode* extends = folders[own].assessment.Find("extends");
      if (extends == nullptr || !extends->IsScalar() || extends->text.empty()) break;
      asked_by = {merged->files[static_cast<size_t>(extends->file)].name,
                  extends->line,
                  extends->column,
                  "extends",
                  {},
                  {},
                  {}};
      // An installed plan may be extended from anywhere, so an absolute path is fine here; it is read as the
      // relative path to the same folder, so that digests name files alike however the folder was written.
      fs::path target(extends->text);
      if (target.is_absolute()) target = target.lexically_relative(fs::absolute(next).lexically_normal());
      next = WithoutTrailingSlash(next / target);
      continue;
    }
    errors->push_back(std::move(fault));
    break;
  }
  return folders;
}

/// The layer that dropped the last of an entry's units, where none is left and nobody took over.
std::optional<int> LeftByAll(const MergedFiles& merged, const YamlNode& entry) {
  const YamlNode* units = entry.Find("units");
  if (units == nullptr || units->items.empty()) return std::nullopt;
  int last = 0;
  for (const YamlNode& unit : units->items) {
    const int layer = merged.files[static_cast<size_t>(unit.file)].layer;
    if (!IsRemovedAbove(merged.removals, RefKind::kUnit, unit.text, layer)) return std::nullopt;
    if (!HeirOf(merged.removals, unit.text).empty()) return std::nullopt;
    last = std::max(last, merged.removals.at({RefKind::kUnit, unit.text}).layer);
  }
  return last;
}

/// Drops areas with their items, and items, whose units were all dropped: nobody is left who could owe
/// anything there.
void DropWhatNobodyOwes(MergedFiles* merged) {
  const auto doc = merged->docs.find("items/*.yaml");
  if (doc == merged->docs.end()) return;
  std::map<std::string, int> areas;
  if (YamlNode* section = doc->second.Find("areas")) {
    std::erase_if(section->items, [&](const YamlNode& area) {
      const auto left = LeftByAll(*merged, area);
      if (!left) return false;
      areas[area.TextAt("id")] = *left;
      merged->removals[{RefKind::kArea, area.TextAt("id")}] = {*left, {}};
      return true;
    });
  }
  if (YamlNode* section = doc->second.Find("items")) {
    std::erase_if(section->items, [&](const YamlNode& item) {
      std::optional<int> left = LeftByAll(*merged, item);
      const auto area = areas.find(item.TextAt("area"));
      // What the dropping folder itself says of such an area is an error for it to mend.
      if (area != areas.end() && merged->files[static_cast<size_t>(item.file)].layer < area->second)
        left = area->second;
      if (left) merged->removals[{RefKind::kItem, item.TextAt("id")}] = {*left, {}};
      return left.has_value();
    });
  }
}

}  // namespace

bool FileReader::Read(const fs::path& path, std::string_view kind, int layer, const Diagnostic& asked_by,
                      std::string* bytes, int* index) {
  const fs::path normal = path.lexically_normal();
  Diagnostic fault = asked_by;
  fault.found = normal.generic_string();
  std::error_code error;
  if (!fs::is_regular_file(normal, error)) {
    fault.expected = base::Msg("a file that exists");
    errors_->push_back(std::move(fault));
    return false;
  }
  if (fs::file_size(normal, error) > kMaxFileBytes || merged_->files.size() >= kMaxFiles) {
    fault.expected = base::Msg("at most {} files of at most {} bytes", kMaxFiles, kMaxFileBytes);
    errors_->push_back(std::move(fault));
    return false;
  }
  std::ifstream stream(normal, std::ios::binary);
  bytes->assign(std::istreambuf_iterator<char>(stream), {});
  if (!stream) {
    fault.expected = base::Msg("a file that can be read");
    errors_->push_back(std::move(fault));
    return false;
  }
  *index = static_cast<int>(merged_->files.size());
  const std::string relative = normal.lexically_relative(root_).generic_string();
  merged_->files.push_back(
      {normal.generic_string(), relative, std::string(kind), normal.parent_path(), layer});
  merged_->contents[relative] = *bytes;
  return true;
}

bool FileReader::ReadYaml(const fs::path& path, std::string_view kind, int layer, const Diagnostic& asked_by,
                          YamlNode* root) {
  std::string bytes;
  int index = 0;
  if (!Read(path, kind, layer, asked_by, &bytes, &index)) return false;
  auto tree = ParseYaml(bytes, merged_->files.back().name, index, errors_);
  if (!tree) return false;
  *root = std::move(*tree);
  return true;
}

void ReadLayers(const fs::path& folder, FileReader* reader, MergedFiles* merged,
                std::vector<Diagnostic>* errors) {
  std::vector<Folder> folders = CollectFolders(WithoutTrailingSlash(folder), reader, merged, errors);
  std::reverse(folders.begin(), folders.end());
  for (size_t i = 0; i < folders.size(); ++i) {
    const int layer = static_cast<int>(i);
    Folder& current = folders[i];
    if (!current.pack) {
      merged->files[static_cast<size_t>(current.assessment_index)].layer = layer;
      MergeFile(*KindOf("assessment.yaml"), std::move(current.assessment), current.assessment_index, merged,
                errors);
    }
    for (const std::string& name : KnownFiles(current.path, errors)) {
      YamlNode root;
      const int index = static_cast<int>(merged->files.size());
      const Diagnostic asked_by{(current.path / name).generic_string(), 0, 0, {}, {}, {}, {}};
      if (!reader->ReadYaml(current.path / name, name, layer, asked_by, &root)) continue;
      MergeFile(*KindOf(name), std::move(root), index, merged, errors);
    }
  }
  DropWhatNobodyOwes(merged);
}

}  // namespace mingcha::rules
