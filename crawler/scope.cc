#include "crawler/scope.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "base/text.h"

namespace mingcha::crawler {
namespace {

constexpr int kMaxSegmentRepeats = 3;
constexpr int kMaxSegments = 32;  // Sites have ten at most.
constexpr int kMaxParameters = 24;
constexpr int kMaxParameterRepeats = 4;

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

/// Ports of mail, remote shells, file shares and the like: a link must not make us talk to them.
constexpr std::array<uint16_t, 83> kBlockedPorts = {
    0,    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,   25,   37,   42,   43,
    53,   69,   77,   79,   87,   95,   101,  102,  103,  104,  109,  110,  111,  113,  115,  117,  119,
    123,  135,  137,  139,  143,  161,  179,  389,  427,  465,  512,  513,  514,  515,  526,  530,  531,
    532,  540,  548,  554,  556,  563,  587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049,
    3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080};

/// Traditional-character mirrors of government sites (`/gate/big5/host/path`).
SkipReason NotMirror(const base::Url& url) {
  static constexpr std::string_view kGate = "/gate/big5/";
  const std::string_view path = url.path();
  for (size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    const std::string_view rest = path.substr(slash, kGate.size());
    if (rest.size() < kGate.size()) break;
    if ((rest[1] == 'g' || rest[1] == 'G') && base::ToLowerAscii(rest) == kGate) return SkipReason::kMirror;
  }
  return SkipReason::kNone;
}

SkipReason NotRepeating(const base::Url& url) {
  if (std::count(url.path().begin(), url.path().end(), '/') <= kMaxSegmentRepeats) return SkipReason::kNone;
  std::map<std::string_view, int> seen;
  for (const std::string_view segment : base::Split(url.path(), '/')) {
    if (!segment.empty() && ++seen[segment] > kMaxSegmentRepeats) return SkipReason::kRepeatingPath;
  }
  return SkipReason::kNone;
}

/// Longer ones are made by links that add a folder on every page, whichever way round they lead.
SkipReason NotEndless(const base::Url& url) {
  return std::count(url.path().begin(), url.path().end(), '/') > kMaxSegments ? SkipReason::kGrowingAddress
                                                                              : SkipReason::kNone;
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

/// Ways into calendars, in any letter case.
constexpr std::array<std::string_view, 6> kCalendarWords = {"calendar", "rili",    "schedule",
                                                            "kalender", "almanac", "wannianli"};
constexpr std::array<std::string_view, 8> kYearParameters = {"year", "y",     "nian", "date",
                                                             "day",  "month", "ym",   "yearmonth"};
constexpr int kFirstYear = 1949;
constexpr int kLastYear = 2100;

/// The four digits a text begins with; 0: others.
int LeadingYear(std::string_view text) {
  if (text.size() < 4 ||
      !std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }))
    return 0;
  if (text.size() > 4 && text[4] >= '0' && text[4] <= '9' && text.size() != 6 && text.size() != 8) return 0;
  return (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
}

/// Calendars lead on for ever: days of years in which nothing can have been published.
SkipReason NotCalendar(const base::Url& url, int last_year) {
  const auto outside = [&](int year) { return year != 0 && (year < kFirstYear || year > last_year); };
  if (url.query()) {
    for (const std::string_view part : base::Split(*url.query(), '&')) {
      const size_t equals = part.find('=');
      if (equals == std::string_view::npos || !outside(LeadingYear(part.substr(equals + 1)))) continue;
      const std::string name = base::ToLowerAscii(part.substr(0, equals));
      if (std::find(kYearParameters.begin(), kYearParameters.end(), name) != kYearParameters.end())
        return SkipReason::kCalendar;
    }
  }
  if (!NamesCalendar(url)) return SkipReason::kNone;
  for (const std::string_view segment : base::Split(url.path(), '/')) {
    if (outside(LeadingYear(segment))) return SkipReason::kCalendar;
  }
  return SkipReason::kNone;
}

std::string HostWithPort(const base::Url& url) {
  return url.port() ? url.host() + ":" + std::to_string(*url.port()) : url.host();
}

}  // namespace

bool NamesCalendar(const base::Url& url) {
  const std::string_view path = url.path();
  const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b); };
  return std::any_of(kCalendarWords.begin(), kCalendarWords.end(), [&](std::string_view word) {
    return std::search(path.begin(), path.end(), word.begin(), word.end(), same) != path.end();
  });
}

std::string_view SkipReasonName(SkipReason reason) {
  static constexpr std::array<std::string_view, kSkipReasonCount> kNames = {
      "none",           "not_http",         "too_long",        "mirror",
      "foreign_host",   "path_not_allowed", "path_denied",     "unwanted_type",
      "repeating_path", "query_growth",     "calendar",        "older_than_window",
      "repeated_list",  "repeated_page",    "growing_address", "blocked_port"};
  const auto index = static_cast<size_t>(reason);
  CHECK(index < kNames.size()) << "no such reason: " << index;
  return kNames[index];
}

base::FoldRules FoldRulesOf(const model::SiteProfile& site) {
  return {site.fold_default_documents, site.fold_twins, site.drop_parameters};
}

std::string NormaliseForFrontier(const base::Url& url) { return base::CleanUrl(url, {}); }

Scope::Scope(const CrawlOptions& options)
    : options_(options), last_year_(options.window ? options.window->to.year() + 2 : kLastYear) {
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

bool Scope::Opens(const Door& door, const base::Url& url, const std::string& with_port) {
  if (door.host == with_port || door.host == url.host()) return true;
  if (!door.site->fold_twins || url.port()) return false;
  const std::string_view host = url.host();
  constexpr std::string_view kWww = "www.";
  return (host.starts_with(kWww) && host.substr(kWww.size()) == door.host) ||
         (door.host.starts_with(kWww) && std::string_view(door.host).substr(kWww.size()) == host);
}

ScopeVerdict Scope::FindSite(const base::Url& url, const model::SiteProfile* attachment_of) const {
  const std::string with_port = HostWithPort(url);
  bool host_known = false;
  const model::SiteProfile* at_home = nullptr;
  for (const Door& door : doors_) {
    if (!Opens(door, url, with_port)) continue;
    host_known = true;
    if (std::string_view(url.path()).substr(0, door.path.size()) == door.path) {
      return {SkipReason::kNone, door.site};
    }
    if (door.site == attachment_of) at_home = door.site;
  }
  if (at_home != nullptr) return {SkipReason::kNone, at_home};
  return {host_known ? SkipReason::kPathNotAllowed : SkipReason::kForeignHost, nullptr};
}

SkipReason Scope::PathDenied(const base::Url& url, const model::SiteProfile& site) const {
  if (!options_.path_denied) return SkipReason::kNone;
  const std::string full = url.query() ? url.path() + "?" + *url.query() : url.path();
  return options_.path_denied(site, full) ? SkipReason::kPathDenied : SkipReason::kNone;
}

ScopeVerdict Scope::Decide(const base::Url& url, const model::SiteProfile* attachment_of) const {
  ScopeVerdict found;
  for (const Step& step : Steps()) {
    const SkipReason reason = step(*this, url, attachment_of, &found);
    if (reason != SkipReason::kNone) return {reason, nullptr};
  }
  return found;
}

std::vector<SkipReason> Scope::Order() {
  return {SkipReason::kNotHttp,      SkipReason::kBlockedPort,   SkipReason::kTooLong,
          SkipReason::kMirror,       SkipReason::kForeignHost,   SkipReason::kPathDenied,
          SkipReason::kUnwantedType, SkipReason::kRepeatingPath, SkipReason::kGrowingAddress,
          SkipReason::kQueryGrowth,  SkipReason::kCalendar};
}

/// One decider a row: what stands here first objects first.
const std::vector<Scope::Step>& Scope::Steps() {
  using Site = const model::SiteProfile*;
  static const std::vector<Step> kSteps = {
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) {
        return url.is_http() ? SkipReason::kNone : SkipReason::kNotHttp;
      },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) {
        const bool blocked =
            url.port() && std::binary_search(kBlockedPorts.begin(), kBlockedPorts.end(), *url.port());
        return blocked ? SkipReason::kBlockedPort : SkipReason::kNone;
      },
      [](const Scope& scope, const base::Url& url, Site, ScopeVerdict*) {
        return url.href().size() > scope.options_.max_url_bytes ? SkipReason::kTooLong : SkipReason::kNone;
      },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) { return NotMirror(url); },
      [](const Scope& scope, const base::Url& url, Site home, ScopeVerdict* found) {
        *found = scope.FindSite(url, home);
        return found->reason;
      },
      [](const Scope& scope, const base::Url& url, Site, ScopeVerdict* found) {
        return scope.PathDenied(url, *found->site);
      },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) {
        return HasExtension(url.path(), kUnwanted) ? SkipReason::kUnwantedType : SkipReason::kNone;
      },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) { return NotRepeating(url); },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) { return NotEndless(url); },
      [](const Scope&, const base::Url& url, Site, ScopeVerdict*) { return NotGrowing(url); },
      [](const Scope& scope, const base::Url& url, Site, ScopeVerdict*) {
        return NotCalendar(url, scope.last_year_);
      },
  };
  return kSteps;
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
