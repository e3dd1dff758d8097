#include "extractors/folded_text.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "extractors/privacy.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kQuoteCodePoints = 200;
constexpr size_t kMaxMaskedBytes = 4'000;  // more than the quote can hold

bool IsWordByte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

FoldedText::FoldedText(std::string_view original)
    : text_(base::FoldWidthWithShifts(original, &shifts_)), original_size_(original.size()) {}

size_t FoldedText::Origin(size_t at) const {
  if (at >= text_.size()) return original_size_;
  while (at > 0 && IsContinuation(text_[at])) --at;
  const auto behind =
      std::upper_bound(shifts_.begin(), shifts_.end(), at,
                       [](size_t place, const base::FoldShift& shift) { return place < shift.folded; });
  return behind == shifts_.begin() ? at : std::prev(behind)->original + (at - std::prev(behind)->folded);
}

std::string_view QuoteAround(std::string_view text, size_t begin, size_t end, size_t max_code_points) {
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  while (begin > 0 && begin < text.size() && IsContinuation(text[begin])) --begin;
  while (end < text.size() && IsContinuation(text[end])) ++end;
  const size_t first = begin;
  const size_t last = end;
  size_t count = base::CodePointCount(text.substr(begin, end - begin));
  if (count > max_code_points) {
    size_t cut = begin;
    for (size_t n = 0; n < max_code_points; ++n) static_cast<void>(base::NextCodePoint(text, &cut));
    return text.substr(begin, cut - begin);
  }
  for (bool grown = true; grown && count < max_code_points;) {
    grown = false;
    if (begin > 0 && text[begin - 1] != '\n') {
      do --begin;
      while (begin > 0 && IsContinuation(text[begin]));
      ++count;
      grown = true;
    }
    if (count < max_code_points && end < text.size() && text[end] != '\n') {
      do ++end;
      while (end < text.size() && IsContinuation(text[end]));
      ++count;
      grown = true;
    }
  }
  // Never half a number or word: half an id could not be masked.
  while (begin < first && begin > 0 && IsWordByte(text[begin]) && IsWordByte(text[begin - 1])) ++begin;
  while (end > last && end < text.size() && IsWordByte(text[end]) && IsWordByte(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

model::EvidenceSpan SpanOf(std::string_view text, size_t begin, size_t end) {
  begin = std::min(begin, text.size());
  end = std::clamp(end, begin, text.size());
  // Masked first, cut then: a number cut in two would no longer be known for what it is.
  const std::string masked = MaskPrivate(text.substr(begin, std::min(end - begin, kMaxMaskedBytes)));
  return {base::Ellipsize(masked, kQuoteCodePoints), begin, end};
}

}  // namespace mingcha::extractors
