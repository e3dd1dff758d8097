#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/lexicon_index.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// What one pass over a page tells, without a tree.
struct LinkScan {
  std::vector<model::Link> links;   ///< Those of ReadLinks, in order of appearance; at most 20,000.
  std::string scripts;              ///< All inline scripts without their comments, one after another.
  std::vector<std::string> labels;  ///< Short texts of what can be clicked, folded as FoldLabel, lower case.
  bool data_island = false;         ///< A script carries markup in a CDATA section.
  bool carries_text = false;        ///< A long text for later use: in a `textarea`, `template` or the like.
  bool unsure = false;  ///< Something only the tree reads exactly: an unusual entity in an address.
};

/// Finds every link that ReadLinks finds in the parsed page: anchors, areas, frames, embedded files, meta
/// refresh, addresses in `onclick` and scripts, links in printed strings. Where markup is broken the text of
/// a link may differ, and links that a browser drops (inside `select`) stay. Any bytes are fine; linear time.
[[nodiscard]] LinkScan ScanLinks(std::string_view utf8, const base::Url& url, const LexiconIndex& lexicon);

/// Text with character references decoded: numeric ones and the names pages use. `*unsure` is set when
/// another name was met, which stays as written. In attributes a name without `;` before `=` or a letter is
/// none.
[[nodiscard]] std::string DecodeEntities(std::string_view text, bool attribute, bool* unsure);

}  // namespace mingcha::extractors
