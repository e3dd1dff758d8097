#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/basis.h"
#include "model/limit.h"

namespace mingcha::model {

/// A metadata field and how pages name it; labels are compared after base::FoldLabel without the trailing
/// colon.
struct LabelSpec {
  std::string field;  ///< `title`, `index_number`, `issuer`, `formed`, `published`, `doc_number`, `validity`,
                      ///< `source`, `topic` …
  std::vector<std::string> labels;

  bool operator==(const LabelSpec&) const = default;
};

/// A date label and what the date beside it means.
struct DateLabelSpec {
  DateMeaning meaning = DateMeaning::kUnknown;
  std::vector<std::string> labels;  ///< Literal, folded; matched at the end of the text before the date.

  bool operator==(const DateLabelSpec&) const = default;
};

/// The words of one language that extraction needs, as data (config/language/): no Chinese in code.
/// Lists without a field of their own stand in `words` under a name the extractors document.
struct Lexicon {
  std::vector<LabelSpec> labels;
  std::vector<DateLabelSpec> date_labels;
  std::map<std::string, std::vector<std::string>> words;     ///< Literal words by list name.
  std::map<std::string, std::vector<std::string>> patterns;  ///< RE2 by list name.

  bool operator==(const Lexicon&) const = default;
};

}  // namespace mingcha::model
