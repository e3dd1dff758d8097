#include "store/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace mingcha::store {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement& Statement::Bind(int position, int64_t value) {
  sqlite3_bind_int64(statement_.get(), position, value);
  return *this;
}

Statement& Statement::BindNull(int position) {
  sqlite3_bind_null(statement_.get(), position);
  return *this;
}

Statement& Statement::Bind(int position, std::string_view text) {
  // An empty view may hold a null pointer, which SQLite would take for NULL.
  sqlite3_bind_text64(statement_.get(), position, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  sqlite3_reset(statement_.get());
  if (code == SQLITE_DONE) return false;
  return database_->Failure(code);
}

Status Statement::Run() {
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) return {};
  }
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::Text(int column) const {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int bytes = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr ? std::string() : std::string(text, static_cast<size_t>(bytes));
}

Database::~Database() {
  cached_.clear();
  sqlite3_close_v2(handle_);
}

namespace {

bool MeansFull(int system) { return system == ENOSPC || system == EDQUOT || system == EFBIG; }

/// Whether a write failed for want of space. SQLite tells only ENOSPC by itself, and forgets the system's
/// error when a COMMIT failed; its files remember it.
bool FailedForSpace(sqlite3* handle) {
  if (MeansFull(sqlite3_system_errno(handle))) return true;
  int system = 0;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &system) == SQLITE_OK &&
      MeansFull(system))
    return true;
  sqlite3_file* log = nullptr;
  if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK) return false;
  if (log == nullptr || log->pMethods == nullptr) return false;
  system = 0;
  return log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &system) == SQLITE_OK && MeansFull(system);
}

}  // namespace

tl::unexpected<base::Error> Database::Failure(int code) const {
  const char* text = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  if ((code & 0xff) == SQLITE_IOERR && handle_ != nullptr && FailedForSpace(handle_)) code = SQLITE_FULL;
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Fail(ErrorCode::kCorrupt,
                  "{}: the database is damaged ({}). Restore it from a copy, or crawl into a new folder.",
                  path_, text);
    case SQLITE_FULL:
      return Fail(ErrorCode::kIo, "{}: the disk is full. Free space and run again with --resume.", path_);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Fail(ErrorCode::kIo, "{}: another process is writing it. Wait for it to end.", path_);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
      return Fail(ErrorCode::kIo, "{}: {}. Check the disk and the rights of the folder.", path_, text);
    default:
      return Fail(ErrorCode::kInternal, "{}: SQLite says {} ({}). This is a fault of the program; report it.",
                  path_, text, code);
  }
}

Result<std::unique_ptr<Database>> Database::Open(const std::string& path, OpenMode mode) {
  const auto open = [&](const std::string& name, int flags) -> Result<std::unique_ptr<Database>> {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Database> database(new Database(path, handle));
    if (code != SQLITE_OK) return database->Failure(code);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, 5000);
    // A crafted file must not reach beyond its tables.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return database;
  };
  if (mode == OpenMode::kReadWrite) {
    ASSIGN_OR_RETURN(auto database, open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    RETURN_IF_ERROR(
        database->Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"));
    return database;
  }
  ASSIGN_OR_RETURN(auto database, open(path, SQLITE_OPEN_READONLY));
  const auto probe = database->QueryInt("PRAGMA schema_version");
  std::error_code ignored;
  if (probe || probe.error().code != ErrorCode::kIo || std::filesystem::exists(path + "-wal", ignored)) {
    if (!probe) return tl::unexpected(probe.error());
    return database;
  }
  // A write-ahead database on read-only media cannot make its index; without a log nobody is writing.
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path, ignored).string()) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      uri += c;
    }
  }
  return open(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

Status Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Failure(code);
  return {};
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Failure(code);
  return Statement(this, statement);
}

Result<int64_t> Database::QueryInt(std::string_view sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Int(0) : 0;
}

Result<Statement*> Database::Cached(const char* sql) {
  std::unique_ptr<Statement>& slot = cached_[sql];
  if (slot == nullptr) {
    ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
    slot = std::make_unique<Statement>(std::move(statement));
  }
  slot->Reset();
  return slot.get();
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

int Database::changes() const { return sqlite3_changes(handle_); }

}  // namespace mingcha::store
