#include "checker/verdicts.h"

#include <algorithm>

#include "base/text.h"
#include "checker/exemptions.h"
#include "checker/findings.h"
#include "checker/history_findings.h"
#include "checker/projects.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::Cadence;
using model::Verdict;

constexpr size_t kMaxListProof = 12;  // list pages quoted for one missing; the rest is counted
constexpr size_t kMaxOfOneList = 3;   // of these from one list

std::string_view UnitName(model::DayUnit unit) {
  return unit == model::DayUnit::kWorking ? "working days" : "natural days";
}

}  // namespace

VerdictEngine::VerdictEngine(const CheckIndex& index, const Timeliness& timeliness, const PageClaims& claims,
                             PlaceGuard* guard)
    : index_(index), timeliness_(timeliness), claims_(claims), guard_(guard), gone_before_(index) {}

/// A register row names the case: its item, its unit, and its number or subject where the row gives one.
template <typename Row>
bool VerdictEngine::IsAbout(const Row& row, const Case& owed) const {
  if (std::find(owed.bases.begin(), owed.bases.end(), index_.Base(row.item)) == owed.bases.end())
    return false;
  const std::string_view unit = index_.Canonical(row.unit);
  if (!unit.empty() && unit != owed.record.shown_unit &&
      (!owed.shared || std::find(owed.units.begin(), owed.units.end(), unit) == owed.units.end()))
    return false;
  const std::string code = FoldReference(row.project_code);
  if (!code.empty() && std::binary_search(owed.refs.begin(), owed.refs.end(), code)) return true;
  const std::string subject = index_.SubjectKey(row.subject);
  if (!subject.empty()) return subject == owed.subject_key();
  return code.empty();
}

bool VerdictEngine::IsExcusedBy(const model::ExemptionRow& row, const Case& owed) const {
  const int year = owed.year != 0                                ? owed.year
                   : owed.record.event_date                      ? owed.record.event_date->year()
                   : owed.row != nullptr && owed.row->event_date ? owed.row->event_date->year()
                                                                 : 0;
  return (!row.year || year == 0 || *row.year == year) && IsAbout(row, owed);
}

Excuse VerdictEngine::ExcuseOf(const Case& owed) const {
  Excuse excuse;
  for (const auto& row : index_.plan.registers.exemptions) {
    if (excuse.exemption == nullptr && IsExcusedBy(row, owed)) excuse.exemption = &row;
  }
  const int year = owed.year != 0                                     ? owed.year
                   : owed.item->cadence == Cadence::kStanding         ? index_.input.as_of.year()
                   : owed.record.event_date                           ? owed.record.event_date->year()
                   : owed.record.verdict == Verdict::kNoKnownUniverse ? index_.input.window.to.year()
                                                                      : 0;
  for (const auto& row : index_.plan.registers.no_events) {
    if (excuse.no_event != nullptr || row.year != year || owed.row != nullptr ||
        index_.Base(row.item) != index_.Base(owed.item->id))
      continue;
    // Where one owes for all, only that one can speak for all.
    if (index_.Canonical(row.unit) == owed.record.shown_unit) excuse.no_event = &row;
  }
  return excuse;
}

bool VerdictEngine::SettleByExcuse(const Excuse& excuse, Case* owed) const {
  if (excuse.exemption != nullptr) {
    // A flawed one excuses nothing, and what stands there needs no excuse: it is judged, for review.
    if (FlawOf(index_, *excuse.exemption)) return false;
    if (!owed->matched.empty()) {
      owed->exempted = true;
      AddNote(owed, Msg("registered as exempt, but published: {}", owed->matched.front()->url));
      return false;
    }
    const auto* ground = index_.plan.FindGround(excuse.exemption->ground);
    owed->record.verdict = Verdict::kExempt;
    owed->record.from.push_back(ShortPlace(excuse.exemption->place));
    AddNote(owed, Msg("exempt ({}), decided by {} ({})",
                      ground == nullptr ? excuse.exemption->ground : ground->name, excuse.exemption->approver,
                      ShortPlace(excuse.exemption->place)));
    return true;
  }
  const bool chain_or_page = owed->link != nullptr || owed->made_by_page;
  if (excuse.no_event != nullptr && owed->matched.empty() && !chain_or_page) {
    owed->record.verdict = Verdict::kNoEvent;
    owed->record.from.push_back(ShortPlace(excuse.no_event->place));
    AddNote(owed, Msg("declared by {} that there was none in {} ({})", excuse.no_event->declared_by,
                      excuse.no_event->year, ShortPlace(excuse.no_event->place)));
    return true;
  }
  return false;
}

void VerdictEngine::Judge(Case* owed) {
  const Excuse excuse = ExcuseOf(*owed);
  if (SettleByExcuse(excuse, owed) || owed->record.verdict == Verdict::kNoKnownUniverse) return;
  JudgeUnexcused(owed);
  if (excuse.exemption == nullptr) return;
  owed->needs_review = owed->needs_review || owed->exempted;
  if (const auto flaw = FlawOf(index_, *excuse.exemption)) JudgeDespite(*excuse.exemption, *flaw, owed);
}

void VerdictEngine::JudgeUnexcused(Case* owed) {
  if (!owed->matched.empty()) {
    timeliness_.Judge(owed);
    Extend(owed);
    return;
  }
  timeliness_.SetDue(owed);
  Extend(owed);
  if (SettleByManual(owed)) return;
  if (owed->needs_review || SettleByDue(owed)) return;
  if (!owed->weak.empty()) {
    owed->primary = owed->weak.front();
    owed->record.verdict = Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason =
        Msg("only a possible match was found, {}: a person must decide whether it is the one",
            owed->primary->url);
    return;
  }
  if (!SettleByClaim(nullptr, owed)) Guard(owed);
}

void VerdictEngine::Extend(Case* owed) const {
  auto& record = owed->record;
  if (!record.due_on || owed->item->cadence == Cadence::kStanding) return;
  for (const auto& row : index_.plan.registers.extensions) {
    // Granted by somebody, and before the time was over: else it is a fault, not an extension.
    if (!IsAbout(row, *owed) || row.until <= *record.due_on || row.approver.empty() || !row.approved_on ||
        *row.approved_on > *record.due_on)
      continue;
    AddNote(owed, Msg("more time was granted until {} instead of {} by {} ({})", row.until.Iso(),
                      record.due_on->Iso(), row.approver, ShortPlace(row.place)));
    record.from.push_back(ShortPlace(row.place));
    record.due_on = row.until;
    if (record.verdict != Verdict::kLate || !record.published_on) return;
    if (*record.published_on <= row.until) {
      record.verdict = Verdict::kOnTime;
      record.days_over = 0;
      owed->needs_review = false;
      owed->verdict_reason = {};
      return;
    }
    const auto over = DaysOver(index_.input.calendar, record.day_unit, row.until, *record.published_on);
    if (!over) return;
    record.days_over = *over;
    owed->verdict_reason = Msg("more time was granted until {}; it was published on {}, {} {} over",
                               row.until.Iso(), record.published_on->Iso(), *over, UnitName(record.day_unit));
    return;
  }
}

bool VerdictEngine::SettleByManual(Case* owed) const {
  auto& record = owed->record;
  for (const auto& row : index_.plan.registers.manual) {
    if (!IsAbout(row, *owed) || !row.published_on || *row.published_on > index_.input.as_of) continue;
    if (owed->year != 0 && row.published_on->year() != owed->year &&
        row.published_on->year() != owed->year + 1)
      continue;
    record.published_on = row.published_on;
    record.from.push_back(ShortPlace(row.place));
    AddNote(owed, Msg("published on {} ({}), seen by {} on {} ({})", row.published_on->Iso(),
                      row.url.empty() ? row.carrier : row.url, row.saved_by,
                      row.saved_on ? row.saved_on->Iso() : "", ShortPlace(row.place)));
    const bool standing = owed->item->cadence == Cadence::kStanding;
    record.verdict = standing ? Verdict::kPresent : Verdict::kOnTime;
    if (standing || !record.due_on || *row.published_on <= *record.due_on) return true;
    const auto over = DaysOver(index_.input.calendar, record.day_unit, *record.due_on, *row.published_on);
    record.verdict = Verdict::kLate;
    record.days_over = over ? *over : 0;
    owed->needs_review = true;  // a person's word against the limit: another looks
    owed->verdict_reason = Msg("it had to be published by {}; by the record of {} it was published on {}",
                               record.due_on->Iso(), row.saved_by, row.published_on->Iso());
    model::Evidence proof = RowEvidence(row.place, row.carrier + " " + row.published_on->Iso());
    proof.url = row.url;
    owed->proof.push_back(std::move(proof));
    return true;
  }
  return false;
}

bool VerdictEngine::SettleByDue(Case* owed) const {
  const bool standing = owed->item->cadence == Cadence::kStanding;
  const auto due = owed->record.due_on;
  if (!due) {
    if (standing) return false;
    owed->record.verdict = owed->link != nullptr ? Verdict::kPending : Verdict::kUndeterminable;
    owed->needs_review = true;
    owed->verdict_reason = Msg("nothing was found, and no date says when it was due");
    return true;
  }
  if (!standing && (*due < index_.input.window.from || *due > index_.input.window.to)) {
    owed->record.verdict = Verdict::kOutsideWindow;
    return true;
  }
  if (*due > index_.input.as_of) {  // the due day itself is judged (settled 15)
    owed->record.verdict = Verdict::kPending;
    return true;
  }
  return false;
}

std::vector<std::string> VerdictEngine::ItemsOf(const Case& owed) const {
  std::vector<std::string> items = {owed.item->id};
  const bool major = index_.Base(owed.item->id) != owed.item->id;
  for (const std::string& base : owed.bases) {
    if (base != index_.Base(owed.item->id)) items.emplace_back(index_.Charged(base, major));
  }
  return items;
}

Sought VerdictEngine::SoughtAs(const std::string& item, const Case& owed) const {
  Sought sought;
  sought.item = item;
  sought.base_item = index_.Base(item);
  sought.words.push_back(base::FoldLabel(index_.ItemName(item)));
  if (!owed.record.subject_text.empty()) sought.own.push_back(base::FoldLabel(owed.record.subject_text));
  if (!owed.subject_key().empty()) sought.own.emplace_back(owed.subject_key());
  sought.words.insert(sought.words.end(), sought.own.begin(), sought.own.end());
  sought.is_of_another = [this, &owed](const model::PageFacts& host) {
    return claims_.IsOfAnother(host, owed);
  };
  return sought;
}

void VerdictEngine::Guard(Case* owed) {
  std::vector<const PlaceCheck*> checks;
  std::vector<base::Message> holes;
  std::vector<const Hole*> records;
  // Where one of several is enough, each of them may stand in places of its own.
  const std::vector<std::string> items = ItemsOf(*owed);
  for (const std::string& item : items) {
    const auto& units = owed->units.empty() ? index_.Obligated(item) : owed->units;
    const PlaceCheck& check = guard_->Of(item, units, owed->backward);
    std::vector<const Hole*> behind;
    for (base::Message& hole : guard_->HolesAgainst(check, SoughtAs(item, *owed), &behind)) {
      if (std::find(holes.begin(), holes.end(), hole) == holes.end()) holes.push_back(std::move(hole));
    }
    for (const Hole* hole : behind) {
      if (std::find(records.begin(), records.end(), hole) == records.end()) records.push_back(hole);
    }
    checks.push_back(&check);
  }
  if (!holes.empty()) {
    Unverifiable(holes, records, owed);
    return;
  }
  const bool claimed = std::any_of(checks.begin(), checks.end(),
                                   [&](const PlaceCheck* check) { return SettleByClaim(check, owed); });
  if (!claimed && !SettleByEarlier(owed)) Missing(checks, owed);
}

bool VerdictEngine::SettleByClaim(const PlaceCheck* check, Case* owed) const {
  const auto in_places = [&](const model::PageRecord* page) {
    return page != nullptr &&
           (check == nullptr ||
            std::any_of(check->places.begin(), check->places.end(), [&](const Place& place) {
              return place.site == page->site && UnderPrefix(page->url, place.prefix);
            }));
  };
  const auto claim = [&](const model::PageRecord& page, const std::string& title) {
    if (owed->proof.empty()) {
      owed->verdict_reason =
          check == nullptr
              ? Msg("a page with the same number exists but was not recognised as this item: {} ({})",
                    page.url, title)
              : Msg("a page with the same name exists but was not recognised as this item: {} ({})", page.url,
                    title);
    } else {
      owed->details.push_back(Msg("{}: {}", page.url, title));
    }
    owed->proof.push_back(EvidenceOf(model::EvidenceType::kPage, page, title));
  };
  for (const model::PageFacts* facts : check == nullptr ? owed->same_number : owed->same_name) {
    const auto* page = index_.Page(facts->page_id);
    if (page != nullptr && in_places(page)) claim(*page, facts->title ? facts->title->value : std::string());
  }
  // A list of the places names it, wherever the page itself stands.
  for (const auto& [facts, list] : owed->same_row) {
    const auto* page = index_.Page(facts->page_id);
    if (check == nullptr || !owed->proof.empty() || page == nullptr || !in_places(index_.Page(list->page_id)))
      continue;
    const auto row = std::find_if(list->entries.begin(), list->entries.end(),
                                  [&](const auto& entry) { return index_.PageByUrl(entry.url) == page; });
    claim(*page, row == list->entries.end() ? page->anchor : row->title);
  }
  if (owed->proof.empty()) return false;
  owed->record.verdict = Verdict::kUndeterminable;
  owed->needs_review = true;
  return true;
}

bool VerdictEngine::SettleByEarlier(Case* owed) const {
  const model::PageHistory* page = gone_before_.Find(*owed);
  if (page == nullptr) return false;
  const model::PageVersion& last = *page->last();
  const base::Instant gone = page->gone_first.value_or(last.last_seen);
  owed->record.verdict = Verdict::kUndeterminable;
  owed->needs_review = true;
  owed->verdict_reason =
      Msg("an earlier round read it on {} at {}; on {} it was gone: it was published, see why it is not "
          "there now",
          base::ChinaDate(last.last_seen).Iso(), page->url, base::ChinaDate(gone).Iso());
  if (last.published)
    owed->details.push_back(Msg("the page claimed to be published on {}", last.published->Iso()));
  owed->proof.push_back(HistoryProof(page->url, last.warc, last.sha256, last.last_seen, last.title));
  return true;
}

void VerdictEngine::Missing(const std::vector<const PlaceCheck*>& checks, Case* owed) const {
  // An unverified day of the year is only for review, the end of the year is not.
  if (owed->year != 0 && owed->calendar_rule != nullptr && !owed->calendar_rule->basis.verified) {
    const base::Date end = CalendarDue(nullptr, owed->year + owed->calendar_rule->year_offset);
    if (end < index_.input.as_of && end <= index_.input.window.to) {
      owed->record.due_on = end;
      owed->record.limit_rule.clear();
      owed->rule = nullptr;
    } else {
      owed->record.review_only = true;
    }
  }
  owed->record.verdict = Verdict::kMissing;
  owed->needs_review = owed->record.review_only || owed->record.shown_unit.empty();
  const std::string& name = owed->item->name;
  if (owed->item->cadence == Cadence::kStanding) {
    owed->record.due_on.reset();
    owed->verdict_reason =
        Msg("\"{}\" has to be there at all times; it stands in none of the places where it ought to", name);
  } else {
    const model::DayUnit unit = owed->rule == nullptr ? owed->record.day_unit : owed->rule->unit;
    const auto over = DaysOver(index_.input.calendar, unit, *owed->record.due_on, index_.input.as_of);
    owed->record.day_unit = unit;
    owed->record.days_over = over ? *over : 0;
    owed->verdict_reason =
        owed->record.days_over == 0
            ? Msg("\"{}\" had to be published by {}; on {} it stands in none of the places where it ought to",
                  name, owed->record.due_on->Iso(), index_.input.as_of.Iso())
            : Msg("\"{}\" had to be published by {}; {} {} later, on {}, it stands in none of the places "
                  "where it ought to",
                  name, owed->record.due_on->Iso(), owed->record.days_over, UnitName(unit),
                  index_.input.as_of.Iso());
  }
  ProveAbsence(checks, owed);
  for (const auto* page : owed->later) {
    const auto published = PublishedOf(index_, *page);
    owed->details.push_back(
        Msg("published later, on {}: {}", published ? published->first.Iso() : "", page->url));
  }
}

void VerdictEngine::ProveAbsence(const std::vector<const PlaceCheck*>& checks, Case* owed) const {
  std::vector<const ListWalk*> lists;
  for (const PlaceCheck* check : checks) {
    for (const ListWalk* list : check->lists) {
      if (std::find(lists.begin(), lists.end(), list) == lists.end()) lists.push_back(list);
    }
  }
  size_t pages = 0;
  for (const ListWalk* list : lists) {
    owed->details.push_back(Msg("list \"{}\" ({}): {} pages, {} entries, walked to: {}", list->trail.name,
                                list->trail.url, list->trail.pages, list->trail.entries,
                                list->trail.stop_reason));
    pages += list->pages.size();
    for (size_t i = 0; i < list->pages.size() && i < kMaxOfOneList && owed->proof.size() < kMaxListProof; ++i)
      owed->proof.push_back(EvidenceOf(model::EvidenceType::kListTrail, *list->pages[i], list->trail.name));
  }
  if (owed->details.size() > kMaxNotes) {
    const size_t more = owed->details.size() - kMaxNotes;
    owed->details.resize(kMaxNotes);
    owed->details.push_back(Msg("and {} more lists", more));
  }
  if (pages > owed->proof.size())
    owed->details.push_back(Msg("{} more list pages were read without a hit; the coverage report names them",
                                pages - owed->proof.size()));
  for (const PlaceCheck* check : checks) {
    for (const auto* page : check->read) {
      if (owed->proof.size() < kMaxListProof)
        owed->proof.push_back(EvidenceOf(model::EvidenceType::kListTrail, *page, ""));
    }
  }
}

void VerdictEngine::Unverifiable(const std::vector<base::Message>& holes,
                                 const std::vector<const Hole*>& records, Case* owed) const {
  owed->record.verdict = Verdict::kUnverifiable;
  owed->needs_review = true;
  owed->verdict_reason =
      Msg("\"{}\" was not found, but not all places where it may stand could be read", owed->item->name);
  owed->details = holes;
  for (const Hole* hole : records) {
    if (const auto* page = index_.PageByUrl(hole->gap.url))
      owed->proof.push_back(EvidenceOf(model::EvidenceType::kPage, *page, hole->gap.reason));
  }
}

std::vector<model::Evidence> OriginOf(const CheckIndex& index, const Case& owed) {
  std::vector<model::Evidence> origin;
  if (owed.row != nullptr) {
    origin.push_back(RowEvidence(*owed.row));
  }
  for (const auto* page : owed.sources) {
    if (origin.size() >= 3) break;
    if (const auto* record = index.Page(page->page_id))
      origin.push_back(EvidenceOf(model::EvidenceType::kPage, *record, page->title));
  }
  if (origin.empty()) {
    model::Evidence config;
    config.type = model::EvidenceType::kConfig;
    config.quote = index.plan.document + ": " + owed.item->name;
    if (!owed.item->place.file.empty())
      config.quote +=
          " (" + ShortPlace(owed.item->place.file) + ":" + std::to_string(owed.item->place.line) + ")";
    origin.push_back(std::move(config));
  }
  return origin;
}

}  // namespace mingcha::checker
