#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace mingcha::rules {

/// One thing that is wrong (or doubtful) in a configuration folder or register, told so that a person can
/// mend it. Value type.
struct Diagnostic {
  std::string file;        ///< As the user named the folder, joined with the file's name in it.
  int line = 0;            ///< 1-based line or CSV row; 0: the file as a whole.
  int column = 0;          ///< 1-based; 0 unknown.
  std::string key;         ///< Path of the key, `items[land.offer].cadence`; empty: none.
  base::Message expected;  ///< What would be right.
  std::string found;       ///< What stands there, shortened; empty: nothing to quote.
  base::Message remedy;    ///< What to do; an empty format: nothing beyond «expected».
  std::string sheet = {};  ///< Of a workbook: line and column are then told as a cell, `book.xlsx[sheet!B3]`.

  bool operator==(const Diagnostic&) const = default;
};

/// `file:line:column: key: expected …, found "…"; remedy`, in the catalogue's language.
[[nodiscard]] std::string RenderDiagnostic(const Diagnostic& diagnostic, const base::Catalogue& catalogue);
/// One line each, in their order; those that differ in their row alone (a word nobody knows, all down a
/// column) are told once, with the further rows.
[[nodiscard]] std::vector<std::string> RenderDiagnostics(const std::vector<Diagnostic>& diagnostics,
                                                         const base::Catalogue& catalogue);
/// One in English.
[[nodiscard]] std::string ToEnglish(const Diagnostic& diagnostic);
/// By file, line, column, key: the order in which a person mends them.
void SortDiagnostics(std::vector<Diagnostic>* diagnostics);

/// The one of `known` nearest to `word` by edit distance, if near enough to be a slip of the pen; else empty.
[[nodiscard]] std::string Nearest(std::string_view word, const std::vector<std::string>& known);

/// Chinese wordings of every message of this module.
[[nodiscard]] const base::Catalogue& ChineseMessages();

}  // namespace mingcha::rules
