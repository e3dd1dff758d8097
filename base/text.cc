#include "base/text.h"

#include <unicode/uscript.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "base/fold_width.h"

namespace mingcha::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kWidthOffset = 0xFEE0;  // from U+FF01..FF5E to U+0021..007E
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// Length of the well-formed sequence at `pos` and its code point; length 0 if ill-formed (Unicode table
/// 3-7).
struct Decoded {
  size_t length = 0;
  char32_t code_point = kReplacement;
};

Decoded Decode(std::string_view text, size_t pos) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[pos + i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {1, lead};
  size_t length = 0;
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;   // overlong
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;   // overlong
    if (lead == 0xF4) high = 0x8F;  // above U+10FFFF
  }
  if (length == 0 || text.size() - pos < length || byte(1) < low || byte(1) > high) return {};
  char32_t code_point = lead & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code_point = (code_point << 6U) | (byte(i) & 0x3FU);
  }
  return {length, code_point};
}

bool IsAsciiSpace(char32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D); }

/// White space beyond ASCII: Unicode property White_Space.
bool IsWideSpace(char32_t c) {
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Characters that take no room: soft hyphen, zero-width spaces and joiners, direction marks, word joiner,
/// BOM.
bool IsZeroWidth(char32_t c) {
  return c == 0xAD || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool IsTrimmed(char32_t c) { return IsAsciiSpace(c) || IsWideSpace(c) || IsZeroWidth(c); }

char32_t FoldOne(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - kWidthOffset;
  return IsWideSpace(c) ? U' ' : c;
}

/// Han characters of the main block, the bulk of what is read here: three bytes that no folding touches.
bool IsPlainHanAt(std::string_view text, size_t pos) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[pos + i]); };
  return text.size() - pos >= 3 && byte(0) >= 0xE4 && byte(0) <= 0xE9 && (byte(1) & 0xC0U) == 0x80 &&
         (byte(2) & 0xC0U) == 0x80;
}

bool IsPlainAscii(char c) { return c > ' ' && c < '\x7F'; }

/// End of the characters from `pos` on that neither change their width nor are white space.
size_t EndOfPlain(std::string_view text, size_t pos) {
  while (pos < text.size()) {
    if (IsPlainAscii(text[pos])) {
      ++pos;
    } else if (IsPlainHanAt(text, pos)) {
      pos += 3;
    } else {
      break;
    }
  }
  return pos;
}

}  // namespace

bool IsValidUtf8(std::string_view bytes) {
  const size_t size = bytes.size();
  const auto follows = [&](size_t at) { return (static_cast<uint8_t>(bytes[at]) & 0xC0U) == 0x80; };
  for (size_t pos = 0; pos < size;) {
    const auto lead = static_cast<uint8_t>(bytes[pos]);
    if (lead < 0x80) {
      uint64_t eight = 0;
      if (size - pos >= sizeof(eight)) std::memcpy(&eight, bytes.data() + pos, sizeof(eight));
      pos += size - pos >= sizeof(eight) && (eight & 0x8080808080808080U) == 0 ? sizeof(eight) : 1;
      continue;
    }
    // Most Han characters: any two bytes of a tail make one.
    if (lead >= 0xE1 && lead <= 0xEC && size - pos >= 3 && follows(pos + 1) && follows(pos + 2)) {
      pos += 3;
      continue;
    }
    const size_t length = Decode(bytes, pos).length;
    if (length == 0) return false;
    pos += length;
  }
  return true;
}

char32_t NextCodePoint(std::string_view text, size_t* pos) {
  const Decoded decoded = Decode(text, *pos);
  *pos += decoded.length == 0 ? 1 : decoded.length;
  return decoded.code_point;
}

void AppendUtf8(char32_t code_point, std::string* out) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = kReplacement;
  if (code_point < 0x80) {
    out->push_back(static_cast<char>(code_point));
    return;
  }
  const auto byte = [](char32_t value) { return static_cast<char>(static_cast<uint8_t>(value)); };
  std::array<char, 4> bytes{};
  size_t length = 0;
  if (code_point < 0x800) {
    bytes = {byte(0xC0U | (code_point >> 6U)), byte(0x80U | (code_point & 0x3FU))};
    length = 2;
  } else if (code_point < 0x10000) {
    bytes = {byte(0xE0U | (code_point >> 12U)), byte(0x80U | ((code_point >> 6U) & 0x3FU)),
             byte(0x80U | (code_point & 0x3FU))};
    length = 3;
  } else {
    bytes = {byte(0xF0U | (code_point >> 18U)), byte(0x80U | ((code_point >> 12U) & 0x3FU)),
             byte(0x80U | ((code_point >> 6U) & 0x3FU)), byte(0x80U | (code_point & 0x3FU))};
    length = 4;
  }
  out->append(bytes.data(), length);
}

size_t CodePointCount(std::string_view utf8) {
  size_t count = 0;
  for (size_t pos = 0; pos < utf8.size(); ++count) {
    if (static_cast<uint8_t>(utf8[pos]) < 0x80) {
      ++pos;
    } else if (IsPlainHanAt(utf8, pos)) {
      pos += 3;
    } else {
      static_cast<void>(NextCodePoint(utf8, &pos));
    }
  }
  return count;
}

std::string FoldWidth(std::string_view utf8) { return FoldWidthWithShifts(utf8, nullptr); }

std::string FoldWidthWithShifts(std::string_view utf8, std::vector<FoldShift>* shifts) {
  std::string out;
  out.reserve(utf8.size());
  for (size_t pos = 0; pos < utf8.size();) {
    const size_t begin = pos;
    pos = EndOfPlain(utf8, pos);
    out.append(utf8, begin, pos - begin);
    if (pos == utf8.size()) break;
    const size_t from = pos, to = out.size();
    AppendUtf8(FoldOne(NextCodePoint(utf8, &pos)), &out);
    if (shifts != nullptr && out.size() - to != pos - from) shifts->push_back({out.size(), pos});
  }
  return out;
}

std::string CollapseSpace(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  bool pending = false;
  const auto space = [&] {
    if (pending) out += ' ';
    pending = false;
  };
  for (size_t pos = 0; pos < utf8.size();) {
    const size_t begin = pos;
    pos = EndOfPlain(utf8, pos);
    if (pos > begin) {
      space();
      out.append(utf8, begin, pos - begin);
    }
    if (pos == utf8.size()) break;
    const char32_t c = FoldOne(NextCodePoint(utf8, &pos));
    if (IsAsciiSpace(c)) {
      pending = !out.empty();
      continue;
    }
    space();
    AppendUtf8(c, &out);
  }
  return out;
}

std::string FoldLabel(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (size_t pos = 0; pos < utf8.size();) {
    const size_t begin = pos;
    pos = EndOfPlain(utf8, pos);
    out.append(utf8, begin, pos - begin);
    if (pos == utf8.size()) break;
    const char32_t c = FoldOne(NextCodePoint(utf8, &pos));
    if (!IsAsciiSpace(c) && !IsZeroWidth(c)) AppendUtf8(c, &out);
  }
  return out;
}

std::string ToLowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    const auto from_a =
        static_cast<uint8_t>(static_cast<uint8_t>(c) - 'A');  // Without a jump: by the vector.
    c = static_cast<char>(static_cast<uint8_t>(c) | static_cast<uint8_t>(from_a < 26 ? 0x20 : 0));
  }
  return out;
}

std::string_view Trim(std::string_view utf8) {
  const auto is_mark = [](char c) { return c > ' ' && c < '\x7F'; };
  if (!utf8.empty() && is_mark(utf8.front()) && is_mark(utf8.back())) return utf8;
  size_t begin = utf8.size();
  size_t end = utf8.size();
  bool seen = false;
  for (size_t pos = 0; pos < utf8.size();) {
    const size_t start = pos;
    if (IsTrimmed(NextCodePoint(utf8, &pos))) continue;
    if (!seen) begin = start;
    seen = true;
    end = pos;
  }
  return utf8.substr(begin, end - begin);
}

std::string Ellipsize(std::string_view utf8, size_t max_code_points) {
  if (max_code_points == 0) return {};
  size_t cut = 0;
  size_t pos = 0;
  for (size_t count = 0; pos < utf8.size(); ++count) {
    if (count == max_code_points - 1) cut = pos;
    if (count == max_code_points) return std::string(utf8.substr(0, cut)).append(kEllipsis);
    static_cast<void>(NextCodePoint(utf8, &pos));
  }
  return std::string(utf8);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

bool IsHan(char32_t code_point) {
  if (code_point >= 0x4E00 && code_point <= 0x9FFF) return true;
  if (code_point < 0x2E80 || code_point > 0x10FFFF) return false;
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(code_point), &status) == USCRIPT_HAN && U_SUCCESS(status);
}

}  // namespace mingcha::base
