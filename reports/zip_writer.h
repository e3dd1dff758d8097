#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::reports {

/// Builds a ZIP archive in memory: deflated entries in the order of Add, no times. One use; one thread.
class ZipWriter {
 public:
  /// `name` is the path inside, with `/`. Entries and the whole stay below 4 GB.
  void Add(std::string_view name, std::string_view bytes);
  [[nodiscard]] std::string Take();

 private:
  struct Entry {
    std::string name;
    uint32_t crc = 0, packed = 0, size = 0, offset = 0;
  };
  std::vector<Entry> entries_;
  std::string bytes_;
};

}  // namespace mingcha::reports
