#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extractors/content.h"
#include "extractors/lexicon_index.h"
#include "extractors/page_text.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// The labelled fields of a page: catalogue header (information table) and the line under the title. Blank
/// and placeholder values are absent here; they stay in PageText::pairs.
struct InfoFields {
  std::optional<model::TextReading> title, index_number, issuer, decision_issuer, doc_number, validity,
      source, topic;
  bool has_formed_label = false;  ///< A label for the day of formation stands there, with or without a value.
  bool has_published_label = false;  ///< The same for publication.
};

/// Reads them from the pairs of a page. Values that cannot be what their label says (an index number holding
/// a document number, a validity that is no word for one) are graded weak or refused, with a line in *doubts.
[[nodiscard]] InfoFields ReadInfoFields(const PageView& view, const LexiconIndex& lexicon,
                                        std::vector<std::string>* doubts);

/// A value that says nothing: blank, `words.empty_values`, an empty shell of a document number.
[[nodiscard]] bool IsEmptyValue(std::string_view value, const LexiconIndex& lexicon);

/// True if the value names a press organ, a web site or «this site» rather than a public body
/// (`words.press`).
[[nodiscard]] bool IsPress(std::string_view source, const LexiconIndex& lexicon);

/// True if the text has the form of a public body's or a firm's name (`patterns.body_name`).
[[nodiscard]] bool IsBodyName(std::string_view text, const LexiconIndex& lexicon);

/// The first document number in `text` as written (white space dropped), leading words cut; nullopt if none.
/// With `whole`, only if nothing but brackets stands around it.
[[nodiscard]] std::optional<std::string> FindDocNumber(std::string_view text, const LexiconIndex& lexicon,
                                                       bool whole);

/// A document number that the title or the head of the text gives as the page's own.
[[nodiscard]] std::optional<model::TextReading> ReadDocNumber(const PageView& view, const InfoFields& info,
                                                              const std::string& title, size_t from,
                                                              const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
