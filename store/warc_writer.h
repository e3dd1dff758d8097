#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "model/page_record.h"
#include "model/ports.h"
#include "store/file.h"
#include "store/gzip.h"
#include "store/warc_record.h"

namespace mingcha::store {

struct WarcOptions {
  uint64_t max_file_bytes = uint64_t{512}
                            << 20;   ///< A file that has reached this is closed; the next begins.
  int gzip_level = 1;                ///< 1..12; 1 costs a third of 6 and a sixth more space.
  std::string software = "mingcha";  ///< For warcinfo.
  std::string salt;                  ///< Makes record ids differ between assessments.
};

/// Writes exchanges to `archive/mingcha-NNNNN.warc.gz` (WARC/1.1), one gzip member a record.
///
/// An exchange is three records: request, metadata (redirects, address, timing), response; they are appended
/// with one write, the response last, so a response that stands whole has its companions. Record ids are
/// derived from salt, file and offset: no randomness, no clock. One thread. Nothing is on the disk for sure
/// before Sync.
class WarcWriter {
 public:
  /// Goes on in the archive's last file, which must end in a whole record (TruncateTornTail). `root` is the
  /// assessment folder; places are told relative to it.
  [[nodiscard]] static base::Result<WarcWriter> Open(std::string root, WarcOptions options);

  /// Archives one exchange and tells where its response stands; an empty place if there was no response.
  [[nodiscard]] base::Result<model::WarcRef> Append(const model::PageRecord& page,
                                                    const model::Exchange& exchange);
  [[nodiscard]] base::Status Sync();

 private:
  WarcWriter(std::string root, WarcOptions options);
  [[nodiscard]] base::Status EnsureFile(base::Instant now);
  [[nodiscard]] std::string NextRecordId();
  [[nodiscard]] WarcRecord Begin(std::string_view type, std::string_view url, base::Instant at);
  std::string root_;
  WarcOptions options_;
  std::unique_ptr<GzipCompressor> compressor_;
  std::optional<File> file_;
  std::string name_;  // relative to root_
  int number_ = 0;
  uint64_t size_ = 0;
  uint64_t records_ = 0;  // begun since the file was opened, for ids
  bool dirty_ = false;
};

/// Names of the archive's WARC files, relative to `root`, in order. kNotFound without an archive folder.
[[nodiscard]] base::Result<std::vector<std::string>> WarcFiles(const std::string& root);

}  // namespace mingcha::store
