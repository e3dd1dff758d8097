#include "model/json.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/text.h"
#include "model/enum_names.h"
#include "model/json_describe.h"

namespace mingcha::model {
namespace {

namespace describe = boost::describe;
namespace json = boost::json;
using base::ErrorCode;
using base::Status;

template <typename T>
using Members = describe::describe_members<T, describe::mod_public>;

/// What a type is written as; the primary template is for described records.
template <typename T>
struct Form {};
template <typename T>
struct Form<std::optional<T>> {
  using Optional = T;
};
template <typename T>
struct Form<std::vector<T>> {
  using List = T;
};
template <typename T>
struct Form<std::map<std::string, T>> {
  using Map = T;
};
template <typename A, typename B>
struct Form<std::pair<A, B>> {
  using First = A;
};

// ---- writing ----

void WriteString(std::string_view text, std::string* out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out->push_back('"');
  const bool valid = base::IsValidUtf8(text);
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80 && !valid) {
      base::AppendUtf8(base::NextCodePoint(text, &i), out);
      continue;
    }
    ++i;
    if (byte == '"' || byte == '\\') {
      out->push_back('\\');
      out->push_back(static_cast<char>(byte));
    } else if (byte == '\n') {
      out->append("\\n");
    } else if (byte < 0x20 || byte == 0x7f) {
      out->append("\\u00");
      out->push_back(kHex[byte >> 4]);
      out->push_back(kHex[byte & 15]);
    } else {
      out->push_back(static_cast<char>(byte));
    }
  }
  out->push_back('"');
}

void WriteDouble(double value, std::string* out) {
  out->append(std::isfinite(value) ? fmt::format("{}", value) : "null");
}

std::string InstantText(base::Instant instant) {
  std::string text = instant.Iso();
  text.pop_back();
  const int64_t rest = instant.unix_millis() % 1000;
  return text + fmt::format(".{:03}Z", rest < 0 ? rest + 1000 : rest);
}

template <typename T>
void Write(const T& value, std::string* out);

template <typename Range, typename WriteOne>
void WriteBetween(char open, char close, const Range& range, WriteOne write_one, std::string* out) {
  out->push_back(open);
  bool first = true;
  for (const auto& entry : range) {
    if (!first) out->push_back(',');
    first = false;
    write_one(entry);
  }
  out->push_back(close);
}

template <typename T>
void WriteRecord(const T& record, std::string* out) {
  out->push_back('{');
  bool first = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (!first) out->push_back(',');
    first = false;
    WriteString(member.name, out);
    out->push_back(':');
    Write(record.*member.pointer, out);
  });
  out->push_back('}');
}

template <typename T>
void Write(const T& value, std::string* out) {
  if constexpr (std::is_same_v<T, bool>) {
    out->append(value ? "true" : "false");
  } else if constexpr (std::is_integral_v<T>) {
    out->append(fmt::format("{}", value));
  } else if constexpr (std::is_floating_point_v<T>) {
    WriteDouble(value, out);
  } else if constexpr (std::is_enum_v<T>) {
    WriteString(EnumName(value), out);
  } else if constexpr (std::is_same_v<T, std::string>) {
    WriteString(value, out);
  } else if constexpr (std::is_same_v<T, base::Date>) {
    WriteString(value.Iso(), out);
  } else if constexpr (std::is_same_v<T, base::Instant>) {
    WriteString(InstantText(value), out);
  } else if constexpr (requires { typename Form<T>::Optional; }) {
    if (value) {
      Write(*value, out);
    } else {
      out->append("null");
    }
  } else if constexpr (requires { typename Form<T>::List; }) {
    WriteBetween(
        '[', ']', value, [&](const auto& entry) { Write(entry, out); }, out);
  } else if constexpr (requires { typename Form<T>::Map; }) {
    WriteBetween(
        '{', '}', value,
        [&](const auto& entry) {
          WriteString(entry.first, out);
          out->push_back(':');
          Write(entry.second, out);
        },
        out);
  } else if constexpr (requires { typename Form<T>::First; }) {
    out->push_back('[');
    Write(value.first, out);
    out->push_back(',');
    Write(value.second, out);
    out->push_back(']');
  } else {
    WriteRecord(value, out);
  }
}

// ---- reading ----

/// The way to a value, kept on the stack and rendered only for an error.
struct Path {
  const Path* parent = nullptr;  // null at the root
  std::string_view member;       // empty: `index` counts
  size_t index = 0;

  [[nodiscard]] std::string Text() const {
    if (parent == nullptr) return "$";
    return parent->Text() + (member.empty() ? fmt::format("[{}]", index) : fmt::format(".{}", member));
  }
};

tl::unexpected<base::Error> Wrong(const Path& path, std::string_view expected) {
  return base::Fail(ErrorCode::kCorrupt, "Stored record: {} is not {}. Run the stage that wrote it again.",
                    path.Text(), expected);
}

template <typename T>
Status Read(const json::value& value, const Path& path, T* out);

template <typename T>
Status ReadInteger(const json::value& value, const Path& path, T* out) {
  if (const int64_t* number = value.if_int64(); number != nullptr && std::in_range<T>(*number)) {
    *out = static_cast<T>(*number);
    return {};
  }
  if (const uint64_t* number = value.if_uint64(); number != nullptr && std::in_range<T>(*number)) {
    *out = static_cast<T>(*number);
    return {};
  }
  return Wrong(path, "an integer in range");
}

/// Text that `parse` must understand: enumerators, dates.
template <typename T, typename Parse>
Status ReadNamed(const json::value& value, const Path& path, std::string_view expected, Parse parse, T* out) {
  const json::string* text = value.if_string();
  const std::optional<T> parsed = text == nullptr ? std::nullopt : parse(std::string_view(*text));
  if (!parsed) return Wrong(path, expected);
  *out = *parsed;
  return {};
}

template <typename T>
Status ReadList(const json::value& value, const Path& path, std::vector<T>* out) {
  const json::array* array = value.if_array();
  if (array == nullptr) return Wrong(path, "a list");
  out->clear();
  out->reserve(array->size());
  for (size_t i = 0; i < array->size(); ++i) {
    RETURN_IF_ERROR(Read((*array)[i], Path{&path, {}, i}, &out->emplace_back()));
  }
  return {};
}

template <typename T>
Status ReadMap(const json::value& value, const Path& path, std::map<std::string, T>* out) {
  const json::object* object = value.if_object();
  if (object == nullptr) return Wrong(path, "an object");
  out->clear();
  for (const auto& [key, entry] : *object) {
    const std::string name(key);
    RETURN_IF_ERROR(Read(entry, Path{&path, name, 0}, &(*out)[name]));
  }
  return {};
}

template <typename T>
Status ReadRecord(const json::value& value, const Path& path, T* out) {
  const json::object* object = value.if_object();
  if (object == nullptr) return Wrong(path, "an object");
  Status status;
  size_t known = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (!status) return;
    const json::value* entry = object->if_contains(member.name);
    if (entry != nullptr) ++known;
    constexpr const auto& kAdded = AddedMembers<T>::kNames;
    if (entry == nullptr && std::find(kAdded.begin(), kAdded.end(), member.name) != kAdded.end()) return;
    if (entry == nullptr) {
      status = Wrong(Path{&path, member.name, 0}, "there");
    } else {
      status = Read(*entry, Path{&path, member.name, 0}, &(out->*member.pointer));
    }
  });
  if (status && object->size() != known)
    return Wrong(path, "a record of this version: it has unknown members");
  return status;
}

template <typename T>
Status Read(const json::value& value, const Path& path, T* out) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) return Wrong(path, "true or false");
    *out = value.get_bool();
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    return ReadInteger(value, path, out);
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!value.is_number()) return Wrong(path, "a number");
    *out = value.to_number<T>();
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    return ReadNamed(
        value, path, "a known name", [](std::string_view text) { return ParseEnum<T>(text); }, out);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) return Wrong(path, "a text");
    *out = std::string(std::string_view(value.get_string()));
    return {};
  } else if constexpr (std::is_same_v<T, base::Date>) {
    return ReadNamed(value, path, "a date (YYYY-MM-DD)", &base::Date::FromIso, out);
  } else if constexpr (std::is_same_v<T, base::Instant>) {
    return ReadNamed(value, path, "a time (YYYY-MM-DDTHH:MM:SS.mmmZ)", &base::Instant::FromIso, out);
  } else if constexpr (requires { typename Form<T>::Optional; }) {
    out->reset();
    if (value.is_null()) return {};
    return Read(value, path, &out->emplace());
  } else if constexpr (requires { typename Form<T>::List; }) {
    return ReadList(value, path, out);
  } else if constexpr (requires { typename Form<T>::Map; }) {
    return ReadMap(value, path, out);
  } else if constexpr (requires { typename Form<T>::First; }) {
    const json::array* array = value.if_array();
    if (array == nullptr || array->size() != 2) return Wrong(path, "a list of two");
    RETURN_IF_ERROR(Read((*array)[0], Path{&path, {}, 0}, &out->first));
    return Read((*array)[1], Path{&path, {}, 1}, &out->second);
  } else {
    return ReadRecord(value, path, out);
  }
}

}  // namespace

template <typename T>
std::string ToJson(const T& record) {
  std::string out;
  Write(record, &out);
  return out;
}

template <typename T>
base::Result<T> FromJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = 64;
  boost::system::error_code error;
  const json::value value = json::parse(text, error, {}, options);
  if (error) {
    return base::Fail(ErrorCode::kCorrupt,
                      "Stored record: no readable JSON ({}). Run the stage that wrote it again.",
                      error.message());
  }
  T record;
  RETURN_IF_ERROR(Read(value, Path{}, &record));
  return record;
}

#define MINGCHA_INSTANTIATE(T)              \
  template std::string ToJson<T>(const T&); \
  template base::Result<T> FromJson<T>(std::string_view);
MINGCHA_FOR_EACH_RECORD(MINGCHA_INSTANTIATE)
MINGCHA_INSTANTIATE(base::Message)
MINGCHA_INSTANTIATE(base::CalendarSpec)
MINGCHA_INSTANTIATE(std::string)
MINGCHA_INSTANTIATE(std::vector<std::string>)
MINGCHA_INSTANTIATE(std::vector<Redirect>)
MINGCHA_INSTANTIATE(std::vector<PageLook>)
MINGCHA_INSTANTIATE(std::vector<Round>)
MINGCHA_INSTANTIATE(std::vector<Finding>)
MINGCHA_INSTANTIATE(std::vector<SiteCoverage>)
MINGCHA_INSTANTIATE(std::vector<UnitScore>)
#undef MINGCHA_INSTANTIATE

}  // namespace mingcha::model
