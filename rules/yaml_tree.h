#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"

namespace mingcha::rules {

/// One node of a YAML file with its place. Built from parser events, so that size and depth are bounded while
/// reading and no library type leaves yaml_tree.cc. Value type.
struct YamlNode {
  enum class Kind : uint8_t { kNull, kScalar, kList, kMap };
  struct Key {
    std::string text;
    int line = 0;
    int column = 0;
  };

  Kind kind = Kind::kNull;
  int file = 0;  ///< Index into the loader's list of files.
  int line = 0;  ///< 1-based.
  int column = 0;
  std::string text;             ///< kScalar.
  std::vector<Key> keys;        ///< kMap: keys[i] belongs to items[i].
  std::vector<YamlNode> items;  ///< kList and kMap.

  [[nodiscard]] bool IsMap() const { return kind == Kind::kMap; }
  [[nodiscard]] bool IsList() const { return kind == Kind::kList; }
  [[nodiscard]] bool IsScalar() const { return kind == Kind::kScalar; }
  /// The value under `key`; null if this is no map or has none.
  [[nodiscard]] const YamlNode* Find(std::string_view key) const;
  [[nodiscard]] YamlNode* Find(std::string_view key);
  /// The scalar under `key`, or empty.
  [[nodiscard]] std::string TextAt(std::string_view key) const;
  /// Sets `key`, in place if it is there, else at the end.
  void Set(std::string_view key, YamlNode value);
  void Erase(std::string_view key);
};

/// Bounds of one YAML file. A rule file of a district has some thousand nodes four deep.
struct YamlLimits {
  size_t max_bytes = 4'000'000;
  size_t max_nodes = 200'000;
  int max_depth = 32;
};

/// Reads one YAML document. Faults (syntax, bad UTF-8, duplicate keys, anchors, aliases, tags, a second
/// document, bounds) are added to `errors` under `file_name`. Returns an empty map for an empty file, nullopt
/// if the text cannot be used. Anchors and aliases are refused: nested aliases can grow without bound («YAML
/// bomb») and rule files do not need them. Never throws.
[[nodiscard]] std::optional<YamlNode> ParseYaml(std::string_view text, const std::string& file_name,
                                                int file_index, std::vector<Diagnostic>* errors,
                                                const YamlLimits& limits = {});

}  // namespace mingcha::rules
