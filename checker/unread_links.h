#pragma once

#include <map>
#include <set>
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

/// What channels of their own kind (credit, exchange) were seen to show. Borrows the index.
class ChannelItems {
 public:
  explicit ChannelItems(const CheckIndex& index) : index_(index) {}

  /// True if one disclosure of the item that is not on the channel may be said to lack there: others of the
  /// item, whosever, were recognised on it, or its sites are read as those of units are (a portal).
  [[nodiscard]] bool MayLack(const model::Channel& channel, const model::Item& item);

 private:
  const CheckIndex& index_;
  std::map<std::string, std::set<std::string_view>> shown_;  ///< Base items, by channel.
};

}  // namespace mingcha::checker
