#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/lexicon_index.h"
#include "extractors/list_page.h"
#include "extractors/page_series.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// Rows of a list as an answer to a script's request tells them.
struct AnswerReading {
  bool broken = false;  ///< Not what the profile says such answers are: nothing was read.
  ListReading list;
  PagerReading pager;
};

/// Reads answers that are no pages but hold rows of lists, by the CMS profiles (model::ListAnswer,
/// docs/cms.md): JSON arrays, markup inside JSON, Hanweb's `<datastore>`.
///
/// Bodies above 8 MB, nesting deeper than 32 and rows beyond 5,000 are refused or left out. Immutable; any
/// thread.
class AnswerReader {
 public:
  AnswerReader(const model::Plan& plan, const LexiconIndex& lexicon);
  ~AnswerReader();
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;

  /// `url`: as asked, with the mark of a POST. nullopt: no profile knows such an address.
  [[nodiscard]] std::optional<AnswerReading> Read(const base::Url& url, std::string_view utf8) const;
  [[nodiscard]] bool Knows(const base::Url& url) const;

 private:
  struct Rule;
  [[nodiscard]] AnswerReading ReadOne(const Rule& rule, const base::Url& url, std::string_view utf8) const;
  const LexiconIndex& lexicon_;
  std::vector<std::unique_ptr<Rule>> rules_;
};

}  // namespace mingcha::extractors
