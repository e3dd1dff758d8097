#include "extractors/meta_tags.h"

#include <array>

#include "base/text.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {

MetaTags::MetaTags(const Document& document, const LexiconIndex& lexicon) {
  for (int i = 0; i < document.size(); ++i) {
    const std::string_view tag = document.node(i).tag;
    if (tag == "title" && title_.empty() && !document.Inside(i, "svg")) {
      title_ = SquashSpace(document.RawText(i));
    } else if (tag == "meta") {
      std::string_view name = document.Attr(i, "name");
      if (name.empty()) name = document.Attr(i, "property");
      const std::string value = SquashSpace(document.Attr(i, "content"));
      const std::string key = base::ToLowerAscii(base::Trim(name));
      const bool usable = !value.empty() && base::ToLowerAscii(value) != key &&
                          !lexicon.IsWord("empty_values", base::FoldLabel(value)) &&
                          !lexicon.Matches("template_marks", value);
      if (!key.empty() && usable) tags_.emplace_back(key, value);
    }
  }
}

std::string_view MetaTags::Get(std::string_view name) const {
  const std::string key = base::ToLowerAscii(name);
  for (const auto& [tag, value] : tags_) {
    if (tag == key) return value;
  }
  return {};
}

std::vector<std::string> MetaTags::Missing(model::PageKind kind) const {
  constexpr std::array<std::string_view, 10> kRequired = {
      "SiteName",       "SiteDomain", "SiteIDCode",   "ColumnName", "ColumnDescription",
      "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate",    "ContentSource"};
  const size_t count = kind == model::PageKind::kHome    ? 3
                       : kind == model::PageKind::kList  ? 7
                       : kind == model::PageKind::kError ? 0
                                                         : kRequired.size();
  std::vector<std::string> missing;
  for (size_t i = 0; i < count; ++i) {
    if (Get(kRequired[i]).empty()) missing.emplace_back(kRequired[i]);
  }
  return missing;
}

}  // namespace mingcha::extractors
