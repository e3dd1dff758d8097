#include "reports/json_writer.h"

#include <fmt/format.h>

#include <cmath>

namespace mingcha::reports {

JsonObject& JsonObject::Raw(std::string_view key, std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  AppendJsonString(key, place_, &text_);
  text_ += ':';
  text_ += json;
  return *this;
}

JsonObject& JsonObject::Text(std::string_view key, std::string_view value) {
  Raw(key, "");
  AppendJsonString(value, place_, &text_);
  return *this;
}

JsonObject& JsonObject::Flag(std::string_view key, bool value) { return Raw(key, value ? "true" : "false"); }

JsonObject& JsonObject::Number(std::string_view key, double value) {
  return Raw(key, std::isfinite(value) ? fmt::format("{}", value) : "null");
}

JsonObject& JsonObject::Day(std::string_view key, const std::optional<base::Date>& day) {
  return day ? Text(key, day->Iso()) : Null(key);
}

JsonObject& JsonObject::Time(std::string_view key, const std::optional<base::Instant>& time) {
  return time ? Text(key, time->Iso()) : Null(key);
}

std::string JsonObject::Take() { return text_ + "}"; }

std::string JsonText(std::string_view text, JsonPlace place) {
  std::string out;
  AppendJsonString(text, place, &out);
  return out;
}

}  // namespace mingcha::reports
