#include "crawler/engine/host_table.h"

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

boost::asio::awaitable<bool> HostTable::Enter(HostState& host, const bool& stopping) {
  while (!stopping) {
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
    co_return true;
  }
  co_return false;
}

void HostTable::Leave(HostState& host) {
  host.pace.Ended();
  host.slot_freed.Notify();
}

}  // namespace mingcha::crawler
