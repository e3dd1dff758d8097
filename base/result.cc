#include "base/result.h"

#include "base/check.h"

namespace mingcha::base {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return "invalid_input";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kNetwork:
      return "network";
    case ErrorCode::kTimeout:
      return "timeout";
    case ErrorCode::kCancelled:
      return "cancelled";
    case ErrorCode::kCorrupt:
      return "corrupt";
    case ErrorCode::kOutOfRange:
      return "out_of_range";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kInternal:
      return "internal";
  }
  CHECK(false) << "unknown error code";
  return {};
}

Error WithPlace(Error error, std::string_view place) {
  error.where = error.where.empty() ? std::string(place) : std::string(place) + ": " + error.where;
  return error;
}

std::string ToEnglish(const Error& error) {
  const std::string text = RenderEnglish(error.message);
  return error.where.empty() ? text : error.where + ": " + text;
}

}  // namespace mingcha::base
