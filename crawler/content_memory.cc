#include "crawler/content_memory.h"

#include <functional>

namespace mingcha::crawler {
namespace {

constexpr double kNearly = 0.96;
constexpr size_t kBands = 4;  // Prints alike in one band of eight buckets are compared.

uint64_t DigestKey(std::string_view sha256) { return std::hash<std::string_view>{}(sha256); }

uint64_t PageKey(const std::string& url, std::string_view sha256) {
  return std::hash<std::string>{}(url)*0x9E3779B97F4A7C15ULL ^ DigestKey(sha256);
}

uint64_t BandKey(const TextSketch& sketch, size_t band) {
  constexpr size_t kWidth = TextSketch::kBuckets / kBands;
  uint64_t key = band + 1;
  for (size_t i = band * kWidth; i < (band + 1) * kWidth; ++i)
    key = (key ^ sketch.least[i]) * 0x9E3779B97F4A7C15ULL;
  return key;
}

}  // namespace

ContentMemory::Entry* ContentMemory::BySerial(uint64_t serial) {
  if (entries_.empty() || serial < entries_.front().serial) return nullptr;
  return &entries_[serial - entries_.front().serial];
}

ContentMemory::Entry* ContentMemory::Find(const std::string& url, std::string_view sha256) {
  const auto found = by_page_.find(PageKey(url, sha256));
  Entry* entry = found == by_page_.end() ? nullptr : BySerial(found->second);
  return entry != nullptr && entry->url == url && entry->sha256 == sha256 ? entry : nullptr;
}

int ContentMemory::Generation(const std::string& url, const std::string& found_on, std::string_view sha256) {
  const Entry* parent = found_on == url ? nullptr : Find(found_on, sha256);
  Entry* self = Find(url, sha256);
  if (parent == nullptr || self == nullptr) return 0;
  self->generation = parent->generation + 1;
  return self->generation;
}

std::string ContentMemory::Note(const std::string& url, std::string_view sha256, const TextSketch& sketch) {
  std::string out;
  if (const auto same = by_digest_.find(DigestKey(sha256)); same != by_digest_.end()) {
    const Entry* entry = BySerial(same->second);
    if (entry != nullptr && entry->sha256 == sha256 && entry->url != url) out = "same bytes as " + entry->url;
  }
  for (size_t band = 0; band < kBands && out.empty() && !sketch.empty(); ++band) {
    const auto near = by_band_.find(BandKey(sketch, band));
    const Entry* entry = near == by_band_.end() ? nullptr : BySerial(near->second);
    if (entry != nullptr && entry->url != url && Similarity(entry->sketch, sketch) >= kNearly)
      out = "nearly the text of " + entry->url;
  }
  Remember(url, sha256, sketch);
  return out;
}

void ContentMemory::Remember(const std::string& url, std::string_view sha256, const TextSketch& sketch) {
  if (entries_.size() >= kPages) {
    const Entry& oldest = entries_.front();
    const auto forget = [&](std::unordered_map<uint64_t, uint64_t>* index, uint64_t key) {
      const auto found = index->find(key);
      if (found != index->end() && found->second == oldest.serial) index->erase(found);
    };
    forget(&by_digest_, DigestKey(oldest.sha256));
    forget(&by_page_, PageKey(oldest.url, oldest.sha256));
    for (size_t band = 0; band < kBands; ++band) forget(&by_band_, BandKey(oldest.sketch, band));
    entries_.pop_front();
  }
  by_digest_[DigestKey(sha256)] = next_;
  by_page_[PageKey(url, sha256)] = next_;
  for (size_t band = 0; band < kBands && !sketch.empty(); ++band) by_band_[BandKey(sketch, band)] = next_;
  entries_.push_back({url, std::string(sha256), sketch, next_++, 0});
}

}  // namespace mingcha::crawler
