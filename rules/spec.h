#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/basis.h"
#include "rules/yaml_tree.h"

namespace mingcha::rules {

class Binder;

/// What the text of a field must be or name. Everything but kNone, kId, kRegex and kUrl is looked up after
/// merging.
enum class RefKind {
  kNone,
  kId,           ///< Defines an id: ASCII letters, digits and `. _ - /`.
  kUnit,         ///< Id of a unit.
  kUnitOrClass,  ///< Id of a unit, or the name of a class of units.
  kClass,
  kItem,      ///< Id of an item.
  kItemGlob,  ///< Id of an item, or a beginning of ids ended by `*`, that matches one at least.
  kArea,
  kDomain,
  kSite,
  kGround,
  kCms,
  kRegex,  ///< RE2; compiled to see that it is one.
  kUrl,    ///< Absolute http(s) URL.
};

/// What becomes of an inherited reference to something the extending folder removed.
enum class OnRemoved {
  kNarrow,     ///< A list loses the mention; if none is left (or the text is required) the entry goes too.
               ///< Optional texts are cleared. So a removal never makes a rule apply more widely.
  kKeepEmpty,  ///< A list may become empty: emptiness does not mean «all» here.
  kEntryGoes,  ///< The entry goes, though the text is optional: emptiness means «all» here.
};

/// How a value is written, for the schema and for error texts.
enum class Shape { kText, kBool, kInt, kNumber, kDate, kChoice, kObject, kMap };

struct ObjectSpec;

/// One key of the configuration: its name, what it holds, where it goes. The tables of these are the only
/// list of keys: parsing, the unknown-key check, the JSON schema and the key reference are all made from
/// them.
struct FieldSpec {
  std::string_view key;
  std::string_view doc;  ///< English, one sentence, for the schema.
  Shape shape = Shape::kText;
  int list_depth = 0;               ///< 1: a list of `shape`; 2: a list of lists. In a kMap: of its values.
  bool list_of_maps = false;        ///< kMap: a list of such maps.
  Shape map_values = Shape::kText;  ///< kMap: of its values.
  bool required = false;
  bool flat = false;  ///< kObject whose fields lie in the same target object (`latest: {days, unit}`).
  std::vector<std::string_view> choices;
  std::function<const ObjectSpec&()> object;  ///< kObject only; a function, because tables may nest anywhere.
  RefKind ref = RefKind::kNone;
  OnRemoved on_removed = OnRemoved::kNarrow;
  int64_t min = 0;
  int64_t max = std::numeric_limits<int32_t>::max();
  /// Reads the node into the field of `target`. False: the entry must go (see OnRemoved).
  std::function<bool(Binder&, void* target, const YamlNode&, const FieldSpec&, const std::string& path)> bind;

  [[nodiscard]] FieldSpec Required() &&;
  [[nodiscard]] FieldSpec Ref(RefKind kind) &&;
  [[nodiscard]] FieldSpec KeepEmpty() &&;
  [[nodiscard]] FieldSpec EntryGoes() &&;
  [[nodiscard]] FieldSpec Range(int64_t low, int64_t high) &&;
  [[nodiscard]] FieldSpec Choices(std::vector<std::string_view> names) &&;
};

/// The keys of one kind of map.
struct ObjectSpec {
  std::string_view name;  ///< In the schema: `unit`, `limit`.
  std::string_view doc;
  std::vector<FieldSpec> fields;
  std::string_view shorthand;  ///< A bare text stands for a map with this key alone; empty: not allowed.
  bool is_entry = false;       ///< Has an `id`, merges by it, may carry `add:` in an extending folder.
  /// Tells the target where it was defined; may be empty.
  std::function<void(void* target, model::ConfigPlace)> set_place;
  RefKind defines = RefKind::kNone;  ///< What its id names elsewhere; kNone: nothing refers to it.

  [[nodiscard]] const FieldSpec* FindField(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> Keys() const;
};

/// The table of a struct; every struct that stands in the configuration specialises it in tables_*.cc.
template <typename T>
const ObjectSpec& SpecFor();

}  // namespace mingcha::rules
