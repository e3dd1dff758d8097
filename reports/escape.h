#pragma once

#include <string>
#include <string_view>

namespace mingcha::reports {

/// Crawled text made harmless for any format: ill-formed UTF-8 to U+FFFD; control characters (but tab and
/// line feed), Unicode direction overrides and isolates, and byte-order marks left out.
[[nodiscard]] std::string CleanText(std::string_view text);

/// CleanText with `& < > " '` as entities: for element content and quoted attribute values.
[[nodiscard]] std::string EscapeHtml(std::string_view text);

/// Where a JSON string will stand.
enum class JsonPlace {
  kFile,    ///< A file of its own.
  kScript,  ///< Inside an HTML script element: `<`, `>`, `&`, U+2028 and U+2029 are written as \u escapes.
};

/// Appends a JSON string with its quotes (RFC 8259). Ill-formed UTF-8 becomes U+FFFD.
void AppendJsonString(std::string_view text, JsonPlace place, std::string* out);

/// True for text that a spreadsheet would run as a formula: it begins with `= + - @`, their full-width forms,
/// tab or carriage return, spaces in front disregarded.
[[nodiscard]] bool LooksLikeFormula(std::string_view text);

/// One CSV cell (RFC 4180) of CleanText, quoted where needed. Text that LooksLikeFormula gets an apostrophe
/// in front.
[[nodiscard]] std::string CsvCell(std::string_view text);

/// True if a browser may follow it: absolute http or https. Nothing else ever becomes a link.
[[nodiscard]] bool IsWebLink(std::string_view url);

/// Base64 (RFC 4648) of a digest given in hex, as a content security policy writes it.
[[nodiscard]] std::string Base64OfHex(std::string_view hex);

}  // namespace mingcha::reports
