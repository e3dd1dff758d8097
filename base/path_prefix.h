#pragma once

#include <string_view>

namespace mingcha::base {

/// True if a URL's path lies under `prefix`: it is the prefix, or goes on behind it, where a prefix that ends
/// inside a word (a letter or digit) only matches the whole word: `/zj` holds `/zj/1.html` and `/zj.html`,
/// not `/zjw/`. An empty prefix holds every path. Bytes are compared.
[[nodiscard]] constexpr bool IsUnderPath(std::string_view path, std::string_view prefix) {
  const auto in_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (!path.starts_with(prefix)) return false;
  if (path.size() == prefix.size() || prefix.empty()) return true;
  return !in_word(prefix.back()) || !in_word(path[prefix.size()]);
}

}  // namespace mingcha::base
