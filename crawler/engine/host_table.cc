#include "crawler/engine/host_table.h"

#include <algorithm>
#include <utility>

namespace mingcha::crawler {

HostState& HostTable::Of(const base::Url& url) {
  auto& host = hosts_[url.host()];
  if (!host) host = std::make_unique<HostState>(io_);
  return *host;
}

RobotsState& HostTable::RobotsOf(const base::Url& url) {
  auto& state = Of(url).robots[url.origin()];
  if (!state) state = std::make_unique<RobotsState>(io_);
  return *state;
}

ProbeState& HostTable::ProbeOf(const base::Url& url) {
  auto& state = Of(url).probes[url.origin()];
  if (!state) state = std::make_unique<ProbeState>(io_);
  return *state;
}

void HostTable::ForgiveAll(int failures_to_down, std::chrono::milliseconds patience) {
  const auto latest = std::chrono::steady_clock::now() + patience;
  for (auto& [name, host] : hosts_) {
    if (host->down) host->failures_in_row = std::max(0, failures_to_down - 1);
    host->down = false;
    if (!host->busy.empty() && host->busy_until <= latest) {
      host->pace.HoldUntil(host->busy_until);
      host->busy.clear();
    }
    for (auto& [origin, robots] : host->robots) {
      if (robots->stage == RobotsState::Stage::kKnown && robots->provisional) {
        robots->stage = RobotsState::Stage::kUnknown;
        robots->unreachable = model::FetchOutcome::kOk;
      }
    }
  }
}

std::vector<HostProgress> HostTable::Progress() const {
  std::vector<HostProgress> out;
  for (const auto& [name, host] : hosts_) {
    HostProgress progress;
    progress.host = name;
    progress.queued = static_cast<int>(host->queue.size());
    progress.active = host->pace.active();
    progress.concurrency = host->pace.concurrency();
    progress.delay_ms = host->pace.delay().count();
    progress.failures_in_row = host->failures_in_row;
    progress.down = host->down || !host->busy.empty();
    out.push_back(std::move(progress));
  }
  return out;
}

boost::asio::awaitable<HostTable::Turn> HostTable::Enter(HostState& host, const bool& stopping) {
  while (!stopping) {
    if (!host.busy.empty()) co_return Turn::kBusy;
    if (!host.pace.slot_free()) {
      co_await host.slot_freed.Wait();
      continue;
    }
    const auto now = std::chrono::steady_clock::now();
    const auto start = host.pace.next_start();
    if (now < start) {
      co_await sleeper_.Until(start);
      continue;
    }
    host.pace.Started(now);
    co_return Turn::kTaken;
  }
  co_return Turn::kStopped;
}

void HostTable::Leave(HostState& host) {
  host.pace.Ended();
  host.slot_freed.Notify();
}

}  // namespace mingcha::crawler
