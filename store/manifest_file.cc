#include "store/manifest_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <utility>

#include "base/digest.h"
#include "model/json.h"
#include "store/file.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr uint64_t kMaxManifestBytes = uint64_t{256} << 20;

bool IsLeftOut(const std::string& name) {
  return name == "manifest.json" || name.starts_with("manifest.json.") || name == ".lock" ||
         name == "assessment.db-wal" || name == "assessment.db-shm";
}

json::array ToArray(const std::vector<ManifestEntry>& entries, bool of_archive) {
  json::array array;
  for (const ManifestEntry& entry : entries) {
    if (entry.file.starts_with("archive/") != of_archive) continue;
    array.push_back({{"file", entry.file}, {"bytes", entry.bytes}, {"sha256", entry.sha256}});
  }
  return array;
}

tl::unexpected<base::Error> NoManifest(const std::string& path) {
  return Fail(ErrorCode::kCorrupt, "{}: is no manifest. Restore it from a copy.", path);
}

Status ReadEntries(const json::object& root, const char* key, const std::string& path,
                   std::vector<ManifestEntry>* entries) {
  const json::value* list = root.if_contains(key);
  if (list == nullptr || !list->is_array()) return NoManifest(path);
  for (const json::value& value : list->as_array()) {
    if (!value.is_object()) return NoManifest(path);
    const json::object& object = value.as_object();
    const json::value* file = object.if_contains("file");
    const json::value* bytes = object.if_contains("bytes");
    const json::value* sha256 = object.if_contains("sha256");
    if (file == nullptr || !file->is_string() || bytes == nullptr || sha256 == nullptr ||
        !sha256->is_string())
      return NoManifest(path);
    json::error_code error;
    const auto length = bytes->to_number<uint64_t>(error);
    if (error) return NoManifest(path);
    entries->push_back({std::string(file->as_string()), length, std::string(sha256->as_string())});
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> FilesIn(const std::string& root) {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator walk(root, error);
  if (error) return Fail(ErrorCode::kNotFound, "{}: no such file or folder. Check the path.", root);
  for (const fs::recursive_directory_iterator end; walk != end; walk.increment(error)) {
    if (error) return Fail(ErrorCode::kIo, "{}: {}. Check the disk and run again.", root, error.message());
    std::string name = walk->path().lexically_relative(root).generic_string();
    const fs::file_status status = walk->symlink_status(error);
    if (fs::is_directory(status) && fs::exists(walk->path() / "assessment.db", error))
      walk.disable_recursion_pending();  // an assessment of its own, as `recheck` makes: its manifest tells
    if (fs::is_directory(status) || IsLeftOut(name)) continue;
    if (!fs::is_regular_file(status)) {
      return Fail(
          ErrorCode::kUnsupported,
          "{}/{}: is a link or no ordinary file. An assessment folder holds its files itself: put the file "
          "there, or take the entry away.",
          root, name);
    }
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<ManifestEntry>> ScanFolder(const std::string& root) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, FilesIn(root));
  std::vector<ManifestEntry> entries;
  for (const std::string& name : names) {
    ManifestEntry entry;
    entry.file = name;
    std::string path = root;
    path.append("/").append(name);
    ASSIGN_OR_RETURN(const File file, File::Open(path, File::Mode::kRead));
    ASSIGN_OR_RETURN(entry.bytes, file.Size());
    ASSIGN_OR_RETURN(entry.sha256, FileSha256Hex(path));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Status WriteManifest(const std::string& root, const model::RunManifest& run,
                     const std::vector<model::Round>& rounds,
                     const std::map<std::string, std::string>& inputs) {
  ASSIGN_OR_RETURN(const std::vector<ManifestEntry> entries, ScanFolder(root));
  json::object digests;
  for (const auto& [name, digest] : inputs) digests[name] = digest;
  json::array previous;
  for (const model::Round& round : rounds) {
    previous.push_back({{"round", round.number},
                        {"id", round.id},
                        {"manifest_sha256", round.manifest},
                        {"file", fmt::format("archive/earlier-{:02}-manifest.json", round.number)}});
  }
  const json::object config = {{"path", run.config_path}, {"sha256", run.config_digest}};
  std::string text = "{\n";
  text += fmt::format("\"schema\":1,\n\"tool\":{{\"name\":\"mingcha\",\"version\":{}}},\n",
                      model::ToJson(run.tool_version));
  text += fmt::format("\"config\":{},\n\"inputs\":{},\n", json::serialize(config), json::serialize(digests));
  text += fmt::format("\"run\":{},\n\"previous\":{},\n", model::ToJson(run), json::serialize(previous));
  const auto add_list = [&](const char* name, bool of_archive, const char* end) {
    text += fmt::format("\"{}\":[\n", name);
    const json::array array = ToArray(entries, of_archive);
    for (size_t i = 0; i < array.size(); ++i)
      text += json::serialize(array[i]) + (i + 1 < array.size() ? ",\n" : "\n");
    text += fmt::format("]{}\n", end);
  };
  add_list("archive", true, ",");
  add_list("files", false, "");
  text += "}\n";
  // A crash in between leaves a digest that does not fit, never one that fits something else.
  for (const char* old : {".sig", ".tsq", ".tsr"}) {
    std::error_code ignored;
    fs::remove(root + "/manifest.json" + old, ignored);
  }
  RETURN_IF_ERROR(WriteFileAtomically(root + "/manifest.json", text));
  return WriteFileAtomically(root + "/manifest.json.sha256", base::Sha256Hex(text) + "  manifest.json\n");
}

Result<ManifestFile> ReadManifest(const std::string& root) {
  const std::string path = root + "/manifest.json";
  std::error_code missing;
  if (!fs::exists(path, missing)) {
    return Fail(ErrorCode::kNotFound,
                "{}: has no manifest.json: the run never came to its end. Run `mingcha report` on it first.",
                root);
  }
  ManifestFile manifest;
  ASSIGN_OR_RETURN(manifest.text, ReadWholeFile(path, kMaxManifestBytes));
  json::error_code error;
  const json::value root_value = json::parse(manifest.text, error);
  if (error || !root_value.is_object()) return NoManifest(path);
  const json::object& object = root_value.as_object();
  RETURN_IF_ERROR(ReadEntries(object, "archive", path, &manifest.entries));
  RETURN_IF_ERROR(ReadEntries(object, "files", path, &manifest.entries));
  const json::value* inputs = object.if_contains("inputs");
  if (inputs == nullptr || !inputs->is_object()) return NoManifest(path);
  for (const auto& [name, digest] : inputs->as_object()) {
    if (!digest.is_string()) return NoManifest(path);
    manifest.inputs[std::string(name)] = std::string(digest.as_string());
  }
  return manifest;
}

}  // namespace mingcha::store
