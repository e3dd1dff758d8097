#pragma once

#include <fstream>
#include <memory>
#include <string>

#include "base/result.h"
#include "cli/context.h"
#include "crawler/crawler.h"

namespace mingcha::cli {

/// Where a crawl tells how it goes, besides the terminal. Empty: nowhere.
struct CrawlOutputs {
  std::string metrics_file;  ///< Prometheus text, replaced every two seconds and at the end.
  std::string events_file;   ///< JSON lines, appended: one a page, progress every five seconds.
};

/// Shows how a crawl goes: lines written over and over on a terminal, a plain line now and then otherwise,
/// JSON lines with --json; and the files of CrawlOutputs.
class ProgressLine final : public crawler::CrawlObserver {
 public:
  /// kIo if a file cannot be opened: better before the first request than at the end of a long night.
  [[nodiscard]] static base::Result<std::unique_ptr<ProgressLine>> Open(const Context& context,
                                                                        const CrawlOutputs& outputs);
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;  // Owns the terminal's last line.
  ProgressLine& operator=(const ProgressLine&) = delete;
  void OnProgress(const crawler::CrawlProgress& progress) override;
  void OnPage(const model::PageRecord& record) override;
  /// The last state, written whatever the time.
  void Finish();

 private:
  ProgressLine(const Context& context, const CrawlOutputs& outputs);
  void WriteMetrics(const crawler::CrawlProgress& progress) const;
  [[nodiscard]] std::string HostText(const crawler::CrawlProgress& progress) const;

  const Context& context_;
  const CrawlOutputs outputs_;
  std::ofstream events_;
  bool terminal_ = false;
  bool line_open_ = false;
  int64_t next_plain_ms_ = 0, next_metrics_ms_ = 0, next_event_ms_ = 0;
  crawler::CrawlProgress last_;
};

/// Prints what the crawl of each site came to: asked, whole, failed by class, not followed by reason, still
/// waiting.
void PrintCrawlTable(const Context& context, const crawler::CrawlSummary& summary);

}  // namespace mingcha::cli
