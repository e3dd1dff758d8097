#include "rules/calendar_loader.h"

#include "rules/binder.h"
#include "rules/plan_doc.h"

namespace mingcha::rules {

base::CalendarSpec BindCalendar(const YamlNode& root, const std::string& file_name, Binder* binder,
                                std::vector<Diagnostic>* errors) {
  base::CalendarSpec spec;
  const size_t errors_before = errors->size();
  binder->BindObject(root, CalendarFileSpec(), &spec, {});
  if (errors->size() == errors_before) {
    const auto calendar = base::WorkdayCalendar::Create(spec);
    if (!calendar)
      errors->push_back({file_name,
                         0,
                         0,
                         "years",
                         base::Msg("a calendar without gaps and contradictions"),
                         {},
                         calendar.error().message});
  }
  return spec;
}

base::CalendarSpec ParseCalendar(std::string_view yaml, const std::string& file_name,
                                 std::vector<Diagnostic>* errors) {
  const std::vector<SourceFile> files = {{file_name, file_name, file_name, {}, 0}};
  const Removals none;
  Binder binder(files, none, errors);
  const auto root = ParseYaml(yaml, file_name, 0, errors);
  return root ? BindCalendar(*root, file_name, &binder, errors) : base::CalendarSpec{};
}

}  // namespace mingcha::rules
