#pragma once

#include <string>

#include "base/result.h"
#include "store/file.h"

namespace mingcha::store {

/// Keeps a second writer out of a folder for as long as it lives, across processes and within one; the system
/// drops it when the process ends, however it ends. The file `.lock` holds the writer's process id.
class FolderLock {
 public:
  /// kIo naming the other process's id if the folder is taken.
  [[nodiscard]] static base::Result<FolderLock> Take(const std::string& folder);

  /// kIo naming the writer if somebody is writing there now; takes nothing and changes nothing.
  [[nodiscard]] static base::Status CheckFree(const std::string& folder);

 private:
  explicit FolderLock(File file) : file_(std::move(file)) {}
  File file_;
};

}  // namespace mingcha::store
