#pragma once

#include <vector>

#include "extractors/content.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

/// True if the table only arranges the page: a single cell, or one cell with most of the text and a table or
/// long prose in it.
[[nodiscard]] bool IsLayoutTable(const Document& document, const PageView& view, int table);

/// Lays out the data tables of [from, to) as grids: colspan and rowspan filled with copies, ragged rows
/// padded. Tables used for page layout (one cell holds nearly everything, or a table within) are looked into,
/// not listed. Limits: 4,000 rows, 100 columns, 100,000 cells per table; more is cut.
[[nodiscard]] std::vector<Table> ReadTables(const Document& document, const PageView& view, int from, int to);

}  // namespace mingcha::extractors
