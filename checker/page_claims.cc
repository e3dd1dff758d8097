#include "checker/page_claims.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "checker/document_number.h"

namespace mingcha::checker {
namespace {

constexpr int kBeforeEventDays = 60;  // a page much older than the event is about another one
constexpr size_t kMaxClaims = 3;      // pages named for one case

bool IsSought(const Case& owed) {
  const auto cadence = owed.item->cadence;
  return owed.matched.empty() && owed.weak.empty() && cadence != model::Cadence::kStanding &&
         cadence != model::Cadence::kAnnual;
}

void AddClaim(const model::PageFacts* facts, std::vector<const model::PageFacts*>* claims) {
  if (claims->size() < kMaxClaims && std::find(claims->begin(), claims->end(), facts) == claims->end())
    claims->push_back(facts);
}

/// True if a list page bears the number only because it links to the page of that number.
bool IsOnlyLinked(const model::PageFacts& facts, const std::string& number) {
  return std::any_of(facts.entries.begin(), facts.entries.end(), [&](const model::ListEntry& entry) {
    return NamesDocument(base::ToLowerAscii(base::FoldLabel(entry.title)), number);
  });
}

}  // namespace

PageClaims::PageClaims(const CheckIndex& index, const ProjectJoin& projects)
    : index_(index), projects_(projects) {
  for (size_t i = 0; i < index.disclosures().size(); ++i) {
    const Notice& page = *index.disclosures()[i];
    if (page.grade != model::Grade::kWeak && page.context.empty())
      group_items_[projects.OfDisclosure(i)].Add(index.Base(page.item));
  }
  for (size_t i = 0; i < index.plan.registers.ledger.size(); ++i) {
    const std::string_view base = index.Base(index.plan.registers.ledger[i].item);
    group_items_[projects.OfRow(i)].Add(base);
    for (const std::string& number : projects.RefsOfRow(i)) ledger_items_[number].Add(base);
  }
  for (const auto* page : index.pages()) {
    const model::PageFacts* facts = index.Facts(page->id);
    if (facts == nullptr || facts->kind == model::PageKind::kError || facts->kind == model::PageKind::kHome)
      continue;
    pages_.push_back(facts);
  }
}

PageClaims::Numbers PageClaims::PagesWith(const std::vector<Case*>& sought) const {
  Numbers numbers;
  for (const Case* owed : sought) {
    for (const std::string& number : owed->refs) numbers.try_emplace(number);
  }
  if (numbers.empty()) return numbers;
  for (const model::PageFacts* facts : pages_) TakePage(*facts, &numbers);
  return numbers;
}

void PageClaims::TakePage(const model::PageFacts& facts, Numbers* numbers) const {
  std::map<Numbers::iterator::pointer, bool> found;  // number sought -> the page's own
  const auto take = [&](const std::string& text, bool own) {
    if (text.empty()) return;
    const auto it = numbers->find(FoldReference(text));
    if (it == numbers->end()) return;
    bool& known = found[&*it];
    known = known || own;
  };
  if (facts.doc_number) take(facts.doc_number->value, true);
  for (const std::string& code : facts.project_codes) take(code, false);
  for (const std::string& document : facts.cited_documents) take(document, false);
  for (const uint32_t i : index_.OfPage(facts.page_id)) {
    const Notice& page = *index_.disclosures()[i];
    take(page.doc_number, true);
    for (const Text& code : page.codes) take(code, false);
    for (const Text& document : page.cited_documents) take(document, false);
  }
  for (const auto& [entry, own] : found) entry->second.push_back({&facts, own});
}

bool PageClaims::IsRecognised(const model::PageFacts& facts, const std::string& number) const {
  if (!facts.title_context.empty()) return true;
  const auto read = index_.OfPage(facts.page_id);
  return std::any_of(read.begin(), read.end(), [&](uint32_t i) {
    const Notice& page = *index_.disclosures()[i];
    if (!page.context.empty()) return true;
    if (page.grade == model::Grade::kWeak) return false;
    // A row speaks for itself only, not for the rest of its table.
    const auto& refs = page.refs;
    return page.row < 0 || (!number.empty() && std::binary_search(refs.begin(), refs.end(), number));
  });
}

bool PageClaims::IsPageOf(const model::PageFacts& facts, const Case& owed) const {
  const auto read = index_.OfPage(facts.page_id);
  return std::any_of(read.begin(), read.end(), [&](uint32_t i) {
    const Notice& page = *index_.disclosures()[i];
    return page.row < 0 && page.context.empty() && page.grade != model::Grade::kWeak &&
           index_.Base(page.item) == index_.Base(owed.item->id);
  });
}

bool PageClaims::IsOfAnotherTime(const model::PageFacts& facts, const Case& owed) const {
  if (!facts.published || facts.published->precision != model::DatePrecision::kDay) return false;
  const base::Date day = facts.published->date;
  if (day > index_.input.as_of) return !ReadBefore(index_, facts.page_id, day);
  return owed.row != nullptr && owed.row->event_date &&
         owed.row->event_date->DaysSince(day) > kBeforeEventDays;
}

void PageClaims::LookForNumbers(const Numbers& numbers, Case* owed) const {
  for (const std::string& number : owed->refs) {
    const auto claims = numbers.find(number);
    if (claims == numbers.end()) continue;
    const auto items = ledger_items_.find(number);
    const bool of_one_item = owed->row != nullptr && items != ledger_items_.end() && !items->second.several;
    for (const Claim& claim : claims->second) {
      const bool is_document = claim.own && of_one_item;
      // A page of the item that cites the number is likely the one: the row may bear the number of what the
      // page makes known (an approval), the page one of its own.
      const bool cites = !claim.own && owed->row != nullptr &&
                         number == FoldReference(owed->row->doc_number) && IsPageOf(*claim.facts, *owed);
      if (!is_document && !cites && IsRecognised(*claim.facts, number)) continue;
      const bool refused = std::any_of(owed->later.begin(), owed->later.end(), [&](const auto* page) {
        return page->page_id == claim.facts->page_id;
      });
      if (refused || IsOfAnotherTime(*claim.facts, *owed)) continue;
      if (claim.facts->kind == model::PageKind::kList && IsOnlyLinked(*claim.facts, number)) continue;
      AddClaim(claim.facts, &owed->same_number);
    }
  }
}

void PageClaims::LookForNames(Cases* cases) const {
  std::vector<Case*> sought;
  LikeNames names;
  for (Case& owed : *cases) {
    if (!IsSought(owed) || base::CodePointCount(owed.subject_key()) < kMinLikeName) continue;
    names.Add(owed.subject_key());
    sought.push_back(&owed);
  }
  if (sought.empty()) return;
  names.Finish();
  for (const model::PageFacts* facts : pages_) {
    if (!facts->title || facts->kind == model::PageKind::kList || IsRecognised(*facts, "")) continue;
    const std::string title = index_.SubjectKey(facts->title->value);
    const std::string own = facts->doc_number ? FoldReference(facts->doc_number->value) : std::string();
    std::vector<std::string> refs = {own};
    for (const std::string& code : facts->project_codes) refs.push_back(FoldReference(code));
    std::erase(refs, "");
    std::sort(refs.begin(), refs.end());
    for (const size_t k : names.Like(title)) {
      Case* owed = sought[k];
      if (title.find(owed->subject_key()) == std::string::npos || Contradicts(*owed, refs, own) ||
          IsOfAnotherTime(*facts, *owed))
        continue;
      AddClaim(facts, &owed->same_name);
    }
  }
  LookForRows(names, sought);
}

void PageClaims::LookForRows(const LikeNames& names, const std::vector<Case*>& sought) const {
  for (const model::PageFacts& list : index_.input.facts) {
    for (const model::ListEntry& entry : list.entries) {
      const model::PageRecord* page = index_.PageByUrl(entry.url);
      const model::PageFacts* facts = page == nullptr ? nullptr : index_.Facts(page->id);
      // What was asked for in vain is told by the coverage; errors tell of nothing.
      if (facts == nullptr || facts->kind == model::PageKind::kError || IsRecognised(*facts, "")) continue;
      const std::string title = index_.SubjectKey(entry.title);
      for (const size_t k : names.Like(title)) {
        Case* owed = sought[k];
        if (title.find(owed->subject_key()) == std::string::npos || IsOfAnotherTime(*facts, *owed) ||
            owed->same_row.size() >= kMaxClaims)
          continue;
        owed->same_row.emplace_back(facts, &list);
      }
    }
  }
}

void PageClaims::Look(Cases* cases) const {
  std::vector<Case*> sought;
  for (Case& owed : *cases) {
    if (IsSought(owed)) sought.push_back(&owed);
  }
  if (sought.empty()) return;
  const Numbers numbers = PagesWith(sought);
  for (Case* owed : sought) LookForNumbers(numbers, owed);
  LookForNames(cases);
}

/// A page of another stage, or a ledger row, speaks of the same project.
bool PageClaims::IsConfirmed(size_t disclosure) const {
  if (!index_.disclosures()[disclosure]->codes.empty()) return true;
  const auto it = group_items_.find(projects_.OfDisclosure(disclosure));
  return it != group_items_.end() && it->second.several;
}

bool PageClaims::IsOfAnother(const model::PageFacts& host, const Case& owed) const {
  if (!owed.group || host.kind == model::PageKind::kList || !host.entries.empty()) return false;
  std::set<std::string> subjects;
  for (const uint32_t i : index_.OfPage(host.page_id)) {
    const Notice& page = *index_.disclosures()[i];
    if (page.row >= 0 || page.grade == model::Grade::kWeak) return false;
    const std::string& subject = page.key;
    if (base::CodePointCount(subject) < kMinLikeName || projects_.OfDisclosure(i) == *owed.group)
      return false;
    subjects.insert(subject);
    if (subject.find(owed.subject_key()) != std::string::npos ||
        owed.subject_key().find(subject) != std::string::npos || SharesReference(owed.refs, page.refs))
      return false;
    const bool bare =
        host.kind == model::PageKind::kAttachment || host.note == model::PageNote::kAttachmentOnly;
    if (bare && !IsConfirmed(i)) return false;
  }
  return subjects.size() == 1;
}

}  // namespace mingcha::checker
