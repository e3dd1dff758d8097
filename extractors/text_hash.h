#pragma once

#include <string>
#include <string_view>

namespace mingcha::extractors {

/// SHA-256 over the letters, digits and Han characters of a text folded to ASCII width and lower case:
/// equal for the same document under another template, host or encoding. Empty if fewer than 40 such
/// characters: so little text is no document to compare.
[[nodiscard]] std::string TextHash(std::string_view main_text);

}  // namespace mingcha::extractors
