#include "base/url_fold.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace mingcha::base {
namespace {

/// Parameters that tell visitors apart, not pages. Lower case; a trailing `*` is a prefix.
constexpr std::array<std::string_view, 16> kVisitorParameters = {
    "jsessionid", "phpsessid", "aspsessionid*", "asp.net_sessionid",
    "cfid",       "cftoken",   "sessionid",     "utm_*",
    "spm",        "gclid",     "fbclid",        "isappinstalled",
    "hmsr",       "hmpl",      "from_spmid",    "share_token"};
constexpr std::array<std::string_view, 3> kPathSessions = {";jsessionid=", ";phpsessid=", ";sessionid="};

bool Names(std::string_view known, std::string_view lower) {
  if (known.empty()) return false;
  if (known.back() != '*') return lower == known;
  known.remove_suffix(1);
  return lower.starts_with(known);
}

bool IsVisitorParameter(std::string_view name, const FoldRules& rules) {
  const std::string lower = ToLowerAscii(name);
  const auto names = [&](std::string_view known) { return Names(known, lower); };
  return std::any_of(kVisitorParameters.begin(), kVisitorParameters.end(), names) ||
         std::any_of(rules.drop_parameters.begin(), rules.drop_parameters.end(),
                     [&](const std::string& known) { return Names(ToLowerAscii(known), lower); });
}

std::string WithoutVisitorParameters(std::string_view query, const FoldRules& rules) {
  std::string out;
  for (const std::string_view part : Split(query, '&')) {
    if (part.empty() || IsVisitorParameter(part.substr(0, part.find('=')), rules)) continue;
    if (!out.empty()) out += '&';
    out += part;
  }
  return out;
}

/// `/a.jsp;jsessionid=F00?x` → `/a.jsp?x`: matrix parameters other than session ids stay.
std::string WithoutPathSession(std::string_view path) {
  std::string out(path);
  const std::string lower = ToLowerAscii(path);
  for (const std::string_view name : kPathSessions) {
    const size_t begin = lower.find(name);
    if (begin == std::string::npos) continue;
    const size_t end = lower.find_first_of("/;", begin + 1);
    out.erase(begin, end == std::string::npos ? std::string::npos : end - begin);
    break;
  }
  return out;
}

/// `(S(abc))`, `(A(x)F(y))`: what ASP.NET without cookies puts into paths to know a visitor by.
bool IsPathTicket(std::string_view segment) {
  if (segment.size() < 5 || segment.front() != '(' || !segment.ends_with("))")) return false;
  segment = segment.substr(1, segment.size() - 2);
  while (!segment.empty()) {
    const size_t close = segment.find(')');
    const bool named =
        segment.size() > 2 && std::string_view("SAFX").find(segment[0]) != std::string_view::npos;
    if (!named || segment[1] != '(' || close == std::string_view::npos) return false;
    const std::string_view ticket = segment.substr(2, close - 2);
    if (ticket.empty() || ticket.find('(') != std::string_view::npos) return false;
    segment.remove_prefix(close + 1);
  }
  return true;
}

std::string WithoutPathTicket(std::string_view path) {
  std::string out;
  for (const std::string_view segment : Split(path.substr(1), '/')) {
    if (!IsPathTicket(segment)) out.append("/").append(segment);
  }
  return out.empty() ? "/" : out;
}

/// What `/gate/big5/host/path` mirrors.
std::optional<Url> Mirrored(const Url& url) {
  constexpr std::string_view kGate = "/gate/big5/";
  const std::string& path = url.path();
  if (path.size() <= kGate.size() || ToLowerAscii(std::string_view(path).substr(0, kGate.size())) != kGate)
    return std::nullopt;
  if (path.find('/', kGate.size()) == std::string::npos) return std::nullopt;
  std::string inner = url.scheme() + "://" + path.substr(kGate.size());
  if (url.query()) inner += "?" + *url.query();
  auto mirrored = Url::Parse(inner);
  if (!mirrored || mirrored->host().find('.') == std::string::npos) return std::nullopt;
  return mirrored;
}

std::string HostWithPort(const Url& url) {
  return url.port() ? url.host() + ":" + std::to_string(*url.port()) : url.host();
}

/// Length of the path without a default document's name; npos if it names none.
size_t FolderOfDefault(std::string_view path) {
  static constexpr std::array<std::string_view, 2> kNames = {"index.", "default."};
  static constexpr std::array<std::string_view, 8> kEndings = {"html", "htm", "shtml", "jhtml",
                                                               "jsp",  "php", "asp",   "aspx"};
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path.size() - slash > 16) return std::string_view::npos;
  const std::string file = ToLowerAscii(path.substr(slash + 1));
  for (const std::string_view name : kNames) {
    if (!file.starts_with(name)) continue;
    const std::string_view ending = std::string_view(file).substr(name.size());
    if (std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end()) return slash + 1;
  }
  return std::string_view::npos;
}

}  // namespace

std::string CleanUrl(const Url& url, const FoldRules& rules) {
  if (const auto original = Mirrored(url)) {
    // One step only: a mirror of a mirror is a trap.
    if (!Mirrored(*original)) return CleanUrl(*original, rules);
  }
  const bool plain_path = url.path().find(';') == std::string::npos;
  const bool credentials = !url.username().empty() || !url.password().empty();
  if (plain_path && !url.query() && !credentials) return url.HrefWithoutFragment();
  std::string out = url.scheme() + "://";
  out += HostWithPort(url) + (plain_path ? url.path() : WithoutPathSession(url.path()));
  if (const std::string query = WithoutVisitorParameters(url.query().value_or(""), rules); !query.empty())
    out += "?" + query;
  return out;
}

std::string FoldKey(const Url& clean, const FoldRules& rules) {
  const bool twin = rules.twins && !clean.port();
  std::string host = HostWithPort(clean);
  if (twin && host.starts_with("www.") && std::count(host.begin(), host.end(), '.') > 1) host.erase(0, 4);
  std::string out = (twin ? "http" : clean.scheme()) + "://";
  out += host;
  std::string_view path = clean.path();
  std::string without;
  // Only told apart by it, never asked without: the server would lead back to a new one.
  if (path.find("/(") != std::string_view::npos) {
    without = WithoutPathTicket(path);
    path = without;
  }
  if (rules.default_documents && !clean.query()) path = path.substr(0, FolderOfDefault(path));
  out += path;
  if (clean.query()) out += "?" + *clean.query();
  return out;
}

}  // namespace mingcha::base
