#include "store/stored_pages.h"

#include "base/digest.h"
#include "model/enum_names.h"
#include "model/json.h"
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

#define MINGCHA_PAGE_COLUMNS                                                                                \
  "id, key, url, site, final_url, redirects, kind, outcome, outcome_detail, http_status, content_type, "    \
  "last_modified, etag, remote_address, body_sha256, body_bytes, fetched_at, elapsed_ms, depth, found_on, " \
  "anchor, "                                                                                                \
  "warc_file, warc_offset, warc_length"

Result<PageRecord> ReadRow(const Statement& row, const std::string& path) {
  PageRecord page;
  page.id = row.Int(0);
  page.url = row.Text(2);
  page.site = row.Text(3);
  page.final_url = row.Text(4);
  ASSIGN_OR_RETURN(page.redirects, model::FromJson<std::vector<model::Redirect>>(row.Text(5)));
  const auto kind = model::ParseEnum<model::TaskKind>(row.Text(6));
  const auto outcome = model::ParseEnum<model::FetchOutcome>(row.Text(7));
  if (!kind || !outcome) {
    return Fail(ErrorCode::kCorrupt,
                "{}: page {} has an unknown kind or outcome. Restore the folder from a copy.", path, page.id);
  }
  page.kind = *kind;
  page.outcome = *outcome;
  page.outcome_detail = row.Text(8);
  page.http_status = static_cast<int>(row.Int(9));
  page.content_type = row.Text(10);
  page.last_modified = row.Text(11);
  page.etag = row.Text(12);
  page.remote_address = row.Text(13);
  page.body_sha256 = row.Text(14);
  page.body_bytes = row.Int(15);
  page.fetched_at = base::Instant::FromUnixMillis(row.Int(16));
  page.elapsed_ms = static_cast<int>(row.Int(17));
  page.depth = static_cast<int>(row.Int(18));
  page.found_on = row.Text(19);
  page.anchor = row.Text(20);
  page.warc = {row.Text(21), static_cast<uint64_t>(row.Int(22)), static_cast<uint64_t>(row.Int(23))};
  return page;
}

void BindRow(const PageRecord& page, int64_t key, Statement* row) {
  row->Bind(1, page.id).Bind(2, key).Bind(3, page.url).Bind(4, page.site).Bind(5, page.final_url);
  row->Bind(6, model::ToJson(page.redirects)).Bind(7, model::EnumName(page.kind));
  row->Bind(8, model::EnumName(page.outcome))
      .Bind(9, page.outcome_detail)
      .Bind(10, int64_t{page.http_status});
  row->Bind(11, page.content_type).Bind(12, page.last_modified).Bind(13, page.etag);
  row->Bind(14, page.remote_address).Bind(15, page.body_sha256).Bind(16, page.body_bytes);
  row->Bind(17, page.fetched_at.unix_millis())
      .Bind(18, int64_t{page.elapsed_ms})
      .Bind(19, int64_t{page.depth});
  row->Bind(20, page.found_on).Bind(21, page.anchor).Bind(22, page.warc.file);
  row->Bind(23, static_cast<int64_t>(page.warc.offset)).Bind(24, static_cast<int64_t>(page.warc.length));
}

}  // namespace

Result<PageRecord> StoredPages::Store(PageRecord record, const model::Exchange& exchange) {
  if (batch_ == nullptr || archive_ == nullptr)
    return Fail(ErrorCode::kUnsupported, "{}: is open for reading only.", root_);
  RETURN_IF_ERROR(batch_->Begin());
  const int64_t key = UrlKey(record.url);
  ASSIGN_OR_RETURN(Statement * find,
                   database_->Cached("SELECT id, outcome FROM page WHERE key = ?1 AND url = ?2"));
  find->Bind(1, key).Bind(2, record.url);
  ASSIGN_OR_RETURN(const bool known, find->Step());
  const int64_t id = known ? find->Int(0) : 0;
  const bool had_whole = known && find->Text(1) == model::EnumName(model::FetchOutcome::kOk);
  find->Reset();

  ASSIGN_OR_RETURN(record.warc, archive_->Append(record, exchange));
  if (!exchange.response_head.empty()) {
    record.body_sha256 = base::Sha256Hex(exchange.body);
    record.body_bytes = static_cast<int64_t>(exchange.body.size());
  }
  record.id = id;
  if (had_whole && record.outcome != model::FetchOutcome::kOk) return record;
  if (!known) {
    ASSIGN_OR_RETURN(Statement * next, database_->Cached("SELECT COALESCE(MAX(id), 0) + 1 FROM page"));
    RETURN_IF_ERROR(next->Step());
    record.id = next->Int(0);
    next->Reset();
  }
  ASSIGN_OR_RETURN(
      Statement * row,
      database_->Cached("INSERT OR REPLACE INTO page(" MINGCHA_PAGE_COLUMNS
                        ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,"
                        "?20,?21,?22,?23,?24)"));
  BindRow(record, key, row);
  RETURN_IF_ERROR(row->Run());
  // No commit here: the frontier's Finish for this page belongs to the same transaction.
  return record;
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
      ASSIGN_OR_RETURN(PageRecord page, ReadRow(*rows, database_->path()));
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
  auto page = ReadRow(*rows, database_->path());
  rows->Reset();
  return page;
}

Result<int64_t> StoredPages::Count() { return database_->QueryInt("SELECT COUNT(*) FROM page"); }

Result<std::string> StoredPages::Body(const PageRecord& record) {
  if (record.warc.file.empty())
    return Fail(ErrorCode::kNotFound, "{}: nothing was archived for it ({}).", record.url,
                model::EnumName(record.outcome));
  if (!record.warc.file.starts_with("archive/") || record.warc.file.find("..") != std::string::npos) {
    return Fail(ErrorCode::kCorrupt, "{}: the archive file of {} lies outside the folder.", record.warc.file,
                record.url);
  }
  ASSIGN_OR_RETURN(const WarcReader reader, WarcReader::Open(root_ + "/" + record.warc.file));
  ASSIGN_OR_RETURN(const WarcRecord stored, reader.ReadAt(record.warc.offset, record.warc.length));
  const std::string_view payload = PayloadOf(stored);
  if (stored.Field("WARC-Type") != "response" || base::Sha256Hex(payload) != record.body_sha256) {
    return Fail(ErrorCode::kCorrupt,
                "{}@{}: is not the page that was stored for {}. Restore the archive from a copy.",
                record.warc.file, record.warc.offset, record.url);
  }
  return std::string(payload);
}

}  // namespace mingcha::store
