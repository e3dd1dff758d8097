// Bad input of any kind: a clear message that says what, where and what to do, and the documented exit code.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using testing::RunMingcha;
using testing::ScratchFolder;
using testing::WriteAll;

const std::string kDemoConfig = (fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo").string();

void ExpectFailure(const testing::Outcome& outcome, int exit_code, const std::string& text) {
  EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out << outcome.err;
  EXPECT_NE(outcome.err.find(text), std::string::npos) << "expected \"" << text << "\" in: " << outcome.err;
}

/// A round's folder that extends the demo configuration.
void WriteRound(const ScratchFolder& folder, const std::string& more) {
  WriteAll(folder.path() / "config" / "assessment.yaml", "extends: " + kDemoConfig + "\n" + more);
}

TEST(BadInputTest, MissingConfig) {
  const ScratchFolder folder;
  ExpectFailure(RunMingcha({"assess", folder / "nowhere", "--out", folder / "out", "--lang", "en"}), 2,
                "nowhere");
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
}

TEST(BadInputTest, UnknownKeyNamesFileLineAndKey) {
  const ScratchFolder folder;
  WriteRound(folder, "as_off: 2025-12-31\n");
  const testing::Outcome outcome =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  ExpectFailure(outcome, 2, "assessment.yaml:2");
  ExpectFailure(outcome, 2, "as_off");
  ExpectFailure(outcome, 2, "as_of");
}

TEST(BadInputTest, UnknownUnitOnTheCommandLine) {
  const ScratchFolder folder;
  WriteRound(folder, "");
  ExpectFailure(RunMingcha({"assess", folder / "config", "--out", folder / "out", "--unit", "no-such-unit",
                            "--lang", "en"}),
                2, "no-such-unit");
}

TEST(BadInputTest, UnknownUnitInLedger) {
  const ScratchFolder folder;
  WriteRound(folder, "registers: {ledger: [ledger.csv]}\n");
  WriteAll(folder.path() / "config" / "ledger.csv",
           "item,unit,subject,code,event_date\nland.deal,不存在局,X,1,2025-01-02\n");
  const testing::Outcome outcome =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  ExpectFailure(outcome, 2, "ledger.csv:2");
  ExpectFailure(outcome, 2, "不存在局");
}

TEST(BadInputTest, YearWithoutCalendar) {
  const ScratchFolder folder;
  WriteRound(folder, "");
  ExpectFailure(RunMingcha({"assess", folder / "config", "--out", folder / "out", "--as-of", "2031-01-01",
                            "--lang", "en"}),
                2, "2031");
  ExpectFailure(RunMingcha({"calendar", "due", "2030-05-01", "7", "--lang", "en"}), 2, "2030");
}

TEST(BadInputTest, UnreachableSiteIsAnIncompleteRun) {
  const ScratchFolder folder;
  WriteRound(folder, "");
  // Port 9 of loopback: nobody listens. Every site of the demo is pointed there.
  std::string sites = "sites:\n";
  for (const char* site : {"portal", "zjw", "fj", "czj", "spj", "exchange", "credit"}) {
    sites += fmt::format("- {{id: {}, seeds: [\"http://127.0.0.1:9/{}/\"]}}\n", site, site);
  }
  WriteAll(folder.path() / "config" / "sites.yaml", sites);
  const testing::Outcome outcome =
      RunMingcha({"assess", folder / "config", "--out", folder / "out", "--lang", "en"});
  EXPECT_EQ(outcome.exit_code, 3) << outcome.out << outcome.err;
  EXPECT_NE((outcome.out + outcome.err).find("portal"), std::string::npos)
      << "the message must name the site that was not reached";
}

TEST(BadInputTest, FolderThatIsNoAssessment) {
  const ScratchFolder folder;
  ExpectFailure(RunMingcha({"check", folder / "nothing", "--lang", "en"}), 2, "nothing");
  WriteAll(folder.path() / "other" / "file.txt", "x");
  ExpectFailure(RunMingcha({"check", folder / "other", "--lang", "en"}), 2, "other");
}

TEST(BadInputTest, StoreThatIsGarbageOrHalfWritten) {
  const ScratchFolder folder;
  fs::create_directories(folder.path() / "bad" / "archive");
  WriteAll(folder.path() / "bad" / "assessment.db",
           "this is no database, it is text that goes on for a while to be read as a header");
  ExpectFailure(RunMingcha({"check", folder / "bad", "--lang", "en"}), 2, "assessment.db");
  WriteAll(folder.path() / "empty" / "assessment.db", "");
  ExpectFailure(RunMingcha({"check", folder / "empty", "--lang", "en"}), 2, "empty");
}

TEST(BadInputTest, ChineseIsTheDefaultLanguage) {
  const ScratchFolder folder;
  const testing::Outcome outcome = RunMingcha({"calendar", "due", "2025-13-01", "7"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_NE(outcome.err.find("不是"), std::string::npos) << outcome.err;
}

TEST(BadInputTest, ProbeAnswersBadLinesInOrder) {
  const testing::Outcome outcome =
      RunMingcha({"probe", "url"},
                 "{\"base\":null,\"input\":\"http://A/\"}\nnot json\n{\"input\":5}\n"
                 "{\"base\":\"http://a/b/c\",\"input\":\"../d\"}\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::istringstream lines(outcome.out);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"href":"http://a/"})");
  std::getline(lines, line);
  EXPECT_NE(line.find("\"error\""), std::string::npos) << line;
  std::getline(lines, line);
  EXPECT_NE(line.find("\"error\""), std::string::npos) << line;
  std::getline(lines, line);
  EXPECT_EQ(line, R"({"href":"http://a/d"})");
}

}  // namespace
}  // namespace mingcha
