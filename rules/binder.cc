#include "rules/binder.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "base/url.h"

namespace mingcha::rules {
namespace {

std::string Found(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "(nothing)";
    case YamlNode::Kind::kScalar:
      return node.text.empty() ? "(empty text)" : node.text;
    case YamlNode::Kind::kList:
      return "(a list)";
    case YamlNode::Kind::kMap:
      return "(a map)";
  }
  return {};
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '/';
  });
}

std::string JoinNames(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += " | ";
    text += name;
  }
  return text;
}

base::Message DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = Nearest(word, known);
  return nearest.empty() ? base::Message{} : base::Msg("did you mean \"{}\"?", nearest);
}

bool IsLookedUp(RefKind kind) {
  return kind != RefKind::kNone && kind != RefKind::kId && kind != RefKind::kRegex && kind != RefKind::kUrl;
}

/// True if a pattern surely compiles: it can be read, and it is short and holds nothing that unfolds to much
/// (counted repetitions, Unicode classes). A set only reads what is added; to compile every pattern here
/// would cost a start of the program more than all else in reading a plan, and whoever uses it compiles it
/// anyway.
bool IsPlainlyGood(const std::string& pattern) {
  constexpr size_t kShort = 500;
  if (pattern.size() > kShort || pattern.find('{') != std::string::npos) return false;
  if (pattern.find("\\p") != std::string::npos || pattern.find("\\P") != std::string::npos) return false;
  re2::RE2::Options options;
  options.set_log_errors(false);
  return re2::RE2::Set(options, re2::RE2::UNANCHORED).Add(pattern, nullptr) >= 0;
}

}  // namespace

void Binder::Report(const YamlNode& node, const std::string& path, base::Message expected, std::string found,
                    base::Message remedy) {
  errors_->push_back({files_[static_cast<size_t>(node.file)].name, node.line, node.column, path,
                      std::move(expected), std::move(found), std::move(remedy)});
}

const Reference* Binder::PlaceOf(const std::string& path) const {
  const auto it = places_.find(path);
  return it == places_.end() ? nullptr : &it->second;
}

std::string Binder::ElementPath(const std::string& path, const YamlNode& node, size_t index) {
  const std::string id = node.TextAt("id");
  return path + "[" + (id.empty() ? std::to_string(index) : id) + "]";
}

void Binder::CheckKeys(const YamlNode& node, const ObjectSpec& spec, const std::string& path) {
  for (const YamlNode::Key& key : node.keys) {
    if (spec.FindField(key.text) != nullptr) continue;
    YamlNode place;
    place.file = node.file;
    place.line = key.line;
    place.column = key.column;
    if (const YamlNode* value = node.Find(key.text)) place.file = value->file;
    base::Message remedy = DidYouMean(key.text, spec.Keys());
    if (remedy.format.empty()) remedy = base::Msg("known keys: {}", base::Join(spec.Keys(), ", "));
    Report(place, path.empty() ? key.text : path + "." + key.text, base::Msg("a known key"), key.text,
           std::move(remedy));
  }
}

bool Binder::BindObject(const YamlNode& node, const ObjectSpec& spec, void* target, const std::string& path) {
  YamlNode expanded;
  const YamlNode* map = &node;
  if (!spec.shorthand.empty() && node.IsScalar()) {
    expanded.kind = YamlNode::Kind::kMap;
    expanded.file = node.file;
    expanded.line = node.line;
    expanded.column = node.column;
    expanded.Set(spec.shorthand, node);
    map = &expanded;
  }
  if (!map->IsMap()) {
    Report(node, path, base::Msg("a map with the keys {}", base::Join(spec.Keys(), ", ")), Found(node));
    return true;
  }
  CheckKeys(*map, spec, path);
  if (spec.set_place) spec.set_place(target, {files_[static_cast<size_t>(node.file)].name, node.line});
  bool kept = true;
  for (const FieldSpec& field : spec.fields) {
    const std::string field_path =
        path.empty() ? std::string(field.key) : path + "." + std::string(field.key);
    const YamlNode* value = map->Find(field.key);
    if (value == nullptr) {
      if (field.required) Report(node, field_path, base::Msg("the key \"{}\" (required)", field.key), {});
      continue;
    }
    places_[field_path] = {RefKind::kNone, {}, value->file, value->line, value->column, field_path};
    // Not short-circuited: the faults of an entry that goes are not told, those of its neighbours are.
    if (!field.bind(*this, target, *value, field, field_path)) kept = false;
  }
  return kept;
}

bool Binder::RequireList(const YamlNode& node, const std::string& path) {
  if (node.IsList()) return true;
  Report(node, path, base::Msg("a list, such as [a, b]"), Found(node));
  return false;
}

bool Binder::IsRemoved(const FieldSpec& field, const YamlNode& node) const {
  const int layer = files_[static_cast<size_t>(node.file)].layer;
  const auto removed_above = [&](RefKind kind) { return IsRemovedAbove(removals_, kind, node.text, layer); };
  switch (field.ref) {
    case RefKind::kUnit:
    case RefKind::kUnitOrClass:
      return removed_above(RefKind::kUnit);
    case RefKind::kItem:
    case RefKind::kItemGlob:
      return removed_above(RefKind::kItem);
    default:
      return removed_above(field.ref);
  }
}

bool Binder::CheckText(const YamlNode& node, const FieldSpec& field, const std::string& path) {
  if (field.ref == RefKind::kId && !IsId(node.text)) {
    Report(node, path, base::Msg("an id of ASCII letters, digits and . _ - /"), Found(node));
    return false;
  }
  if (field.ref == RefKind::kRegex && !IsPlainlyGood(node.text)) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    const re2::RE2 pattern(node.text, options);
    if (!pattern.ok()) {
      Report(node, path, base::Msg("an RE2 pattern ({})", pattern.error()), node.text,
             base::Msg(
                 "RE2 has no look-around and no back-references; write \\ before . ( ) [ ] meant literally"));
      return false;
    }
  }
  if (field.ref == RefKind::kUrl) {
    const auto url = base::Url::Parse(node.text);
    if (!url || !url->is_http() || url->host().empty()) {
      Report(node, path, base::Msg("an absolute http or https URL"), node.text);
      return false;
    }
  }
  if (!field.choices.empty() &&
      std::find(field.choices.begin(), field.choices.end(), node.text) == field.choices.end()) {
    size_t unused = 0;
    return ReadChoice(node, field, path, &unused);
  }
  return true;
}

Binder::TextState Binder::ReadText(const YamlNode& node, const FieldSpec& field, const std::string& path,
                                   std::string* out) {
  const bool says_nothing = node.kind == YamlNode::Kind::kNull || (node.IsScalar() && node.text.empty());
  if (says_nothing && !field.required) return TextState::kGood;
  if (!node.IsScalar() || says_nothing) {
    Report(node, path, base::Msg("a text"), Found(node));
    return TextState::kBad;
  }
  if (IsLookedUp(field.ref) && IsRemoved(field, node)) {
    const bool unit = field.ref == RefKind::kUnit || field.ref == RefKind::kUnitOrClass;
    *out = unit ? HeirOf(removals_, node.text) : std::string();
    return out->empty() ? TextState::kGone : TextState::kGood;
  }
  if (IsLookedUp(field.ref)) {
    references_.push_back({field.ref, node.text, node.file, node.line, node.column, path});
  }
  if (!CheckText(node, field, path)) return TextState::kBad;
  *out = node.text;
  return TextState::kGood;
}

bool Binder::ReadChoice(const YamlNode& node, const FieldSpec& field, const std::string& path,
                        size_t* index) {
  if (node.IsScalar()) {
    const auto it = std::find(field.choices.begin(), field.choices.end(), node.text);
    if (it != field.choices.end()) {
      *index = static_cast<size_t>(it - field.choices.begin());
      return true;
    }
  }
  Report(node, path, base::Msg("one of {}", JoinNames(field.choices)), Found(node),
         DidYouMean(node.text, {field.choices.begin(), field.choices.end()}));
  return false;
}

bool Binder::ReadBool(const YamlNode& node, const std::string& path, bool* out) {
  if (!node.IsScalar() || (node.text != "true" && node.text != "false")) {
    Report(node, path, base::Msg("true or false"), Found(node));
    return false;
  }
  *out = node.text == "true";
  return true;
}

bool Binder::ReadInt(const YamlNode& node, const FieldSpec& field, const std::string& path, int64_t* out) {
  int64_t value = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, value);
  if (!node.IsScalar() || error != std::errc() || stop != end || value < field.min || value > field.max) {
    Report(node, path, base::Msg("a whole number from {} to {}", field.min, field.max), Found(node));
    return false;
  }
  *out = value;
  return true;
}

bool Binder::ReadNumber(const YamlNode& node, const FieldSpec& field, const std::string& path, double* out) {
  double value = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, value);
  if (!node.IsScalar() || error != std::errc() || stop != end || !std::isfinite(value) ||
      value < static_cast<double>(field.min) || value > static_cast<double>(field.max)) {
    Report(node, path, base::Msg("a number from {} to {}", field.min, field.max), Found(node));
    return false;
  }
  *out = value;
  return true;
}

bool Binder::ReadDate(const YamlNode& node, const std::string& path, base::Date* out) {
  const auto date = node.IsScalar() ? base::Date::FromIso(node.text) : std::nullopt;
  if (!date) {
    Report(node, path, base::Msg("a date that exists, written YYYY-MM-DD"), Found(node));
    return false;
  }
  *out = *date;
  return true;
}

}  // namespace mingcha::rules
