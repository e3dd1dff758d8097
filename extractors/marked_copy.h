#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/lexicon.h"

namespace mingcha::extractors {

/// An archived page as inert HTML (AnnotateHtml) with the stretches that `quotes` were read from marked:
/// for people who look at evidence. Private numbers are masked. Gives the body only; empty for what is no web
/// page.
///
/// A quote is looked for as it stands, else by the longest part between its ellipses; one that is not found
/// marks nothing. Any bytes.
[[nodiscard]] std::string MarkedCopy(std::string_view bytes, std::string_view content_type,
                                     std::string_view url, const model::Lexicon& lexicon,
                                     const std::vector<std::string>& quotes);

}  // namespace mingcha::extractors
