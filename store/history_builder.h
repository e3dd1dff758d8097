#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/history.h"

namespace mingcha::store {

/// One URL as one round saw it.
struct RoundLook {
  int round = 0;
  const model::PageRecord* page = nullptr;     ///< Never null.
  const model::PageFacts* facts = nullptr;     ///< Null: not extracted, or no body.
  std::vector<model::Disclosure> disclosures;  ///< Of the page; empty for the present round's own history.
  std::vector<model::Sighting> sightings;      ///< Of the URL in this round.
};

/// The history of a URL after a look more; `before` is what earlier rounds left. Pure.
///
/// A page that answers «not found» in words only (PageNote::kSoft404) is gone like one that answers 404. A
/// look that could not tell (server error, timeout, robots, budget) changes nothing but `presence`.
[[nodiscard]] model::PageHistory AdvanceHistory(std::optional<model::PageHistory> before, RoundLook look);

/// The history of a URL that the present round did not ask for.
[[nodiscard]] model::PageHistory NotAsked(model::PageHistory before);

/// The look at a list page, if it is one.
[[nodiscard]] std::optional<model::ListLook> LookAtList(const model::PageRecord& page,
                                                        const model::PageFacts& facts, int round);

/// The rows of a list page and the attachments of any page, as sightings by URL (without fragment).
[[nodiscard]] std::vector<std::pair<std::string, model::Sighting>> SightingsOn(const model::PageRecord& page,
                                                                               const model::PageFacts& facts,
                                                                               int round);

}  // namespace mingcha::store
