#include "extractors/charset.h"

#include <uchardet.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/multibyte.h"

namespace mingcha::extractors {
namespace {

struct LabelRow {
  std::string_view label, encoding;
};

// WHATWG Encoding Standard 4.2, the labels that government pages and their templates carry.
constexpr std::array kLabels = {
    LabelRow{"utf-8", "utf-8"},
    LabelRow{"utf8", "utf-8"},
    LabelRow{"unicode-1-1-utf-8", "utf-8"},
    LabelRow{"unicode11utf8", "utf-8"},
    LabelRow{"unicode20utf8", "utf-8"},
    LabelRow{"x-unicode20utf8", "utf-8"},
    LabelRow{"gb2312", "gb18030"},
    LabelRow{"gb_2312", "gb18030"},
    LabelRow{"gb_2312-80", "gb18030"},
    LabelRow{"gbk", "gb18030"},
    LabelRow{"x-gbk", "gb18030"},
    LabelRow{"cp936", "gb18030"},
    LabelRow{"ms936", "gb18030"},
    LabelRow{"windows-936", "gb18030"},
    LabelRow{"gb18030", "gb18030"},
    LabelRow{"chinese", "gb18030"},
    LabelRow{"csgb2312", "gb18030"},
    LabelRow{"csiso58gb231280", "gb18030"},
    LabelRow{"iso-ir-58", "gb18030"},
    LabelRow{"euc-cn", "gb18030"},
    LabelRow{"big5", "big5"},
    LabelRow{"big5-hkscs", "big5"},
    LabelRow{"cn-big5", "big5"},
    LabelRow{"csbig5", "big5"},
    LabelRow{"x-x-big5", "big5"},
    LabelRow{"utf-16", "utf-16le"},
    LabelRow{"utf-16le", "utf-16le"},
    LabelRow{"unicode", "utf-16le"},
    LabelRow{"ucs-2", "utf-16le"},
    LabelRow{"csunicode", "utf-16le"},
    LabelRow{"iso-10646-ucs-2", "utf-16le"},
    LabelRow{"unicodefeff", "utf-16le"},
    LabelRow{"utf-16be", "utf-16be"},
    LabelRow{"unicodefffe", "utf-16be"},
    LabelRow{"ascii", "windows-1252"},
    LabelRow{"us-ascii", "windows-1252"},
    LabelRow{"ansi_x3.4-1968", "windows-1252"},
    LabelRow{"iso-8859-1", "windows-1252"},
    LabelRow{"iso8859-1", "windows-1252"},
    LabelRow{"iso_8859-1", "windows-1252"},
    LabelRow{"iso88591", "windows-1252"},
    LabelRow{"latin1", "windows-1252"},
    LabelRow{"l1", "windows-1252"},
    LabelRow{"cp1252", "windows-1252"},
    LabelRow{"x-cp1252", "windows-1252"},
    LabelRow{"windows-1252", "windows-1252"},
    LabelRow{"shift_jis", "shift_jis"},
    LabelRow{"shift-jis", "shift_jis"},
    LabelRow{"sjis", "shift_jis"},
    LabelRow{"ms_kanji", "shift_jis"},
    LabelRow{"windows-31j", "shift_jis"},
    LabelRow{"x-sjis", "shift_jis"},
    LabelRow{"euc-jp", "euc-jp"},
    LabelRow{"x-euc-jp", "euc-jp"},
    LabelRow{"iso-2022-jp", "iso-2022-jp"},
    LabelRow{"euc-kr", "euc-kr"},
    LabelRow{"ks_c_5601-1987", "euc-kr"},
    LabelRow{"windows-949", "euc-kr"},
    LabelRow{"koi8-r", "koi8-r"},
    LabelRow{"koi8-u", "koi8-u"},
    LabelRow{"macintosh", "macintosh"},
};

// Single-byte families whose labels are their own names; ICU knows them all.
constexpr std::array<std::string_view, 24> kOwnNames = {
    "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",   "iso-8859-7",
    "iso-8859-8",   "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",
    "windows-874",  "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "ibm866",       "iso-8859-9",   "iso-8859-11"};

std::string DecodeWithIcu(const std::string& encoding, std::string_view bytes, int* replaced) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(encoding.c_str(), &error),
                                                                     ucnv_close);
  if (U_FAILURE(error)) return DecodeUtf8(bytes, replaced);
  std::string out;
  out.reserve(bytes.size() * 2);
  const char* source = bytes.data();
  const char* end = source + bytes.size();
  std::array<UChar, 4096> buffer{};
  char32_t high = 0;
  do {
    error = U_ZERO_ERROR;
    UChar* target = buffer.data();
    ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end, nullptr, 1, &error);
    for (const UChar* unit = buffer.data(); unit != target; ++unit) {
      const char32_t value = *unit;
      if (value >= 0xD800 && value <= 0xDBFF) {
        high = value;
        continue;
      }
      if (value >= 0xDC00 && value <= 0xDFFF && high != 0) {
        base::AppendUtf8(0x10000 + ((high - 0xD800) << 10U) + (value - 0xDC00), &out);
      } else {
        const bool bad = value >= 0xD800 && value <= 0xDFFF;
        if (bad || value == 0xFFFD || value == 0x1A) ++*replaced;
        base::AppendUtf8(bad ? 0xFFFD : value, &out);
      }
      high = 0;
    }
  } while (error == U_BUFFER_OVERFLOW_ERROR);
  return out;
}

std::string DecodeEncoding(const std::string& encoding, std::string_view bytes, int* replaced) {
  if (encoding == "utf-8" || encoding.empty()) return DecodeUtf8(bytes, replaced);
  if (encoding == "gb18030") return DecodeGb18030(bytes, replaced);
  if (encoding == "big5") return DecodeBig5(bytes, replaced);
  if (encoding == "utf-16le" || encoding == "utf-16be") {
    return DecodeUtf16(bytes, encoding == "utf-16be", replaced);
  }
  return DecodeWithIcu(encoding, bytes, replaced);
}

/// The value after `charset` and `=` in `text`, as the standard extracts it; empty if none.
std::string_view CharsetParameter(std::string_view text) {
  const std::string lower = base::ToLowerAscii(text);
  for (size_t at = lower.find("charset"); at != std::string::npos; at = lower.find("charset", at + 1)) {
    size_t pos = at + 7;
    const auto skip_space = [&] {
      while (pos < text.size() &&
             (text[pos] == ' ' || text[pos] == '\t' || text[pos] == '\n' || text[pos] == '\r')) {
        ++pos;
      }
    };
    skip_space();
    if (pos >= text.size() || text[pos] != '=') continue;
    ++pos;
    skip_space();
    if (pos < text.size() && (text[pos] == '"' || text[pos] == '\'')) ++pos;
    const size_t end = text.find_first_of("\"' \t\r\n;>/,", pos);
    const std::string_view value =
        text.substr(pos, (end == std::string_view::npos ? text.size() : end) - pos);
    if (!value.empty()) return value;
  }
  return {};
}

/// Known encodings that `<meta` and `<?xml` declarations of the first bytes name, in order.
std::vector<std::string> MetaEncodings(std::string_view bytes) {
  constexpr size_t kScan = 4096;
  const std::string head = base::ToLowerAscii(bytes.substr(0, kScan));
  std::vector<std::string> found;
  const auto add = [&](std::string_view label) {
    std::string encoding = EncodingForLabel(label);
    // A page whose ASCII declaration could be read is not UTF-16 (standard, «prescan»).
    if (encoding == "utf-16le" || encoding == "utf-16be") encoding = "utf-8";
    if (!encoding.empty()) found.push_back(std::move(encoding));
  };
  if (head.starts_with("<?xml")) {
    const std::string_view declaration = std::string_view(head).substr(0, head.find("?>"));
    if (const size_t at = declaration.find("encoding="); at != std::string_view::npos) {
      const std::string_view rest = declaration.substr(std::min(at + 10, declaration.size()));
      add(rest.substr(0, rest.find_first_of("\"'")));
    }
  }
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const size_t comment = head.rfind("<!--", at);
    if (comment != std::string::npos && head.find("-->", comment) > at) continue;
    const size_t end = head.find('>', at);
    add(CharsetParameter(std::string_view(head).substr(at, end == std::string::npos ? end : end - at)));
  }
  return found;
}

/// Sequences of three or more bytes in well-formed UTF-8: text in another encoding does not make several.
int LongUtf8Sequences(std::string_view bytes) {
  return static_cast<int>(std::count_if(bytes.begin(), bytes.end(), [](char c) {
    return (static_cast<uint8_t>(c) & 0xF0U) == 0xE0 || (static_cast<uint8_t>(c) & 0xF8U) == 0xF0;
  }));
}

struct Trial {
  std::string text;
  int replaced = 0;
};

Trial Try(const std::string& encoding, std::string_view bytes) {
  Trial trial;
  trial.text = DecodeEncoding(encoding, bytes, &trial.replaced);
  return trial;
}

std::string Detect(std::string_view bytes) {
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  constexpr size_t kSample = 1U << 18U;
  uchardet_handle_data(detector.get(), bytes.data(), std::min(bytes.size(), kSample));
  uchardet_data_end(detector.get());
  return EncodingForLabel(uchardet_get_charset(detector.get()));
}

bool HasHighBytes(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
}

/// The text under what was declared, unless the bytes contradict it and satisfy something else.
DecodeResult DecodeDeclared(std::string_view bytes,
                            const std::vector<std::pair<std::string, std::string>>& declared) {
  const std::string& first = declared.front().first;
  if (first != "utf-8" && first != "utf-16le" && first != "utf-16be" && base::IsValidUtf8(bytes) &&
      LongUtf8Sequences(bytes) >= 3) {
    const bool named =
        std::any_of(declared.begin(), declared.end(), [](const auto& d) { return d.first == "utf-8"; });
    return {Try("utf-8", bytes).text, "utf-8", named ? "meta" : "validity", 0};
  }
  Trial best = Try(first, bytes);
  std::string encoding = first;
  std::string source = declared.front().second;
  const auto characters = static_cast<int>(best.text.size() / 3);
  // A stray byte or a cut character does not unseat a declaration; more than one in fifty does.
  if (best.replaced == 0 || best.replaced * 50 <= characters)
    return {std::move(best.text), encoding, source, best.replaced};
  const auto consider = [&](const std::string& candidate, const std::string& why) {
    if (candidate.empty() || candidate == encoding) return;
    Trial trial = Try(candidate, bytes);
    if (trial.replaced * 4 < best.replaced) {
      best = std::move(trial);
      encoding = candidate;
      source = why;
    }
  };
  for (size_t i = 1; i < declared.size(); ++i) consider(declared[i].first, declared[i].second);
  for (const char* candidate : {"utf-8", "gb18030", "big5"}) consider(candidate, "validity");
  return {std::move(best.text), encoding, source, best.replaced};
}

}  // namespace

std::string EncodingForLabel(std::string_view label) {
  const std::string wanted = base::ToLowerAscii(base::Trim(label));
  for (const LabelRow& row : kLabels) {
    if (row.label == wanted) return std::string(row.encoding);
  }
  const bool own = std::find(kOwnNames.begin(), kOwnNames.end(), wanted) != kOwnNames.end();
  return own ? wanted : std::string();
}

std::string DecodeAs(std::string_view label, std::string_view bytes, int* replaced) {
  int ignored = 0;
  return DecodeEncoding(EncodingForLabel(label), bytes, replaced != nullptr ? replaced : &ignored);
}

DecodeResult Decode(std::string_view bytes, std::string_view content_type) {
  const auto marked = [&](size_t skip, const char* encoding) {
    Trial trial = Try(encoding, bytes.substr(skip));
    return DecodeResult{std::move(trial.text), encoding, "bom", trial.replaced};
  };
  if (bytes.starts_with("\xEF\xBB\xBF")) return marked(3, "utf-8");
  if (bytes.starts_with("\xFF\xFE")) return marked(2, "utf-16le");
  if (bytes.starts_with("\xFE\xFF")) return marked(2, "utf-16be");
  if (bytes.starts_with("\x84\x31\x95\x33")) return marked(4, "gb18030");

  std::vector<std::pair<std::string, std::string>> declared;
  if (std::string encoding = EncodingForLabel(CharsetParameter(content_type)); !encoding.empty()) {
    declared.emplace_back(std::move(encoding), "header");
  }
  for (std::string& encoding : MetaEncodings(bytes)) declared.emplace_back(std::move(encoding), "meta");
  if (!declared.empty()) return DecodeDeclared(bytes, declared);
  if (base::IsValidUtf8(bytes)) return {std::string(bytes), "utf-8", "validity", 0};

  std::string detected = HasHighBytes(bytes) ? Detect(bytes) : std::string();
  // Short Chinese samples are often taken for a single-byte or Korean set: prefer GB18030 if it fits whole.
  if (detected != "utf-8" && detected != "big5" && detected != "gb18030") {
    Trial gb = Try("gb18030", bytes);
    if (gb.replaced == 0 || detected.empty()) detected = "gb18030";
  }
  Trial trial = Try(detected, bytes);
  return {std::move(trial.text), detected, "detected", trial.replaced};
}

}  // namespace mingcha::extractors
