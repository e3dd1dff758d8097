#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fold_width.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

/// A text folded by base::FoldWidth together with the way back to the original bytes, so that patterns see
/// the folded form and spans still quote the page. Owns its copy; immutable after construction.
class FoldedText {
 public:
  explicit FoldedText(std::string_view original);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// Byte offset in the original of the character that byte `at` of the folded text belongs to; the
  /// original's size for at == size.
  [[nodiscard]] size_t Origin(size_t at) const;

 private:
  std::vector<base::FoldShift> shifts_;  // filled with text_: before it
  std::string text_;
  size_t original_size_ = 0;
};

/// `text` around [begin, end) on the same line, at most `max_code_points`, cut at character borders. The
/// caller masks private data.
[[nodiscard]] std::string_view QuoteAround(std::string_view text, size_t begin, size_t end,
                                           size_t max_code_points);

/// The span [begin, end) of `text` as evidence: quote at most 200 code points, private data masked.
[[nodiscard]] model::EvidenceSpan SpanOf(std::string_view text, size_t begin, size_t end);

}  // namespace mingcha::extractors
