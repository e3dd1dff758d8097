#include "base/stated_digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/base64.h"
#include "base/text.h"

namespace mingcha::base {

std::optional<std::string> DigestLike(std::string_view stated, std::string_view bytes) {
  const size_t colon = stated.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string name = ToLowerAscii(stated.substr(0, colon));
  const EVP_MD* algorithm = name == "sha1"     ? EVP_sha1()
                            : name == "sha256" ? EVP_sha256()
                            : name == "sha512" ? EVP_sha512()
                            : name == "md5"    ? EVP_md5()
                                               : nullptr;
  if (algorithm == nullptr) return std::nullopt;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, algorithm, nullptr) != 1)
    return std::nullopt;
  const std::string_view raw(reinterpret_cast<const char*>(digest.data()), length);
  std::string_view value = stated.substr(colon + 1);
  while (value.ends_with('=')) value.remove_suffix(1);
  std::string text = HexEncode(raw);
  if (value.size() != text.size()) {
    text = Base32Encode(raw);
    if (value.size() != text.size()) return std::nullopt;
  }
  if (ToLowerAscii(value) == ToLowerAscii(text)) return std::string(stated);
  return std::string(stated.substr(0, colon + 1)) + text;
}

}  // namespace mingcha::base
