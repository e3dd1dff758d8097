#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingcha::base {

/// A day of the civil (proleptic Gregorian) calendar, without time or zone. What laws and notices speak of.
///
/// Value type, 4 bytes, totally ordered. A default-constructed Date is 1970-01-01; use std::optional for
/// «unknown».
class Date {
 public:
  constexpr Date() = default;

  /// nullopt unless year is 1..9999 and the day exists.
  [[nodiscard]] static std::optional<Date> FromYmd(int year, int month, int day);
  /// Reads exactly `YYYY-MM-DD`.
  [[nodiscard]] static std::optional<Date> FromIso(std::string_view text);
  [[nodiscard]] static constexpr Date FromDays(int32_t days_since_1970) { return Date(days_since_1970); }

  [[nodiscard]] constexpr int32_t days() const { return days_; }  ///< Days since 1970-01-01.
  [[nodiscard]] int year() const;
  [[nodiscard]] int month() const;    ///< 1..12
  [[nodiscard]] int day() const;      ///< 1..31
  [[nodiscard]] int weekday() const;  ///< 1 = Monday .. 7 = Sunday (ISO 8601).
  [[nodiscard]] std::string Iso() const;

  [[nodiscard]] constexpr Date PlusDays(int32_t n) const { return Date(days_ + n); }
  [[nodiscard]] constexpr int32_t DaysSince(Date earlier) const { return days_ - earlier.days_; }

  constexpr auto operator<=>(const Date&) const = default;

 private:
  explicit constexpr Date(int32_t days) : days_(days) {}
  int32_t days_ = 0;
};

/// A point in time, milliseconds since 1970-01-01T00:00:00Z. Never converts to a Date without a zone.
class Instant {
 public:
  constexpr Instant() = default;
  [[nodiscard]] static constexpr Instant FromUnixMillis(int64_t ms) { return Instant(ms); }
  /// Reads `YYYY-MM-DDTHH:MM:SS[.mmm]Z`.
  [[nodiscard]] static std::optional<Instant> FromIso(std::string_view text);

  [[nodiscard]] constexpr int64_t unix_millis() const { return ms_; }
  /// `YYYY-MM-DDTHH:MM:SSZ`, whole seconds, the form WARC-Date and reports use.
  [[nodiscard]] std::string Iso() const;
  [[nodiscard]] constexpr Instant PlusMillis(int64_t ms) const { return Instant(ms_ + ms); }

  constexpr auto operator<=>(const Instant&) const = default;

 private:
  explicit constexpr Instant(int64_t ms) : ms_(ms) {}
  int64_t ms_ = 0;
};

/// The civil day in China (UTC+8, no shift since 1991) at an instant.
[[nodiscard]] Date ChinaDate(Instant instant);
/// `YYYY-MM-DD HH:MM:SS` in China.
[[nodiscard]] std::string ChinaTimeText(Instant instant);

}  // namespace mingcha::base
