#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mingcha::base {

/// The digest of `bytes` in the form of a stated one: `sha1:` or `sha256:` (also md5, sha512), then
/// hexadecimal or base 32, told apart by length, upper or lower case as stated. Equal texts are equal
/// digests. nullopt for an algorithm or form that is not known.
[[nodiscard]] std::optional<std::string> DigestLike(std::string_view stated, std::string_view bytes);

}  // namespace mingcha::base
