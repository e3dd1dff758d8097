#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "cli/crawl_metrics.h"
#include "crawler/scope.h"
#include "model/enum_names.h"
#include "model/page_record.h"

namespace mingcha::cli {
namespace {

constexpr int64_t kPlainEveryMs = 5'000;
constexpr int64_t kMetricsEveryMs = 2'000;
constexpr int64_t kEventEveryMs = 5'000;
constexpr size_t kHostsShown = 4;

std::string Duration(int64_t seconds) {
  if (seconds < 0) return "?";
  if (seconds < 3'600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

base::Result<std::unique_ptr<ProgressLine>> ProgressLine::Open(const Context& context,
                                                               const CrawlOutputs& outputs) {
  std::unique_ptr<ProgressLine> line(new ProgressLine(context, outputs));
  if (!outputs.events_file.empty()) {
    line->events_.open(outputs.events_file, std::ios::app | std::ios::binary);
    if (!line->events_) return base::Fail(base::ErrorCode::kIo, "{}: cannot be written", outputs.events_file);
  }
  if (!outputs.metrics_file.empty()) {
    line->WriteMetrics({});
    if (access(outputs.metrics_file.c_str(), R_OK) != 0)
      return base::Fail(base::ErrorCode::kIo, "{}: cannot be written", outputs.metrics_file);
  }
  return line;
}

ProgressLine::ProgressLine(const Context& context, const CrawlOutputs& outputs)
    : context_(context), outputs_(outputs), terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (line_open_) *context_.err << "\n";
}

void ProgressLine::OnPage(const model::PageRecord& record) {
  if (events_.is_open()) events_ << PageEvent(record);
}

/// The file is replaced whole, so that whoever collects it never reads half of one.
void ProgressLine::WriteMetrics(const crawler::CrawlProgress& progress) const {
  if (outputs_.metrics_file.empty()) return;
  const std::string fresh = outputs_.metrics_file + ".new";
  {
    std::ofstream out(fresh, std::ios::trunc | std::ios::binary);
    out << PrometheusText(progress);
    if (!out.flush()) return;
  }
  (void)std::rename(fresh.c_str(), outputs_.metrics_file.c_str());
}

void ProgressLine::Finish() {
  WriteMetrics(last_);
  if (events_.is_open()) events_ << ProgressEvent(last_) << std::flush;
}

/// The hosts in trouble, then the busiest.
std::string ProgressLine::HostText(const crawler::CrawlProgress& progress) const {
  std::vector<const crawler::HostProgress*> hosts;
  for (const crawler::HostProgress& host : progress.hosts) hosts.push_back(&host);
  std::stable_sort(hosts.begin(), hosts.end(), [](const auto* a, const auto* b) {
    if (a->down != b->down) return a->down;
    return a->queued + a->active > b->queued + b->active;
  });
  if (hosts.size() > kHostsShown) hosts.resize(kHostsShown);
  std::string out;
  for (const crawler::HostProgress* host : hosts) {
    if (host->queued + host->active == 0 && !host->down) continue;
    const std::string state = host->down ? context_.Say(base::Msg("left alone"))
                                         : fmt::format("{}/{} {:.1f}s", host->active, host->queued,
                                                       static_cast<double>(host->delay_ms) / 1000.0);
    out += fmt::format(" | {} {}", host->host, state);
  }
  return out;
}

void ProgressLine::OnProgress(const crawler::CrawlProgress& progress) {
  last_ = progress;
  if (!outputs_.metrics_file.empty() && progress.elapsed_ms >= next_metrics_ms_) {
    next_metrics_ms_ = progress.elapsed_ms + kMetricsEveryMs;
    WriteMetrics(progress);
  }
  if (events_.is_open() && progress.elapsed_ms >= next_event_ms_) {
    next_event_ms_ = progress.elapsed_ms + kEventEveryMs;
    events_ << ProgressEvent(progress) << std::flush;
  }
  const int64_t seconds = std::max<int64_t>(1, progress.elapsed_ms / 1000);
  if (context_.json || !terminal_) {
    if (progress.elapsed_ms < next_plain_ms_) return;
    next_plain_ms_ = progress.elapsed_ms + kPlainEveryMs;
  }
  if (context_.json) {
    *context_.err << ProgressEvent(progress);
    return;
  }
  std::string text = context_.Say(
      base::Msg("crawling: {} pages, {} waiting, {} not read, {} MB, {} pages/s, {} left", progress.fetched,
                progress.queued, FailureCount(progress), progress.bytes / 1'000'000,
                progress.fetched / seconds, Duration(SecondsLeft(progress))));
  for (const auto& [outcome, count] : progress.outcomes) {
    if (outcome != model::FetchOutcome::kOk)
      text += fmt::format(" {}:{}", context_.Say(base::Msg(model::EnumName(outcome))), count);
  }
  text += HostText(progress);
  if (terminal_) {
    *context_.err << "\r\033[K\033[?7l" << text << "\033[?7h"
                  << std::flush;  // No wrapping: it stays one line.
    line_open_ = true;
  } else {
    *context_.err << text << "\n";
  }
}

void PrintCrawlTable(const Context& context, const crawler::CrawlSummary& summary) {
  if (context.json) return;
  std::ostream& out = *context.err;
  for (const crawler::SiteCrawlSummary& site : summary.sites) {
    int64_t asked = 0;
    std::string failed;
    for (const auto& [outcome, count] : site.outcomes) {
      asked += count;
      if (outcome != model::FetchOutcome::kOk)
        failed += fmt::format(" {}:{}", context.Say(base::Msg(model::EnumName(outcome))), count);
    }
    const auto whole = site.outcomes.find(model::FetchOutcome::kOk);
    std::string skipped;
    for (const auto& [reason, count] : site.skipped)
      skipped += fmt::format(" {}:{}", context.Say(base::Msg(crawler::SkipReasonName(reason))), count);
    out << context.Say(base::Msg("site {}: {} addresses ended, {} whole, {} MB, {} still waiting", site.site,
                                 asked, whole == site.outcomes.end() ? 0 : whole->second,
                                 site.bytes / 1'000'000, site.waiting))
        << "\n";
    if (!failed.empty()) out << context.Say(base::Msg("  not read:{}", failed)) << "\n";
    if (site.outcomes.contains(model::FetchOutcome::kHostBusy))
      out << context.Say(
                 base::Msg("  it asked to be left alone for a while (Retry-After); --resume asks the rest "
                           "after that time"))
          << "\n";
    if (!skipped.empty()) out << context.Say(base::Msg("  links not followed:{}", skipped)) << "\n";
  }
}

}  // namespace mingcha::cli
