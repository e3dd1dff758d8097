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
  /// How many pages in a row led, from one to the next, to the same bytes until this one was found on
  /// `found_on`; 0: the page that led here is another. Ask after Note; what is forgotten counts as another.
  [[nodiscard]] int Generation(const std::string& url, const std::string& found_on, std::string_view sha256);

 private:
  struct Entry {
    std::string url, sha256;
    TextSketch sketch;
    uint64_t serial = 0;
    int generation = 0;
  };
  void Remember(const std::string& url, std::string_view sha256, const TextSketch& sketch);
  [[nodiscard]] Entry* BySerial(uint64_t serial);
  [[nodiscard]] Entry* Find(const std::string& url, std::string_view sha256);

  std::deque<Entry> entries_;
  uint64_t next_ = 1;
  std::unordered_map<uint64_t, uint64_t> by_digest_, by_band_, by_page_;  ///< → serial of the latest page.
};

}  // namespace mingcha::crawler
