#pragma once

#include <string>
#include <vector>

#include "extractors/content.h"
#include "extractors/elements.h"
#include "extractors/lexicon_index.h"
#include "extractors/project_name.h"

namespace mingcha::extractors {

/// What the fields and the columns of a page's main text call its subject: values beside the labels of
/// `words.row_subject_headers` (name of the project, number of the lot, party), in the form of
/// SubjectReader::Normalise, private data masked. Sorted, each once, the first forty.
[[nodiscard]] std::vector<std::string> FieldNames(const PageText& page, const LexiconIndex& lexicon,
                                                  const SubjectReader& subjects,
                                                  const ElementFinder& elements);

}  // namespace mingcha::extractors
