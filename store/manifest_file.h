#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/history.h"
#include "model/run.h"

namespace mingcha::store {

/// One file of an assessment folder as manifest.json tells it.
struct ManifestEntry {
  std::string file;  ///< Relative to the folder, `/` between names.
  uint64_t bytes = 0;
  std::string sha256;

  bool operator==(const ManifestEntry&) const = default;
};

/// Every regular file of the folder but the manifest itself, what signs it, and what only a running process
/// keeps there (`.lock`, SQLite's log); by name. Links and other oddities are kUnsupported: evidence does not
/// point elsewhere.
[[nodiscard]] base::Result<std::vector<std::string>> FilesIn(const std::string& root);
/// The same with length and digest.
[[nodiscard]] base::Result<std::vector<ManifestEntry>> ScanFolder(const std::string& root);

/// Writes manifest.json and manifest.json.sha256 (as `sha256sum` writes and checks it), and takes away what
/// signed an older manifest: tool, configuration, `inputs` (name → SHA-256), run, earlier rounds, and every
/// file: those of archive/ under `archive`, the others under `files`. The database must be checkpointed.
[[nodiscard]] base::Status WriteManifest(const std::string& root, const model::RunManifest& run,
                                         const std::vector<model::Round>& rounds,
                                         const std::map<std::string, std::string>& inputs);

/// What verification needs of a manifest.
struct ManifestFile {
  std::string text;  ///< As it stands in the file.
  std::vector<ManifestEntry> entries;
  std::map<std::string, std::string> inputs;
};
/// kNotFound without one, kCorrupt if it cannot be read.
[[nodiscard]] base::Result<ManifestFile> ReadManifest(const std::string& root);

}  // namespace mingcha::store
