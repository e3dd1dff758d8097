#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingcha::base {

/// The percent-encode sets of the URL Standard, section 1.3.
enum class EncodeSet { kC0Control, kFragment, kQuery, kSpecialQuery, kPath, kUserinfo };

/// Appends `byte` as it is or as %XX, as the set says. Bytes of non-ASCII characters are in every set.
void AppendEncoded(char byte, EncodeSet set, std::string* out);
[[nodiscard]] std::string PercentEncode(std::string_view bytes, EncodeSet set);
/// Every %XX becomes its byte; a `%` without two hex digits stays.
[[nodiscard]] std::string PercentDecode(std::string_view text);

/// The port a special scheme implies; nullopt for other schemes and for `file`.
[[nodiscard]] std::optional<uint16_t> DefaultPort(std::string_view scheme);
/// ftp, file, http, https, ws, wss.
[[nodiscard]] bool IsSpecialScheme(std::string_view scheme);

/// The host parser of the URL Standard, section 3.5, serialised: domain in ASCII, IPv4 in dots, `[IPv6]`, or,
/// when `is_opaque` (the scheme is not special), the percent-encoded text. nullopt is the standard's failure.
[[nodiscard]] std::optional<std::string> ParseHost(std::string_view input, bool is_opaque);

}  // namespace mingcha::base
