#pragma once

#include <string>
#include <string_view>

namespace mingcha::base {

/// The bytes a base 64 text stands for (RFC 4648); what is no digit of it (line breaks, padding) is passed
/// over.
[[nodiscard]] std::string Base64Decode(std::string_view text);
/// Base 32 in upper case, without padding.
[[nodiscard]] std::string Base32Encode(std::string_view bytes);
/// Lower-case hexadecimal.
[[nodiscard]] std::string HexEncode(std::string_view bytes);

}  // namespace mingcha::base
