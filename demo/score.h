#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "demo/district.h"

namespace mingcha::demo {

/// How the findings of one kind compare with the truth.
struct KindScore {
  int expected = 0;                     ///< Rows of the truth.
  int found = 0;                        ///< Findings of the kind that match a row.
  int wrong = 0;                        ///< Findings of the kind that match none.
  std::vector<std::string> missed;      ///< Rows no finding matches, as text.
  std::vector<std::string> unexpected;  ///< Findings without a row, as text.

  [[nodiscard]] double precision() const {
    return found + wrong == 0 ? 1.0 : static_cast<double>(found) / (found + wrong);
  }
  [[nodiscard]] double recall() const { return expected == 0 ? 1.0 : static_cast<double>(found) / expected; }
};

/// The truth as JSON: `{"schema":1,"as_of":…,"rows":[{kind,unit,item,subject,url,needs_review,why}]}`.
[[nodiscard]] std::string TruthJson(const District& district);

/// Compares findings.json with a truth file, kind by kind. Each row matches one finding and each finding one
/// row: kind, unit, item and needs_review equal; the row's `subject` within project or title or reason; the
/// row's `url` within the URL. Kinds without any row in the truth count too: whatever is found there is
/// wrong.
[[nodiscard]] base::Result<std::map<std::string, KindScore>> ScoreFindings(std::string_view truth_json,
                                                                           std::string_view findings_json);

}  // namespace mingcha::demo
