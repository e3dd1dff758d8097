#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mingcha::store {

/// An open file of the operating system. Move-only; closes itself. One thread at a time, except ReadAt, which
/// any thread may call. All failures are kIo (kNotFound where the file is not there) and name the path.
class File {
 public:
  enum class Mode { kRead, kAppend };

  /// kAppend creates the file if needed and allows reading too.
  [[nodiscard]] static base::Result<File> Open(std::string path, Mode mode);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();
  File(const File&) = delete;  // owns a descriptor; open the path again instead
  File& operator=(const File&) = delete;

  [[nodiscard]] base::Result<uint64_t> Size() const;
  /// Exactly `length` bytes from `offset`; fewer there is kCorrupt.
  [[nodiscard]] base::Result<std::string> ReadAt(uint64_t offset, size_t length) const;
  /// At most `length` bytes from `offset`: fewer only at the end of the file.
  [[nodiscard]] base::Result<std::string> ReadUpTo(uint64_t offset, size_t length) const;
  /// Appends all bytes, or, when the disk is full, none: the file is cut back to where it ended.
  [[nodiscard]] base::Status Append(std::string_view bytes);
  [[nodiscard]] base::Status Truncate(uint64_t size);
  /// Waits until the data are on the disk.
  [[nodiscard]] base::Status Sync() const;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return fd_; }

 private:
  File(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_ = -1;
};

/// Replaces `path` by `bytes` so that at any moment either the old or the new content stands there whole.
[[nodiscard]] base::Status WriteFileAtomically(const std::string& path, std::string_view bytes);
/// At most `limit` bytes; a longer file is kOutOfRange.
[[nodiscard]] base::Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit);
/// SHA-256 of a file's content, read in pieces.
[[nodiscard]] base::Result<std::string> FileSha256Hex(const std::string& path);
/// Makes a new or renamed entry of `directory` survive a power cut.
[[nodiscard]] base::Status SyncDirectory(const std::string& directory);

}  // namespace mingcha::store
