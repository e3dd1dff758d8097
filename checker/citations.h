#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "checker/check_index.h"

namespace mingcha::checker {

/// A page that cites the document number of a ledger row: positions in the ledger and in
/// CheckIndex::disclosures().
struct Citation {
  size_t row = 0, page = 0;
};

/// Pages that may be the very ones of a ledger row though they bear no number of their own, only that of what
/// lies before them (a tender names the approval, and the register has the approval's number), or, where the
/// row dates an approval, a number of another office (an announcement of land taken): certain pages
/// of the row's item and unit, published no longer before the row's event than such pages are. One entry for
/// all rows and pages of one item, unit and number; in a fixed order.
[[nodiscard]] std::vector<std::vector<Citation>> Citations(const CheckIndex& index);

/// True if two names count differently (`house 1`, `house 2`): digits and the language's numerals, in order.
/// A name without any says nothing against another.
[[nodiscard]] bool CountOtherwise(const model::Plan& plan, std::string_view one, std::string_view other);

}  // namespace mingcha::checker
