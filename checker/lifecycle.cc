#include "checker/lifecycle.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/digest.h"
#include "base/text.h"
#include "checker/findings.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;
using model::DateMeaning;
using model::StageState;
using model::Verdict;

constexpr size_t kMaxPagesOfCell = 20;

/// Days that tell when a stage happened, the most telling first.
constexpr std::array kEventMeanings = {
    DateMeaning::kDecided,  DateMeaning::kApproved, DateMeaning::kDetermined, DateMeaning::kSigned,
    DateMeaning::kAccepted, DateMeaning::kFiled,    DateMeaning::kAudited,    DateMeaning::kOpened,
    DateMeaning::kSaleEnd,  DateMeaning::kFormed};

StageState StateOf(const Case& owed) {
  switch (owed.record.verdict) {
    case Verdict::kOnTime:
    case Verdict::kPresent:
      return StageState::kPublished;
    case Verdict::kLate:
      return StageState::kLate;
    case Verdict::kPending:
      return StageState::kPending;
    case Verdict::kMissing:
      return owed.needs_review || owed.record.review_only ? StageState::kReview : StageState::kMissing;
    case Verdict::kExempt:
    case Verdict::kNoEvent:
      return StageState::kExempt;
    case Verdict::kUndeterminable:
      return owed.matched.empty() ? StageState::kReview : StageState::kUndeterminable;
    case Verdict::kUnverifiable:
      return StageState::kUnverifiable;
    case Verdict::kNoKnownUniverse:
      return StageState::kNotOwed;
    case Verdict::kOutsideWindow:
      return owed.matched.empty() ? StageState::kNotOwed : StageState::kPublished;
  }
  return StageState::kNotOwed;
}

/// Of several obligations of one stage the worst speaks.
int Rank(StageState state) {
  constexpr std::array kOrder = {
      StageState::kMissing,        StageState::kReview,      StageState::kUnverifiable, StageState::kLate,
      StageState::kUndeterminable, StageState::kPending,     StageState::kPublished,    StageState::kExempt,
      StageState::kAlternative,    StageState::kConditional, StageState::kNotOwed};
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), state) - kOrder.begin());
}

struct EventDay {
  Date day;
  DateMeaning meaning;
};

std::optional<EventDay> EventOf(const Notice& page, DateMeaning preferred) {
  const auto find = [&](DateMeaning meaning) -> std::optional<EventDay> {
    std::optional<EventDay> first;
    for (const auto& reading : page.dates) {
      if (reading.meaning != meaning || reading.grade == model::Grade::kWeak ||
          reading.precision != model::DatePrecision::kDay || reading.source == model::ReadingSource::kUrl)
        continue;
      if (!first || reading.date < first->day) first = EventDay{reading.date, meaning};
    }
    return first;
  };
  if (preferred != DateMeaning::kUnknown) {
    if (const auto day = find(preferred)) return day;
  }
  for (const DateMeaning meaning : kEventMeanings) {
    if (const auto day = find(meaning)) return day;
  }
  return std::nullopt;
}

/// True for the day of the stage itself; a page may be written or published any time after it.
bool IsEvent(DateMeaning meaning) {
  return meaning != DateMeaning::kPublished && meaning != DateMeaning::kFormed &&
         meaning != DateMeaning::kUnknown;
}

template <typename T>
void AddOnce(const T& value, std::vector<T>* list) {
  if (std::find(list->begin(), list->end(), value) == list->end()) list->push_back(value);
}

}  // namespace

LifecycleMatrix::LifecycleMatrix(const CheckIndex& index, const ProjectJoin& projects, const Cases& cases)
    : index_(index), projects_(projects) {
  for (size_t i = 0; i < index.plan.stages.size(); ++i) stages_.emplace(index.plan.stages[i].id, i);
  if (stages_.empty()) return;
  for (const Case& owed : cases) TakeCase(owed);
  for (size_t i = 0; i < index.disclosures().size(); ++i) TakePage(i);
  const size_t first = index.disclosures().size() + index.plan.registers.ledger.size();
  for (size_t i = 0; i < index.plan.registers.major_projects.size(); ++i) RowOf(projects.OfNode(first + i));
  for (const auto& [group, row] : building_) FinishRow(group, row);
  building_.clear();
  std::sort(rows_.begin(), rows_.end(),
            [](const auto& a, const auto& b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); });
}

size_t LifecycleMatrix::StageOf(const model::Item& item) const {
  const auto it = stages_.find(item.stage);
  return item.stage.empty() || it == stages_.end() ? std::string::npos : it->second;
}

LifecycleMatrix::Row& LifecycleMatrix::RowOf(size_t group) { return building_[group]; }

void LifecycleMatrix::TakeCase(const Case& owed) {
  if (!owed.group) return;
  const size_t own = StageOf(*owed.item);
  if (own == std::string::npos) return;
  Row& row = RowOf(*owed.group);
  row.cases.push_back(&owed);
  if (owed.bases.size() < 2) {
    row.cells[own].cases.push_back(&owed);
    return;
  }
  // One of several stages will do: each page counts where it stands, the others are told of it.
  std::set<size_t> shown;
  for (const auto* page : owed.matched) {
    const model::Item* item = index_.Item(page->item);
    if (item != nullptr && StageOf(*item) != std::string::npos) shown.insert(StageOf(*item));
  }
  const std::set<size_t> speaking = shown.empty() ? std::set<size_t>{own} : shown;
  for (const std::string& base : owed.bases) {
    const model::Item* item = index_.Item(base);
    const size_t stage = item == nullptr ? std::string::npos : StageOf(*item);
    if (stage == std::string::npos) continue;
    if (speaking.contains(stage)) {
      AddOnce<const Case*>(&owed, &row.cells[stage].cases);
    } else {
      row.cells[stage].one_of = &owed;
    }
  }
}

void LifecycleMatrix::TakePage(size_t i) {
  const Notice& page = *index_.disclosures()[i];
  const model::Item* item = index_.Item(page.item);
  if (item == nullptr || !page.context.empty() || page.grade == model::Grade::kWeak) return;
  const size_t stage = StageOf(*item);
  if (stage == std::string::npos) return;
  const auto published = PublishedOf(index_, page);
  if (published && published->first > index_.input.as_of) return;
  RowOf(projects_.OfDisclosure(i)).cells[stage].pages.push_back(&page);
}

void LifecycleMatrix::FinishCell(size_t stage, const Cell& cell, model::StageCell* out) const {
  const model::StageSpec& spec = index_.plan.stages[stage];
  out->stage = spec.id;
  for (const Case* owed : cell.cases) {
    const StageState state = StateOf(*owed);
    if (Rank(state) < Rank(out->state)) {
      out->state = state;
      if (owed->record.due_on) out->due_on = owed->record.due_on;
      if (state == StageState::kPending || state == StageState::kReview || state == StageState::kMissing)
        out->note = ReasonOf(index_, *owed);
    }
    out->obligations.push_back(owed->record.id);
  }
  if (!cell.pages.empty() && Rank(StageState::kPublished) < Rank(out->state))
    out->state = StageState::kPublished;
  if (out->state == StageState::kNotOwed && cell.one_of != nullptr) {
    out->state = StageState::kAlternative;
    out->note = ReasonOf(index_, *cell.one_of);
  }
  for (const auto* page : cell.pages) {
    if (out->disclosures.size() < kMaxPagesOfCell) {
      out->disclosures.emplace_back(page->id);
      out->urls.push_back(page->url);
    }
    if (const auto published = PublishedOf(index_, *page)) {
      if (!out->published_on || published->first < *out->published_on) out->published_on = published->first;
    }
    const auto event = EventOf(*page, spec.meaning);
    if (event && (!out->day || event->day < *out->day))
      std::tie(out->day, out->day_meaning) = std::tuple(event->day, event->meaning);
  }
  for (const Case* owed : cell.cases) {
    // A ledger knows the day of the event better than any page.
    if (owed->row == nullptr || !owed->row->event_date) continue;
    if (!out->day || out->day_meaning == DateMeaning::kFormed || *owed->row->event_date < *out->day) {
      out->day = owed->row->event_date;
      // The row's own day is that of the stage, unless it says of what else.
      out->day_meaning = owed->row->event_meaning.empty() && spec.meaning != DateMeaning::kUnknown
                             ? spec.meaning
                             : owed->record.event_meaning;
    }
  }
  if (!out->day && out->published_on) {
    out->day = out->published_on;
    out->day_meaning = DateMeaning::kPublished;
  }
}

void LifecycleMatrix::FinishRow(size_t group, const Row& row) {
  model::ProjectLifecycle project;
  project.major = projects_.IsMajor(group);
  std::string key, fallback_name;
  std::set<std::string> codes, units;
  const auto add_code = [&](const std::string& code) {
    if (!FoldReference(code).empty()) codes.insert(code);
  };
  if (const auto* record = projects_.Register(group)) {
    project.name = record->name;
    key = FoldReference(record->project_code);
    add_code(record->project_code);
  }
  for (const Case* owed : row.cases) {
    if (owed->row != nullptr && project.name.empty()) project.name = owed->row->subject;
    if (fallback_name.empty()) fallback_name = owed->record.subject_text;
    add_code(owed->record.project_code);
    if (!owed->record.shown_unit.empty()) units.insert(owed->record.shown_unit);
  }
  for (const auto& [stage, cell] : row.cells) {
    for (const auto* page : cell.pages) {
      for (const std::string& code : page->codes) add_code(code);
      if (fallback_name.empty())
        fallback_name = page->subject_text.empty() ? page->title : page->subject_text;
      if (!page->unit.empty() && !page->unit_conflict) units.emplace(index_.Canonical(page->unit));
    }
  }
  if (project.name.empty()) project.name = fallback_name;
  project.codes.assign(codes.begin(), codes.end());
  if (key.empty() && !project.codes.empty()) key = FoldReference(project.codes.front());
  if (key.empty()) key = FoldSubject(project.name);
  if (key.empty()) key = base::FoldLabel(project.name);
  project.id = base::ShortId({"project", key});
  for (const auto& unit : index_.plan.units) {
    if (units.contains(unit.id)) project.units.push_back(unit.id);
  }
  project.cells.resize(index_.plan.stages.size());
  for (size_t stage = 0; stage < project.cells.size(); ++stage) {
    const auto it = row.cells.find(stage);
    FinishCell(stage, it == row.cells.end() ? Cell() : it->second, &project.cells[stage]);
    if (it == row.cells.end()) continue;
    for (const Case* owed : it->second.cases) {
      charged_.try_emplace({project.id, index_.plan.stages[stage].id}, owed->record.shown_unit,
                           owed->record.item);
      if (owed->row != nullptr && owed->row->event_date)
        ledger_[{project.id, index_.plan.stages[stage].id}].push_back(owed->row);
    }
    for (const auto* page : it->second.pages)
      charged_.try_emplace({project.id, index_.plan.stages[stage].id},
                           page->unit_conflict ? std::string() : std::string(index_.Canonical(page->unit)),
                           page->item);
  }
  AddConditions(row, &project);
  for (const auto& cell : project.cells) {
    if (cell.state == StageState::kMissing || cell.state == StageState::kReview)
      project.holes.push_back(cell.stage);
  }
  AddInversions(&project);
  ids_.emplace(group, project.id);
  rows_.push_back(std::move(project));
}

/// Stages that would be owed if something held that no page says.
void LifecycleMatrix::AddConditions(const Row& row, model::ProjectLifecycle* out) const {
  for (const auto& link : index_.plan.chains) {
    if (link.kind != model::ChainKind::kIf) continue;
    const model::Item* from = index_.Item(index_.Base(link.from_item));
    const size_t stage = from == nullptr ? std::string::npos : StageOf(*from);
    if (stage == std::string::npos || !row.cells.contains(stage)) continue;
    for (const std::string& to : link.to_items) {
      const model::Item* item = index_.Item(to);
      const size_t target = item == nullptr ? std::string::npos : StageOf(*item);
      if (target == std::string::npos || out->cells[target].state != StageState::kNotOwed) continue;
      out->cells[target].state = StageState::kConditional;
      out->cells[target].note = Msg("owed only if: {} ({})", link.condition, link.basis.text);
    }
  }
}

void LifecycleMatrix::AddInversions(model::ProjectLifecycle* out) const {
  for (size_t later = 0; later < out->cells.size(); ++later) {
    const model::StageSpec& spec = index_.plan.stages[later];
    const model::StageCell& after = out->cells[later];
    if (!after.day) continue;
    for (const std::string& first : spec.after) {
      const auto it = stages_.find(first);
      if (it == stages_.end()) continue;
      const model::StageCell& before = out->cells[it->second];
      if (!before.day || *after.day >= *before.day) continue;
      // The day a page on the first was written or published says nothing of the day it was done.
      const bool first_known = IsEvent(before.day_meaning), later_known = IsEvent(after.day_meaning);
      if (!first_known && later_known) continue;
      model::OrderInversion inversion;
      inversion.earlier = before.stage;
      inversion.later = after.stage;
      inversion.earlier_day = *before.day;
      inversion.later_day = *after.day;
      inversion.earlier_meaning = before.day_meaning;
      inversion.later_meaning = after.day_meaning;
      if (!before.urls.empty()) inversion.earlier_url = before.urls.front();
      if (!after.urls.empty()) inversion.later_url = after.urls.front();
      inversion.basis = spec.basis;
      inversion.needs_review = !spec.basis.verified || !first_known;
      out->inversions.push_back(std::move(inversion));
    }
  }
}

void LifecycleMatrix::Keep(const std::set<std::string>& ids) {
  std::erase_if(rows_, [&](const model::ProjectLifecycle& row) { return !ids.contains(row.id); });
}

void LifecycleMatrix::AddFindings(std::vector<model::Finding>* findings) {
  std::map<std::string, std::vector<std::string>> by_obligation;
  for (const auto& finding : *findings) {
    if (!finding.obligation.empty()) by_obligation[finding.obligation].push_back(finding.id);
  }
  std::map<std::string, size_t> known;
  for (size_t i = 0; i < findings->size(); ++i) known.emplace((*findings)[i].id, i);
  for (size_t i = 0; i < rows_.size(); ++i) {
    for (auto& cell : rows_[i].cells) {
      for (const std::string& obligation : cell.obligations) {
        const auto it = by_obligation.find(obligation);
        if (it == by_obligation.end()) continue;
        for (const std::string& id : it->second) AddOnce(id, &cell.findings);
      }
    }
    for (auto& inversion : rows_[i].inversions) AddInversion(i, &inversion, known, findings);
  }
}

void LifecycleMatrix::AddInversion(size_t row, model::OrderInversion* inversion,
                                   const std::map<std::string, size_t>& known,
                                   std::vector<model::Finding>* findings) const {
  const model::ProjectLifecycle& project = rows_[row];
  // One fault, one finding: the order of publication may have told it already.
  for (const auto& cell : project.cells) {
    if (cell.stage != inversion->later) continue;
    for (const std::string& id : cell.findings) {
      const auto it = known.find(id);
      if (it == known.end() || (*findings)[it->second].kind != model::FindingKind::kOrderViolation) continue;
      inversion->finding = id;
      return;
    }
  }
  const auto charged = charged_.find({project.id, inversion->later});
  const auto name_of = [&](const std::string& stage) { return index_.plan.stages[stages_.at(stage)].name; };
  FindingDraft draft;
  draft.kind = model::FindingKind::kOrderViolation;
  if (charged != charged_.end()) std::tie(draft.unit, draft.item) = charged->second;
  draft.subject = project.id + "\x1f" + inversion->earlier;
  draft.subject_text = project.name;
  draft.url = inversion->later_url;
  draft.needs_review = inversion->needs_review || draft.unit.empty();
  draft.reason =
      Msg("\"{}\" is of {} ({}), before \"{}\" of {} ({}), which has to come first ({})",
          name_of(inversion->later), inversion->later_day.Iso(), model::EnumName(inversion->later_meaning),
          name_of(inversion->earlier), inversion->earlier_day.Iso(),
          model::EnumName(inversion->earlier_meaning), inversion->basis.text);
  std::vector<model::Evidence> evidence;
  for (const auto& [url, day] : {std::pair(inversion->later_url, inversion->later_day),
                                 std::pair(inversion->earlier_url, inversion->earlier_day)}) {
    if (const auto* page = index_.PageByUrl(url))
      evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *page, day.Iso()));
  }
  if (evidence.empty()) return;  // both days are the ledger's: nothing of it was published wrongly
  for (const auto& [stage, day] : {std::pair(inversion->later, inversion->later_day),
                                   std::pair(inversion->earlier, inversion->earlier_day)}) {
    const auto rows = ledger_.find({project.id, stage});
    if (rows == ledger_.end()) continue;
    for (const model::LedgerRow* ledger : rows->second) {
      if (ledger->event_date == day) evidence.push_back(RowEvidence(*ledger));
    }
  }
  auto built = BuildFinding(std::move(draft), std::move(evidence));
  if (!built) return;
  built->rule = {"stage:" + inversion->later, inversion->basis.text, inversion->basis.verified};
  built->event_date = inversion->later_day;
  inversion->finding = built->id;
  if (!known.contains(built->id)) findings->push_back(std::move(*built));
}

std::vector<model::ProjectLifecycle> LifecycleMatrix::Take() { return std::move(rows_); }

}  // namespace mingcha::checker
