#include "renderer/renderer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "renderer/conversion.h"

namespace mingcha::renderer {
namespace {

namespace fs = std::filesystem;

const std::string kPage = "http://site.test/list.html";

/// Answers by address; everything else is refused.
Serve Site(std::map<std::string, Answer> pages) {
  return [pages = std::move(pages)](const Asked& asked) {
    const auto page = pages.find(asked.url);
    if (page != pages.end()) return page->second;
    Answer refused;
    refused.refusal = "out of scope";
    return refused;
  };
}

Answer Html(std::string body) { return {true, "", 200, "text/html; charset=utf-8", std::move(body)}; }
Answer Json(std::string body) { return {true, "", 200, "application/json", std::move(body)}; }

class RendererTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (program_.empty()) GTEST_SKIP() << "no Chromium is installed";
  }
  void TearDown() override {
    if (program_.empty()) return;
    // Nothing is left, running or dead.
    EXPECT_EQ(Children(), std::vector<std::string>());
  }
  /// Processes whose parent is this one.
  static std::vector<std::string> Children() {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      std::ifstream in(entry.path() / "stat");
      std::string stat;
      if (!std::getline(in, stat)) continue;
      std::istringstream fields(stat.substr(stat.rfind(')') + 1));
      std::string state;
      pid_t parent = 0;
      fields >> state >> parent;
      if (parent == getpid()) out.push_back(stat);
    }
    return out;
  }

  Rendered Open(const Serve& serve, RenderLimits limits = {}) const {
    return Render(kPage, program_, "mingcha-test/1.0", limits, serve);
  }

  const std::string program_ = FindBrowser();
};

TEST_F(RendererTest, AListThatAScriptFills) {
  const Rendered page = Open(Site({
      {kPage, Html("<html><body><ul id=rows></ul><script src=/load.js></script></body></html>")},
      {"http://site.test/load.js",
       {true, "", 200, "text/javascript",
        "fetch('/api?page=1').then(r=>r.json()).then(d=>{for(const x of d.rows){const "
        "li=document.createElement('li');"
        "li.innerHTML='<a "
        "href=\"'+x.url+'\">'+x.title+'</a>';document.getElementById('rows').append(li);}});"}},
      {"http://site.test/api?page=1",
       Json(
           R"({"rows":[{"url":"/d/1.html","title":"甲工程中标候选人公示"},{"url":"/d/2.html","title":"乙"}]})")},
  }));
  ASSERT_EQ(page.end, RenderEnd::kDone) << page.detail;
  EXPECT_NE(page.dom.find("<a href=\"/d/1.html\">甲工程中标候选人公示</a>"), std::string::npos) << page.dom;
  EXPECT_NE(page.dom.find("/d/2.html"), std::string::npos);
  EXPECT_NE(page.browser.find("/"), std::string::npos);
  ASSERT_GE(page.requests.size(), 3U);  // and perhaps an icon
  EXPECT_EQ(page.requests[0].kind, "Document");
  EXPECT_TRUE(std::any_of(page.requests.begin(), page.requests.end(), [](const RequestNote& note) {
    return note.url == "http://site.test/api?page=1" && note.served;
  }));
}

TEST_F(RendererTest, WhatIsOutOfScopeIsRefusedAndNoted) {
  const Rendered page = Open(Site({
      {kPage, Html("<html><body><p id=a>nothing</p><script>fetch('http://other.test/x').then(()=>{"
                   "document.getElementById('a').textContent='leaked';}).catch(()=>{"
                   "document.getElementById('a').textContent='refused';});</script></body></html>")},
  }));
  ASSERT_EQ(page.end, RenderEnd::kDone) << page.detail;
  EXPECT_NE(page.dom.find("<p id=\"a\">refused</p>"), std::string::npos) << page.dom;
  const auto asked = std::find_if(page.requests.begin(), page.requests.end(),
                                  [](const RequestNote& note) { return note.url == "http://other.test/x"; });
  ASSERT_NE(asked, page.requests.end());
  EXPECT_FALSE(asked->served);
  EXPECT_EQ(asked->refusal, "out of scope");
}

TEST_F(RendererTest, AScriptWithoutEndIsCutOff) {
  RenderLimits limits;
  limits.wall_ms = 8'000;
  const Rendered page =
      Open(Site({{kPage, Html("<html><body><script>setTimeout(()=>{for(;;){}},0);</script></body></html>")}}),
           limits);
  EXPECT_EQ(page.end, RenderEnd::kTimeout) << page.detail;
  EXPECT_TRUE(page.dom.empty());
}

TEST_F(RendererTest, APageThatAsksForEverIsCutOff) {
  RenderLimits limits;
  limits.wall_ms = 8'000;
  limits.requests = 5;
  const Rendered page = Open(
      Site({{kPage,
             Html("<html><body><script>function go(){fetch('/api?'+Math.random()).catch(()=>{}).then(()=>"
                  "setTimeout(go,5));}go();</script></body></html>")}}),
      limits);
  EXPECT_EQ(page.end, RenderEnd::kTimeout) << page.detail;
  EXPECT_GT(page.requests.size(), 5U);
  EXPECT_EQ(page.requests.back().refusal, "too many requests");
}

TEST_F(RendererTest, ThePageItselfRefused) {
  const Rendered page = Open(Site({}));
  EXPECT_EQ(page.end, RenderEnd::kNotServed) << page.detail;
  EXPECT_EQ(page.detail, "out of scope");
}

TEST_F(RendererTest, DialogsDoNotHoldItUp) {
  const Rendered page =
      Open(Site({{kPage, Html("<html><body><p id=a></p><script>alert('x');confirm('y');"
                              "document.getElementById('a').textContent='after';</script></body></html>")}}));
  ASSERT_EQ(page.end, RenderEnd::kDone) << page.detail;
  EXPECT_NE(page.dom.find("after"), std::string::npos);
}

TEST_F(RendererTest, ALargeDocumentIsRefused) {
  RenderLimits limits;
  limits.dom_bytes = 10'000;
  const Rendered page =
      Open(Site({{kPage, Html("<html><body><script>document.body.textContent='x'.repeat(20000);"
                              "</script></body></html>")}}),
           limits);
  EXPECT_EQ(page.end, RenderEnd::kTooLarge) << page.detail;
}

TEST(NoBrowserTest, IsANamedEnd) {
  const Rendered page = Render(kPage, "", "mingcha-test/1.0", {}, Site({}));
  EXPECT_EQ(page.end, RenderEnd::kNoBrowser);
  EXPECT_EQ(RenderEndName(page.end), "no_browser");
}

TEST(NoBrowserTest, AProgramThatIsNoBrowserIsACrash) {
  RenderLimits limits;
  limits.wall_ms = 5'000;
  const Rendered page = Render(kPage, "/bin/true", "mingcha-test/1.0", limits, Site({}));
  EXPECT_EQ(page.end, RenderEnd::kCrashed) << page.detail;
}

TEST(Conversion, TellsWhoMadeItOfWhat) {
  model::PageRecord page;
  page.id = 7;
  page.site = "local";
  page.url = page.final_url = kPage;
  page.etag = "x";
  page.body_sha256 = "digest of the page";
  page.warc = {"archive/a.warc.gz", 1, 2};
  Rendered rendered;
  rendered.end = RenderEnd::kDone;
  rendered.browser = "Chromium/1";
  rendered.dom = "<p>rows</p>";
  const base::Instant when = *base::Instant::FromIso("2025-01-02T03:04:05Z");
  const model::PageRecord record = ConversionOf(page, rendered, when);
  EXPECT_EQ(record.id, 0);
  EXPECT_EQ(record.url, kPage + "#render:dom");
  EXPECT_EQ(record.found_on, kPage);
  EXPECT_EQ(record.body_bytes, 11);
  EXPECT_NE(record.body_sha256, page.body_sha256);
  EXPECT_EQ(record.fetched_at, when);
  EXPECT_TRUE(record.warc.file.empty());
  EXPECT_TRUE(record.etag.empty());
  EXPECT_EQ(record.imported, (model::ImportInfo{"rendered", "Chromium/1", kPage, "digest of the page"}));
}

TEST(Conversion, ListsAreOpenedBeforeDetailsAndOnlyWhatIsArchived) {
  model::PageRecord list;
  list.kind = model::TaskKind::kList;
  list.depth = 2;
  list.url = kPage;
  list.body_sha256 = "x";
  list.warc.file = "archive/a";
  model::PageRecord detail = list;
  detail.kind = model::TaskKind::kDetail;
  detail.depth = 1;
  EXPECT_TRUE(OpensBefore(list, detail));
  EXPECT_FALSE(OpensBefore(detail, list));
  EXPECT_TRUE(MayBeOpened(list));
  detail.kind = model::TaskKind::kAttachment;
  EXPECT_FALSE(MayBeOpened(detail));
  model::PageRecord made = list;
  made.url += "#render:dom";
  EXPECT_FALSE(MayBeOpened(made));
  list.warc.file.clear();
  EXPECT_FALSE(MayBeOpened(list));
}

}  // namespace
}  // namespace mingcha::renderer
