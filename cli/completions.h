#pragma once

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace mingcha::cli {

enum class Shell { kBash, kZsh, kFish };

/// A completion script for all verbs and flags of `app`, read off the command line's own definition, so that
/// it cannot fall behind it. Verbs, flags and closed lists of values are offered; everything else completes
/// to file names.
[[nodiscard]] std::string CompletionScript(const CLI::App& app, Shell shell);

/// What else a manual page tells: files and environment variables, name and meaning each.
struct ManNotes {
  std::string version;
  std::vector<std::pair<std::string, std::string>> files, environment;
};

/// The manual page of `app` in roff (man(7)), in the language its descriptions are in.
[[nodiscard]] std::string ManPage(const CLI::App& app, const ManNotes& notes);

}  // namespace mingcha::cli
