#pragma once

#include <string_view>
#include <vector>

namespace mingcha::model {

/// The names of all enumerators by `name_of`. They are 0, 1, 2 …; the first value without a name ends the
/// list.
template <typename E, typename NameOf>
[[nodiscard]] std::vector<std::string_view> NamesInOrder(NameOf name_of) {
  std::vector<std::string_view> names;
  for (int i = 0; !name_of(static_cast<E>(i)).empty(); ++i) names.push_back(name_of(static_cast<E>(i)));
  return names;
}

}  // namespace mingcha::model

/// Defines EnumNames<E>() from the file's own NameOf(E).
#define MINGCHA_DEFINE_ENUM_NAMES(E)                                                                    \
  template <>                                                                                           \
  const std::vector<std::string_view>& EnumNames<E>() {                                                 \
    static const std::vector<std::string_view> kNames = NamesInOrder<E>([](E e) { return NameOf(e); }); \
    return kNames;                                                                                      \
  }
