#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "crawler/crawl_options.h"
#include "crawler/scope.h"
#include "model/page_record.h"
#include "model/ports.h"

namespace mingcha::crawler {

/// How one host fares.
struct HostProgress {
  std::string host;
  int queued = 0;  ///< Tasks in memory for it; the frontier on disk may have more.
  int active = 0;  ///< Requests under way.
  int concurrency = 0;
  int64_t delay_ms = 0;  ///< Least time between two requests at present.
  int failures_in_row = 0;
  bool down = false;  ///< Left alone until the end of the run.
};

/// Counts while the crawl runs.
struct CrawlProgress {
  int64_t fetched = 0;  ///< Records given to the sink, robots files included.
  int64_t queued = 0;   ///< Known and not yet ended.
  int64_t bytes = 0;    ///< Of decoded bodies.
  int64_t elapsed_ms = 0;
  int in_flight = 0;  ///< Requests under way.
  std::map<model::FetchOutcome, int64_t> outcomes;
  std::map<SkipReason, int64_t> skipped;  ///< Links not followed.
  std::vector<HostProgress> hosts;        ///< By name.
  bool stopping = false;
};

/// Watches a crawl. Called on the thread that called Run; must return soon.
class CrawlObserver {
 public:
  virtual ~CrawlObserver() = default;
  virtual void OnProgress(const CrawlProgress& progress) = 0;
  /// Each record once it is stored.
  virtual void OnPage(const model::PageRecord& record) { (void)record; }
};

struct SiteCrawlSummary {
  std::string site;
  std::map<model::FetchOutcome, int> outcomes;                   ///< Of this run.
  std::vector<std::pair<SkipReason, std::string>> skipped_urls;  ///< The first 5,000 of them, each once.
  std::map<SkipReason, int> skipped;  ///< Links found on the site's pages and not followed.
  int64_t bytes = 0;
  int waiting = 0;  ///< Left in the frontier without a record (those of kHostBusy wait too, but have one).
};

struct CrawlSummary {
  std::vector<SiteCrawlSummary> sites;  ///< In the order of the options; only those crawled.
  bool complete = false;                ///< Nothing is left waiting.
  std::string stop_reason;              ///< `end`, `stopped`, `stopped_at_once`
  int64_t pages = 0, bytes = 0, elapsed_ms = 0;
};

/// Crawls the sites of its options until the frontier is empty.
///
/// Every URL in scope ends as one record in the sink, with its outcome: also those that robots forbid or for
/// which no budget is left. What is stopped stays in the frontier and is asked in the next run on it.
///
/// Run's thread does all network work; a few workers find links and hash; one further thread calls the sink
/// and the log, and no two threads call them at once. Everything passed in must outlive the crawler.
class Crawler {
 public:
  /// `observer` may be null.
  Crawler(CrawlOptions options, model::FrontierLog& frontier, model::PageSink& sink,
          const model::LinkFinder& links, const base::Clock& clock, CrawlObserver* observer);
  ~Crawler();
  Crawler(const Crawler&) = delete;  // One run, one owner: Stop is called by address.
  Crawler& operator=(const Crawler&) = delete;

  /// Blocks until the crawl has ended or was stopped. To be called once. Fails with the error of the sink or
  /// the frontier (the transfers under way are then cut off and stay in the frontier), or with InvalidInput
  /// if there is nothing to crawl.
  [[nodiscard]] base::Result<CrawlSummary> Run();

  /// From any thread, also before Run. First call: nothing new is asked, what is under way may end within the
  /// grace period. Second call: everything is cut off at once. Not async-signal-safe.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::crawler
