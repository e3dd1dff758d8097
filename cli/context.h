#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "base/message.h"
#include "base/result.h"

namespace mingcha::cli {

/// Exit codes, part of the interface (docs: `mingcha --help`).
enum ExitCode : int {
  kClean = 0,          ///< Done, nothing found that counts.
  kFindings = 1,       ///< Done, there are findings that deduct.
  kBadInput = 2,       ///< Usage, configuration, register or folder is wrong; nothing was judged.
  kIncomplete = 3,     ///< The run did not come to its end, or a site was not reached; beats kFindings.
  kInterrupted = 130,  ///< Stopped by SIGINT.
};

/// What every verb gets: language, streams, and where the bundled data are. Outlives all verbs; one thread.
struct Context {
  base::Lang lang = base::Lang::kZh;
  bool json = false;  ///< Machines read the output.
  base::Catalogue chinese;
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  std::string command_line;  ///< For the audit log.

  [[nodiscard]] std::string Say(const base::Message& message) const;
  [[nodiscard]] std::string Say(const base::Error& error) const;
  /// Prints the error to `err` (as JSON with --json) and gives the exit code it calls for.
  int Report(const base::Error& error) const;
};

/// The bundled configuration: `$MINGCHA_DATA`, else beside the source tree this program was built from, else
/// /usr/share/mingcha. The folder holds `baodi`, `demo`, `calendar`, `language`, `cms`.
[[nodiscard]] std::filesystem::path DataFolder();

/// All modules' Chinese wordings, built into the program.
[[nodiscard]] base::Catalogue BuiltInChinese();

}  // namespace mingcha::cli
