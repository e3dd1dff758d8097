#pragma once

#include <string>

#include "cli/context.h"
#include "crawler/crawler.h"

namespace mingcha::cli {

/// Shows how a crawl goes: one line written over and over on a terminal, a plain line now and then otherwise,
/// JSON lines with --json.
class ProgressLine final : public crawler::CrawlObserver {
 public:
  explicit ProgressLine(const Context& context);
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;  // Owns the terminal's last line.
  ProgressLine& operator=(const ProgressLine&) = delete;
  void OnProgress(const crawler::CrawlProgress& progress) override;

 private:
  const Context& context_;
  bool terminal_ = false;
  bool line_open_ = false;
  int64_t next_plain_ms_ = 0;
};

}  // namespace mingcha::cli
