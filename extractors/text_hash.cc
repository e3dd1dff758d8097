#include "extractors/text_hash.h"

#include "base/digest.h"
#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastCharacters = 40;

bool IsAsciiLetterOrDigit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string TextHash(std::string_view main_text) {
  const std::string folded = base::ToLowerAscii(base::FoldWidth(main_text));
  std::string kept;
  kept.reserve(folded.size());
  size_t count = 0;
  for (size_t pos = 0; pos < folded.size();) {
    const size_t begin = pos;
    const char32_t c = base::NextCodePoint(folded, &pos);
    if (!IsAsciiLetterOrDigit(c) && !base::IsHan(c)) continue;
    kept.append(folded, begin, pos - begin);
    ++count;
  }
  return count < kLeastCharacters ? std::string() : base::Sha256Hex(kept);
}

}  // namespace mingcha::extractors
