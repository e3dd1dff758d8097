#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace mingcha::base {

/// Hours of the day in Beijing time (UTC+8, no summer time), in which something may be done: `22:00-06:00`.
///
/// An hour range may cross midnight; both ends at one minute mean the whole day. No range at all: always.
/// Immutable.
class DayHours {
 public:
  /// nullopt if a text is not `HH:MM-HH:MM` (24:00 is the day's end).
  [[nodiscard]] static std::optional<DayHours> Parse(const std::vector<std::string>& ranges);

  /// Time until the hours are open; zero if they are.
  [[nodiscard]] std::chrono::milliseconds UntilOpen(Instant now) const;

 private:
  std::vector<std::pair<int, int>> ranges_;  ///< Minutes of the day: from, to.
};

}  // namespace mingcha::base
