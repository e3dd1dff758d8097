#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <clocale>
#include <csignal>
#include <cstdint>
#include <new>

#include "extractors/attachments/converter.h"
#include "extractors/attachments/read_file.h"
#include "extractors/attachments/worker_exit.h"
#include "model/json.h"

namespace mingcha::attachments {
namespace {

/// Calls `use(name, number)` for every limit, in one fixed list for writing and reading them.
template <typename Use>
void ForEachLimit(ConverterOptions* options, Use use) {
  use("cpu", &options->jail.cpu_seconds);
  use("memory", &options->jail.memory);
  use("file_size", &options->jail.file_size);
  use("files", &options->jail.files);
  use("input", &options->read.max_input);
  use("unpacked", &options->read.max_unpacked);
  use("ratio", &options->read.max_ratio);
  use("members", &options->read.max_members);
  use("depth", &options->read.max_depth);
  use("text", &options->read.max_text);
  use("rows", &options->read.max_rows);
  use("columns", &options->read.max_columns);
  use("cells", &options->read.max_cells);
  use("pages", &options->read.max_pages);
  use("recognised", &options->read.max_recognised);
  use("confidence", &options->read.min_confidence);
}

void WriteAll(std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = write(1, text.data(), text.size());
    if (wrote <= 0) return;
    text.remove_prefix(static_cast<size_t>(wrote));
  }
}

std::string ReadInput() {
  struct stat about {};
  if (fstat(0, &about) != 0 || about.st_size <= 0) return {};
  std::string bytes(static_cast<size_t>(about.st_size), '\0');
  size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got = pread(0, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (got <= 0) break;
    at += static_cast<size_t>(got);
  }
  bytes.resize(at);
  return bytes;
}

}  // namespace

std::vector<std::string> WorkerArguments(const ConverterOptions& options) {
  std::vector<std::string> words;
  ConverterOptions copy = options;
  ForEachLimit(&copy, [&](const char* name, const auto* value) {
    words.push_back(fmt::format("{}={}", name, *value));
  });
  return words;
}

int WorkerMain(const std::vector<std::string>& arguments) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  close_range(3, ~0U, 0);
  ConverterOptions options;
  ForEachLimit(&options, [&](const std::string& name, auto* value) {
    for (const std::string& word : arguments) {
      if (!word.starts_with(name + "=")) continue;
      std::from_chars(word.data() + name.size() + 1, word.data() + word.size(), *value);
    }
  });
  std::setlocale(LC_CTYPE, "C.UTF-8");  // names in archives are told apart by it
  if (!EnterJail(options.jail)) {
    WriteAll(kNoJailMark);
    return 1;
  }
  try {
    WriteAll(model::ToJson(ReadFile(ReadInput(), options.read)) + std::string(kEndMark));
  } catch (const std::bad_alloc&) {
    WriteAll(kNoMemoryMark);
    return 1;
  }
  return 0;
}

}  // namespace mingcha::attachments
