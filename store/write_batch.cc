#include "store/write_batch.h"

namespace mingcha::store {

using base::Status;

Status WriteBatch::Begin() {
  // A full disk makes SQLite undo a transaction by itself.
  if (open_ && !database_->in_transaction()) {
    open_ = false;
    ++undone_;
  }
  if (!open_) {
    RETURN_IF_ERROR(database_->Execute("BEGIN IMMEDIATE"));
    open_ = true;
    operations_ = 0;
    begun_ = clock_->Now();
  }
  ++operations_;
  return {};
}

Status WriteBatch::Checkpoint() {
  if (!open_) return {};
  const int64_t age_ms = clock_->Now().unix_millis() - begun_.unix_millis();
  // A clock set back must not postpone the commit for ever.
  const bool due = operations_ >= options_.max_operations || age_ms >= options_.max_age_ms || age_ms < 0;
  return due ? Commit() : Status();
}

Status WriteBatch::Commit() {
  if (!open_) return {};
  Status status = archive_->Sync();
  if (status) status = database_->Execute("COMMIT");
  if (!status) {
    Rollback();
    return status;
  }
  open_ = false;
  return {};
}

void WriteBatch::Rollback() {
  if (!open_) return;
  if (database_->in_transaction()) (void)database_->Execute("ROLLBACK");
  open_ = false;
  ++undone_;
}

}  // namespace mingcha::store
