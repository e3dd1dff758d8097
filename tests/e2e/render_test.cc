// A site whose list only a script fills: rendered, archived as a conversion, its details crawled.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "demo/server.h"
#include "process.h"

namespace mingcha::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kList =
    "<html><head><meta charset=utf-8><title>采购公告</title></head><body><div>当前位置：<a href=/>首页</a> "
    "&gt; <a "
    "href=/list.html>采购公告</a></div><ul id=rows></ul><script>var other='OTHER';"
    "fetch(other+'/stolen').catch(function(){});"
    "fetch('/private/rows').catch(function(){});"
    "fetch('/api/rows?page=1').then(function(r){return "
    "r.json();}).then(function(d){d.rows.forEach(function(x){"
    "var li=document.createElement('li');li.innerHTML='<a href=\"'+x.u+'\">'+x.t+'</a><span>'+x.d+'</span>';"
    "document.getElementById('rows').appendChild(li);});});function getList(){}</script></body></html>";

std::string Detail(const std::string& title) {
  return "<html><head><meta charset=utf-8><title>" + title + "</title></head><body><h1>" + title +
         "</h1><p>发布日期：2025-05-12</p><div "
         "class=content><p>受采购人委托，对本项目进行公开招标，欢迎合格的供应商参加投标，"
         "现将有关事项公告如下，投标截止时间见招标文件。</p></div></body></html>";
}

class RenderTest : public ::testing::Test {
 protected:
  void Serve() {
    auto listening = demo::Server::Listen(2, 0);
    ASSERT_TRUE(listening);
    server_ = std::move(*listening);
    base_ = "http://127.0.0.1:" + std::to_string(server_->ports()[0]);
    const std::string other = "http://127.0.0.1:" + std::to_string(server_->ports()[1]);
    demo::PortalSite site{"local", base_, {}, {}};
    site.answers["/robots.txt"] = {200, "text/plain", "User-agent: *\nDisallow: /private/\n"};
    site.answers["/"] = {200, "text/html; charset=utf-8",
                         "<html><body><a href=/list.html>采购公告</a></body></html>"};
    std::string list = kList;
    list.replace(list.find("OTHER"), 5, other);
    site.answers["/list.html"] = {200, "text/html; charset=utf-8", list};
    site.answers["/private/rows"] = {200, "application/json", "{}"};
    site.answers["/api/rows?page=1"] = {
        200, "application/json",
        R"({"rows":[{"u":"/d/1001.html","t":"城东小学课桌椅采购招标公告","d":"2025-05-12"},)"
        R"({"u":"/d/1002.html","t":"城西小学校服采购招标公告","d":"2025-05-13"},)"
        R"({"u":"/d/1003.html","t":"城南小学食堂设备采购招标公告","d":"2025-05-14"}]})"};
    for (const char* number : {"1001", "1002", "1003"})
      site.answers[std::string("/d/") + number + ".html"] = {
          200, "text/html; charset=utf-8", Detail(std::string("第") + number + "号采购招标公告")};
    demo::PortalSite stranger{"other", other, {}, {}};
    stranger.answers["/stolen"] = {200, "text/plain", "x"};
    server_->Start({site, stranger});
  }

  /// `render`: a line of the site's configuration, or empty.
  std::string Config(const std::string& render = "") {
    const fs::path folder = folder_.path() / "config";
    fs::create_directories(folder);
    for (const char* part : {"calendar", "language", "cms"})
      fs::copy(fs::path(MINGCHA_SOURCE_DIR) / "config" / part, folder_.path() / part,
               fs::copy_options::recursive);
    WriteAll(folder / "assessment.yaml",
             "id: render\ntitle: render\ndistrict: somewhere\ndocument: plan\nplan_date: 2018-03-12\n"
             "window: {from: 2025-01-01, to: 2025-12-31}\nas_of: 2025-12-31\nrun_by: test\n"
             "calendar: ../calendar/cn.yaml\nlanguage: ../language/zh.yaml\ncms: ../cms\n");
    WriteAll(folder / "units.yaml", "units:\n- {id: one, name: 某区教育局}\n");
    WriteAll(folder / "sites.yaml",
             "sites:\n- id: local\n  name: local\n  kind: department\n  unit: one\n  seeds: ['" + base_ +
                 "/']\n  allow_private_addresses: true\n  pace: {delay_ms: 0}\n" + render);
    fs::create_directories(folder / "items");
    WriteAll(
        folder / "items" / "buy.yaml",
        "domain: {id: d, name: 公共资源配置}\narea: {id: buy, name: 采购, units: [one]}\nitems:\n"
        "- id: buy.notice\n  name: 采购公告\n  cadence: standing\n  patterns:\n    title: ['采购.*公告']\n"
        "    positive: [甲采购公告, 乙采购招标公告]\n    negative: [会议通知, 采购结果]\n");
    return folder.string();
  }

  ScratchFolder folder_;
  std::unique_ptr<demo::Server> server_;
  std::string base_;
};

TEST_F(RenderTest, DetailsBehindAScriptAreFoundWhenTheSiteIsNamed) {
  if (!fs::exists("/usr/bin/chromium")) GTEST_SKIP() << "no Chromium is installed";
  Serve();
  const std::string folder = folder_ / "assessment";
  const Outcome first = RunMingcha({"assess", Config(), "--out", folder});
  ASSERT_NE(first.exit_code, 2) << first.err;
  const auto index = [&] { return ReadAll(fs::path(folder) / "archive" / "index.cdxj"); };
  EXPECT_EQ(index().find("/d/1001.html"), std::string::npos);

  const Outcome rendered = RunMingcha({"render", folder, "--site", "local=5"});
  ASSERT_NE(rendered.exit_code, 2) << rendered.err;
  const std::string table = ReadAll(fs::path(folder) / "reports" / "rendered.csv");
  EXPECT_NE(table.find("/list.html,done"), std::string::npos) << table;
  EXPECT_NE(table.find("/stolen,XHR,out of scope"), std::string::npos) << table;
  EXPECT_NE(table.find("/private/rows,XHR,robots: Disallow: /private/"), std::string::npos) << table;

  for (const char* verb : {"crawl", "extract", "check", "report"}) {
    const Outcome done = RunMingcha({verb, folder});
    ASSERT_NE(done.exit_code, 2) << verb << done.err;
  }
  for (const char* page : {"/d/1001.html", "/d/1002.html", "/d/1003.html", "#render:dom", "/api/rows?page=1"})
    EXPECT_NE(index().find(page), std::string::npos) << page << "\n" << index();
  // What was refused was never asked, and the folder holds together.
  EXPECT_EQ(index().find("/stolen"), std::string::npos);
  EXPECT_EQ(index().find("/private/rows"), std::string::npos);
  const Outcome verified = RunMingcha({"verify", folder});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const Outcome page = RunMingcha({"extract", folder, "--page", base_ + "/d/1002.html"});
  EXPECT_NE(page.out.find("buy.notice"), std::string::npos) << page.out << page.err;
  const std::string copy = folder_ / "copy.html";
  const Outcome marked =
      RunMingcha({"--json", "extract", folder, "--page", base_ + "/d/1002.html", "--annotate", copy});
  EXPECT_NE(marked.out.find("\"buy.notice\""), std::string::npos) << marked.out << marked.err;
  EXPECT_NE(ReadAll(copy).find("<mark"), std::string::npos);
  // A second rendering finds nothing left to open.
  const Outcome again = RunMingcha({"render", folder, "--site", "local=5"});
  EXPECT_NE(again.exit_code, 2) << again.err;
}

TEST_F(RenderTest, ASiteThatSaysRenderIsOpenedByAssessItself) {
  if (!fs::exists("/usr/bin/chromium")) GTEST_SKIP() << "no Chromium is installed";
  Serve();
  const std::string folder = folder_ / "assessment";
  const Outcome done = RunMingcha({"assess", Config("  render: 3\n"), "--out", folder});
  ASSERT_NE(done.exit_code, 2) << done.err;
  ASSERT_NE(done.exit_code, 3) << done.out << done.err;
  const std::string index = ReadAll(fs::path(folder) / "archive" / "index.cdxj");
  for (const char* page : {"/d/1001.html", "/d/1002.html", "/d/1003.html", "#render:dom", "/api/rows?page=1"})
    EXPECT_NE(index.find(page), std::string::npos) << page << "\n" << index;
  EXPECT_EQ(index.find("/private/rows"), std::string::npos);
  EXPECT_NE(ReadAll(fs::path(folder) / "reports" / "rendered.csv").find("/list.html,done"),
            std::string::npos);
  const Outcome page = RunMingcha({"extract", folder, "--page", base_ + "/d/1003.html"});
  EXPECT_NE(page.out.find("buy.notice"), std::string::npos) << page.out << page.err;
  const Outcome verified = RunMingcha({"verify", folder});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  // By the configuration too, and nothing is left to open.
  const Outcome again = RunMingcha({"render", folder});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(ReadAll(fs::path(folder) / "archive" / "index.cdxj"), index);
}

TEST_F(RenderTest, WithoutRenderNothingIsOpened) {
  Serve();
  const std::string folder = folder_ / "assessment";
  ASSERT_NE(RunMingcha({"assess", Config("  render: 0\n"), "--out", folder}).exit_code, 2);
  EXPECT_EQ(ReadAll(fs::path(folder) / "archive" / "index.cdxj").find("/d/1001.html"), std::string::npos);
  EXPECT_FALSE(fs::exists(fs::path(folder) / "reports" / "rendered.csv"));
  const Outcome none = RunMingcha({"--lang", "en", "render", folder});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("render: N"), std::string::npos) << none.err;
}

TEST_F(RenderTest, AWrongBudgetIsSaid) {
  Serve();
  const std::string folder = folder_ / "assessment";
  ASSERT_NE(RunMingcha({"assess", Config(), "--out", folder}).exit_code, 2);
  EXPECT_EQ(RunMingcha({"render", folder, "--site", "local"}).exit_code, 2);
  EXPECT_EQ(RunMingcha({"render", folder, "--site", "nowhere=3"}).exit_code, 2);
}

}  // namespace
}  // namespace mingcha::testing
