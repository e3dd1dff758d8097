#pragma once

#include <vector>

#include "model/disclosure.h"
#include "model/page_facts.h"
#include "model/page_record.h"

namespace mingcha::checker {

/// What a round read, as far as it is judged by.
struct Readings {
  std::vector<model::PageRecord> pages;
  std::vector<model::PageFacts> facts;
  std::vector<model::Disclosure> disclosures;
};

/// Puts a later look at some addresses in the place of their earlier readings, so that the round can be
/// judged again as if it had seen them so.
///
/// Ids of the two are kept apart: those of `later` rise by the highest of `earlier`. An address keeps the
/// page that led to it. Where the later answer tells nothing of the page (trouble on the way, robots,
/// budgets, guards), the earlier reading stands. Robots files and sitemaps of the later look are left out.
void TakeLaterLook(Readings later, Readings* earlier);

}  // namespace mingcha::checker
