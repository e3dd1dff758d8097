#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/workday_calendar.h"
#include "rules/diagnostic.h"

namespace mingcha::rules {

struct PlanDoc;
struct YamlNode;
class Binder;

/// Turns a parsed calendar file into its spec and checks that a calendar can be made of it.
[[nodiscard]] base::CalendarSpec BindCalendar(const YamlNode& root, const std::string& file_name,
                                              Binder* binder, std::vector<Diagnostic>* errors);

/// Reads one calendar file (`config/calendar/cn.yaml`) by itself. `file_name` is for messages. Faults are
/// added to `errors`; then the spec is what could be read.
[[nodiscard]] base::CalendarSpec ParseCalendar(std::string_view yaml, const std::string& file_name,
                                               std::vector<Diagnostic>* errors);

}  // namespace mingcha::rules
