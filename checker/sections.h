#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/projects.h"

namespace mingcha::checker {

/// The sections (标段) that a name speaks of: `北路工程一至三标段` → 1, 2, 3; `B标段` → b. Empty: none, so
/// all of the project. Words and numerals are the language's (`section_words`, `section_numerals` …).
[[nodiscard]] std::vector<std::string> SectionsIn(const model::Plan& plan, std::string_view name);

/// Which sections of a project its notices and ledger rows tell apart.
///
/// Sections that every one of them names together are one part. A project whose names count in two ways
/// (letters and numbers), or that has one part only, is not split: then all stands as if there were none.
/// Borrows index and join; immutable after construction.
class Sections {
 public:
  Sections(const CheckIndex& index, const ProjectJoin& projects);

  /// How many parts a project has; they are numbered from 0. 0: not split.
  [[nodiscard]] size_t PartsOf(size_t group) const;
  /// The parts that a disclosure (by its position in index.disclosures()) or ledger row speaks of, rising;
  /// empty: of the whole.
  [[nodiscard]] const std::vector<size_t>& OfDisclosure(size_t i) const { return OfNode(i); }
  [[nodiscard]] const std::vector<size_t>& OfRow(size_t i) const { return OfNode(disclosures_ + i); }
  /// Sections of a part as people write them, `1, 2`.
  [[nodiscard]] const std::string& NameOf(size_t group, size_t part) const;

 private:
  [[nodiscard]] const std::vector<size_t>& OfNode(size_t node) const;

  size_t disclosures_ = 0;
  std::unordered_map<size_t, std::vector<std::string>> names_;  ///< By group: of its parts.
  std::unordered_map<size_t, std::vector<size_t>> parts_;       ///< By node.
};

/// True if what speaks of `page` may stand for `owed`: one of them speaks of the whole, or they share a part.
[[nodiscard]] bool SharesSection(const std::vector<size_t>& page, const std::vector<size_t>& owed);

}  // namespace mingcha::checker
