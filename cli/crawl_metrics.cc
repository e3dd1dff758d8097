#include "cli/crawl_metrics.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <string_view>

#include "crawler/scope.h"
#include "model/enum_names.h"

namespace mingcha::cli {
namespace {

std::string LabelValue(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

/// Writes the families one after another.
class Exposition {
 public:
  void Family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = "mingcha_crawl_" + std::string(name);
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name_, help, name_, type);
  }
  template <typename Number>
  void Value(Number value) {
    text_ += fmt::format("{} {}\n", name_, value);
  }
  template <typename Number>
  void Value(std::string_view label, std::string_view of, Number value) {
    text_ += fmt::format("{}{{{}=\"{}\"}} {}\n", name_, label, LabelValue(of), value);
  }
  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  std::string name_, text_;
};

}  // namespace

std::string PrometheusText(const crawler::CrawlProgress& progress) {
  Exposition out;
  out.Family("pages_total", "counter", "Addresses that have their record, by outcome.");
  for (const auto& [outcome, count] : progress.outcomes)
    out.Value("outcome", model::EnumName(outcome), count);
  out.Family("links_skipped_total", "counter", "Links found and not followed, by reason.");
  for (const auto& [reason, count] : progress.skipped)
    out.Value("reason", crawler::SkipReasonName(reason), count);
  out.Family("body_bytes_total", "counter", "Bytes of decoded bodies.");
  out.Value(progress.bytes);
  out.Family("queue_tasks", "gauge", "Addresses known and not yet ended.");
  out.Value(progress.queued);
  out.Family("requests_in_flight", "gauge", "Requests under way.");
  out.Value(progress.in_flight);
  out.Family("elapsed_seconds", "gauge", "Time since the run began.");
  out.Value(static_cast<double>(progress.elapsed_ms) / 1000.0);
  out.Family("stopping", "gauge", "1 once the run was told to stop.");
  out.Value(progress.stopping ? 1 : 0);
  const auto by_host = [&](std::string_view name, std::string_view help, auto value) {
    out.Family(name, "gauge", help);
    for (const crawler::HostProgress& host : progress.hosts) out.Value("host", host.host, value(host));
  };
  using Host = crawler::HostProgress;
  by_host("host_queue_tasks", "Tasks of a host in memory.", [](const Host& h) { return h.queued; });
  by_host("host_requests_in_flight", "Requests to a host under way.", [](const Host& h) { return h.active; });
  by_host("host_concurrency", "Requests at once allowed at present.",
          [](const Host& h) { return h.concurrency; });
  by_host("host_delay_seconds", "Least time between two requests at present.",
          [](const Host& h) { return static_cast<double>(h.delay_ms) / 1000.0; });
  by_host("host_failures_in_row", "Requests without an answer since the last answer.",
          [](const Host& h) { return h.failures_in_row; });
  by_host("host_down", "1 while a host is left alone.", [](const Host& h) { return h.down ? 1 : 0; });
  return out.Take();
}

std::string PageEvent(const model::PageRecord& record) {
  return boost::json::serialize(boost::json::object{{"event", "page"},
                                                    {"at", record.fetched_at.Iso()},
                                                    {"site", record.site},
                                                    {"url", record.url},
                                                    {"kind", model::EnumName(record.kind)},
                                                    {"outcome", model::EnumName(record.outcome)},
                                                    {"detail", record.outcome_detail},
                                                    {"status", record.http_status},
                                                    {"bytes", record.body_bytes},
                                                    {"ms", record.elapsed_ms},
                                                    {"depth", record.depth}}) +
         "\n";
}

std::string ProgressEvent(const crawler::CrawlProgress& progress) {
  boost::json::object outcomes;
  for (const auto& [outcome, count] : progress.outcomes) outcomes[model::EnumName(outcome)] = count;
  boost::json::array down;
  for (const crawler::HostProgress& host : progress.hosts) {
    if (host.down) down.emplace_back(host.host);
  }
  return boost::json::serialize(boost::json::object{{"event", "progress"},
                                                    {"fetched", progress.fetched},
                                                    {"queued", progress.queued},
                                                    {"in_flight", progress.in_flight},
                                                    {"bytes", progress.bytes},
                                                    {"failed", FailureCount(progress)},
                                                    {"elapsed_ms", progress.elapsed_ms},
                                                    {"seconds_left", SecondsLeft(progress)},
                                                    {"outcomes", std::move(outcomes)},
                                                    {"hosts_down", std::move(down)}}) +
         "\n";
}

int64_t FailureCount(const crawler::CrawlProgress& progress) {
  int64_t failures = 0;
  for (const auto& [outcome, count] : progress.outcomes) {
    if (outcome != model::FetchOutcome::kOk) failures += count;
  }
  return failures;
}

int64_t SecondsLeft(const crawler::CrawlProgress& progress) {
  if (progress.fetched < 10 || progress.elapsed_ms < 1'000) return -1;
  return progress.queued * progress.elapsed_ms / progress.fetched / 1'000;
}

}  // namespace mingcha::cli
