#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"
#include "store/warc_writer.h"

namespace mingcha::store {

/// When open work is committed: whichever comes first.
struct BatchOptions {
  int max_operations = 1000;
  int64_t max_age_ms = 1000;
};

/// Gathers many small writes into one transaction and keeps the order of durability: what the archive holds
/// is on the disk before the rows that point to it are committed. One thread.
class WriteBatch {
 public:
  /// All must outlive the batch.
  WriteBatch(Database* database, WarcWriter* archive, const base::Clock* clock, BatchOptions options)
      : database_(database), archive_(archive), clock_(clock), options_(options) {}

  /// Opens a transaction if none is open. Call before each write.
  [[nodiscard]] base::Status Begin();
  /// A point where everything written so far belongs together: commits if it is time.
  [[nodiscard]] base::Status Checkpoint();
  /// Syncs the archive and commits now; nothing to do is fine. On failure everything since the last commit is
  /// undone.
  [[nodiscard]] base::Status Commit();
  /// Undoes everything since the last commit.
  void Rollback();
  /// Grows whenever something was undone: what is remembered beside the database must then be read again.
  [[nodiscard]] int64_t undone() const { return undone_; }

 private:
  Database* database_;
  WarcWriter* archive_;
  const base::Clock* clock_;
  BatchOptions options_;
  bool open_ = false;
  int operations_ = 0;
  int64_t undone_ = 0;
  base::Instant begun_;
};

}  // namespace mingcha::store
