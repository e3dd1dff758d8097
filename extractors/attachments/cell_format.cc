#include "extractors/attachments/cell_format.h"

#include <fmt/format.h>

#include <cmath>

#include "base/civil_date.h"

namespace mingcha::attachments {

bool IsDateFormat(int id, std::string_view code) {
  if (code.empty())
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
  bool quoted = false;
  bool bracket = false;
  bool year = false;
  bool day = false;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '[' || c == ']') {
      bracket = c == '[';
    } else if (!quoted && !bracket) {
      year = year || c == 'y' || c == 'Y' || c == 'e';
      day = day || c == 'd' || c == 'D' || c == 'm' || c == 'M';
    }
  }
  return year && (day || code.find('e') == std::string_view::npos);
}

std::string NumberText(double value, bool date, bool from_1904) {
  if (!std::isfinite(value)) return {};
  if (date && value >= 1 && value < 2'958'466) {  // up to 9999-12-31
    // Excel counts 1900-02-29, a day that never was: days before March 1900 are one off and of no use here.
    const base::Date start = from_1904 ? base::Date::FromIso("1904-01-01").value_or(base::Date())
                                       : base::Date::FromIso("1899-12-30").value_or(base::Date());
    const double whole = std::floor(value);
    std::string text = start.PlusDays(static_cast<int>(whole)).Iso();
    const auto minutes = static_cast<int>(std::lround((value - whole) * 1440));
    if (minutes > 0 && minutes < 1440) text += fmt::format(" {:02}:{:02}", minutes / 60, minutes % 60);
    return text;
  }
  if (value == std::floor(value) && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{:.15g}", value);
}

}  // namespace mingcha::attachments
