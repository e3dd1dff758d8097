#include "base/on_threads.h"

#include <algorithm>
#include <atomic>
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
  for (size_t i = 1; i < several; ++i) threads.emplace_back(take);
  take();  // the caller is one of them
  for (std::thread& thread : threads) thread.join();
}

}  // namespace mingcha::base
