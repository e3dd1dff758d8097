#include "store/warc_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/digest.h"
#include "model/post_address.h"
#include "model/rendered.h"

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
    case FetchOutcome::kBomb:
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

void AddLine(std::string_view name, std::string_view value, std::string* block) {
  if (value.empty()) return;
  block->append(name).append(": ");
  const size_t begin = block->size();
  block->append(value);
  std::replace_if(
      block->begin() + static_cast<std::ptrdiff_t>(begin), block->end(),
      [](char c) { return c == '\r' || c == '\n'; }, ' ');
  block->append("\r\n");
}

void AddConnection(const model::PageRecord& page, std::string* block) {
  AddLine("ipAddress", page.remote_address, block);
  AddLine("httpVersion", page.http_version, block);
  AddLine("tlsVersion", page.tls.version, block);
  AddLine("tlsCipher", page.tls.cipher, block);
  AddLine("tlsSubject", page.tls.subject, block);
  AddLine("tlsIssuer", page.tls.issuer, block);
  AddLine("tlsCertificateSha256", page.tls.fingerprint, block);
  AddLine("tlsNotAfter", page.tls.not_after, block);
  if (page.timing != model::FetchTiming{}) {
    AddLine(
        "timingMs",
        fmt::format("name={} connect={} tls={} firstByte={} total={}", page.timing.name_ms,
                    page.timing.connect_ms, page.timing.tls_ms, page.timing.first_byte_ms, page.elapsed_ms),
        block);
  }
}

std::string MetadataBlock(const model::PageRecord& page, const model::Exchange& exchange) {
  std::string block;
  AddLine("outcome", model::FetchOutcomeName(page.outcome), &block);
  AddLine("outcomeDetail", page.outcome_detail, &block);
  AddLine("fetchTimeMs", fmt::format("{}", page.elapsed_ms), &block);
  AddLine("via", page.found_on, &block);
  AddLine("hopsFromSeed", fmt::format("{}", page.depth), &block);
  for (const model::Redirect& hop : page.redirects)
    AddLine("redirect", fmt::format("{} {} -> {}", hop.status, hop.from, hop.to), &block);
  AddLine("finalUrl", page.final_url, &block);
  AddConnection(page, &block);
  AddLine("importedAs", page.imported.kind, &block);
  AddLine("importedBy", page.imported.by, &block);
  AddLine("importedFrom", page.imported.source, &block);
  AddLine("importedFromSha256", page.imported.source_sha256, &block);
  for (const std::string& link : exchange.outlinks) AddLine("outlink", link, &block);
  return block;
}

/// WARC 1.1: what a person saved is a resource, what was made from another record a conversion.
std::string_view TypeOf(const model::PageRecord& page, bool revisit) {
  if (revisit) return "revisit";
  if (page.imported.kind == "rendered") return "conversion";
  return model::HasBareBody(page) ? "resource" : "response";
}

/// The record that says what the server answered, or what a person saved. What is returned of the exchange
/// follows the record's block.
std::string_view FillAnswer(const model::PageRecord& page, const model::Exchange& exchange,
                            const std::optional<RevisitOf>& revisit, WarcRecord* record) {
  const auto add = [&](std::string_view name, std::string value) {
    record->fields.emplace_back(std::string(name), std::move(value));
  };
  if (!page.remote_address.empty()) add("WARC-IP-Address", page.remote_address);
  add("WARC-Payload-Digest", "sha256:" + page.body_sha256);
  if (revisit) {
    add("WARC-Profile", revisit->profile);
    add("WARC-Refers-To", revisit->record_id);
    add("WARC-Refers-To-Target-URI", revisit->target_uri);
    add("WARC-Refers-To-Date", revisit->date);
    add("Content-Type", "application/http; msgtype=response");
    record->block = RevisitHead(exchange.response_head);
    return {};
  }
  if (const auto why = TruncationOf(page.outcome); !why.empty()) add("WARC-Truncated", std::string(why));
  if (model::HasBareBody(page)) {
    add("Content-Type", page.content_type.empty() ? "application/octet-stream" : page.content_type);
    return exchange.body;
  }
  add("Content-Type", "application/http; msgtype=response");
  record->block = ArchivedHead(exchange.response_head, exchange.body.size());
  return exchange.body;
}

}  // namespace

Result<std::vector<std::string>> ArchiveFiles(const std::string& root) {
  std::error_code error;
  std::filesystem::directory_iterator entries(std::filesystem::path(root) / "archive", error);
  if (error) {
    return base::Fail(base::ErrorCode::kNotFound,
                      "{}: the folder archive/ is not readable. Restore it from a copy.", root);
  }
  std::vector<std::string> names;
  for (const auto& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kSuffix)) names.push_back(std::string(kFolder) + name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::vector<std::string>> WarcFiles(const std::string& root) {
  ASSIGN_OR_RETURN(std::vector<std::string> names, ArchiveFiles(root));
  std::erase_if(names,
                [](const std::string& name) { return !name.substr(kFolder.size()).starts_with(kPrefix); });
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
  AddLine("software", options_.software, &info.block);
  AddLine("format", "WARC File Format 1.1", &info.block);
  AddLine("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
          &info.block);
  for (const auto& [name, value] : options_.info) AddLine(name, value, &info.block);
  std::string bytes;
  Add(std::move(info), &bytes);
  RETURN_IF_ERROR(file_->Append(bytes));
  size_ = bytes.size();
  dirty_ = true;
  return {};
}

void WarcWriter::Add(WarcRecord record, std::string* bytes, std::string_view rest) {
  base::Sha256 digest;
  digest.Update(record.block);
  digest.Update(rest);
  record.fields.emplace_back("WARC-Block-Digest", "sha256:" + digest.FinishHex());
  constexpr size_t kKept = size_t{4} << 20;  // A large file's record must not hold its room for ever.
  plain_.clear();
  AppendWarcRecord(record, rest, &plain_);
  compressor_->AppendMember(plain_, bytes);
  if (plain_.capacity() > kKept) plain_ = {};
}

void WarcWriter::AddRequest(std::string_view url, base::Instant at, std::string_view answer_id,
                            std::string_view head, std::string_view body, std::string* bytes) {
  WarcRecord request = Begin("request", url, at);
  if (!answer_id.empty()) request.fields.emplace_back("WARC-Concurrent-To", std::string(answer_id));
  request.fields.emplace_back("Content-Type", "application/http; msgtype=request");
  request.block = head;
  if (!request.block.ends_with("\r\n\r\n"))
    request.block += request.block.ends_with("\r\n") ? "\r\n" : "\r\n\r\n";
  request.block += body;
  Add(std::move(request), bytes);
}

model::WarcRef WarcWriter::AddRedirect(const model::RedirectAnswer& redirect, std::string* bytes) {
  const std::string url(model::WithoutPostKey(redirect.url));
  WarcRecord answer = Begin("response", url, redirect.at);
  AddRequest(url, redirect.at, answer.Field("WARC-Record-ID"), redirect.request_head, redirect.request_body,
             bytes);
  if (!redirect.remote_address.empty())
    answer.fields.emplace_back("WARC-IP-Address", redirect.remote_address);
  answer.fields.emplace_back("WARC-Payload-Digest", "sha256:" + base::Sha256Hex(redirect.body));
  answer.fields.emplace_back("Content-Type", "application/http; msgtype=response");
  answer.block = ArchivedHead(redirect.response_head, redirect.body.size()) + redirect.body;
  const size_t start = bytes->size();
  Add(std::move(answer), bytes);
  return {name_, size_ + start, bytes->size() - start};
}

Result<ArchivedExchange> WarcWriter::Append(const model::PageRecord& page, const model::Exchange& exchange,
                                            const std::optional<RevisitOf>& revisit) {
  if (page.body_sha256.empty() && !revisit) {
    model::PageRecord with_digest = page;
    with_digest.body_sha256 = base::Sha256Hex(exchange.body);
    return Append(with_digest, exchange);
  }
  ArchivedExchange out;
  const bool has_answer = model::HasBareBody(page) || !exchange.response_head.empty();
  if (exchange.request_head.empty() && !has_answer && exchange.redirects.empty()) return out;
  RETURN_IF_ERROR(EnsureFile(page.fetched_at));
  std::string bytes;
  for (const model::RedirectAnswer& redirect : exchange.redirects)
    out.redirects.push_back(AddRedirect(redirect, &bytes));
  const std::string url(model::WithoutPostKey(model::AnsweredUrl(page)));
  WarcRecord answer = Begin(TypeOf(page, revisit.has_value()), url, page.fetched_at);
  const std::string answer_id(has_answer ? answer.Field("WARC-Record-ID") : std::string_view());
  if (!exchange.request_head.empty())
    AddRequest(url, page.fetched_at, answer_id, exchange.request_head, exchange.request_body, &bytes);
  WarcRecord metadata = Begin("metadata", url, page.fetched_at);
  if (has_answer) metadata.fields.emplace_back("WARC-Refers-To", answer_id);
  metadata.fields.emplace_back("Content-Type", "application/warc-fields");
  metadata.block = MetadataBlock(page, exchange);
  Add(std::move(metadata), &bytes);
  if (has_answer) {
    const std::string_view rest = FillAnswer(page, exchange, revisit, &answer);
    const size_t start = bytes.size();
    Add(std::move(answer), &bytes, rest);
    out.answer = {name_, size_ + start, bytes.size() - start};
  }
  RETURN_IF_ERROR(file_->Append(bytes));
  size_ += bytes.size();
  dirty_ = true;
  return out;
}

Status WarcWriter::Sync() {
  if (!file_ || !dirty_) return {};
  RETURN_IF_ERROR(file_->Sync());
  dirty_ = false;
  return {};
}

}  // namespace mingcha::store
