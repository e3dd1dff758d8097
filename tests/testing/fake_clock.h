#pragma once

#include "base/check.h"
#include "base/clock.h"

namespace mingcha::testing {

/// A clock that stands still until a test moves it. One thread at a time, or the caller locks.
class FakeClock final : public base::Clock {
 public:
  explicit FakeClock(base::Instant now) : now_(now) {}
  /// From `YYYY-MM-DDTHH:MM:SSZ`; aborts on any other text, which is a bug of the test.
  explicit FakeClock(std::string_view iso) {
    const auto now = base::Instant::FromIso(iso);
    CHECK(now.has_value()) << "not an instant: " << iso;
    now_ = *now;
  }

  [[nodiscard]] base::Instant Now() const override { return now_; }
  void Set(base::Instant now) { now_ = now; }
  void AdvanceMillis(int64_t ms) { now_ = now_.PlusMillis(ms); }

 private:
  base::Instant now_;
};

}  // namespace mingcha::testing
