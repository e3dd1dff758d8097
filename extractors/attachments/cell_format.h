#pragma once

#include <string>
#include <string_view>

namespace mingcha::attachments {

/// True if a number format of Excel (built-in id, or code if not empty) shows dates. ECMA-376 18.8.30; the
/// ids 27–36 and 50–58 are the Chinese and Japanese date formats.
[[nodiscard]] bool IsDateFormat(int id, std::string_view code);

/// A cell's number as people see it: dates `2025-04-10` or `2025-04-10 09:30`, whole numbers without point,
/// others with at most 15 digits.
[[nodiscard]] std::string NumberText(double value, bool date, bool from_1904);

}  // namespace mingcha::attachments
