#include "extractors/text_hash.h"

#include "base/digest.h"
#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastCharacters = 40;

bool IsAsciiLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Adds what is kept of a character that is neither ASCII nor a common Han character; false: nothing.
bool AddFolded(std::string_view character, std::string* kept) {
  const std::string folded = base::ToLowerAscii(base::FoldWidth(character));
  size_t pos = 0;
  const char32_t c = base::NextCodePoint(folded, &pos);
  const bool ascii = c < 0x80 && IsAsciiLetterOrDigit(static_cast<char>(c));
  if (!ascii && !base::IsHan(c)) return false;
  kept->append(folded);
  return true;
}

}  // namespace

std::string TextHash(std::string_view main_text) {
  std::string kept;
  kept.reserve(main_text.size());
  size_t count = 0;
  for (size_t pos = 0; pos < main_text.size();) {
    const size_t begin = pos;
    const char32_t c = base::NextCodePoint(main_text, &pos);
    if (c < 0x80) {
      const char letter = main_text[begin];
      if (!IsAsciiLetterOrDigit(letter)) continue;
      kept.push_back(letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter);
    } else if (c >= 0x4E00 && c <= 0x9FFF) {
      kept.append(main_text, begin, pos - begin);
    } else if (!AddFolded(main_text.substr(begin, pos - begin), &kept)) {
      continue;
    }
    ++count;
  }
  return count < kLeastCharacters ? std::string() : base::Sha256Hex(kept);
}

}  // namespace mingcha::extractors
