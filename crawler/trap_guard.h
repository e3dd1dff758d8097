#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/url.h"
#include "crawler/crawl_options.h"
#include "crawler/text_sketch.h"

namespace mingcha::crawler {

/// The form of an address: digits as `#`, of the query the names only. `/a/t20180501_7.html` →
/// `/a/t#_#.html`.
[[nodiscard]] std::string UrlShape(const base::Url& url);

/// Counts what a site's stretches have used up and sees pages that lead on without saying anything new.
///
/// Three guards: the site's own path budgets; a fixed share for calendars; forms of addresses with a query
/// whose pages keep saying the same and lead to nothing but their like. Memory is bounded: forms beyond the
/// limit are not watched. One thread.
class TrapGuard {
 public:
  explicit TrapGuard(const CrawlOptions& options) : options_(options) {}

  /// Why a page may not be asked any more, in English; empty: it may, and is counted.
  [[nodiscard]] std::string Admit(const model::SiteProfile& site, const base::Url& url, int depth);
  /// Counts a page that an earlier run asked.
  void CountEarlier(const model::SiteProfile& site, const base::Url& url);
  /// Notes a fetched page: its bytes, its visible text (0: only the bytes are compared) and the tasks it
  /// leads to. Notices that differ by a number or an attachment are not the same.
  void Saw(const base::Url& url, std::string_view sha256, const TextSketch& sketch,
           const std::vector<model::FetchTask>& leads);

 private:
  struct Watched {
    std::string sha256;
    uint64_t text = 0;
    int repeats = 0;  ///< Pages in a row that say what the one before says, and lead to nothing else.
  };
  [[nodiscard]] int BudgetOf(const model::SiteProfile& site, const base::Url& url) const;

  const CrawlOptions& options_;
  std::map<std::pair<const model::SiteProfile*, int>, int> used_;
  std::unordered_map<std::string, int> calendar_pages_;
  std::unordered_map<std::string, Watched> watched_;
};

}  // namespace mingcha::crawler
