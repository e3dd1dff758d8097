#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/foreign_answer.h"
#include "store/warc_record.h"

namespace mingcha::store {

/// The answers that revisit records (WARC 1.1, 6.7) refer to, out of all archives of one import.
///
/// First every archive is asked which it wants, then every one what it holds: only what is wanted is kept,
/// each body once, up to a limit in all. A record is found by its id (WARC-Refers-To), by its address and
/// date, or by its payload's digest; a digest that both name must be the same. One thread.
class RevisitBodies {
 public:
  explicit RevisitBodies(size_t max_bytes = size_t{256} << 20) : max_bytes_(max_bytes) {}

  /// Notes what a revisit record refers to.
  void Want(const WarcRecord& revisit);
  [[nodiscard]] bool Wanted(const WarcRecord& record) const;
  /// Keeps the answer of a record that is wanted.
  void Keep(const WarcRecord& record, const ForeignAnswer& answer);
  /// The answer a revisit record stands for, as another record has it; null: it was in none of the archives.
  [[nodiscard]] std::shared_ptr<const ForeignAnswer> Of(const WarcRecord& revisit) const;
  [[nodiscard]] bool any_wanted() const { return !wanted_.empty(); }
  [[nodiscard]] bool full() const { return full_; }  ///< Something wanted was over the limit.

 private:
  size_t max_bytes_, bytes_ = 0;
  bool full_ = false;
  std::set<std::string> wanted_;  ///< Keys: an id, address and date, or a digest.
  struct Held {
    std::string digest;
    std::shared_ptr<const ForeignAnswer> answer;
  };
  std::map<std::string, Held> held_;
};

}  // namespace mingcha::store
