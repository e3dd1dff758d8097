#include "extractors/attachments/converter.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

#include "extractors/attachments/read_file.h"
#include "extractors/attachments/sniff.h"
#include "extractors/attachments/worker_exit.h"
#include "model/json.h"

namespace mingcha::attachments {
namespace {

using base::Message;
using base::Msg;
using model::AttachmentContent;
using model::AttachmentStatus;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  void Reset(int fd) {
    Close();
    fd_ = fd;
  }
  void Close() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

AttachmentContent Failure(std::string_view bytes, AttachmentStatus status, Message detail) {
  AttachmentContent content;
  content.type = DetectType(bytes.substr(0, size_t{64} << 20U));
  content.status = status;
  content.detail = detail;
  content.parts.push_back({"", content.type, status, std::move(detail), {}});
  return content;
}

bool FillMemoryFile(Descriptor* file, std::string_view bytes) {
  file->Reset(memfd_create("attachment", MFD_CLOEXEC));
  while (file->get() >= 0 && !bytes.empty()) {
    const ssize_t wrote = write(file->get(), bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  return file->get() >= 0 && lseek(file->get(), 0, SEEK_SET) == 0;
}

/// Set in every worker.
constexpr const char* kWorkerMark = "MINGCHA_CONVERT_WORKER";

/// Starts the worker in a process group of its own: -1 if it cannot. A worker starts none: a program that
/// links this and does not hand its arguments to WorkerMain would call itself without end.
pid_t Spawn(std::vector<std::string> words, int input, int output) {
  if (std::getenv(kWorkerMark) != nullptr) return -1;
  // A clean environment: no proxies, preloads or keys of the user; one thread for tesseract.
  std::vector<std::string> environment = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8",
                                          "LC_ALL=C.UTF-8",     "HOME=/nonexistent",
                                          "OMP_THREAD_LIMIT=1", std::string(kWorkerMark) + "=1"};
  std::vector<char*> argv;
  std::vector<char*> envp;
  argv.reserve(words.size() + 1);
  envp.reserve(environment.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& entry : environment) envp.push_back(entry.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addchdir_np(&actions, "/");
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  pid_t child = -1;
  if (posix_spawn(&child, argv[0], &actions, &attributes, argv.data(), envp.data()) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return child;
}

enum class Reading { kWhole, kTooMuch, kTimeout };

Reading ReadAll(int fd, int wall_ms, size_t most, std::string* text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(wall_ms);
  std::string chunk(size_t{64} << 10U, '\0');
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Reading::kTimeout;
    pollfd pipe{fd, POLLIN, 0};
    const int ready = poll(&pipe, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return Reading::kTimeout;
    const ssize_t got = read(fd, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Reading::kWhole;
    if (text->size() + static_cast<size_t>(got) > most) return Reading::kTooMuch;
    text->append(chunk, 0, static_cast<size_t>(got));
  }
}

}  // namespace

bool MayKeep(const AttachmentContent& content) {
  const auto depends = [](AttachmentStatus status) {
    return status == AttachmentStatus::kNoConverter || status == AttachmentStatus::kNoSandbox ||
           status == AttachmentStatus::kTimeout || status == AttachmentStatus::kCrashed;
  };
  if (depends(content.status)) return false;
  for (const model::AttachmentPart& part : content.parts)
    if (depends(part.status)) return false;
  return true;
}

std::string Converter::Version() const {
  const ReadLimits& limits = options_.read;
  return fmt::format("{}:{}:{}:{}:{}:{}", kReaderVersion, limits.max_unpacked, limits.max_members,
                     limits.max_pages, limits.max_recognised, limits.min_confidence);
}

AttachmentContent Converter::Convert(std::string_view bytes) const {
  if (bytes.size() > options_.read.max_input)
    return Failure({}, AttachmentStatus::kTooLarge,
                   Msg("it is larger than {} bytes", options_.read.max_input));
  Descriptor input;
  std::array<int, 2> pipe{};
  if (!FillMemoryFile(&input, bytes) || pipe2(pipe.data(), O_CLOEXEC) != 0)
    return Failure(bytes, AttachmentStatus::kNoSandbox, Msg("no memory or file descriptors are left"));
  const Descriptor from_worker(pipe[0]);
  Descriptor to_parent(pipe[1]);
  std::vector<std::string> words = options_.worker;
  for (std::string& word : WorkerArguments(options_)) words.push_back(std::move(word));
  const pid_t child = Spawn(std::move(words), input.get(), to_parent.get());
  to_parent.Close();
  if (child < 0)
    return Failure(bytes, AttachmentStatus::kNoSandbox,
                   Msg("the process that opens attachments could not be started"));
  std::string text;
  const Reading reading = ReadAll(from_worker.get(), options_.wall_ms, options_.max_output, &text);
  kill(-child, SIGKILL);  // whatever is left of it; a group that is gone already is no harm
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (reading == Reading::kTimeout)
    return Failure(bytes, AttachmentStatus::kTimeout,
                   Msg("it took longer than {} seconds", options_.wall_ms / 1000));
  if (reading == Reading::kTooMuch)
    return Failure(bytes, AttachmentStatus::kTooLarge, Msg("it unpacks to more than is read"));
  // Whole output is believed whatever the end was: the kill above may have come before the worker's own.
  if (text.ends_with(kEndMark)) {
    text.resize(text.size() - kEndMark.size());
    auto content = model::FromJson<AttachmentContent>(text);
    if (content) return std::move(*content);
    return Failure(bytes, AttachmentStatus::kCrashed,
                   Msg("the program that opens it ended abnormally or said too much"));
  }
  if (text == kNoJailMark) {
    return Failure(bytes, AttachmentStatus::kNoSandbox,
                   Msg("this system cannot shut in a process that opens attachments (seccomp is needed)"));
  }
  if (text == kNoMemoryMark)
    return Failure(bytes, AttachmentStatus::kTooLarge, Msg("it needs more memory than is allowed"));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
    return Failure(bytes, AttachmentStatus::kTimeout,
                   Msg("it took longer than {} seconds", options_.jail.cpu_seconds));
  return Failure(bytes, AttachmentStatus::kCrashed,
                 Msg("the program that opens it ended abnormally or said too much"));
}

}  // namespace mingcha::attachments
