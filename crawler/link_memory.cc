#include "crawler/link_memory.h"

#include <utility>

namespace mingcha::crawler {

std::vector<LinkMeaningPtr> LinkMemory::Recall(const model::SiteProfile& on,
                                               const std::vector<model::Link>& links) {
  std::vector<LinkMeaningPtr> out(links.size());
  const std::scoped_lock lock(mutex_);
  for (size_t i = 0; i < links.size(); ++i) {
    if (links[i].kind == model::Link::Kind::kPager) continue;
    const Key key = KeyOf(on, links[i]);
    if (const auto young = young_.find(key); young != young_.end()) {
      out[i] = young->second.meaning;
    } else if (const auto old = old_.find(key); old != old_.end()) {
      out[i] = old->second.meaning;
      auto node = old_.extract(old);
      Put(node.key(), std::move(node.mapped()));
    }
  }
  return out;
}

void LinkMemory::Keep(const model::SiteProfile& on, const model::Link& link, const LinkMeaningPtr& meaning) {
  Entry entry{std::make_unique<const std::string>(link.url), meaning};
  Key key = KeyOf(on, link);
  key.address = *entry.address;
  const std::scoped_lock lock(mutex_);
  Put(key, std::move(entry));
}

void LinkMemory::Put(Key key, Entry entry) {
  if (young_.size() >= limit_) {
    old_ = std::exchange(young_, Table());
    young_.reserve(limit_ / 4);
  }
  young_.try_emplace(key, std::move(entry));  // Two workers may have decided the same.
}

SeenStrings::SeenStrings(size_t expected) {
  size_t size = 64;
  while (size < expected * 2) size *= 2;
  slots_.resize(size);
}

bool SeenStrings::Insert(uint64_t hash, const std::string& text) {
  if (used_ * 2 >= slots_.size()) Grow();
  for (size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    Slot& slot = slots_[at];
    if (slot.text == nullptr) {
      slot = {hash, &text};
      ++used_;
      return true;
    }
    if (slot.hash == hash && *slot.text == text) return false;
  }
}

void SeenStrings::Grow() {
  std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  used_ = 0;
  for (const Slot& slot : before) {
    if (slot.text != nullptr) Insert(slot.hash, *slot.text);
  }
}

}  // namespace mingcha::crawler
