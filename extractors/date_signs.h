#pragma once

namespace mingcha::extractors {

// The signs of written dates; characters, not words.
inline constexpr char32_t kYearSign = 0x5E74;    // nian
inline constexpr char32_t kMonthSign = 0x6708;   // yue
inline constexpr char32_t kDaySign = 0x65E5;     // ri
inline constexpr char32_t kNumberSign = 0x53F7;  // hao: a spoken day, or «number»
inline constexpr char32_t kHourSign = 0x65F6;    // shi
inline constexpr char32_t kPointSign = 0x70B9;   // dian: o'clock
inline constexpr char32_t kMinuteSign = 0x5206;  // fen
inline constexpr char32_t kUntilSign = 0x81F3;   // zhi
inline constexpr char32_t kToSign = 0x5230;      // dao
inline constexpr char32_t kFromSign = 0x8D77;    // qi: «from … on», may stand before «until»
inline constexpr char32_t kFirstSign = 0x5143;   // yuan: first month
inline constexpr char32_t kCalendarSign =
    0x5386;  // li: the word for calendar, after «farmers'», «moon» or «old»
inline constexpr char32_t kEarlySign = 0x521D;  // chu: before days of the moon's first third

/// Folds a character that dates are written with to one of its kind: full-width digits to ASCII, every dash
/// to `-`, every blank to a space.
[[nodiscard]] char32_t NormalDateChar(char32_t c);

/// True for characters that are there and not seen: joiners, marks of direction, soft hyphens.
[[nodiscard]] bool IsZeroWidth(char32_t c);

}  // namespace mingcha::extractors
