#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::base {

/// True if the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlongs, at most U+10FFFF).
[[nodiscard]] bool IsValidUtf8(std::string_view bytes);

/// Decodes one code point at `*pos` and moves on; U+FFFD and one byte for an ill-formed sequence. *pos <
/// text.size().
[[nodiscard]] char32_t NextCodePoint(std::string_view text, size_t* pos);
void AppendUtf8(char32_t code_point, std::string* out);
/// Number of code points.
[[nodiscard]] size_t CodePointCount(std::string_view utf8);

/// Full-width ASCII (U+FF01..FF5E) to ASCII, U+3000 / U+00A0 / other Unicode spaces to one ASCII space each.
/// Other characters stay: 〔〕「」《》、。 are meaning, not width.
[[nodiscard]] std::string FoldWidth(std::string_view utf8);
/// FoldWidth, then every run of white space to one space, trimmed.
[[nodiscard]] std::string CollapseSpace(std::string_view utf8);
/// FoldWidth without any white space or zero-width characters: how labels are compared (`索 引　号：` →
/// `索引号:`).
[[nodiscard]] std::string FoldLabel(std::string_view utf8);
/// ASCII letters to lower case; other bytes untouched.
[[nodiscard]] std::string ToLowerAscii(std::string_view text);
/// Without leading and trailing white space (ASCII, U+3000, U+00A0, other Unicode spaces) and zero-width
/// characters.
[[nodiscard]] std::string_view Trim(std::string_view utf8);
/// At most `max_code_points` (the `…` counts), ending in `…` if something was cut.
[[nodiscard]] std::string Ellipsize(std::string_view utf8, size_t max_code_points);
/// Splits at every `separator`; keeps empty pieces; an empty text gives one empty piece.
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);
[[nodiscard]] std::string Join(const std::vector<std::string>& parts, std::string_view separator);
/// True if the code point is a Han character.
[[nodiscard]] bool IsHan(char32_t code_point);

}  // namespace mingcha::base
