#include "model/post_address.h"

namespace mingcha::model {
namespace {

size_t MarkPlace(std::string_view address) {
  const size_t hash = address.find('#');
  if (hash == std::string_view::npos || !address.substr(hash + 1).starts_with(kPostMark)) {
    return std::string_view::npos;
  }
  return hash;
}

/// What the URL parser leaves as it is in a fragment, so that an address survives being parsed.
std::string Encoded(std::string_view key) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7F && c != '"' && c != '<' && c != '>' && c != '`' && c != '#') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::string PostAddress(const base::Url& url, std::string_view key) {
  return url.HrefWithoutFragment() + "#" + std::string(kPostMark) + Encoded(key);
}

std::string_view PostKey(std::string_view address) {
  const size_t hash = MarkPlace(address);
  return hash == std::string_view::npos ? std::string_view() : address.substr(hash + 1 + kPostMark.size());
}

std::string_view WithoutPostKey(std::string_view address) { return address.substr(0, MarkPlace(address)); }

}  // namespace mingcha::model
