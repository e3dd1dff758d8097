#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "model/review_act.h"

namespace mingcha::review {

/// The facts on which a ruling of an earlier round stood and which are others now: names of the catalogue,
/// empty if the same hold. Compared are the dates, the rule, the subject, and the very bytes of the pages
/// that were evidence; for all kinds but `missing` also what the finding says (of a missing one it counts the
/// days up to the round's own day). Days over are left out where the ruling set them itself.
[[nodiscard]] std::vector<std::string> ChangedFacts(const model::Finding& then, const model::Finding& now,
                                                    model::ActKind ruling);

}  // namespace mingcha::review
