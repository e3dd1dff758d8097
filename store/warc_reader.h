#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/file.h"
#include "store/warc_record.h"

namespace mingcha::store {

struct WarcLimits {
  size_t max_member_bytes = size_t{256} << 20;  ///< Compressed.
  size_t max_record_bytes = size_t{256} << 20;  ///< Unpacked, head and block.
};

/// A record and where its gzip member stands.
struct PlacedRecord {
  WarcRecord record;
  uint64_t offset = 0;
  uint64_t length = 0;
};

/// Reads a `.warc.gz` of one member a record. Any bytes are safe to read. kCorrupt for what is no whole
/// record (told with file and offset), kOutOfRange past the limits. ReadAt may be called by any thread; Next
/// by one.
class WarcReader {
 public:
  [[nodiscard]] static base::Result<WarcReader> Open(std::string path, WarcLimits limits = {});

  /// The record at `offset`. `length` is the member's, as WarcRef tells it; the member must be exactly so
  /// long.
  [[nodiscard]] base::Result<WarcRecord> ReadAt(uint64_t offset, uint64_t length) const;
  /// The next record in the file; nullopt at its end. After an error the position stays.
  [[nodiscard]] base::Result<std::optional<PlacedRecord>> Next();
  /// Where the next record begins.
  [[nodiscard]] uint64_t position() const { return position_; }
  void Seek(uint64_t offset) { position_ = offset; }

 private:
  WarcReader(File file, WarcLimits limits) : file_(std::move(file)), limits_(limits) {}
  File file_;
  WarcLimits limits_;
  uint64_t position_ = 0;
};

/// Cuts off what follows the last whole record of a WARC file, as a crash in mid-write leaves it. `trusted`
/// bytes at the start are known whole and are not read. Returns the number of bytes cut.
[[nodiscard]] base::Result<uint64_t> TruncateTornTail(const std::string& path, uint64_t trusted);

}  // namespace mingcha::store
