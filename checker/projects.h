#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/check_index.h"
#include "checker/citations.h"

namespace mingcha::checker {

/// Which pages, ledger rows and register rows speak of one and the same project, parcel or matter.
///
/// Joined by reference numbers first, then by normalised name, unless numbers of one form say that two things
/// of one name are different, then by the number of a row that a page cites (citations.h). Two pages of one
/// name and no number join only where there is no choice. Immutable after construction.
class ProjectJoin {
 public:
  explicit ProjectJoin(const CheckIndex& index);

  /// Group of a disclosure by its position in index.disclosures(), of a ledger row by its position in the
  /// register.
  [[nodiscard]] size_t OfDisclosure(size_t i) const { return groups_[i]; }
  [[nodiscard]] size_t OfRow(size_t i) const { return groups_[disclosures_ + i]; }
  /// Node numbers: disclosures, then ledger rows, then rows of the major-project register.
  [[nodiscard]] size_t OfNode(size_t node) const { return groups_[node]; }
  [[nodiscard]] const std::vector<std::string>& RefsOfRow(size_t i) const { return rows_[i].refs; }
  /// FoldSubject of a ledger row's subject; lives as long as the join.
  [[nodiscard]] std::string_view KeyOfRow(size_t i) const { return rows_[i].key; }
  /// In the major-project register, or in a ledger row of a major projects' item.
  [[nodiscard]] bool IsMajor(size_t group) const;
  /// The register's row, or null.
  [[nodiscard]] const model::ProjectRow* Register(size_t group) const;

 private:
  /// What a register row is known by.
  struct Row {
    std::vector<std::string> refs;
    std::string key;
  };
  /// In no order that means anything.
  template <typename Visit>
  void ForEachNode(Visit visit) const;
  template <typename Visit>
  void ForEachRef(size_t node, Visit visit) const;
  [[nodiscard]] std::string NameWithoutNumber(size_t page) const;
  [[nodiscard]] std::string_view KeyOf(size_t node) const;
  /// The node's numbers as they may contradict another's: a document number only that of the same item, since
  /// an office counts all its documents of a year in one series.
  void AddComparable(size_t node, std::vector<std::string>* refs) const;
  [[nodiscard]] size_t Root(size_t node);
  void Unite(size_t a, size_t b);
  /// Nodes that rows of the register of joins name: united by a merge, kept apart by a split.
  void JoinByRegister();
  [[nodiscard]] bool KeptApart(size_t a, size_t b) const;
  [[nodiscard]] std::vector<size_t> NodesOf(const std::string& name, const std::string& code) const;
  void JoinByReference();
  void JoinBySubject();
  void JoinOneSubject(const size_t* begin, const size_t* end);
  /// The only project that cites the number of a row as its own is the row's.
  void JoinByCitation();
  [[nodiscard]] bool MayBeRowsOwn(const Citation& citation, const std::vector<size_t>& of_row,
                                  const std::vector<size_t>& of_page) const;

  const CheckIndex& index_;
  size_t disclosures_ = 0;
  std::vector<uint32_t> parent_;  ///< While joining.
  std::vector<uint32_t> groups_;
  std::vector<Row> rows_;  ///< Ledger rows, then rows of the major-project register.
  std::vector<bool> major_;
  /// By root: the sides of split rows (twice the row, plus one for the other side) its nodes are on.
  std::unordered_map<size_t, std::vector<size_t>> sides_;
  std::unordered_map<size_t, const model::ProjectRow*> registers_;
};

/// A name folded for joining: what the extractor normalised, without white space; empty if it is too short to
/// tell one project from another.
[[nodiscard]] std::string FoldSubject(std::string_view text);

}  // namespace mingcha::checker
