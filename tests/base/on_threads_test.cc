#include "base/on_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace mingcha::base {
namespace {

TEST(OnThreads, CallsEachNumberOnce) {
  for (const size_t count : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> calls(count);
    OnThreads(count, [&](size_t i) { ++calls[i]; });
    for (size_t i = 0; i < count; ++i) EXPECT_EQ(calls[i], 1) << i << " of " << count;
  }
}

TEST(OnThreads, IsDoneWhenItReturns) {
  std::vector<size_t> squares(500);
  OnThreads(squares.size(), [&](size_t i) { squares[i] = i * i; });
  for (size_t i = 0; i < squares.size(); ++i) ASSERT_EQ(squares[i], i * i);
}

}  // namespace
}  // namespace mingcha::base
