#pragma once

#include <string>

#include "model/ports.h"
#include "store/database.h"
#include "store/warc_writer.h"
#include "store/write_batch.h"

namespace mingcha::store {

/// Page records in the database, their bytes in the archive.
///
/// A URL has one record: a later answer replaces an earlier one and keeps its id, but a failure never
/// replaces a whole page (kOk). Both answers stay in the archive. Store and ForEach: one thread. Body: any
/// thread.
class StoredPages final : public model::PageSink, public model::PageSource {
 public:
  /// All must outlive this; `batch` and `archive` are null in a store opened for reading, where Store is
  /// kUnsupported.
  StoredPages(std::string root, Database* database, WriteBatch* batch, WarcWriter* archive)
      : root_(std::move(root)), database_(database), batch_(batch), archive_(archive) {}

  /// Archives first, then writes the row; sets id, warc, and, if there was a response, body_sha256 and
  /// body_bytes.
  base::Result<model::PageRecord> Store(model::PageRecord record, const model::Exchange& exchange) override;
  /// The visitor may call anything of the store.
  base::Status ForEach(const std::function<base::Status(const model::PageRecord&)>& visit) override;
  /// kNotFound if nothing was archived for the record, kCorrupt if the archive and the record do not agree.
  base::Result<std::string> Body(const model::PageRecord& record) override;

  /// The record of a URL as asked; kNotFound if there is none.
  [[nodiscard]] base::Result<model::PageRecord> Find(std::string_view url);
  [[nodiscard]] base::Result<int64_t> Count();

 private:
  std::string root_;
  Database* database_;
  WriteBatch* batch_;
  WarcWriter* archive_;
};

}  // namespace mingcha::store
