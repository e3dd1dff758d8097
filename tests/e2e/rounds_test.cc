// Two rounds of the demo district, the second in its second state: it goes on from the first, what only two
// rounds show is found, both hold what they promise, and a changed byte is named.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "demo/overlay.h"
#include "demo/portal.h"
#include "demo/score.h"
#include "demo/server.h"
#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::ReadAll;
using testing::RunMingcha;

/// Every kind of the truth found, nothing else; and of the kinds that need two rounds three cases each.
void ExpectTheTruthOfTwoRounds(const demo::District& later, const std::string& findings) {
  const auto scores = demo::ScoreFindings(demo::TruthJson(later), findings);
  ASSERT_TRUE(scores) << base::ToEnglish(scores.error());
  for (const auto& [kind, score] : *scores) {
    std::string rows;
    for (const std::string& row : score.missed) rows += "\n  not found: " + row;
    for (const std::string& row : score.unexpected) rows += "\n  wrong: " + row;
    EXPECT_EQ(score.precision(), 1.0) << kind << rows;
    EXPECT_EQ(score.recall(), 1.0) << kind << rows;
  }
  for (const char* kind : {"backdated_suspect", "changed", "attachment_replaced", "withdrawn"}) {
    const auto score = scores->find(kind);
    EXPECT_GE(score == scores->end() ? 0 : score->second.expected, 3) << "too few cases of " << kind;
  }
}

TEST(RoundsTest, TheSecondGoesOnFromTheFirstAndBothVerify) {
  const testing::ScratchFolder folder;
  const demo::District district = demo::BundledDistrict().value();
  const auto server = demo::Server::Listen(district.sites.size(), 0).value();
  std::map<std::string, std::string> base_urls;
  for (size_t i = 0; i < district.sites.size(); ++i)
    base_urls[district.sites[i].id] = fmt::format("http://127.0.0.1:{}", server->ports()[i]);
  server->Start(demo::BuildPortal(district, base_urls).value());
  ASSERT_TRUE(demo::WriteOverlay(folder.path(), fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo", district,
                                 base_urls));
  const std::string config = folder / "config";

  const auto first = RunMingcha({"assess", config, "--out", folder / "r1"});
  ASSERT_EQ(first.exit_code, 1) << first.out << first.err;
  const demo::District later = demo::BundledDistrict(2).value();
  server->Replace(demo::BuildPortal(later, base_urls).value());
  const auto second = RunMingcha({"assess", config, "--out", folder / "r2", "--previous", folder / "r1"});
  ASSERT_EQ(second.exit_code, 1) << second.out << second.err;
  ExpectTheTruthOfTwoRounds(later, ReadAll(folder / "r2/reports/findings.json"));
  EXPECT_TRUE(fs::exists(folder / "r2/archive/earlier-01-manifest.json"));
  EXPECT_EQ(ReadAll(folder / "r2/archive/earlier-01-manifest.json"), ReadAll(folder / "r1/manifest.json"));
  EXPECT_THAT(ReadAll(folder / "r2/archive/index.cdxj"), HasSubstr("warc/revisit"));
  // What did not change is archived as a few hundred bytes.
  EXPECT_LT(fs::file_size(folder / "r2/archive/mingcha-00001.warc.gz"),
            fs::file_size(folder / "r1/archive/mingcha-00001.warc.gz"));
  fs::remove_all(folder / "r1");

  const auto sound = RunMingcha({"verify", folder / "r2", "--lang", "en"});
  EXPECT_EQ(sound.exit_code, 0) << sound.out << sound.err;
  EXPECT_THAT(sound.out, HasSubstr("2 rounds"));
  EXPECT_THAT(sound.out, HasSubstr("everything is as it was left"));
  EXPECT_EQ(RunMingcha({"check", folder / "r2"}).exit_code, 1);
  EXPECT_EQ(RunMingcha({"verify", folder / "r2"}).exit_code, 0)
      << "a verb that changes the folder renews the manifest";

  const std::string file = folder / "r2/archive/earlier-01-00001.warc.gz";
  std::string bytes = ReadAll(file);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  testing::WriteAll(file, bytes);
  const auto flipped = RunMingcha({"verify", folder / "r2", "--lang", "en"});
  EXPECT_EQ(flipped.exit_code, 1);
  EXPECT_THAT(flipped.out, HasSubstr("archive/earlier-01-00001.warc.gz"));
  EXPECT_EQ(RunMingcha({"verify", folder / "nowhere"}).exit_code, 2);
}

}  // namespace
}  // namespace mingcha
