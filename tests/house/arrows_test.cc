// The house: which folder may include which, and which library's headers (ARCHITECTURE.md). Arrows point down
// only.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, int>& Floors() {
  static const std::map<std::string, int> kFloors = {
      {"base", 0},       {"model", 1},    {"crawler", 2}, {"store", 2},   {"rules", 2},
      {"extractors", 2}, {"renderer", 2}, {"checker", 2}, {"reports", 2}, {"config", 3},
      {"demo", 3},       {"review", 3},   {"survey", 3},  {"cli", 4}};
  return kFloors;
}

/// Third-party headers by prefix, and the folders that may include them.
const std::vector<std::pair<std::string, std::set<std::string>>>& Libraries() {
  static const std::vector<std::pair<std::string, std::set<std::string>>> kLibraries = {
      {"curl/", {"crawler"}},
      {"boost/asio", {"crawler", "demo", "review", "cli"}},
      {"boost/beast", {"demo", "review"}},
      {"boost/json",
       {"model", "store", "rules", "reports", "extractors", "renderer", "demo", "review", "cli"}},
      {"boost/describe", {"model"}},
      {"gumbo.h", {"extractors"}},
      {"re2/", {"extractors", "rules", "config"}},
      {"sqlite3.h", {"store"}},
      {"zlib.h", {"store", "reports", "crawler"}},
      {"xlsxwriter", {"reports"}},
      {"libdeflate.h", {"store"}},
      {"brotli/", {"store"}},
      {"zstd.h", {"store"}},
      {"isa-l/igzip_lib.h", {"store"}},
      {"yaml-cpp/", {"rules"}},
      {"unicode/", {"base", "extractors"}},
      {"uchardet", {"extractors"}},
      {"archive", {"extractors"}},
      {"seccomp.h", {"extractors"}},
      {"openssl/", {"base", "crawler"}},
      {"zip.h", {"base"}},
      {"pugixml", {"base", "extractors"}},
      {"CLI/", {"cli"}},
  };
  return kLibraries;
}

struct Include {
  std::string file;
  int line = 0;
  std::string header;
  bool quoted = false;
};

std::vector<Include> IncludesOf(const std::string& folder) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<Include> includes;
  const fs::path root = fs::path(MINGCHA_SOURCE_DIR);
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension();
    if (extension != ".h" && extension != ".cc") continue;
    std::ifstream in(entry.path());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      std::smatch match;
      if (std::regex_search(line, match, kInclude)) {
        includes.push_back({fs::relative(entry.path(), root).string(), number, match[2], match[1] == "\""});
      }
    }
  }
  return includes;
}

std::string FolderOf(const std::string& header) { return header.substr(0, header.find('/')); }

class ArrowsTest : public testing::TestWithParam<std::string> {};

TEST_P(ArrowsTest, PointDownOnly) {
  const std::string& folder = GetParam();
  const int floor = Floors().at(folder);
  const std::vector<Include> includes = IncludesOf(folder);
  ASSERT_FALSE(includes.empty()) << folder << " has no sources: the scan looks in the wrong place";
  for (const Include& include : includes) {
    if (!include.quoted || FolderOf(include.header) == folder || FolderOf(include.header) == "embedded")
      continue;
    const auto target = Floors().find(FolderOf(include.header));
    if (target == Floors().end()) {
      ADD_FAILURE() << include.file << ":" << include.line << ": includes " << include.header
                    << ", which is in no folder of the house";
      continue;
    }
    EXPECT_LT(target->second, floor) << include.file << ":" << include.line << ": arrow " << folder << " -> "
                                     << target->first << " does not point down";
  }
}

TEST_P(ArrowsTest, LibrariesStayInTheirRooms) {
  const std::string& folder = GetParam();
  for (const Include& include : IncludesOf(folder)) {
    for (const auto& [prefix, allowed] : Libraries()) {
      if (!include.header.starts_with(prefix)) continue;
      EXPECT_TRUE(allowed.contains(folder)) << include.file << ":" << include.line << ": " << include.header
                                            << " may not be used in " << folder;
    }
  }
}

TEST(ArrowsTableTest, CheckerKnowsNoLibrary) {
  for (const Include& include : IncludesOf("checker")) {
    const bool standard =
        !include.quoted && include.header.find('/') == std::string::npos && !include.header.ends_with(".h");
    EXPECT_TRUE(include.quoted || standard) << include.file << ":" << include.line << ": " << include.header;
  }
}

INSTANTIATE_TEST_SUITE_P(House, ArrowsTest,
                         testing::Values("base", "model", "crawler", "store", "rules", "extractors",
                                         "renderer", "checker", "reports", "config", "demo", "review", "cli"),
                         [](const auto& param) { return param.param; });

}  // namespace
