#pragma once

#include <sstream>

namespace mingcha::base {

/// Collects the context of a failed CHECK and aborts when it goes out of scope. Only for bugs: no input may
/// reach it.
class CheckFailure {
 public:
  CheckFailure(const char* condition, const char* file, int line);
  [[noreturn]] ~CheckFailure();
  CheckFailure(const CheckFailure&) = delete;
  CheckFailure& operator=(const CheckFailure&) = delete;

  template <typename T>
  CheckFailure& operator<<(const T& value) {
    stream_ << value;
    return *this;
  }

 private:
  std::ostringstream stream_;
};

}  // namespace mingcha::base

/// Aborts with the place and `<< context` if the condition does not hold.
#define CHECK(condition)                                                       \
  switch (0) /* so that an else after the CHECK belongs to the if before it */ \
  case 0:                                                                      \
  default:                                                                     \
    if (condition) [[likely]] {                                                \
    } else                                                                     \
      ::mingcha::base::CheckFailure(#condition, __FILE__, __LINE__)
