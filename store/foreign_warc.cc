#include "store/foreign_warc.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "store/content_coding.h"
#include "store/file.h"
#include "store/gzip.h"
#include "store/warc_record.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Msg;
using base::Result;
using base::Status;

constexpr size_t kPiece = size_t{256} << 10;
constexpr size_t kMaxHeadBytes = size_t{1} << 20;
constexpr size_t kMaxSkipped = 10'000;

/// The bytes of a file, unpacked if it is gzip, as they are asked for.
class ByteStream {
 public:
  explicit ByteStream(File file) : file_(std::move(file)) {}
  ~ByteStream() {
    if (zipped_) inflateEnd(&stream_);
  }
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  [[nodiscard]] Status Begin() {
    ASSIGN_OR_RETURN(input_, file_.ReadUpTo(0, kPiece));
    offset_ = input_.size();
    zipped_ = input_.starts_with("\x1f\x8b");
    if (!zipped_) {
      std::swap(input_, buffer_);
      return {};
    }
    CHECK(inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK) << "zlib does not start";
    return {};
  }
  /// Has at least `want` bytes ready, or all there are.
  void Fill(size_t want) {
    while (buffer_.size() - taken_ < want && !ended_) {
      auto read = Read();
      if (read) continue;
      // What was read before is good; the error is told when it is used up.
      failure_ = read.error();
      ended_ = true;
    }
  }
  [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }
  [[nodiscard]] std::string_view ready() const { return std::string_view(buffer_).substr(taken_); }
  void Take(size_t count) {
    taken_ += count;
    if (taken_ < kPiece) return;
    buffer_.erase(0, taken_);
    taken_ = 0;
  }

 private:
  [[nodiscard]] Status Read() {
    if (zipped_) return Inflate();
    ASSIGN_OR_RETURN(const std::string piece, file_.ReadUpTo(offset_, kPiece));
    offset_ += piece.size();
    ended_ = piece.empty();
    buffer_ += piece;
    return {};
  }
  [[nodiscard]] Status Inflate() {
    if (used_ == input_.size()) {
      ASSIGN_OR_RETURN(input_, file_.ReadUpTo(offset_, kPiece));
      offset_ += input_.size();
      used_ = 0;
      if (input_.empty()) {
        ended_ = true;
        if (inside_) return Fail(ErrorCode::kCorrupt, "the gzip data are cut off");
        return {};
      }
    }
    std::array<char, size_t{64} << 10> out;
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data() + used_);
    stream_.avail_in = static_cast<uInt>(input_.size() - used_);
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    used_ = input_.size() - stream_.avail_in;
    buffer_.append(out.data(), out.size() - stream_.avail_out);
    inside_ = code != Z_STREAM_END;
    if (code == Z_STREAM_END) {
      inflateReset(&stream_);
      return {};
    }
    if (code == Z_OK || code == Z_BUF_ERROR) return {};
    ended_ = true;
    return Fail(ErrorCode::kCorrupt, "the gzip data are damaged");
  }

  File file_;
  uint64_t offset_ = 0;
  std::string input_, buffer_;
  size_t used_ = 0, taken_ = 0;
  bool zipped_ = false, ended_ = false, inside_ = false;
  std::optional<base::Error> failure_;
  z_stream stream_{};
};

std::string_view WithoutBreak(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  return line;
}

/// Where the empty line ends that closes a head, with either kind of line break; npos: not yet.
size_t EndOfHead(std::string_view text) {
  for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (text.substr(at + 1, 1) == "\n") return at + 2;
    if (text.substr(at + 1, 2) == "\r\n") return at + 3;
  }
  return std::string_view::npos;
}

/// Value of a field in an HTTP head; the last one counts.
std::string HeadField(std::string_view head, std::string_view name) {
  std::string value;
  for (const std::string_view line : base::Split(head, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || base::ToLowerAscii(line.substr(0, colon)) != name) continue;
    value = std::string(base::Trim(line.substr(colon + 1)));
  }
  return value;
}

int StatusOf(std::string_view head) {
  if (!head.starts_with("HTTP/")) return 0;
  const size_t blank = head.find(' ');
  if (blank == std::string_view::npos) return 0;
  int status = 0;
  const std::string_view digits = head.substr(blank + 1, 3);
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

/// `2025-03-04T05:06:07.123456Z` → to the millisecond, or nothing.
std::optional<base::Instant> InstantOf(std::string_view text) {
  std::string date(text);
  const size_t dot = date.find('.');
  if (dot != std::string::npos) {
    const size_t end = date.find_first_not_of("0123456789", dot + 1);
    std::string digits = date.substr(dot + 1, end - dot - 1);
    digits.resize(3, '0');
    date = date.substr(0, dot + 1) + digits + "Z";
  }
  return base::Instant::FromIso(date);
}

}  // namespace

struct ForeignWarc::State {
  State(std::string name, File file, size_t limit)
      : path(std::move(name)), bytes(std::move(file)), max_bytes(limit) {}

  std::string path;
  ByteStream bytes;
  size_t max_bytes;
  uint64_t records = 0;
  std::string software;
  std::vector<SkippedRecord> skipped;
  std::map<std::string, std::string> requests;  ///< Heads that wait for their answer, by record id.

  [[nodiscard]] Result<std::optional<WarcRecord>> ReadRecord();
  [[nodiscard]] Result<WarcRecord> ReadHead();
  [[nodiscard]] std::optional<ForeignAnswer> AnswerOf(const WarcRecord& record);
  [[nodiscard]] std::optional<ForeignAnswer> RevisitOf(const WarcRecord& record, const RevisitBodies* bodies);
  void TakeRequest(ForeignAnswer* answer);
  void Note(const WarcRecord& record);
  void Skip(std::string url, base::Message why) {
    if (skipped.size() < kMaxSkipped) skipped.push_back({records, std::move(url), std::move(why)});
  }
};

namespace {

std::string UrlOf(const WarcRecord& record) {
  std::string_view url = record.Field("WARC-Target-URI");
  if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);
  return std::string(url);
}

}  // namespace

Result<WarcRecord> ForeignWarc::State::ReadHead() {
  const auto fail = [&](std::string_view what) {
    return Fail(ErrorCode::kCorrupt, "{}: record {}: {}. What stands before it was read.", path, records,
                what);
  };
  size_t head_end = std::string_view::npos;
  for (size_t want = 4096; head_end == std::string_view::npos; want *= 4) {
    if (want > kMaxHeadBytes * 4) return fail("no end of its fields");
    bytes.Fill(want);
    head_end = EndOfHead(bytes.ready());
    if (head_end == std::string_view::npos && bytes.ready().size() < want)
      return fail("no end of its fields");
  }
  const std::string head(bytes.ready().substr(0, head_end));
  bytes.Take(head_end);
  if (!head.starts_with("WARC/")) return fail("it does not begin with WARC/");
  WarcRecord record;
  bool first = true;
  for (const std::string_view raw : base::Split(head, '\n')) {
    const std::string_view line = WithoutBreak(raw);
    const bool folded = !line.empty() && (line[0] == ' ' || line[0] == '\t');
    if (std::exchange(first, false) || line.empty()) continue;
    if (folded && !record.fields.empty()) {
      record.fields.back().second += " " + std::string(base::Trim(line));
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail("a line that is no field");
    record.fields.emplace_back(std::string(base::Trim(line.substr(0, colon))),
                               std::string(base::Trim(line.substr(colon + 1))));
  }
  return record;
}

Result<std::optional<WarcRecord>> ForeignWarc::State::ReadRecord() {
  for (;;) {  // the line breaks that end a record, however many
    bytes.Fill(2);
    const std::string_view ready = bytes.ready();
    if (ready.empty() && bytes.failure()) return tl::unexpected(*bytes.failure());
    if (ready.empty()) return std::nullopt;
    if (ready[0] != '\r' && ready[0] != '\n') break;
    bytes.Take(1);
  }
  ++records;
  ASSIGN_OR_RETURN(WarcRecord record, ReadHead());
  const std::string_view length_text = record.Field("Content-Length");
  size_t length = 0;
  const auto [rest, error] =
      std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (length_text.empty() || error != std::errc() || rest != length_text.data() + length_text.size()) {
    return Fail(ErrorCode::kCorrupt, "{}: record {}: {}. What stands before it was read.", path, records,
                "no readable Content-Length");
  }
  if (length > max_bytes) {
    return Fail(ErrorCode::kOutOfRange, "{}: record {}: {} bytes, more than the {} that are read.", path,
                records, length, max_bytes);
  }
  bytes.Fill(length);
  if (bytes.ready().size() < length) {
    return Fail(ErrorCode::kCorrupt, "{}: record {}: {}. What stands before it was read.", path, records,
                "the file was cut off inside it");
  }
  record.block = std::string(bytes.ready().substr(0, length));
  bytes.Take(length);
  return std::optional(std::move(record));
}

/// What other records tell of those that are given out.
void ForeignWarc::State::Note(const WarcRecord& record) {
  const std::string_view type = record.Field("WARC-Type");
  if (type == "warcinfo" && software.empty()) software = HeadField(record.block, "software");
  if (type == "request" && requests.size() < 64) {
    const size_t end = EndOfHead(record.block);
    requests[UrlOf(record)] = record.block.substr(0, end);
  }
}

/// What a revisit record says, with the body of the record it refers to.
std::optional<ForeignAnswer> ForeignWarc::State::RevisitOf(const WarcRecord& record,
                                                           const RevisitBodies* bodies) {
  const std::string url = UrlOf(record);
  const auto other = bodies == nullptr ? nullptr : bodies->Of(record);
  const auto at = InstantOf(record.Field("WARC-Date"));
  if (other == nullptr) {
    Skip(url, Msg("a revisit record: its body stands in another record or archive"));
    return std::nullopt;
  }
  if (!at) {
    Skip(url, Msg("no readable WARC-Date"));
    return std::nullopt;
  }
  ForeignAnswer answer = *other;
  answer.url = url;
  answer.fetched_at = *at;
  answer.body_of = other->url + " " + other->fetched_at.Iso();
  answer.remote_address = record.Field("WARC-IP-Address");
  const std::string_view head = std::string_view(record.block).substr(0, EndOfHead(record.block));
  if (const int status = StatusOf(head); status != 0 && status != 304) {
    answer.status = status;
    answer.response_head = std::string(head);
    answer.location = HeadField(head, "location");
    if (std::string type = HeadField(head, "content-type"); !type.empty())
      answer.content_type = std::move(type);
    answer.etag = HeadField(head, "etag");
    answer.last_modified = HeadField(head, "last-modified");
  }
  TakeRequest(&answer);
  return answer;
}

void ForeignWarc::State::TakeRequest(ForeignAnswer* answer) {
  answer->request_head.clear();
  if (const auto request = requests.find(answer->url); request != requests.end()) {
    answer->request_head = std::move(request->second);
    requests.erase(request);
  }
}

std::optional<ForeignAnswer> ForeignWarc::State::AnswerOf(const WarcRecord& record) {
  ForeignAnswer answer;
  answer.url = UrlOf(record);
  if (!answer.url.starts_with("http://") && !answer.url.starts_with("https://")) return std::nullopt;
  const auto skip = [&](base::Message why) {
    Skip(answer.url, std::move(why));
    return std::nullopt;
  };
  if (const auto sound = VerifyDigests(record); !sound) {
    // Some digest the payload as it was sent, some as it is decoded: only the block's is beyond doubt.
    WarcRecord block_only = record;
    std::erase_if(block_only.fields,
                  [](const auto& field) { return base::ToLowerAscii(field.first) == "warc-payload-digest"; });
    if (const auto block = VerifyDigests(block_only); !block) return skip(block.error().message);
  }
  const auto at = InstantOf(record.Field("WARC-Date"));
  if (!at) return skip(Msg("no readable WARC-Date"));
  answer.fetched_at = *at;
  answer.remote_address = record.Field("WARC-IP-Address");
  answer.truncated = !record.Field("WARC-Truncated").empty();
  if (record.Field("WARC-Type") == "resource") {
    answer.resource = true;
    answer.content_type = record.Field("Content-Type");
    answer.body = record.block;
    return answer;
  }
  const size_t end = EndOfHead(record.block);
  const std::string_view head = std::string_view(record.block).substr(0, end);
  answer.status = StatusOf(head);
  if (end == std::string_view::npos || answer.status == 0) return skip(Msg("it holds no HTTP answer"));
  answer.response_head = std::string(head);
  answer.body = record.block.substr(end);
  if (base::ToLowerAscii(HeadField(head, "transfer-encoding")).find("chunked") != std::string::npos) {
    if (auto whole = Dechunk(answer.body)) answer.body = std::move(*whole);  // else it was decoded before
  }
  const std::string coding = base::ToLowerAscii(HeadField(head, "content-encoding"));
  auto decoded = DecodeContent(answer.body, coding, max_bytes);
  if (!decoded && !LooksDecoded(answer.body))
    return skip(Msg("its body in the content coding {} is not read here, or damaged", coding));
  if (decoded) answer.body = std::move(*decoded);  // else it was decoded before
  answer.content_type = HeadField(head, "content-type");
  answer.etag = HeadField(head, "etag");
  answer.last_modified = HeadField(head, "last-modified");
  answer.location = HeadField(head, "location");
  TakeRequest(&answer);
  return answer;
}

ForeignWarc::ForeignWarc(std::unique_ptr<State> state) : state_(std::move(state)) {}
ForeignWarc::~ForeignWarc() = default;
const std::string& ForeignWarc::software() const { return state_->software; }
const std::vector<SkippedRecord>& ForeignWarc::skipped() const { return state_->skipped; }
uint64_t ForeignWarc::records() const { return state_->records; }

Result<std::unique_ptr<ForeignWarc>> ForeignWarc::Open(const std::string& path, size_t max_record_bytes) {
  ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kRead));
  auto state = std::make_unique<State>(path, std::move(file), max_record_bytes);
  RETURN_IF_ERROR(state->bytes.Begin());
  return std::unique_ptr<ForeignWarc>(new ForeignWarc(std::move(state)));
}

Result<std::optional<ForeignAnswer>> ForeignWarc::Next(const RevisitBodies* bodies) {
  for (;;) {
    auto record = state_->ReadRecord();
    if (!record) return tl::unexpected(base::WithPlace(record.error(), state_->path));
    if (!*record) return std::nullopt;
    const std::string_view type = (*record)->Field("WARC-Type");
    const bool revisit = type == "revisit";
    if (!revisit && type != "response" && type != "resource") {
      state_->Note(**record);
      continue;
    }
    if (auto answer = revisit ? state_->RevisitOf(**record, bodies) : state_->AnswerOf(**record))
      return answer;
  }
}

void ForeignWarc::CollectWishes(RevisitBodies* bodies) {
  for (auto record = state_->ReadRecord(); record && *record; record = state_->ReadRecord()) {
    if ((*record)->Field("WARC-Type") == "revisit") bodies->Want(**record);
  }
}

void ForeignWarc::CollectBodies(RevisitBodies* bodies) {
  for (auto record = state_->ReadRecord(); record && *record; record = state_->ReadRecord()) {
    const std::string_view type = (*record)->Field("WARC-Type");
    if ((type != "response" && type != "resource") || !bodies->Wanted(**record)) continue;
    if (const auto answer = state_->AnswerOf(**record)) bodies->Keep(**record, *answer);
  }
}

}  // namespace mingcha::store
