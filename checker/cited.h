#pragma once

#include <vector>

#include "checker/case.h"
#include "checker/places.h"

namespace mingcha::checker {

/// Documents that disclosures cite by number and that nobody published: for review, charged to the unit whose
/// other documents bear the same word before their numbers. Numbers of series no unit of the plan publishes
/// (laws, higher bodies) are left alone, and nothing is said where the unit's places were not read whole.
[[nodiscard]] std::vector<model::Finding> CitedGaps(const CheckIndex& index, PlaceGuard* guard);

/// The word of a document number and the year in its brackets (`X〔2025〕3号` gives `X` and 2025); empty if
/// it has not that form.
struct Series {
  std::string word;
  int year = 0;
};
[[nodiscard]] Series SeriesOf(std::string_view number);

}  // namespace mingcha::checker
