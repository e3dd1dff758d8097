#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/url.h"
#include "crawler/crawler.h"
#include "crawler/engine/wait.h"
#include "crawler/pace.h"
#include "crawler/robots.h"
#include "crawler/soft404.h"
#include "model/page_record.h"

namespace mingcha::crawler {

/// What is known of one origin's robots.txt.
struct RobotsState {
  explicit RobotsState(boost::asio::io_context& io) : changed(io) {}
  enum class Stage { kUnknown, kFetching, kKnown } stage = Stage::kUnknown;
  RobotsRules rules;
  /// Other than kOk: the origin cannot be asked at all, and this is why.
  model::FetchOutcome unreachable = model::FetchOutcome::kOk;
  std::string detail;
  bool provisional = false;  ///< Not what the file says, but that it could not be had: worth asking again.
  base::Instant fetched_at;
  Event changed;
};

/// What an origin says to an address that cannot exist.
struct ProbeState {
  explicit ProbeState(boost::asio::io_context& io) : changed(io) {}
  enum class Stage { kUnknown, kFetching, kKnown } stage = Stage::kUnknown;
  BogusAnswer answer;  ///< Set once, before kKnown.
  Event changed;
};

/// One host: its queue, its pace, its robots files (one an origin). All on the network thread.
struct HostState {
  explicit HostState(boost::asio::io_context& io) : slot_freed(io) {}
  HostPace pace;
  Event slot_freed;
  std::deque<model::FetchTask> queue;
  int workers = 0;
  int failures_in_row = 0;  ///< Requests without an answer since the last answer.
  bool down = false;        ///< So many that it is left alone.
  /// It asked to be left alone for longer than is waited for on the spot: until when, and its words. Empty:
  /// it did not.
  HostPace::Time busy_until{};
  std::string busy;
  bool unpacked = false;  ///< It names codings that are none: asked without any.
  std::map<std::string, std::unique_ptr<RobotsState>> robots;
  std::map<std::string, std::unique_ptr<ProbeState>> probes;
};

/// The hosts met so far. References stay valid for its life. One thread.
class HostTable {
 public:
  HostTable(boost::asio::io_context& io, Sleeper& sleeper) : io_(io), sleeper_(sleeper) {}

  /// Made at the first call. The key is the host without port: one machine, one pace.
  HostState& Of(const base::Url& url);
  RobotsState& RobotsOf(const base::Url& url);
  ProbeState& ProbeOf(const base::Url& url);
  /// Hosts that were left alone and robots files that could not be had get another chance; one more failure
  /// counts. A host that named a time is asked at that time, or not at all if it is more than `patience` off.
  void ForgiveAll(int failures_to_down, std::chrono::milliseconds patience);
  [[nodiscard]] std::vector<HostProgress> Progress() const;

  enum class Turn { kTaken, kBusy, kStopped };
  /// Waits for a free slot and for the host's next start, and takes both; neither once `stopping` is set or
  /// while the host has asked to be left alone.
  boost::asio::awaitable<Turn> Enter(HostState& host, const bool& stopping);
  static void Leave(HostState& host);

 private:
  boost::asio::io_context& io_;
  Sleeper& sleeper_;
  std::map<std::string, std::unique_ptr<HostState>, std::less<>> hosts_;
};

}  // namespace mingcha::crawler
