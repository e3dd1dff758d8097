#include "cli/pdf.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "cli/files.h"

extern char** environ;

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;

constexpr int kSecondsEach = 60;  // LibreOffice takes some three; its first start some ten.

/// Runs a program without shell, its output thrown away; the exit code.
base::Result<int> Run(const std::vector<std::string>& words, int seconds) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", 1 /* O_WRONLY */, 0);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return Fail(ErrorCode::kInternal, "{} cannot be started", words[0]);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(pid, SIGKILL);
      waitpid(pid, &status, 0);
      return Fail(ErrorCode::kTimeout, "{} did not end in {} s", words[0], seconds);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

base::Status Convert(const std::string& program, const fs::path& profile, const fs::path& folder) {
  std::vector<std::string> words = {
      program,    "--headless",   "-env:UserInstallation=file://" + profile.string(), "--convert-to", "pdf",
      "--outdir", folder.string()};
  std::vector<fs::path> documents;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".docx") documents.push_back(entry.path());
  }
  if (documents.empty()) return {};
  std::sort(documents.begin(), documents.end());
  for (const fs::path& document : documents) words.push_back(document.string());
  ASSIGN_OR_RETURN(const int code, Run(words, kSecondsEach + 5 * static_cast<int>(documents.size())));
  for (const fs::path& document : documents) {
    fs::path pdf = document;
    pdf.replace_extension(".pdf");
    auto bytes = ReadFile(pdf);
    if (code != 0 || !bytes)
      return Fail(ErrorCode::kInternal, "LibreOffice made no PDF of {}", document.string());
    RETURN_IF_ERROR(WriteFile(pdf, WithoutTimes(std::move(*bytes))));
  }
  return {};
}

/// Writes `filling` over the text in brackets behind each `name`, the rest with spaces; the length stays.
void Overwrite(std::string_view name, std::string_view filling, std::string* pdf) {
  for (size_t at = pdf->find(name); at != std::string::npos; at = pdf->find(name, at + 1)) {
    const size_t begin = at + name.size();
    const size_t end = pdf->find(')', begin);
    if (end == std::string::npos || end - begin < filling.size() || end - begin > 40) continue;
    pdf->replace(begin, end - begin, std::string(filling) + std::string(end - begin - filling.size(), ' '));
  }
}

}  // namespace

std::string FindProgram(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  const std::string folders = path == nullptr ? "/usr/bin:/bin" : path;
  for (const std::string& name : names) {
    for (size_t begin = 0; begin <= folders.size();) {
      const size_t end = std::min(folders.find(':', begin), folders.size());
      std::string file = folders.substr(begin, end - begin) + "/" + name;
      if (access(file.c_str(), X_OK) == 0) return file;
      begin = end + 1;
    }
  }
  return {};
}

std::string WithoutTimes(std::string pdf) {
  for (const std::string_view date : {"/CreationDate(", "/ModDate("})
    Overwrite(date, "D:20180101000000", &pdf);
  // The trailer's pair of identifiers and LibreOffice's checksum of the document.
  const size_t id = pdf.rfind("/ID");
  if (id != std::string::npos) {
    const size_t end = pdf.find(']', id);
    for (size_t i = id; i < std::min(end, pdf.size()); ++i) {
      if (std::isxdigit(static_cast<unsigned char>(pdf[i])) != 0 && i > id + 2) pdf[i] = '0';
    }
  }
  const size_t sum = pdf.rfind("/DocChecksum /");
  if (sum != std::string::npos) {
    for (size_t i = sum + 14; i < pdf.size() && std::isxdigit(static_cast<unsigned char>(pdf[i])) != 0; ++i)
      pdf[i] = '0';
  }
  return pdf;
}

base::Status WritePdfs(const fs::path& folder) {
  const std::string program = FindProgram({"soffice", "libreoffice"});
  if (program.empty()) {
    return Fail(
        ErrorCode::kUnsupported,
        "a PDF needs LibreOffice Writer: apt-get install libreoffice-writer; the Word documents are there");
  }
  setenv("SOURCE_DATE_EPOCH", "1514764800", 1);
  std::string profile = (fs::temp_directory_path() / "mingcha-office-XXXXXX").string();
  if (mkdtemp(profile.data()) == nullptr)
    return Fail(ErrorCode::kIo, "no temporary folder can be made for {}", profile);
  base::Status done = Convert(program, profile, fs::absolute(folder));
  if (done && fs::exists(folder / "feedback"))
    done = Convert(program, profile, fs::absolute(folder / "feedback"));
  std::error_code error;
  fs::remove_all(profile, error);
  return done;
}

}  // namespace mingcha::cli
