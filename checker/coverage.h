#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checker/check_index.h"
#include "model/run.h"

namespace mingcha::checker {

/// Read, or unchanged since it was.
[[nodiscard]] bool IsRead(model::FetchOutcome outcome);
/// Not read, but the answer is final and a person would see the same.
[[nodiscard]] bool IsFinalWithoutPage(model::FetchOutcome outcome);

/// A URL that could not be read conclusively, and what hangs on it.
struct Hole {
  model::CoverageGap gap;
  /// Soft: the answer itself is conclusive (404, a redirect away), only what once stood there is unknown. It
  /// counts where nothing tells what it was, or where its anchor names what is looked for.
  bool soft = false;
  std::string anchor;       ///< gap.anchor folded for comparing.
  bool attachment = false;  ///< Counts only if the page it hangs on might be the item.
  const model::PageFacts* host =
      nullptr;  ///< Facts of the page the attachment hangs on, or of one that shows nothing; may be null.
};

/// One list with its trail and the facts of its pages, first page first.
struct ListWalk {
  model::ListTrail trail;
  std::vector<const model::PageRecord*> pages;
  std::vector<const model::PageFacts*> facts;
};

/// What was reached of one site, with the working data that the coverage guard needs.
struct SiteReach {
  model::SiteCoverage coverage;
  std::vector<Hole> holes;                     ///< By URL, then reason.
  std::vector<ListWalk> lists;                 ///< By first URL.
  std::vector<const model::PageRecord*> read;  ///< Pages that were read, by URL.
};

/// One entry per configured crawled site and per site that has pages, by site id.
[[nodiscard]] std::vector<SiteReach> ReachOfSites(const CheckIndex& index);

}  // namespace mingcha::checker
