#include "checker/case.h"

#include "checker/explain.h"

namespace mingcha::checker {
namespace {

using base::Msg;

std::string FirstDay(const CheckIndex& index, const Notice& page) {
  const auto published = PublishedOf(index, page);
  return published ? published->first.Iso() : std::string();
}

base::Message Words(const CheckIndex& index, const Note& note, const Case& owed) {
  if (note.page == nullptr) return owed.said[static_cast<size_t>(note.value)];
  const Notice& page = *note.page;
  switch (note.kind) {
    case Note::Kind::kOtherPeriod:
      return Msg("{}: refused, it is about {}", page.url, note.value);
    case Note::Kind::kLater:
      return Msg("{}: published later, on {}", page.url, FirstDay(index, page));
    case Note::Kind::kNotYet:
      return Msg("{}: only a possible match: it claims to be published on {}, after it was read", page.url,
                 FirstDay(index, page));
    case Note::Kind::kPossiblePeriod:
      return Msg("{}: only a possible match (item, unit or period not certain)", page.url);
    case Note::Kind::kPeriod:
      return Msg("{}: matches by item, unit and period", page.url);
    case Note::Kind::kOtherNumber:
      return Msg("{}: refused, its number is another of the same kind", page.url);
    case Note::Kind::kLongBefore: {
      const auto published = PublishedOf(index, page);
      return Msg("{}: refused, published {} long before the event", page.url,
                 published ? published->last.Iso() : std::string());
    }
    case Note::Kind::kPossible:
      return Msg("{}: only a possible match (item or unit not certain)", page.url);
    case Note::Kind::kOfAnother:
      return Msg("{}: only a possible match: another authority signed it", page.url);
    case Note::Kind::kByNumber:
      return Msg("{}: matches by number", page.url);
    case Note::Kind::kByProject:
      return Msg("{}: matches by project", page.url);
    case Note::Kind::kByCitation:
      return Msg("{}: matches by the number of the ledger row that it cites", page.url);
    case Note::Kind::kLikeName:
      return Msg("{}: only a similar name: {}", page.url,
                 page.subject_text.empty() ? page.title : page.subject_text);
    case Note::Kind::kByNameAndDay:
      return Msg("{}: matches by name and day of the event: {}", page.url,
                 page.subject_text.empty() ? page.title : page.subject_text);
    case Note::Kind::kOtherSection:
      return Msg("{}: refused, it is about other sections of the project", page.url);
    case Note::Kind::kSaid:
      break;
  }
  return {};
}

}  // namespace

bool Contradicts(const Case& owed, const std::vector<std::string>& refs, std::string_view own) {
  if (owed.link == nullptr || own.empty()) return ReferencesConflict(owed.refs, refs);
  if (SharesReference(owed.refs, refs)) return false;
  std::vector<std::string> others = refs;
  std::erase(others, own);
  return ReferencesConflict(owed.refs, others);
}

bool Contradicts(const Case& owed, const Notice& page) {
  if (owed.refs.empty() || page.refs.empty()) return false;
  if (owed.link == nullptr) return ReferencesConflict(owed.refs, page.refs);
  return Contradicts(owed, std::vector<std::string>(page.refs.begin(), page.refs.end()),
                     FoldReference(page.doc_number));
}

std::vector<std::string> FromOf(const Case& owed) {
  std::vector<std::string> from;
  if (owed.row != nullptr) from.push_back(ShortPlace(owed.row->place));
  from.insert(from.end(), owed.record.from.begin(), owed.record.from.end());
  return from;
}

base::Message ReasonOf(const CheckIndex& index, const Case& owed) {
  if (!owed.record.reason.format.empty()) return owed.record.reason;
  if (owed.row != nullptr)
    return Msg("the ledger names it ({}): {}", ShortPlace(owed.row->place), owed.row->subject);
  if (!owed.made_by_page || owed.sources.empty()) return {};
  const Notice& first = *owed.sources.front();
  return Msg("a page of {} shows that it was owed: {}", index.SiteName(first.site), first.url);
}

model::Obligation RecordOf(const CheckIndex& index, Case owed) {
  model::Obligation record = std::move(owed.record);
  owed.record.reason = std::move(record.reason);
  record.reason = ReasonOf(index, owed);
  if (owed.row != nullptr) record.from.insert(record.from.begin(), ShortPlace(owed.row->place));
  record.matched.reserve(owed.matched.size());
  for (const Notice* page : owed.matched) record.matched.emplace_back(page->id);
  if (owed.rule != nullptr && record.event_date && record.due_on)
    record.notes.push_back(
        CountSummary(index.input.calendar, *record.event_date, *owed.rule, *record.due_on));
  for (const Note& note : owed.notes) {
    if (record.notes.size() < kMaxNotes) record.notes.push_back(Words(index, note, owed));
  }
  return record;
}

}  // namespace mingcha::checker
