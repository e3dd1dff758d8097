#pragma once

#include <memory>

#include "extractors/lexicon_index.h"
#include "extractors/link_scan.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Which pages the crawl must read as a tree: those that may page a list or hold one in a script.
///
/// All rules are data: the pager scripts of the CMS profiles and the pager words of the lexicon. To send
/// further pages there, add a profile or a word. Immutable; any thread.
class TreeTriggers {
 public:
  TreeTriggers(const model::Plan& plan, const LexiconIndex& lexicon);
  ~TreeTriggers();
  TreeTriggers(const TreeTriggers&) = delete;
  TreeTriggers& operator=(const TreeTriggers&) = delete;

  [[nodiscard]] bool Need(const LinkScan& scan) const;

 private:
  struct Scripts;
  const LexiconIndex& lexicon_;
  std::unique_ptr<Scripts> scripts_;
};

}  // namespace mingcha::extractors
