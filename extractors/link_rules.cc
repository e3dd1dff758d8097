#include "extractors/link_rules.h"

#include "base/base64.h"
#include "base/text.h"
#include "base/url_host.h"
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
  const std::string_view value = src.substr(at + 5);
  return base::PercentDecode(value.substr(0, value.find_first_of("&#")));
}

std::optional<std::string> FileOfViewer(std::string_view address, const LexiconIndex& lexicon) {
  const size_t query = address.find('?');
  if (query == std::string_view::npos || !lexicon.Matches("viewer_page", address.substr(0, query)))
    return std::nullopt;
  for (const std::string_view part :
       base::Split(address.substr(query + 1, address.find('#') - query - 1), '&')) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string value = base::PercentDecode(part.substr(equals + 1));
    for (const std::string& file : {value, base::Base64Decode(value)}) {
      const bool address_like = file.starts_with("/") || file.starts_with("http") || file.starts_with(".");
      if (address_like && base::IsValidUtf8(file) && lexicon.Matches("attachment_url", file)) return file;
    }
  }
  return std::nullopt;
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
