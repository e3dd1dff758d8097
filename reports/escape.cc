#include "reports/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/markup.h"
#include "base/text.h"

namespace mingcha::reports {
namespace {

bool IsDropped(char32_t c) {
  if (c == '\t' || c == '\n') return false;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0xFEFF || c == 0xFFFE ||
         c == 0xFFFF;
}

/// False if CleanText certainly leaves the text as it is: no control byte, and no lead byte of the stretches
/// that hold the characters it drops (U+0080..00BF, U+2000..2FFF, U+F000..FFFF). Quick to see for most text.
bool NeedsCleaning(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F || byte == 0xC2 || byte == 0xE2 ||
        byte == 0xEF) {
      return true;
    }
  }
  return !base::IsValidUtf8(text);
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c - 'a' + 10;
}

}  // namespace

std::string CleanText(std::string_view text) {
  if (!NeedsCleaning(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = base::NextCodePoint(text, &pos);
    if (!IsDropped(c)) base::AppendUtf8(c, &out);
  }
  return out;
}

std::string EscapeHtml(std::string_view text) { return base::EscapeMarkup(CleanText(text)); }

namespace {

void AppendJsonCharacter(char32_t c, JsonPlace place, std::string* out) {
  if (c == '"' || c == '\\') {
    *out += '\\';
    *out += static_cast<char>(c);
  } else if (c == '\n') {
    *out += "\\n";
  } else if (c == '\t') {
    *out += "\\t";
  } else if (c < 0x20 || c == 0x7F ||
             (place == JsonPlace::kScript &&
              (c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029 || IsDropped(c)))) {
    *out += fmt::format("\\u{:04x}", static_cast<uint32_t>(c));
  } else {
    base::AppendUtf8(c, out);
  }
}

bool IsJsonPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

}  // namespace

void AppendJsonString(std::string_view text, JsonPlace place, std::string* out) {
  *out += '"';
  for (size_t pos = 0; pos < text.size();) {
    size_t end = pos;
    while (end < text.size() && IsJsonPlain(text[end])) ++end;
    *out += text.substr(pos, end - pos);
    pos = end;
    if (pos < text.size()) AppendJsonCharacter(base::NextCodePoint(text, &pos), place, out);
  }
  *out += '"';
}

bool LooksLikeFormula(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kFormulaStarts = {
      "=", "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
  const std::string_view body = text.substr(std::min(text.find_first_not_of(" \n"), text.size()));
  return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                     [&](std::string_view start) { return body.starts_with(start); });
}

std::string CsvCell(std::string_view text) {
  std::string clean = CleanText(text);
  if (LooksLikeFormula(clean)) clean.insert(0, 1, '\'');
  if (clean.find_first_of("\",\r\n") == std::string::npos) return clean;
  std::string out = "\"";
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
  return out;
}

bool IsWebLink(std::string_view url) {
  const std::string head = base::ToLowerAscii(url.substr(0, 8));
  return head.starts_with("http://") || head == "https://";
}

std::string Base64OfHex(std::string_view hex) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bits = bits << 8 | static_cast<uint32_t>(HexValue(hex[i]) * 16 + HexValue(hex[i + 1]));
    for (held += 8; held >= 6; held -= 6) out += kDigits[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace mingcha::reports
