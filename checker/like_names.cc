#include "checker/like_names.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <tuple>
#include <utility>

#include "base/text.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMaxBucket = 2000;  // names sharing their rarest piece: more is boilerplate

/// Hashes of every run of kMinLikeName code points.
std::vector<size_t> PiecesOf(std::string_view name) {
  std::vector<size_t> starts;
  for (size_t pos = 0; pos < name.size();) {
    starts.push_back(pos);
    (void)base::NextCodePoint(name, &pos);
  }
  starts.push_back(name.size());
  std::vector<size_t> pieces;
  for (size_t i = 0; i + kMinLikeName < starts.size(); ++i) {
    pieces.push_back(
        std::hash<std::string_view>()(name.substr(starts[i], starts[i + kMinLikeName] - starts[i])));
  }
  return pieces;
}

}  // namespace

void LikeNames::Add(std::string_view name) {
  for (const size_t piece : PiecesOf(name)) by_piece_[piece].push_back(names_.size());
  names_.push_back(name);
}

void LikeNames::Finish() {
  for (size_t k = 0; k < names_.size(); ++k) {
    size_t rarest = 0, least = SIZE_MAX;
    for (const size_t piece : PiecesOf(names_[k])) {
      const size_t count = by_piece_.at(piece).size();
      if (count < least) std::tie(rarest, least) = std::pair(piece, count);
    }
    by_rarest_[rarest].push_back(k);
  }
}

std::vector<size_t> LikeNames::Like(const std::string& name) const {
  std::vector<size_t> like;
  const std::vector<size_t>* least = nullptr;
  bool all_known = !name.empty();
  for (const size_t piece : PiecesOf(name)) {
    const auto part = by_piece_.find(piece);
    if (part == by_piece_.end()) {
      all_known = false;
      continue;
    }
    if (least == nullptr || part->second.size() < least->size()) least = &part->second;
    const auto rarest = by_rarest_.find(piece);
    if (rarest == by_rarest_.end() || rarest->second.size() > kMaxBucket) continue;
    for (const size_t k : rarest->second) {
      if (name.find(names_[k]) != std::string::npos) like.push_back(k);
    }
  }
  if (all_known && least != nullptr && least->size() <= kMaxBucket) {
    for (const size_t k : *least) {
      if (names_[k].find(name) != std::string::npos) like.push_back(k);
    }
  }
  std::sort(like.begin(), like.end());
  like.erase(std::unique(like.begin(), like.end()), like.end());
  return like;
}

}  // namespace mingcha::checker
