#include "base/clock.h"

#include <gtest/gtest.h>

#include "tests/testing/fake_clock.h"

namespace mingcha::base {
namespace {

TEST(FakeClock, StandsStillUntilItIsMoved) {
  testing::FakeClock clock("2018-03-12T08:09:10Z");
  const Clock& role = clock;
  EXPECT_EQ(role.Now().Iso(), "2018-03-12T08:09:10Z");
  EXPECT_EQ(role.Now(), role.Now());
  clock.AdvanceMillis(1500);
  EXPECT_EQ(role.Now().unix_millis(), 1520842151500);
  clock.Set(Instant::FromUnixMillis(7));
  EXPECT_EQ(role.Now().unix_millis(), 7);
}

}  // namespace
}  // namespace mingcha::base
