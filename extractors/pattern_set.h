#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mingcha::extractors {

/// One RE2 pattern and where it was written, for messages.
struct PatternSpec {
  std::string re;
  std::string where;  ///< `item "land.offer": title`
};

/// Many RE2 patterns compiled once; one pass over a text tells which occur in it anywhere.
///
/// Why so: a page is held against some thousand patterns, and nearly all of them need words that it does not
/// hold. One pass finds the words that occur, and only the patterns that these allow are tried. One automaton
/// over all patterns was slower: it met new states with nearly every title. Value type, cheap to copy
/// (shared). Immutable after Create, so any thread may match. Patterns see text as it is given: fold it
/// first.
class PatternSet {
 public:
  /// An empty set: matches nothing.
  PatternSet();
  /// Fails with kInvalidInput naming every pattern that does not compile. Ids are the positions in `specs`.
  [[nodiscard]] static base::Result<PatternSet> Create(std::vector<PatternSpec> specs);

  /// Ids of all patterns that occur in `text`, ascending.
  [[nodiscard]] std::vector<int> Matches(std::string_view text) const;
  /// Ids of the patterns that may occur in `text` by the words they need, ascending: all of Matches and more.
  /// For whoever needs only some of them decided (Occurs).
  [[nodiscard]] std::vector<int> Potentials(std::string_view text) const;
  /// True if pattern `id` occurs in `text`.
  [[nodiscard]] bool Occurs(int id, std::string_view text) const;
  /// The leftmost occurrence of pattern `id`; empty view with null data if there is none.
  [[nodiscard]] std::string_view Find(int id, std::string_view text) const;
  [[nodiscard]] const std::string& pattern(int id) const;
  [[nodiscard]] int size() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace mingcha::extractors
