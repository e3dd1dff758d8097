// The demo district reviewed: what a reviewer decides flows into scores and reports, outlives another check,
// and the folder still verifies. And what else changes or makes a folder: diff, copies, PDF, self-check,
// init, prune.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <cstdio>

#include "demo/overlay.h"
#include "demo/portal.h"
#include "demo/server.h"
#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ReadAll;
using testing::RunMingcha;

/// `mingcha serve` beside the test; ended by SIGINT, as Ctrl+C does.
class Serving {
 public:
  explicit Serving(const std::string& folder) {
    int out[2];
    if (pipe(out) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      close(out[1]);
      execl(MINGCHA_BINARY, MINGCHA_BINARY, "--json", "serve", folder.c_str(), nullptr);
      _exit(127);
    }
    close(out[1]);
    std::string line;
    for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) line += c;
    close(out[0]);
    json::error_code error;
    const json::value said = json::parse(line, error);
    if (error) return;
    const std::string url(said.at("url").as_string());
    const size_t slash = url.find('/', 7);
    host_ = url.substr(7, slash - 7);
    path_ = url.substr(slash);
    port_ = static_cast<uint16_t>(std::stoi(host_.substr(host_.find(':') + 1)));
  }
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving() { (void)Stop(); }

  int Stop() {
    if (pid_ <= 0) return -1;
    kill(pid_, SIGINT);
    int ended = 0;
    waitpid(pid_, &ended, 0);
    pid_ = -1;
    return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  }
  json::value Ask(const std::string& path, const std::string& body = "") {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), port_});
    std::string request = (body.empty() ? "GET " : "POST ") + path_ + path + " HTTP/1.1\r\nHost: " + host_ +
                          "\r\nConnection: close\r\n";
    if (!body.empty())
      request += "Origin: http://" + host_ +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n";
    asio::write(socket, asio::buffer(request + "\r\n" + body));
    std::string answer;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    status = std::stoi(answer.substr(9, 3));
    json::error_code wrong;
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), wrong);
  }
  int Act(const std::string& finding, const std::string& act, const std::string& more = "") {
    (void)Ask("api/act", R"({"finding":")" + finding + R"(","version":0,"act":")" + act +
                             R"(","by":"王芳","reason":"书面说明")" + more + "}");
    return status;
  }
  int status = 0;

 private:
  pid_t pid_ = -1;
  std::string host_, path_;
  uint16_t port_ = 0;
};

double ScoreOf(const json::value& report, std::string_view unit) {
  for (const json::value& one : report.at("units").as_array()) {
    if (one.at("unit").as_string() == unit) return one.at("score").to_number<double>();
  }
  return -1;
}

class ReviewTest : public ::testing::Test {
 protected:
  ReviewTest() : district_(demo::BundledDistrict().value()) {
    server_ = demo::Server::Listen(district_.sites.size(), 0).value();
    std::map<std::string, std::string> urls;
    for (size_t i = 0; i < district_.sites.size(); ++i)
      urls[district_.sites[i].id] = fmt::format("http://127.0.0.1:{}", server_->ports()[i]);
    server_->Start(demo::BuildPortal(district_, urls).value());
    EXPECT_TRUE(demo::WriteOverlay(folder_.path(), fs::path(MINGCHA_SOURCE_DIR) / "config" / "demo",
                                   district_, urls));
  }
  [[nodiscard]] json::value Findings(const std::string& assessment) const {
    return json::parse(ReadAll(folder_.path() / assessment / "reports/findings.json"));
  }

  const testing::ScratchFolder folder_;
  const demo::District district_;
  std::unique_ptr<demo::Server> server_;
};

TEST_F(ReviewTest, RulingsFlowIntoScoresOutliveACheckAndTheFolderVerifies) {
  const std::string folder = folder_ / "a";
  ASSERT_EQ(RunMingcha({"assess", folder_ / "config", "--out", folder}).exit_code, 1);
  const json::value before = Findings("a");
  std::string dismissed, unit, amended, confirmed;
  for (const json::value& finding : before.at("findings").as_array()) {
    const std::string id(finding.at("id").as_string());
    const bool review = finding.at("needs_review").as_bool();
    if (finding.at("kind").as_string() == "late" && !review && dismissed.empty()) {
      dismissed = id;
      unit = std::string(finding.at("unit").as_string());
    } else if (finding.at("kind").as_string() == "late" && !review && amended.empty()) {
      amended = id;
    } else if (review && confirmed.empty()) {
      confirmed = id;
    }
  }
  ASSERT_FALSE(dismissed.empty() || amended.empty() || confirmed.empty());
  {
    Serving serving(folder);
    EXPECT_EQ(serving.Act(dismissed, "dismiss"), 201);
    EXPECT_EQ(serving.Act(dismissed, "confirm"), 409) << "another reviewer saw version 0 too";
    EXPECT_EQ(serving.Act(amended, "amend", R"(,"days_over":1)"), 201);
    EXPECT_EQ(serving.Act(confirmed, "confirm"), 201);
    EXPECT_EQ(RunMingcha({"serve", folder}).exit_code, 3) << "a second server of the same review";
    EXPECT_EQ(serving.Stop(), 0);
  }
  EXPECT_EQ(RunMingcha({"verify", folder}).exit_code, 0);
  const auto unread = RunMingcha({"report", folder, "--lang", "en"});
  EXPECT_THAT(unread.err, HasSubstr("3 acts of the review are not in these reports"));
  for (int round = 0; round < 2; ++round) {  // a second check keeps them
    ASSERT_EQ(RunMingcha({"check", folder}).exit_code, 1);
    ASSERT_EQ(RunMingcha({"report", folder}).exit_code, 1);
    const json::value after = Findings("a");
    EXPECT_GT(ScoreOf(after, unit), ScoreOf(before, unit));
    bool found_amended = false, found_confirmed = false;
    for (const json::value& finding : after.at("findings").as_array()) {
      const std::string id(finding.at("id").as_string());
      EXPECT_NE(id, dismissed);
      if (id == amended) {
        found_amended = true;
        EXPECT_EQ(finding.at("days_over").to_number<int>(), 1);
        EXPECT_EQ(finding.at("ruling").as_string(), "amended");
      }
      if (id == confirmed) {
        found_confirmed = true;
        EXPECT_FALSE(finding.at("needs_review").as_bool());
      }
    }
    EXPECT_TRUE(found_amended && found_confirmed);
    ASSERT_EQ(after.at("closed").as_array().size(), 1u);
    EXPECT_THAT(std::string(after.at("closed").at(0).at("reason").as_string()), HasSubstr("王芳"));
  }
  const auto sound = RunMingcha({"verify", folder});
  EXPECT_EQ(sound.exit_code, 0) << sound.out;

  // One character of an act changed: the chain tells.
  std::string acts = ReadAll(folder + "/review/acts.jsonl");
  acts.replace(acts.find("dismiss"), 7, "confirm");
  testing::WriteAll(folder + "/review/acts.jsonl", acts);
  EXPECT_EQ(RunMingcha({"verify", folder}).exit_code, 1);
  EXPECT_EQ(RunMingcha({"check", folder}).exit_code, 2);
}

TEST_F(ReviewTest, WhatIsWrittenIntoAFinishedFolderKeepsItSound) {
  const std::string first = folder_ / "r1", second = folder_ / "r2";
  ASSERT_EQ(RunMingcha({"assess", folder_ / "config", "--out", first}).exit_code, 1);
  ASSERT_EQ(RunMingcha({"assess", folder_ / "config", "--out", second, "--previous", first}).exit_code, 1);
  EXPECT_THAT(ReadAll(second + "/reports/index.html"), HasSubstr("trend")) << "the round before is found";
  // diff into the later round, copies of what findings cite, PDFs where LibreOffice is.
  EXPECT_EQ(RunMingcha({"diff", first, second, "--out", second + "/reports/diff"}).exit_code, 0);
  EXPECT_TRUE(fs::exists(second + "/reports/diff/diff.xlsx"));
  EXPECT_EQ(RunMingcha({"verify", second}).exit_code, 0);
  EXPECT_EQ(RunMingcha({"report", second, "--copies"}).exit_code, 1);
  size_t copies = 0;
  for (const auto& copy : fs::directory_iterator(second + "/reports/evidence")) {
    const std::string html = ReadAll(copy.path());
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    ++copies;
  }
  EXPECT_GT(copies, 10u);
  EXPECT_EQ(RunMingcha({"verify", second}).exit_code, 0);

  // explain takes addresses as people write them.
  const json::value later = Findings("r2");
  for (const json::value& finding : later.at("findings").as_array()) {
    const std::string url(finding.at("url").as_string());
    if (!url.starts_with("http://")) continue;
    EXPECT_EQ(RunMingcha({"explain", second, url + "#top"}).exit_code, 0) << url;
    EXPECT_EQ(RunMingcha({"explain", second, url.substr(7)}).exit_code, 0) << url;
    break;
  }

  // prune: nothing without --yes; then what the newer round holds goes, and both still verify.
  const std::string archive = first + "/archive/mingcha-00001.warc.gz";
  const auto planned = RunMingcha({"prune", folder_.path().string(), "--keep", "1", "--lang", "en"});
  EXPECT_EQ(planned.exit_code, 0) << planned.err;
  EXPECT_THAT(planned.out, HasSubstr("held by ../r2/archive/earlier-01-00001.warc.gz"));
  EXPECT_TRUE(fs::exists(archive));
  const auto pruned = RunMingcha({"prune", folder_.path().string(), "--keep", "1", "--yes"});
  EXPECT_EQ(pruned.exit_code, 0) << pruned.err;
  EXPECT_FALSE(fs::exists(archive));
  for (const char* kept : {"/manifest.json", "/audit.log", "/assessment.db", "/reports/findings.json"})
    EXPECT_TRUE(fs::exists(first + kept)) << kept;
  const auto sound = RunMingcha({"verify", first, "--lang", "en"});
  EXPECT_EQ(sound.exit_code, 0) << sound.out;
  EXPECT_THAT(sound.out, HasSubstr("1 archive files were pruned"));
  EXPECT_EQ(RunMingcha({"verify", second}).exit_code, 0);
  EXPECT_EQ(RunMingcha({"report", first}).exit_code, 1) << "reports can still be written";
  EXPECT_THAT(RunMingcha({"prune", folder_.path().string(), "--keep", "1", "--lang", "en"}).out,
              HasSubstr("0 files"));
  fs::remove(second + "/archive/earlier-01-00001.warc.gz");
  EXPECT_EQ(RunMingcha({"verify", first}).exit_code, 1) << "the holder is gone";
  EXPECT_EQ(RunMingcha({"prune", second}).exit_code, 2) << "an assessment is no folder of rounds";
}

TEST_F(ReviewTest, SelfCheckMakesAToDoListOfOneUnit) {
  const auto done =
      RunMingcha({"self-check", folder_ / "config", "--unit", "财政局", "--out", folder_ / "s"});
  EXPECT_EQ(done.exit_code, 1) << done.err;
  EXPECT_THAT(done.out, HasSubstr("未公开"));
  for (const char* file : {"todo.html", "todo.xlsx"})
    EXPECT_TRUE(fs::exists(folder_.path() / "s/reports" / file)) << file;
  const json::value own = Findings("s");
  for (const json::value& unit : own.at("units").as_array()) {
    if (unit.at("unit").as_string() == "czj") continue;
    EXPECT_EQ(unit.at("owed").to_number<int>(), 0);
  }
  EXPECT_EQ(RunMingcha({"verify", folder_ / "s"}).exit_code, 0);
  EXPECT_EQ(
      RunMingcha({"self-check", folder_ / "config", "--unit", "no such", "--out", folder_ / "t"}).exit_code,
      2);
}

TEST_F(ReviewTest, PdfOfEveryDocument) {
  if (std::system("command -v soffice >/dev/null || command -v libreoffice >/dev/null") != 0)
    GTEST_SKIP() << "SKIPPED: LibreOffice is missing";
  ASSERT_EQ(RunMingcha({"assess", folder_ / "config", "--out", folder_ / "a"}).exit_code, 1);
  const auto done = RunMingcha({"report", folder_ / "a", "--pdf"});
  EXPECT_EQ(done.exit_code, 1) << done.err;
  for (const char* file : {"report.pdf", "appendix.pdf", "feedback/czj.pdf"})
    EXPECT_THAT(ReadAll(folder_.path() / "a/reports" / file).substr(0, 5), ::testing::StrEq("%PDF-")) << file;
  EXPECT_EQ(RunMingcha({"verify", folder_ / "a"}).exit_code, 0);
}

TEST(InitTest, WritesFoldersThatLintAccepts) {
  const testing::ScratchFolder folder;
  const std::string baodi = (fs::path(MINGCHA_SOURCE_DIR) / "config" / "baodi").string();
  const auto round = RunMingcha({"init", folder / "2026-q1", "--extends", baodi, "--window",
                                 "2026-01-01..2026-03-31", "--previous", folder / "out: '2025-q4"});
  EXPECT_EQ(round.exit_code, 0) << round.err;
  EXPECT_EQ(RunMingcha({"rules", "lint", folder / "2026-q1"}).exit_code, 0);
  EXPECT_THAT(ReadAll(folder / "2026-q1/assessment.yaml"), HasSubstr("id: 2026-q1"));
  const auto district =
      RunMingcha({"init", folder / "east", "--offline", "--district", "某省东区: 'x'", "--portal",
                  "www.east.example.gov.cn", "--window", "2025-01-01..2025-12-31"});
  EXPECT_EQ(district.exit_code, 0) << district.err;
  EXPECT_EQ(RunMingcha({"rules", "lint", folder / "east"}).exit_code, 0);
  EXPECT_EQ(RunMingcha({"rules", "test", folder / "east"}).exit_code, 0);
  EXPECT_THAT(ReadAll(folder / "east/sites.yaml"), HasSubstr("'http://www.east.example.gov.cn/'"));

  EXPECT_EQ(RunMingcha({"init", folder / "east", "--extends", baodi}).exit_code, 2) << "not empty";
  EXPECT_EQ(RunMingcha({"init", folder / "x"}).exit_code, 2);
  EXPECT_EQ(RunMingcha({"init", folder / "x", "--extends", folder / "nowhere"}).exit_code, 2);
  EXPECT_EQ(RunMingcha({"init", folder / "x y", "--extends", baodi}).exit_code, 2) << "no id";
  EXPECT_EQ(RunMingcha({"init", folder / "x", "--extends", baodi, "--window", "2026"}).exit_code, 2);
  EXPECT_FALSE(fs::exists(folder / "x"));
}

}  // namespace
}  // namespace mingcha
