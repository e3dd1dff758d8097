#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/lexicon.h"

namespace re2 {
class RE2;
}

namespace mingcha::extractors {

/// A lexicon made ready for look-ups: labels folded, patterns compiled once. Immutable; any thread may read
/// it.
///
/// Lists the readers ask for (config/language/zh.yaml tells what each is for) may be missing: a missing
/// list matches nothing.
class LexiconIndex {
 public:
  /// Patterns that RE2 refuses are left out here; the loader of the configuration reports them.
  explicit LexiconIndex(const model::Lexicon& lexicon);
  ~LexiconIndex();
  LexiconIndex(const LexiconIndex&) = delete;
  LexiconIndex& operator=(const LexiconIndex&) = delete;

  /// Metadata field of a folded label (without colon), empty if none.
  [[nodiscard]] std::string_view FieldOf(std::string_view folded_label) const;
  /// The same for a label in a page's head, where up to four characters may stand before one of a day of
  /// publication or formation («news published on»); not where the whole is a label of its own, or where
  /// `words.not_head_dates` tell of another day.
  [[nodiscard]] std::string_view HeadFieldOf(std::string_view folded_label) const;
  /// True if `words.not_head_dates` stand before the date label that ends this one: «updated: published on».
  [[nodiscard]] bool IsOtherDay(std::string_view folded_label) const;
  /// True if the folded text is a label of a field, a date or `words.other_labels`.
  [[nodiscard]] bool IsLabel(std::string_view folded) const;
  /// True if the folded text is exactly a date label; its meaning in *meaning.
  [[nodiscard]] bool DateLabel(std::string_view folded, model::DateMeaning* meaning) const;
  /// The longest date label that the folded text ends in; 0 if none. Else its length in bytes.
  [[nodiscard]] size_t DateLabelAtEnd(std::string_view folded, model::DateMeaning* meaning) const;
  /// True if any pattern of the list is found in the text.
  [[nodiscard]] bool Matches(std::string_view list, std::string_view text) const;
  /// False if no pattern of any list `after_<meaning>` can match the text: one pass for all of them.
  [[nodiscard]] bool MayTellAfter(std::string_view text) const;
  /// The compiled patterns of a list.
  [[nodiscard]] const std::vector<std::unique_ptr<re2::RE2>>& Patterns(std::string_view list) const;
  [[nodiscard]] const std::vector<std::string>& Words(std::string_view list) const;
  /// True if the text equals a word of the list.
  [[nodiscard]] bool IsWord(std::string_view list, std::string_view text) const;
  /// True if a word of the list occurs in the text.
  [[nodiscard]] bool HasWord(std::string_view list, std::string_view text) const;
  /// The words joined as code points: for lists of single characters.
  [[nodiscard]] const model::Lexicon& lexicon() const { return lexicon_; }

 private:
  /// The few characters before the date label that ends a label; empty: none, too many, or it is one as a
  /// whole.
  [[nodiscard]] std::string_view BeforeLabel(std::string_view folded_label,
                                             model::DateMeaning* meaning) const;
  model::Lexicon lexicon_;
  std::map<std::string, std::string, std::less<>> fields_;
  std::map<std::string, model::DateMeaning, std::less<>> dates_;
  std::set<std::string, std::less<>> others_;
  std::map<std::string, std::vector<std::unique_ptr<re2::RE2>>, std::less<>> patterns_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> word_sets_;
  std::unique_ptr<re2::RE2> after_any_;
  size_t longest_date_label_ = 0;
};

}  // namespace mingcha::extractors
