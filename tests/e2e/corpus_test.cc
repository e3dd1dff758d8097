// Real pages of public bodies, served from loopback, through the whole pipeline: nothing crashes, nothing is
// lost, nobody is accused.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>

#include "demo/server.h"
#include "tests/e2e/process.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using testing::ReadAll;
using testing::RunMingcha;

TEST(CorpusTest, PipelineReadsEveryRealPage) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "MINGCHA_CORPUS is not set: no real pages here";
  const testing::ScratchFolder folder;
  auto server = demo::Server::Listen(1, 0).value();
  const std::string base = fmt::format("http://127.0.0.1:{}", server->ports()[0]);
  demo::PortalSite site{"real", base, {}};
  std::string index = "<html><head><title>index</title></head><body><ul>";
  size_t pages = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(corpus) / "pages")) {
    const std::string path = "/pages/" + entry.path().filename().string();
    site.answers[path] = {200, "text/html", ReadAll(entry.path())};
    index += "<li><a href=\"" + path + "\">" + path + "</a></li>";
    ++pages;
  }
  ASSERT_GT(pages, 50u);
  site.answers["/"] = {200, "text/html; charset=utf-8", index + "</ul></body></html>"};
  server->Start({site});
  testing::WriteAll(
      folder.path() / "config" / "assessment.yaml",
      fmt::format("extends: {}\nwindow: {{from: 2025-01-01, to: 2025-12-31}}\nas_of: 2026-02-10\n",
                  (fs::path(MINGCHA_SOURCE_DIR) / "config" / "baodi").string()));
  testing::WriteAll(folder.path() / "config" / "sites.yaml",
                    fmt::format("replace: true\nsites:\n- {{id: real, name: real pages, kind: other, seeds: "
                                "[\"{}/\"], allow_paths: "
                                "[/pages/, /], max_depth: 1, allow_private_addresses: true, pace: "
                                "{{delay_ms: 0, concurrency: 8}}}}\n",
                                base));
  testing::WriteAll(folder.path() / "config" / "places.yaml", "replace: true\nplaces: []\n");
  testing::WriteAll(folder.path() / "config" / "channels.yaml", "replace: true\nchannels: []\n");

  const testing::Outcome outcome = RunMingcha({"assess", folder / "config", "--out", folder / "out"});

  ASSERT_TRUE(outcome.exit_code == 0 || outcome.exit_code == 1)
      << outcome.exit_code << outcome.out << outcome.err;
  const boost::json::value json =
      boost::json::parse(ReadAll(folder.path() / "out" / "reports" / "findings.json"));
  int64_t fetched = 0;
  for (const boost::json::value& coverage : json.at("coverage").as_array())
    fetched += coverage.at("fetched").to_number<int64_t>();
  EXPECT_GE(fetched, static_cast<int64_t>(pages)) << "pages were lost on the way";
  for (const boost::json::value& finding : json.at("findings").as_array()) {
    // No unit of the plan owns these pages, so no unit can be charged for them or for what they lack.
    const bool charged = finding.at("kind").as_string() == "missing" && !finding.at("needs_review").as_bool();
    EXPECT_FALSE(charged) << finding;
  }
}

}  // namespace
}  // namespace mingcha
