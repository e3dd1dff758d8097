#include "checker/citations.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "checker/document_number.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

constexpr int kBeforeEventDays = 60;  // a page much older than the event is about another one

/// Item (its base), unit and folded number.
using Key = std::tuple<std::string_view, std::string_view, std::string>;

bool MayCite(const Notice& page) {
  return page.grade != model::Grade::kWeak && !page.unit_conflict && !page.other_body &&
         page.context.empty() && !page.cited_documents.empty() && !page.unit.empty();
}

/// True if the number of the row is that of another paper, which set off the page's: the row dates an
/// approval. A page numbered by another office may cite it.
bool IsOfApproval(const model::LedgerRow& row) {
  const auto meaning = model::ParseEnum<model::DateMeaning>(row.event_meaning);
  return meaning == model::DateMeaning::kApproved || meaning == model::DateMeaning::kReceived;
}

bool IsLongBefore(const CheckIndex& index, const Notice& page, const model::LedgerRow& row) {
  const auto& published = index.Published(page);
  return row.event_date && published && row.event_date->DaysSince(published->last) > kBeforeEventDays;
}

/// The numbers that a name counts with, one after another.
std::string CountsOf(const model::Plan& plan, std::string_view name) {
  const auto numerals = plan.lexicon.words.find("section_numerals");
  std::string counts;
  for (size_t at = 0; at < name.size();) {
    if (name[at] >= '0' && name[at] <= '9') {
      counts += name[at++];
      continue;
    }
    size_t taken = 1;
    if (numerals != plan.lexicon.words.end()) {
      for (const std::string& numeral : numerals->second) {
        if (!name.substr(at).starts_with(numeral)) continue;
        counts += numeral;
        taken = numeral.size();
      }
    }
    if (taken == 1 && !counts.empty() && counts.back() != ' ') counts += ' ';
    at += taken;
  }
  while (!counts.empty() && counts.back() == ' ') counts.pop_back();
  return counts;
}

}  // namespace

bool CountOtherwise(const model::Plan& plan, std::string_view one, std::string_view other) {
  const std::string counts = CountsOf(plan, one);
  const std::string others = CountsOf(plan, other);
  return !counts.empty() && !others.empty() && counts != others;
}

std::vector<std::vector<Citation>> Citations(const CheckIndex& index) {
  const auto& ledger = index.plan.registers.ledger;
  std::map<Key, std::vector<size_t>> rows;
  std::set<std::pair<std::string_view, std::string_view>> concerned;  // items and units of rows
  for (size_t i = 0; i < ledger.size(); ++i) {
    std::string number = FoldReference(ledger[i].doc_number);
    const std::string_view unit = index.Canonical(ledger[i].unit);
    if (!number.empty() && !unit.empty())
      rows[{index.Base(ledger[i].item), unit, std::move(number)}].push_back(i);
  }
  for (const auto& [key, list] : rows) concerned.emplace(std::get<0>(key), std::get<1>(key));
  std::vector<std::vector<Citation>> found;
  if (rows.empty()) return found;
  std::unordered_map<std::string_view, std::string> folded;  // Pages cite the same papers again and again.
  std::map<Key, std::vector<Citation>> cited;
  for (size_t i = 0; i < index.disclosures().size(); ++i) {
    const Notice& page = *index.disclosures()[i];
    if (!MayCite(page) || !concerned.contains({index.BaseOf(page), index.Canonical(page.unit)})) continue;
    const std::string own = FoldReference(page.doc_number);
    for (const Text& number : page.cited_documents) {
      const auto [text, is_new] = folded.try_emplace(number);
      if (is_new) text->second = FoldReference(number);
      Key key{index.BaseOf(page), index.Canonical(page.unit), text->second};
      const auto named = rows.find(key);
      if (named == rows.end()) continue;
      for (const size_t row : named->second) {
        const bool bare = page.doc_number.empty();
        if (!bare && !(IsOfApproval(ledger[row]) && OfOtherOffices(own, std::get<2>(key)))) continue;
        if (!IsLongBefore(index, page, ledger[row])) cited[key].push_back({row, i});
      }
    }
  }
  for (auto& [key, citations] : cited) found.push_back(std::move(citations));
  return found;
}

}  // namespace mingcha::checker
