#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/ports.h"
#include "store/database.h"
#include "store/warc_writer.h"
#include "store/write_batch.h"

namespace mingcha::store {

/// Page records in the database, their bytes in the archive.
///
/// A URL has one record: a later answer replaces an earlier one and keeps its id (the earlier is told in
/// `earlier_looks`), but a failure never replaces a whole page (kOk), nor a request without an answer any
/// answer. All answers stay in the archive. A body that the archive holds already, from an earlier round or
/// as a large file under another address, is archived as a revisit. Store and ForEach: one thread. Body: any
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
  base::Result<std::optional<model::EarlierPage>> Earlier(std::string_view url) override;
  /// To be told once the rows of the round before are there (table `earlier`).
  void SetHasEarlier(bool has) { has_earlier_ = has; }
  /// The visitor may call anything of the store.
  base::Status ForEach(const std::function<base::Status(const model::PageRecord&)>& visit) override;
  /// kNotFound if nothing was archived for the record, kCorrupt if the archive and the record do not agree.
  base::Result<std::string> Body(const model::PageRecord& record) override;

  /// The record of a URL as asked; kNotFound if there is none.
  [[nodiscard]] base::Result<model::PageRecord> Find(std::string_view url);
  [[nodiscard]] base::Result<int64_t> Count();

 private:
  [[nodiscard]] base::Result<std::optional<model::EarlierPage>> EarlierRun(std::string_view url);
  [[nodiscard]] base::Result<std::optional<model::PageRecord>> Known(std::string_view url, int64_t key);
  [[nodiscard]] base::Result<std::optional<model::WarcRef>> HeldBody(const model::PageRecord& page,
                                                                     size_t bytes);
  [[nodiscard]] base::Status Archive(model::PageRecord* page, const model::Exchange& exchange);
  std::string root_;
  bool has_earlier_ = false;
  Database* database_;
  WriteBatch* batch_;
  WarcWriter* archive_;
};

}  // namespace mingcha::store
