#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  /// Further fields of warcinfo: operator, configuration, robots mode, User-Agent.
  std::vector<std::pair<std::string, std::string>> info;
};

/// Where one exchange stands.
struct ArchivedExchange {
  model::WarcRef answer;                  ///< Response, revisit or resource; empty: there was none.
  std::vector<model::WarcRef> redirects;  ///< One for each of Exchange::redirects.
};

/// The archived record that holds the body of an answer without one (WARC/1.1, 6.7).
struct RevisitOf {
  std::string profile;    ///< kNotModifiedProfile or kSameDigestProfile
  std::string record_id;  ///< WARC-Record-ID of that record, and its target and date.
  std::string target_uri;
  std::string date;
};
inline constexpr std::string_view kNotModifiedProfile =
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
inline constexpr std::string_view kSameDigestProfile =
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";

/// Writes exchanges to `archive/mingcha-NNNNN.warc.gz` (WARC/1.1), one gzip member a record.
///
/// An exchange is three records: request, metadata (redirects, address, TLS, timing, outlinks), response;
/// before them request and response of each redirect on the way. They are appended with one write, the
/// response last, so a response that stands whole has its companions.
/// Every record has the digest of its block, every response that of its payload. Record ids are derived from
/// salt, file and offset: no randomness, no clock. One thread. Nothing is on the disk for sure before Sync.
class WarcWriter {
 public:
  /// Goes on in the archive's last file, which must end in a whole record (TruncateTornTail). `root` is the
  /// assessment folder; places are told relative to it.
  [[nodiscard]] static base::Result<WarcWriter> Open(std::string root, WarcOptions options);

  /// Archives one exchange and tells where its answers stand. `page.body_sha256` is the digest of the body
  /// (empty: computed here), for a revisit of the body it refers to. A page with `imported.kind` `manual`
  /// becomes a resource record: no server said it.
  [[nodiscard]] base::Result<ArchivedExchange> Append(const model::PageRecord& page,
                                                      const model::Exchange& exchange,
                                                      const std::optional<RevisitOf>& revisit = std::nullopt);
  /// For the files that begin from now on.
  void SetInfo(std::vector<std::pair<std::string, std::string>> info) { options_.info = std::move(info); }
  [[nodiscard]] base::Status Sync();

 private:
  WarcWriter(std::string root, WarcOptions options);
  [[nodiscard]] base::Status EnsureFile(base::Instant now);
  [[nodiscard]] std::string NextRecordId();
  [[nodiscard]] WarcRecord Begin(std::string_view type, std::string_view url, base::Instant at);
  /// `rest` is the second part of the block (AppendWarcRecord).
  void Add(WarcRecord record, std::string* bytes, std::string_view rest = {});
  void AddRequest(std::string_view url, base::Instant at, std::string_view answer_id, std::string_view head,
                  std::string_view body, std::string* bytes);
  [[nodiscard]] model::WarcRef AddRedirect(const model::RedirectAnswer& redirect, std::string* bytes);
  std::string root_;
  WarcOptions options_;
  std::unique_ptr<GzipCompressor> compressor_;
  std::optional<File> file_;
  std::string name_;  // relative to root_
  int number_ = 0;
  uint64_t size_ = 0;
  uint64_t records_ = 0;  // begun since the file was opened, for ids
  bool dirty_ = false;
  std::string plain_;  // the record before compression; keeps its room
};

/// Names of all WARC files of the archive, earlier rounds' included, relative to `root`, sorted.
[[nodiscard]] base::Result<std::vector<std::string>> ArchiveFiles(const std::string& root);
/// Names of the WARC files this round writes, relative to `root`, in order. kNotFound without an archive
/// folder.
[[nodiscard]] base::Result<std::vector<std::string>> WarcFiles(const std::string& root);

}  // namespace mingcha::store
