// House sizes, and what must not stand in the tree: long files, machine paths, Chinese text in code, messages
// without Chinese.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFolders = {"base",       "model",   "crawler", "store",  "rules",
                                           "extractors", "checker", "reports", "config", "demo",
                                           "review",     "survey",  "cli"};

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> Sources() {
  std::vector<fs::path> files;
  for (const std::string& folder : kFolders) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(MINGCHA_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".h" || entry.path().extension() == ".cc")
        files.push_back(entry.path());
    }
  }
  return files;
}

TEST(SizesTest, FilesStayReadable) {
  const std::vector<fs::path> sources = Sources();
  ASSERT_GT(sources.size(), 20u);
  for (const fs::path& file : sources) {
    const std::string text = ReadAll(file);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_LE(lines, file.extension() == ".h" ? 250 : 600) << file;
  }
}

TEST(SizesTest, ChineseIsData) {
  // Comments may cite a term; code may not hold Chinese text. Strips // comments before looking.
  for (const fs::path& file : Sources()) {
    std::istringstream in(ReadAll(file));
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const std::string code = line.substr(0, line.find("//"));
      const bool han = std::any_of(code.begin(), code.end(), [](char c) {
        // Lead bytes of U+4000..U+9FFF: the Han characters. Punctuation signs may be compared with in code.
        return static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9;
      });
      EXPECT_FALSE(han) << file << ":" << number
                        << ": Chinese text belongs in config/, templates or messages.zh.tsv";
    }
  }
}

/// The string literals of the first argument of Msg( and the second of Fail(, joined where the compiler joins
/// them.
std::set<std::string> MessageFormats(const std::string& code) {
  static const std::regex kCall(
      R"re((?:\bMsg\(\s*|\bFail\(\s*(?:base::)?ErrorCode::\w+,\s*)((?:"(?:[^"\\]|\\.)*"\s*)+))re");
  static const std::regex kLiteral(R"re("((?:[^"\\]|\\.)*)")re");
  std::set<std::string> formats;
  for (std::sregex_iterator call(code.begin(), code.end(), kCall), end; call != end; ++call) {
    const std::string literals = (*call)[1];
    std::string format;
    for (std::sregex_iterator part(literals.begin(), literals.end(), kLiteral); part != end; ++part)
      format += (*part)[1];
    format = std::regex_replace(format, std::regex(R"(\\")"), "\"");
    formats.insert(std::regex_replace(format, std::regex(R"(\\\\)"), "\\"));
  }
  return formats;
}

/// All catalogues are one in the program: two wordings of one key mean that one of them is never printed, or
/// that a word is printed where another is meant.
TEST(MessagesTest, OneKeyHasOneChinese) {
  std::map<std::string, std::pair<std::string, std::string>> seen;  // key to wording and where
  for (const std::string& folder : kFolders) {
    const fs::path catalogue = fs::path(MINGCHA_SOURCE_DIR) / folder / "messages.zh.tsv";
    std::istringstream in(fs::exists(catalogue) ? ReadAll(catalogue) : "");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      const size_t tab = line.find('\t');
      if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
      const std::string wording = line.substr(tab + 1);
      const std::string place = folder + "/messages.zh.tsv:" + std::to_string(number);
      const auto& [first, where] = seen.try_emplace(line.substr(0, tab), wording, place).first->second;
      EXPECT_EQ(wording, first) << place << ": \"" << line.substr(0, tab) << "\" is worded otherwise in "
                                << where;
    }
  }
  EXPECT_GT(seen.size(), 500U);
}

TEST(MessagesTest, EveryMessageHasItsChinese) {
  std::set<std::string> known;
  for (const std::string& folder : kFolders) {
    const fs::path catalogue = fs::path(MINGCHA_SOURCE_DIR) / folder / "messages.zh.tsv";
    std::istringstream in(fs::exists(catalogue) ? ReadAll(catalogue) : "");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      const size_t tab = line.find('\t');
      ASSERT_NE(tab, std::string::npos) << catalogue << ":" << number << ": no tab";
      known.insert(line.substr(0, tab));
    }
  }
  size_t used = 0;
  for (const fs::path& file : Sources()) {
    for (const std::string& format : MessageFormats(ReadAll(file))) {
      ++used;
      EXPECT_TRUE(known.contains(format)) << file << ": no Chinese wording for \"" << format << "\"";
    }
  }
  EXPECT_GT(used, 30u) << "the scan found hardly any message: it looks in the wrong place";
}

}  // namespace
