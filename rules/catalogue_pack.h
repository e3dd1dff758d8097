#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/catalogue_import.h"

namespace mingcha::rules {

struct PackElement {
  std::string name;
  bool required = true;
};

struct PackLimit {
  std::string text;  ///< The clause of the cell.
  int days = 0;
  bool working = true, display = false;
  std::string event;   ///< DateMeaning name.
  std::string nature;  ///< DecisionKind name the clause is for; empty: any.
};

struct PackUnit {
  std::string id;
  bool known = false;  ///< A unit or class of the base plan.
};

/// One row of a catalogue as it becomes an item.
struct PackItem {
  std::vector<std::string> levels;
  std::string basis, cadence, nature;
  std::vector<PackElement> elements;
  std::vector<PackUnit> units;
  std::vector<PackLimit> limits;
  bool natures_in_limits = false;  ///< A clause is for permits or penalties only, the name says neither.
};

/// Collects items and writes them as the files of a rule pack. Borrows the base plan; short-lived.
class PackBuilder {
 public:
  PackBuilder(const model::Plan& base, const ImportOptions& options) : base_(base), options_(options) {}

  void CountRow() { ++pack_.rows; }
  void AddNote(ImportNote note) { pack_.notes.push_back(std::move(note)); }
  /// The unit or class of the plan that bears the name (folded; prefixes such as «each» or «county» do not
  /// count), else a new unit of the pack.
  [[nodiscard]] PackUnit UnitFor(const std::string& name);
  /// Items of equal levels are one: their limits and elements are joined.
  void AddItem(PackItem item);
  [[nodiscard]] ImportedPack Build();

 private:
  [[nodiscard]] std::string AreaOf(const PackItem& item) const;
  [[nodiscard]] std::string IdOf(const PackItem& item) const;
  void WriteArea(const std::string& area, const std::vector<const PackItem*>& items);
  void WriteItem(const PackItem& item, std::string* out);
  void WriteLimits();
  void WriteUnits();
  void WriteAssessment();

  const model::Plan& base_;
  const ImportOptions& options_;
  ImportedPack pack_;
  std::vector<PackItem> items_;
  std::map<std::string, size_t> by_id_;
  std::map<std::string, std::string> new_units_;  // id → name
};

/// A text as a YAML scalar in single quotes, control characters left out.
[[nodiscard]] std::string YamlQuoted(std::string_view text);

}  // namespace mingcha::rules
