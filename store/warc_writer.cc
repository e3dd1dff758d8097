#include "store/warc_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/digest.h"

namespace mingcha::store {
namespace {

using base::Result;
using base::Status;
using model::FetchOutcome;

constexpr std::string_view kFolder = "archive/";
constexpr std::string_view kPrefix = "mingcha-";
constexpr std::string_view kSuffix = ".warc.gz";

std::string FileName(int number) { return fmt::format("{}{}{:05}{}", kFolder, kPrefix, number, kSuffix); }

/// The number in `archive/mingcha-00012.warc.gz`; 0 for other names.
int NumberOf(std::string_view name) {
  const size_t begin = kFolder.size() + kPrefix.size();
  if (name.size() <= begin + kSuffix.size()) return 0;
  const std::string_view digits = name.substr(begin, name.size() - begin - kSuffix.size());
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// Why a body is shorter than it was (WARC-Truncated); empty if it is whole.
std::string_view TruncationOf(FetchOutcome outcome) {
  switch (outcome) {
    case FetchOutcome::kTooLarge:
      return "length";
    case FetchOutcome::kTimeout:
      return "time";
    case FetchOutcome::kTruncated:
    case FetchOutcome::kReset:
      return "disconnect";
    default:
      return {};
  }
}

void AddDigests(WarcRecord* record, std::string_view payload) {
  record->fields.emplace_back("WARC-Payload-Digest", "sha256:" + base::Sha256Hex(payload));
}

std::string MetadataBlock(const model::PageRecord& page) {
  std::string block;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    std::string line = value;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
    block += fmt::format("{}: {}\r\n", name, line);
  };
  add("outcome", std::string(model::FetchOutcomeName(page.outcome)));
  add("outcomeDetail", page.outcome_detail);
  add("fetchTimeMs", fmt::format("{}", page.elapsed_ms));
  add("via", page.found_on);
  add("hopsFromSeed", fmt::format("{}", page.depth));
  for (const model::Redirect& hop : page.redirects)
    add("redirect", fmt::format("{} {} -> {}", hop.status, hop.from, hop.to));
  add("finalUrl", page.final_url);
  return block;
}

}  // namespace

Result<std::vector<std::string>> WarcFiles(const std::string& root) {
  std::error_code error;
  std::filesystem::directory_iterator entries(std::filesystem::path(root) / "archive", error);
  if (error) {
    return base::Fail(base::ErrorCode::kNotFound,
                      "{}: the folder archive/ is not readable. Restore it from a copy.", root);
  }
  std::vector<std::string> names;
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && name.ends_with(kSuffix)) names.push_back(std::string(kFolder) + name);
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::pair(NumberOf(a), a) < std::pair(NumberOf(b), b);
  });
  return names;
}

WarcWriter::WarcWriter(std::string root, WarcOptions options)
    : root_(std::move(root)),
      options_(std::move(options)),
      compressor_(std::make_unique<GzipCompressor>(options_.gzip_level)) {}

Result<WarcWriter> WarcWriter::Open(std::string root, WarcOptions options) {
  WarcWriter writer(std::move(root), std::move(options));
  ASSIGN_OR_RETURN(const std::vector<std::string> files, WarcFiles(writer.root_));
  if (files.empty()) return writer;
  writer.name_ = files.back();
  writer.number_ = NumberOf(files.back());
  ASSIGN_OR_RETURN(File file, File::Open(writer.root_ + "/" + writer.name_, File::Mode::kAppend));
  ASSIGN_OR_RETURN(writer.size_, file.Size());
  writer.file_ = std::move(file);
  return writer;
}

std::string WarcWriter::NextRecordId() {
  // A UUID of version 8 (RFC 9562): custom, here from a digest.
  const std::string hex =
      base::Sha256Hex(fmt::format("{}\x1f{}\x1f{}\x1f{}", options_.salt, name_, size_, records_++));
  return fmt::format("<urn:uuid:{}-{}-8{}-a{}-{}>", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 3),
                     hex.substr(15, 3), hex.substr(18, 12));
}

WarcRecord WarcWriter::Begin(std::string_view type, std::string_view url, base::Instant at) {
  WarcRecord record;
  record.fields = {
      {"WARC-Type", std::string(type)}, {"WARC-Record-ID", NextRecordId()}, {"WARC-Date", at.Iso()}};
  if (!url.empty()) record.fields.emplace_back("WARC-Target-URI", std::string(url));
  return record;
}

Status WarcWriter::EnsureFile(base::Instant now) {
  if (file_ && size_ > 0 && size_ < options_.max_file_bytes) return {};
  if (file_ && size_ > 0) {
    RETURN_IF_ERROR(Sync());
    file_.reset();
  }
  if (!file_) {
    name_ = FileName(++number_);
    ASSIGN_OR_RETURN(File file, File::Open(root_ + "/" + name_, File::Mode::kAppend));
    file_ = std::move(file);
    RETURN_IF_ERROR(SyncDirectory(root_ + "/archive"));
  }
  size_ = 0;
  records_ = 0;
  WarcRecord info = Begin("warcinfo", "", now);
  info.fields.emplace_back("WARC-Filename", name_.substr(kFolder.size()));
  info.fields.emplace_back("Content-Type", "application/warc-fields");
  info.block = fmt::format("software: {}\r\nformat: WARC File Format 1.1\r\n", options_.software);
  std::string bytes;
  compressor_->AppendMember(FormatWarcRecord(info), &bytes);
  RETURN_IF_ERROR(file_->Append(bytes));
  size_ = bytes.size();
  dirty_ = true;
  return {};
}

Result<model::WarcRef> WarcWriter::Append(const model::PageRecord& page, const model::Exchange& exchange) {
  if (exchange.request_head.empty() && exchange.response_head.empty()) return model::WarcRef{};
  RETURN_IF_ERROR(EnsureFile(page.fetched_at));
  const std::string& url = page.final_url.empty() ? page.url : page.final_url;
  WarcRecord response = Begin("response", url, page.fetched_at);
  const std::string response_id(response.Field("WARC-Record-ID"));
  const bool has_response = !exchange.response_head.empty();
  std::string bytes;
  if (!exchange.request_head.empty()) {
    WarcRecord request = Begin("request", url, page.fetched_at);
    if (has_response) request.fields.emplace_back("WARC-Concurrent-To", response_id);
    request.fields.emplace_back("Content-Type", "application/http; msgtype=request");
    request.block = exchange.request_head;
    if (!request.block.ends_with("\r\n\r\n"))
      request.block += request.block.ends_with("\r\n") ? "\r\n" : "\r\n\r\n";
    compressor_->AppendMember(FormatWarcRecord(request), &bytes);
  }
  WarcRecord metadata = Begin("metadata", url, page.fetched_at);
  if (has_response) metadata.fields.emplace_back("WARC-Refers-To", response_id);
  metadata.fields.emplace_back("Content-Type", "application/warc-fields");
  metadata.block = MetadataBlock(page);
  compressor_->AppendMember(FormatWarcRecord(metadata), &bytes);
  model::WarcRef place;
  if (has_response) {
    if (!page.remote_address.empty()) response.fields.emplace_back("WARC-IP-Address", page.remote_address);
    if (const auto why = TruncationOf(page.outcome); !why.empty())
      response.fields.emplace_back("WARC-Truncated", std::string(why));
    AddDigests(&response, exchange.body);
    response.fields.emplace_back("Content-Type", "application/http; msgtype=response");
    response.block = ArchivedHead(exchange.response_head, exchange.body.size()) + exchange.body;
    const size_t start = bytes.size();
    compressor_->AppendMember(FormatWarcRecord(response), &bytes);
    place = {name_, size_ + start, bytes.size() - start};
  }
  RETURN_IF_ERROR(file_->Append(bytes));
  size_ += bytes.size();
  dirty_ = true;
  return place;
}

Status WarcWriter::Sync() {
  if (!file_ || !dirty_) return {};
  RETURN_IF_ERROR(file_->Sync());
  dirty_ = false;
  return {};
}

}  // namespace mingcha::store
