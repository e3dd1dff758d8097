#pragma once

#include <string>
#include <vector>

#include "model/basis.h"

namespace mingcha::model {

/// How often a column of a certain name has to have news (政府网站检查指标).
struct ColumnRule {
  std::string id;
  std::vector<std::string> names;   ///< Words, one of which the column's folded name contains.
  std::vector<std::string> except;  ///< Words that take a column out again.
  int days = 0;                     ///< Natural days without a new entry that are still good; 0: not asked.
  bool may_be_blank = false;        ///< A column of this kind may lawfully hold nothing.
  Basis basis;
  ConfigPlace place;

  bool operator==(const ColumnRule&) const = default;
};

/// Notices that must say the same wherever they stand, and the law that says so.
struct CopyRule {
  std::string id;
  std::vector<std::string> items;  ///< Item ids or globs (`tender.*`).
  Basis basis;
  ConfigPlace place;

  bool operator==(const CopyRule&) const = default;
};

/// Thresholds of what is looked at on every page and list, as data (inspection.yaml).
struct Inspection {
  std::vector<ColumnRule> columns;          ///< The first that fits a column's name decides.
  std::vector<std::string> allowed_hosts;   ///< Hosts, with all below them, a page may link to: `gov.cn`.
  std::vector<std::string> division_codes;  ///< First digits of the site codes that belong to the district.
  int duplicate_length = 300;               ///< Shorter main texts are never called copies; code points.
  int duplicate_percent = 90;               ///< Likeness from which two texts are near copies.
  int migrated_percent = 50;                ///< Share of a list's days alike from which it was moved in bulk.
  Basis duplicates, foreign_links, page_tags;
  std::vector<CopyRule> copies;  ///< The first that names an item is the ground of its `inconsistent`.

  bool operator==(const Inspection&) const = default;
};

}  // namespace mingcha::model
