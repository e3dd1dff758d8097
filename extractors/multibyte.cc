#include "extractors/multibyte.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr size_t kGbTrails = 190;       // 0x40..0x7E, 0x80..0xFE
constexpr size_t kLeads = 126;          // 0x81..0xFE
constexpr uint32_t kGbFourBmp = 39420;  // pointers below are in the basic plane
constexpr uint32_t kGbFourAstral = 189000;

class IcuTable {
 public:
  explicit IcuTable(const char* name) : converter_(ucnv_open(name, &error_), ucnv_close) {}

  /// The one code point of `bytes`, or 0 if the converter has none.
  char32_t Lookup(std::string_view bytes) {
    if (!converter_) return 0;
    UErrorCode error = U_ZERO_ERROR;
    std::array<UChar, 8> out{};
    const int32_t n = ucnv_toUChars(converter_.get(), out.data(), static_cast<int32_t>(out.size()),
                                    bytes.data(), static_cast<int32_t>(bytes.size()), &error);
    if (U_FAILURE(error) || n < 1 || n > 2) return 0;
    if (n == 1) return out[0] == kReplacement || out[0] == 0x1A ? 0 : out[0];
    if (out[0] < 0xD800 || out[0] > 0xDBFF) return 0;
    return 0x10000U + ((static_cast<char32_t>(out[0]) - 0xD800U) << 10U) +
           (static_cast<char32_t>(out[1]) - 0xDC00U);
  }

 private:
  UErrorCode error_ = U_ZERO_ERROR;
  std::unique_ptr<UConverter, void (*)(UConverter*)> converter_;
};

std::string Bytes(std::initializer_list<unsigned> values) {
  std::string out;
  for (const unsigned value : values) out.push_back(static_cast<char>(value));
  return out;
}

size_t GbPointer(unsigned lead, unsigned trail) {
  return (lead - 0x81) * kGbTrails + (trail - (trail < 0x7F ? 0x40 : 0x41));
}

/// Index gb18030 of the standard: two-byte pointers to code points, 0 where there is none.
const std::vector<char32_t>& GbTwoByteTable() {
  static const std::vector<char32_t> table = [] {
    std::vector<char32_t> built(kLeads * kGbTrails);
    IcuTable icu("gb18030");
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
        if (trail != 0x7F) built[GbPointer(lead, trail)] = icu.Lookup(Bytes({lead, trail}));
      }
    }
    // GB 18030-2022 as the standard follows it: these left the private use area.
    constexpr std::array<std::pair<unsigned, char32_t>, 19> kEdition2022 = {{
        {0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13}, {0xA6DD, 0xFE14},
        {0xA6DE, 0xFE15}, {0xA6DF, 0xFE16}, {0xA6EC, 0xFE17}, {0xA6ED, 0xFE18}, {0xA6F3, 0xFE19},
        {0xA8BC, 0x1E3F}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5}, {0xFE66, 0x9FB6}, {0xFE67, 0x9FB7},
        {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9}, {0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB},
    }};
    for (const auto& [code, point] : kEdition2022) built[GbPointer(code >> 8U, code & 0xFFU)] = point;
    return built;
  }();
  return table;
}

char32_t GbFourByte(uint32_t pointer) {
  if (pointer >= kGbFourAstral) {
    const char32_t point = pointer - kGbFourAstral + 0x10000;
    return point <= 0x10FFFF ? point : 0;
  }
  if (pointer >= kGbFourBmp) return 0;
  static const std::vector<char32_t> table = [] {
    std::vector<char32_t> built(kGbFourBmp);
    IcuTable icu("gb18030");
    for (uint32_t p = 0; p < kGbFourBmp; ++p) {
      built[p] =
          icu.Lookup(Bytes({0x81 + p / 12600, 0x30 + p % 12600 / 1260, 0x81 + p % 1260 / 10, 0x30 + p % 10}));
    }
    return built;
  }();
  return table[pointer];
}

size_t BigPointer(unsigned lead, unsigned trail) {
  return (lead - 0x81) * 157 + (trail - (trail < 0x7F ? 0x40 : 0x62));
}

const std::vector<char32_t>& BigTable() {
  static const std::vector<char32_t> table = [] {
    std::vector<char32_t> built(kLeads * 157);
    IcuTable icu("Big5-HKSCS");
    for (unsigned lead = 0x81; lead <= 0xFE; ++lead) {
      for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
        if (trail <= 0x7E || trail >= 0xA1) built[BigPointer(lead, trail)] = icu.Lookup(Bytes({lead, trail}));
      }
    }
    built[BigPointer(0xF9, 0xFE)] = 0x2593;
    return built;
  }();
  return table;
}

/// A decoder's output with its count of replacements.
struct Output {
  std::string text;
  int* replaced;

  void Put(char32_t point) {
    if (point < 0x80) {
      text.push_back(static_cast<char>(point));
    } else {
      base::AppendUtf8(point, &text);
    }
  }
  void Replace() {
    ++*replaced;
    base::AppendUtf8(kReplacement, &text);
  }
};

/// Two code points for the four HKSCS characters that have no single one; false for all others.
bool PutHkscsPair(unsigned lead, unsigned trail, Output* out) {
  if (lead != 0x88) return false;
  if (trail != 0x62 && trail != 0x64 && trail != 0xA3 && trail != 0xA5) return false;
  out->Put(trail < 0x80 ? 0xCA : 0xEA);
  out->Put(trail == 0x62 || trail == 0xA3 ? 0x304 : 0x30C);
  return true;
}

}  // namespace

std::string DecodeUtf8(std::string_view bytes, int* replaced) {
  if (base::IsValidUtf8(bytes)) return std::string(bytes);
  Output out{{}, replaced};
  out.text.reserve(bytes.size());
  const auto at = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  for (size_t i = 0; i < bytes.size();) {
    const uint8_t lead = at(i);
    if (lead < 0x80) {
      out.text.push_back(bytes[i++]);
      continue;
    }
    const size_t need = lead >= 0xF0 && lead <= 0xF4   ? 3
                        : lead >= 0xE0 && lead <= 0xEF ? 2
                        : lead >= 0xC2                 ? 1
                                                       : 0;
    if (need == 0 || lead > 0xF4) {
      out.Replace();
      ++i;
      continue;
    }
    uint8_t low = 0x80;
    uint8_t high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    size_t got = 0;
    while (got < need && i + 1 + got < bytes.size() && at(i + 1 + got) >= low && at(i + 1 + got) <= high) {
      low = 0x80;
      high = 0xBF;
      ++got;
    }
    if (got == need) {
      out.text.append(bytes.substr(i, need + 1));
    } else {
      out.Replace();  // one for the longest part that could have begun a character
    }
    i += got + 1;
  }
  return std::move(out.text);
}

std::string DecodeGb18030(std::string_view bytes, int* replaced) {
  const std::vector<char32_t>& table = GbTwoByteTable();
  Output out{{}, replaced};
  out.text.reserve(bytes.size() * 3 / 2);
  const auto at = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  const auto is_digit = [](uint8_t b) { return b >= 0x30 && b <= 0x39; };
  for (size_t i = 0; i < bytes.size();) {
    const uint8_t lead = at(i);
    if (lead <= 0x80 || lead == 0xFF) {
      if (lead < 0x80) {
        out.text.push_back(bytes[i]);
      } else if (lead == 0x80) {
        out.Put(0x20AC);
      } else {
        out.Replace();
      }
      ++i;
      continue;
    }
    if (i + 1 >= bytes.size()) {
      out.Replace();
      break;
    }
    const uint8_t second = at(i + 1);
    if (is_digit(second)) {
      if (i + 2 < bytes.size() && (at(i + 2) < 0x81 || at(i + 2) == 0xFF)) {
        out.Replace();
        ++i;
        continue;
      }
      if (i + 3 >= bytes.size()) {
        out.Replace();
        break;
      }
      const uint32_t pointer = ((lead - 0x81U) * 10 + second - 0x30U) * 1260 + (at(i + 2) - 0x81U) * 10;
      const char32_t point = is_digit(at(i + 3)) ? GbFourByte(pointer + at(i + 3) - 0x30U) : 0;
      if (point == 0) {
        out.Replace();
        ++i;
        continue;
      }
      out.Put(point);
      i += 4;
      continue;
    }
    const bool in_range = (second >= 0x40 && second <= 0x7E) || (second >= 0x80 && second <= 0xFE);
    const char32_t point = in_range ? table[GbPointer(lead, second)] : 0;
    if (point == 0) {
      out.Replace();
      i += second < 0x80 ? 1 : 2;
      continue;
    }
    out.Put(point);
    i += 2;
  }
  return std::move(out.text);
}

std::string DecodeBig5(std::string_view bytes, int* replaced) {
  const std::vector<char32_t>& table = BigTable();
  Output out{{}, replaced};
  out.text.reserve(bytes.size() * 3 / 2);
  for (size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<uint8_t>(bytes[i]);
    if (lead < 0x80) {
      out.text.push_back(bytes[i++]);
      continue;
    }
    if (lead == 0x80 || lead == 0xFF) {
      out.Replace();
      ++i;
      continue;
    }
    if (i + 1 >= bytes.size()) {
      out.Replace();
      break;
    }
    const auto trail = static_cast<uint8_t>(bytes[i + 1]);
    const bool in_range = (trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail <= 0xFE);
    if (PutHkscsPair(lead, trail, &out)) {
      i += 2;
      continue;
    }
    const char32_t point = in_range ? table[BigPointer(lead, trail)] : 0;
    if (point == 0) {
      out.Replace();
      i += trail < 0x80 ? 1 : 2;
      continue;
    }
    out.Put(point);
    i += 2;
  }
  return std::move(out.text);
}

std::string DecodeUtf16(std::string_view bytes, bool big_endian, int* replaced) {
  Output out{{}, replaced};
  const auto unit = [&](size_t i) -> char32_t {
    const auto a = static_cast<uint8_t>(bytes[i]);
    const auto b = static_cast<uint8_t>(bytes[i + 1]);
    return big_endian ? static_cast<char32_t>(a << 8U | b) : static_cast<char32_t>(b << 8U | a);
  };
  size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const char32_t first = unit(i);
    if (first < 0xD800 || first > 0xDFFF) {
      out.Put(first);
    } else if (first <= 0xDBFF && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) <= 0xDFFF) {
      out.Put(0x10000 + ((first - 0xD800) << 10U) + (unit(i + 2) - 0xDC00));
      i += 2;
    } else {
      out.Replace();
    }
  }
  if (i < bytes.size()) out.Replace();
  return std::move(out.text);
}

}  // namespace mingcha::extractors
