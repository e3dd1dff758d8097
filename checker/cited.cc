#include "checker/cited.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "checker/finding_sink.h"

namespace mingcha::checker {
namespace {

using base::Msg;

constexpr size_t kMinSeries = 2;  // documents of a word that make it a unit's series

class CitedLook {
 public:
  CitedLook(const CheckIndex& index, PlaceGuard* guard) : index_(index), guard_(guard) {
    for (const auto* page : index.disclosures()) Note(page->doc_number, index.Canonical(page->unit));
    for (const auto& facts : index.input.facts) {
      if (facts.doc_number) own_.insert(FoldReference(facts.doc_number->value));
    }
    for (const auto& row : index.plan.registers.ledger) Note(row.doc_number, {});
  }

  std::vector<model::Finding> Build() && {
    std::map<std::string, std::pair<std::string, std::vector<const Notice*>>> gaps;
    for (const auto* page : index_.disclosures()) {
      if (page->grade == model::Grade::kWeak) continue;
      for (const std::string& number : page->cited_documents) {
        const std::string folded = FoldReference(number);
        if (folded.empty() || own_.contains(folded)) continue;
        auto& gap = gaps[folded];
        gap.first = number;
        gap.second.push_back(page);
      }
    }
    for (const auto& [folded, gap] : gaps) Add(gap.first, gap.second);
    return std::move(sink_).Take();
  }

 private:
  void Note(const std::string& number, std::string_view unit) {
    const std::string folded = FoldReference(number);
    if (folded.empty()) return;
    own_.insert(folded);
    const Series series = SeriesOf(number);
    if (!series.word.empty() && !unit.empty()) series_[series.word][std::string(unit)].insert(folded);
  }

  /// The unit all of whose documents of the word it is; empty if it is nobody's or several units'.
  [[nodiscard]] std::string OwnerOf(const Series& series) const {
    const auto it = series_.find(series.word);
    if (it == series_.end() || it->second.size() != 1 || it->second.begin()->second.size() < kMinSeries)
      return {};
    return it->second.begin()->first;
  }

  void Add(const std::string& number, const std::vector<const Notice*>& citing) {
    const Series series = SeriesOf(number);
    const std::string unit = OwnerOf(series);
    const bool in_window =
        series.year >= index_.input.window.from.year() - 1 && series.year <= index_.input.window.to.year();
    if (unit.empty() || !in_window) return;
    const auto* first = citing.front();
    // Where it might stand must have been read, as for any gap.
    const PlaceCheck& places = guard_->Of(first->item, {unit}, true);
    if (!places.holes.empty() || !places.soft_holes.empty() || !places.attachment_holes.empty()) return;
    FindingDraft draft;
    draft.kind = model::FindingKind::kMissing;
    draft.unit = unit;
    draft.subject = FoldReference(number);
    draft.subject_text = number;
    draft.url = first->url;
    draft.title = first->title;
    draft.needs_review = true;
    draft.reason =
        Msg("{} is cited by \"{}\", and nobody published it; other documents of this series are {}'s", number,
            first->title, index_.UnitName(unit));
    std::vector<model::Evidence> proof;
    for (const auto* page : citing) {
      const auto* record = index_.Page(page->page_id);
      if (record != nullptr && proof.size() < 3)
        proof.push_back(EvidenceOf(model::EvidenceType::kPage, *record, number));
    }
    for (const ListWalk* list : places.lists) {
      if (proof.size() >= 12 || list->pages.empty()) break;
      proof.push_back(EvidenceOf(model::EvidenceType::kListTrail, *list->pages.front(), list->trail.name));
    }
    sink_.Add(std::move(draft), {}, std::move(proof));
  }

  const CheckIndex& index_;
  PlaceGuard* guard_;
  std::set<std::string> own_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> series_;
  FindingSink sink_;
};

}  // namespace

Series SeriesOf(std::string_view number) {
  const std::string folded = base::FoldLabel(number);
  // The brackets 〔 [ ( 【, whichever the page uses.
  constexpr char32_t kOpen[] = {0x3014, U'[', U'(', 0x3010, 0xFF08};
  for (size_t at = 0; at < folded.size();) {
    const size_t begin = at;
    const char32_t c = base::NextCodePoint(folded, &at);
    if (std::find(std::begin(kOpen), std::end(kOpen), c) == std::end(kOpen) || begin == 0) continue;
    int year = 0;
    const char* from = folded.data() + at;
    const auto [stop, error] = std::from_chars(from, std::min(from + 4, folded.data() + folded.size()), year);
    if (error == std::errc() && stop == from + 4 && year > 1948) return {folded.substr(0, begin), year};
  }
  return {};
}

std::vector<model::Finding> CitedGaps(const CheckIndex& index, PlaceGuard* guard) {
  const auto& pages = index.disclosures();
  if (std::none_of(pages.begin(), pages.end(),
                   [](const auto* page) { return !page->cited_documents.empty(); }))
    return {};
  return CitedLook(index, guard).Build();
}

}  // namespace mingcha::checker
