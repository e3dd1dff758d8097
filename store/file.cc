#include "store/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/digest.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr size_t kPiece = size_t{1} << 20;

/// What errno says, with what a person can do about it.
tl::unexpected<base::Error> SystemError(std::string_view path, int error) {
  if (error == ENOENT) return Fail(ErrorCode::kNotFound, "{}: no such file or folder. Check the path.", path);
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    return Fail(ErrorCode::kIo, "{}: the disk is full. Free space and run again with --resume.", path);
  if (error == EACCES || error == EPERM || error == EROFS)
    return Fail(ErrorCode::kIo, "{}: not permitted. Check the owner and rights of the folder.", path);
  return Fail(ErrorCode::kIo, "{}: {}. Check the disk and run again.", path, std::strerror(error));
}

}  // namespace

Result<File> File::Open(std::string path, Mode mode) {
  const int flags = mode == Mode::kRead ? O_RDONLY : O_RDWR | O_APPEND | O_CREAT;
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  if (fd < 0) return SystemError(path, errno);
  return File(std::move(path), fd);
}

File::File(File&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  return *this;
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

Result<uint64_t> File::Size() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return SystemError(path_, errno);
  return static_cast<uint64_t>(info.st_size);
}

Result<std::string> File::ReadUpTo(uint64_t offset, size_t length) const {
  std::string bytes(length, '\0');
  size_t done = 0;
  while (done < length) {
    const ssize_t n = ::pread(fd_, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError(path_, errno);
    if (n == 0) break;
    done += static_cast<size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

Result<std::string> File::ReadAt(uint64_t offset, size_t length) const {
  ASSIGN_OR_RETURN(const uint64_t size, Size());
  if (offset > size || length > size - offset) {
    return Fail(ErrorCode::kCorrupt,
                "{}: ends at byte {}, but {} bytes are wanted from {}. The file was cut.", path_, size,
                length, offset);
  }
  return ReadUpTo(offset, length);
}

Status File::Append(std::string_view bytes) {
  ASSIGN_OR_RETURN(const uint64_t start, Size());
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(fd_, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      const int error = errno;
      RETURN_IF_ERROR(Truncate(start));
      return SystemError(path_, error);
    }
    done += static_cast<size_t>(n);
  }
  return {};
}

Status File::Truncate(uint64_t size) {
  if (::ftruncate(fd_, static_cast<off_t>(size)) != 0) return SystemError(path_, errno);
  return {};
}

Status File::Sync() const {
  if (::fdatasync(fd_) != 0) return SystemError(path_, errno);
  return {};
}

Status WriteFileAtomically(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  ASSIGN_OR_RETURN(File file, File::Open(temporary, File::Mode::kAppend));
  RETURN_IF_ERROR(file.Append(bytes));
  RETURN_IF_ERROR(file.Sync());
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return SystemError(path, errno);
  return SyncDirectory(std::filesystem::path(path).parent_path().string());
}

Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit) {
  ASSIGN_OR_RETURN(const File file, File::Open(path, File::Mode::kRead));
  ASSIGN_OR_RETURN(const uint64_t size, file.Size());
  if (size > limit)
    return Fail(ErrorCode::kOutOfRange, "{}: {} bytes, more than the {} that are read.", path, size, limit);
  return file.ReadAt(0, size);
}

Result<std::string> FileSha256Hex(const std::string& path) {
  ASSIGN_OR_RETURN(const File file, File::Open(path, File::Mode::kRead));
  base::Sha256 digest;
  for (uint64_t offset = 0;;) {
    ASSIGN_OR_RETURN(const std::string piece, file.ReadUpTo(offset, kPiece));
    digest.Update(piece);
    offset += piece.size();
    if (piece.size() < kPiece) return digest.FinishHex();
  }
}

Status SyncDirectory(const std::string& directory) {
  const std::string path = directory.empty() ? "." : directory;
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(path, errno);
  const int result = ::fsync(fd);
  const int error = errno;
  ::close(fd);
  if (result != 0 && error != EINVAL) return SystemError(path, error);
  return {};
}

}  // namespace mingcha::store
