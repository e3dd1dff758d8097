#include "base/civil_date.h"

#include <fmt/format.h>

#include <chrono>

namespace mingcha::base {
namespace {

constexpr int64_t kDayMillis = 86'400'000;
constexpr int64_t kChinaOffsetMillis = int64_t{8} * 3'600'000;

std::chrono::year_month_day Civil(int32_t days) { return std::chrono::sys_days(std::chrono::days(days)); }

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string TimeText(int64_t ms, char separator, std::string_view suffix) {
  int64_t days = ms / kDayMillis;
  int64_t rest = ms % kDayMillis;
  if (rest < 0) {
    rest += kDayMillis;
    --days;
  }
  const int64_t seconds = rest / 1000;
  return fmt::format("{}{}{:02}:{:02}:{:02}{}", Date::FromDays(static_cast<int32_t>(days)).Iso(), separator,
                     seconds / 3600, seconds / 60 % 60, seconds % 60, suffix);
}

}  // namespace

std::optional<Date> Date::FromYmd(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return std::nullopt;
  return Date(static_cast<int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count()));
}

std::optional<Date> Date::FromIso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(5, 2));
  const auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return FromYmd(*year, *month, *day);
}

int Date::year() const { return static_cast<int>(Civil(days_).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(Civil(days_).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(Civil(days_).day())); }

int Date::weekday() const {
  return static_cast<int>(
      std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days_))).iso_encoding());
}

std::string Date::Iso() const { return fmt::format("{:04}-{:02}-{:02}", year(), month(), day()); }

std::optional<Instant> Instant::FromIso(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto date = Date::FromIso(text.substr(0, 10));
  const auto hour = Digits(text.substr(11, 2));
  const auto minute = Digits(text.substr(14, 2));
  const auto second = Digits(text.substr(17, 2));
  if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  int64_t millis = 0;
  if (text.size() == 24 && text[19] == '.') {
    const auto fraction = Digits(text.substr(20, 3));
    if (!fraction) return std::nullopt;
    millis = *fraction;
  } else if (text.size() != 20) {
    return std::nullopt;
  }
  return Instant(date->days() * kDayMillis + (*hour * 3600LL + *minute * 60LL + *second) * 1000 + millis);
}

std::string Instant::Iso() const { return TimeText(ms_, 'T', "Z"); }

Date ChinaDate(Instant instant) {
  const int64_t local = instant.unix_millis() + kChinaOffsetMillis;
  int64_t days = local / kDayMillis;
  if (local % kDayMillis < 0) --days;
  return Date::FromDays(static_cast<int32_t>(days));
}

std::string ChinaTimeText(Instant instant) {
  return TimeText(instant.unix_millis() + kChinaOffsetMillis, ' ', "");
}

}  // namespace mingcha::base
