// The completion script as a shell runs it, and the manual page, against the program's own verbs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "tests/e2e/process.h"

namespace mingcha {
namespace {

using ::testing::HasSubstr;

/// What bash offers after `words`, the last of which is being typed.
std::string Offered(const std::string& words, int last) {
  const auto script = testing::RunMingcha({"completions", "bash"});
  EXPECT_EQ(script.exit_code, 0) << script.err;
  const testing::ScratchFolder folder;
  testing::WriteAll(folder.path() / "try.bash", script.out + "COMP_WORDS=(" + words +
                                                    ")\nCOMP_CWORD=" + std::to_string(last) +
                                                    "\n_mingcha\necho \"${COMPREPLY[@]}\"\n");
  FILE* shell = popen(("bash " + (folder / "try.bash")).c_str(), "r");
  if (shell == nullptr) return "no shell";
  std::string offered;
  for (std::array<char, 256> part{}; fgets(part.data(), part.size(), shell) != nullptr;)
    offered += part.data();
  EXPECT_EQ(pclose(shell), 0);
  return offered;
}

TEST(CompletionsTest, OffersVerbsFlagsAndClosedLists) {
  EXPECT_THAT(Offered("mingcha rules li", 2), HasSubstr("lint list"));
  EXPECT_EQ(Offered("mingcha --lang ''", 2), "zh en\n");
  EXPECT_EQ(Offered("mingcha assess --resu", 2), "--resume\n");
  EXPECT_THAT(Offered("mingcha probe ''", 2), HasSubstr("idnumber"));
}

TEST(CompletionsTest, ManualNamesEveryVerb) {
  const auto page = testing::RunMingcha({"completions", "man"});
  ASSERT_EQ(page.exit_code, 0) << page.err;
  for (const char* verb : {"assess", "crawl", "check", "explain", "rules lint", "calendar due"}) {
    EXPECT_THAT(page.out, HasSubstr(std::string(".SS mingcha ") + verb + "\n"));
  }
}

TEST(CompletionsTest, HelpIsInTheChosenLanguage) {
  const auto chinese = testing::RunMingcha({"assess", "--help"});
  EXPECT_EQ(chinese.exit_code, 0);
  for (const char* leftover : {"Usage", "Options", "Print this", "REQUIRED"}) {
    EXPECT_THAT(chinese.out, ::testing::Not(HasSubstr(leftover)));
  }
  EXPECT_THAT(testing::RunMingcha({"assess", "--help", "--lang", "en"}).out, HasSubstr("prints this help"));
}

}  // namespace
}  // namespace mingcha
