#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mingcha::renderer {

/// What the browser may use.
struct BrowserLimits {
  int cpu_seconds = 60;                     ///< Of each of its processes.
  size_t memory = size_t{2} << 30U;         ///< Data of each of its processes, in bytes; 0: no limit.
  size_t file_size = size_t{256} << 20U;    ///< Of anything written to its own folder.
  size_t message_size = size_t{32} << 20U;  ///< Of one answer; a longer one ends the browser.
};

/// A headless Chromium in processes of its own, spoken to over two pipes (`--remote-debugging-pipe`):
/// messages of JSON, each ended by a zero byte.
///
/// It has no network: as root it gets a network name space without devices and becomes nobody first; in any
/// case names resolve to nothing and its proxy is a closed port, so that what is not served over the pipes
/// fails. It writes only to a folder made for it. Destruction kills it with all its children and removes the
/// folder. One thread.
class BrowserProcess {
 public:
  /// kNotFound: `program` cannot be run; kIo: no pipes, folder or process.
  [[nodiscard]] static base::Result<BrowserProcess> Start(const std::string& program,
                                                          const std::string& user_agent,
                                                          const BrowserLimits& limits);
  BrowserProcess(BrowserProcess&& other) noexcept;
  BrowserProcess& operator=(BrowserProcess&&) = delete;
  BrowserProcess(const BrowserProcess&) = delete;
  BrowserProcess& operator=(const BrowserProcess&) = delete;
  ~BrowserProcess();

  /// False: the browser is gone, or does not take it before `until`.
  [[nodiscard]] bool Send(std::string_view json, std::chrono::steady_clock::time_point until);
  /// The next message; nullopt: none before `until`, or the browser is gone (`ended`).
  [[nodiscard]] std::optional<std::string> Receive(std::chrono::steady_clock::time_point until);
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] const std::string& folder() const { return folder_; }  ///< Its own, for tests.

 private:
  BrowserProcess() = default;

  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  std::string folder_, buffer_;
  size_t searched_ = 0;  ///< Bytes of the buffer that hold no end of a message.
  size_t most_ = 0;
  bool ended_ = false;
};

/// Chromium as Debian installs it, or as the PATH has it; empty if there is none.
[[nodiscard]] std::string FindBrowser();

}  // namespace mingcha::renderer
