#include "base/url_host.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/url.h"

namespace mingcha::base {
namespace {

constexpr size_t kIpv6Pieces = 8;
using Ipv6 = std::array<uint16_t, kIpv6Pieces>;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view ExtraOf(EncodeSet set) {
  switch (set) {
    case EncodeSet::kC0Control:
      return "";
    case EncodeSet::kFragment:
      return " \"<>`";
    case EncodeSet::kQuery:
      return " \"#<>";
    case EncodeSet::kSpecialQuery:
      return " \"#<>'";
    case EncodeSet::kPath:
      return " \"#<>?^`{}";
    case EncodeSet::kUserinfo:
      return " \"#<>?^`{}/:;=@[\\]|";
  }
  return "";
}

bool IsForbiddenHostByte(char c) {
  constexpr std::string_view kForbidden{"\0\t\n\r #/:<>?@[\\]^|", 17};
  return kForbidden.find(c) != std::string_view::npos;
}

std::optional<std::string> ParseOpaqueHost(std::string_view input) {
  for (const char c : input) {
    if (IsForbiddenHostByte(c)) return std::nullopt;
  }
  return PercentEncode(input, EncodeSet::kC0Control);
}

/// Standard: «ends in a number checker».
bool EndsInNumber(std::string_view host) {
  std::vector<std::string_view> parts = Split(host, '.');
  if (parts.back().empty()) {
    if (parts.size() == 1) return false;
    parts.pop_back();
  }
  std::string_view last = parts.back();
  if (!last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos) return true;
  if (last.size() < 2 || last[0] != '0' || (last[1] != 'x' && last[1] != 'X')) return false;
  last.remove_prefix(2);
  return last.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// Standard: «IPv4 number parser». Values above 2^32 - 1 come back as 2^32, which no caller accepts.
std::optional<uint64_t> ParseIpv4Number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  unsigned radix = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    text.remove_prefix(2);
    radix = 16;
  } else if (text.size() >= 2 && text[0] == '0') {
    text.remove_prefix(1);
    radix = 8;
  }
  constexpr uint64_t kTooBig = uint64_t{1} << 32U;
  uint64_t value = 0;
  for (const char c : text) {
    const int digit = HexValue(c);
    if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
    value = value * radix + static_cast<unsigned>(digit);
    if (value > kTooBig) value = kTooBig;
  }
  return value;
}

std::optional<std::string> ParseIpv4(std::string_view input) {
  std::vector<std::string_view> parts = Split(input, '.');
  if (parts.back().empty() && parts.size() > 1) parts.pop_back();
  if (parts.size() > 4) return std::nullopt;
  uint64_t address = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto number = ParseIpv4Number(parts[i]);
    if (!number) return std::nullopt;
    const bool last = i + 1 == parts.size();
    const uint64_t limit = last ? uint64_t{1} << (8U * (5 - parts.size())) : 256;
    if (*number >= limit) return std::nullopt;
    address += last ? *number : *number << (8U * (3 - i));
  }
  return fmt::format("{}.{}.{}.{}", address >> 24U, (address >> 16U) & 0xFFU, (address >> 8U) & 0xFFU,
                     address & 0xFFU);
}

/// Reads the dotted tail of an IPv6 address into two pieces, moving `*pos` to the end of the text.
bool ParseIpv6Tail(std::string_view text, size_t pos, size_t* piece, Ipv6* address) {
  if (*piece > kIpv6Pieces - 2) return false;
  int numbers_seen = 0;
  while (pos < text.size()) {
    if (numbers_seen > 0) {
      if (text[pos] != '.' || numbers_seen >= 4) return false;
      ++pos;
    }
    if (pos >= text.size() || !IsDigit(text[pos])) return false;
    int value = -1;
    for (; pos < text.size() && IsDigit(text[pos]); ++pos) {
      const int digit = text[pos] - '0';
      if (value == 0) return false;
      value = value < 0 ? digit : value * 10 + digit;
      if (value > 255) return false;
    }
    (*address)[*piece] = static_cast<uint16_t>((*address)[*piece] * 0x100 + value);
    ++numbers_seen;
    if (numbers_seen == 2 || numbers_seen == 4) ++*piece;
  }
  return numbers_seen == 4;
}

/// Moves the pieces read after `::` to the end of the address.
bool ExpandIpv6(std::optional<size_t> compress, size_t piece, Ipv6* address) {
  if (!compress) return piece == kIpv6Pieces;
  size_t swaps = piece - *compress;
  for (size_t to = kIpv6Pieces - 1; to != 0 && swaps > 0; --to, --swaps) {
    std::swap((*address)[to], (*address)[*compress + swaps - 1]);
  }
  return true;
}

std::optional<Ipv6> ParseIpv6(std::string_view text) {
  Ipv6 address{};
  size_t piece = 0;
  std::optional<size_t> compress;
  size_t pos = 0;
  if (text.substr(0, 1) == ":") {
    if (text.substr(0, 2) != "::") return std::nullopt;
    pos = 2;
    compress = ++piece;
  }
  while (pos < text.size()) {
    if (piece == kIpv6Pieces) return std::nullopt;
    if (text[pos] == ':') {
      if (compress) return std::nullopt;
      ++pos;
      compress = ++piece;
      continue;
    }
    unsigned value = 0;
    size_t length = 0;
    for (; length < 4 && pos < text.size() && HexValue(text[pos]) >= 0; ++pos, ++length) {
      value = value * 16 + static_cast<unsigned>(HexValue(text[pos]));
    }
    if (pos < text.size() && text[pos] == '.') {
      if (length == 0 || !ParseIpv6Tail(text, pos - length, &piece, &address)) return std::nullopt;
      break;
    }
    if (pos < text.size()) {
      if (text[pos] != ':') return std::nullopt;
      if (++pos == text.size()) return std::nullopt;
    }
    address[piece++] = static_cast<uint16_t>(value);
  }
  if (!ExpandIpv6(compress, piece, &address)) return std::nullopt;
  return address;
}

/// RFC 5952: lower case, no leading zeros, `::` for the first longest run of at least two zero pieces.
std::string SerializeIpv6(const Ipv6& address) {
  size_t best = kIpv6Pieces;
  size_t best_length = 1;
  for (size_t i = 0; i < kIpv6Pieces;) {
    size_t end = i;
    while (end < kIpv6Pieces && address[end] == 0) ++end;
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
    i = end == i ? i + 1 : end;
  }
  std::string out = "[";
  for (size_t i = 0; i < kIpv6Pieces;) {
    if (i == best) {
      out += i == 0 ? "::" : ":";
      i += best_length;
      continue;
    }
    out += fmt::format("{:x}", address[i]);
    if (++i < kIpv6Pieces) out += ':';
  }
  return out + "]";
}

/// Ill-formed sequences to U+FFFD, as the standard's «UTF-8 decode without BOM» does before IDNA.
std::string DecodeLossy(std::string_view bytes) {
  if (IsValidUtf8(bytes)) return std::string(bytes);
  std::string out;
  for (size_t pos = 0; pos < bytes.size();) AppendUtf8(NextCodePoint(bytes, &pos), &out);
  return out;
}

}  // namespace

void AppendEncoded(char byte, EncodeSet set, std::string* out) {
  const auto value = static_cast<unsigned char>(byte);
  if (value > 0x1F && value <= 0x7E && ExtraOf(set).find(byte) == std::string_view::npos) {
    *out += byte;
    return;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  *out += '%';
  *out += kDigits[value >> 4U];
  *out += kDigits[value & 0xFU];
}

std::string PercentEncode(std::string_view bytes, EncodeSet set) {
  std::string out;
  for (const char byte : bytes) AppendEncoded(byte, set, &out);
  return out;
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 && HexValue(text[i + 2]) >= 0) {
      out +=
          static_cast<char>(static_cast<unsigned char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2])));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::optional<uint16_t> DefaultPort(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  if (scheme == "ftp") return 21;
  return std::nullopt;
}

bool IsSpecialScheme(std::string_view scheme) { return scheme == "file" || DefaultPort(scheme).has_value(); }

std::optional<std::string> ParseHost(std::string_view input, bool is_opaque) {
  if (!input.empty() && input.front() == '[') {
    if (input.back() != ']' || input.size() < 2) return std::nullopt;
    const auto address = ParseIpv6(input.substr(1, input.size() - 2));
    if (!address) return std::nullopt;
    return SerializeIpv6(*address);
  }
  if (is_opaque) return ParseOpaqueHost(input);
  auto domain = DomainToAscii(DecodeLossy(PercentDecode(input)));
  if (domain && EndsInNumber(*domain)) return ParseIpv4(*domain);
  return domain;
}

}  // namespace mingcha::base
