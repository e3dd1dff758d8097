#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mingcha::cli {

/// An option or argument of a verb. Refers to what the command line holds; copies mean the same one.
///
/// Why not CLI11's own class: its headers are code, and every file that sees them compiles all of it anew.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option& Required(bool required = true);
  /// Whole numbers from `least` to `most`; anything else is a usage error that says so.
  Option& Between(int64_t least, int64_t most);
  Option& OneOf(const std::vector<std::string>& words);
  Option& ShowDefault();

  [[nodiscard]] bool given() const;        ///< After parsing.
  [[nodiscard]] std::string text() const;  ///< After parsing; empty: not given.

 private:
  CLI::Option* option_;
};

/// A verb of the command line, or the command itself. Refers to what the command line holds, which outlives
/// it; so must the values that are taken.
class Verb {
 public:
  explicit Verb(CLI::App* app) : app_(app) {}

  [[nodiscard]] Verb Sub(const std::string& name, const std::string& help);
  /// One of its own verbs must be named.
  void RequireSub();
  /// `names` as CLI11 writes them: `CONFIG` is an argument by place, `--out` an option, `-o,--out` two names
  /// of one.
  Option Add(const std::string& names, std::string& value, const std::string& help);
  Option Add(const std::string& names, std::vector<std::string>& values, const std::string& help);
  Option Add(const std::string& names, int& value, const std::string& help);
  Option Add(const std::string& names, int64_t& value, const std::string& help);
  Option Add(const std::string& names, uint64_t& value, const std::string& help);
  /// `take` is called while parsing.
  Option Add(const std::string& names, std::function<void(int)> take, const std::string& help);
  Option Flag(const std::string& names, bool& value, const std::string& help);
  /// One that was added before, by one of its names; a bug if there is none.
  [[nodiscard]] Option Find(const std::string& name) const;
  /// Text under the help.
  void Footer(const std::string& text);
  /// What happens when it was named and all its options are read.
  void OnParsed(std::function<void()> action);

  /// For what writes about the whole command line (completions, manual page).
  [[nodiscard]] const CLI::App& app() const { return *app_; }

  /// Ends parsing with the usage error that `name` is missing.
  [[noreturn]] static void FailMissing(const std::string& name);

 private:
  CLI::App* app_;
};

}  // namespace mingcha::cli
