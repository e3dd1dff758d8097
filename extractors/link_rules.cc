#include "extractors/link_rules.h"

#include "base/text.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

std::string_view RefreshAddress(std::string_view content) {
  const std::string lower = base::ToLowerAscii(content);
  const size_t at = lower.find("url");
  if (at == std::string::npos) return {};
  const size_t equals = content.find('=', at);
  if (equals == std::string_view::npos) return {};
  std::string_view address = base::Trim(content.substr(equals + 1));
  if (!address.empty() && (address[0] == '\'' || address[0] == '"')) {
    address.remove_prefix(1);
    address = address.substr(0, address.find_first_of("'\""));
  }
  return address;
}

bool IsScriptAddress(std::string_view address) {
  address = base::Trim(address);
  const size_t letter = address.empty() ? 0 : static_cast<unsigned char>(address[0]) | 0x20U;
  return letter == 'j' && base::ToLowerAscii(address.substr(0, 11)) == "javascript:";
}

bool IsWholeAddress(std::string_view value) {
  value = base::Trim(value);
  const std::string scheme = base::ToLowerAscii(value.substr(0, 8));
  return scheme.starts_with("http://") || scheme.starts_with("https://");
}

std::optional<std::string> ViewedFile(std::string_view src) {
  const size_t at = src.find("file=");
  if (at == std::string_view::npos || (at > 0 && src[at - 1] != '?' && src[at - 1] != '&'))
    return std::nullopt;
  std::string_view value = src.substr(at + 5);
  value = value.substr(0, value.find_first_of("&#"));
  std::string out;
  for (size_t i = 0; i < value.size(); ++i) {
    const auto hex = [](char c) {
      return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    };
    if (value[i] == '%' && i + 2 < value.size() && hex(value[i + 1]) >= 0 && hex(value[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex(value[i + 1]) * 16 + hex(value[i + 2])));
      i += 2;
    } else {
      out.push_back(value[i]);
    }
  }
  return out;
}

bool IsPlainText(std::string_view utf8) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte > 0x20 && byte < 0x7F) continue;
    // Han characters, E4 to E9: the usual case.
    if (byte >= 0xE4 && byte <= 0xE9 && i + 2 < utf8.size()) {
      i += 2;
      continue;
    }
    const bool ellipsis = utf8.substr(i, 3) == "\xE2\x80\xA6";
    if (!ellipsis) return false;
    i += 2;
  }
  return true;
}

namespace {

std::string Squash(std::string_view text) {
  return IsPlainText(text) ? std::string(text) : SquashSpace(text);
}

}  // namespace

std::string ChooseLinkText(std::string_view text, std::string_view title, std::string_view alt) {
  std::string squashed = Squash(text);
  if (title.empty()) return squashed.empty() ? Squash(alt) : squashed;
  std::string long_form = Squash(title);
  if (long_form.empty()) return squashed.empty() ? Squash(alt) : squashed;
  if (long_form.size() > squashed.size() || squashed.empty()) return long_form;
  return squashed;
}

}  // namespace mingcha::extractors
