#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace mingcha::store {

enum class OpenMode { kReadWrite, kReadOnly };

class Database;

/// One prepared statement. Bind positions and columns as SQLite counts them: from 1 and from 0. Must not
/// outlive its Database. One thread at a time.
class Statement {
 public:
  Statement(Statement&&) noexcept = default;
  Statement& operator=(Statement&&) noexcept = default;

  Statement& Bind(int position, int64_t value);
  Statement& Bind(int position, std::string_view text);  ///< Copied.
  Statement& BindNull(int position);
  Statement& Bind(int position, const char* text) { return Bind(position, std::string_view(text)); }

  /// True: a row stands ready. False: no more rows; the statement is reset and may be bound again.
  [[nodiscard]] base::Result<bool> Step();
  /// Runs to the end, ignoring rows.
  [[nodiscard]] base::Status Run();
  /// Forgets the rows not yet read.
  void Reset();

  [[nodiscard]] int64_t Int(int column) const;
  [[nodiscard]] bool IsNull(int column) const;
  [[nodiscard]] std::string Text(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(Database* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One SQLite file; hides the library. One thread at a time.
///
/// Errors: kCorrupt (malformed or not a database), kIo (disk, lock), kInternal (a fault of our SQL); all name
/// the file.
class Database {
 public:
  /// kReadWrite creates the file and uses a write-ahead log; kReadOnly works on read-only media too.
  [[nodiscard]] static base::Result<std::unique_ptr<Database>> Open(const std::string& path, OpenMode mode);
  ~Database();
  Database(const Database&) = delete;  // statements hold its address; open the file again instead
  Database& operator=(const Database&) = delete;

  /// One or more statements without parameters.
  [[nodiscard]] base::Status Execute(const std::string& sql);
  [[nodiscard]] base::Result<Statement> Prepare(std::string_view sql);
  /// As Prepare, kept for the next call with the same literal, reset. Owned by the database.
  [[nodiscard]] base::Result<Statement*> Cached(const char* sql);
  /// The number in the first column of the first row of a query.
  [[nodiscard]] base::Result<int64_t> QueryInt(std::string_view sql);
  [[nodiscard]] int changes() const;  ///< Rows changed by the last statement.
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  friend class Statement;
  Database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  [[nodiscard]] tl::unexpected<base::Error> Failure(int code) const;
  std::string path_;
  sqlite3* handle_;
  std::unordered_map<const char*, std::unique_ptr<Statement>> cached_;  // by address of the literal
};

}  // namespace mingcha::store
