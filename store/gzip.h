#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mingcha::store {

/// Makes gzip members (RFC 1952). Keeps its tables between calls. One thread at a time.
class GzipCompressor {
 public:
  /// `level` 1 (fast) to 12 (small).
  explicit GzipCompressor(int level);
  ~GzipCompressor();
  GzipCompressor(const GzipCompressor&) = delete;  // owns the tables; make another
  GzipCompressor& operator=(const GzipCompressor&) = delete;

  /// Appends one whole member holding `bytes`. The same bytes give the same member on the same kind of
  /// machine: no name, no time.
  void AppendMember(std::string_view bytes, std::string* out);

 private:
  struct Tables;
  [[nodiscard]] bool AppendFast(std::string_view bytes, std::string* out);
  std::unique_ptr<Tables> tables_;
};

/// One member taken apart.
struct GzipMember {
  std::string bytes;
  size_t length = 0;  ///< Compressed bytes the member took.
};

/// Reads the member at the start of `bytes`, checking its CRC. kCorrupt if it is none or damaged, kOutOfRange
/// if it would grow past `limit` bytes (no bomb is unpacked further). `ended_early`, if not null, is set when
/// the only fault is that `bytes` ends inside the member.
[[nodiscard]] base::Result<GzipMember> ReadGzipMember(std::string_view bytes, size_t limit,
                                                      bool* ended_early = nullptr);

}  // namespace mingcha::store
