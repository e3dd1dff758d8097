#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/diagnostic.h"

namespace mingcha::rules {

/// One row of the table that units hand back (整改链接表): the finding, and where it can be seen mended.
struct RectificationRow {
  std::string finding;        ///< Id of the finding, as the problem ledger names it.
  std::string link;           ///< Absolute http(s) address; empty: none was given.
  std::string rectification;  ///< What the unit says it did.
  std::string place;          ///< `file:row`
};

/// Reads the problem ledger as it comes back, XLSX (all its sheets) or CSV: a column of finding numbers and
/// one of addresses; its other columns are passed over. Rows that say nothing (no address, no words) are left
/// out. Faults: a number twice, an address that is none.
[[nodiscard]] std::vector<RectificationRow> ReadRectifications(std::string_view bytes,
                                                               const std::string& file_name,
                                                               std::vector<Diagnostic>* errors,
                                                               std::vector<Diagnostic>* warnings);

}  // namespace mingcha::rules
