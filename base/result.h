#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "base/message.h"

namespace mingcha::base {

/// What went wrong, as a closed list: callers branch on it, people read the message.
enum class ErrorCode {
  kInvalidInput,  ///< The caller's or a file's content is wrong; a person can mend it.
  kNotFound,
  kIo,
  kNetwork,
  kTimeout,
  kCancelled,
  kCorrupt,     ///< Stored data does not match its own checks.
  kOutOfRange,  ///< A date outside the calendar, a number outside its bounds.
  kUnsupported,
  kInternal,
};

[[nodiscard]] std::string_view ErrorCodeName(ErrorCode code);

/// A failure of the environment or of input. Bugs abort (base/check.h); observations are plain values.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  Message message;
  /// Where, growing outwards as the error rises: `config/x/items.yaml:41: item "land.offer"`. May be empty.
  std::string where;

  bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// Builds the unexpected value a Result-returning function returns. `format` is an English fmt format, the
/// key of the message catalogues; arguments are turned to text at once.
template <typename... Args>
[[nodiscard]] tl::unexpected<Error> Fail(ErrorCode code, std::string_view format, Args&&... args) {
  return tl::unexpected<Error>(Error{code, Msg(format, std::forward<Args>(args)...), {}});
}

/// The same error, told from one step further out: `place` goes in front of `where`.
[[nodiscard]] Error WithPlace(Error error, std::string_view place);

/// `where: message`, in English; the CLI renders the same in the user's language.
[[nodiscard]] std::string ToEnglish(const Error& error);

}  // namespace mingcha::base

#define MINGCHA_CONCAT_INNER(a, b) a##b
#define MINGCHA_CONCAT(a, b) MINGCHA_CONCAT_INNER(a, b)

/// Returns the error of `expr` (a Status or Result) from the enclosing function, else goes on.
#define RETURN_IF_ERROR(expr)                                                        \
  do {                                                                               \
    auto status_or_value = (expr);                                                   \
    if (!status_or_value) return tl::unexpected(std::move(status_or_value).error()); \
  } while (false)

// NOLINTBEGIN(bugprone-macro-parentheses): lhs may be a declaration.
/// `ASSIGN_OR_RETURN(auto x, F())`: x takes the value of F(), or the enclosing function returns its error.
#define ASSIGN_OR_RETURN(lhs, expr) ASSIGN_OR_RETURN_IMPL(MINGCHA_CONCAT(result_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_IMPL(result, lhs, expr)                 \
  auto result = (expr);                                          \
  if (!result) return tl::unexpected(std::move(result).error()); \
  lhs = std::move(result).value()
// NOLINTEND(bugprone-macro-parentheses)
