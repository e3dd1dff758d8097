#pragma once

#include <memory>
#include <string_view>

#include "extractors/lexicon_index.h"
#include "extractors/link_scan.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Which pages the crawl must read as a tree: those that may page a list or hold one in a script.
///
/// All rules are data: the pager rules of the CMS profiles and the pager words of the lexicon; rows of page
/// numbers count too. To send further pages there, add a profile or a word. Immutable; any thread.
class TreeTriggers {
 public:
  TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon);
  ~TreeTriggers();
  TreeTriggers(const TreeTriggers&) = delete;
  TreeTriggers& operator=(const TreeTriggers&) = delete;

  [[nodiscard]] bool Need(const LinkScan& scan, std::string_view source) const;

 private:
  struct Patterns;
  const LexiconIndex& lexicon_;
  std::unique_ptr<Patterns> scripts_, pages_;
};

}  // namespace mingcha::extractors
