#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/document.h"
#include "extractors/lexicon_index.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// A link and where it stands.
struct PlacedLink {
  model::Link link;
  int node = -1;  ///< Element of the document; -1 for links that only a script holds.
};

/// The base URL of a page: its first `<base href>`, else its own address.
[[nodiscard]] base::Url BaseOf(const Document& document, const base::Url& url);

/// Every address a page leads to, in order of appearance, http(s) only, resolved against the base, without
/// fragments: anchors, areas, frames, embedded files, meta refresh, addresses in `onclick` and scripts, links
/// inside printed strings. Repeats stay (each has its own place and text). At most 20,000.
[[nodiscard]] std::vector<PlacedLink> ReadLinks(const Document& document, const base::Url& base,
                                                const LexiconIndex& lexicon);

/// True if the address or the text beside it is that of a document file.
[[nodiscard]] bool IsAttachment(std::string_view url, std::string_view text, const LexiconIndex& lexicon);

/// Document files named on a page but not linked (mirrors, scripts): their names. Links first seen in [from,
/// to).
[[nodiscard]] std::vector<model::Link> ReadAttachments(const Document& document,
                                                       const std::vector<PlacedLink>& links, int from, int to,
                                                       const LexiconIndex& lexicon);

/// The name of a link: its title attribute if the text is a cut-off form of it or says nothing, else the
/// text.
[[nodiscard]] std::string LinkText(const Document& document, int node);

}  // namespace mingcha::extractors
