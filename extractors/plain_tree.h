#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/document.h"

namespace mingcha::extractors {

/// The flat tree of a page whose markup is in order.
struct PlainTree {
  std::vector<Node> nodes;
  std::vector<Attribute> attributes;
  std::deque<std::string> texts;  ///< Those that are not in the page as they stand: entities, line ends.
};

/// Builds the tree that the HTML Standard's parser makes (13.2.6), for pages that close in order what they
/// open: implied end tags and implied elements, yes; misnested formatting, foster parenting, frames, foreign
/// content, templates, unknown elements, unknown entities, control characters, no. False: the page is not of
/// that kind and `out` is of no use. Why: most pages of content systems are, and the full parser costs ten
/// times as much.
///
/// Views point into `html` and `out->texts`. Nesting up to `max_depth`. Linear time for a given depth.
[[nodiscard]] bool BuildPlainTree(std::string_view html, int max_depth, PlainTree* out);

}  // namespace mingcha::extractors
