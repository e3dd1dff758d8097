#include <memory>
#include <ostream>

#include "base/workday_calendar.h"
#include "cli/calendar.h"
#include "cli/verbs.h"

namespace mingcha::cli {
namespace {

using base::ErrorCode;
using base::Msg;

base::Result<base::Date> ReadDate(const std::string& text) {
  const auto date = base::Date::FromIso(text);
  if (!date)
    return base::Fail(ErrorCode::kInvalidInput, "\"{}\" is not a date; write it as YYYY-MM-DD", text);
  return *date;
}

base::Result<base::Date> Due(const std::string& from, int days, bool natural) {
  ASSIGN_OR_RETURN(const base::Date date, ReadDate(from));
  if (days < 1)
    return base::Fail(ErrorCode::kInvalidInput, "the number of days must be at least 1, found {}", days);
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, BundledCalendar());
  return natural ? calendar.AddNaturalDaysRolled(date, days) : calendar.AddWorkdays(date, days);
}

base::Result<int> Elapsed(const std::string& from, const std::string& to) {
  ASSIGN_OR_RETURN(const base::Date first, ReadDate(from));
  ASSIGN_OR_RETURN(const base::Date last, ReadDate(to));
  ASSIGN_OR_RETURN(const base::WorkdayCalendar calendar, BundledCalendar());
  return calendar.WorkdaysBetween(first, last);
}

struct Arguments {
  std::string from, to;
  int days = 0;
  bool natural = false;
};

}  // namespace

void AddCalendar(Verb app, Context* context, Action* action) {
  Verb verb =
      app.Sub("calendar", context->Say(Msg("working-day arithmetic by the State Council's holiday notices")));
  verb.RequireSub();
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha calendar due 2018-04-02 7\n  mingcha calendar elapsed 2018-04-12 2018-05-10\n");
  auto args = std::make_shared<Arguments>();
  Verb due = verb.Sub("due", context->Say(Msg("the day a limit ends; the event's own day is not counted")));
  due.Add("DATE", args->from, context->Say(Msg("day of the event, YYYY-MM-DD"))).Required();
  due.Add("N", args->days, context->Say(Msg("number of days"))).Required();
  due.Flag("--natural", args->natural,
           context->Say(Msg("natural days; an end on a holiday rolls over to the next working day")));
  due.OnParsed([=] {
    *action = [=] {
      const auto date = Due(args->from, args->days, args->natural);
      if (!date) return context->Report(date.error());
      *context->out << date->Iso() << "\n";
      return static_cast<int>(kClean);
    };
  });
  Verb elapsed =
      verb.Sub("elapsed", context->Say(Msg("working days after the first day up to and with the second")));
  elapsed.Add("FROM", args->from, "YYYY-MM-DD").Required();
  elapsed.Add("TO", args->to, "YYYY-MM-DD").Required();
  elapsed.OnParsed([=] {
    *action = [=] {
      const auto days = Elapsed(args->from, args->to);
      if (!days) return context->Report(days.error());
      *context->out << *days << "\n";
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
