#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/case.h"
#include "checker/projects.h"
#include "checker/sections.h"

namespace mingcha::checker {

/// Finds the pages that satisfy an obligation, by keys and never by scanning all.
///
/// Only disclosures proper take part (no amendments, no closings). Standing and annual items match by item,
/// unit and period; project and event items by project group, reference number, then normalised subject.
/// Borrows the index and the join; immutable after construction.
class Matcher {
 public:
  Matcher(const CheckIndex& index, const ProjectJoin& projects, const Sections& sections);

  /// Fills matched, weak and later, and notes why candidates were refused.
  void Match(Case* owed) const;

  /// For all cases that nothing matched: a page of the item whose name contains the one sought, or is
  /// contained in it, is no proof, but forbids the claim that there is none. Goes to `weak`. One pass over
  /// the pages for all cases together.
  void MatchLikeNames(Cases* cases) const;

  /// Positions in index.disclosures() of disclosures proper of a base item, ascending.
  [[nodiscard]] const std::vector<size_t>& OfItem(std::string_view base_item) const;

 private:
  /// Which page has which key: unit, project group, reference number or subject of an item. Hashes, sorted;
  /// what a hash finds is compared with the key itself.
  enum class Kind : char { kUnit = 'u', kGroup = 'g', kReference = 'r', kSubject = 's' };
  struct Entry {
    size_t hash = 0;
    size_t i = 0;
    auto operator<=>(const Entry&) const = default;
  };
  struct Key {
    std::string_view base;
    Kind kind = Kind::kUnit;
    std::string_view value;  ///< All but kGroup.
    size_t group = 0;        ///< kGroup only.
  };

  [[nodiscard]] static size_t HashOf(const Key& key);
  [[nodiscard]] bool Has(size_t i, const Key& key) const;
  void Take(const Key& key, std::vector<size_t>* found) const;
  [[nodiscard]] std::vector<std::string> NamesOf(size_t i) const;
  [[nodiscard]] std::vector<size_t> Candidates(const Case& owed) const;
  void MatchPeriod(size_t i, Case* owed) const;
  void TakeLater(const Notice& page, base::Date published, Case* owed) const;
  void MatchSubject(size_t i, Case* owed) const;
  /// A matter that no register names itself, called much as the one sought: it may be the same.
  [[nodiscard]] bool MayBeMatter(const std::string& matter, const Case& owed) const;
  [[nodiscard]] static bool IsAnothersPaper(const Notice& page, const Case& owed);
  [[nodiscard]] bool IsOfSameDay(const Notice& page, const Case& owed) const;
  void OfferLikeName(size_t i, const std::string& name, Case* owed) const;
  [[nodiscard]] bool IsUnitOf(const Notice& page, const Case& owed) const;

  const CheckIndex& index_;
  const ProjectJoin& projects_;
  const Sections& sections_;
  std::unordered_map<std::string_view, std::vector<size_t>> by_item_;
  std::vector<Entry> entries_;
  std::set<std::string> matters_;  ///< Permit matters that the ledger names.
};

/// The year a disclosure is about, for an item whose report is due `offset` years after its period; 0
/// unknown. A year that comes from the day of formation, not from the title, is the year of writing.
[[nodiscard]] int PeriodOf(const Notice& page, int offset);

}  // namespace mingcha::checker
