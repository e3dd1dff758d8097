#include "store/stored_pages.h"

#include "base/digest.h"
#include "model/enum_names.h"
#include "model/rendered.h"
#include "store/page_row.h"
#include "store/stored_frontier.h"
#include "store/warc_reader.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;
using model::PageRecord;

constexpr int kRowsAtOnce = 256;
constexpr size_t kMaxLooks = 8;
/// A body this large is archived once, whichever addresses give it; smaller ones only once an address.
constexpr size_t kSharedBodyBytes = size_t{64} << 10;

/// `…/archive/x` is inside, anything that could lead out is not.
Status CheckInside(const model::WarcRef& ref, std::string_view url) {
  if (ref.file.starts_with("archive/") && ref.file.find("..") == std::string::npos) return {};
  return Fail(ErrorCode::kCorrupt, "{}: the archive file of {} lies outside the folder.", ref.file, url);
}

Result<WarcRecord> ReadRecord(const std::string& root, const model::WarcRef& ref, std::string_view url) {
  RETURN_IF_ERROR(CheckInside(ref, url));
  ASSIGN_OR_RETURN(const WarcReader reader, WarcReader::Open(root + "/" + ref.file));
  return reader.ReadAt(ref.offset, ref.length);
}

RevisitOf Referring(const WarcRecord& record, std::string_view profile) {
  return {std::string(profile), std::string(record.Field("WARC-Record-ID")),
          std::string(record.Field("WARC-Target-URI")), std::string(record.Field("WARC-Date"))};
}

/// Answers on the way stand in the order of the record's redirects, of which the last may be its own answer.
void TakeRedirectPlaces(std::vector<model::WarcRef> places, PageRecord* page) {
  for (size_t i = 0; i < places.size() && i < page->redirects.size(); ++i)
    page->redirects[i].warc = std::move(places[i]);
}

bool HoldsBody(const WarcRecord& record, const std::string& sha256) {
  const std::string_view type = record.Field("WARC-Type");
  return (type == "response" || type == "resource" || type == "conversion") &&
         base::Sha256Hex(PayloadOf(record)) == sha256;
}

}  // namespace

Result<std::optional<PageRecord>> StoredPages::Known(std::string_view url, int64_t key) {
  ASSIGN_OR_RETURN(Statement * find, database_->Cached("SELECT " MINGCHA_PAGE_COLUMNS
                                                       " FROM page WHERE key = ?1 AND url = ?2"));
  find->Bind(1, key).Bind(2, url);
  ASSIGN_OR_RETURN(const bool known, find->Step());
  if (!known) return std::nullopt;
  auto page = ReadPageRow(*find, database_->path());
  find->Reset();
  if (!page) return tl::unexpected(page.error());
  return std::optional(std::move(*page));
}

/// Where the archive holds a body of this digest that the page may refer to.
Result<std::optional<model::WarcRef>> StoredPages::HeldBody(const PageRecord& page, size_t bytes) {
  if (has_earlier_) {
    ASSIGN_OR_RETURN(Statement * row,
                     database_->Cached("SELECT warc_file, warc_offset, warc_length FROM earlier "
                                       "WHERE url = ?1 AND sha256 = ?2"));
    row->Bind(1, page.url).Bind(2, page.body_sha256);
    ASSIGN_OR_RETURN(const bool found, row->Step());
    if (found) {
      model::WarcRef ref{row->Text(0), static_cast<uint64_t>(row->Int(1)),
                         static_cast<uint64_t>(row->Int(2))};
      row->Reset();
      return std::optional(std::move(ref));
    }
  }
  if (bytes < kSharedBodyBytes) return std::nullopt;
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("SELECT warc_file, warc_offset, warc_length FROM body "
                                                      "WHERE key = ?1 AND sha256 = ?2"));
  row->Bind(1, UrlKey(page.body_sha256)).Bind(2, page.body_sha256);
  ASSIGN_OR_RETURN(const bool found, row->Step());
  if (!found) return std::nullopt;
  model::WarcRef ref{row->Text(0), static_cast<uint64_t>(row->Int(1)), static_cast<uint64_t>(row->Int(2))};
  row->Reset();
  return std::optional(std::move(ref));
}

Status StoredPages::Archive(PageRecord* page, const model::Exchange& exchange) {
  page->revisit = {};
  const bool unchanged = page->http_status == 304 && page->outcome == model::FetchOutcome::kOk;
  if (unchanged) {
    ASSIGN_OR_RETURN(const WarcRecord held, ReadRecord(root_, page->warc, page->url));
    ASSIGN_OR_RETURN(ArchivedExchange placed,
                     archive_->Append(*page, exchange, Referring(held, kNotModifiedProfile)));
    page->revisit = std::move(placed.answer);
    TakeRedirectPlaces(std::move(placed.redirects), page);
    return {};
  }
  page->body_from.reset();
  const bool answered = !exchange.response_head.empty() || model::HasBareBody(*page);
  // Whoever hands in a digest with the length it is of has just made it (model::PageRecord::body_sha256).
  const auto bytes = static_cast<int64_t>(exchange.body.size());
  if (answered && (page->body_sha256.empty() || page->body_bytes != bytes)) {
    page->body_sha256 = base::Sha256Hex(exchange.body);
    page->body_bytes = bytes;
  }
  if (answered && page->outcome == model::FetchOutcome::kOk && !model::HasBareBody(*page)) {
    ASSIGN_OR_RETURN(const auto ref, HeldBody(*page, exchange.body.size()));
    // A copy that cannot be read is no reason to stop: the body is at hand and is archived again.
    const auto held = ref ? ReadRecord(root_, *ref, page->url) : WarcRecord{};
    if (ref && held && HoldsBody(*held, page->body_sha256)) {
      ASSIGN_OR_RETURN(ArchivedExchange placed,
                       archive_->Append(*page, exchange, Referring(*held, kSameDigestProfile)));
      page->revisit = std::move(placed.answer);
      TakeRedirectPlaces(std::move(placed.redirects), page);
      page->warc = *ref;
      return {};
    }
  }
  ASSIGN_OR_RETURN(ArchivedExchange placed, archive_->Append(*page, exchange));
  page->warc = std::move(placed.answer);
  TakeRedirectPlaces(std::move(placed.redirects), page);
  if (!answered || exchange.body.size() < kSharedBodyBytes) return {};
  ASSIGN_OR_RETURN(
      Statement * row,
      database_->Cached("INSERT OR REPLACE INTO body(key, sha256, warc_file, warc_offset, warc_length) "
                        "VALUES(?1, ?2, ?3, ?4, ?5)"));
  row->Bind(1, UrlKey(page->body_sha256)).Bind(2, page->body_sha256).Bind(3, page->warc.file);
  row->Bind(4, static_cast<int64_t>(page->warc.offset)).Bind(5, static_cast<int64_t>(page->warc.length));
  return row->Run();
}

Result<PageRecord> StoredPages::Store(PageRecord record, const model::Exchange& exchange) {
  if (batch_ == nullptr || archive_ == nullptr)
    return Fail(ErrorCode::kUnsupported, "{}: is open for reading only.", root_);
  RETURN_IF_ERROR(batch_->Begin());
  const int64_t key = UrlKey(record.url);
  ASSIGN_OR_RETURN(const std::optional<PageRecord> known, Known(record.url, key));
  RETURN_IF_ERROR(Archive(&record, exchange));
  record.id = known ? known->id : 0;
  record.earlier_looks.clear();
  if (known) {
    const bool had_whole = known->outcome == model::FetchOutcome::kOk;
    const bool silent = record.http_status == 0 && record.outcome != model::FetchOutcome::kOk;
    if ((had_whole && record.outcome != model::FetchOutcome::kOk) || (known->http_status > 0 && silent))
      return record;
    record.earlier_looks = known->earlier_looks;
    const model::WarcRef& place = known->revisit.file.empty() ? known->warc : known->revisit;
    if (record.earlier_looks.size() < kMaxLooks)
      record.earlier_looks.push_back({known->fetched_at, known->outcome, known->http_status, place});
  } else {
    ASSIGN_OR_RETURN(Statement * next, database_->Cached("SELECT COALESCE(MAX(id), 0) + 1 FROM page"));
    RETURN_IF_ERROR(next->Step());
    record.id = next->Int(0);
    next->Reset();
  }
  ASSIGN_OR_RETURN(Statement * row, database_->Cached("INSERT OR REPLACE INTO page(" MINGCHA_PAGE_COLUMNS
                                                      ") VALUES(" MINGCHA_PAGE_PLACES ")"));
  BindPageRow(record, key, row);
  RETURN_IF_ERROR(row->Run());
  // No commit here: the frontier's Finish for this page belongs to the same transaction.
  return record;
}

Result<std::optional<model::EarlierPage>> StoredPages::Earlier(std::string_view url) {
  if (!has_earlier_) return EarlierRun(url);
  ASSIGN_OR_RETURN(Statement * row,
                   database_->Cached("SELECT content_type, sha256, fetched_at, warc_file, warc_offset, "
                                     "warc_length FROM earlier WHERE url = ?1"));
  row->Bind(1, url);
  ASSIGN_OR_RETURN(const bool found, row->Step());
  if (!found) return EarlierRun(url);
  model::EarlierPage page;
  page.content_type = row->Text(0);
  page.sha256 = row->Text(1);
  page.fetched_at = base::Instant::FromUnixMillis(row->Int(2));
  page.warc = {row->Text(3), static_cast<uint64_t>(row->Int(4)), static_cast<uint64_t>(row->Int(5))};
  row->Reset();
  ASSIGN_OR_RETURN(const WarcRecord record, ReadRecord(root_, page.warc, url));
  if (!HoldsBody(record, page.sha256)) {
    return Fail(ErrorCode::kCorrupt,
                "{}@{}: is not the page that was stored for {}. Restore the archive from a copy.",
                page.warc.file, page.warc.offset, url);
  }
  page.body = std::string(PayloadOf(record));
  return std::optional(std::move(page));
}

Result<std::optional<model::EarlierPage>> StoredPages::EarlierRun(std::string_view url) {
  ASSIGN_OR_RETURN(const std::optional<PageRecord> known, Known(url, UrlKey(url)));
  if (!known || known->outcome != model::FetchOutcome::kOk || known->warc.file.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(std::string body, Body(*known));
  return model::EarlierPage{std::move(body), known->content_type, known->body_sha256, known->warc,
                            known->body_from.value_or(known->fetched_at)};
}

Status StoredPages::ForEach(const std::function<Status(const PageRecord&)>& visit) {
  std::vector<PageRecord> pages;
  int64_t last = 0;
  do {
    pages.clear();
    ASSIGN_OR_RETURN(Statement * rows, database_->Cached("SELECT " MINGCHA_PAGE_COLUMNS
                                                         " FROM page WHERE id > ?1 ORDER BY id LIMIT ?2"));
    rows->Bind(1, last).Bind(2, int64_t{kRowsAtOnce});
    for (;;) {
      ASSIGN_OR_RETURN(const bool row, rows->Step());
      if (!row) break;
      ASSIGN_OR_RETURN(PageRecord page, ReadPageRow(*rows, database_->path()));
      pages.push_back(std::move(page));
    }
    for (const PageRecord& page : pages) RETURN_IF_ERROR(visit(page));
    if (!pages.empty()) last = pages.back().id;
  } while (pages.size() == kRowsAtOnce);
  return {};
}

Result<PageRecord> StoredPages::Find(std::string_view url) {
  ASSIGN_OR_RETURN(Statement * rows, database_->Cached("SELECT " MINGCHA_PAGE_COLUMNS
                                                       " FROM page WHERE key = ?1 AND url = ?2"));
  rows->Bind(1, UrlKey(url)).Bind(2, url);
  ASSIGN_OR_RETURN(const bool row, rows->Step());
  if (!row) return Fail(ErrorCode::kNotFound, "{}: no such page is stored. Check the address.", url);
  auto page = ReadPageRow(*rows, database_->path());
  rows->Reset();
  return page;
}

Result<int64_t> StoredPages::Count() { return database_->QueryInt("SELECT COUNT(*) FROM page"); }

Result<std::string> StoredPages::Body(const PageRecord& record) {
  if (record.warc.file.empty())
    return Fail(ErrorCode::kNotFound, "{}: nothing was archived for it ({}).", record.url,
                model::EnumName(record.outcome));
  ASSIGN_OR_RETURN(const WarcRecord stored, ReadRecord(root_, record.warc, record.url));
  if (!HoldsBody(stored, record.body_sha256)) {
    return Fail(ErrorCode::kCorrupt,
                "{}@{}: is not the page that was stored for {}. Restore the archive from a copy.",
                record.warc.file, record.warc.offset, record.url);
  }
  return std::string(PayloadOf(stored));
}

}  // namespace mingcha::store
