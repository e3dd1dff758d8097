#include "extractors/attachments/tool.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "extractors/attachments/jail.h"

namespace mingcha::attachments {
namespace {

constexpr size_t kMaxErrors = 4096;

std::string PathOf(std::string_view name) {
  for (const char* folder : {"/usr/bin/", "/bin/", "/usr/local/bin/"}) {
    std::string path = std::string(folder) + std::string(name);
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

int MemoryFile(std::string_view bytes) {
  const int file = memfd_create("input", MFD_CLOEXEC);
  while (file >= 0 && !bytes.empty()) {
    const ssize_t wrote = write(file, bytes.data(), bytes.size());
    if (wrote <= 0) {
      close(file);
      return -1;
    }
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  if (file >= 0) lseek(file, 0, SEEK_SET);
  return file;
}

/// Reads both pipes to their ends. False if the output was longer than allowed.
bool Drain(int out, int err, size_t max_output, ToolResult* result) {
  std::array<pollfd, 2> pipes = {pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  std::string chunk(size_t{64} << 10U, '\0');
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    if (poll(pipes.data(), pipes.size(), -1) < 0 && errno != EINTR) return false;
    for (size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].fd < 0 || pipes[i].revents == 0) continue;
      const ssize_t got = read(pipes[i].fd, chunk.data(), chunk.size());
      if (got <= 0) {
        pipes[i].fd = -1;
        continue;
      }
      std::string& text = i == 0 ? result->out : result->err;
      if (i == 0 && text.size() + static_cast<size_t>(got) > max_output) return false;
      if (i == 0 || text.size() < kMaxErrors) text.append(chunk, 0, static_cast<size_t>(got));
    }
  }
  return true;
}

/// In the child: never returns.
[[noreturn]] void Exec(const std::string& path, char* const* arguments, int input, int out, int err,
                       const ToolFilter& filter) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, 0);
  dup2(out, 1);
  dup2(err, 2);
  fcntl(input, F_SETFD, 0);
  if (filter.Apply()) execv(path.c_str(), arguments);
  _exit(127);
}

}  // namespace

bool HasTool(std::string_view name) { return !PathOf(name).empty(); }

ToolResult RunTool(const std::vector<std::string>& command, std::string_view input, size_t max_output) {
  ToolResult result;
  const std::string path = PathOf(command.front());
  if (path.empty()) return result;
  result.found = true;
  const ToolFilter filter;
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  const int file = MemoryFile(input);
  if (file < 0 || pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) return result;
  const std::string file_path = "/proc/self/fd/" + std::to_string(file);
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) {
    if (word == "{}") word = file_path;
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) Exec(path, arguments.data(), file, out[1], err[1], filter);
  close(out[1]);
  close(err[1]);
  close(file);
  const bool whole = child > 0 && Drain(out[0], err[0], max_output, &result);
  close(out[0]);  // a program that goes on writing is ended by that
  close(err[0]);
  if (child <= 0) return result;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.finished = whole && WIFEXITED(status);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

}  // namespace mingcha::attachments
