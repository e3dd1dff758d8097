#include "rules/schema.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "rules/plan_doc.h"

namespace mingcha::rules {
namespace {

namespace json = boost::json;

constexpr std::string_view kDraft = "https://json-schema.org/draft/2020-12/schema";

/// One file and its table; those outside the folder included.
struct SchemaFile {
  std::string name;  ///< `units`
  const ObjectSpec* spec;
  bool has_entries;
};

bool HasEntries(const ObjectSpec& spec) {
  for (const FieldSpec& field : spec.fields) {
    if (field.shape == Shape::kObject && field.list_depth == 1 && field.object().is_entry) return true;
  }
  return false;
}

std::vector<SchemaFile> SchemaFiles() {
  std::vector<SchemaFile> files;
  for (const FileKind& kind : FileKinds()) {
    const std::string name(kind.name.substr(0, kind.name.find_first_of("./")));
    files.push_back({name, &kind.file(), HasEntries(kind.file())});
  }
  files.push_back({"calendar", &CalendarFileSpec(), false});
  files.push_back({"language", &LanguageFileSpec(), false});
  files.push_back({"cms", &CmsFileSpec(), false});
  return files;
}

json::object TypeOf(const FieldSpec& field, std::set<const ObjectSpec*>* used);

std::string DefName(const ObjectSpec& spec) {
  std::string name(spec.name);
  for (char& c : name) {
    if (c == ' ') c = '_';
  }
  return name;
}

json::object BaseType(const FieldSpec& field, std::set<const ObjectSpec*>* used) {
  switch (field.shape) {
    case Shape::kText: {
      // Numbers and the like are texts too where they stand bare: `n: 12`.
      json::object text{{"type", json::array{"string", "number"}}};
      if (!field.required && field.list_depth == 0) text["type"].as_array().emplace_back("null");
      if (field.ref == RefKind::kId) text = {{"type", "string"}, {"pattern", "^[A-Za-z0-9._/-]+$"}};
      if (field.ref == RefKind::kUrl) text = {{"type", "string"}, {"pattern", "^https?://"}};
      if (!field.choices.empty()) text = {{"enum", json::array(field.choices.begin(), field.choices.end())}};
      return text;
    }
    case Shape::kBool:
      return {{"type", "boolean"}};
    case Shape::kInt:
      return {{"type", "integer"}, {"minimum", field.min}, {"maximum", field.max}};
    case Shape::kNumber:
      return {{"type", "number"}, {"minimum", field.min}, {"maximum", field.max}};
    case Shape::kDate:
      return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    case Shape::kChoice:
      return {{"enum", json::array(field.choices.begin(), field.choices.end())}};
    case Shape::kObject:
      used->insert(&field.object());
      return {{"$ref", "#/$defs/" + DefName(field.object())}};
    case Shape::kMap:
      return {};
  }
  return {};
}

json::object ListOf(json::object items) { return {{"type", "array"}, {"items", std::move(items)}}; }

json::object TypeOf(const FieldSpec& field, std::set<const ObjectSpec*>* used) {
  if (field.shape == Shape::kMap) {
    FieldSpec value = field;
    value.shape = field.map_values;
    value.list_of_maps = false;
    json::object map{{"type", "object"}, {"additionalProperties", TypeOf(value, used)}};
    return field.list_of_maps ? ListOf(std::move(map)) : map;
  }
  json::object type = BaseType(field, used);
  for (int i = 0; i < field.list_depth; ++i) type = ListOf(std::move(type));
  return type;
}

json::object Properties(const ObjectSpec& spec, std::set<const ObjectSpec*>* used) {
  json::object properties;
  for (const FieldSpec& field : spec.fields) {
    json::object type = TypeOf(field, used);
    type["description"] = field.doc;
    properties[field.key] = std::move(type);
  }
  return properties;
}

json::object ObjectType(const ObjectSpec& spec, std::set<const ObjectSpec*>* used) {
  json::object object{{"type", "object"}, {"description", spec.doc}, {"properties", Properties(spec, used)}};
  object["additionalProperties"] = false;
  json::array required;
  for (const FieldSpec& field : spec.fields) {
    // In a folder that extends another an entry may give its id and what differs, nothing more.
    if (spec.is_entry ? field.key == "id" : field.required) required.emplace_back(field.key);
  }
  if (!required.empty()) object["required"] = std::move(required);
  if (spec.is_entry) {
    object["properties"].as_object()["add"] = {
        {"type", "object"}, {"description", "In an extending folder: lists to append to the inherited ones"}};
  }
  if (spec.shorthand.empty()) return object;
  return {{"anyOf", json::array{json::object{{"type", "string"}}, std::move(object)}}};
}

json::object FileType(const SchemaFile& file, std::set<const ObjectSpec*>* used) {
  json::object type{{"type", "object"}, {"description", file.spec->doc}};
  json::object properties = Properties(*file.spec, used);
  if (file.has_entries) {
    json::object remove = ListOf({{"type", "string"}});
    remove["description"] = "In an extending folder: ids or globs of inherited entries to drop";
    properties["remove"] = std::move(remove);
    properties["replace"] = {
        {"type", "boolean"},
        {"description", "In an extending folder: drop all this file's inherited entries first"}};
  }
  type["properties"] = std::move(properties);
  type["additionalProperties"] = false;
  return type;
}

/// Definitions of all tables used, and of those they use in turn; by name.
json::object Definitions(std::set<const ObjectSpec*> used) {
  std::map<std::string, json::object> by_name;
  while (!used.empty()) {
    std::set<const ObjectSpec*> next;
    for (const ObjectSpec* spec : used) {
      if (!by_name.contains(DefName(*spec))) by_name[DefName(*spec)] = ObjectType(*spec, &next);
    }
    used = std::move(next);
  }
  json::object definitions;
  for (auto& [name, type] : by_name) definitions[name] = std::move(type);
  return definitions;
}

void Print(const json::value& value, size_t indent, std::string* out) {
  const std::string pad(indent + 2, ' ');
  const bool nested_object = value.is_object() && !value.get_object().empty();
  if (!nested_object) {
    *out += json::serialize(value);
    return;
  }
  *out += "{\n";
  bool first = true;
  for (const auto& [key, member] : value.get_object()) {
    if (!first) *out += ",\n";
    first = false;
    *out += pad + json::serialize(json::value(key)) + ": ";
    Print(member, indent + 2, out);
  }
  *out += "\n" + std::string(indent, ' ') + "}";
}

std::string Text(const json::object& schema) {
  std::string text;
  Print(schema, 0, &text);
  return text + "\n";
}

}  // namespace

std::map<std::string, std::string> JsonSchemas() {
  std::map<std::string, std::string> schemas;
  for (const SchemaFile& file : SchemaFiles()) {
    std::set<const ObjectSpec*> used;
    json::object schema{{"$schema", kDraft}, {"title", "mingcha " + std::string(file.spec->name)}};
    for (auto& [key, value] : FileType(file, &used)) schema[key] = value;
    if (!used.empty()) schema["$defs"] = Definitions(used);
    schemas[file.name + ".schema.json"] = Text(schema);
  }
  schemas["mingcha.schema.json"] = JsonSchema();
  return schemas;
}

std::string JsonSchema() {
  std::set<const ObjectSpec*> used;
  json::array any;
  json::object files;
  for (const SchemaFile& file : SchemaFiles()) {
    any.push_back(json::object{{"$ref", "#/$defs/" + DefName(*file.spec)}});
    files[DefName(*file.spec)] = FileType(file, &used);
  }
  json::object definitions = Definitions(used);
  for (auto& [name, type] : files) definitions[name] = type;
  return Text({{"$schema", kDraft},
               {"title", "mingcha configuration file of any kind"},
               {"anyOf", std::move(any)},
               {"$defs", std::move(definitions)}});
}

namespace {

std::string TypeWord(const FieldSpec& field) {
  std::string word;
  switch (field.shape) {
    case Shape::kText:
    case Shape::kChoice:
      word = field.choices.empty() ? "text" : "";
      for (const std::string_view choice : field.choices) {
        word += (word.empty() ? "`" : ", `") + std::string(choice) + "`";
      }
      if (field.ref == RefKind::kRegex) word = "RE2";
      break;
    case Shape::kBool:
      word = "true, false";
      break;
    case Shape::kInt:
    case Shape::kNumber:
      word = "number";
      break;
    case Shape::kDate:
      word = "YYYY-MM-DD";
      break;
    case Shape::kObject:
      word = std::string(field.object().name);
      break;
    case Shape::kMap:
      return "map";
  }
  return field.list_depth > 0 ? "list: " + word : word;
}

void AddTable(const ObjectSpec& spec, std::set<const ObjectSpec*>* told, std::string* out) {
  std::vector<const ObjectSpec*> nested;
  *out += "\n| " + std::string(spec.name) + " | | |\n|---|---|---|\n";
  for (const FieldSpec& field : spec.fields) {
    *out += "| `" + std::string(field.key) + "`" + (field.required ? " *" : "") + " | " + TypeWord(field) +
            " | " + std::string(field.doc) + " |\n";
    if (field.shape == Shape::kObject && told->insert(&field.object()).second)
      nested.push_back(&field.object());
  }
  for (const ObjectSpec* next : nested) AddTable(*next, told, out);
}

}  // namespace

std::string KeyReference() {
  std::set<const ObjectSpec*> told;
  std::string out;
  for (const SchemaFile& file : SchemaFiles()) {
    out += "\n### " + file.name + "\n\n" + std::string(file.spec->doc) + ".\n";
    AddTable(*file.spec, &told, &out);
  }
  return out;
}

}  // namespace mingcha::rules
