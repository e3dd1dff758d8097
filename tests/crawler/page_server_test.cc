// What the scripts of a page ask for: from the archive, else fetched under the rules of the crawl and kept.
#include "crawler/engine/page_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using model::ScriptAnswer;
using ::testing::HasSubstr;
using testing::Reply;

struct Bench : CrawlBench {
  std::map<std::string, ScriptAnswer> archive;
  std::vector<int64_t> waits;
  bool go_on = true;

  Bench() {
    site.Route("/robots.txt", Reply::Text("User-agent: *\nDisallow: /private/\n"));
    site.Route("/rows?page=1", Reply::Text("[1]"));
  }
  PageServer Server() {
    auto server = PageServer::Create(
        options, clock, &sink,
        [this](const std::string& url) -> std::optional<ScriptAnswer> {
          const auto kept = archive.find(url);
          return kept == archive.end() ? std::nullopt : std::optional(kept->second);
        },
        [this](std::chrono::milliseconds time) {
          waits.push_back(time.count());
          clock.AdvanceMillis(time.count());
          return go_on;
        });
    return std::move(*server);
  }
  ScriptAnswer Get(PageServer* server, const std::string& target, const std::string& kind = "XHR") const {
    return server->Serve({site.Url(target), "GET", kind, ""}, site.Url("/list.html"));
  }
};

TEST(PageServer, WhatIsFetchedIsArchivedTheRobotsFileToo) {
  Bench bench;
  PageServer server = bench.Server();
  const ScriptAnswer answer = bench.Get(&server, "/rows?page=1");
  EXPECT_TRUE(answer.served) << answer.refusal;
  EXPECT_EQ(answer.body, "[1]");
  const model::PageRecord* rows = bench.sink.Find(bench.site.Url("/rows?page=1"));
  ASSERT_NE(rows, nullptr);
  EXPECT_EQ(rows->kind, model::TaskKind::kProbe);
  EXPECT_EQ(rows->found_on, bench.site.Url("/list.html"));
  EXPECT_EQ(rows->body_bytes, 3);
  const model::PageRecord* robots = bench.sink.Find(bench.site.Url("/robots.txt"));
  ASSERT_NE(robots, nullptr);
  EXPECT_EQ(robots->kind, model::TaskKind::kRobots);
  EXPECT_THAT(bench.sink.ExchangeOf(robots->url)->body, HasSubstr("/private/"));
  EXPECT_THAT(bench.sink.ExchangeOf(robots->url)->request_head, HasSubstr("GET /robots.txt"));
  // Once an origin, and what it says holds.
  const ScriptAnswer denied = bench.Get(&server, "/private/rows");
  EXPECT_EQ(denied.refusal, "robots: Disallow: /private/");
  EXPECT_EQ(bench.site.Visits("/robots.txt"), 1);
  EXPECT_EQ(bench.site.Visits("/private/rows"), 0);
  EXPECT_EQ(bench.sink.records().size(), 2U);
}

TEST(PageServer, APostIsKeptUnderItsBodyAndAnsweredFromThereNextTime) {
  Bench bench;
  bench.site.Route("POST /rows page=2", Reply::Text("[2]"));
  PageServer server = bench.Server();
  const model::ScriptRequest asked{bench.site.Url("/rows"), "POST", "XHR", "page=2"};
  const ScriptAnswer answer = server.Serve(asked, bench.site.Url("/list.html"));
  EXPECT_EQ(answer.body, "[2]") << answer.refusal;
  const model::PageRecord& kept = bench.sink.records().back();
  EXPECT_EQ(kept.url, bench.site.Url("/rows#post:page=2"));
  EXPECT_EQ(kept.final_url, bench.site.Url("/rows"));
  EXPECT_EQ(bench.sink.exchanges().back().request_body, "page=2");
  EXPECT_THAT(bench.sink.exchanges().back().request_head, HasSubstr("POST /rows"));
  bench.archive[kept.url] = {true, "", 200, "text/plain", "[2]"};
  EXPECT_EQ(server.Serve(asked, bench.site.Url("/list.html")).body, "[2]");
  EXPECT_EQ(bench.site.Visits("POST /rows page=2"), 1);
  // Another body is another request, however long.
  const std::string long_body = "page=3&state=" + std::string(5000, 'x');
  bench.site.Route("POST /rows " + long_body, Reply::Text("[3]"));
  EXPECT_EQ(server.Serve({asked.url, "POST", "XHR", long_body}, bench.site.Url("/list.html")).body, "[3]");
  EXPECT_LT(bench.sink.records().back().url.size(), 200U);
}

TEST(PageServer, TheSitesHoursAndTheCrawlDelayAreKept) {
  Bench bench;  // 2018-06-01 08:00 in Beijing
  bench.profile().hours = {"08:30-09:00"};
  bench.profile().pace.delay_ms = 400;
  bench.site.Route("/robots.txt", Reply::Text("User-agent: *\nCrawl-delay: 20\n"));
  int64_t until_open = 0;
  int64_t after_robots = 0;
  auto server = PageServer::Create(
      bench.options, bench.clock, &bench.sink, [](const std::string&) { return std::nullopt; },
      [&](std::chrono::milliseconds time) {
        bench.clock.AdvanceMillis(time.count());
        const bool asked = bench.site.Visits("/robots.txt") > 0;
        (asked ? after_robots : until_open) += time.count();
        return !asked;  // Real time does not pass here: it would be asked for ever.
      });
  ASSERT_TRUE(server);
  EXPECT_EQ(bench.Get(&*server, "/rows?page=1").refusal, "stopped");
  EXPECT_EQ(until_open, 30 * 60'000);
  EXPECT_GT(after_robots, 400);  // Of the 20 seconds, what the test itself takes is gone.
  EXPECT_LE(after_robots, 20'000);
  EXPECT_EQ(bench.site.Visits("/rows?page=1"), 0);
}

TEST(PageServer, HoursThatCannotBeReadAreAnError) {
  Bench bench;
  bench.profile().hours = {"at night"};
  const auto server = PageServer::Create(
      bench.options, bench.clock, &bench.sink, [](const std::string&) { return std::nullopt; },
      [](std::chrono::milliseconds) { return true; });
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, base::ErrorCode::kInvalidInput);
}

TEST(PageServer, AStopWhileWaitingRefusesTheRestAndAsksNobody) {
  Bench bench;
  bench.profile().hours = {"22:00-06:00"};
  bench.go_on = false;
  PageServer server = bench.Server();
  EXPECT_FALSE(bench.Get(&server, "/rows?page=1").served);
  EXPECT_TRUE(server.stopped());
  EXPECT_EQ(bench.Get(&server, "/rows?page=1").refusal, "stopped");
  EXPECT_TRUE(bench.site.Requests().empty());
  EXPECT_TRUE(bench.sink.records().empty());
}

TEST(PageServer, ARobotsFileThatCannotBeHadRefusesAndOneThatIsNotThereDoesNot) {
  for (const auto& [status, served] :
       std::vector<std::pair<int, bool>>{{404, true}, {503, false}, {429, false}}) {
    Bench bench;
    bench.site.Route("/robots.txt", Reply::Status(status));
    PageServer server = bench.Server();
    EXPECT_EQ(bench.Get(&server, "/rows?page=1").served, served) << status;
  }
  Bench bench;
  bench.site.Route("/robots.txt", Reply::Redirect("/elsewhere.txt"));
  bench.site.Route("/elsewhere.txt", Reply::Text("User-agent: *\nDisallow: /rows\n"));
  PageServer server = bench.Server();
  EXPECT_THAT(bench.Get(&server, "/rows?page=1").refusal, HasSubstr("Disallow: /rows"));
  const model::PageRecord* robots = bench.sink.Find(bench.site.Url("/robots.txt"));
  ASSERT_NE(robots, nullptr);
  EXPECT_EQ(robots->final_url, bench.site.Url("/elsewhere.txt"));
  EXPECT_EQ(robots->redirects.size(), 1U);
  EXPECT_EQ(bench.sink.ExchangeOf(robots->url)->redirects.size(), 1U);
}

TEST(PageServer, ARobotsFileIsAskedForAgainAndAnEarlierCopyServesMeanwhile) {
  Bench bench;
  bench.options.retries = 1;
  bench.site.Route("/robots.txt", [](std::string_view, int visit) {
    return visit == 1 ? Reply::Status(503) : Reply::Text("User-agent: *\nDisallow: /private/\n");
  });
  PageServer server = bench.Server();
  EXPECT_TRUE(bench.Get(&server, "/rows?page=1").served);
  EXPECT_EQ(bench.site.Visits("/robots.txt"), 2);

  Bench later;
  later.options.retries = 0;
  later.site.Route("/robots.txt", Reply::Status(503));
  model::EarlierPage copy;
  copy.body = "User-agent: *\nDisallow: /private/\n";
  copy.sha256 = "known";
  copy.fetched_at = *base::Instant::FromIso("2018-05-20T00:00:00Z");
  later.sink.SetEarlier(later.site.Url("/robots.txt"), copy);
  PageServer other = later.Server();
  EXPECT_TRUE(later.Get(&other, "/rows?page=1").served);
  EXPECT_EQ(later.Get(&other, "/private/rows").refusal, "robots: Disallow: /private/");
  EXPECT_THAT(later.DetailOf("/robots.txt"), HasSubstr("judged by the copy of 2018-05-20"));
}

TEST(PageServer, TheArchivedRobotsFileHoldsAndIsNotAskedAgain) {
  Bench bench;
  bench.archive[bench.site.Url("/robots.txt")] = {true, "", 200, "text/plain",
                                                  "User-agent: *\nDisallow: /\n"};
  PageServer server = bench.Server();
  EXPECT_EQ(bench.Get(&server, "/rows?page=1").refusal, "robots: Disallow: /");
  EXPECT_TRUE(bench.site.Requests().empty());
}

TEST(PageServer, AHostThatNamesALaterTimeIsNotAskedAgain) {
  Bench bench;
  Reply busy = Reply::Status(503);
  busy.headers.emplace_back("Retry-After", "86400");
  bench.site.Route("/rows?page=1", busy);
  PageServer server = bench.Server();
  EXPECT_EQ(bench.Get(&server, "/rows?page=1").status, 503);
  EXPECT_EQ(bench.Get(&server, "/rows?page=2").refusal, "host_busy");
  EXPECT_EQ(bench.site.Visits("/rows?page=2"), 0);
}

TEST(PageServer, WhatIsNoneOfOursIsRefusedUnasked) {
  Bench bench;
  testing::LoopbackSite other("127.0.0.2");
  other.Otherwise([](std::string_view, int) { return Reply::Text("x"); });
  PageServer server = bench.Server();
  const std::string page = bench.site.Url("/list.html");
  EXPECT_THAT(server.Serve({other.Url("/x"), "GET", "XHR", ""}, page).refusal, HasSubstr("out of scope"));
  EXPECT_FALSE(server.Serve({other.Url("/x.js"), "GET", "Script", ""}, page).served);
  EXPECT_EQ(server.Serve({bench.site.Url("/x"), "PUT", "XHR", ""}, page).refusal, "method PUT");
  EXPECT_EQ(server.Serve({bench.site.Url("/x"), "POST", "XHR", R"({"a":1})"}, page).refusal,
            "a POST that is no form");
  EXPECT_EQ(server.Serve({"javascript:alert(1)", "GET", "XHR", ""}, page).served, false);
  EXPECT_TRUE(other.Requests().empty());
  EXPECT_TRUE(bench.site.Requests().empty());
  // A script of the page's own host is wanted, though the crawl leaves scripts alone.
  bench.site.Route("/list.js", Reply::Text("f()"));
  EXPECT_TRUE(server.Serve({bench.site.Url("/list.js"), "GET", "Script", ""}, page).served);
}

TEST(PageServer, AStoreThatFailsIsAnErrorAndRefusesTheRest) {
  Bench bench;
  bench.sink.FailAfter(0);
  PageServer server = bench.Server();
  (void)bench.Get(&server, "/rows?page=1");
  ASSERT_FALSE(server.status());
  EXPECT_EQ(server.status().error().code, base::ErrorCode::kIo);
  EXPECT_FALSE(bench.Get(&server, "/rows?page=1").served);
}

}  // namespace
}  // namespace mingcha::crawler
