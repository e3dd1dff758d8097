// A folder is as it was left, or the place where it is not is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/cdxj.h"
#include "store/file.h"
#include "store/manifest_file.h"
#include "store/seal.h"
#include "store/verify.h"
#include "store/warc_writer.h"
#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class VerifyTest : public StoreTest {
 protected:
  /// A finished round with one finding, and a second round that goes on from it with a revisit.
  void TwoRounds() {
    {
      auto store = Create("r1");
      Fill(store.get(), "2025-03-01");
      Finish(store.get());
    }
    auto store = Create("r2");
    ASSERT_TRUE(store->CarryOver(Path("r1")));
    Fill(store.get(), "2025-06-01");
    Finish(store.get());
  }
  void Fill(Assessment* store, const std::string& day) {
    ASSERT_TRUE(store->AppendAudit(clock_.Now(), "assess", {}));
    for (const char* name : {"1", "2", "3"}) {
      model::PageRecord page = Page(std::string("http://a.example/") + name);
      page.fetched_at = *base::Instant::FromIso(day + "T08:00:00Z");
      const auto stored = store->sink().Store(page, ExchangeOf(std::string("body ") + name));
      ASSERT_TRUE(stored) << base::ToEnglish(stored.error());
    }
    model::PageRecord moved = Page("http://a.example/old");
    moved.fetched_at = *base::Instant::FromIso(day + "T08:00:00Z");
    moved.final_url = "http://a.example/new";
    moved.redirects = {{301, moved.url, moved.final_url}};
    model::Exchange exchange = ExchangeOf("body moved");
    exchange.redirects = {{moved.url, moved.fetched_at, "127.0.0.1", "GET /old HTTP/1.1\r\n\r\n", "",
                           "HTTP/1.1 301 Moved\r\nLocation: /new\r\n\r\n", "gone there"}};
    ASSERT_TRUE(store->sink().Store(moved, exchange));
    WriteAll(store->reports_folder() + "/findings.json", "{}\n");
  }
  static void Finish(Assessment* store) {
    const auto page = *store->FindPage("http://a.example/2");
    model::CheckResult result;
    model::Finding finding;
    finding.id = "f1";
    model::Evidence evidence;
    evidence.url = page.url;
    evidence.warc_file = page.warc.file;
    evidence.offset = page.warc.offset;
    evidence.sha256 = page.body_sha256;
    finding.evidence = {evidence};
    result.findings = {finding};
    ASSERT_TRUE(store->ReplaceCheck(result, {}));
    ASSERT_TRUE(store->SaveManifest(model::RunManifest{}));
    const auto built = store->BuildHistory();
    ASSERT_TRUE(built) << base::ToEnglish(built.error());
    const auto finished = store->FinishManifest({{"config", "abc"}});
    ASSERT_TRUE(finished) << base::ToEnglish(finished.error());
  }
  static std::string Told(const VerifyReport& report) {
    std::string text;
    for (const Fault& fault : report.faults)
      text += fault.place + ": " + base::RenderEnglish(fault.what) + "\n";
    return text;
  }
};

TEST_F(VerifyTest, AFinishedFolderIsSound) {
  TwoRounds();
  for (const char* name : {"r1", "r2"}) {
    const auto report = VerifyFolder(Path(name));
    ASSERT_TRUE(report) << base::ToEnglish(report.error());
    EXPECT_TRUE(report->sound()) << Told(*report);
    EXPECT_EQ(report->pages, 4);
    EXPECT_EQ(report->findings, 1);
    EXPECT_GE(report->files, 5);
  }
  EXPECT_EQ(VerifyFolder(Path("r2"))->rounds, 2);
  EXPECT_GT(VerifyFolder(Path("r2"))->records, VerifyFolder(Path("r1"))->records);
}

TEST_F(VerifyTest, EveryFlippedByteIsFound) {
  TwoRounds();
  std::vector<std::string> files = *FilesIn(Path("r2"));
  files.emplace_back("manifest.json");
  files.emplace_back("manifest.json.sha256");
  constexpr size_t kFlipsAFile = 24;
  size_t flips = 0;
  for (const std::string& name : files) {
    const std::string path = Path("r2/" + name);
    const std::string bytes = ReadAll(path);
    const size_t step = std::max<size_t>(1, bytes.size() / kFlipsAFile);
    for (size_t at = 0; at < bytes.size(); at += step, ++flips) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 8)));
      WriteAll(path, flipped);
      const auto report = VerifyFolder(Path("r2"));
      ASSERT_TRUE(report) << name << "@" << at << ": " << base::ToEnglish(report.error());
      EXPECT_FALSE(report->sound()) << name << "@" << at << " was not seen";
      EXPECT_THAT(Told(*report), HasSubstr(name.starts_with("manifest") ? "manifest" : name)) << at;
    }
    WriteAll(path, bytes);
  }
  EXPECT_GT(flips, 150u);
  EXPECT_TRUE(VerifyFolder(Path("r2"))->sound()) << "all bytes are as they were";
}

TEST_F(VerifyTest, AFileTooManyOrTooFewIsNamed) {
  TwoRounds();
  WriteAll(Path("r1/reports/extra.txt"), "x");
  fs::remove(Path("r1/reports/findings.json"));
  const auto report = VerifyFolder(Path("r1"));
  EXPECT_THAT(Told(*report), HasSubstr("reports/extra.txt: is in the folder, but not in the manifest"));
  EXPECT_THAT(Told(*report), HasSubstr("reports/findings.json: is in the manifest, but not in the folder"));
}

TEST_F(VerifyTest, AnAssessmentInsideTheFolderHasAManifestOfItsOwn) {
  TwoRounds();
  fs::create_directories(Path("r1/recheck/reports"));
  WriteAll(Path("r1/recheck/reports/recheck.csv"), "x");
  EXPECT_THAT(Told(*VerifyFolder(Path("r1"))), HasSubstr("recheck/reports/recheck.csv"));
  WriteAll(Path("r1/recheck/assessment.db"), "x");
  const auto report = VerifyFolder(Path("r1"));
  EXPECT_TRUE(report->sound()) << Told(*report);
}

TEST_F(VerifyTest, TheAuditLogMayGrowButNotChange) {
  TwoRounds();
  const std::string log = ReadAll(Path("r1/audit.log"));
  WriteAll(Path("r1/audit.log"), log + "{\"time\":\"later\"}\n");
  EXPECT_TRUE(VerifyFolder(Path("r1"))->sound());
  WriteAll(Path("r1/audit.log"), log.substr(1) + "{\"time\":\"later\"}\n");
  EXPECT_FALSE(VerifyFolder(Path("r1"))->sound());
}

TEST_F(VerifyTest, RowsAndFindingsMustHaveTheirRecords) {
  TwoRounds();
  {
    auto store = Open("r1");
    auto check = *store->LoadCheck();
    check.result.findings[0].evidence[0].offset += 1;
    ASSERT_TRUE(store->ReplaceCheck(check.result, {}));
    ASSERT_TRUE(store->FinishManifest());
  }
  const auto report = VerifyFolder(Path("r1"));
  EXPECT_THAT(Told(*report), HasSubstr("f1 http://a.example/2"));
}

TEST_F(VerifyTest, TheIndexMadeFromTheArchiveIsTheIndexMadeFromTheRows) {
  TwoRounds();
  const std::string from_rows = ReadAll(Path("r2/archive/index.cdxj"));
  ASSERT_TRUE(RebuildCdxj(Path("r2")));
  EXPECT_EQ(ReadAll(Path("r2/archive/index.cdxj")), from_rows);
  EXPECT_THAT(from_rows, HasSubstr("warc/revisit"));
}

TEST_F(VerifyTest, TheIndexNamesTheAnswersOnTheWay) {
  TwoRounds();
  const std::string index = ReadAll(Path("r1/archive/index.cdxj"));
  const size_t line = index.find("example,a)/old ");
  ASSERT_NE(line, std::string::npos) << index;
  EXPECT_NE(index.find("\"status\":\"301\"", line), std::string::npos);
  EXPECT_NE(index.find("example,a)/new "), std::string::npos);
}

TEST_F(VerifyTest, AnUnfinishedFolderCannotBeChecked) {
  (void)Create("a");
  EXPECT_EQ(VerifyFolder(Path("a")).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(VerifyFolder(Path("nowhere")).error().code, base::ErrorCode::kNotFound);
}

TEST_F(VerifyTest, ALinkIsNoEvidence) {
  TwoRounds();
  fs::create_symlink("/etc/hostname", Path("r1/reports/link"));
  EXPECT_EQ(VerifyFolder(Path("r1")).error().code, base::ErrorCode::kUnsupported);
}

TEST_F(VerifyTest, APlainToolChecksTheManifest) {
  TwoRounds();
  const std::string command = "cd '" + Path("r1") + "' && sha256sum --status -c manifest.json.sha256";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace mingcha::store
