#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "crawler/text_sketch.h"

namespace mingcha::crawler {

/// Remembers the pages fetched of late and tells which of them a page repeats.
///
/// The last 16,384 pages are kept (some 6 MB); older ones are forgotten, so memory stays flat. One thread.
class ContentMemory {
 public:
  static constexpr size_t kPages = 16'384;

  /// `same bytes as URL`, `nearly the text of URL`, or empty; then remembers the page. Bodies without text
  /// have a digest only.
  [[nodiscard]] std::string Note(const std::string& url, std::string_view sha256, const TextSketch& sketch);

 private:
  struct Entry {
    std::string url, sha256;
    TextSketch sketch;
    uint64_t serial = 0;
  };
  void Remember(const std::string& url, std::string_view sha256, const TextSketch& sketch);
  [[nodiscard]] const Entry* BySerial(uint64_t serial) const;

  std::deque<Entry> entries_;
  uint64_t next_ = 1;
  std::unordered_map<uint64_t, uint64_t> by_digest_, by_band_;  ///< → serial of the latest page.
};

}  // namespace mingcha::crawler
