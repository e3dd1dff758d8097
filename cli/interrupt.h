#pragma once

#include <functional>
#include <memory>

namespace mingcha::cli {

/// Blocks until SIGINT or SIGTERM.
void WaitForInterrupt();

/// While it lives, each SIGINT or SIGTERM calls `on_signal` on a thread of its own (never in the signal
/// handler).
class InterruptGuard {
 public:
  explicit InterruptGuard(std::function<void()> on_signal);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;  // Owns a thread.
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  [[nodiscard]] bool interrupted() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::cli
