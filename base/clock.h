#pragma once

#include "base/civil_date.h"

namespace mingcha::base {

/// The time of day, as a role: passed in, so that tests stand on a fixed day.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant Now() const = 0;
};

/// The machine's clock. Stateless; any thread.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant Now() const override;
};

}  // namespace mingcha::base
