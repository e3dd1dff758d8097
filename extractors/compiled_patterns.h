#pragma once

#include <re2/re2.h>

#include <memory>
#include <string>
#include <vector>

namespace mingcha::extractors {

using CompiledPatterns = std::vector<std::unique_ptr<re2::RE2>>;

/// The patterns of a CMS profile, each by itself: their groups are wanted, so no set can serve. Patterns that
/// do not compile are left out; the configuration's loader has named them.
[[nodiscard]] inline CompiledPatterns CompilePatterns(const std::vector<std::string>& from) {
  const re2::RE2::Options options(re2::RE2::Quiet);
  CompiledPatterns out;
  for (const std::string& pattern : from) {
    auto re = std::make_unique<re2::RE2>(pattern, options);
    if (re->ok()) out.push_back(std::move(re));
  }
  return out;
}

}  // namespace mingcha::extractors
