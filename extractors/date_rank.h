#pragma once

#include <optional>
#include <vector>

#include "model/page_facts.h"

namespace mingcha::extractors {

/// Which of a page's readings tells when it was published: what its head and information table say, then
/// scripts, meta tags, a day without a label inside the text, its address; the surer first. nullopt: none.
[[nodiscard]] std::optional<model::DateReading> BestPublished(
    const std::vector<model::DateReading>& readings);
/// Which tells when the document was made: its head, its signature, the day of the decision, and so on.
[[nodiscard]] std::optional<model::DateReading> BestFormed(const std::vector<model::DateReading>& readings);
/// Those first that speak best for the page; equal ones stay in their order.
void SortByRank(std::vector<model::DateReading>* readings);
/// True if BestPublished would consider the reading.
[[nodiscard]] bool MaySayPublished(const model::DateReading& reading);

}  // namespace mingcha::extractors
