#pragma once

#include <optional>
#include <vector>

#include "checker/case.h"
#include "checker/places.h"

namespace mingcha::checker {

/// What is wrong between pages: copies of one notice on several sites that differ in title, amount, date or
/// winner (inconsistent), and texts of different units or years that are near copies (duplicate_content).
[[nodiscard]] std::vector<model::Finding> CopyFindings(const CheckIndex& index, const Cases& cases,
                                                       const PlaceGuard& guard);

/// The sum of money a text begins to name, in yuan; nullopt if it names none. Understands separators of
/// thousands and the signs of ten thousand and hundred million.
[[nodiscard]] std::optional<double> AmountIn(std::string_view text);

/// Share of equal values of two sketches of one length, in percent: an estimate of the likeness of the texts.
[[nodiscard]] int Likeness(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);

}  // namespace mingcha::checker
