#include "base/day_hours.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

Instant At(int hour, int minute) {  // Beijing time on some day
  return Instant::FromUnixMillis(1'527'811'200'000 + (int64_t{hour} - 8) * 3'600'000 +
                                 int64_t{minute} * 60'000);
}
int64_t Wait(const std::vector<std::string>& ranges, int hour, int minute) {
  const auto hours = DayHours::Parse(ranges);
  return hours ? hours->UntilOpen(At(hour, minute)).count() / 60'000 : -1;
}

TEST(DayHours, OpenInsideAndTheTimeUntil) {
  EXPECT_EQ(Wait({}, 12, 0), 0);
  EXPECT_EQ(Wait({"20:00-22:30"}, 20, 0), 0);
  EXPECT_EQ(Wait({"20:00-22:30"}, 22, 29), 0);
  EXPECT_EQ(Wait({"20:00-22:30"}, 22, 30), 21 * 60 + 30);
  EXPECT_EQ(Wait({"20:00-22:30"}, 19, 59), 1);
}

TEST(DayHours, AcrossMidnightAndSeveralRanges) {
  EXPECT_EQ(Wait({"22:00-06:00"}, 23, 0), 0);
  EXPECT_EQ(Wait({"22:00-06:00"}, 5, 59), 0);
  EXPECT_EQ(Wait({"22:00-06:00"}, 6, 0), 16 * 60);
  EXPECT_EQ(Wait({"22:00-06:00", "12:00-13:00"}, 11, 0), 60);
  EXPECT_EQ(Wait({"18:00-24:00"}, 23, 59), 0);
  EXPECT_EQ(Wait({"18:00-24:00"}, 0, 0), 18 * 60);
  EXPECT_EQ(Wait({"08:00-08:00"}, 3, 0), 0);
  EXPECT_EQ(Wait({"00:00-24:00"}, 3, 0), 0);
}

TEST(DayHours, RefusesWhatIsNoRange) {
  for (const char* bad :
       {"", "22-06", "22:00", "22:00-6:00", "25:00-06:00", "22:60-06:00", "24:01-06:00", "a2:00-06:00"})
    EXPECT_FALSE(DayHours::Parse({bad}).has_value()) << bad;
}

}  // namespace
}  // namespace mingcha::base
