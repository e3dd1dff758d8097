#include "extractors/rare_patterns.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include "extractors/atom_index.h"

namespace mingcha::extractors {

namespace {

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// True if `text` may hold `lower`, whatever the case of its letters; never false if it does. Three bytes are
/// compared at a time over blocks that compilers turn into vectors: most pages have none of what is sought.
bool MayHold(std::string_view text, std::string_view lower) {
  constexpr size_t kBlock = 64;
  const size_t last = lower.size() - 1, middle = lower.size() / 2;
  if (text.size() < lower.size()) return false;
  const auto bit = [&](size_t at) { return static_cast<char>(IsAsciiLetter(lower[at]) ? 0x20 : 0); };
  const char a = lower[0], b = lower[middle], c = lower[last];
  const char bit_a = bit(0), bit_b = bit(middle), bit_c = bit(last);
  const auto like = [&](size_t i) {
    const char* p = text.data() + i;
    const auto differs =
        static_cast<char>(((p[0] | bit_a) ^ a) | ((p[middle] | bit_b) ^ b) | ((p[last] | bit_c) ^ c));
    return static_cast<unsigned char>(differs == 0 ? 0xFF : 0);
  };
  const size_t places = text.size() - last;
  size_t i = 0;
  for (; i + kBlock <= places; i += kBlock) {
    unsigned char any = 0;  // One byte wide: sixteen and more go into a vector.
    for (size_t j = 0; j < kBlock; ++j) any = static_cast<unsigned char>(any | like(i + j));
    if (any != 0) return true;
  }
  for (; i < places; ++i) {
    if (like(i) != 0) return true;
  }
  return false;
}

}  // namespace

struct RarePatterns::Compiled {
  re2::FilteredRE2 filtered;
  std::vector<std::string> atoms;
  bool any = false;

  /// The fixed parts that `text` holds or may hold, by their positions.
  [[nodiscard]] std::vector<int> Held(std::string_view text) const {
    std::vector<int> held;
    for (size_t i = 0; i < atoms.size(); ++i) {
      if (atoms[i].empty() || !HasSimpleCase(atoms[i]) || MayHold(text, atoms[i]))
        held.push_back(static_cast<int>(i));
    }
    return held;
  }
};

RarePatterns::RarePatterns(const std::vector<std::string>& patterns) {
  auto compiled = std::make_unique<Compiled>();
  int id = 0;
  for (const std::string& pattern : patterns) {
    const bool good =
        compiled->filtered.Add(pattern, re2::RE2::Options(re2::RE2::Quiet), &id) == re2::RE2::NoError;
    compiled->any = compiled->any || good;
  }
  if (compiled->any) compiled->filtered.Compile(&compiled->atoms);
  compiled_ = std::move(compiled);
}

RarePatterns::~RarePatterns() = default;
RarePatterns::RarePatterns(RarePatterns&&) noexcept = default;
RarePatterns& RarePatterns::operator=(RarePatterns&&) noexcept = default;

bool RarePatterns::MayHit(std::string_view text) const {
  if (!compiled_->any) return false;
  std::vector<int> potentials;
  compiled_->filtered.AllPotentials(compiled_->Held(text), &potentials);
  return !potentials.empty();
}

bool RarePatterns::Hits(std::string_view text) const {
  if (!compiled_->any) return false;
  return compiled_->filtered.FirstMatch(re2::StringPiece(text.data(), text.size()), compiled_->Held(text)) >=
         0;
}

}  // namespace mingcha::extractors
