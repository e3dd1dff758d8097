// The short way for addresses as pages nearly always write them; everything else goes through the state
// machine.
#include <array>
#include <cstdint>
#include <utility>

#include "base/url_host.h"
#include "base/url_parser.h"
#include "base/url_resolve.h"

namespace mingcha::base {
namespace {

enum Class : uint8_t { kOther = 0, kInPath = 1, kInQuery = 2, kInHost = 4, kDigit = 8 };

/// Bytes that stand in a serialised URL as they stand in the input.
constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> out{};
  const auto add = [&out](std::string_view bytes, unsigned what) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      out[byte] = static_cast<uint8_t>(out[byte] | what);
    }
  };
  add("abcdefghijklmnopqrstuvwxyz-.", kInPath | kInQuery | kInHost);
  add("0123456789", kInPath | kInQuery | kInHost | kDigit);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ_~!$&()*+,;=:@/", kInPath | kInQuery);
  add("?%[]|", kInQuery);
  return out;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

bool Is(char c, unsigned what) { return (kClasses[static_cast<unsigned char>(c)] & what) != 0; }

bool All(std::string_view text, unsigned what) {
  unsigned common = what;
  for (const char c : text) common &= kClasses[static_cast<unsigned char>(c)];
  return common == what;
}

/// Four numbers as the standard would write them.
bool IsCanonicalIpv4(std::string_view host) {
  int numbers = 0;
  for (size_t at = 0; at <= host.size(); ++numbers) {
    const size_t end = std::min(host.find('.', at), host.size());
    const std::string_view number = host.substr(at, end - at);
    if (number.empty() || number.size() > 3 || !All(number, kDigit)) return false;
    if (number.size() > 1 && number[0] == '0') return false;
    int value = 0;
    for (const char c : number) value = value * 10 + (c - '0');
    if (value > 255) return false;
    at = end + 1;
  }
  return numbers == 4;
}

/// A host that the host parser gives back as it is.
bool IsCanonicalHost(std::string_view host) {
  if (host.empty() || !All(host, kInHost) || host.back() == '.') return false;
  if (Is(host[host.rfind('.') + 1], kDigit)) return IsCanonicalIpv4(host);
  return true;
}

/// True if no segment could be one of the dot segments.
bool WithoutDots(std::string_view path) { return path.find("/.") == std::string_view::npos; }

/// The folder above a folder's path (`/a/b/` → `/a/`).
std::string_view Above(std::string_view folder) {
  if (folder.size() <= 1) return folder;
  return folder.substr(0, folder.rfind('/', folder.size() - 2) + 1);
}

struct Authority {
  std::string_view text, host;  ///< `host[:port]`, `host`
  std::optional<uint16_t> port;
};

/// The authority a text begins with, if it is written as it will be serialised.
std::optional<Authority> TakeAuthority(std::string_view text, std::string_view scheme) {
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  Authority out{text.substr(0, end), text.substr(0, end), std::nullopt};
  if (const size_t colon = out.text.find(':'); colon != std::string_view::npos) {
    out.host = out.text.substr(0, colon);
    const std::string_view digits = out.text.substr(colon + 1);
    if (digits.empty() || digits.size() > 5 || digits[0] == '0' || !All(digits, kDigit)) return std::nullopt;
    uint32_t port = 0;
    for (const char c : digits) port = port * 10 + static_cast<uint32_t>(c - '0');
    if (port > UINT16_MAX || DefaultPort(scheme) == port) return std::nullopt;
    out.port = static_cast<uint16_t>(port);
  }
  if (!IsCanonicalHost(out.host)) return std::nullopt;
  return out;
}

/// The parts of an address that will be serialised as it is written.
struct Parts {
  std::string_view scheme, origin, host;  ///< Origin: `scheme://host[:port]`.
  std::optional<uint16_t> port;
  std::string_view folder, file;          ///< The path is one behind the other.
  std::optional<std::string_view> query;  ///< Without `?`.
};

bool TakeAbsolute(std::string_view text, std::string_view scheme, Parts* out) {
  const size_t skip = scheme.size() + 3;  // ://
  const auto authority = TakeAuthority(text.substr(skip), scheme);
  if (!authority) return false;
  out->scheme = scheme;
  out->host = authority->host;
  out->port = authority->port;
  out->origin = text.substr(0, skip + authority->text.size());
  out->file = text.substr(out->origin.size());
  if (out->file.empty()) out->file = "/";
  return true;
}

bool TakeRelative(std::string_view text, const Url* base, Parts* out) {
  const bool usable = base != nullptr && base->is_http() && base->username().empty() &&
                      base->password().empty() && base->path().starts_with('/');
  if (!usable || text.find(':') != std::string_view::npos || text.starts_with("//")) return false;
  if (text[0] != '/') {
    out->folder = std::string_view(base->path()).substr(0, base->path().rfind('/') + 1);
    while (text.starts_with('.')) {
      const bool up = text.starts_with("../");
      if (!up && !text.starts_with("./")) return false;
      if (up) out->folder = Above(out->folder);
      text.remove_prefix(up ? 3 : 2);
    }
  }
  const size_t behind = base->path().size() + (base->query() ? base->query()->size() + 1 : 0) +
                        (base->fragment() ? base->fragment()->size() + 1 : 0);
  out->scheme = base->scheme();
  out->host = base->host();
  out->port = base->port();
  out->origin = std::string_view(base->href()).substr(0, base->href().size() - behind);
  out->file = text;
  return true;
}

std::optional<Parts> TakeApart(std::string_view input, const Url* base) {
  const size_t mark = input.find('?');
  const std::string_view before = input.substr(0, mark);
  if (before.empty() || !All(before, kInPath)) return std::nullopt;
  Parts out;
  if (mark != std::string_view::npos) {
    out.query = input.substr(mark + 1);
    if (!All(*out.query, kInQuery)) return std::nullopt;
  }
  const bool taken = before.starts_with("http://")    ? TakeAbsolute(before, "http", &out)
                     : before.starts_with("https://") ? TakeAbsolute(before, "https", &out)
                                                      : TakeRelative(before, base, &out);
  return taken && WithoutDots(out.file) ? std::optional(out) : std::nullopt;
}

std::string HrefOf(const Parts& parts) {
  std::string href;
  href.reserve(parts.origin.size() + parts.folder.size() + parts.file.size() +
               (parts.query ? parts.query->size() + 1 : 0));
  href.append(parts.origin).append(parts.folder).append(parts.file);
  if (parts.query) href.append("?").append(*parts.query);
  return href;
}

}  // namespace

std::optional<Url> UrlParser::Plain(std::string_view input, const Url* base) {
  const auto parts = TakeApart(input, base);
  if (!parts) return std::nullopt;
  Url url;
  url.scheme_ = parts->scheme;
  url.host_ = parts->host;
  url.has_host_ = true;
  url.port_ = parts->port;
  url.path_.reserve(parts->folder.size() + parts->file.size());
  url.path_.append(parts->folder).append(parts->file);
  if (parts->query) url.query_ = std::string(*parts->query);
  url.href_ = HrefOf(*parts);
  return url;
}

std::optional<std::string> ResolveLink(std::string_view address, const Url& base) {
  if (const auto parts = TakeApart(address, &base)) return HrefOf(*parts);
  const auto url = Url::Parse(address, &base);
  if (!url || !url->is_http()) return std::nullopt;
  return url->HrefWithoutFragment();
}

}  // namespace mingcha::base
