#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "model/page_record.h"

namespace mingcha::cli {
namespace {

constexpr int64_t kPlainEveryMs = 5'000;

int64_t Failures(const crawler::CrawlProgress& progress) {
  int64_t failures = 0;
  for (const auto& [outcome, count] : progress.outcomes) {
    if (outcome != model::FetchOutcome::kOk && outcome != model::FetchOutcome::kNotModified)
      failures += count;
  }
  return failures;
}

}  // namespace

ProgressLine::ProgressLine(const Context& context)
    : context_(context), terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (line_open_) *context_.err << "\n";
}

void ProgressLine::OnProgress(const crawler::CrawlProgress& progress) {
  const int64_t seconds = std::max<int64_t>(1, progress.elapsed_ms / 1000);
  if (context_.json || !terminal_) {
    if (progress.elapsed_ms < next_plain_ms_) return;
    next_plain_ms_ = progress.elapsed_ms + kPlainEveryMs;
  }
  if (context_.json) {
    *context_.err << boost::json::serialize(boost::json::object{{"event", "progress"},
                                                                {"fetched", progress.fetched},
                                                                {"queued", progress.queued},
                                                                {"bytes", progress.bytes},
                                                                {"failed", Failures(progress)},
                                                                {"elapsed_ms", progress.elapsed_ms}})
                  << "\n";
    return;
  }
  const std::string text = context_.Say(
      base::Msg("crawling: {} pages, {} waiting, {} not read, {} MB, {} pages/s", progress.fetched,
                progress.queued, Failures(progress), progress.bytes / 1'000'000, progress.fetched / seconds));
  if (terminal_) {
    *context_.err << "\r\033[K" << text << std::flush;
    line_open_ = true;
  } else {
    *context_.err << text << "\n";
  }
}

}  // namespace mingcha::cli
