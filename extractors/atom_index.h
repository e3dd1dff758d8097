#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mingcha::extractors {

/// True for text that no letter case changes but that of ASCII letters.
[[nodiscard]] bool HasSimpleCase(std::string_view text);

/// Which of many fixed pieces of text a text holds, in one pass; what re2::FilteredRE2 asks of its caller.
///
/// Pieces are in lower case, and the case of ASCII letters in the text does not matter. A piece with other
/// letters that know case counts as held by every text: whoever filters by it then looks closer. Immutable;
/// any thread.
class AtomIndex {
 public:
  AtomIndex() = default;
  explicit AtomIndex(std::vector<std::string> atoms);

  /// Positions of the held pieces in the list given to the constructor, ascending.
  [[nodiscard]] std::vector<int> In(std::string_view text) const;

 private:
  static constexpr size_t kHead = 3;      ///< Bytes of a piece it is looked up by: one Han character,
  static constexpr size_t kLongHead = 6;  ///< of a longer piece two: one alone stands in every text.
  static constexpr size_t kBits = size_t{1} << 15U;

  std::vector<std::string> atoms_;
  std::vector<int> always_;
  std::array<std::vector<int>, 256> short_;  ///< Shorter pieces, by first byte.
  /// Pieces by their heads. Most places of a text are told from all heads by one bit.
  struct Heads {
    std::unordered_map<uint64_t, std::vector<int>> pieces;
    std::bitset<kBits> bits;
  };
  Heads heads_, long_heads_;
};

}  // namespace mingcha::extractors
