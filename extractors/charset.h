#pragma once

#include <string>
#include <string_view>

namespace mingcha::extractors {

/// Bytes of a page as text.
struct DecodeResult {
  std::string text;      ///< Well-formed UTF-8 without a byte-order mark.
  std::string encoding;  ///< WHATWG name that decoded it, lower case: `utf-8`, `gb18030`, `big5` …
  std::string source;    ///< What decided: `bom`, `header`, `meta`, `validity`, `detected`.
  int replaced = 0;      ///< U+FFFD put in for ill-formed sequences.
};

/// The encoding a label means (WHATWG Encoding Standard, section 4.2), lower case; empty for an unknown
/// label. Why so: `gb2312`, `gbk` and their kin are all read as GB18030, because 〔〕, rare surnames and the
/// euro sign stand outside what the labels promise and pages use them all the same.
[[nodiscard]] std::string EncodingForLabel(std::string_view label);

/// Decodes with the encoding of `label`; an unknown label counts as UTF-8. Ill-formed sequences become U+FFFD
/// as the standard's decoders do it; their number is added to `*replaced` if given. Any thread.
[[nodiscard]] std::string DecodeAs(std::string_view label, std::string_view bytes, int* replaced = nullptr);

/// Decides the encoding in this order: byte-order mark, `charset` of the HTTP Content-Type, `<meta>` in the
/// first 4 KB; a declared encoding that the bytes contradict yields to one they satisfy (`validity`); with no
/// declaration, validity as UTF-8, then statistical detection. Any bytes are fine. Any thread.
[[nodiscard]] DecodeResult Decode(std::string_view bytes, std::string_view content_type);

}  // namespace mingcha::extractors
