#include "extractors/grouped_values.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxGroups = 500;
constexpr size_t kMaxColumns = 40;
constexpr size_t kLeastColumns = 3;  // a subject and what is said of it

/// Labels with values of the main text outside of its data tables.
std::vector<const LabelValue*> LoosePairs(const PageText& text) {
  std::vector<const LabelValue*> pairs;
  for (const LabelValue& pair : text.pairs) {
    if (pair.value.empty() || pair.begin < text.main_begin || pair.begin >= text.main_end) continue;
    const bool tabled = std::any_of(text.tables.begin(), text.tables.end(), [&](const Table& table) {
      return table.begin <= pair.begin && pair.begin < table.end;
    });
    if (!tabled) pairs.push_back(&pair);
  }
  return pairs;
}

/// How often each label that names subjects comes; the one that comes most often with values that all differ.
std::string SubjectLabel(const std::vector<const LabelValue*>& pairs, const LexiconIndex& lexicon,
                         size_t* times) {
  std::map<std::string, std::vector<std::string>> values;
  for (const LabelValue* pair : pairs) {
    if (lexicon.IsWord("row_subject_headers", pair->label)) values[pair->label].push_back(pair->value);
  }
  std::string best;
  *times = 1;
  for (const LabelValue* pair : pairs) {  // in order: the first of those that come as often
    const auto found = values.find(pair->label);
    if (found == values.end() || found->second.size() <= *times) continue;
    if (std::set<std::string>(found->second.begin(), found->second.end()).size() != found->second.size())
      continue;
    *times = found->second.size();
    best = pair->label;
  }
  return best;
}

}  // namespace

std::vector<Table> GroupedValues(const PageText& text, const LexiconIndex& lexicon) {
  const std::vector<const LabelValue*> pairs = LoosePairs(text);
  size_t times = 0;
  const std::string subject = SubjectLabel(pairs, lexicon, &times);
  if (subject.empty() || times > kMaxGroups) return {};
  // A group begins with the label that comes first of those that come as often as the subject's.
  std::map<std::string, size_t> counts;
  for (const LabelValue* pair : pairs) ++counts[pair->label];
  std::string opening;
  size_t first = 0;
  while (first < pairs.size() && counts[pairs[first]->label] != times) ++first;
  if (first < pairs.size()) opening = pairs[first]->label;
  std::vector<std::string> headers;
  std::vector<std::map<std::string, const LabelValue*>> groups;
  for (size_t i = first; i < pairs.size(); ++i) {
    if (pairs[i]->label == opening) groups.emplace_back();
    if (!groups.back().emplace(pairs[i]->label, pairs[i]).second) return {};  // the labels are no cycle
    if (headers.size() < kMaxColumns &&
        std::find(headers.begin(), headers.end(), pairs[i]->label) == headers.end())
      headers.push_back(pairs[i]->label);
  }
  const bool whole =
      std::all_of(groups.begin(), groups.end(), [&](const auto& group) { return group.contains(subject); });
  if (!whole || groups.size() != times) return {};
  std::erase_if(headers, [&](const std::string& label) { return counts[label] < 2; });  // of the page's end
  if (headers.size() < kLeastColumns) return {};
  Table table;
  table.begin = pairs[first]->begin;
  table.end = pairs.back()->end;
  std::vector<Cell> head;
  for (const std::string& label : headers) {
    Cell cell;
    cell.text = label;
    cell.header = true;
    cell.begin = cell.end = table.begin;
    head.push_back(std::move(cell));
  }
  table.rows.push_back(std::move(head));
  for (const auto& group : groups) {
    std::vector<Cell> row;
    for (const std::string& label : headers) {
      Cell cell;
      const auto found = group.find(label);
      cell.begin = cell.end = table.begin;
      if (found != group.end()) {
        cell.text = found->second->value;
        cell.begin = found->second->begin;
        cell.end = found->second->end;
      }
      row.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(row));
  }
  return {std::move(table)};
}

}  // namespace mingcha::extractors
