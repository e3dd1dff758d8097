#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/deadlines.h"
#include "checker/projects.h"
#include "checker/sections.h"

namespace mingcha::checker {

/// Standing and annual items per obligated unit (settled 1, 7, 16) and the rows of the ledger (settled 1–3).
/// Annual items whose due date lies outside the window are left out; everything else is judged later.
[[nodiscard]] Cases KnownObligations(const CheckIndex& index, const LimitTable& limits,
                                     const ProjectJoin& projects, const Sections& sections);

/// For every project or event item and obligated unit that no case speaks of: one row that says so.
[[nodiscard]] Cases UnknownUniverse(const CheckIndex& index, const Cases& cases);

/// Gives every case its id from item, unit, subject and period; numbers tell apart what those leave equal.
/// Drops repeats. The result is sorted.
[[nodiscard]] Cases WithIds(const CheckIndex& index, Cases cases);

/// The unit that answers for `unit` on a day: its successor then, or a predecessor if it did not exist yet.
[[nodiscard]] std::string ResponsibleAt(const CheckIndex& index, std::string_view unit, base::Date day);

}  // namespace mingcha::checker
