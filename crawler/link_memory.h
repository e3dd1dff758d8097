#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/scope.h"
#include "model/page_facts.h"

namespace mingcha::crawler {

/// What an address on a page of a site was found to mean: where it leads, or why it is not followed.
struct LinkMeaning {
  bool usable = false;  ///< It is an address at all.
  SkipReason reason = SkipReason::kNone;
  const model::SiteProfile* site = nullptr;  ///< Where it belongs; null when skipped.
  std::string url;                           ///< Normalised, as asked.
  std::string key;                           ///< Under which the frontier knows it once.
  model::TaskKind kind = model::TaskKind::kDetail;
  uint64_t key_hash = 0;
  /// The frontier has it: offering it again would change nothing. Set once, after the frontier took it.
  std::atomic<bool> offered = false;

  LinkMeaning() = default;
  LinkMeaning(const LinkMeaning&) = delete;
  LinkMeaning& operator=(const LinkMeaning&) = delete;
};
using LinkMeaningPtr = std::shared_ptr<LinkMeaning>;

/// Remembers for one run of the crawl what addresses mean, so that the menus and side columns that every page
/// of a site repeats are decided once and not once a page.
///
/// Bounded: what was not asked for among the last `limit` others is forgotten and decided anew. Any thread.
/// Not to be kept beyond a run: a meaning that was offered stays offered.
class LinkMemory {
 public:
  explicit LinkMemory(size_t limit = size_t{1} << 14U) : limit_(limit) {}

  /// The meanings of a page's links, null where none is known: links that page on are never remembered.
  [[nodiscard]] std::vector<LinkMeaningPtr> Recall(const model::SiteProfile& on,
                                                   const std::vector<model::Link>& links);
  void Keep(const model::SiteProfile& on, const model::Link& link, const LinkMeaningPtr& meaning);

 private:
  struct Key {
    const model::SiteProfile* on = nullptr;
    bool attachment = false;
    std::string_view address;  ///< In `Entry::address`, or the asker's.

    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const {
      return std::hash<std::string_view>{}(key.address) ^ (reinterpret_cast<uintptr_t>(key.on) >> 4U) ^
             (key.attachment ? 0x9E3779B97F4A7C15U : 0);
    }
  };
  struct Entry {
    std::unique_ptr<const std::string> address;
    LinkMeaningPtr meaning;
  };
  using Table = std::unordered_map<Key, Entry, Hash>;

  static Key KeyOf(const model::SiteProfile& on, const model::Link& link) {
    return {&on, link.kind == model::Link::Kind::kAttachment, link.url};
  }
  void Put(Key key, Entry entry);

  const size_t limit_;
  std::mutex mutex_;
  Table young_, old_;  ///< When the young are too many they become the old; what is asked for is young again.
};

/// Which of many strings were there before: a set of references without copies. The strings must stand still.
class SeenStrings {
 public:
  explicit SeenStrings(size_t expected);
  /// True the first time.
  bool Insert(uint64_t hash, const std::string& text);

 private:
  struct Slot {
    uint64_t hash = 0;
    const std::string* text = nullptr;
  };
  void Grow();

  std::vector<Slot> slots_;
  size_t used_ = 0;
};

}  // namespace mingcha::crawler
