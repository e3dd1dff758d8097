#include "checker/timeliness.h"

#include <algorithm>

#include "base/text.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;
using model::Verdict;

std::string_view UnitName(model::DayUnit unit) {
  return unit == model::DayUnit::kWorking ? "working days" : "natural days";
}

/// Why it is not told whether the day of publication was in time: there is none, or none to rely on.
base::Message NoSureDay(const std::optional<PublishedRange>& published, const Date& due) {
  if (!published) return Msg("the date of publication is not known; it was due on {}", due.Iso());
  return Msg("the date of publication, {}, is not certain; it was due on {}", published->first.Iso(),
             due.Iso());
}

}  // namespace

Timeliness::Timeliness(const CheckIndex& index, const LimitTable& limits, const Migration& migration)
    : index_(index), limits_(limits), migration_(migration) {}

bool Timeliness::InWindow(Date day) const {
  return index_.input.window.from <= day && day <= index_.input.window.to;
}

Governing Timeliness::Choose(const Case& owed, const std::vector<const Notice*>& twins) const {
  const LimitSet limits = limits_.Of(*owed.item, owed.record.unit, model::LimitKind::kPublishBy);
  EventSources sources{owed.row, twins};
  Governing governing = ChooseLimit(limits, sources, index_.input.as_of);
  if (governing.rule == nullptr || governing.event.known() || twins.size() == owed.matched.size())
    return governing;
  sources.pages = owed.matched;
  Governing wider = ChooseLimit(limits, sources, index_.input.as_of);
  return wider.event.known() ? wider : governing;
}

void Timeliness::OutOfCalendar(const base::Error& error, Case* owed) const {
  owed->record.verdict = Verdict::kUndeterminable;
  owed->needs_review = true;
  owed->verdict_reason = error.message;
}

void Timeliness::SetDue(Case* owed) const {
  if (owed->year != 0 || owed->item->cadence == model::Cadence::kStanding) return;
  if (owed->row == nullptr) return;  // chains bring their own
  const Governing governing = Choose(*owed, {});
  if (governing.rule == nullptr || !governing.event.last) return;
  owed->rule = governing.rule;
  owed->record.limit_rule = governing.rule->id;
  owed->record.day_unit = governing.rule->unit;
  owed->record.event_date = governing.event.last;
  owed->record.event_meaning = governing.event.meaning;
  const auto due = DueDate(index_.input.calendar, *governing.rule, *governing.event.last);
  if (!due) {
    OutOfCalendar(due.error(), owed);
    return;
  }
  owed->record.due_on = *due;
  if (governing.event.proxy) owed->record.review_only = true;
  if (!governing.rule->basis.verified) {
    // Past the plan's own limit too, it is missing in any case.
    const auto plain = governing.fallback == nullptr
                           ? due
                           : DueDate(index_.input.calendar, *governing.fallback, *governing.event.last);
    if (governing.fallback != nullptr && plain && *plain <= index_.input.as_of) {
      owed->rule = governing.fallback;
      owed->record.limit_rule = governing.fallback->id;
      owed->record.day_unit = governing.fallback->unit;
      owed->record.due_on = *plain;
    } else {
      owed->record.review_only = true;
    }
  }
}

std::vector<const Notice*> TwinsOfPrimary(const Case& owed) {
  std::vector<const Notice*> twins;
  if (owed.primary == nullptr) return twins;
  const Notice& primary = *owed.primary;
  const std::string number = FoldReference(primary.doc_number);
  const auto same_title = [&](const Notice& page) {
    return page.title == primary.title || base::FoldLabel(page.title) == base::FoldLabel(primary.title);
  };
  for (const auto* page : owed.matched) {
    const bool same_text = !page->text_hash.empty() && page->text_hash == primary.text_hash;
    const bool same_number = !number.empty() && (page->doc_number == primary.doc_number ||
                                                 FoldReference(page->doc_number) == number);
    if (page == &primary || same_text || same_number || same_title(*page)) twins.push_back(page);
  }
  return twins;
}

void Timeliness::Judge(Case* owed) const {
  std::optional<PublishedRange> best;
  for (const auto* page : owed->matched) {
    const auto published = PublishedOf(index_, *page);
    const bool better = published && (!best || (best->weak && !published->weak) ||
                                      (best->weak == published->weak && published->first < best->first));
    if (owed->primary == nullptr || better) owed->primary = page;
    if (better) best = published;
  }
  if (best) owed->record.published_on = best->first;
  if (owed->item->cadence == model::Cadence::kStanding) {
    JudgeStanding(owed);
  } else if (owed->year != 0) {
    JudgeAnnual(owed, best);
  } else {
    JudgeEvent(owed, best);
  }
}

void Timeliness::JudgeStanding(Case* owed) const {
  const bool owed_yet = !owed->record.due_on || *owed->record.due_on <= index_.input.as_of;
  owed->record.verdict = owed_yet ? Verdict::kPresent : Verdict::kPending;
}

void Timeliness::JudgeAnnual(Case* owed, const std::optional<PublishedRange>& published) const {
  const Date due = *owed->record.due_on;
  if (!InWindow(due)) {  // it is listed as falling due soon
    owed->record.verdict = Verdict::kOutsideWindow;
    return;
  }
  if (!published || published->weak) {
    const bool plain = owed->calendar_rule == nullptr && index_.input.as_of <= due;
    owed->record.verdict = plain ? Verdict::kOnTime : Verdict::kUndeterminable;
    owed->needs_review = !plain;
    if (!plain) owed->verdict_reason = NoSureDay(published, due);
    return;
  }
  if (published->first <= due && due < published->last) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason = Msg("the dates of publication differ ({} and {}); it was due on {}",
                               published->first.Iso(), published->last.Iso(), due.Iso());
    return;
  }
  if (published->first > due) {
    Governing governing;
    governing.rule = owed->calendar_rule;
    Late(governing, due, published->first, owed);
    return;
  }
  owed->record.verdict = Verdict::kOnTime;
  if (owed->calendar_rule != nullptr) return;
  const Governing governing = Choose(*owed, TwinsOfPrimary(*owed));
  if (governing.rule == nullptr || !governing.event.known()) {
    AddNote(owed, Msg("the day it was formed is not known: judged by the end of the year only"));
    return;
  }
  const auto by = DueDate(index_.input.calendar, *governing.rule, *governing.event.last);
  if (!by) return;
  owed->record.event_date = governing.event.last;
  owed->record.event_meaning = governing.event.meaning;
  owed->record.due_on = *by;
  owed->record.limit_rule = governing.rule->id;
  owed->rule = governing.rule;
  Compare(governing, *by, *published, owed);
}

void Timeliness::WithoutEvent(const Governing& governing, const PublishedRange* published, Case* owed) const {
  const model::LimitRule& rule = *governing.rule;
  owed->record.verdict = Verdict::kUndeterminable;
  owed->needs_review = true;
  if (published != nullptr && published->first < index_.input.window.from) {
    owed->record.verdict = Verdict::kOutsideWindow;
    return;
  }
  if (!governing.event.last) {
    owed->verdict_reason =
        Msg("the date that starts the limit ({}) stands neither on the page nor in the ledger",
            rule.events.empty() ? std::string_view("unknown") : model::EnumName(rule.events.front()));
    return;
  }
  const Date start = *governing.event.last;
  owed->record.event_date = start;
  owed->record.event_meaning = governing.event.meaning;
  const auto due = DueDate(index_.input.calendar, rule, start);
  if (!due) return OutOfCalendar(due.error(), owed);
  if (!InWindow(*due)) {
    owed->record.verdict = Verdict::kOutsideWindow;
    return;
  }
  const auto name = model::EnumName(governing.event.meaning);
  if (published == nullptr) {
    owed->verdict_reason =
        Msg("only the date {} ({}) is known, which does not start the limit; counted from it the last day "
            "would be {}",
            start.Iso(), name, due->Iso());
    return;
  }
  const auto over = DaysOver(index_.input.calendar, rule.unit, *due, published->first);
  if (!over) return OutOfCalendar(over.error(), owed);
  if (published->first <= *due) {
    owed->verdict_reason =
        Msg("only the date {} ({}) is known, which does not start the limit; counted from it the last day "
            "would be {}, and publication on {} would be in time",
            start.Iso(), name, due->Iso(), published->first.Iso());
    return;
  }
  owed->verdict_reason =
      Msg("only the date {} ({}) is known, which does not start the limit; counted from it the last day "
          "would be {}, and "
          "publication on {} would be {} {} over",
          start.Iso(), name, due->Iso(), published->first.Iso(), *over, UnitName(rule.unit));
}

void Timeliness::JudgeEvent(Case* owed, const std::optional<PublishedRange>& published) const {
  const Governing governing = Choose(*owed, TwinsOfPrimary(*owed));
  if (governing.rule == nullptr) {
    owed->record.verdict = Verdict::kPresent;
    return;
  }
  owed->rule = governing.rule;
  owed->record.limit_rule = governing.rule->id;
  owed->record.day_unit = governing.rule->unit;
  owed->record.due_on.reset();
  if (!governing.event.known()) {
    return WithoutEvent(governing, published ? &*published : nullptr, owed);
  }
  owed->record.event_date = governing.event.last;
  owed->record.event_meaning = governing.event.meaning;
  const auto due = DueDate(index_.input.calendar, *governing.rule, *governing.event.last);
  const auto due_first = DueDate(index_.input.calendar, *governing.rule, *governing.event.first);
  if (!due) return OutOfCalendar(due.error(), owed);
  if (!due_first) return OutOfCalendar(due_first.error(), owed);
  owed->record.due_on = *due;
  if (!InWindow(*due)) {
    owed->record.verdict = Verdict::kOutsideWindow;
    return;
  }
  if (!published || published->weak) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason = NoSureDay(published, *due);
    return;
  }
  const bool differ = governing.event.last->DaysSince(*governing.event.first) > 1;
  if (differ && *due_first < published->first && published->first <= *due) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason =
        Msg("the dates of the event differ ({} and {}); by one it is late, by the other not",
            governing.event.first->Iso(), governing.event.last->Iso());
    return;
  }
  if (published->first > *due && InTimeByOtherLaw(governing, *published, owed)) return;
  Compare(governing, *due, *published, owed);
}

/// The readings of the event are a day apart, and the law changed between them: nobody is late by the one who
/// was in time by the other.
bool Timeliness::InTimeByOtherLaw(const Governing& governing, const PublishedRange& published,
                                  Case* owed) const {
  const Date first = *governing.event.first;
  if (first == *governing.event.last || governing.rule->valid.Contains(first)) return false;
  const LimitSet limits = limits_.Of(*owed->item, owed->record.unit, model::LimitKind::kPublishBy);
  for (const auto* list : {&limits.specific, &limits.defaults}) {
    for (const auto* rule : *list) {
      if (!rule->valid.Contains(first)) continue;
      const auto due = DueDate(index_.input.calendar, *rule, first);
      if (!due || published.first > *due) return false;
      owed->record.verdict = Verdict::kUndeterminable;
      owed->needs_review = true;
      owed->verdict_reason = Msg(
          "the dates of the event ({} and {}) lie under different rules; by one it is late, by the other not",
          first.Iso(), governing.event.last->Iso());
      return true;
    }
  }
  return false;
}

void Timeliness::Compare(const Governing& governing, Date due, const PublishedRange& published,
                         Case* owed) const {
  const bool late = published.first > due;
  if (!late && published.last > due && published.last.DaysSince(published.first) > 1) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason = Msg("the dates of publication differ ({} and {}); it was due on {}",
                               published.first.Iso(), published.last.Iso(), due.Iso());
    return;
  }
  if (!late) {
    owed->record.verdict = Verdict::kOnTime;
    return;
  }
  Late(governing, due, published.first, owed);
}

void Timeliness::Late(const Governing& governing, Date due, Date published, Case* owed) const {
  const auto& calendar = index_.input.calendar;
  const model::LimitRule* rule = governing.rule;
  const auto migrated = migration_.SignOn(*owed->primary, published);
  bool firm = rule != nullptr && rule->basis.verified;
  if (rule != nullptr && !firm && governing.fallback != nullptr && governing.event.last) {
    const auto plain = DueDate(calendar, *governing.fallback, *governing.event.last);
    if (plain && published > *plain) {  // exceeding the plan's own limit is late in any case
      AddNote(owed, Msg("the limit {} is not verified; the plan's own limit is exceeded too", rule->id));
      rule = governing.fallback;
      due = *plain;
      firm = rule->basis.verified;
    }
  }
  const model::DayUnit unit = rule == nullptr ? model::DayUnit::kWorking : rule->unit;
  const auto over = DaysOver(calendar, unit, due, published);
  if (!over) return OutOfCalendar(over.error(), owed);
  owed->rule = rule;
  owed->record.limit_rule = rule == nullptr ? "" : rule->id;
  owed->record.due_on = due;
  owed->record.day_unit = unit;
  if (migrated) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason =
        Msg("the day of publication cannot be confirmed: the page was moved to its site in bulk");
    owed->details.push_back(*migrated);
    return;
  }
  if (const auto earlier = migration_.SeenBefore(*owed->primary, published)) {
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason = Msg("the day of publication cannot be confirmed: the page was there before it");
    owed->details.push_back(*earlier);
    return;
  }
  owed->record.verdict = Verdict::kLate;
  owed->record.days_over = *over;
  owed->needs_review = !firm || *over == 0 || IsPageDoubtful(*owed);
  const std::string basis = rule == nullptr ? std::string() : rule->basis.text;
  if (rule == nullptr) {
    owed->verdict_reason =
        Msg("it was due by the end of its year, {}, and was published on {}", due.Iso(), published.Iso());
  } else if (owed->record.event_date) {
    owed->verdict_reason =
        Msg("counted from {} ({}) it had to be published by {}; it was published on {}, {} {} over ({})",
            owed->record.event_date->Iso(), model::EnumName(owed->record.event_meaning), due.Iso(),
            published.Iso(), *over, UnitName(unit), basis);
  } else {
    owed->verdict_reason = Msg("it had to be published by {}; it was published on {}, {} {} over ({})",
                               due.Iso(), published.Iso(), *over, UnitName(unit), basis);
  }
  if (!firm) owed->details.push_back(Msg("the limit is not verified: for review, no deduction"));
  if (*over == 0)
    owed->details.push_back(Msg("published on a day of rest right after the last day: for review"));
}

}  // namespace mingcha::checker
