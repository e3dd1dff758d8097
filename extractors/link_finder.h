#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "model/plan.h"
#include "model/ports.h"

namespace mingcha::extractors {

/// Finds where a page leads: model::LinkFinder over HTML.
///
/// Most pages are only scanned (link_scan.h); the tree is built for those that may page a list
/// (tree_triggers.h), and only these have is_list, newest and oldest told.
///
/// Links of kind kPager come first to the crawler's mind: they are computed from the CMS profiles and the
/// words of the lexicon, so that lists are walked to their end. Bodies that are not HTML have no links.
/// Copies share the compiled rules; immutable, any thread.
class HtmlLinkFinder final : public model::LinkFinder {
 public:
  [[nodiscard]] static base::Result<HtmlLinkFinder> Create(const model::Plan& plan);

  [[nodiscard]] model::PageLinks Find(std::string_view url, std::string_view content_type,
                                      std::string_view body) const override;
  /// As the extractor would call it (PageNote::kSoft404); only pages of little text are read.
  [[nodiscard]] bool SaysGone(std::string_view url, std::string_view content_type,
                              std::string_view body) const override;

 private:
  struct Rules;
  explicit HtmlLinkFinder(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const Rules> rules_;
};

}  // namespace mingcha::extractors
