#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mingcha::testing {

struct Outcome {
  int exit_code = -1;
  std::string out;  ///< Standard output.
  std::string err;  ///< Standard error.
};

/// Runs the built program with arguments and optional standard input, and waits for it.
[[nodiscard]] Outcome RunMingcha(const std::vector<std::string>& args, const std::string& input = "");

/// The built program under way. Whoever made it waits for it; the destructor kills what is left.
class Running {
 public:
  explicit Running(const std::vector<std::string>& args);
  ~Running();
  Running(const Running&) = delete;  // Owns the process.
  Running& operator=(const Running&) = delete;
  void Signal(int number) const;
  [[nodiscard]] Outcome Wait();

 private:
  std::unique_ptr<class ScratchFolder> folder_;
  int child_ = -1;
};

/// A new folder under the tests' temporary folder; removed with what is in it when the object goes.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;  // Owns the folder.
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string ReadAll(const std::filesystem::path& file);
void WriteAll(const std::filesystem::path& file, const std::string& text);

}  // namespace mingcha::testing
