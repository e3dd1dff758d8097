#include "extractors/data_day.h"

#include <algorithm>
#include <cstdint>

#include "extractors/date_text.h"

namespace mingcha::extractors {

std::optional<base::Date> DayOfData(std::string_view text) {
  constexpr int64_t kMillisFrom = 100'000'000'000;
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && text.size() >= 9 && text.size() <= 13) {
    int64_t number = 0;
    for (const char c : text) number = number * 10 + (c - '0');
    return base::ChinaDate(base::Instant::FromUnixMillis(number >= kMillisFrom ? number : number * 1000));
  }
  for (const DateToken& token : ScanDates(text.substr(0, 64)).dates) {
    if (token.precision == model::DatePrecision::kDay) return token.date;
  }
  return std::nullopt;
}

}  // namespace mingcha::extractors
