#include "crawler/pace.h"

#include <algorithm>

namespace mingcha::crawler {

void HostPace::Tighten(const model::Pace& pace) {
  delay_ = std::max(delay_, std::chrono::milliseconds(std::max(0, pace.delay_ms)));
  const int wanted = std::max(1, pace.concurrency);
  if (concurrency_ == 0) {
    concurrency_ = allowed_ = wanted;
  } else {
    concurrency_ = std::min(concurrency_, wanted);
    allowed_ = std::min(allowed_, concurrency_);
  }
}

void HostPace::Answered(std::chrono::milliseconds took, bool trouble) {
  constexpr std::chrono::milliseconds kSlow{1'000};
  constexpr std::chrono::milliseconds kLongest{10'000};
  constexpr int kGoodToGrow = 8;
  smoothed_ = (smoothed_ * 3 + took) / 4;
  slow_delay_ = smoothed_ < kSlow ? std::chrono::milliseconds(0) : std::min(smoothed_ / 2, kLongest);
  if (trouble) {
    good_in_row_ = 0;
    allowed_ = std::max(1, allowed_ / 2);
  } else if (allowed_ < concurrency_ && ++good_in_row_ >= kGoodToGrow) {
    good_in_row_ = 0;
    ++allowed_;
  }
}

void HostPace::SetCrawlDelay(std::chrono::milliseconds delay) {
  delay_ = std::max(delay_, delay);
  if (started_) next_start_ = std::max(next_start_, last_start_ + delay_);
}

void HostPace::HoldUntil(Time until) { next_start_ = std::max(next_start_, until); }

void HostPace::Started(Time now) {
  ++active_;
  started_ = true;
  last_start_ = now;
  next_start_ = std::max(next_start_, now + delay());
}

std::chrono::milliseconds WaitAskedFor(int http_status, int64_t retry_after_s) {
  constexpr int64_t kYear = int64_t{366} * 86'400;
  if (http_status != 429 && http_status != 503) return {};
  return std::chrono::seconds(std::clamp<int64_t>(retry_after_s, 0, kYear));
}

bool MayPass(model::FetchOutcome outcome, int http_status) {
  switch (outcome) {
    case model::FetchOutcome::kDns:
    case model::FetchOutcome::kConnect:
    case model::FetchOutcome::kTimeout:
    case model::FetchOutcome::kReset:
    case model::FetchOutcome::kTruncated:
    case model::FetchOutcome::kHostBusy:
      return true;
    case model::FetchOutcome::kServerError:
      return http_status != 501 && http_status != 505;
    case model::FetchOutcome::kClientError:
      return http_status == 408 || http_status == 425 || http_status == 429;
    default:
      return false;
  }
}

std::chrono::milliseconds BackOff(std::string_view url, int attempt, int base_ms, int cap_ms, uint64_t seed) {
  uint64_t hash = 14695981039346656037ULL ^ seed;  // FNV-1a: spread is all that is asked of it.
  for (const char c : url) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  hash = (hash ^ static_cast<uint64_t>(attempt)) * 1099511628211ULL;
  hash ^= hash >> 29U;
  const int doublings = std::clamp(attempt - 2, 0, 20);
  const auto whole =
      static_cast<double>(base_ms) * static_cast<double>(1U << static_cast<unsigned>(doublings));
  const double share = 0.5 + static_cast<double>(hash % 1024) / 1024.0;
  return std::chrono::milliseconds(
      static_cast<int64_t>(std::min(whole * share, static_cast<double>(cap_ms))));
}

}  // namespace mingcha::crawler
