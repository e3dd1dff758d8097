#include "store/assessment_folder.h"

#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "store/database.h"
#include "store/file.h"
#include "store/schema.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Status;

constexpr const char* kHalfMade = "assessment.db.new";

}  // namespace

std::string RandomSalt() {
  std::random_device device;
  std::string salt;
  for (int i = 0; i < 4; ++i) salt += fmt::format("{:08x}", device());
  return salt;
}

Status CheckFolder(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return Fail(ErrorCode::kNotFound,
                "{}: no such folder. Check the path, or make one with `mingcha assess CONFIG --out`.",
                folder);
  }
  if (!fs::exists(folder + "/assessment.db", error)) {
    return Fail(ErrorCode::kNotFound,
                "{}: is no assessment folder: assessment.db is not there. Name another folder.", folder);
  }
  if (!fs::is_directory(folder + "/archive", error)) {
    return Fail(ErrorCode::kCorrupt, "{}: the folder archive/ is not there. Restore it from a copy.", folder);
  }
  return {};
}

bool IsEmptyOrHalfMade(const std::string& folder) {
  std::error_code error;
  for (fs::directory_iterator entries(folder, error), end; !error && entries != end;
       entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    const bool of_ours = name == ".lock" || name.starts_with(kHalfMade);
    const bool empty_folder = (name == "archive" || name == "reports") && fs::is_directory(entries->path()) &&
                              fs::is_empty(entries->path());
    if (!of_ours && !empty_folder) return false;
  }
  return !error;
}

Status MakeDatabase(const std::string& folder, const std::string& salt) {
  const std::string path = folder + "/" + kHalfMade;
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) fs::remove(path + suffix, error);
  {
    ASSIGN_OR_RETURN(const auto database, Database::Open(path, OpenMode::kReadWrite));
    RETURN_IF_ERROR(CreateSchema(database.get()));
    {
      ASSIGN_OR_RETURN(Statement row, database->Prepare("INSERT INTO meta(name, text) VALUES('salt', ?1)"));
      RETURN_IF_ERROR(row.Bind(1, salt).Run());
    }
    RETURN_IF_ERROR(database->Execute("PRAGMA journal_mode=DELETE"));  // all of it in the one file, synced
  }
  fs::rename(path, folder + "/assessment.db", error);
  if (error)
    return Fail(ErrorCode::kIo, "{}: cannot be made ({}). Check the path and its rights.", folder,
                error.message());
  return SyncDirectory(folder);
}

}  // namespace mingcha::store
