#include "base/on_threads.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace mingcha::base {

void OnThreads(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  const auto take = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  const size_t several = std::min<size_t>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U), count);
  std::vector<std::thread> threads;
  try {
    for (size_t i = 1; i < several; ++i) threads.emplace_back(take);
  } catch (const std::system_error&) {
    // The system gives no more threads: those that run, the caller at least, do all of it.
  }
  take();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace mingcha::base
