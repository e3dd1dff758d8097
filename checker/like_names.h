#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mingcha::checker {

constexpr size_t kMinLikeName = 4;  ///< Code points a name needs to tell anything.

/// Finds, among many names sought, those that contain a given name or are contained in it, by the piece of
/// the name that is rarest among the names sought. Borrows the names. Add all, then Finish once, then ask.
class LikeNames {
 public:
  void Add(std::string_view name);
  void Finish();
  /// Positions of the names, in order of Add, ascending.
  [[nodiscard]] std::vector<size_t> Like(const std::string& name) const;

 private:
  std::vector<std::string_view> names_;
  std::unordered_map<size_t, std::vector<size_t>> by_piece_, by_rarest_;
};

}  // namespace mingcha::checker
