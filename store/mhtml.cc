#include "store/mhtml.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/base64.h"
#include "base/text.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using Fields = std::map<std::string, std::string>;

constexpr size_t kMaxHeadBytes = size_t{256} << 10;
constexpr int kMaxParts = 10'000;

/// Cuts the head off `*bytes`: fields by lower-case name, folded lines joined.
Fields TakeHead(std::string_view* bytes) {
  Fields fields;
  std::string* last = nullptr;
  size_t used = 0;
  while (!bytes->empty() && used < kMaxHeadBytes) {
    const size_t end = bytes->find('\n');
    std::string_view line = bytes->substr(0, end);
    const size_t length = end == std::string_view::npos ? bytes->size() : end + 1;
    bytes->remove_prefix(length);
    used += length;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    if ((line[0] == ' ' || line[0] == '\t') && last != nullptr) {
      *last += " " + std::string(base::Trim(line));
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    last = &fields[base::ToLowerAscii(line.substr(0, colon))];
    *last = std::string(base::Trim(line.substr(colon + 1)));
  }
  return fields;
}

std::string BoundaryOf(const std::string& content_type) {
  const size_t at = base::ToLowerAscii(content_type).find("boundary=");
  if (at == std::string::npos) return {};
  std::string_view value = std::string_view(content_type).substr(at + 9);
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return std::string(base::Trim(value.substr(0, value.find(';'))));
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string QuotedPrintable(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
      continue;
    }
    if (text.substr(i + 1, 1) == "\n") {
      i += 1;
    } else if (text.substr(i + 1, 2) == "\r\n") {
      i += 2;
    } else if (i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 && HexDigit(text[i + 2]) >= 0) {
      out += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

std::string Decoded(std::string_view body, const Fields& head) {
  const auto coding = head.find("content-transfer-encoding");
  const std::string name = coding == head.end() ? std::string() : base::ToLowerAscii(coding->second);
  if (name == "base64") return base::Base64Decode(body);
  if (name == "quoted-printable") return QuotedPrintable(body);
  return std::string(body);
}

std::string FieldOr(const Fields& fields, const char* name, const std::string& otherwise) {
  const auto found = fields.find(name);
  return found == fields.end() ? otherwise : found->second;
}

bool IsHtml(const std::string& content_type) {
  const std::string type = base::ToLowerAscii(content_type);
  return type.starts_with("text/html") || type.starts_with("application/xhtml");
}

}  // namespace

bool LooksLikeMhtml(std::string_view bytes) {
  std::string_view rest = bytes.substr(0, kMaxHeadBytes);
  const Fields head = TakeHead(&rest);
  const auto type = head.find("content-type");
  return head.contains("mime-version") && type != head.end() &&
         base::ToLowerAscii(type->second).starts_with("multipart/");
}

Result<SavedPage> ReadMhtml(std::string_view bytes) {
  const Fields head = TakeHead(&bytes);
  const std::string boundary = "--" + BoundaryOf(FieldOr(head, "content-type", ""));
  if (boundary.size() == 2)
    return Fail(ErrorCode::kInvalidInput, "the saved file has no parts: it names no boundary");
  const std::string file_url =
      FieldOr(head, "snapshot-content-location", FieldOr(head, "content-location", ""));
  size_t at = bytes.find(boundary);
  for (int part = 0; at != std::string_view::npos && part < kMaxParts; ++part) {
    std::string_view rest = bytes.substr(at + boundary.size());
    if (rest.starts_with("--")) break;
    const size_t line = rest.find('\n');
    if (line == std::string_view::npos) break;
    rest.remove_prefix(line + 1);
    const size_t end = rest.find(boundary);
    std::string_view body = rest.substr(0, end);
    const Fields fields = TakeHead(&body);
    const std::string type = FieldOr(fields, "content-type", "");
    if (IsHtml(type)) {
      SavedPage page;
      page.url = FieldOr(fields, "content-location", file_url);
      if (!page.url.starts_with("http")) page.url = file_url;
      page.content_type = type;
      page.html = Decoded(body, fields);
      return page;
    }
    if (end == std::string_view::npos) break;
    at = static_cast<size_t>(rest.data() - bytes.data()) + end;
  }
  return Fail(ErrorCode::kInvalidInput, "the saved file holds no HTML page");
}

}  // namespace mingcha::store
