#include "extractors/field_names.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.h"
#include "extractors/privacy.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMostNames = 40;
constexpr size_t kMostRows = 60;  // Of one table: longer ones are lists, whose rows stand for themselves.
constexpr size_t kMostNameBytes = 300;  // A longer value is a text about the subject.

}  // namespace

std::vector<std::string> FieldNames(const PageText& page, const LexiconIndex& lexicon,
                                    const SubjectReader& subjects, const ElementFinder& elements) {
  std::set<std::string> names;
  const auto add = [&](std::string_view value) {
    if (names.size() >= kMostNames || value.size() > kMostNameBytes || !elements.IsValue(value)) return;
    if (std::string key = MaskPrivate(subjects.Normalise(value)); !key.empty()) names.insert(std::move(key));
  };
  const auto names_subject = [&](std::string_view label) {
    return lexicon.IsWord("row_subject_headers", base::FoldLabel(label));
  };
  for (const LabelValue& pair : page.pairs) {
    if (pair.begin >= page.main_begin && pair.begin < page.main_end && names_subject(pair.label))
      add(pair.value);
  }
  for (const Table& table : page.tables) {
    if (table.rows.empty() || table.rows.size() > kMostRows) continue;
    for (size_t column = 0; column < table.rows.front().size(); ++column) {
      if (!names_subject(table.rows.front()[column].text)) continue;
      for (size_t row = 1; row < table.rows.size(); ++row)
        add(base::CollapseSpace(table.rows[row][column].text));
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace mingcha::extractors
