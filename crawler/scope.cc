#include "crawler/scope.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "base/text.h"

namespace mingcha::crawler {
namespace {

constexpr int kMaxSegmentRepeats = 3;
constexpr int kMaxParameters = 24;
constexpr int kMaxParameterRepeats = 4;

/// Parameters that tell visitors apart, not pages. Compared in lower case; a trailing `*` is a prefix.
constexpr std::array<std::string_view, 10> kVisitorParameters = {
    "jsessionid", "phpsessid", "aspsessionid*", "cfid",   "cftoken",
    "utm_*",      "spm",       "gclid",         "fbclid", "isappinstalled"};

bool IsVisitorParameter(std::string_view name) {
  const std::string lower = base::ToLowerAscii(name);
  return std::any_of(kVisitorParameters.begin(), kVisitorParameters.end(), [&](std::string_view known) {
    if (known.back() != '*') return lower == known;
    known.remove_suffix(1);
    return std::string_view(lower).substr(0, known.size()) == known;
  });
}

std::string WithoutVisitorParameters(std::string_view query) {
  std::string out;
  for (const std::string_view part : base::Split(query, '&')) {
    if (part.empty() || IsVisitorParameter(part.substr(0, part.find('=')))) continue;
    if (!out.empty()) out += '&';
    out += part;
  }
  return out;
}

/// `/a.jsp;jsessionid=F00?x` → `/a.jsp?x`: matrix parameters other than session ids stay.
std::string WithoutPathSession(std::string_view path) {
  std::string out(path);
  const std::string lower = base::ToLowerAscii(path);
  for (const std::string_view name : {";jsessionid=", ";phpsessid="}) {
    const size_t begin = lower.find(name);
    if (begin == std::string::npos) continue;
    const size_t end = lower.find_first_of("/;", begin + 1);
    out.erase(begin, end == std::string::npos ? std::string::npos : end - begin);
    break;
  }
  return out;
}

std::string_view Extension(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

bool HasExtension(std::string_view path, const std::string_view* begin, const std::string_view* end) {
  const std::string extension = base::ToLowerAscii(Extension(path));
  return !extension.empty() && std::find(begin, end, extension) != end;
}

template <size_t N>
bool HasExtension(std::string_view path, const std::array<std::string_view, N>& list) {
  return HasExtension(path, list.data(), list.data() + N);
}

constexpr std::array<std::string_view, 27> kUnwanted = {
    "css",  "js",  "ico", "woff", "woff2", "ttf", "eot", "svg", "mp3", "mp4", "avi", "flv", "wmv", "mov",
    "m3u8", "swf", "wav", "rmvb", "mkv",   "exe", "msi", "apk", "ipa", "dmg", "iso", "map", "cab"};
constexpr std::array<std::string_view, 22> kAttachments = {
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et",   "dps", "ofd",
    "ceb", "zip", "rar",  "7z",  "csv",  "txt", "rtf",  "jpg", "jpeg", "png", "tif"};

/// Traditional-character mirrors of government sites (`/gate/big5/host/path`).
SkipReason NotMirror(const base::Url& url) {
  static constexpr std::string_view kGate = "/gate/big5/";
  const std::string& path = url.path();
  const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b); };
  const auto found = std::search(path.begin(), path.end(), kGate.begin(), kGate.end(), same);
  return found == path.end() ? SkipReason::kNone : SkipReason::kMirror;
}

SkipReason NotRepeating(const base::Url& url) {
  if (std::count(url.path().begin(), url.path().end(), '/') <= kMaxSegmentRepeats) return SkipReason::kNone;
  std::map<std::string_view, int> seen;
  for (const std::string_view segment : base::Split(url.path(), '/')) {
    if (!segment.empty() && ++seen[segment] > kMaxSegmentRepeats) return SkipReason::kRepeatingPath;
  }
  return SkipReason::kNone;
}

SkipReason NotGrowing(const base::Url& url) {
  if (!url.query()) return SkipReason::kNone;
  std::map<std::string_view, int> seen;
  int count = 0;
  for (const std::string_view part : base::Split(*url.query(), '&')) {
    if (++count > kMaxParameters || ++seen[part.substr(0, part.find('='))] > kMaxParameterRepeats) {
      return SkipReason::kQueryGrowth;
    }
  }
  return SkipReason::kNone;
}

std::string HostWithPort(const base::Url& url) {
  return url.port() ? url.host() + ":" + std::to_string(*url.port()) : url.host();
}

}  // namespace

std::string_view SkipReasonName(SkipReason reason) {
  static constexpr std::array<std::string_view, kSkipReasonCount> kNames = {
      "none",           "not_http",         "too_long",         "mirror",
      "foreign_host",   "path_not_allowed", "path_denied",      "unwanted_type",
      "repeating_path", "query_growth",     "older_than_window"};
  const auto index = static_cast<size_t>(reason);
  CHECK(index < kNames.size()) << "no such reason: " << index;
  return kNames[index];
}

std::string NormaliseForFrontier(const base::Url& url) {
  const bool plain_path = url.path().find(';') == std::string::npos;
  if (plain_path && !url.query()) return url.HrefWithoutFragment();
  std::string out = url.scheme() + "://";
  if (!url.username().empty() || !url.password().empty()) {
    out += url.username() + (url.password().empty() ? "" : ":" + url.password()) + "@";
  }
  out += HostWithPort(url) + (plain_path ? url.path() : WithoutPathSession(url.path()));
  if (const std::string query = WithoutVisitorParameters(url.query().value_or("")); !query.empty()) {
    out += "?" + query;
  }
  return out;
}

Scope::Scope(const CrawlOptions& options) : options_(options) {
  for (const model::SiteProfile& site : options_.sites) {
    if (!site.crawl) continue;
    std::vector<std::string> hosts;
    for (const std::string& host : site.hosts) hosts.push_back(base::ToLowerAscii(host));
    if (hosts.empty()) {
      for (const std::string& seed : site.seeds) {
        if (const auto url = base::Url::Parse(seed); url && url->is_http())
          hosts.push_back(HostWithPort(*url));
      }
    }
    for (const std::string& host : hosts) {
      if (site.allow_paths.empty()) doors_.push_back({host, "", &site});
      for (const std::string& path : site.allow_paths) doors_.push_back({host, path, &site});
    }
  }
  std::stable_sort(doors_.begin(), doors_.end(), [](const Door& a, const Door& b) {
    if (a.path.size() != b.path.size()) return a.path.size() > b.path.size();
    return (a.host.find(':') != std::string::npos) && (b.host.find(':') == std::string::npos);
  });
}

const model::SiteProfile* Scope::Site(std::string_view id) const {
  for (const model::SiteProfile& site : options_.sites) {
    if (site.id == id && site.crawl) return &site;
  }
  return nullptr;
}

ScopeVerdict Scope::FindSite(const base::Url& url, const model::SiteProfile* attachment_of) const {
  const std::string with_port = HostWithPort(url);
  bool host_known = false;
  const model::SiteProfile* at_home = nullptr;
  for (const Door& door : doors_) {
    if (door.host != with_port && door.host != url.host()) continue;
    host_known = true;
    if (std::string_view(url.path()).substr(0, door.path.size()) == door.path) {
      return {SkipReason::kNone, door.site};
    }
    if (door.site == attachment_of) at_home = door.site;
  }
  if (at_home != nullptr) return {SkipReason::kNone, at_home};
  return {host_known ? SkipReason::kPathNotAllowed : SkipReason::kForeignHost, nullptr};
}

ScopeVerdict Scope::Decide(const base::Url& url, const model::SiteProfile* attachment_of) const {
  if (!url.is_http()) return {SkipReason::kNotHttp, nullptr};
  if (url.href().size() > options_.max_url_bytes) return {SkipReason::kTooLong, nullptr};
  if (const SkipReason reason = NotMirror(url); reason != SkipReason::kNone) return {reason, nullptr};
  const ScopeVerdict found = FindSite(url, attachment_of);
  if (!found.inside()) return found;
  if (options_.path_denied) {
    const std::string full = url.query() ? url.path() + "?" + *url.query() : url.path();
    if (options_.path_denied(*found.site, full)) return {SkipReason::kPathDenied, nullptr};
  }
  if (HasExtension(url.path(), kUnwanted)) return {SkipReason::kUnwantedType, nullptr};
  if (const SkipReason reason = NotRepeating(url); reason != SkipReason::kNone) return {reason, nullptr};
  if (const SkipReason reason = NotGrowing(url); reason != SkipReason::kNone) return {reason, nullptr};
  return found;
}

model::TaskKind Scope::KindOf(const model::SiteProfile& site, const base::Url& url) const {
  if (options_.kind_of) {
    if (const auto kind = options_.kind_of(site, url.path())) return *kind;
  }
  if (HasExtension(url.path(), kAttachments)) return model::TaskKind::kAttachment;
  const std::string_view path = url.path();
  const std::string name = base::ToLowerAscii(path.substr(path.rfind('/') + 1));
  const bool index = name.empty() || name.rfind("index", 0) == 0 || name.rfind("list", 0) == 0 ||
                     name.rfind("default", 0) == 0;
  return index ? model::TaskKind::kList : model::TaskKind::kDetail;
}

}  // namespace mingcha::crawler
