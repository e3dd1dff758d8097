#pragma once

#include <optional>
#include <vector>

#include "checker/case.h"
#include "model/draw.h"

namespace mingcha::checker {

/// The last day that «within the next N working days» includes; nullopt where the calendar ends before.
[[nodiscard]] std::optional<base::Date> DueHorizon(const CheckIndex& index);

/// What falls due after as-of and no later than the horizon and is not published yet: the same arithmetic run
/// forward. Includes what falls due after the window, since days do not wait for an assessment. Cases must be
/// judged. By (unit, due, item, subject).
[[nodiscard]] std::vector<model::DueItem> DueSoon(const CheckIndex& index, const Cases& cases);

}  // namespace mingcha::checker
