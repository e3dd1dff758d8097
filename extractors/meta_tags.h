#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/document.h"
#include "extractors/lexicon_index.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// The `<meta name content>` tags of a page and its `<title>`. Tags stand where authors put them: those in
/// the body and those under `property` count too.
class MetaTags {
 public:
  MetaTags(const Document& document, const LexiconIndex& lexicon);

  /// The first usable value of a tag; names are compared without case. Empty if there is none, or only blanks
  /// and template values (`words.empty_values`, the tag's own name).
  [[nodiscard]] std::string_view Get(std::string_view name) const;
  /// The page's `<title>`, white space collapsed.
  [[nodiscard]] const std::string& title() const { return title_; }
  /// Tags that GB «page tag» rules require on a page of this kind and that are absent or template values, as
  /// `SiteName` … (国办发〔2017〕47号, annex).
  [[nodiscard]] std::vector<std::string> Missing(model::PageKind kind) const;

 private:
  std::vector<std::pair<std::string, std::string>> tags_;  // lower-case name, usable value
  std::string title_;
};

}  // namespace mingcha::extractors
