#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mingcha::crawler {

/// What a sitemap file names (sitemaps.org protocol): pages, or further sitemaps if it is an index.
struct Sitemap {
  bool is_index = false;
  std::vector<std::string> urls;  ///< As written, entities decoded; at most 50,000, the protocol's limit.
};

/// Reads the `<loc>` elements of XML, or the lines of a plain text file. Never fails: what is not understood
/// is skipped. No entity is expanded but the five of XML and character references.
[[nodiscard]] Sitemap ReadSitemap(std::string_view text);

}  // namespace mingcha::crawler
