#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::extractors {

/// One RE2 pattern. Immutable; any thread.
class CompiledPattern {
 public:
  explicit CompiledPattern(const std::string& pattern);

  [[nodiscard]] const re2::RE2& operator*() const { return *re_; }
  /// The leftmost match at or after `from`, as RE2::Match finds it, with its groups in `*values` (as many as
  /// that has room for). Where matches begin with a fixed text, only its places are looked at: RE2 seeks the
  /// first byte of such a text, which in UTF-8 begins every other Han character.
  [[nodiscard]] bool MatchFrom(std::string_view text, size_t from,
                               std::vector<re2::StringPiece>* values) const;

 private:
  std::unique_ptr<re2::RE2> re_;
  std::string fixed_;
};

using CompiledPatterns = std::vector<CompiledPattern>;

/// The patterns of a CMS profile, each by itself: their groups are wanted, so no set can serve. Patterns that
/// do not compile are left out; the configuration's loader has named them.
[[nodiscard]] CompiledPatterns CompilePatterns(const std::vector<std::string>& from);

/// The fixed text that every match of an RE2 pattern begins with; empty where that is not plain to see.
[[nodiscard]] std::string_view FixedBeginning(std::string_view pattern);

}  // namespace mingcha::extractors
