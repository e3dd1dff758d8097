#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mingcha::crawler {

/// A short print of a page's Chinese text: pages that say nearly the same have nearly the same print.
///
/// MinHash with one permutation over shingles of characters (Broder 1997; Li, Owen, Zhang 2012): 32 buckets,
/// in each the least hash of the shingles that fall there. Works on the bytes outside ASCII of text between
/// tags, so neither decoding nor cutting into words is needed; prints compare within one encoding only. Latin
/// text has an empty print.
struct TextSketch {
  static constexpr size_t kBuckets = 32;
  std::array<uint32_t, kBuckets> least{};  ///< 0: no shingle fell there.
  uint32_t shingles = 0;                   ///< How many the text has.
  uint64_t text = 0;                       ///< Hash of all visible characters but blanks; 0: none.

  /// Too little text to compare.
  [[nodiscard]] bool empty() const { return shingles < 64; }
  bool operator==(const TextSketch&) const = default;
};

/// Place behind the tag, comment, script or style that opens at `open`.
[[nodiscard]] size_t BehindTag(std::string_view html, size_t open);
/// Scripts, styles, comments and tags are left out. Linear time.
[[nodiscard]] TextSketch SketchOf(std::string_view html);
/// Share of shingles in common, estimated to about ±0.09 (one standard deviation at one half); 0 if one is
/// empty.
[[nodiscard]] double Similarity(const TextSketch& a, const TextSketch& b);

}  // namespace mingcha::crawler
