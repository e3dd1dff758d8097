#include "store/folder_lock.h"

#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace mingcha::store {

base::Result<FolderLock> FolderLock::Take(const std::string& folder) {
  ASSIGN_OR_RETURN(File file, File::Open(folder + "/.lock", File::Mode::kAppend));
  if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    ASSIGN_OR_RETURN(std::string owner, file.ReadUpTo(0, 20));
    while (!owner.empty() && owner.back() == '\n') owner.pop_back();
    return base::Fail(base::ErrorCode::kIo,
                      "{}: process {} is working in this folder. Wait for it to end, or stop it.", folder,
                      owner.empty() ? "?" : owner);
  }
  RETURN_IF_ERROR(file.Truncate(0));
  RETURN_IF_ERROR(file.Append(fmt::format("{}\n", ::getpid())));
  return FolderLock(std::move(file));
}

}  // namespace mingcha::store
