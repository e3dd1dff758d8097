#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/binder.h"
#include "rules/plan_doc.h"
#include "rules/source_files.h"
#include "rules/yaml_tree.h"

namespace mingcha::rules {

/// What the folders of one configuration say, merged but not yet read into structs.
struct MergedFiles {
  std::vector<SourceFile> files;
  std::map<std::string, std::string> contents;  ///< By SourceFile::relative: for the digest.
  std::map<std::string, YamlNode> docs;         ///< By FileKind::name; lists of entries merged by id.
  Removals removals;
  /// Where a layer said an entry (`units[zjw]`): to refuse a second one of the same layer.
  std::map<std::pair<int, std::string>, model::ConfigPlace> last_said;
};

/// Reads files under one root, remembering each for digest and messages. One thread.
class FileReader {
 public:
  FileReader(std::filesystem::path root, MergedFiles* merged, std::vector<Diagnostic>* errors)
      : root_(std::move(root)), merged_(merged), errors_(errors) {}

  /// Reads and remembers; false (with an error on the spot or at `asked_by`) if it cannot be read or is too
  /// large.
  bool Read(const std::filesystem::path& path, std::string_view kind, int layer, const Diagnostic& asked_by,
            std::string* bytes, int* index);
  /// Read, then ParseYaml.
  bool ReadYaml(const std::filesystem::path& path, std::string_view kind, int layer,
                const Diagnostic& asked_by, YamlNode* root);

 private:
  std::filesystem::path root_;
  MergedFiles* merged_;
  std::vector<Diagnostic>* errors_;
};

/// Reads the folder and all it extends, the outermost first, and merges them by the rules of
/// config/README.md: entries with an `id` by id (maps key by key, texts and lists whole, `add:` appends),
/// `remove:`, `replace:`. Errors never stop the reading: what can be merged is merged.
void ReadLayers(const std::filesystem::path& folder, FileReader* reader, MergedFiles* merged,
                std::vector<Diagnostic>* errors);

/// One file on top of what was inherited and what earlier files of its own layer said (layers.h tells the
/// rules).
void MergeFile(const FileKind& kind, YamlNode file, int file_index, MergedFiles* merged,
               std::vector<Diagnostic>* errors);

}  // namespace mingcha::rules
