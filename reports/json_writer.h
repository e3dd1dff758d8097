#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "base/civil_date.h"
#include "reports/escape.h"

namespace mingcha::reports {

/// Writes one JSON object member by member, in the order of the calls. Numbers are written the shortest way
/// that reads back equal. Value type, one use: Take ends it.
class JsonObject {
 public:
  explicit JsonObject(JsonPlace place = JsonPlace::kFile) : place_(place) {}

  JsonObject& Text(std::string_view key, std::string_view value);
  JsonObject& Flag(std::string_view key, bool value);
  template <std::integral T>
  JsonObject& Int(std::string_view key, T value) {
    return Raw(key, std::to_string(value));
  }
  JsonObject& Number(std::string_view key, double value);  ///< null for NaN and infinity.
  JsonObject& Null(std::string_view key) { return Raw(key, "null"); }
  JsonObject& Day(std::string_view key, const std::optional<base::Date>& day);  ///< null if unknown.
  JsonObject& Time(std::string_view key, const std::optional<base::Instant>& time);
  /// `json` must be JSON text.
  JsonObject& Raw(std::string_view key, std::string_view json);
  [[nodiscard]] std::string Take();

 private:
  JsonPlace place_;
  std::string text_ = "{";
};

/// JSON text of an array; `render` gives the JSON text of one element. `separator` stands between elements.
template <typename List, typename Render>
[[nodiscard]] std::string JsonArray(const List& list, Render render, std::string_view separator = ",") {
  std::string text = "[";
  for (const auto& element : list) {
    if (text.size() > 1) text += separator;
    text += render(element);
  }
  return text + "]";
}

/// A JSON string.
[[nodiscard]] std::string JsonText(std::string_view text, JsonPlace place = JsonPlace::kFile);

}  // namespace mingcha::reports
