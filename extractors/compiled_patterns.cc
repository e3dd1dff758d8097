#include "extractors/compiled_patterns.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace mingcha::extractors {
namespace {

// A hostile page could begin a long match at each of very many places; the engine's own search is linear.
constexpr size_t kMostText = size_t{256} << 10U;
constexpr int kMostTries = 200;

/// Place behind the character class that opens at `at`.
size_t BehindClass(std::string_view pattern, size_t at) {
  ++at;
  if (at < pattern.size() && pattern[at] == '^') ++at;
  if (at < pattern.size() && pattern[at] == ']') ++at;  // The first one is a member.
  while (at < pattern.size() && pattern[at] != ']') at += pattern[at] == '\\' ? 2 : 1;
  return at + 1;
}

/// True if the whole pattern is a choice (or could be).
bool IsChoice(std::string_view pattern) {
  int depth = 0;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
    } else if (c == '[') {
      at = BehindClass(pattern, at) - 1;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == '|' && depth <= 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string_view FixedBeginning(std::string_view pattern) {
  if (pattern.find("\\Q") != std::string_view::npos || IsChoice(pattern)) return {};
  const size_t end = std::min(pattern.find_first_of("\\^$.|?*+()[]{}"), pattern.size());
  std::string_view fixed = pattern.substr(0, end);
  const bool optional = end < pattern.size() && std::string_view("?*{").find(pattern[end]) < 3;
  if (!optional) return fixed;
  while (!fixed.empty() && (static_cast<unsigned char>(fixed.back()) & 0xC0U) == 0x80) fixed.remove_suffix(1);
  if (!fixed.empty()) fixed.remove_suffix(1);
  return fixed;
}

CompiledPattern::CompiledPattern(const std::string& pattern)
    : re_(std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet)), fixed_(FixedBeginning(pattern)) {}

bool CompiledPattern::MatchFrom(std::string_view text, size_t from,
                                std::vector<re2::StringPiece>* values) const {
  const re2::StringPiece piece(text.data(), text.size());
  const auto groups = static_cast<int>(values->size());
  if (from > text.size()) return false;
  const bool by_places = !fixed_.empty() && text.size() <= kMostText;
  for (int tries = 0; by_places && tries < kMostTries; ++tries) {
    const void* found = memmem(text.data() + from, text.size() - from, fixed_.data(), fixed_.size());
    if (found == nullptr) return false;
    from = static_cast<size_t>(static_cast<const char*>(found) - text.data());
    if (re_->Match(piece, from, text.size(), re2::RE2::ANCHOR_START, values->data(), groups)) return true;
    ++from;
  }
  return re_->Match(piece, from, text.size(), re2::RE2::UNANCHORED, values->data(), groups);
}

CompiledPatterns CompilePatterns(const std::vector<std::string>& from) {
  CompiledPatterns out;
  for (const std::string& pattern : from) {
    CompiledPattern compiled(pattern);
    if ((*compiled).ok()) out.push_back(std::move(compiled));
  }
  return out;
}

}  // namespace mingcha::extractors
