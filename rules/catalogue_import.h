#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "model/plan.h"

namespace mingcha::rules {

/// A table as a grid: merged cells filled with copies, one text a cell. Rows may be of different lengths.
struct CatalogueTable {
  std::string name;  ///< File, sheet or number of the table, for messages.
  std::vector<std::vector<std::string>> rows;
};

/// What could not be turned into a rule, or only with a doubt: a person has to read the cell.
struct ImportNote {
  std::string table;
  int row = 0, column = 0;  ///< 1-based in the grid.
  std::string heading;      ///< Column as the table names it.
  std::string text;         ///< The cell.
  base::Message why;        ///< What is missing, and what was done instead.

  bool operator==(const ImportNote&) const = default;
};

struct ImportOptions {
  std::string pack;     ///< Id of the pack: beginning of the ids of its areas and items.
  std::string title;    ///< Name of the field, for comments and the area's domain.
  std::string extends;  ///< Folder of the plan it is read upon, as written into assessment.yaml.
};

/// A rule pack made from a published catalogue table (基层政务公开标准目录).
struct ImportedPack {
  std::map<std::string, std::string> files;  ///< Relative path → text; a configuration folder that lints.
  std::vector<ImportNote> notes;             ///< By table, row and column.
  int rows = 0, items = 0, limits = 0;
};

/// Turns catalogue tables into a rule pack.
///
/// Reads one- and two-row heads, one to three levels of matters, marks of every usual kind, elements with
/// their marks, several limits in one cell, cells that say «as above», and words torn apart by line breaks.
/// Ids are hashes of the matter's levels: the same table gives the same ids. Words are data
/// (`catalogue_words.tsv`). Every cell that gives no rule (及时, 长期, an unknown unit …) is in `notes`.
/// `base`: the plan the pack is read upon; its units are looked up. Pure; bounded by 20,000 rows.
[[nodiscard]] ImportedPack ImportCatalogue(const std::vector<CatalogueTable>& tables, const model::Plan& base,
                                           const ImportOptions& options);

/// Grids of a file: CSV (UTF-8, UTF-16, GB18030) or every visible sheet of an XLSX workbook.
[[nodiscard]] base::Result<std::vector<CatalogueTable>> ReadCatalogueFile(std::string_view bytes,
                                                                          const std::string& file_name);

}  // namespace mingcha::rules
