#include "store/warc_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/stated_digest.h"
#include "base/text.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr std::string_view kVersion = "WARC/1.1";
constexpr size_t kMaxFields = 200;
constexpr size_t kMaxHeadBytes = size_t{1} << 20;

bool SameName(std::string_view a, std::string_view b) {
  return base::ToLowerAscii(a) == base::ToLowerAscii(b);
}

void AppendOneLine(std::string_view value, std::string* out) {
  const size_t begin = out->size();
  out->append(value);
  std::replace_if(
      out->begin() + static_cast<std::ptrdiff_t>(begin), out->end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
}

std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

tl::unexpected<base::Error> NoRecord(std::string_view what) {
  return Fail(ErrorCode::kCorrupt, "WARC record: {}.", what);
}

Status AddField(std::string_view line, WarcRecord* record) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return NoRecord("a line that is no field");
  if (record->fields.size() >= kMaxFields) return NoRecord("too many fields");
  record->fields.emplace_back(std::string(line.substr(0, colon)),
                              std::string(TrimBlanks(line.substr(colon + 1))));
  return {};
}

Status VerifyDigest(std::string_view stated, std::string_view bytes, std::string_view what) {
  const auto found = base::DigestLike(stated, bytes);
  if (!found || *found == stated) return {};
  return Fail(ErrorCode::kCorrupt, "WARC record: the {} digest is {}, but its bytes give {}.", what, stated,
              *found);
}

}  // namespace

std::string_view WarcRecord::Field(std::string_view name) const {
  for (const auto& [field, value] : fields) {
    if (SameName(field, name)) return value;
  }
  return {};
}

std::string FormatWarcRecord(const WarcRecord& record) {
  std::string text;
  AppendWarcRecord(record, {}, &text);
  return text;
}

void AppendWarcRecord(const WarcRecord& record, std::string_view rest, std::string* out) {
  constexpr size_t kHeadRoom = 1024;
  const size_t length = record.block.size() + rest.size();
  out->reserve(out->size() + length + kHeadRoom);
  out->append(kVersion).append("\r\n");
  for (const auto& [name, value] : record.fields) {
    out->append(name).append(": ");
    AppendOneLine(value, out);
    out->append("\r\n");
  }
  out->append("Content-Length: ").append(std::to_string(length)).append("\r\n\r\n");
  out->append(record.block).append(rest).append("\r\n\r\n");
}

Result<WarcRecord> ParseWarcRecord(std::string_view bytes) {
  const size_t head_end = bytes.substr(0, kMaxHeadBytes).find("\r\n\r\n");
  if (head_end == std::string_view::npos) return NoRecord("no end of its fields");
  std::string_view head = bytes.substr(0, head_end + 2);
  const size_t first = head.find("\r\n");
  const std::string_view version = head.substr(0, first);
  if (version != kVersion && version != "WARC/1.0") return NoRecord("it does not begin with WARC/1.1");
  head.remove_prefix(first + 2);
  WarcRecord record;
  while (!head.empty()) {
    const size_t end = head.find("\r\n");
    RETURN_IF_ERROR(AddField(head.substr(0, end), &record));
    head.remove_prefix(end + 2);
  }
  const std::string_view length_text = record.Field("Content-Length");
  size_t length = 0;
  const auto [rest, error] =
      std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (length_text.empty() || error != std::errc() || rest != length_text.data() + length_text.size())
    return NoRecord("no readable Content-Length");
  const std::string_view body = bytes.substr(head_end + 4);
  if (body.size() < 4 || length != body.size() - 4)
    return NoRecord("its block is not as long as Content-Length says");
  if (body.substr(length) != "\r\n\r\n") return NoRecord("it does not end in two line breaks");
  record.block = std::string(body.substr(0, length));
  std::erase_if(record.fields, [](const auto& field) { return SameName(field.first, "Content-Length"); });
  return record;
}

std::string_view PayloadOf(const WarcRecord& record) {
  const std::string_view block = record.block;
  const std::string_view type = record.Field("Content-Type");
  if (record.Field("WARC-Type") == "resource" || (!type.empty() && !type.starts_with("application/http")))
    return block;
  const size_t end = block.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string_view() : block.substr(end + 4);
}

Status VerifyDigests(const WarcRecord& record) {
  RETURN_IF_ERROR(VerifyDigest(record.Field("WARC-Block-Digest"), record.block, "block"));
  if (record.Field("WARC-Type") == "revisit") return {};
  return VerifyDigest(record.Field("WARC-Payload-Digest"), PayloadOf(record), "payload");
}

std::string ArchivedHead(std::string_view response_head, size_t body_bytes) {
  std::string head;
  bool first = true;
  for (std::string_view line : base::Split(response_head, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) {
      if (first) continue;
      break;  // end of the head; nothing behind it belongs here
    }
    const bool continued = line.front() == ' ' || line.front() == '\t';
    const std::string name = base::ToLowerAscii(TrimBlanks(line.substr(0, line.find(':'))));
    const bool coding = name == "content-encoding" || name == "transfer-encoding" || name == "content-length";
    if (!first && !continued && coding) head += "X-Archive-Orig-";
    AppendOneLine(line, &head);
    head += "\r\n";
    first = false;
  }
  if (first) head += "HTTP/1.1 000 \r\n";
  head += fmt::format("Content-Length: {}\r\n\r\n", body_bytes);
  return head;
}

std::string RevisitHead(std::string_view response_head) {
  std::string head;
  for (std::string_view line : base::Split(response_head, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() && head.empty()) continue;
    if (line.empty()) break;
    AppendOneLine(line, &head);
    head += "\r\n";
  }
  return head + "\r\n";
}

}  // namespace mingcha::store
