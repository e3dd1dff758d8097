#include "base/day_hours.h"

#include <algorithm>
#include <cstdint>

namespace mingcha::base {
namespace {

constexpr int64_t kDayMillis = 86'400'000;
constexpr int64_t kMinuteMillis = 60'000;
constexpr int64_t kBeijing = int64_t{8} * 60 * kMinuteMillis;
constexpr int kDayMinutes = 24 * 60;

std::optional<int> ReadMinute(std::string_view text) {
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

std::optional<DayHours> DayHours::Parse(const std::vector<std::string>& ranges) {
  DayHours out;
  for (const std::string& range : ranges) {
    if (range.size() != 11 || range[5] != '-') return std::nullopt;
    const auto from = ReadMinute(std::string_view(range).substr(0, 5));
    const auto to = ReadMinute(std::string_view(range).substr(6));
    if (!from || !to) return std::nullopt;
    out.ranges_.emplace_back(*from, *to);
  }
  return out;
}

std::chrono::milliseconds DayHours::UntilOpen(Instant now) const {
  if (ranges_.empty()) return std::chrono::milliseconds(0);
  const int64_t of_day = ((now.unix_millis() + kBeijing) % kDayMillis + kDayMillis) % kDayMillis;
  int64_t wait = kDayMillis;
  for (const auto& [from, to] : ranges_) {
    const int64_t begin = from * kMinuteMillis;
    const int64_t length =
        ((to - from + kDayMinutes - 1) % kDayMinutes + 1) * kMinuteMillis;  // Same ends: a day.
    const int64_t since = (of_day - begin % kDayMillis + kDayMillis) % kDayMillis;
    wait = std::min(wait, since < length ? 0 : kDayMillis - since);
  }
  return std::chrono::milliseconds(wait);
}

}  // namespace mingcha::base
