#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mingcha::model {

/// The JSON text of a record of model/ (or a base::Message), without white space. Instantiated in json.cc for
/// every record of model/.
///
/// Members stand in the order of their declaration, so equal records give equal bytes. Days are `YYYY-MM-DD`,
/// instants ISO 8601 with milliseconds in UTC, absent values null, enumerators their EnumName, pairs arrays
/// of two. Bytes that are no UTF-8 become U+FFFD. Numbers that JSON cannot hold (NaN, infinity) become null,
/// which does not read back.
template <typename T>
[[nodiscard]] std::string ToJson(const T& record);

/// Reads what ToJson wrote. Strict, because a stored record that lacks a member was written by another
/// version: kCorrupt names the path (`$.items[3].cadence`) of a member that is missing, unknown or of another
/// kind. Any bytes are safe to give; nesting is bounded.
template <typename T>
[[nodiscard]] base::Result<T> FromJson(std::string_view text);

}  // namespace mingcha::model
