#include "store/prune.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "store/assessment.h"
#include "store/file.h"
#include "store/manifest_file.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr const char* kPrunedName = "archive/pruned.json";
constexpr uint64_t kMaxPrunedBytes = uint64_t{64} << 20U;

bool IsArchive(const std::string& file) { return file.starts_with("archive/") && file.ends_with(".warc.gz"); }

/// The archive files that findings of the round cite.
Result<std::set<std::string>> CitedBy(Assessment* round) {
  std::set<std::string> cited;
  const auto take = [&](const std::vector<model::Evidence>& evidence) {
    for (const model::Evidence& one : evidence) cited.insert(one.warc_file);
  };
  ASSIGN_OR_RETURN(const StoredCheck check, round->LoadCheck());
  for (const model::Finding& finding : check.result.findings) take(finding.evidence);
  for (const model::ClosedFinding& closed : check.result.closed) {
    take(closed.finding.evidence);
    take(closed.evidence);
  }
  return cited;
}

/// Files of this round that sibling folders lean on, by name.
Result<std::set<std::string>> LeantOn(const std::string& folder) {
  std::set<std::string> names;
  const fs::path here = fs::weakly_canonical(folder);
  std::error_code error;
  for (fs::directory_iterator entry(here.parent_path(), error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path() == here || !fs::exists(entry->path() / kPrunedName)) continue;
    ASSIGN_OR_RETURN(const std::vector<PrunedFile> pruned, ReadPruned(entry->path().string()));
    for (const PrunedFile& file : pruned) {
      const fs::path holder = (entry->path() / file.held_by).lexically_normal();
      const std::string name = holder.lexically_relative(here).generic_string();
      if (!file.held_by.empty() && !name.starts_with("..")) names.insert(name);
    }
  }
  return names;
}

Status WritePruned(const std::string& folder, const std::vector<PrunedFile>& files) {
  json::array list;
  for (const PrunedFile& file : files)
    list.push_back(
        {{"file", file.file}, {"bytes", file.bytes}, {"sha256", file.sha256}, {"held_by", file.held_by}});
  return WriteFileAtomically(folder + "/" + kPrunedName,
                             json::serialize(json::object{{"schema", 1}, {"pruned", list}}) + "\n");
}

}  // namespace

Result<std::vector<PrunedFile>> ReadPruned(const std::string& folder) {
  const std::string path = folder + "/" + kPrunedName;
  std::vector<PrunedFile> files;
  std::error_code missing;
  if (!fs::exists(path, missing)) return files;
  ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxPrunedBytes));
  json::error_code error;
  const json::value root = json::parse(text, error);
  const json::value* list = !error && root.is_object() ? root.as_object().if_contains("pruned") : nullptr;
  const auto broken = Fail(ErrorCode::kCorrupt, "{}: cannot be read. Restore it from a copy.", path);
  if (list == nullptr || !list->is_array()) return broken;
  for (const json::value& entry : list->as_array()) {
    const json::object* object = entry.if_object();
    PrunedFile file;
    for (const auto& [key, text_of] : {std::pair("file", &file.file), std::pair("sha256", &file.sha256),
                                       std::pair("held_by", &file.held_by)}) {
      const json::value* value = object == nullptr ? nullptr : object->if_contains(key);
      if (value == nullptr || !value->is_string()) return broken;
      *text_of = std::string(value->as_string());
    }
    const json::value* bytes = object->if_contains("bytes");
    if (bytes == nullptr) return broken;
    file.bytes = bytes->to_number<uint64_t>(error);
    if (error) return broken;
    files.push_back(std::move(file));
  }
  return files;
}

Result<std::vector<PrunedFile>> PlanPrune(const std::string& folder, const std::vector<std::string>& later) {
  ASSIGN_OR_RETURN(const auto round, Assessment::Open(folder, OpenMode::kReadWrite));  // nobody works in it
  ASSIGN_OR_RETURN(const ManifestFile manifest, ReadManifest(folder));
  ASSIGN_OR_RETURN(const std::set<std::string> cited, CitedBy(round.get()));
  ASSIGN_OR_RETURN(const std::set<std::string> leant_on, LeantOn(folder));
  std::map<std::string, std::string> holders;  // digest → the newest place
  for (const std::string& other : later) {
    ASSIGN_OR_RETURN(const ManifestFile theirs, ReadManifest(other));
    const fs::path way = fs::weakly_canonical(other).lexically_relative(fs::weakly_canonical(folder));
    for (const ManifestEntry& entry : theirs.entries) {
      if (IsArchive(entry.file)) holders[entry.sha256] = (way / entry.file).generic_string();
    }
  }
  std::vector<PrunedFile> files;
  for (const ManifestEntry& entry : manifest.entries) {
    if (!IsArchive(entry.file) || leant_on.contains(entry.file)) continue;
    const auto holder = holders.find(entry.sha256);
    if (holder == holders.end() && cited.contains(entry.file)) continue;
    files.push_back(
        {entry.file, entry.bytes, entry.sha256, holder == holders.end() ? std::string() : holder->second});
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const PrunedFile& a, const PrunedFile& b) { return a.bytes > b.bytes; });
  return files;
}

Status Prune(const std::string& folder, const std::vector<PrunedFile>& files, base::Instant now) {
  ASSIGN_OR_RETURN(std::vector<PrunedFile> all, ReadPruned(folder));
  std::vector<std::string> names;
  for (const PrunedFile& file : files) {
    if (std::find(all.begin(), all.end(), file) == all.end()) all.push_back(file);
    names.push_back(file.file);
  }
  {
    ASSIGN_OR_RETURN(const auto round, Assessment::Open(folder, OpenMode::kReadWrite));
    RETURN_IF_ERROR(round->AppendAudit(now, "prune", names));
    RETURN_IF_ERROR(WritePruned(folder, all));
  }
  // The archive's writer must not hold a file that goes.
  for (const PrunedFile& file : all) {
    std::error_code error;
    fs::remove(folder + "/" + file.file, error);
    if (error)
      return Fail(ErrorCode::kIo, "{}: cannot be removed ({})", folder + "/" + file.file, error.message());
  }
  ASSIGN_OR_RETURN(const auto round, Assessment::Open(folder, OpenMode::kReadWrite));
  return round->RefreshManifest();
}

}  // namespace mingcha::store
