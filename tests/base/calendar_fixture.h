#pragma once

#include "base/workday_calendar.h"

namespace mingcha::base {

/// config/calendar/cn.yaml read line by line, without the loader of `rules`: enough for a file of that one
/// shape.
CalendarSpec LoadChinaSpec();
/// The calendar of LoadChinaSpec, built once.
const WorkdayCalendar& ChinaCalendar();
/// Aborts on text that is no date.
Date Day(std::string_view iso);

}  // namespace mingcha::base
