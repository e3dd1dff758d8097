#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

/// RE2 patterns that most texts do not hold, to be asked of whole pages: a pattern is tried only where the
/// fixed words it needs stand, which a few passes at the speed of memory tell.
///
/// Patterns that do not compile are left out; the configuration's loader has named them. Immutable; any
/// thread.
class RarePatterns {
 public:
  explicit RarePatterns(const std::vector<std::string>& patterns);
  ~RarePatterns();
  RarePatterns(RarePatterns&&) noexcept;
  RarePatterns& operator=(RarePatterns&&) noexcept;

  /// False only if no pattern occurs in `text`.
  [[nodiscard]] bool MayHit(std::string_view text) const;
  /// True if a pattern occurs in `text`.
  [[nodiscard]] bool Hits(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace mingcha::extractors
