#include "store/carry_over.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "model/enum_names.h"
#include "model/json.h"
#include "store/cdxj.h"
#include "store/earlier_rulings.h"
#include "store/file.h"
#include "store/folder_lock.h"
#include "store/manifest_file.h"
#include "store/schema.h"
#include "store/stored_frontier.h"
#include "store/stored_history.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr size_t kPiece = size_t{1} << 20;

/// The round that is carried over, opened for reading.
struct PreviousRound {
  std::string folder;
  std::string manifest_sha256;
  ManifestFile manifest;
  std::unique_ptr<Database> database;
  std::vector<model::Round> before;
  model::Round own;

  /// `archive/mingcha-00001.warc.gz` there is `archive/earlier-02-00001.warc.gz` here.
  [[nodiscard]] std::string NameHere(const std::string& name) const {
    constexpr std::string_view kOwn = "archive/mingcha-";
    if (!name.starts_with(kOwn)) return name;
    return fmt::format("archive/earlier-{:02}-{}", own.number, name.substr(kOwn.size()));
  }
  void Rename(model::WarcRef* ref) const { ref->file = NameHere(ref->file); }
};

Result<std::string> Meta(Database* database, std::string_view name) {
  ASSIGN_OR_RETURN(Statement * row, database->Cached("SELECT text FROM meta WHERE name = ?1"));
  ASSIGN_OR_RETURN(const bool found, row->Bind(1, name).Step());
  std::string text = found ? row->Text(0) : std::string();
  row->Reset();
  return text;
}

/// The walked lists of all sites as that round's check kept them.
Result<std::vector<model::ListTrail>> TrailsOf(Database* database) {
  std::vector<model::ListTrail> trails;
  ASSIGN_OR_RETURN(Statement rows,
                   database->Prepare("SELECT text FROM record WHERE kind = 'coverage' ORDER BY place"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return trails;
    ASSIGN_OR_RETURN(model::SiteCoverage site, model::FromJson<model::SiteCoverage>(rows.Text(0)));
    for (model::ListTrail& trail : site.lists) trails.push_back(std::move(trail));
  }
}

Result<PreviousRound> OpenPrevious(const std::string& folder) {
  PreviousRound previous;
  previous.folder = folder;
  std::error_code error;
  if (!fs::exists(folder + "/assessment.db", error)) {
    return Fail(ErrorCode::kNotFound,
                "{}: the round before is no assessment folder. Check `previous:` or --previous.", folder);
  }
  const std::string manifest_path = folder + "/manifest.json";
  if (!fs::exists(manifest_path, error)) {
    return Fail(
        ErrorCode::kNotFound,
        "{}: the round before has no manifest.json: it never came to its end. Run `mingcha report` on it "
        "first.",
        folder);
  }
  RETURN_IF_ERROR(FolderLock::CheckFree(folder));
  ASSIGN_OR_RETURN(previous.manifest, ReadManifest(folder));
  previous.manifest_sha256 = base::Sha256Hex(previous.manifest.text);
  ASSIGN_OR_RETURN(previous.database, Database::Open(folder + "/assessment.db", OpenMode::kReadOnly));
  RETURN_IF_ERROR(CheckSchema(previous.database.get(), OpenMode::kReadOnly));
  ASSIGN_OR_RETURN(previous.before, StoredHistory(previous.database.get()).RoundsBefore());
  ASSIGN_OR_RETURN(const std::string run_text, Meta(previous.database.get(), "manifest"));
  ASSIGN_OR_RETURN(const model::RunManifest run, model::FromJson<model::RunManifest>(run_text));
  model::Round& own = previous.own;
  own.number = static_cast<int>(previous.before.size()) + 1;
  own.id = run.id;
  own.folder = folder;
  own.manifest = previous.manifest_sha256;
  own.config_digest = run.config_digest;
  own.crawl_started = run.crawl_started;
  own.crawl_ended = run.crawl_ended;
  own.complete = run.complete;
  ASSIGN_OR_RETURN(own.trails, TrailsOf(previous.database.get()));
  return previous;
}

/// Copies a file so that it stands there whole or not at all; `sha256` empty: unchecked.
Status CopyFile(const std::string& from, const std::string& to, const std::string& sha256) {
  ASSIGN_OR_RETURN(const File source, File::Open(from, File::Mode::kRead));
  const std::string temporary = to + ".new";
  std::remove(temporary.c_str());
  ASSIGN_OR_RETURN(File target, File::Open(temporary, File::Mode::kAppend));
  base::Sha256 digest;
  for (uint64_t offset = 0;;) {
    ASSIGN_OR_RETURN(const std::string piece, source.ReadUpTo(offset, kPiece));
    digest.Update(piece);
    RETURN_IF_ERROR(target.Append(piece));
    offset += piece.size();
    if (piece.size() < kPiece) break;
  }
  if (const std::string found = digest.FinishHex(); !sha256.empty() && found != sha256) {
    std::remove(temporary.c_str());
    return Fail(
        ErrorCode::kCorrupt,
        "{}: is not the file that its manifest tells of (sha256 {} instead of {}). Restore it from a copy.",
        from, found, sha256);
  }
  RETURN_IF_ERROR(target.Sync());
  std::error_code error;
  fs::rename(temporary, to, error);
  if (error) return Fail(ErrorCode::kIo, "{}: {}. Check the disk and run again.", to, error.message());
  return {};
}

Status CopyArchive(const PreviousRound& previous, const std::string& root) {
  for (const auto& [name, bytes, digest] : previous.manifest.entries) {
    if (!name.starts_with("archive/")) continue;
    if (name.find("..") != std::string::npos)
      return Fail(ErrorCode::kCorrupt, "{}: the manifest names a file outside the archive: {}.",
                  previous.folder, name);
    if (name == "archive/index.cdxj") continue;
    if (name == kEarlierIndex) continue;
    const std::string to = root + "/" + previous.NameHere(name);
    std::error_code error;
    fs::create_directories(fs::path(to).parent_path(), error);  // CopyFile tells if that failed
    RETURN_IF_ERROR(CopyFile(previous.folder + "/" + name, to, digest));
  }
  RETURN_IF_ERROR(CarryCdxj(previous.folder + "/archive/index.cdxj", root + "/" + kEarlierIndex,
                            [&](const std::string& name) { return previous.NameHere(name); }));
  const std::string here = fmt::format("{}/archive/earlier-{:02}-manifest.json", root, previous.own.number);
  for (const std::string suffix : {"", ".sig", ".tsq", ".tsr"}) {
    std::error_code error;
    const std::string from = previous.folder + "/manifest.json" + suffix;
    if (!fs::exists(from, error)) continue;
    RETURN_IF_ERROR(CopyFile(from, here + suffix, suffix.empty() ? previous.manifest_sha256 : ""));
  }
  return SyncDirectory(root + "/archive");
}

/// What conditional requests need of a page that was there when that round ended.
Status WriteEarlier(const model::PageHistory& page, const std::string& final_url, Database* database) {
  if (page.presence != model::Presence::kPresent || page.versions.empty() || final_url != page.url) return {};
  const model::PageVersion& last = page.versions.back();
  ASSIGN_OR_RETURN(Statement * row,
                   database->Cached("INSERT OR REPLACE INTO earlier(url, site, kind, etag, "
                                    "last_modified, content_type, sha256, fetched_at, warc_file, "
                                    "warc_offset, warc_length) "
                                    "VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)"));
  row->Bind(1, page.url).Bind(2, page.site).Bind(3, static_cast<int64_t>(page.kind));
  row->Bind(4, last.etag).Bind(5, last.last_modified).Bind(6, last.content_type).Bind(7, last.sha256);
  row->Bind(8, last.first_seen.unix_millis()).Bind(9, last.warc.file);
  row->Bind(10, static_cast<int64_t>(last.warc.offset)).Bind(11, static_cast<int64_t>(last.warc.length));
  return row->Run();
}

/// RFC 9309 2.3.1.4: a robots file that round read serves the next one while none can be had. Where that
/// round could not have it either, the copy it went by goes on; a robots file that is not there is no copy.
Status WriteRobots(const PreviousRound& previous, Database* database) {
  const auto robots = static_cast<int64_t>(model::TaskKind::kRobots);
  ASSIGN_OR_RETURN(Statement before,
                   previous.database->Prepare(
                       "SELECT url, site, content_type, sha256, fetched_at, warc_file, warc_offset, "
                       "warc_length FROM earlier WHERE kind = ?1 AND NOT EXISTS(SELECT 1 FROM page WHERE "
                       "page.url = earlier.url AND page.outcome IN ('client_error', 'gone'))"));
  // Later rows win.
  ASSIGN_OR_RETURN(Statement own,
                   previous.database->Prepare(
                       "SELECT url, site, content_type, body_sha256, COALESCE(body_from, fetched_at), "
                       "warc_file, warc_offset, warc_length FROM page WHERE kind = ?1 AND outcome = 'ok' "
                       "AND body_sha256 <> ''"));
  before.Bind(1, robots);
  own.Bind(1, model::EnumName(model::TaskKind::kRobots));
  for (Statement* rows : {&before, &own}) {
    for (;;) {
      ASSIGN_OR_RETURN(const bool found, rows->Step());
      if (!found) break;
      ASSIGN_OR_RETURN(
          Statement * row,
          database->Cached("INSERT OR REPLACE INTO earlier(url, site, kind, etag, last_modified, "
                           "content_type, sha256, fetched_at, warc_file, warc_offset, warc_length) "
                           "VALUES(?1,?2,?3,'','',?4,?5,?6,?7,?8,?9)"));
      row->Bind(1, rows->Text(0)).Bind(2, rows->Text(1)).Bind(3, robots);
      row->Bind(4, rows->Text(2)).Bind(5, rows->Text(3)).Bind(6, rows->Int(4));
      row->Bind(7, previous.NameHere(rows->Text(5))).Bind(8, rows->Int(6)).Bind(9, rows->Int(7));
      RETURN_IF_ERROR(row->Run());
    }
  }
  return {};
}

Status WriteHistory(const PreviousRound& previous, Database* database) {
  const auto final_url = [&](const std::string& url) -> Result<std::string> {
    ASSIGN_OR_RETURN(Statement * row,
                     previous.database->Cached("SELECT final_url FROM page WHERE key = ?1 AND url = ?2"));
    ASSIGN_OR_RETURN(const bool found, row->Bind(1, UrlKey(url)).Bind(2, url).Step());
    std::string text = found ? row->Text(0) : std::string();
    row->Reset();
    return text;
  };
  return StoredHistory(previous.database.get())
      .Compute(
          true,
          [&](model::PageHistory page) -> Status {
            for (model::PageVersion& version : page.versions) previous.Rename(&version.warc);
            previous.Rename(&page.gone_warc);
            ASSIGN_OR_RETURN(
                Statement * row,
                database->Cached("INSERT OR REPLACE INTO history_before(url, text) VALUES(?1, ?2)"));
            RETURN_IF_ERROR(row->Bind(1, page.url).Bind(2, model::ToJson(page)).Run());
            ASSIGN_OR_RETURN(const std::string reached, final_url(page.url));
            return WriteEarlier(page, reached, database);
          },
          [&](model::ListLook look) -> Status {
            previous.Rename(&look.warc);
            ASSIGN_OR_RETURN(
                Statement * row,
                database->Cached("INSERT OR REPLACE INTO look_before(url, round, text) VALUES(?1, ?2, ?3)"));
            return row->Bind(1, look.url).Bind(2, int64_t{look.round}).Bind(3, model::ToJson(look)).Run();
          });
}

Status WriteBodies(const PreviousRound& previous, Database* database) {
  ASSIGN_OR_RETURN(Statement rows, previous.database->Prepare(
                                       "SELECT key, sha256, warc_file, warc_offset, warc_length FROM body"));
  ASSIGN_OR_RETURN(
      Statement * insert,
      database->Cached("INSERT OR REPLACE INTO body(key, sha256, warc_file, warc_offset, warc_length) "
                       "VALUES(?1, ?2, ?3, ?4, ?5)"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return {};
    insert->Bind(1, rows.Int(0)).Bind(2, rows.Text(1)).Bind(3, previous.NameHere(rows.Text(2)));
    RETURN_IF_ERROR(insert->Bind(4, rows.Int(3)).Bind(5, rows.Int(4)).Run());
  }
}

/// What that round found, for new, persisting and fixed findings.
Status CopyFindings(Database* from, Database* to) {
  ASSIGN_OR_RETURN(Statement rows,
                   from->Prepare("SELECT place, text FROM record WHERE kind = 'finding' ORDER BY place"));
  ASSIGN_OR_RETURN(Statement insert, to->Prepare("INSERT OR REPLACE INTO record(kind, place, text) "
                                                 "VALUES('finding.before', ?1, ?2)"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return {};
    RETURN_IF_ERROR(insert.Bind(1, rows.Int(0)).Bind(2, rows.Text(1)).Run());
  }
}

Status WriteRows(const PreviousRound& previous, Database* database) {
  RETURN_IF_ERROR(
      database->Execute("DELETE FROM history_before; DELETE FROM look_before; DELETE FROM earlier;"));
  RETURN_IF_ERROR(WriteHistory(previous, database));
  RETURN_IF_ERROR(WriteRobots(previous, database));
  RETURN_IF_ERROR(WriteBodies(previous, database));
  RETURN_IF_ERROR(CopyFindings(previous.database.get(), database));
  ASSIGN_OR_RETURN(const std::vector<model::EarlierRuling> rulings,
                   GatherEarlierRulings(previous.folder, previous.own.id, previous.database.get()));
  std::vector<model::Round> rounds = previous.before;
  rounds.push_back(previous.own);
  const auto save = [&](std::string_view name, std::string_view text) -> Status {
    ASSIGN_OR_RETURN(Statement * row,
                     database->Cached("INSERT OR REPLACE INTO meta(name, text) VALUES(?1, ?2)"));
    return row->Bind(1, name).Bind(2, text).Run();
  };
  RETURN_IF_ERROR(save("rounds.before", model::ToJson(rounds)));
  RETURN_IF_ERROR(save(kEarlierRulings, EncodeRulings(rulings)));
  return save("previous", previous.manifest_sha256);
}

}  // namespace

Status CarryOver(const std::string& previous_folder, const std::string& root, Database* database) {
  ASSIGN_OR_RETURN(const PreviousRound previous, OpenPrevious(previous_folder));
  ASSIGN_OR_RETURN(const std::string done, Meta(database, "previous"));
  if (done == previous.manifest_sha256) return {};
  if (!done.empty()) {
    return Fail(ErrorCode::kInvalidInput,
                "{}: goes on from another round (its manifest has sha256 {}, that of {} has {}). Name the "
                "same round, "
                "or begin a new folder.",
                root, done, previous_folder, previous.manifest_sha256);
  }
  ASSIGN_OR_RETURN(const int64_t pages, database->QueryInt("SELECT COUNT(*) FROM page"));
  if (pages > 0) {
    return Fail(ErrorCode::kInvalidInput,
                "{}: has pages already, so no earlier round can be put before it. Begin a new folder.", root);
  }
  std::error_code error;
  if (fs::equivalent(previous_folder, root, error))
    return Fail(ErrorCode::kInvalidInput, "{}: cannot be the round before itself. Name another folder.",
                root);
  RETURN_IF_ERROR(CopyArchive(previous, root));
  RETURN_IF_ERROR(database->Execute("BEGIN IMMEDIATE"));
  Status status = WriteRows(previous, database);
  if (status) status = database->Execute("COMMIT");
  if (!status) (void)database->Execute("ROLLBACK");
  return status;
}

}  // namespace mingcha::store
