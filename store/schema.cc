#include "store/schema.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;

// `key` is the first 64 bits of SHA-256 over the URL: a short index for long texts; equality is still asked
// of the text. task.state: 0 waiting, 1 in flight, 2 done, 3 postponed.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE page(
  id INTEGER PRIMARY KEY, key INTEGER NOT NULL, url TEXT NOT NULL, site TEXT NOT NULL, final_url TEXT NOT NULL,
  redirects TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL, outcome_detail TEXT NOT NULL,
  http_status INTEGER NOT NULL, content_type TEXT NOT NULL, last_modified TEXT NOT NULL, etag TEXT NOT NULL,
  remote_address TEXT NOT NULL, body_sha256 TEXT NOT NULL, body_bytes INTEGER NOT NULL, fetched_at INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL, depth INTEGER NOT NULL, found_on TEXT NOT NULL, anchor TEXT NOT NULL,
  warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL);
CREATE INDEX page_by_key ON page(key);
CREATE TABLE task(
  seq INTEGER PRIMARY KEY, key INTEGER NOT NULL, url TEXT NOT NULL, site TEXT NOT NULL, kind INTEGER NOT NULL,
  depth INTEGER NOT NULL, found_on TEXT NOT NULL, anchor TEXT NOT NULL, attempts INTEGER NOT NULL,
  state INTEGER NOT NULL, outcome TEXT NOT NULL);
CREATE INDEX task_by_key ON task(key);
CREATE INDEX task_waiting ON task(site, kind, attempts, depth, seq) WHERE state = 0;
CREATE INDEX task_in_flight ON task(seq) WHERE state = 1;
CREATE TABLE facts(page_id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE record(
  kind TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(kind, place)) WITHOUT ROWID;
)sql";

// Rounds. `body` finds an archived body by its digest (`key` as above, of the digest). `earlier` is what a
// conditional request needs of the round before; the rest are records of model/history.h as JSON, those named
// …_before as they were carried over and never changed, the others rebuilt after each extraction.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE page ADD COLUMN revisit_file TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN revisit_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN revisit_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN body_from INTEGER;
ALTER TABLE page ADD COLUMN earlier_looks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE page ADD COLUMN http_version TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN tls TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN timing TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN imported TEXT NOT NULL DEFAULT '';
CREATE TABLE body(
  key INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL,
  warc_length INTEGER NOT NULL);
CREATE TABLE earlier(
  url TEXT PRIMARY KEY, site TEXT NOT NULL, kind INTEGER NOT NULL, etag TEXT NOT NULL,
  last_modified TEXT NOT NULL, content_type TEXT NOT NULL, sha256 TEXT NOT NULL, fetched_at INTEGER NOT NULL,
  warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE history_before(url TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE history(url TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE look_before(url TEXT, round INTEGER, text TEXT NOT NULL, PRIMARY KEY(url, round)) WITHOUT ROWID;
CREATE TABLE look(url TEXT, round INTEGER, text TEXT NOT NULL, PRIMARY KEY(url, round)) WITHOUT ROWID;
)sql";

// `fold` is `key` over the address under which a task is known only once (model::FetchTask::key).
constexpr const char* kVersion3 = R"sql(
ALTER TABLE task ADD COLUMN fold INTEGER NOT NULL DEFAULT 0;
UPDATE task SET fold = key;
CREATE INDEX task_by_fold ON task(fold);
)sql";

// Lists that go on by POST, and how their pages are told from one another (model::FetchTask).
constexpr const char* kVersion4 = R"sql(
ALTER TABLE task ADD COLUMN post TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN rows TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN fallback TEXT NOT NULL DEFAULT '';
)sql";

// model::Redirect tells where its answer stands.
constexpr const char* kVersion5 = R"sql(
UPDATE page SET redirects = (
  SELECT json_group_array(json_set(value, '$.warc', json('{"file":"","offset":0,"length":0}')))
  FROM json_each(page.redirects)) WHERE redirects <> '[]';
)sql";

/// kMigrations[i] brings version i to version i + 1.
constexpr std::array<const char*, kSchemaVersion> kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                                 kVersion5};

base::Status Migrate(Database* database, int64_t from) {
  std::string sql = "BEGIN IMMEDIATE;";
  for (auto version = static_cast<size_t>(from); version < kMigrations.size(); ++version)
    sql += kMigrations[version];
  sql += fmt::format("PRAGMA application_id={}; PRAGMA user_version={}; COMMIT;", kApplicationId,
                     kSchemaVersion);
  return database->Execute(sql);
}

}  // namespace

base::Status CreateSchema(Database* database) { return Migrate(database, 0); }

base::Status CheckSchema(Database* database, OpenMode mode) {
  ASSIGN_OR_RETURN(const int64_t application, database->QueryInt("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t version, database->QueryInt("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t tables, database->QueryInt("SELECT COUNT(*) FROM sqlite_schema"));
  if (application == 0 && tables == 0) {
    return Fail(ErrorCode::kCorrupt,
                "{}: is empty: making this folder was interrupted. Delete the folder and start again.",
                database->path());
  }
  if (application != kApplicationId)
    return Fail(ErrorCode::kCorrupt, "{}: is no assessment database. Name another folder.", database->path());
  if (version > kSchemaVersion || version < 1) {
    return Fail(ErrorCode::kUnsupported,
                "{}: has format version {}, this program reads {}. Use the version of mingcha that made it, "
                "or a newer "
                "one.",
                database->path(), version, kSchemaVersion);
  }
  if (version == kSchemaVersion) return {};
  if (mode == OpenMode::kReadOnly) {
    return Fail(ErrorCode::kUnsupported,
                "{}: has the older format version {}; open it once for writing to bring it to {}.",
                database->path(), version, kSchemaVersion);
  }
  return Migrate(database, version);
}

}  // namespace mingcha::store
