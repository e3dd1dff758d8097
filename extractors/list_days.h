#pragma once

#include <string_view>
#include <vector>

#include "model/disclosure.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What was read of one page, to be given a day; borrowed.
struct ReadPageRef {
  model::PageFacts* facts = nullptr;
  std::vector<model::Disclosure>* disclosures = nullptr;
  std::string_view final_url;  ///< After redirects; empty: as asked.
};

/// Gives each article and each file that tells no day of publication, or a doubtful one, the day that a list
/// tells where it leads there: likely, with the list as its place. Two lists that differ give none,
/// nor does one whose days are in no order. Lists'
/// days come after a page's own (visible, script, tag), before the one of its address.
void LendListDays(const std::vector<ReadPageRef>& pages);

}  // namespace mingcha::extractors
