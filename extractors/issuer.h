#pragma once

#include <map>
#include <optional>
#include <string>

#include "extractors/dates.h"
#include "extractors/identity.h"
#include "extractors/info_table.h"
#include "extractors/lexicon_index.h"
#include "extractors/meta_tags.h"
#include "model/page_facts.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Finds out who publishes a page. In order of trust: the information table; for a decision the organ that
/// made it; the signature; a source (line or ContentSource tag) that is a public body; the body whose
/// numbered order it is; weak, because they only hint: the body that a title begins with
/// (`patterns.title_body`) and the unit whose credit code begins the index number, a national body as source
/// on the site of a lower one. A newspaper or web site as source means a reprint: then nobody here, unless
/// the table says so. Immutable; any thread.
class IssuerReader {
 public:
  explicit IssuerReader(const model::Plan& plan);

  [[nodiscard]] std::optional<model::TextReading> Read(const InfoFields& info, const PageDates& dates,
                                                       const MetaTags& meta,
                                                       const std::optional<model::TextReading>& title,
                                                       const std::optional<model::TextReading>& doc_number,
                                                       const LexiconIndex& lexicon) const;

 private:
  UnitResolver units_;
  std::map<std::string, std::string> names_;  // unit id -> name
};

}  // namespace mingcha::extractors
