#include "base/civil_date.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

struct IsoRow {
  std::string_view text;
  bool valid;
};

class DateFromIso : public ::testing::TestWithParam<IsoRow> {};

TEST_P(DateFromIso, ReadsExactlyTheDaysThatExist) {
  const auto date = Date::FromIso(GetParam().text);
  ASSERT_EQ(date.has_value(), GetParam().valid) << GetParam().text;
  if (date) {
    EXPECT_EQ(date->Iso(), GetParam().text);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Texts, DateFromIso,
    ::testing::Values(IsoRow{"2018-03-12", true}, IsoRow{"2024-02-29", true}, IsoRow{"2023-02-29", false},
                      IsoRow{"1900-02-29", false}, IsoRow{"2000-02-29", true}, IsoRow{"0001-01-01", true},
                      IsoRow{"9999-12-31", true}, IsoRow{"0000-01-01", false}, IsoRow{"2018-13-01", false},
                      IsoRow{"2018-00-01", false}, IsoRow{"2018-04-31", false}, IsoRow{"2018-04-00", false},
                      IsoRow{"2018-4-01", false}, IsoRow{"2018/04/01", false}, IsoRow{"2018-04-01 ", false},
                      IsoRow{"+018-04-01", false}, IsoRow{"2018-04--1", false}, IsoRow{"", false}));

TEST(Date, CountsDaysFrom1970) {
  EXPECT_EQ(Date().Iso(), "1970-01-01");
  EXPECT_EQ(Date::FromIso("2018-03-12")->days(), 17602);
  EXPECT_EQ(Date::FromIso("1969-12-31")->days(), -1);
  EXPECT_EQ(Date::FromIso("2024-02-28")->PlusDays(2).Iso(), "2024-03-01");
  EXPECT_EQ(Date::FromIso("2024-03-01")->DaysSince(*Date::FromIso("2023-03-01")), 366);
}

TEST(Date, KnowsItsPartsAndWeekday) {
  const Date day = *Date::FromYmd(2018, 4, 8);
  EXPECT_EQ(day.year(), 2018);
  EXPECT_EQ(day.month(), 4);
  EXPECT_EQ(day.day(), 8);
  EXPECT_EQ(day.weekday(), 7);
  EXPECT_EQ(day.PlusDays(1).weekday(), 1);
  EXPECT_EQ(Date().weekday(), 4);  // a Thursday
  EXPECT_LT(day, day.PlusDays(1));
}

TEST(Date, RoundTripsEveryDayOfFourCenturies) {
  Date day = *Date::FromYmd(1800, 1, 1);
  int weekday = 3;  // a Wednesday
  for (; day.year() < 2200; day = day.PlusDays(1)) {
    ASSERT_EQ(Date::FromYmd(day.year(), day.month(), day.day()), day);
    ASSERT_EQ(day.weekday(), weekday) << day.Iso();
    weekday = weekday % 7 + 1;
  }
}

struct InstantRow {
  std::string_view text;
  std::optional<int64_t> millis;
};

class InstantFromIso : public ::testing::TestWithParam<InstantRow> {};

TEST_P(InstantFromIso, ReadsUtcOnly) {
  const auto instant = Instant::FromIso(GetParam().text);
  ASSERT_EQ(instant.has_value(), GetParam().millis.has_value()) << GetParam().text;
  if (instant) {
    EXPECT_EQ(instant->unix_millis(), *GetParam().millis);
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, InstantFromIso,
                         ::testing::Values(InstantRow{"1970-01-01T00:00:00Z", 0},
                                           InstantRow{"1970-01-01T00:00:01.250Z", 1250},
                                           InstantRow{"1969-12-31T23:59:59Z", -1000},
                                           InstantRow{"2018-03-12T08:09:10Z", 1520842150000},
                                           InstantRow{"2018-03-12T24:00:00Z", std::nullopt},
                                           InstantRow{"2018-03-12T08:60:00Z", std::nullopt},
                                           InstantRow{"2018-03-12T08:09:60Z", std::nullopt},
                                           InstantRow{"2018-03-12T08:09:10+08:00", std::nullopt},
                                           InstantRow{"2018-03-12T08:09:10", std::nullopt},
                                           InstantRow{"2018-03-12T08:09:10.5Z", std::nullopt},
                                           InstantRow{"2018-03-12T08:09:10,250Z", std::nullopt},
                                           InstantRow{"2018-03-12 08:09:10Z", std::nullopt},
                                           InstantRow{"", std::nullopt}));

TEST(Instant, WritesWholeSeconds) {
  EXPECT_EQ(Instant::FromUnixMillis(1520842150999).Iso(), "2018-03-12T08:09:10Z");
  EXPECT_EQ(Instant::FromUnixMillis(-1).Iso(), "1969-12-31T23:59:59Z");
  EXPECT_EQ(Instant::FromUnixMillis(-86'400'000).Iso(), "1969-12-31T00:00:00Z");
}

TEST(Instant, BecomesAChineseDayEightHoursAhead) {
  EXPECT_EQ(ChinaDate(*Instant::FromIso("2018-03-12T15:59:59Z")).Iso(), "2018-03-12");
  EXPECT_EQ(ChinaDate(*Instant::FromIso("2018-03-12T16:00:00Z")).Iso(), "2018-03-13");
  EXPECT_EQ(ChinaDate(*Instant::FromIso("1969-12-31T15:59:59Z")).Iso(), "1969-12-31");
  EXPECT_EQ(ChinaTimeText(*Instant::FromIso("2018-12-31T16:00:01Z")), "2019-01-01 00:00:01");
}

}  // namespace
}  // namespace mingcha::base
