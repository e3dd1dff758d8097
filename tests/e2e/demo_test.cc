// The main job on the bundled district: crawl, archive, extract, check, report; then compared with the
// district's truth.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "demo/overlay.h"
#include "demo/portal.h"
#include "demo/score.h"
#include "demo/server.h"
#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using testing::ReadAll;
using testing::RunMingcha;

/// One assessment of the running demo district, made once for all tests here.
class DemoTest : public ::testing::Test {
 public:
  static void SetUpTestSuite() {
    folder_ = new testing::ScratchFolder;
    district_ = new demo::District(demo::BundledDistrict().value());
    server_ = demo::Server::Listen(district_->sites.size(), 0).value().release();
    std::map<std::string, std::string> base_urls;
    for (size_t i = 0; i < district_->sites.size(); ++i) {
      base_urls[district_->sites[i].id] = fmt::format("http://127.0.0.1:{}", server_->ports()[i]);
    }
    std::vector<demo::PortalSite> sites = demo::BuildPortal(*district_, base_urls).value();
    for (const demo::PortalSite& site : sites) pages_ += site.answers.size();
    server_->Start(std::move(sites));
    ASSERT_TRUE(demo::WriteOverlay(folder_->path(), fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo",
                                   *district_, base_urls));
    outcome_ =
        new testing::Outcome(RunMingcha({"assess", *folder_ / "config", "--out", *folder_ / "assessment"}));
  }
  static void TearDownTestSuite() {
    delete server_;
    delete outcome_;
    delete district_;
    delete folder_;
  }

 protected:
  static std::string Report(const std::string& name) {
    return ReadAll(folder_->path() / "assessment" / "reports" / name);
  }

  static inline testing::ScratchFolder* folder_ = nullptr;
  static inline demo::District* district_ = nullptr;
  static inline demo::Server* server_ = nullptr;
  static inline testing::Outcome* outcome_ = nullptr;
  static inline size_t pages_ = 0;
};

TEST_F(DemoTest, AssessEndsWithFindings) {
  EXPECT_EQ(outcome_->exit_code, 1) << outcome_->out << outcome_->err;
  EXPECT_GE(pages_, 600u);
}

TEST_F(DemoTest, EveryKindOfTheTruthIsFoundAndNothingElse) {
  const auto scores = demo::ScoreFindings(demo::TruthJson(*district_), Report("findings.json"));
  ASSERT_TRUE(scores) << base::ToEnglish(scores.error());
  std::set<std::string> kinds;
  for (const auto& [kind, score] : *scores) {
    std::string rows;
    for (const std::string& row : score.missed) rows += "\n  not found: " + row;
    for (const std::string& row : score.unexpected) rows += "\n  wrong: " + row;
    EXPECT_EQ(score.precision(), 1.0) << kind << rows;
    EXPECT_EQ(score.recall(), 1.0) << kind << rows;
    if (score.expected > 0) kinds.insert(kind);
  }
  for (const char* kind :
       {"missing", "incomplete", "late", "undeterminable", "unverifiable", "dead_link", "privacy_leak"}) {
    EXPECT_TRUE(kinds.contains(kind)) << "the demo has no case of " << kind;
  }
}

TEST_F(DemoTest, EveryFindingHasEvidenceRuleAndReason) {
  const boost::json::value json = boost::json::parse(Report("findings.json"));
  const boost::json::array& findings = json.at("findings").as_array();
  ASSERT_FALSE(findings.empty());
  for (const boost::json::value& finding : findings) {
    EXPECT_FALSE(finding.at("evidence").as_array().empty()) << finding;
    EXPECT_FALSE(finding.at("reason").as_string().empty()) << finding;
    EXPECT_FALSE(finding.at("rule").at("source").as_string().empty()) << finding;
  }
}

TEST_F(DemoTest, CheckAndReportTwiceAreByteIdentical) {
  const std::string assessment = *folder_ / "assessment";
  std::map<std::string, std::string> first;
  for (const char* name : {"findings.json", "findings.csv", "obligations.csv", "index.html"})
    first[name] = Report(name);
  EXPECT_EQ(RunMingcha({"check", assessment}).exit_code, 1);
  EXPECT_EQ(RunMingcha({"report", assessment}).exit_code, 1);
  for (const auto& [name, text] : first) {
    ASSERT_FALSE(text.empty()) << name;
    EXPECT_TRUE(text == Report(name)) << name << " differs when written again from the same store";
  }
}

TEST_F(DemoTest, ReExtractionFromTheArchiveChangesNothing) {
  const std::string before = Report("findings.json");
  const std::string assessment = *folder_ / "assessment";
  ASSERT_EQ(RunMingcha({"extract", assessment}).exit_code, 0);
  ASSERT_EQ(RunMingcha({"check", assessment}).exit_code, 1);
  ASSERT_EQ(RunMingcha({"report", assessment}).exit_code, 1);
  EXPECT_TRUE(before == Report("findings.json"));
}

TEST_F(DemoTest, ExplainNamesRuleArithmeticAndEvidence) {
  const boost::json::value json = boost::json::parse(Report("findings.json"));
  for (const boost::json::value& finding : json.at("findings").as_array()) {
    if (finding.at("kind").as_string() != "late") continue;
    const std::string id(finding.at("id").as_string());
    const testing::Outcome explained = RunMingcha({"explain", *folder_ / "assessment", id});
    EXPECT_EQ(explained.exit_code, 0) << explained.err;
    EXPECT_NE(explained.out.find(std::string(finding.at("due").as_string())), std::string::npos)
        << explained.out;
    EXPECT_NE(explained.out.find(std::string(finding.at("rule").at("source").as_string())), std::string::npos)
        << explained.out;
    EXPECT_NE(explained.out.find(std::string(finding.at("evidence").at(0).at("sha256").as_string())),
              std::string::npos);
    return;
  }
  FAIL() << "no late finding to explain";
}

TEST_F(DemoTest, ReportsHoldNoRawIdentityNumber) {
  std::vector<std::string> numbers;
  for (const demo::DocumentSpec& document : district_->documents) {
    for (const char* field : {"id1", "id2"}) {
      if (const auto it = document.fields.find(field); it != document.fields.end())
        numbers.push_back(it->second);
    }
  }
  ASSERT_FALSE(numbers.empty());
  for (const char* name : {"findings.json", "findings.csv", "obligations.csv", "index.html"}) {
    const std::string text = Report(name);
    for (const std::string& number : numbers) EXPECT_EQ(text.find(number), std::string::npos) << name;
  }
  const std::string database = ReadAll(folder_->path() / "assessment" / "assessment.db");
  for (const std::string& number : numbers)
    EXPECT_EQ(database.find(number), std::string::npos) << "assessment.db";
}

}  // namespace
}  // namespace mingcha
