#include "store/page_row.h"

#include "model/enum_names.h"
#include "model/json.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;

/// Records that are mostly as made cost no JSON.
template <typename T>
std::string TextOf(const T& record) {
  return record == T{} ? std::string() : model::ToJson(record);
}

template <typename T>
Result<T> RecordOf(const std::string& text) {
  if (text.empty()) return T{};
  return model::FromJson<T>(text);
}

model::WarcRef RefAt(const Statement& row, int column) {
  return {row.Text(column), static_cast<uint64_t>(row.Int(column + 1)),
          static_cast<uint64_t>(row.Int(column + 2))};
}

}  // namespace

Result<model::PageRecord> ReadPageRow(const Statement& row, const std::string& path) {
  model::PageRecord page;
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
  page.warc = RefAt(row, 21);
  page.revisit = RefAt(row, 24);
  if (!row.IsNull(27)) page.body_from = base::Instant::FromUnixMillis(row.Int(27));
  ASSIGN_OR_RETURN(page.earlier_looks, model::FromJson<std::vector<model::PageLook>>(row.Text(28)));
  page.http_version = row.Text(29);
  ASSIGN_OR_RETURN(page.tls, RecordOf<model::TlsInfo>(row.Text(30)));
  ASSIGN_OR_RETURN(page.timing, RecordOf<model::FetchTiming>(row.Text(31)));
  ASSIGN_OR_RETURN(page.imported, RecordOf<model::ImportInfo>(row.Text(32)));
  return page;
}

void BindPageRow(const model::PageRecord& page, int64_t key, Statement* row) {
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
  row->Bind(20, page.found_on).Bind(21, page.anchor);
  const auto bind_ref = [&](int position, const model::WarcRef& ref) {
    row->Bind(position, ref.file)
        .Bind(position + 1, static_cast<int64_t>(ref.offset))
        .Bind(position + 2, static_cast<int64_t>(ref.length));
  };
  bind_ref(22, page.warc);
  bind_ref(25, page.revisit);
  if (page.body_from) {
    row->Bind(28, page.body_from->unix_millis());
  } else {
    row->BindNull(28);
  }
  row->Bind(29, model::ToJson(page.earlier_looks)).Bind(30, page.http_version);
  row->Bind(31, TextOf(page.tls)).Bind(32, TextOf(page.timing)).Bind(33, TextOf(page.imported));
}

}  // namespace mingcha::store
