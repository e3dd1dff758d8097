#pragma once

#include <string>
#include <string_view>

namespace mingcha::checker {

/// The one form of a document number (发文字号) in which registers and pages are compared, from text folded
/// by base::FoldLabel. Offices write one number in many ways: `(AB) X〔2025〕3 No`, `X[2025] Nth 03 No`,
/// `X(2025)3` all give `X[2025]3`.
///
/// - The brackets around the year become `[ ]`, whichever they are.
/// - The sign of the ordinal (第), leading zeros and the sign of the number (号) go; any other character
/// there
///   makes another number (a supplement, a batch).
/// - A region in round brackets before the letters of the office goes: readers of pages leave it out.
///
/// A number that begins with its year (a court's) only gets the brackets.
/// Text without a bracketed year (1900 to 2099) comes back as it is: codes of projects, plots and courts.
[[nodiscard]] std::string PlainDocumentNumber(std::string_view folded);

/// True if a text (folded by base::FoldLabel, lower case) names the number, which is in the form above, and
/// not a longer one that begins with it.
[[nodiscard]] bool NamesDocument(std::string_view folded, std::string_view number);

/// True if both are numbers in the form above and of offices that number their papers apart.
[[nodiscard]] bool OfOtherOffices(std::string_view a, std::string_view b);

}  // namespace mingcha::checker
