#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/page_record.h"
#include "store/database.h"

namespace mingcha::store {

/// The columns of table `page` in the order that ReadPageRow and BindPageRow count them.
#define MINGCHA_PAGE_COLUMNS                                                                                \
  "id, key, url, site, final_url, redirects, kind, outcome, outcome_detail, http_status, content_type, "    \
  "last_modified, etag, remote_address, body_sha256, body_bytes, fetched_at, elapsed_ms, depth, found_on, " \
  "anchor, warc_file, warc_offset, warc_length, revisit_file, revisit_offset, revisit_length, body_from, "  \
  "earlier_looks, http_version, tls, timing, imported"
#define MINGCHA_PAGE_PLACES                                                                                 \
  "?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28," \
  "?29,?30,?31,?32,?33"

/// Reads a row of MINGCHA_PAGE_COLUMNS. kCorrupt names `path`.
[[nodiscard]] base::Result<model::PageRecord> ReadPageRow(const Statement& row, const std::string& path);
/// Binds all columns; `key` is UrlKey of the page's URL.
void BindPageRow(const model::PageRecord& page, int64_t key, Statement* row);

}  // namespace mingcha::store
