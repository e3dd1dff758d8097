#include "store/recovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "store/file.h"
#include "store/prune.h"
#include "store/warc_reader.h"
#include "store/warc_writer.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

/// Every file that rows point into must be there, and all but `last` as long as the rows say.
Status CheckFiles(const std::string& root, const std::string& last, Database* database) {
  ASSIGN_OR_RETURN(
      Statement files,
      database->Prepare("SELECT file, MAX(last) FROM ("
                        "SELECT warc_file AS file, warc_offset + warc_length AS last FROM page UNION ALL "
                        "SELECT revisit_file, revisit_offset + revisit_length FROM page UNION ALL "
                        "SELECT warc_file, warc_offset + warc_length FROM earlier) "
                        "WHERE file <> '' GROUP BY file"));
  ASSIGN_OR_RETURN(const std::vector<PrunedFile> pruned, ReadPruned(root));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, files.Step());
    if (!row) return {};
    const std::string name = files.Text(0);
    const auto file = File::Open(fmt::format("{}/{}", root, name), File::Mode::kRead);
    if (!file &&
        std::any_of(pruned.begin(), pruned.end(), [&](const auto& gone) { return gone.file == name; }))
      continue;  // taken away on purpose, and noted
    if (!file) {
      return Fail(ErrorCode::kCorrupt,
                  "{}/{}: pages of this assessment are archived there, but it cannot be read. Restore it "
                  "from a copy.",
                  root, name);
    }
    ASSIGN_OR_RETURN(const uint64_t size, file->Size());
    if (name != last && size < static_cast<uint64_t>(files.Int(1))) {
      return Fail(ErrorCode::kCorrupt,
                  "{}/{}: has {} bytes, but pages are archived up to {}. Restore it from a copy.", root, name,
                  size, files.Int(1));
    }
  }
}

Result<int> DropPagesBeyond(const std::string& name, uint64_t size, Database* database) {
  RETURN_IF_ERROR(database->Execute("BEGIN IMMEDIATE"));
  const auto run = [&](std::string_view sql) -> Status {
    ASSIGN_OR_RETURN(Statement statement, database->Prepare(sql));
    return statement.Bind(1, name).Bind(2, static_cast<int64_t>(size)).Run();
  };
#define MINGCHA_BEYOND                                       \
  "((warc_file = ?1 AND warc_offset + warc_length > ?2) OR " \
  "(revisit_file = ?1 AND revisit_offset + revisit_length > ?2))"
  Status status =
      run("UPDATE task SET state = 0 WHERE seq IN (SELECT task.seq FROM page JOIN task ON task.key = "
          "page.key AND task.url = page.url WHERE " MINGCHA_BEYOND ")");
  if (status)
    status = run("DELETE FROM facts WHERE page_id IN (SELECT id FROM page WHERE " MINGCHA_BEYOND ")");
  if (status) status = run("DELETE FROM page WHERE " MINGCHA_BEYOND);
  const int dropped = status ? database->changes() : 0;
#undef MINGCHA_BEYOND
  if (status) status = run("DELETE FROM body WHERE warc_file = ?1 AND warc_offset + warc_length > ?2");
  if (status) status = database->Execute("COMMIT");
  if (!status) {
    (void)database->Execute("ROLLBACK");
    return tl::unexpected(status.error());
  }
  return dropped;
}

}  // namespace

Result<Repair> MendArchive(const std::string& root, Database* database) {
  Repair repair;
  ASSIGN_OR_RETURN(const std::vector<std::string> files, WarcFiles(root));
  const std::string last = files.empty() ? std::string() : files.back();
  RETURN_IF_ERROR(CheckFiles(root, last, database));
  if (files.empty()) return repair;
  const std::string path = root + "/" + last;
  uint64_t size = 0;
  {
    ASSIGN_OR_RETURN(const File file, File::Open(path, File::Mode::kRead));
    ASSIGN_OR_RETURN(size, file.Size());
  }
  ASSIGN_OR_RETURN(
      Statement known,
      database->Prepare("SELECT COALESCE(MAX(last), 0) FROM ("
                        "SELECT warc_file AS file, warc_offset + warc_length AS last FROM page UNION ALL "
                        "SELECT revisit_file, revisit_offset + revisit_length FROM page) "
                        "WHERE file = ?1 AND last <= ?2"));
  RETURN_IF_ERROR(known.Bind(1, last).Bind(2, static_cast<int64_t>(size)).Step());
  const auto trusted = static_cast<uint64_t>(known.Int(0));
  known.Reset();
  ASSIGN_OR_RETURN(repair.bytes_cut, TruncateTornTail(path, trusted));
  ASSIGN_OR_RETURN(repair.pages_dropped, DropPagesBeyond(last, size - repair.bytes_cut, database));
  return repair;
}

}  // namespace mingcha::store
