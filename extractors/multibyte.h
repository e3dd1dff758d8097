#pragma once

#include <string>
#include <string_view>

namespace mingcha::extractors {

/// The multi-byte decoders of the WHATWG Encoding Standard, byte for byte: what is consumed and what is
/// replaced after an ill-formed sequence follows the standard, so `<` is never swallowed by a torn character.
/// The character tables are ICU's, with the standard's differences (GB 18030-2022, HKSCS pairs). Each adds
/// the number of U+FFFD put in to `*replaced`. Any thread.
[[nodiscard]] std::string DecodeUtf8(std::string_view bytes, int* replaced);
[[nodiscard]] std::string DecodeGb18030(std::string_view bytes, int* replaced);
[[nodiscard]] std::string DecodeBig5(std::string_view bytes, int* replaced);
[[nodiscard]] std::string DecodeUtf16(std::string_view bytes, bool big_endian, int* replaced);

}  // namespace mingcha::extractors
