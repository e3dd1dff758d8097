#include "tests/e2e/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

namespace mingcha::testing {
namespace fs = std::filesystem;

ScratchFolder::ScratchFolder() {
  std::string name = (fs::temp_directory_path() / "mingcha-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder could be made";
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string ReadAll(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void WriteAll(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

namespace {

/// Starts the program with its streams in files of `folder`.
pid_t Start(const ScratchFolder& folder, const std::vector<std::string>& args, const std::string& input) {
  WriteAll(folder.path() / "in", input);
  const std::string in = folder / "in";
  const std::string out = folder / "out";
  const std::string err = folder / "err";
  const pid_t child = fork();
  if (child != 0) return child;
  if (freopen(in.c_str(), "r", stdin) == nullptr || freopen(out.c_str(), "w", stdout) == nullptr ||
      freopen(err.c_str(), "w", stderr) == nullptr) {
    _exit(126);
  }
  std::vector<char*> argv = {const_cast<char*>(MINGCHA_BINARY)};
  for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  execv(MINGCHA_BINARY, argv.data());
  _exit(127);
}

Outcome WaitFor(const ScratchFolder& folder, pid_t child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return {};
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), ReadAll(folder / "out"),
          ReadAll(folder / "err")};
}

}  // namespace

Outcome RunMingcha(const std::vector<std::string>& args, const std::string& input) {
  const ScratchFolder folder;
  return WaitFor(folder, Start(folder, args, input));
}

Running::Running(const std::vector<std::string>& args)
    : folder_(std::make_unique<ScratchFolder>()), child_(Start(*folder_, args, "")) {}

Running::~Running() {
  if (child_ < 0) return;
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

void Running::Signal(int number) const { kill(child_, number); }

Outcome Running::Wait() { return WaitFor(*folder_, std::exchange(child_, -1)); }

}  // namespace mingcha::testing
