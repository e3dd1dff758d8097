#include "store/folder_lock.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace mingcha::store {
namespace {

/// kIo naming the writer if another process or object holds the lock.
base::Status Lock(const File& file, const std::string& folder, int how) {
  if (::flock(file.descriptor(), how | LOCK_NB) == 0) return {};
  ASSIGN_OR_RETURN(std::string owner, file.ReadUpTo(0, 20));
  while (!owner.empty() && owner.back() == '\n') owner.pop_back();
  return base::Fail(base::ErrorCode::kIo,
                    "{}: process {} is working in this folder. Wait for it to end, or stop it.", folder,
                    owner.empty() ? "?" : owner);
}

}  // namespace

base::Result<FolderLock> FolderLock::Take(const std::string& folder) {
  ASSIGN_OR_RETURN(File file, File::Open(folder + "/.lock", File::Mode::kAppend));
  RETURN_IF_ERROR(Lock(file, folder, LOCK_EX));
  RETURN_IF_ERROR(file.Truncate(0));
  RETURN_IF_ERROR(file.Append(fmt::format("{}\n", ::getpid())));
  return FolderLock(std::move(file));
}

base::Status FolderLock::CheckFree(const std::string& folder) {
  const auto file = File::Open(folder + "/.lock", File::Mode::kRead);
  if (!file) return {};  // never opened for writing, or on read-only media without it
  return Lock(*file, folder, LOCK_SH);
}

}  // namespace mingcha::store
