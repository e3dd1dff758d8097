#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "base/result.h"

namespace mingcha::store {

/// One HTTP answer, or one saved resource, of another program's archive, its body decoded.
struct ForeignAnswer {
  std::string url;
  base::Instant fetched_at;
  bool resource = false;  ///< A WARC resource record: there is no status and no head.
  int status = 0;
  std::string request_head, response_head;
  std::string body;  ///< Without transfer and content coding.
  std::string content_type, etag, last_modified, location, remote_address;
  bool truncated = false;  ///< WARC-Truncated says so.
};

/// A record that is not given out, and why.
struct SkippedRecord {
  uint64_t number = 0;  ///< Of the record in the file, from 1.
  std::string url;
  base::Message why;
};

/// Reads WARC 0.17 to 1.1 as others write it: plain, one gzip member a record, or one gzip stream for all;
/// line breaks of either kind; URIs in angle brackets (wget); sha1 in base 32; chunked and gzip or deflate
/// bodies. Any bytes are safe to read; a record is held in memory, up to a limit. One thread.
class ForeignWarc {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<ForeignWarc>> Open(const std::string& path,
                                                                       size_t max_record_bytes = size_t{256}
                                                                                                 << 20);
  ~ForeignWarc();
  ForeignWarc(const ForeignWarc&) = delete;  // holds an open file
  ForeignWarc& operator=(const ForeignWarc&) = delete;

  /// The next answer; nullopt at the end. Records that are none (warcinfo, request, metadata, revisit) are
  /// passed over, answers that cannot be used are listed in skipped(). kCorrupt where the file goes wrong:
  /// nothing after that place can be read, everything before was good.
  [[nodiscard]] base::Result<std::optional<ForeignAnswer>> Next();

  [[nodiscard]] const std::string& software() const;  ///< As the warcinfo record names it.
  [[nodiscard]] const std::vector<SkippedRecord>& skipped() const;
  [[nodiscard]] uint64_t records() const;  ///< Read so far, of every type.

 private:
  struct State;
  explicit ForeignWarc(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Takes apart a chunked body (RFC 9112, 7.1); nullopt if it is none.
[[nodiscard]] std::optional<std::string> Dechunk(std::string_view body);

}  // namespace mingcha::store
