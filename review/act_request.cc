#include "review/act_request.h"

#include <boost/json.hpp>
#include <set>
#include <string>

#include "base/base64.h"
#include "base/text.h"
#include "reports/escape.h"

namespace mingcha::review {
namespace {

namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;
using model::ActKind;

constexpr size_t kMaxDepth = 3;
constexpr size_t kMaxId = 64;

Status CheckKeys(const json::object& object, const std::set<std::string_view>& known) {
  for (const auto& [key, value] : object) {
    if (!known.contains(std::string_view(key.data(), key.size())))
      return Fail(ErrorCode::kInvalidInput, "the request has an unknown part: {}",
                  base::Ellipsize(std::string_view(key.data(), key.size()), 40));
  }
  return {};
}

/// Absent and null give an empty text.
Result<std::string> TextOf(const json::object& object, std::string_view key, std::string_view name,
                           size_t most) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return std::string();
  if (!value->is_string()) return Fail(ErrorCode::kInvalidInput, "{} has to be a text", name);
  const std::string text = reports::CleanText(std::string_view(value->as_string()));
  if (base::CodePointCount(text) > most)
    return Fail(ErrorCode::kInvalidInput, "{} is too long: at most {} characters", name, most);
  return std::string(base::Trim(text));
}

Result<std::optional<int>> NumberOf(const json::object& object, std::string_view key, std::string_view name,
                                    int most) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_int64() || value->as_int64() < 0 || value->as_int64() > most)
    return Fail(ErrorCode::kInvalidInput, "{} has to be a whole number from 0 to {}", name, most);
  return std::optional<int>(static_cast<int>(value->as_int64()));
}

/// Null if absent or null.
Result<const json::object*> ObjectOf(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return nullptr;
  if (!value->is_object()) return Fail(ErrorCode::kInvalidInput, "{} has to be an object", key);
  return &value->as_object();
}

Result<model::SeenPublication> SeenOf(const json::object& object) {
  RETURN_IF_ERROR(CheckKeys(object, {"published_on", "url", "carrier"}));
  model::SeenPublication seen;
  ASSIGN_OR_RETURN(const std::string day, TextOf(object, "published_on", "the day of publication", 10));
  const auto date = base::Date::FromIso(day);
  if (!date) return Fail(ErrorCode::kInvalidInput, "the day of publication has to be a date, YYYY-MM-DD");
  seen.published_on = *date;
  ASSIGN_OR_RETURN(seen.url, TextOf(object, "url", "the address", kMaxUrl));
  ASSIGN_OR_RETURN(seen.carrier, TextOf(object, "carrier", "where it stood", kMaxCarrier));
  if (!seen.url.empty() && !reports::IsWebLink(seen.url))
    return Fail(ErrorCode::kInvalidInput, "the address has to begin with http:// or https://");
  if (seen.url.empty() && seen.carrier.empty())
    return Fail(ErrorCode::kInvalidInput, "say where the publication stood: an address, or in words");
  return seen;
}

bool IsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  const size_t digits = text.find('=');
  const std::string_view padding = digits == std::string_view::npos ? "" : text.substr(digits);
  return (padding.empty() || padding == "=" || padding == "==") &&
         text.substr(0, text.size() - padding.size())
                 .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") ==
             std::string_view::npos;
}

Result<store::HandedFile> FileOf(const json::object& object) {
  RETURN_IF_ERROR(CheckKeys(object, {"name", "base64"}));
  store::HandedFile file;
  ASSIGN_OR_RETURN(file.name, TextOf(object, "name", "the file's name", kMaxFileName));
  if (file.name.empty() || file.name.find_first_of("/\\\n\t") != std::string::npos)
    return Fail(ErrorCode::kInvalidInput, "the file's name has to be a plain name");
  const json::value* content = object.if_contains("base64");
  if (content == nullptr || !content->is_string() || !IsBase64(std::string_view(content->as_string())))
    return Fail(ErrorCode::kInvalidInput, "the file's content has to be base 64");
  file.bytes = base::Base64Decode(std::string_view(content->as_string()));
  if (file.bytes.empty()) return Fail(ErrorCode::kInvalidInput, "the file is empty");
  if (file.bytes.size() > kMaxFileBytes)
    return Fail(ErrorCode::kInvalidInput, "the file is too large: at most {} MB", kMaxFileBytes >> 20U);
  return file;
}

/// What each kind of act needs, and no other may carry.
Status CheckKind(const ActRequest& request) {
  const model::ReviewAct& act = request.act;
  if (act.by.empty()) return Fail(ErrorCode::kInvalidInput, "enter the reviewer's name");
  if (act.reason.empty()) return Fail(ErrorCode::kInvalidInput, "enter the reason");
  const bool amends = act.days_over || act.unit;
  if ((act.kind == ActKind::kAmend) != amends)
    return Fail(ErrorCode::kInvalidInput,
                "to amend means to enter other days or another unit, and only that");
  const bool shows = act.seen || request.file;
  if ((act.kind == ActKind::kEvidence) != shows)
    return Fail(ErrorCode::kInvalidInput,
                "evidence is a file or a publication that somebody saw, and only evidence has one");
  return {};
}

}  // namespace

Result<ActRequest> ParseActRequest(std::string_view body) {
  if (body.size() > kMaxBodyBytes) return Fail(ErrorCode::kInvalidInput, "the request is too large");
  json::error_code error;
  json::parse_options limits;
  limits.max_depth = kMaxDepth;
  const json::value value = json::parse(json::string_view(body.data(), body.size()), error, {}, limits);
  if (error || !value.is_object()) return Fail(ErrorCode::kInvalidInput, "the request is no JSON object");
  const json::object& object = value.as_object();
  RETURN_IF_ERROR(
      CheckKeys(object, {"finding", "version", "act", "by", "reason", "days_over", "unit", "seen", "file"}));
  ActRequest request;
  model::ReviewAct& act = request.act;
  ASSIGN_OR_RETURN(act.finding, TextOf(object, "finding", "the finding", kMaxId));
  ASSIGN_OR_RETURN(const std::string kind, TextOf(object, "act", "the act", kMaxId));
  const auto known = model::ParseActKind(kind);
  if (!known || act.finding.empty())
    return Fail(ErrorCode::kInvalidInput, "the request names no finding or no act");
  act.kind = *known;
  ASSIGN_OR_RETURN(const std::optional<int> version, NumberOf(object, "version", "the version", 1'000'000));
  if (!version) return Fail(ErrorCode::kInvalidInput, "the request does not say which version was seen");
  act.version = *version;
  ASSIGN_OR_RETURN(act.by, TextOf(object, "by", "the name", kMaxName));
  ASSIGN_OR_RETURN(act.reason, TextOf(object, "reason", "the reason", kMaxReason));
  ASSIGN_OR_RETURN(act.days_over, NumberOf(object, "days_over", "the number of days", kMaxDaysOver));
  ASSIGN_OR_RETURN(std::string unit, TextOf(object, "unit", "the unit", kMaxId));
  if (!unit.empty()) act.unit = std::move(unit);
  ASSIGN_OR_RETURN(const json::object* seen, ObjectOf(object, "seen"));
  if (seen != nullptr) {
    ASSIGN_OR_RETURN(act.seen, SeenOf(*seen));
  }
  ASSIGN_OR_RETURN(const json::object* file, ObjectOf(object, "file"));
  if (file != nullptr) {
    ASSIGN_OR_RETURN(request.file, FileOf(*file));
  }
  RETURN_IF_ERROR(CheckKind(request));
  return request;
}

}  // namespace mingcha::review
