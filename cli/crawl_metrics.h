#pragma once

#include <string>

#include "crawler/crawler.h"

namespace mingcha::cli {

/// The state of a crawl as a Prometheus text file (exposition format 0.0.4). Names: docs/metrics.md.
[[nodiscard]] std::string PrometheusText(const crawler::CrawlProgress& progress);

/// One stored page as one JSON line: `{"event":"page",…}`.
[[nodiscard]] std::string PageEvent(const model::PageRecord& record);
/// The counts so far as one JSON line: `{"event":"progress",…}`.
[[nodiscard]] std::string ProgressEvent(const crawler::CrawlProgress& progress);

/// Pages that ended otherwise than whole.
[[nodiscard]] int64_t FailureCount(const crawler::CrawlProgress& progress);
/// Seconds until the queue is empty at the pace so far; negative: nothing to tell from yet.
[[nodiscard]] int64_t SecondsLeft(const crawler::CrawlProgress& progress);

}  // namespace mingcha::cli
