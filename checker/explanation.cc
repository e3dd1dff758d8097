#include "checker/explanation.h"

#include <algorithm>

#include "checker/check_index.h"
#include "checker/explain.h"
#include "checker/explain_lines.h"
#include "checker/findings.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;
using model::CalendarStep;
using model::ExplainSection;
using model::Explanation;
using model::FindingKind;

constexpr int kMaxSteps = 800;
constexpr size_t kMaxLines = 60;

void Say(base::Message text, ExplainSection* section, std::string url = {}, std::string quote = {},
         int depth = 0) {
  AddLine(kMaxLines, std::move(text), section, std::move(url), std::move(quote), depth);
}

/// Title and number of the notice that lists `day` as off or as work.
const base::CalendarSource* NoticeOf(const base::WorkdayCalendar& calendar, Date day) {
  for (const auto& year : calendar.years()) {
    const bool listed = std::find(year.off.begin(), year.off.end(), day) != year.off.end() ||
                        std::find(year.work.begin(), year.work.end(), day) != year.work.end();
    if (listed && !year.sources.empty()) return &year.sources.front();
  }
  return nullptr;
}

/// One day, told; `is_workday` as the calendar says, `number` counts days of the limit.
CalendarStep StepOf(const base::WorkdayCalendar& calendar, Date day, bool is_workday, bool working_days,
                    int* number) {
  CalendarStep step;
  step.day = day;
  step.counted = is_workday || !working_days;
  if (step.counted) step.number = ++*number;
  const bool weekend = day.weekday() >= 6;
  if (const auto* notice = NoticeOf(calendar, day); notice != nullptr && is_workday == weekend)
    step.notice = notice->number.empty() ? notice->title : notice->title + " (" + notice->number + ")";
  if (!working_days) {
    step.why = Msg("natural day");
  } else if (is_workday) {
    step.why = weekend ? Msg("weekend worked by notice") : Msg("working day");
  } else {
    step.why = step.notice.empty() ? Msg("weekend") : Msg("day off by notice");
  }
  return step;
}

CalendarStep EndOf(const base::WorkdayCalendar& calendar, Date day) {
  CalendarStep step;
  step.day = day;
  step.why = Msg("the calendar ends on {}: nothing is guessed beyond it", calendar.last().Iso());
  return step;
}

}  // namespace

std::vector<CalendarStep> StepsOfLimit(const base::WorkdayCalendar& calendar, Date event,
                                       const model::LimitRule& limit) {
  const bool working = limit.unit == model::DayUnit::kWorking;
  CalendarStep first;
  first.day = event;
  first.why = Msg("the day of the event, not counted");
  std::vector<CalendarStep> steps = {first};
  int number = 0;
  Date day = event;
  bool is_workday = false;
  while (number < limit.days && static_cast<int>(steps.size()) < kMaxSteps) {
    day = day.PlusDays(1);
    const auto known = calendar.IsWorkday(day);
    if (!known) {
      steps.push_back(EndOf(calendar, day));
      return steps;
    }
    is_workday = *known;
    steps.push_back(StepOf(calendar, day, is_workday, working, &number));
  }
  while (!working && !is_workday && limit.kind == model::LimitKind::kPublishBy && limit.days > 0 &&
         static_cast<int>(steps.size()) < kMaxSteps) {
    day = day.PlusDays(1);
    const auto known = calendar.IsWorkday(day);
    if (!known) {
      steps.push_back(EndOf(calendar, day));
      return steps;
    }
    is_workday = *known;
    CalendarStep step;
    step.day = day;
    step.why = is_workday ? Msg("the limit ended on a day off and runs on to this working day")
                          : Msg("day off: the limit runs on");
    steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<CalendarStep> StepsOver(const base::WorkdayCalendar& calendar, Date due, Date day,
                                    model::DayUnit unit) {
  std::vector<CalendarStep> steps;
  int number = 0;
  for (Date at = due.PlusDays(1); at <= day && static_cast<int>(steps.size()) < kMaxSteps;
       at = at.PlusDays(1)) {
    const auto known = calendar.IsWorkday(at);
    if (!known) {
      steps.push_back(EndOf(calendar, at));
      return steps;
    }
    steps.push_back(StepOf(calendar, at, *known, unit == model::DayUnit::kWorking, &number));
  }
  return steps;
}

Explainer::Explainer(const ExplainSource& source) : source_(source) {
  for (const auto& obligation : source.result.obligations) obligations_.emplace(obligation.id, &obligation);
  for (const auto& disclosure : source.disclosures) disclosures_.emplace(disclosure.id, &disclosure);
}

std::string Explainer::UnitName(std::string_view id) const {
  const model::Unit* unit = source_.plan.FindUnit(id);
  return unit == nullptr ? std::string(id) : unit->name;
}

std::string Explainer::ItemName(std::string_view id) const {
  const model::Item* item = source_.plan.FindItem(id);
  return item == nullptr ? std::string(id) : item->name;
}

const model::LimitRule* Explainer::Limit(std::string_view id) const {
  for (const auto& limit : source_.plan.limits) {
    if (limit.id == id && !id.empty()) return &limit;
  }
  return nullptr;
}

Explanation Explainer::OfFinding(const model::Finding& finding) const {
  Explanation out;
  out.what = "finding";
  out.id = finding.id;
  out.title = Msg("{}: {}", KindWord(finding.kind), ItemName(finding.item));
  ExplainSection& verdict = AddSection("verdict", Msg("verdict"), &out);
  Say(finding.reason, &verdict, finding.url);
  for (const auto& detail : finding.details) Say(detail, &verdict, {}, {}, 1);
  if (!finding.unit.empty()) Say(Msg("charged to: {}", UnitName(finding.unit)), &verdict);
  if (!finding.project.empty()) Say(Msg("it is about: {}", finding.project), &verdict);
  if (!finding.title.empty()) Say(Msg("page: {}", finding.title), &verdict, finding.url);
  if (finding.needs_review) {
    Say(Msg("this is for review by a person and deducts nothing"), &verdict);
  } else if (!RowOf(finding.kind).deducts) {
    Say(Msg("findings of this kind deduct nothing"), &verdict);
  }
  const auto it = obligations_.find(finding.obligation);
  const model::Obligation* obligation = it == obligations_.end() ? nullptr : it->second;
  if (obligation != nullptr) {
    AddObligation(*obligation, &out);
  } else {
    ExplainSection& rule = AddSection("rule", Msg("rule"), &out);
    Say(finding.rule.verified
            ? Msg("rule {}: {}", finding.rule.id, finding.rule.source)
            : Msg("rule {}: {} (not verified: review only)", finding.rule.id, finding.rule.source),
        &rule);
  }
  AddEvidence(finding, &out);
  if (finding.kind == FindingKind::kMissing || finding.kind == FindingKind::kUnverifiable)
    AddCoverage(finding.unit, &out);
  AddPoints(finding, &out);
  AddRemedy(finding, obligation, &out);
  return out;
}

Explanation Explainer::OfObligation(const model::Obligation& obligation) const {
  Explanation out;
  out.what = "obligation";
  out.id = obligation.id;
  out.title = Msg("{}: {}", model::VerdictName(obligation.verdict), ItemName(obligation.item));
  AddObligation(obligation, &out);
  ExplainSection& findings = AddSection("findings", Msg("findings on it"), &out);
  for (const auto& finding : source_.result.findings) {
    if (finding.obligation != obligation.id) continue;
    Say(finding.reason, &findings, finding.url, finding.id);
  }
  if (findings.lines.empty()) Say(Msg("none"), &findings);
  if (obligation.verdict == model::Verdict::kMissing || obligation.verdict == model::Verdict::kUnverifiable)
    AddCoverage(obligation.shown_unit, &out);
  return out;
}

void Explainer::AddObligation(const model::Obligation& obligation, Explanation* out) const {
  ExplainSection& owed = AddSection("owed", Msg("why it is owed"), out);
  Say(obligation.reason, &owed);
  Say(Msg("source of the obligation: {}", model::EnumName(obligation.source)), &owed);
  for (const std::string& from : obligation.from) {
    const auto it = disclosures_.find(from);
    if (it == disclosures_.end()) {
      Say(Msg("derived from: {}", from), &owed, {}, {}, 1);
    } else {
      Say(Msg("derived from the page: {}", it->second->title), &owed, it->second->url, {}, 1);
    }
  }
  if (obligation.unit != obligation.shown_unit && !obligation.unit.empty()) {
    Say(Msg("responsible on the day of the event: {}; shown under its successor {}",
            UnitName(obligation.unit), UnitName(obligation.shown_unit)),
        &owed);
  }
  if (obligation.unit.empty())
    Say(Msg("no unit is named by page, ledger or register: for review only"), &owed);
  if (!obligation.period.empty()) Say(Msg("period: {}", obligation.period), &owed);
  if (obligation.review_only)
    Say(Msg("it rests on something that is not verified: a gap goes to review"), &owed);
  AddRule(obligation, out);
  AddDates(obligation, out);
  AddCalendar(obligation, out);
  AddCandidates(obligation, out);
}

void Explainer::AddRule(const model::Obligation& obligation, Explanation* out) const {
  ExplainSection& section = AddSection("rule", Msg("rule"), out);
  const model::Item* item = source_.plan.FindItem(obligation.item);
  const model::LimitRule* chosen = Limit(obligation.limit_rule);
  if (chosen == nullptr) {
    Say(Msg("no limit of days governs; the plan asks for it: {}", source_.plan.document), &section);
  } else {
    Say(chosen->basis.verified
            ? Msg("rule {}: {}", chosen->id, chosen->basis.text)
            : Msg("rule {}: {} (not verified: review only)", chosen->id, chosen->basis.text),
        &section);
    if (chosen->days > 0)
      Say(Msg("{} {}, counted from: {}", chosen->days,
              chosen->unit == model::DayUnit::kWorking ? "working days" : "natural days",
              chosen->events.empty() ? std::string_view("unknown") : model::EnumName(chosen->events.front())),
          &section, {}, {}, 1);
    if (chosen->valid.from || chosen->valid.to)
      Say(Msg("in force from {} to {}", chosen->valid.from ? chosen->valid.from->Iso() : "…",
              chosen->valid.to ? chosen->valid.to->Iso() : "…"),
          &section, {}, {}, 1);
  }
  if (item == nullptr || chosen == nullptr) return;
  const std::string_view nature = model::EnumName(item->decision);
  for (const auto& limit : source_.plan.limits) {
    if (&limit == chosen || limit.kind != chosen->kind || !model::AnyGlobMatches(limit.items, item->id))
      continue;
    const auto& natures = limit.decisions;
    if (!natures.empty() && std::find(natures.begin(), natures.end(), nature) == natures.end()) continue;
    if (obligation.event_date && !limit.valid.Contains(*obligation.event_date)) {
      Say(Msg("not {}: not in force on {} ({})", limit.id, obligation.event_date->Iso(), limit.basis.text),
          &section);
    } else if (limit.is_default && !chosen->is_default) {
      Say(Msg("not {}: a general limit gives way to the specific one ({})", limit.id, limit.basis.text),
          &section);
    } else if (!limit.is_default && chosen->is_default) {
      Say(limit.basis.verified
              ? Msg("not {}: the date it counts from is not known ({})", limit.id, limit.basis.text)
              : Msg("not {}: not verified, so the plan's own limit decides what deducts ({})", limit.id,
                    limit.basis.text),
          &section);
    } else {
      Say(Msg("not {}: the chosen one names the item or its nature more closely ({})", limit.id,
              limit.basis.text),
          &section);
    }
  }
}

void Explainer::AddDates(const model::Obligation& obligation, Explanation* out) const {
  ExplainSection& section = AddSection("dates", Msg("dates and where they were read"), out);
  if (obligation.event_date)
    Say(Msg("event: {} ({})", obligation.event_date->Iso(), model::EnumName(obligation.event_meaning)),
        &section);
  if (obligation.due_on) Say(Msg("due: {}", obligation.due_on->Iso()), &section);
  if (obligation.published_on) Say(Msg("published: {}", obligation.published_on->Iso()), &section);
  if (source_.run.as_of) Say(Msg("judged as of: {}", source_.run.as_of->Iso()), &section);
  for (const std::string& id : obligation.matched) {
    const auto it = disclosures_.find(id);
    if (it == disclosures_.end()) continue;
    for (const auto& reading : it->second->dates) {
      const bool decides = reading.date == obligation.event_date || reading.date == obligation.published_on;
      Say(decides
              ? Msg("{} {}, read in: {}, {} (decides)", reading.date.Iso(), model::EnumName(reading.meaning),
                    model::EnumName(reading.source), model::EnumName(reading.grade))
              : Msg("{} {}, read in: {}, {}", reading.date.Iso(), model::EnumName(reading.meaning),
                    model::EnumName(reading.source), model::EnumName(reading.grade)),
          &section, it->second->url, reading.span.quote, 1);
    }
  }
  if (!obligation.event_date && !obligation.due_on)
    Say(Msg("no date of the event is known from page or ledger"), &section);
}

void Explainer::AddCalendar(const model::Obligation& obligation, Explanation* out) const {
  const model::LimitRule* limit = Limit(obligation.limit_rule);
  const bool counted = limit != nullptr && obligation.event_date && obligation.due_on && limit->days > 0;
  if (counted) {
    ExplainSection& section = AddSection("calendar", Msg("the days, one by one"), out);
    Say(CountSummary(source_.calendar, *obligation.event_date, *limit, *obligation.due_on), &section);
    section.calendar = StepsOfLimit(source_.calendar, *obligation.event_date, *limit);
  }
  if (!obligation.due_on || obligation.days_over <= 0) return;
  const auto until = obligation.published_on ? obligation.published_on : source_.run.as_of;
  if (!until) return;
  ExplainSection& over = AddSection("over", Msg("the days over, one by one"), out);
  Say(Msg("after {} up to {}: {} {}", obligation.due_on->Iso(), until->Iso(), obligation.days_over,
          obligation.day_unit == model::DayUnit::kWorking ? "working days" : "natural days"),
      &over);
  over.calendar = StepsOver(source_.calendar, *obligation.due_on, *until, obligation.day_unit);
}

void Explainer::AddDisclosure(const model::Disclosure& disclosure, Section* section) const {
  Say(Msg("{} ({}, {})", disclosure.title, ItemName(disclosure.item), model::EnumName(disclosure.grade)),
      section, disclosure.url);
  for (const auto& why : disclosure.why) Say(why, section, {}, {}, 1);
  if (!disclosure.unit.empty()) {
    Say(Msg("unit: {}, by: {}", UnitName(disclosure.unit), disclosure.unit_reason), section, {}, {}, 1);
  }
  if (disclosure.unit_reason == "other_body")
    Say(Msg("another authority signed it: it is not the unit's own paper"), section, {}, {}, 1);
  if (disclosure.unit_conflict)
    Say(Msg("the signs of its unit contradict one another: it proves nothing by itself"), section, {}, {}, 1);
}

void Explainer::AddCandidates(const model::Obligation& obligation, Explanation* out) const {
  ExplainSection& section = AddSection("candidates", Msg("pages considered"), out);
  for (const std::string& id : obligation.matched) {
    const auto it = disclosures_.find(id);
    if (it != disclosures_.end()) AddDisclosure(*it->second, &section);
  }
  for (const auto& note : obligation.notes) Say(note, &section);
  if (section.lines.empty()) Say(Msg("no page of this item bears its unit, number or name"), &section);
}

void Explainer::AddCoverage(std::string_view unit, Explanation* out) const {
  const auto& list = source_.result.unit_coverage;
  const auto it = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.unit == unit; });
  ExplainSection& section = AddSection("coverage", Msg("what was read, and what was not"), out);
  if (it == list.end()) {
    Say(Msg("nothing is known of the coverage of this unit"), &section);
    return;
  }
  Say(Msg("places of the unit: {}, read completely: {}", it->places, it->places_complete), &section);
  Say(Msg("lists walked: {}, to their end: {}", it->lists, it->lists_to_end), &section);
  Say(Msg("pages read: {}, addresses that could not be read: {}", it->pages_read, it->pages_not_read),
      &section);
  for (const auto& hole : it->holes) Say(hole, &section, {}, {}, 1);
}

}  // namespace mingcha::checker
