#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/assessment.h"
#include "model/page_record.h"
#include "model/site.h"

namespace mingcha::crawler {

/// What a crawl is to do. Built by the wiring, read-only while a crawl runs; the functions are called from
/// several threads at once.
struct CrawlOptions {
  std::vector<model::SiteProfile> sites;  ///< Those with `crawl` unset are known but not asked.
  std::string ca_file;                    ///< PEM file of the authorities to trust; empty: the system's.
  std::string user_agent;  ///< Honest: product/version and a contact. Its product token obeys robots.
  int page_budget = 0;     ///< Pages of all sites together; 0: only the sites' own budgets hold.
  std::optional<model::Window> window;  ///< Lists are not walked on from a page wholly older than this.
  int window_slack_days = 184;          ///< Chain parents are looked for six months back (settled.md 15).
  int max_redirects = 10;
  int workers = 2;                           ///< Threads for link finding and hashing.
  int retries = 2;                           ///< Further attempts after a failure that may pass.
  int64_t max_in_flight_bytes = 64'000'000;  ///< Bodies received and not yet stored; above it nothing starts.
  int grace_ms = 10'000;                     ///< How long a stop waits for the transfers under way.
  int connect_timeout_ms = 10'000;
  int retry_base_ms = 1'000;  ///< First back-off; doubles with each attempt, jitter ±50 %.
  int retry_cap_ms = 60'000;  ///< Longest back-off, and longest Retry-After waited for on the spot.
  /// Longest wait at the end of the run for a host that had asked to be left alone for longer.
  int patience_ms = 600'000;
  int max_crawl_delay_ms = 30'000;  ///< Longest Crawl-delay obeyed.
  int max_header_bytes = 256 * 1024;
  size_t max_url_bytes = 2'048;
  /// A body that unpacks to more than this many times what was sent is a bomb (once it is over 4 MB).
  int max_unpack_ratio = 100;
  int failures_to_down = 12;  ///< Requests in a row without an answer until a host is left alone.
  bool second_chance =
      false;  ///< What failed for a reason that may pass is asked once more at the end of the run.
  bool probe_soft_404 = false;  ///< Ask each origin once for what cannot exist, to know its dead pages by.
  /// The sink knows pages of a round before: one of them that answers now with words of a missing page, or
  /// with the way home, is gone though its status says otherwise.
  bool later_round = false;
  uint64_t seed = 0;  ///< Of the back-off jitter.
  /// Called by the thread that calls sink and frontier, before each of its steps. Null outside of tests,
  /// which see here what another step could see at that point.
  std::function<void()> before_write;
  int progress_ms = 200;  ///< Least time between two calls of the observer.
  /// Texts that show a refusal page, as bytes as they may stand in a body (every encoding wanted): data.
  std::vector<std::string> challenge_phrases;
  /// True if `path_and_query` is outside by the site's deny_paths (compiled by the wiring). Null: none is.
  std::function<bool(const model::SiteProfile& site, std::string_view path_and_query)> path_denied;
  /// Which of the site's path_budgets a path+query falls under; -1: none. Null: none does.
  std::function<int(const model::SiteProfile& site, std::string_view path_and_query)> path_budget_of;
  /// Kind of a URL by the site's CMS profile; nullopt: unknown. Null: the built-in guess by path.
  std::function<std::optional<model::TaskKind>(const model::SiteProfile& site, std::string_view path)>
      kind_of;
};

}  // namespace mingcha::crawler
