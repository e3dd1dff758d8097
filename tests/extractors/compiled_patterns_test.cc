// What every match begins with, and that looking only there finds what the engine finds.
#include "extractors/compiled_patterns.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace mingcha::extractors {
namespace {

TEST(FixedBeginning, IsWhatStandsBeforeTheFirstChoice) {
  const struct {
    const char* pattern;
    const char* fixed;
  } rows[] = {
      {"共(\\d+)页", "共"},
      {"共计?页", "共"},
      {"共?页", ""},
      {"共{2}", ""},
      {"共*a", ""},
      {"ab+c", "ab"},
      {"abc", "abc"},
      {"ab|cd", ""},
      {"a(b|c)", "a"},
      {"a[|]b", "a"},
      {"a[(]b|c", ""},
      {"a[]|]b", "a"},
      {"a[^]|]b", "a"},
      {"a\\(b|c", ""},
      {"(?i)abc", ""},
      {"\\Qa(\\E|b", ""},
      {"<datastore>", "<datastore>"},
      {"^abc", ""},
      {"", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(FixedBeginning(row.pattern), row.fixed) << row.pattern;
}

TEST(MatchFrom, FindsWhatTheEngineFinds) {
  const std::vector<std::string> patterns = {"共\\s*(?:<[^>]*>\\s*)*(\\d+)页", "共(\\d*)条|页", "共?(\\d)",
                                             "共共(\\d)?", "页(\\d+)\\b"};
  const std::vector<std::string> pieces = {"共", "页", "条", "<b>", "1", "23", " ", "公共", "\n"};
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    const size_t size = round % 40 == 0 ? 3000 : 12;  // More places than are tried one by one.
    for (size_t i = 0; i < size; ++i) text += pieces[random() % pieces.size()];
    for (const std::string& pattern : patterns) {
      const CompiledPattern compiled(pattern);
      const re2::RE2& re = *compiled;
      for (size_t from : {size_t{0}, text.size() / 2, text.size(), text.size() + 1}) {
        std::vector<re2::StringPiece> ours(2), theirs(2);
        const bool found =
            from <= text.size() && re.Match(text, from, text.size(), re2::RE2::UNANCHORED, theirs.data(), 2);
        ASSERT_EQ(compiled.MatchFrom(text, from, &ours), found) << pattern << " in " << text;
        if (!found) continue;
        EXPECT_EQ(ours[0].data(), theirs[0].data()) << pattern << " in " << text;
        EXPECT_EQ(ours[0], theirs[0]);
        EXPECT_EQ(ours[1], theirs[1]);
      }
    }
  }
}

}  // namespace
}  // namespace mingcha::extractors
