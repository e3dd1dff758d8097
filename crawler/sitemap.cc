#include "crawler/sitemap.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kMaxUrls = 50'000;
constexpr size_t kMaxUrlBytes = 4'096;
constexpr size_t kMaxUnpackedBytes = size_t{50} << 20;  // The protocol's own limit.

std::optional<char32_t> CharacterReference(std::string_view name) {
  if (name == "amp") return U'&';
  if (name == "lt") return U'<';
  if (name == "gt") return U'>';
  if (name == "quot") return U'"';
  if (name == "apos") return U'\'';
  if (name.size() < 2 || name.front() != '#') return std::nullopt;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return std::nullopt;
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
  return static_cast<char32_t>(value);
}

std::string DecodeText(std::string_view text) {
  constexpr std::string_view kOpen = "<![CDATA[";
  constexpr std::string_view kClose = "]]>";
  text = base::Trim(text);
  if (text.substr(0, kOpen.size()) == kOpen) {
    return std::string(base::Trim(text.substr(kOpen.size(), text.find(kClose) - kOpen.size())));
  }
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t end = text[i] == '&' ? text.substr(i, 12).find(';') : std::string_view::npos;
    const auto character =
        end == std::string_view::npos ? std::nullopt : CharacterReference(text.substr(i + 1, end - 1));
    if (character) {
      base::AppendUtf8(*character, &out);
      i += end;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// A file that is gzip itself, whatever its coding on the way was. What comes before a fault, or fits below
/// the limit, counts.
std::string Unpacked(std::string_view packed) {
  std::string out;
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return out;
  std::array<char, size_t{64} << 10> piece;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(std::min<size_t>(packed.size(), size_t{1} << 30));
  int code = Z_OK;
  while (code == Z_OK && out.size() < kMaxUnpackedBytes) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return out;
}

void Keep(std::string url, Sitemap* out) {
  if (!url.empty() && url.size() <= kMaxUrlBytes) out->urls.push_back(std::move(url));
}

}  // namespace

Sitemap ReadSitemap(std::string_view text) {
  Sitemap out;
  std::string unpacked;
  if (text.starts_with("\x1f\x8b")) {
    unpacked = Unpacked(text);
    text = unpacked;
  }
  if (text.find('<') == std::string_view::npos) {
    while (!text.empty() && out.urls.size() < kMaxUrls) {
      const size_t end = text.find('\n');
      Keep(std::string(base::Trim(text.substr(0, end))), &out);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
  }
  out.is_index = text.find("<sitemapindex") != std::string_view::npos;
  constexpr std::string_view kOpen = "<loc>";
  constexpr std::string_view kClose = "</loc>";
  for (size_t at = text.find(kOpen); at != std::string_view::npos && out.urls.size() < kMaxUrls;
       at = text.find(kOpen, at)) {
    at += kOpen.size();
    const size_t end = text.find(kClose, at);
    if (end == std::string_view::npos) break;
    Keep(DecodeText(text.substr(at, end - at)), &out);
    at = end;
  }
  return out;
}

}  // namespace mingcha::crawler
