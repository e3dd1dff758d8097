#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "model/page_record.h"
#include "model/site.h"

namespace mingcha::crawler {

/// When the next request to one host may start. Pure: the time is passed in, nothing waits here.
///
/// The steady clock measures, not the time of day: a day set back must neither flood a host nor stop the
/// crawl. One thread at a time.
class HostPace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A host shared by several sites goes at the slowest of their paces.
  void Tighten(const model::Pace& pace);
  /// From robots.txt; the longer of it and the configured delay holds, from the last start on.
  void SetCrawlDelay(std::chrono::milliseconds delay);
  /// Nothing starts before `until`; an earlier order that lasts longer stays.
  void HoldUntil(Time until);

  /// What an answer says of the host's state. A host that answers slowly is asked at greater distance (half
  /// of what an answer takes, from one second on), one in trouble (429, 5xx, no answer) with half as many
  /// requests at once; both go back as answers get better. Never faster than configured.
  void Answered(std::chrono::milliseconds took, bool trouble);
  /// Least time between two starts at present.
  [[nodiscard]] std::chrono::milliseconds delay() const { return std::max(delay_, slow_delay_); }

  [[nodiscard]] bool slot_free() const { return active_ < allowed_; }
  /// The earliest start, measured from the last start; may lie in the past.
  [[nodiscard]] Time next_start() const { return next_start_; }
  [[nodiscard]] int concurrency() const { return allowed_; }
  [[nodiscard]] int active() const { return active_; }
  void Started(Time now);
  void Ended() { --active_; }

 private:
  std::chrono::milliseconds delay_{0};
  int concurrency_ = 0;  ///< 0: no pace given yet.
  int allowed_ = 0;      ///< Of it at present.
  int good_in_row_ = 0;
  std::chrono::milliseconds smoothed_{0}, slow_delay_{0};
  int active_ = 0;
  bool started_ = false;  ///< last_start_ has a meaning.
  Time last_start_{}, next_start_{};
};

/// How long an answer asks to be left alone (Retry-After of 429 and 503); zero: it does not. At most a year.
[[nodiscard]] std::chrono::milliseconds WaitAskedFor(int http_status, int64_t retry_after_s);

/// Whether another attempt may end otherwise.
[[nodiscard]] bool MayPass(model::FetchOutcome outcome, int http_status);

/// Wait before attempt `attempt` (2 for the first repetition): base doubled each time, ±50 % jitter that
/// depends on nothing but the arguments, at most `cap`.
[[nodiscard]] std::chrono::milliseconds BackOff(std::string_view url, int attempt, int base_ms, int cap_ms,
                                                uint64_t seed);

}  // namespace mingcha::crawler
