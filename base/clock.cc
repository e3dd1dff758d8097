#include "base/clock.h"

#include <chrono>

namespace mingcha::base {

Instant SystemClock::Now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant::FromUnixMillis(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace mingcha::base
