#pragma once

#include "base/result.h"
#include "base/workday_calendar.h"

namespace mingcha::cli {

/// The bundled calendar `cn`, for verbs that judge no assessment. Errors say which line is wrong.
[[nodiscard]] base::Result<base::WorkdayCalendar> BundledCalendar();

}  // namespace mingcha::cli
