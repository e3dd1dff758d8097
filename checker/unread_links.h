#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/check_index.h"

namespace mingcha::checker {

/// Pages elsewhere that a channel links to and that were not read (a page budget, a server that failed): what
/// stands on them is not known, so nobody can say that the channel lacks it. Borrows the index. One thread.
class UnreadLinks {
 public:
  explicit UnreadLinks(const CheckIndex& index) : index_(index) {}

  /// The first such page whose link bears `subject` (folded) or is borne by it; null: none. Where one of the
  /// two names is too short to tell anything, any such page may be it.
  [[nodiscard]] const model::PageRecord* Behind(const model::Channel& channel, std::string_view subject);

 private:
  using Links =
      std::vector<std::pair<std::string, const model::PageRecord*>>;  ///< By folded text of the link.
  [[nodiscard]] Links LinksOf(const model::Channel& channel) const;

  const CheckIndex& index_;
  std::map<std::string, Links> by_channel_;
};

}  // namespace mingcha::checker
