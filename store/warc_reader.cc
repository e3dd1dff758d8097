#include "store/warc_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/gzip.h"

namespace mingcha::store {

using base::ErrorCode;
using base::Fail;
using base::Result;

Result<WarcReader> WarcReader::Open(std::string path, WarcLimits limits) {
  ASSIGN_OR_RETURN(File file, File::Open(std::move(path), File::Mode::kRead));
  return WarcReader(std::move(file), limits);
}

Result<WarcRecord> WarcReader::ReadAt(uint64_t offset, uint64_t length) const {
  const auto fail = [&](base::Error error) {
    return tl::unexpected(base::WithPlace(std::move(error), fmt::format("{}@{}", file_.path(), offset)));
  };
  if (length > limits_.max_member_bytes)
    return fail(Fail(ErrorCode::kOutOfRange, "WARC record: {} bytes, more than are read.", length).value());
  const auto bytes = file_.ReadAt(offset, length);
  if (!bytes) return fail(bytes.error());
  const auto member = ReadGzipMember(*bytes, limits_.max_record_bytes);
  if (!member) return fail(member.error());
  if (member->length != length) {
    return fail(
        Fail(ErrorCode::kCorrupt, "WARC record: {} bytes long, but {} are told.", member->length, length)
            .value());
  }
  auto record = ParseWarcRecord(member->bytes);
  if (!record) return fail(record.error());
  return record;
}

Result<std::optional<PlacedRecord>> WarcReader::Next() {
  ASSIGN_OR_RETURN(const uint64_t size, file_.Size());
  if (position_ >= size) return std::nullopt;
  const auto fail = [&](base::Error error) {
    return tl::unexpected(base::WithPlace(std::move(error), fmt::format("{}@{}", file_.path(), position_)));
  };
  // Most records are small: read little first, and more only if the member goes on.
  for (size_t window = size_t{128} << 10;; window *= 8) {
    const size_t want = std::min(window, limits_.max_member_bytes);
    ASSIGN_OR_RETURN(const std::string bytes, file_.ReadUpTo(position_, want));
    bool ended_early = false;
    auto member = ReadGzipMember(bytes, limits_.max_record_bytes, &ended_early);
    if (!member) {
      if (ended_early && bytes.size() == want && want < limits_.max_member_bytes) continue;
      return fail(member.error());
    }
    auto record = ParseWarcRecord(member->bytes);
    if (!record) return fail(record.error());
    PlacedRecord placed{std::move(*record), position_, member->length};
    position_ += member->length;
    return placed;
  }
}

Result<uint64_t> TruncateTornTail(const std::string& path, uint64_t trusted) {
  ASSIGN_OR_RETURN(WarcReader reader, WarcReader::Open(path));
  reader.Seek(trusted);
  for (;;) {
    const auto record = reader.Next();
    if (!record && record.error().code != ErrorCode::kCorrupt) return tl::unexpected(record.error());
    if (!record || !*record) break;
  }
  ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kAppend));
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  if (size <= reader.position()) return 0;
  RETURN_IF_ERROR(file.Truncate(reader.position()));
  RETURN_IF_ERROR(file.Sync());
  return size - reader.position();
}

}  // namespace mingcha::store
