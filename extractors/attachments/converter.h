#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extractors/attachments/jail.h"
#include "extractors/attachments/read_limits.h"
#include "model/attachment.h"

namespace mingcha::attachments {

struct ConverterOptions {
  /// The program to run and its first arguments; it must hand its arguments to WorkerMain.
  std::vector<std::string> worker = {"/proc/self/exe", "convert-worker"};
  int wall_ms = 240'000;  ///< Then the worker and all it started are killed.
  size_t max_output = size_t{64} << 20U;
  JailLimits jail;
  ReadLimits read;
};

/// Reads attachments, each in a process of its own that is shut in before it sees a byte of the file.
///
/// Whatever happens there (crash, limit, kill, missing program) is a value that says what to do. The same
/// bytes and version give the same value, except for kTimeout, kCrashed, kNoConverter and kNoSandbox, which
/// depend on the machine. Any number of threads may convert at once.
class Converter {
 public:
  explicit Converter(ConverterOptions options = {}) : options_(std::move(options)) {}

  [[nodiscard]] model::AttachmentContent Convert(std::string_view bytes) const;
  /// Names reader and limits: a stored result of another version is stale.
  [[nodiscard]] std::string Version() const;

 private:
  ConverterOptions options_;
};

/// True if the value depends on the file alone and may be kept.
[[nodiscard]] bool MayKeep(const model::AttachmentContent& content);

/// The worker's whole life: reads the file from descriptor 0, writes JSON to 1. `arguments` are those that
/// Converter adds. Returns an exit code; the caller must end the process with it at once (_exit).
[[nodiscard]] int WorkerMain(const std::vector<std::string>& arguments);

}  // namespace mingcha::attachments
