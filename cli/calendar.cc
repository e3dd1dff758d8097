#include "cli/calendar.h"

#include "cli/context.h"
#include "cli/files.h"
#include "rules/calendar_loader.h"

namespace mingcha::cli {

base::Result<base::WorkdayCalendar> BundledCalendar() {
  const std::filesystem::path path = DataFolder() / "calendar" / "cn.yaml";
  ASSIGN_OR_RETURN(const std::string yaml, ReadFile(path));
  std::vector<rules::Diagnostic> errors;
  base::CalendarSpec spec = rules::ParseCalendar(yaml, path.string(), &errors);
  if (!errors.empty()) {
    return base::Fail(base::ErrorCode::kInvalidInput, "the bundled calendar is wrong: {}",
                      rules::ToEnglish(errors.front()));
  }
  return base::WorkdayCalendar::Create(std::move(spec));
}

}  // namespace mingcha::cli
