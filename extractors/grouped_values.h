#pragma once

#include <vector>

#include "extractors/content.h"
#include "extractors/lexicon_index.h"

namespace mingcha::extractors {

/// Several notices on one page, one under the other, each told by the same labels: `name: A, number: 1, day:
/// …, name: B, number: 2, day: …`. They are put together as the table that they could have been, with the
/// labels as headers; no table if a label that names subjects (`row_subject_headers`) does not come twice
/// with two values. Labels of data tables do not count. Its range spans the groups. Any thread; linear time.
[[nodiscard]] std::vector<Table> GroupedValues(const PageText& text, const LexiconIndex& lexicon);

}  // namespace mingcha::extractors
