#include "json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

namespace mingcha::reports {
namespace {

namespace json = boost::json;

class Checker {
 public:
  explicit Checker(const json::value& root) : root_(root) {}

  void Check(const json::value& value, const json::value& schema, const std::string& at) {
    if (schema.is_bool()) {
      if (!schema.as_bool()) Fault(at, "may not stand here");
      return;
    }
    static const std::set<std::string, std::less<>> kKnown = {
        "$schema", "$defs",   "$ref",       "title",    "description",          "type",  "const",
        "enum",    "pattern", "properties", "required", "additionalProperties", "items", "minItems"};
    for (const auto& [key, rule] : schema.as_object()) {
      if (!kKnown.contains(std::string_view(key))) Fault(at, "unknown keyword " + std::string(key));
    }
    const json::object& rules = schema.as_object();
    if (const json::value* ref = rules.if_contains("$ref")) {
      const std::string name = std::string(ref->as_string()).substr(std::string("#/$defs/").size());
      Check(value, root_.at("$defs").at(name), at);
    }
    if (const json::value* type = rules.if_contains("type")) CheckType(value, *type, at);
    if (const json::value* wanted = rules.if_contains("const"); wanted != nullptr && value != *wanted)
      Fault(at, "is not the constant");
    if (const json::value* names = rules.if_contains("enum")) {
      const json::array& list = names->as_array();
      if (std::find(list.begin(), list.end(), value) == list.end()) Fault(at, "is none of the enumerators");
    }
    if (const json::value* pattern = rules.if_contains("pattern"); pattern != nullptr && value.is_string()) {
      if (!std::regex_search(std::string(value.as_string()), std::regex(std::string(pattern->as_string()))))
        Fault(at, "does not match its pattern");
    }
    if (value.is_object()) CheckMembers(value.as_object(), rules, at);
    if (value.is_array()) CheckItems(value.as_array(), rules, at);
  }

  std::vector<std::string> faults;

 private:
  void Fault(const std::string& at, const std::string& what) { faults.push_back(at + " " + what); }

  void CheckType(const json::value& value, const json::value& type, const std::string& at) {
    const auto fits = [&](std::string_view name) {
      return (name == "string" && value.is_string()) || (name == "null" && value.is_null()) ||
             (name == "boolean" && value.is_bool()) || (name == "object" && value.is_object()) ||
             (name == "array" && value.is_array()) || (name == "number" && value.is_number()) ||
             (name == "integer" && (value.is_int64() || value.is_uint64()));
    };
    bool any = false;
    if (type.is_string()) any = fits(type.as_string());
    if (type.is_array()) {
      for (const json::value& name : type.as_array()) any = any || fits(name.as_string());
    }
    if (!any) Fault(at, "has the wrong type");
  }

  void CheckMembers(const json::object& object, const json::object& rules, const std::string& at) {
    const json::value* properties = rules.if_contains("properties");
    if (const json::value* required = rules.if_contains("required")) {
      for (const json::value& name : required->as_array()) {
        if (!object.contains(name.as_string())) Fault(at, "lacks " + std::string(name.as_string()));
      }
    }
    for (const auto& [key, member] : object) {
      const std::string place = fmt::format("{}/{}", at, std::string_view(key));
      const json::value* rule = properties == nullptr ? nullptr : properties->as_object().if_contains(key);
      if (rule == nullptr) rule = rules.if_contains("additionalProperties");
      if (rule != nullptr) Check(member, *rule, place);
    }
  }

  void CheckItems(const json::array& list, const json::object& rules, const std::string& at) {
    if (const json::value* least = rules.if_contains("minItems");
        least != nullptr && static_cast<int64_t>(list.size()) < least->as_int64())
      Fault(at, "has too few items");
    if (const json::value* rule = rules.if_contains("items")) {
      for (size_t i = 0; i < list.size(); ++i) Check(list[i], *rule, fmt::format("{}/{}", at, i));
    }
  }

  const json::value& root_;
};

}  // namespace

std::vector<std::string> SchemaFaults(const json::value& value, const json::value& schema) {
  Checker checker(schema);
  checker.Check(value, schema, "");
  return checker.faults;
}

}  // namespace mingcha::reports
