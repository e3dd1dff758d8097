// The main job on the bundled district: crawl, archive, extract, check, report; then compared with the
// district's truth.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
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
    const std::map<std::string, std::string> base_urls = BaseUrls();
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
  static std::map<std::string, std::string> BaseUrls() {
    std::map<std::string, std::string> base_urls;
    for (size_t i = 0; i < district_->sites.size(); ++i)
      base_urls[district_->sites[i].id] = fmt::format("http://127.0.0.1:{}", server_->ports()[i]);
    return base_urls;
  }
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
  for (const auto& [kind, score] : *scores) {
    std::string rows;
    for (const std::string& row : score.missed) rows += "\n  not found: " + row;
    for (const std::string& row : score.unexpected) rows += "\n  wrong: " + row;
    EXPECT_EQ(score.precision(), 1.0) << kind << rows;
    EXPECT_EQ(score.recall(), 1.0) << kind << rows;
  }
  // Of the closed list, those that one look at the portal can show; rounds_test.cc has the others.
  for (const char* kind :
       {"missing",       "incomplete",        "late",         "undeterminable",  "unverifiable",
        "misplaced",     "channel_missing",   "inconsistent", "order_violation", "display_cut_short",
        "stale_column",  "blank_column",      "dead_link",    "foreign_link",    "page_tags",
        "date_conflict", "duplicate_content", "privacy_leak", "exemption_fault", "report_arithmetic"}) {
    const auto score = scores->find(kind);
    EXPECT_GE(score == scores->end() ? 0 : score->second.expected, 3) << "too few cases of " << kind;
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

std::string FindingId(const std::string& findings, std::string_view kind, std::string_view unit,
                      std::string_view item) {
  const boost::json::value json = boost::json::parse(findings);
  for (const boost::json::value& finding : json.at("findings").as_array()) {
    if (finding.at("kind").as_string() == kind && finding.at("unit").as_string() == unit &&
        finding.at("item").as_string() == item)
      return std::string(finding.at("id").as_string());
  }
  return {};
}

// A link that cannot be had says nothing: what was read before stands, and so does the finding.
TEST_F(DemoTest, RecheckTakesTroubleForNoAnswer) {
  const auto urls = BaseUrls();
  const std::string findings = Report("findings.json");
  const std::string late = FindingId(findings, "late", "ghzyfj", "governance.annual-progress");
  ASSERT_FALSE(late.empty());
  const boost::json::value json = boost::json::parse(findings);
  std::string address;
  for (const boost::json::value& finding : json.at("findings").as_array()) {
    if (finding.at("id").as_string() == late) address = std::string(finding.at("url").as_string());
  }
  ASSERT_FALSE(address.empty());
  std::vector<demo::PortalSite> broken = demo::BuildPortal(*district_, urls).value();
  int changed = 0;
  for (demo::PortalSite& site : broken) {
    for (auto& [path, answer] : site.answers) {
      if (urls.at(site.id) + path != address) continue;
      answer.status = 503;
      ++changed;
    }
  }
  ASSERT_EQ(changed, 1) << address;
  std::ofstream(folder_->path() / "trouble.csv")
      << "序号,问题编号,单位,整改情况,整改链接\n1," << late << ",规划资源分局,已撤下," << address << "\n";
  server_->Replace(std::move(broken));
  const testing::Outcome outcome =
      RunMingcha({"recheck", *folder_ / "assessment", "--links", *folder_ / "trouble.csv", "--out",
                  *folder_ / "trouble", "--as-of", "2026-02-10"});
  server_->Replace(demo::BuildPortal(*district_, urls).value());
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  const std::string table = ReadAll(folder_->path() / "trouble" / "reports" / "recheck.csv");
  EXPECT_NE(table.find("仍然存在"), std::string::npos) << table;
  EXPECT_EQ(table.find("已整改,"), std::string::npos) << table;
}

// The units answer: one published what was missing, one hands in a page that mends nothing, one a foreign
// address.
TEST_F(DemoTest, RecheckFetchesTheLinksAndJudgesAgain) {
  const auto urls = BaseUrls();
  std::vector<demo::PortalSite> later = demo::BuildPortal(demo::BundledDistrict(2).value(), urls).value();
  std::string catalogue;
  for (const demo::PortalSite& site : later) {
    if (site.id != "zjw") continue;
    for (const auto& [path, answer] : site.answers) {
      if (path.find("/gkml/2025") != std::string::npos &&
          answer.body.find("主动公开基本目录") != std::string::npos)
        catalogue = urls.at("zjw") + path;
    }
  }
  ASSERT_FALSE(catalogue.empty());
  const std::string findings = Report("findings.json");
  const std::string missing = FindingId(findings, "missing", "zjw", "governance.catalogue");
  const std::string late = FindingId(findings, "late", "ghzyfj", "governance.annual-progress");
  const std::string other = FindingId(findings, "missing", "czj", "governance.request-channel");
  ASSERT_FALSE(missing.empty() || late.empty() || other.empty());
  std::ofstream(folder_->path() / "links.csv")
      << "序号,问题编号,单位,整改情况,整改链接\n1," << missing << ",住建委,已公开," << catalogue << "\n2,"
      << late << ",规划资源分局,加强管理,\n3," << other
      << ",财政局,已公开,http://elsewhere.invalid/a.html\n4,nosuch,,x,\n";
  server_->Replace(std::move(later));
  const testing::Outcome outcome =
      RunMingcha({"recheck", *folder_ / "assessment", "--links", *folder_ / "links.csv", "--out",
                  *folder_ / "recheck", "--as-of", "2026-02-10"});
  server_->Replace(demo::BuildPortal(*district_, urls).value());
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
  const std::string table = ReadAll(folder_->path() / "recheck" / "reports" / "recheck.csv");
  const auto row = [&](const std::string& id) {
    const size_t at = table.find("\n" + id + ",");
    return at == std::string::npos ? std::string() : table.substr(at, table.find("\r\n", at + 1) - at);
  };
  EXPECT_NE(row(missing).find("已整改"), std::string::npos) << table;
  EXPECT_NE(row(missing).find(catalogue), std::string::npos) << "evidence of how it is now";
  EXPECT_NE(row(late).find("仍然存在"), std::string::npos) << table;
  EXPECT_NE(row(other).find("链接不在本次评估的网站范围内"), std::string::npos) << table;
  EXPECT_NE(row("nosuch").find("编号不存在"), std::string::npos) << table;
}

TEST_F(DemoTest, ExtractPageShowsWhatStandsInAttachments) {
  const std::string assessment = *folder_ / "assessment";
  const std::string index = ReadAll(folder_->path() / "assessment" / "archive" / "index.cdxj");
  const std::pair<std::string, std::string> files[] = {{"eia-1.docx", "津宝审环许可〔2025〕31号"},
                                                       {"eia-2.zip", "津宝审环许可〔2025〕33号"},
                                                       {"eia-3.ofd", "津宝审环许可〔2025〕35号"},
                                                       {"eia-4.doc", "津宝审环许可〔2025〕37号"}};
  for (const auto& [name, number] : files) {
    const size_t at = index.find(name + "\"");
    ASSERT_NE(at, std::string::npos) << name;
    const size_t begin = index.rfind("http", at);
    const std::string url = index.substr(begin, at - begin) + name;
    const testing::Outcome file = RunMingcha({"extract", assessment, "--page", url, "--lang", "en"});
    EXPECT_EQ(file.exit_code, 0) << file.err;
    EXPECT_NE(file.out.find(number), std::string::npos) << url << file.out;
  }
}

// Twice, with nothing but foreign addresses: each has a table of its own, a named folder is not written over.
TEST_F(DemoTest, RecheckKeepsTheOneBefore) {
  const std::string missing = FindingId(Report("findings.json"), "missing", "zjw", "governance.catalogue");
  const std::string links = *folder_ / "foreign.csv";
  std::ofstream(links) << "问题编号,整改链接\n" << missing << ",http://elsewhere.invalid/a.html\n";
  const std::vector<std::string> command = {"recheck",   *folder_ / "assessment", "--links", links, "--as-of",
                                            "2026-02-10"};
  for (const char* table : {"recheck/reports/recheck.csv", "recheck-02/reports/recheck.csv"}) {
    const testing::Outcome outcome = RunMingcha(command);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
    EXPECT_NE(ReadAll(folder_->path() / "assessment" / table).find("链接不在本次评估的网站范围内"),
              std::string::npos);
  }
  std::vector<std::string> named = command;
  named.insert(named.end(), {"--out", *folder_ / "assessment" + "/recheck"});
  const testing::Outcome refused = RunMingcha(named);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("--out"), std::string::npos) << refused.err;
  EXPECT_EQ(refused.err.find("--resume"), std::string::npos) << refused.err;
  for (const char* folder : {"recheck", "recheck-02"})
    fs::remove_all(folder_->path() / "assessment" / folder);
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
