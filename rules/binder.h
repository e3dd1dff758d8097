#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "rules/removal.h"
#include "rules/source_files.h"
#include "rules/spec.h"
#include "rules/yaml_tree.h"

namespace mingcha::rules {

/// A path written in a configuration file: relative to that file's folder.
struct FilePath {
  std::string text;
  int file = -1;  ///< -1: not given.
  int line = 0;
  std::string key;
};

/// A mention of something by id, to be looked up when all is bound.
struct Reference {
  RefKind kind = RefKind::kNone;
  std::string value;
  int file = 0, line = 0, column = 0;
  std::string path;
};

/// Reads merged YAML trees into structs by their tables, and collects every fault on the way. One thread, one
/// use.
class Binder {
 public:
  Binder(const std::vector<SourceFile>& files, const Removals& removals, std::vector<Diagnostic>* errors)
      : files_(files), removals_(removals), errors_(errors) {}

  /// Fills `target` (of the type `spec` is for). False: a removal takes this object with it.
  bool BindObject(const YamlNode& node, const ObjectSpec& spec, void* target, const std::string& path);

  [[nodiscard]] const std::vector<Reference>& references() const { return references_; }
  /// Line of an entry's key: `items[x.y].cadence`; nullptr if it was not given.
  [[nodiscard]] const Reference* PlaceOf(const std::string& path) const;

  void Report(const YamlNode& node, const std::string& path, base::Message expected, std::string found,
              base::Message remedy = {});

  template <typename M>
  bool Read(const YamlNode& node, const FieldSpec& field, const std::string& path, M* out);

 private:
  enum class TextState { kGood, kBad, kGone };

  TextState ReadText(const YamlNode& node, const FieldSpec& field, const std::string& path, std::string* out);
  bool ReadChoice(const YamlNode& node, const FieldSpec& field, const std::string& path, size_t* index);
  bool ReadBool(const YamlNode& node, const std::string& path, bool* out);
  bool ReadInt(const YamlNode& node, const FieldSpec& field, const std::string& path, int64_t* out);
  bool ReadNumber(const YamlNode& node, const FieldSpec& field, const std::string& path, double* out);
  bool ReadDate(const YamlNode& node, const std::string& path, base::Date* out);
  bool RequireList(const YamlNode& node, const std::string& path);
  bool CheckText(const YamlNode& node, const FieldSpec& field, const std::string& path);
  bool IsRemoved(const FieldSpec& field, const YamlNode& node) const;
  /// A unit that stands for one or more it took over from is listed once.
  template <typename M>
  static bool IsTwice(const FieldSpec& field, const M& value, const std::vector<M>& list) {
    if constexpr (std::is_same_v<M, std::string>) {
      const bool unit = field.ref == RefKind::kUnit || field.ref == RefKind::kUnitOrClass;
      return unit && std::find(list.begin(), list.end(), value) != list.end();
    } else {
      return false;
    }
  }
  void CheckKeys(const YamlNode& node, const ObjectSpec& spec, const std::string& path);
  static std::string ElementPath(const std::string& path, const YamlNode& node, size_t index);

  const std::vector<SourceFile>& files_;
  const Removals& removals_;
  std::vector<Diagnostic>* errors_;
  std::vector<Reference> references_;
  std::map<std::string, Reference> places_;
};

namespace internal {

template <typename M>
struct IsVector : std::false_type {};
template <typename M>
struct IsVector<std::vector<M>> : std::true_type {};
template <typename M>
struct IsOptional : std::false_type {};
template <typename M>
struct IsOptional<std::optional<M>> : std::true_type {};
template <typename M>
struct IsMap : std::false_type {};
template <typename M>
struct IsMap<std::map<std::string, M>> : std::true_type {};

}  // namespace internal

template <typename M>
bool Binder::Read(const YamlNode& node, const FieldSpec& field, const std::string& path, M* out) {
  if constexpr (std::is_same_v<M, std::string>) {
    return ReadText(node, field, path, out) != TextState::kGone ||
           (!field.required && field.on_removed != OnRemoved::kEntryGoes);
  } else if constexpr (std::is_same_v<M, FilePath>) {
    *out = FilePath{{}, node.file, node.line, path};
    ReadText(node, field, path, &out->text);
  } else if constexpr (std::is_same_v<M, bool>) {
    ReadBool(node, path, out);
  } else if constexpr (std::is_enum_v<M>) {
    size_t index = 0;
    if (ReadChoice(node, field, path, &index)) *out = static_cast<M>(index);
  } else if constexpr (std::is_integral_v<M>) {
    int64_t value = 0;
    if (ReadInt(node, field, path, &value)) *out = static_cast<M>(value);
  } else if constexpr (std::is_floating_point_v<M>) {
    ReadNumber(node, field, path, out);
  } else if constexpr (std::is_same_v<M, base::Date>) {
    ReadDate(node, path, out);
  } else if constexpr (internal::IsOptional<M>::value) {
    typename M::value_type value{};
    if (Read(node, field, path, &value)) *out = std::move(value);
  } else if constexpr (internal::IsMap<M>::value) {
    if (!node.IsMap()) {
      Report(node, path, base::Msg("a map of keys"), node.text);
      return true;
    }
    for (size_t i = 0; i < node.items.size(); ++i) {
      Read(node.items[i], field, path + "." + node.keys[i].text, &(*out)[node.keys[i].text]);
    }
  } else if constexpr (internal::IsVector<M>::value) {
    if (!RequireList(node, path)) return true;
    FieldSpec element = field;
    element.required = true;  // An element that is gone leaves the list.
    for (size_t i = 0; i < node.items.size(); ++i) {
      typename M::value_type value{};
      const size_t errors_before = errors_->size();
      const bool kept = Read(node.items[i], element, ElementPath(path, node.items[i], i), &value);
      // A struct with a fault in one key stays, so that mentions of it are not told as faults too.
      const bool is_struct = field.shape == Shape::kObject && node.items[i].IsMap();
      if (kept && (is_struct || errors_->size() == errors_before) && !IsTwice(field, value, *out))
        out->push_back(std::move(value));
      if (!kept && field.ref != RefKind::kNone && i + 1 == node.items.size() && out->empty() &&
          field.on_removed == OnRemoved::kNarrow) {
        return false;
      }
    }
  } else {
    return BindObject(node, field.object(), out, path);
  }
  return true;
}

}  // namespace mingcha::rules
