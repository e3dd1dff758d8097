#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/catalogue.h"
#include "model/lexicon.h"

namespace mingcha::extractors {

/// What a notice is about.
struct Subject {
  std::string text;  ///< The title without what is said about its subject.
  std::string key;   ///< Normalised for joining; empty if nothing is left.

  bool operator==(const Subject&) const = default;
};

/// Brings names of projects, parcels and parties to one form, so that documents join that carry no common
/// number.
///
/// Strips leading words (`subject_prefix`), what notices say about their subject at the end
/// (`subject_suffix`, longest first, again and again), bracketed rounds (`patterns.subject_noise`), brackets,
/// quotes, punctuation and white space, and the words for the thing itself (`subject_kind`: works, project).
/// Phases and lots (一期, 标段) stay: they tell projects apart. Immutable after Create: any thread may read.
class SubjectReader {
 public:
  /// Fails with kInvalidInput on a noise pattern that does not compile.
  [[nodiscard]] static base::Result<SubjectReader> Create(const model::Lexicon& lexicon);

  /// The joining key of a name as it stands in a register, a table or a field.
  [[nodiscard]] std::string Normalise(std::string_view name) const;
  /// The same of many threads and long-lived: what the checker compares names by.
  [[nodiscard]] static base::Result<std::function<std::string(std::string_view)>> FormOf(
      const model::Lexicon& lexicon);
  /// What a title is about. `item` (may be null) adds its own name to the words that end titles.
  [[nodiscard]] Subject SubjectOf(std::string_view title, const model::Item* item) const;

 private:
  struct Words;
  explicit SubjectReader(std::shared_ptr<const Words> words);
  std::shared_ptr<const Words> words_;
};

}  // namespace mingcha::extractors
