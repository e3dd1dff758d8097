#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "base/url_fold.h"
#include "crawler/crawl_options.h"
#include "model/page_record.h"

namespace mingcha::crawler {

/// Why a link was not followed; the order is that of the deciders.
enum class SkipReason {
  kNone,
  kNotHttp,          ///< Scheme other than http and https.
  kTooLong,          ///< URL longer than the limit.
  kMirror,           ///< A second copy of the site: the traditional-character gate.
  kForeignHost,      ///< No site has this host.
  kPathNotAllowed,   ///< The host's sites do not have this path.
  kPathDenied,       ///< deny_paths of the site.
  kUnwantedType,     ///< Style sheets, scripts, media, programs.
  kRepeatingPath,    ///< A segment repeated again and again: relative links gone wrong.
  kQueryGrowth,      ///< A query that names a parameter again and again, or has too many.
  kCalendar,         ///< A calendar's page for a year in which nothing can have been published.
  kOlderThanWindow,  ///< The next page of a list whose page in hand is wholly older than the window.
  kRepeatedList,     ///< The next page of a list whose page in hand shows the rows of the page before it.
  kRepeatedPage,     ///< On a page that is, byte for byte, the page that led to it, and that one the same.
  kGrowingAddress,   ///< Over 32 folders; or on a page whose address it makes longer once more (growth.h).
  kBlockedPort,      ///< A port of another service, which no browser asks either (Fetch standard, 2.10).
};
inline constexpr int kSkipReasonCount = static_cast<int>(SkipReason::kBlockedPort) + 1;
[[nodiscard]] std::string_view SkipReasonName(SkipReason reason);

/// Where a URL belongs, or why nowhere.
struct ScopeVerdict {
  SkipReason reason = SkipReason::kNone;
  const model::SiteProfile* site = nullptr;  ///< Owned by the options; null when skipped.

  [[nodiscard]] bool inside() const { return reason == SkipReason::kNone; }
};

/// Which addresses of a site count as one page.
[[nodiscard]] base::FoldRules FoldRulesOf(const model::SiteProfile& site);
/// The URL under which a page is asked and known, by the rules of every site (base::CleanUrl).
[[nodiscard]] std::string NormaliseForFrontier(const base::Url& url);
/// True if a path names a calendar.
[[nodiscard]] bool NamesCalendar(const base::Url& url);

/// Tells which site a URL belongs to: small deciders in a fixed order, the first that objects names the
/// reason.
///
/// Immutable; any thread. Keeps a reference to `options`, which must outlive it.
class Scope {
 public:
  explicit Scope(const CrawlOptions& options);

  /// `attachment_of`: the site of the page that offers this URL as an attachment; its files may lie outside
  /// the allowed paths, on its own hosts. Null for ordinary links.
  [[nodiscard]] ScopeVerdict Decide(const base::Url& url,
                                    const model::SiteProfile* attachment_of = nullptr) const;
  /// The reasons in the order in which the deciders are asked (kForeignHost stands for kPathNotAllowed too).
  [[nodiscard]] static std::vector<SkipReason> Order();
  /// Null if there is no such site or it is not to be crawled.
  [[nodiscard]] const model::SiteProfile* Site(std::string_view id) const;
  /// What a URL is probably for: what its profile says, else a guess by the path's end.
  [[nodiscard]] model::TaskKind KindOf(const model::SiteProfile& site, const base::Url& url) const;

 private:
  struct Door {
    std::string host;  ///< With port if the configuration names one.
    std::string path;  ///< Allowed prefix; empty: all.
    const model::SiteProfile* site = nullptr;
  };
  [[nodiscard]] ScopeVerdict FindSite(const base::Url& url, const model::SiteProfile* attachment_of) const;

  using Step = SkipReason (*)(const Scope& scope, const base::Url& url,
                              const model::SiteProfile* attachment_of, ScopeVerdict* found);
  [[nodiscard]] static const std::vector<Step>& Steps();
  [[nodiscard]] static bool Opens(const Door& door, const base::Url& url, const std::string& with_port);
  [[nodiscard]] SkipReason PathDenied(const base::Url& url, const model::SiteProfile& site) const;

  const CrawlOptions& options_;
  int last_year_;
  std::vector<Door> doors_;  ///< Longest path first, hosts with port before those without.
};

}  // namespace mingcha::crawler
