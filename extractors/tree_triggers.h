#pragma once

#include <string_view>

#include "extractors/lexicon_index.h"
#include "extractors/link_scan.h"
#include "extractors/rare_patterns.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Which pages the crawl must read as a tree: those that may page a list or hold one in a script.
///
/// All rules are data: the pager rules of the CMS profiles and the pager words of the lexicon; rows of page
/// numbers and scripts of a pager's form count too. To send further pages there, add a profile or a word.
/// Immutable; any thread.
class TreeTriggers {
 public:
  TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon);
  [[nodiscard]] bool Need(const LinkScan& scan, std::string_view source) const;

 private:
  const LexiconIndex& lexicon_;
  RarePatterns scripts_, pages_;
};

}  // namespace mingcha::extractors
