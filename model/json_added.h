#pragma once

#include <array>
#include <string_view>

namespace mingcha::model {

/// Members that older assessment folders lack: reading leaves them at their default, which must mean what was
/// true before the member was there. Other missing members are damage.
template <typename T>
struct AddedMembers {
  static constexpr std::array<std::string_view, 0> kNames{};
};
#define MINGCHA_ADDED(T, ...)                                          \
  template <>                                                          \
  struct AddedMembers<T> {                                             \
    static constexpr std::array kNames{std::string_view(__VA_ARGS__)}; \
  };

}  // namespace mingcha::model
