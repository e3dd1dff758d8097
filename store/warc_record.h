#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mingcha::store {

/// One WARC record (WARC/1.1, ISO 28500:2017): named fields and a block.
struct WarcRecord {
  std::vector<std::pair<std::string, std::string>> fields;  ///< In order; without Content-Length.
  std::string block;

  /// Value of the first field of that name, compared without regard to case; empty if absent.
  [[nodiscard]] std::string_view Field(std::string_view name) const;

  bool operator==(const WarcRecord&) const = default;
};

/// The record's bytes before compression: version line, fields, Content-Length, block, two CRLF. Line breaks
/// inside a field value become spaces, so that no value can forge a field.
[[nodiscard]] std::string FormatWarcRecord(const WarcRecord& record);
/// The same, appended to `out`, for a block whose second part, `rest`, need not be copied into the record.
void AppendWarcRecord(const WarcRecord& record, std::string_view rest, std::string* out);

/// Reads what stands in one gzip member. kCorrupt unless it is exactly one record.
[[nodiscard]] base::Result<WarcRecord> ParseWarcRecord(std::string_view bytes);

/// The payload: what stands behind the HTTP head, or the whole block where there is no HTTP head (a
/// resource).
[[nodiscard]] std::string_view PayloadOf(const WarcRecord& record);

/// Checks WARC-Block-Digest and WARC-Payload-Digest where present (sha256 and sha1; hexadecimal, or base 32
/// as other archivers write it); kCorrupt on a difference. The payload digest of a revisit speaks of the
/// record it refers to and is not checked here.
[[nodiscard]] base::Status VerifyDigests(const WarcRecord& record);

/// The HTTP head of a response as it is archived beside a body that is already decoded: transfer and content
/// codings are no longer there, so their fields are renamed `X-Archive-Orig-…` (as other archivers do) and
/// Content-Length tells the length of `body_bytes`. All lines end in CRLF; ends in an empty line.
[[nodiscard]] std::string ArchivedHead(std::string_view response_head, size_t body_bytes);
/// The HTTP head of an answer whose body is not archived with it (a revisit): fields as sent.
[[nodiscard]] std::string RevisitHead(std::string_view response_head);

}  // namespace mingcha::store
