#include "checker/matcher.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <set>
#include <tuple>

#include "base/text.h"
#include "checker/document_number.h"
#include "checker/like_names.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using model::Cadence;

constexpr int kBeforeEventDays =
    60;                         // a page much older than the event is about another one of the same name
constexpr int kEndOfYear = 11;  // the month from which plans of the next year are made known
constexpr double kAlike = 0.6;  // likeness of the names of two matters from which they may be one
constexpr size_t kMaxMatchNotes = 3;   // pages of which it is noted how they match; all stand in `matched`
constexpr size_t kMostFieldNames = 4;  // of one thing: its name, number, place, party
constexpr size_t kMaxLikeNames = 3;    // pages of a similar name kept for one case

bool IsPeriodic(const model::Item& item) {
  return item.cadence == Cadence::kStanding || item.cadence == Cadence::kAnnual;
}

/// Pairs of neighbouring code points, sorted.
std::vector<uint64_t> PairsOf(std::string_view text) {
  std::vector<uint64_t> pairs;
  uint64_t before = 0;
  for (size_t at = 0; at < text.size();) {
    const uint64_t c = base::NextCodePoint(text, &at);
    if (before != 0) pairs.push_back(before << 32 | c);
    before = c;
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

/// How much of two names is the same: shared pairs of neighbours of all pairs, from 0 to 1 (Dice).
double Likeness(std::string_view one, std::string_view other) {
  const std::vector<uint64_t> a = PairsOf(one);
  const std::vector<uint64_t> b = PairsOf(other);
  if (a.empty() || b.empty()) return 0;
  std::vector<uint64_t> shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  return 2.0 * static_cast<double>(shared.size()) / static_cast<double>(a.size() + b.size());
}

void SortPages(std::vector<const Notice*>* pages) {
  std::sort(pages->begin(), pages->end(), [](const auto* a, const auto* b) {
    return std::tie(a->id, a->url, a->row) < std::tie(b->id, b->url, b->row);
  });
}

}  // namespace

Matcher::Matcher(const CheckIndex& index, const ProjectJoin& projects, const Sections& sections)
    : index_(index), projects_(projects), sections_(sections) {
  for (const auto& row : index.plan.registers.ledger) {
    const model::Item* item = index.Item(row.item);
    if (item != nullptr && item->permit_matter) matters_.insert(index.SubjectKey(row.subject));
  }
  entries_.reserve(index.disclosures().size() * 3);
  const auto add = [&](const Key& key, size_t i) { entries_.push_back({HashOf(key), i}); };
  for (size_t position = 0; position < index.input.disclosures.size(); ++position) {
    const Notice& page = index.input.disclosures[position];
    const size_t i = index.RankOf(page);
    const model::Item* item = index.ItemOf(page);
    if (item == nullptr || !page.context.empty()) continue;
    const std::string_view base = index.BaseOf(page);
    by_item_[base].push_back(i);
    if (IsPeriodic(*item)) {
      add({base, Kind::kUnit, page.unit_conflict ? "" : index.Canonical(page.unit)}, i);
      continue;
    }
    add({base, Kind::kGroup, {}, projects.OfDisclosure(i)}, i);
    for (const std::string& ref : page.refs) add({base, Kind::kReference, ref}, i);
    if (!page.key.empty()) add({base, Kind::kSubject, page.key}, i);
  }
  for (auto& [base, positions] : by_item_) std::sort(positions.begin(), positions.end());
  std::sort(entries_.begin(), entries_.end());
}

size_t Matcher::HashOf(const Key& key) {
  constexpr size_t kSpread = 0x9e3779b97f4a7c15ULL;
  size_t hash = std::hash<std::string_view>()(key.base) * kSpread + static_cast<size_t>(key.kind);
  hash = (hash ^ (hash >> 29)) * kSpread + std::hash<std::string_view>()(key.value);
  return (hash ^ (hash >> 31)) * kSpread + key.group;
}

bool Matcher::Has(size_t i, const Key& key) const {
  const Notice& page = *index_.disclosures()[i];
  if (index_.BaseOf(page) != key.base) return false;
  switch (key.kind) {
    case Kind::kUnit:
      return (page.unit_conflict ? std::string_view() : index_.Canonical(page.unit)) == key.value;
    case Kind::kGroup:
      return projects_.OfDisclosure(i) == key.group;
    case Kind::kReference: {
      return std::find(page.refs.begin(), page.refs.end(), key.value) != page.refs.end();
    }
    case Kind::kSubject:
      return page.key == key.value;
  }
  return false;
}

void Matcher::Take(const Key& key, std::vector<size_t>* found) const {
  const size_t hash = HashOf(key);
  auto it = std::lower_bound(entries_.begin(), entries_.end(), Entry{hash, 0});
  for (; it != entries_.end() && it->hash == hash; ++it) {
    if (Has(it->i, key)) found->push_back(it->i);
  }
}

/// What a page calls its subject: folded subject, else title, and the names in its fields; those too short to
/// be compared left out.
std::vector<std::string> Matcher::NamesOf(size_t i) const {
  const Notice& page = *index_.disclosures()[i];
  std::vector<std::string> names = {page.subject.empty() ? index_.SubjectKey(page.title) : page.key.str()};
  for (const Text& name : page.names) names.push_back(name.str());
  std::erase_if(names, [](const std::string& name) { return base::CodePointCount(name) < kMinLikeName; });
  return names;
}

const std::vector<size_t>& Matcher::OfItem(std::string_view base_item) const {
  static const std::vector<size_t> kNone;
  const auto it = by_item_.find(base_item);
  return it == by_item_.end() ? kNone : it->second;
}

std::vector<size_t> Matcher::Candidates(const Case& owed) const {
  std::vector<size_t> found;
  for (const std::string& base : owed.bases) {
    if (IsPeriodic(*owed.item)) {
      if (owed.shared && owed.any_unit) {
        const auto& all = OfItem(base);
        found.insert(found.end(), all.begin(), all.end());
        continue;
      }
      for (const std::string& unit : owed.units) Take({base, Kind::kUnit, unit}, &found);
      Take({base, Kind::kUnit, ""}, &found);  // pages without a unit: not proof, but doubt
      continue;
    }
    if (owed.group) Take({base, Kind::kGroup, {}, *owed.group}, &found);
    for (const std::string& ref : owed.refs) Take({base, Kind::kReference, ref}, &found);
    if (!owed.subject_key().empty()) Take({base, Kind::kSubject, owed.subject_key()}, &found);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void Matcher::Match(Case* owed) const {
  for (const size_t i : Candidates(*owed)) {
    if (IsPeriodic(*owed->item)) {
      MatchPeriod(i, owed);
    } else {
      MatchSubject(i, owed);
    }
  }
  SortPages(&owed->matched);
  SortPages(&owed->weak);
  SortPages(&owed->later);
}

bool Matcher::IsUnitOf(const Notice& page, const Case& owed) const {
  if (owed.shared && owed.any_unit) return !page.unit.empty();
  return std::find(owed.units.begin(), owed.units.end(), index_.Canonical(page.unit)) != owed.units.end();
}

bool Matcher::MayBeMatter(const std::string& matter, const Case& owed) const {
  // What only pages name is for review anyway.
  return !owed.record.review_only && !matters_.contains(matter) &&
         Likeness(matter, owed.subject_key()) >= kAlike;
}

/// Not there yet as of the day that is judged; but a day after the page was read is a slip, and the page
/// stands.
void Matcher::TakeLater(const Notice& page, base::Date published, Case* owed) const {
  if (ReadBefore(index_, page.page_id, published)) {
    owed->weak.push_back(&page);
    AddNote(owed, Note::Kind::kNotYet, page);
    return;
  }
  owed->later.push_back(&page);
  AddNote(owed, Note::Kind::kLater, page);
}

void Matcher::MatchPeriod(size_t i, Case* owed) const {
  const Notice& page = *index_.disclosures()[i];
  bool alike = false;
  if (!owed->subject_key().empty()) {
    const std::string& matter = page.key;
    if (!matter.empty() && matter.find(owed->subject_key()) == std::string::npos &&
        owed->subject_key().find(matter) == std::string::npos) {
      if (!MayBeMatter(matter, *owed)) return;
      alike = true;
    }
  }
  const auto published = PublishedOf(index_, page);
  bool doubtful = alike || page.grade == model::Grade::kWeak || page.unit_conflict || page.other_body ||
                  !IsUnitOf(page, *owed);
  if (owed->year != 0) {
    const int offset = owed->calendar_rule == nullptr ? 0 : owed->calendar_rule->year_offset;
    int period = PeriodOf(page, offset);
    if (period == 0 && published) {
      period = published->first.year() - offset;
      // What tells of a year at its own time is made known at the end of the one before, too.
      if (offset == 0 && period == owed->year - 1 && published->first.month() >= kEndOfYear) {
        period = owed->year;
        doubtful = true;
      }
    }
    if (period == 0) doubtful = true;
    if (period != 0 && period != owed->year) {
      AddNote(owed, Note::Kind::kOtherPeriod, page, period);
      return;
    }
  }
  if (published && published->first > index_.input.as_of) {
    TakeLater(page, published->first, owed);
    return;
  }
  (doubtful ? owed->weak : owed->matched).push_back(&page);
  AddNote(owed,
          !doubtful         ? Note::Kind::kPeriod
          : page.other_body ? Note::Kind::kOfAnother
                            : Note::Kind::kPossiblePeriod,
          page);
}

void Matcher::MatchSubject(size_t i, Case* owed) const {
  const Notice& page = *index_.disclosures()[i];
  const auto& refs = page.refs;
  const bool by_number = SharesReference(owed->refs, refs);
  if (!by_number && Contradicts(*owed, page)) {
    AddNote(owed, Note::Kind::kOtherNumber, page);
    return;
  }
  const std::string own = owed->row == nullptr ? std::string() : FoldReference(owed->row->doc_number);
  const bool by_own_number = !own.empty() && std::find(refs.begin(), refs.end(), own) != refs.end();
  if (!owed->parts.empty() && !by_own_number && projects_.OfDisclosure(i) == *owed->group &&
      !SharesSection(sections_.OfDisclosure(i), owed->parts)) {
    AddNote(owed, Note::Kind::kOtherSection, page);
    return;
  }
  const auto published = PublishedOf(index_, page);
  if (published && published->first > index_.input.as_of) {
    TakeLater(page, published->first, owed);
    return;
  }
  const bool has_day = owed->row != nullptr && owed->row->event_date.has_value();
  if (!by_number && has_day && published &&
      owed->row->event_date->DaysSince(published->last) > kBeforeEventDays) {
    AddNote(owed, Note::Kind::kLongBefore, page);
    return;
  }
  const model::SiteProfile* site = index_.Site(page.site);
  const bool on_channel = site != nullptr && site->unit.empty();
  const bool unit_fits = page.unit.empty() || owed->units.empty() || IsUnitOf(page, *owed) || on_channel;
  // The ledger's own number on a page of the item identifies it, however weakly the page was recognised.
  const bool identified = by_number && owed->row != nullptr && !page.unit_conflict &&
                          (page.unit.empty() || owed->units.empty() || IsUnitOf(page, *owed)) &&
                          SharesReference(References(*owed->row), refs);
  const bool weak = page.grade == model::Grade::kWeak && !identified;
  const bool doubtful =
      weak || (!by_number && ((!unit_fits && !owed->any_unit) || IsAnothersPaper(page, *owed)));
  (doubtful ? owed->weak : owed->matched).push_back(&page);
  if (doubtful) {
    AddNote(owed, !weak && IsAnothersPaper(page, *owed) ? Note::Kind::kOfAnother : Note::Kind::kPossible,
            page);
  } else if (owed->matched.size() <= kMaxMatchNotes) {
    const bool cites =
        !own.empty() && std::any_of(page.cited_documents.begin(), page.cited_documents.end(),
                                    [&](const Text& cited) { return FoldReference(cited) == own; });
    AddNote(owed,
            by_number ? Note::Kind::kByNumber
            : cites   ? Note::Kind::kByCitation
                      : Note::Kind::kByProject,
            page);
  }
}

/// A paper of the same thing by another authority; the unit's own parent may only have signed for it, unless
/// the two number their papers.
bool Matcher::IsAnothersPaper(const Notice& page, const Case& owed) {
  if (page.other_body) return true;
  return page.parent_body && owed.row != nullptr &&
         OfOtherOffices(FoldReference(owed.row->doc_number), FoldReference(page.doc_number));
}

/// A certain page of the item and unit that dates the very event of the ledger's row.
bool Matcher::IsOfSameDay(const Notice& page, const Case& owed) const {
  if (owed.row == nullptr || !owed.row->event_date || page.grade == model::Grade::kWeak ||
      page.unit_conflict || page.other_body || !IsUnitOf(page, owed))
    return false;
  const auto meaning = model::ParseEnum<model::DateMeaning>(owed.row->event_meaning);
  return std::any_of(page.dates.begin(), page.dates.end(), [&](const NoticeDate& day) {
    const bool of_event = meaning ? day.meaning == *meaning
                                  : day.meaning != model::DateMeaning::kUnknown &&
                                        day.meaning != model::DateMeaning::kPublished;
    return of_event && day.grade != model::Grade::kWeak && day.precision == model::DatePrecision::kDay &&
           day.date == *owed.row->event_date;
  });
}

void Matcher::OfferLikeName(size_t i, const std::string& name, Case* owed) const {
  const Notice& page = *index_.disclosures()[i];
  if (owed->weak.size() >= kMaxLikeNames ||
      std::find(owed->weak.begin(), owed->weak.end(), &page) != owed->weak.end() ||
      std::find(owed->matched.begin(), owed->matched.end(), &page) != owed->matched.end())
    return;
  if (Contradicts(*owed, page)) return;
  const auto published = PublishedOf(index_, page);
  if (published && published->first > index_.input.as_of &&
      !ReadBefore(index_, page.page_id, published->first))
    return;
  // Many names in fields are a list's: the name of one row, the day of another.
  const bool tells = page.names.size() <= kMostFieldNames || name == page.key.str();
  const bool same = tells && IsOfSameDay(page, *owed) && name.find(owed->subject_key()) != std::string::npos;
  (same ? owed->matched : owed->weak).push_back(&page);
  AddNote(owed, same ? Note::Kind::kByNameAndDay : Note::Kind::kLikeName, page);
}

void Matcher::MatchLikeNames(Cases* cases) const {
  std::vector<Case*> sought;
  std::set<std::string> bases;
  LikeNames index;
  for (Case& owed : *cases) {
    if (!owed.matched.empty() || !owed.weak.empty() || IsPeriodic(*owed.item) ||
        base::CodePointCount(owed.subject_key()) < kMinLikeName)
      continue;
    index.Add(owed.subject_key());
    sought.push_back(&owed);
    bases.insert(owed.bases.begin(), owed.bases.end());
  }
  if (sought.empty()) return;
  index.Finish();
  for (const std::string& base : bases) {
    for (const size_t i : OfItem(base)) {
      for (const std::string& name : NamesOf(i)) {
        for (const size_t k : index.Like(name)) {
          if (std::find(sought[k]->bases.begin(), sought[k]->bases.end(), base) != sought[k]->bases.end())
            OfferLikeName(i, name, sought[k]);
        }
      }
    }
  }
  for (Case* owed : sought) {
    SortPages(&owed->weak);
    SortPages(&owed->matched);
    if (!owed->matched.empty()) owed->weak.clear();  // The others are of a like name only.
  }
}

int PeriodOf(const Notice& page, int offset) {
  if (page.period_year == 0) return 0;
  const bool in_title =
      base::FoldWidth(page.title).find(std::to_string(page.period_year)) != std::string::npos;
  return in_title ? page.period_year : page.period_year - offset;
}

}  // namespace mingcha::checker
