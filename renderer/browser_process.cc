#include "renderer/browser_process.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

namespace mingcha::renderer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uid_t kNobody = 65534;

std::vector<std::string> Arguments(const std::string& program, const std::string& user_agent,
                                   const std::string& folder) {
  std::vector<std::string> out = {
      program,
      "--headless=new",
      "--remote-debugging-pipe",
      "--user-data-dir=" + folder,
      "--user-agent=" + user_agent,
      "--proxy-server=127.0.0.1:9",
      "--proxy-bypass-list=<-loopback>",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--js-flags=--max-old-space-size=256",
      "--renderer-process-limit=1",
      "--disable-background-networking",
      "--disable-breakpad",
      "--disable-client-side-phishing-detection",
      "--disable-component-update",
      "--disable-crash-reporter",
      "--disable-default-apps",
      "--disable-dev-shm-usage",
      "--disable-domain-reliability",
      "--disable-extensions",
      "--disable-features=IsolateOrigins,site-per-process,MediaRouter,OptimizationHints,Translate",
      "--disable-gpu",
      "--disable-notifications",
      "--disable-site-isolation-trials",
      "--disable-sync",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--mute-audio",
      "--no-default-browser-check",
      "--no-first-run",
      "--no-pings",
      "--use-mock-keychain",
  };
  // Chromium's own sandbox refuses to start for root; we are nobody by then, without privileges to lose.
  if (geteuid() == 0) out.emplace_back("--no-sandbox");
  out.emplace_back("about:blank");
  return out;
}

void Limit(int what, rlim_t most) {
  const rlimit limit{most, most};
  (void)setrlimit(static_cast<__rlimit_resource_t>(what), &limit);
}

/// What the child does between fork and exec: only async-signal-safe calls.
[[noreturn]] void BecomeBrowser(const char* program, char* const* arguments, char* const* environment,
                                int commands, int answers, const BrowserLimits& limits, pid_t parent) {
  constexpr int kHigh = 60;
  setsid();
  if (geteuid() == 0) {
    (void)unshare(CLONE_NEWNET);  // where the kernel lets us; the closed proxy stands in any case
    if (setgroups(0, nullptr) != 0 || setgid(kNobody) != 0 || setuid(kNobody) != 0) _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a change of user would forget it
  if (getppid() != parent) _exit(126);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds));
  Limit(RLIMIT_FSIZE, limits.file_size);
  if (limits.memory != 0) Limit(RLIMIT_DATA, limits.memory);
  // Out of the way first: either pipe may stand on 3 or 4 already.
  if (dup2(commands, kHigh) < 0 || dup2(answers, kHigh + 1) < 0) _exit(126);
  const int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0) _exit(126);
  for (int fd = 0; fd < 3; ++fd) dup2(nothing, fd);
  if (dup2(kHigh, 3) < 0 || dup2(kHigh + 1, 4) < 0) _exit(126);
  close_range(5, ~0U, 0);
  execve(program, arguments, environment);
  _exit(127);
}

std::vector<char*> Pointers(std::vector<std::string>* texts) {
  std::vector<char*> out;
  for (std::string& text : *texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

int Left(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 60'000));
}

/// True once the descriptor is ready; false: not before `until`, or it broke.
bool Await(int fd, short events, Clock::time_point until) {
  while (true) {
    pollfd wait{fd, events, 0};
    const int ready = poll(&wait, 1, Left(until));
    if (ready > 0) return (wait.revents & (events | POLLHUP)) != 0;
    if (ready < 0 && errno != EINTR) return false;
    if (Clock::now() >= until) return false;
  }
}

}  // namespace

std::string FindBrowser() {
  std::vector<std::string> places = {"/usr/bin/chromium", "/usr/bin/chromium-browser"};
  if (const char* path = std::getenv("PATH"); path != nullptr) {
    std::string_view rest = path;
    while (!rest.empty()) {
      const size_t colon = rest.find(':');
      const std::string_view folder = rest.substr(0, colon);
      if (folder.starts_with('/')) places.push_back(std::string(folder) + "/chromium");
      if (colon == std::string_view::npos) break;
      rest.remove_prefix(colon + 1);
    }
  }
  for (const std::string& place : places) {
    if (access(place.c_str(), X_OK) == 0) return place;
  }
  return {};
}

base::Result<BrowserProcess> BrowserProcess::Start(const std::string& program, const std::string& user_agent,
                                                   const BrowserLimits& limits) {
  if (program.empty() || access(program.c_str(), X_OK) != 0)
    return base::Fail(base::ErrorCode::kNotFound, "there is no Chromium to render with");
  BrowserProcess browser;
  browser.most_ = limits.message_size;
  std::string folder = std::filesystem::temp_directory_path().string() + "/mingcha-render-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr)
    return base::Fail(base::ErrorCode::kIo, "{}: no folder can be made", folder);
  browser.folder_ = folder;
  if (geteuid() == 0 && chown(folder.c_str(), kNobody, kNobody) != 0)
    return base::Fail(base::ErrorCode::kIo, "{}: cannot be given away", folder);
  std::array<int, 2> commands{-1, -1};
  std::array<int, 2> answers{-1, -1};
  if (pipe2(commands.data(), O_CLOEXEC) != 0) return base::Fail(base::ErrorCode::kIo, "no pipe");
  browser.to_ = commands[1];
  if (pipe2(answers.data(), O_CLOEXEC) != 0) {
    close(commands[0]);
    return base::Fail(base::ErrorCode::kIo, "no pipe");
  }
  browser.from_ = answers[0];
  std::vector<std::string> arguments = Arguments(program, user_agent, folder);
  std::vector<std::string> environment = {"HOME=" + folder, "TMPDIR=" + folder, "PATH=/usr/bin:/bin",
                                          "LANG=C.UTF-8", "TZ=Asia/Shanghai"};
  const std::vector<char*> argv = Pointers(&arguments);
  const std::vector<char*> envp = Pointers(&environment);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0)
    BecomeBrowser(program.c_str(), argv.data(), envp.data(), commands[0], answers[1], limits, parent);
  close(commands[0]);
  close(answers[1]);
  if (pid < 0) return base::Fail(base::ErrorCode::kIo, "no process can be made");
  browser.pid_ = pid;
  fcntl(browser.to_, F_SETFL, O_NONBLOCK);
  return browser;
}

BrowserProcess::BrowserProcess(BrowserProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      to_(std::exchange(other.to_, -1)),
      from_(std::exchange(other.from_, -1)),
      folder_(std::exchange(other.folder_, {})),
      buffer_(std::move(other.buffer_)),
      searched_(other.searched_),
      most_(other.most_),
      ended_(other.ended_) {}

BrowserProcess::~BrowserProcess() {
  if (to_ >= 0) close(to_);
  if (from_ >= 0) close(from_);
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);  // its session's group: the browser and the processes it started
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (!folder_.empty()) {
    // Its last children may still be writing; what they leave is tried again.
    std::error_code error;
    for (int attempt = 0; attempt < 50; ++attempt) {
      std::filesystem::remove_all(folder_, error);
      if (!error) break;
      (void)poll(nullptr, 0, 20);
    }
  }
}

bool BrowserProcess::Send(std::string_view json, Clock::time_point until) {
  std::string message(json);
  message += '\0';
  std::string_view rest = message;
  // A browser that is gone must not end us by SIGPIPE: the write is made with it held back.
  sigset_t pipe_signal;
  sigset_t before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  while (!rest.empty() && !ended_) {
    const ssize_t written = write(to_, rest.data(), rest.size());
    if (written > 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (written < 0 && errno == EAGAIN) {
      if (!Await(to_, POLLOUT, until)) break;
    } else if (written < 0 && errno != EINTR) {
      ended_ = true;
    }
  }
  const timespec none{0, 0};
  while (sigtimedwait(&pipe_signal, nullptr, &none) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return rest.empty();
}

std::optional<std::string> BrowserProcess::Receive(Clock::time_point until) {
  while (true) {
    const size_t end = buffer_.find('\0', searched_);
    if (end != std::string::npos) {
      std::string message = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      searched_ = 0;
      return message;
    }
    searched_ = buffer_.size();
    if (ended_ || buffer_.size() > most_) {
      ended_ = true;
      return std::nullopt;
    }
    if (!Await(from_, POLLIN, until)) return std::nullopt;
    std::array<char, 65536> chunk{};
    const ssize_t got = read(from_, chunk.data(), chunk.size());
    if (got > 0) {
      buffer_.append(chunk.data(), static_cast<size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      ended_ = true;
    }
  }
}

}  // namespace mingcha::renderer
