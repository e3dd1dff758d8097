#pragma once

#include <cstddef>

#include "base/result.h"

namespace mingcha::attachments {

/// What a process that opens untrusted files may use.
struct JailLimits {
  int cpu_seconds = 100;                  ///< Of each process: the worker and every program it starts.
  size_t memory = size_t{2} << 30U;       ///< Address space in bytes; not set in sanitizer builds.
  size_t file_size = size_t{256} << 20U;  ///< Of anything written, memory files included.
  int files = 64;                         ///< Open at once.
};

/// Shuts the calling process in, for good and for all it starts: resource limits, no core files, no new
/// privileges, no sockets, no file opened for writing, made, renamed or removed anywhere, no tracing, no
/// mounts or name spaces, no signals to others; a network name space without devices where the kernel lets it
/// have one; as root it becomes nobody first. Reading and running installed programs stay allowed.
/// kUnsupported if the kernel has no seccomp: then nothing untrusted may be opened. Call before any thread is
/// made.
[[nodiscard]] base::Status EnterJail(const JailLimits& limits);

/// Adds for a program about to be run: no further processes. Only async-signal-safe after PrepareToolFilter.
class ToolFilter {
 public:
  /// Compiles the filter; null if it cannot.
  ToolFilter();
  ~ToolFilter();
  ToolFilter(const ToolFilter&) = delete;
  ToolFilter& operator=(const ToolFilter&) = delete;
  /// False if it could not be set.
  [[nodiscard]] bool Apply() const;

 private:
  void* context_ = nullptr;
};

}  // namespace mingcha::attachments
