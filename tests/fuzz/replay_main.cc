// Runs a fuzz target over its committed corpus, as an ordinary test: replay FOLDER. Every file is given whole
// and cut short at up to 64 places, so that a parser meets an early end everywhere. A folder without files is
// a failure.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

namespace {

constexpr size_t kCuts = 64;

void Run(const std::string& bytes, size_t size) {
  // A copy of the exact size: a read past the end is then past an allocation, which the sanitizers see.
  const std::vector<uint8_t> copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1], error)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::printf("%s (%zu bytes)\n", path.filename().c_str(), bytes.size());
    std::fflush(stdout);
    const size_t step = std::max<size_t>(1, bytes.size() / kCuts);
    for (size_t size = 0; size < bytes.size(); size += step) Run(bytes, size);
    Run(bytes, bytes.size());
  }
  if (files.empty()) {
    std::fprintf(stderr, "%s: no corpus file found\n", argv[1]);
    return 1;
  }
  return 0;
}
