// A crawl that knows of an earlier round: conditional requests, robots copies, what only that round knows.
#include <gtest/gtest.h>

#include "base/digest.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

model::EarlierPage Left(const std::string& body, const char* fetched) {
  model::EarlierPage page;
  page.body = body;
  page.content_type = "text/html";
  page.sha256 = base::Sha256Hex(body);
  page.warc = {"archive/earlier-01-00001.warc.gz", 10, 20};
  page.fetched_at = *base::Instant::FromIso(fetched);
  return page;
}

/// Gives every task the validators that an earlier round would have left, and has tasks of its own to add.
class RoundFrontier final : public testing::MemoryFrontier {
 public:
  base::Result<std::vector<model::FetchTask>> Take(std::string_view site, int limit) override {
    auto tasks = MemoryFrontier::Take(site, limit);
    for (model::FetchTask& task : *tasks) {
      task.etag = "\"v1\"";
      task.last_modified = "Tue, 01 May 2018 00:00:00 GMT";
    }
    return tasks;
  }
  base::Result<int> Refill(const std::vector<model::SiteAddresses>& /*sites*/) override {
    auto added = Add(known_before);
    known_before.clear();
    return added;
  }
  std::vector<model::FetchTask> known_before;
};

struct RoundBench : CrawlBench {
  RoundFrontier rounds;
  base::Result<CrawlSummary> RunRound() {
    Crawler crawler(options, rounds, sink, links, clock, nullptr);
    return crawler.Run();
  }
};

Reply NotModified() {
  Reply reply;
  reply.status = 304;
  return reply;
}

TEST(ConditionalRequests, AnUnchangedPageIsTakenFromTheRoundBeforeAndItsLinksAreFollowed) {
  RoundBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", NotModified());
  bench.site.Route("/next", Reply::Html("<p>next</p>"));
  const model::EarlierPage before = Left(PageTo({"/next"}), "2018-05-01T00:00:00Z");
  bench.sink.SetEarlier(bench.site.Url("/"), before);
  ASSERT_TRUE(bench.RunRound().has_value());
  const model::PageRecord* page = bench.sink.Find(bench.site.Url("/"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->outcome, model::FetchOutcome::kOk);
  EXPECT_EQ(page->http_status, 304);
  EXPECT_EQ(page->body_sha256, before.sha256);
  EXPECT_EQ(page->warc, before.warc);
  EXPECT_EQ(page->body_from, before.fetched_at);
  EXPECT_EQ(bench.OutcomeOf("/next"), "ok");
  const std::string& head = bench.sink.ExchangeOf(bench.site.Url("/"))->request_head;
  EXPECT_NE(head.find("If-None-Match: \"v1\"\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("If-Modified-Since: Tue, 01 May 2018 00:00:00 GMT\r\n"), std::string::npos) << head;
}

TEST(LaterRounds, APageThatSaysItIsGoneIsGoneWhereTheRoundBeforeReadOne) {
  struct Row {
    const char* path;
    Reply now;
    bool known, later;
    const char* outcome;
  };
  const Reply words = Reply::Html("<p>no such page</p>");
  const Reply home = Reply::Redirect("/");
  const Reply other = Reply::Redirect("/moved");
  for (const Row& row : std::vector<Row>{{"/a", words, true, true, "soft_404"},
                                         {"/b", words, false, true, "ok"},
                                         {"/c", words, true, false, "ok"},
                                         {"/d", home, true, true, "soft_404"},
                                         {"/e", home, false, true, "ok"},
                                         {"/f", other, true, true, "ok"},
                                         {"/g", Reply::Html("<p>changed</p>"), true, true, "ok"}}) {
    RoundBench bench;
    bench.options.later_round = row.later;
    bench.site.Route("/robots.txt", Reply::Status(404));
    bench.site.Route("/", Reply::Html(PageTo({row.path})));
    bench.site.Route("/moved", Reply::Html("<p>moved</p>"));
    bench.site.Route(row.path, row.now);
    if (row.known)
      bench.sink.SetEarlier(bench.site.Url(row.path), Left("<p>there</p>", "2018-05-01T00:00:00Z"));
    ASSERT_TRUE(bench.RunRound().has_value());
    EXPECT_EQ(bench.OutcomeOf(row.path), row.outcome) << row.path;
  }
}

TEST(ConditionalRequests, APageWhoseEarlierCopyCannotBeReadIsAskedForPlainly) {
  RoundBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", [](std::string_view, int visit) {
    return visit == 1 ? NotModified() : Reply::Html("<p>whole</p>");
  });
  model::EarlierPage damaged = Left("<p>whole</p>", "2018-05-01T00:00:00Z");
  damaged.sha256.clear();
  bench.sink.SetEarlier(bench.site.Url("/"), damaged);
  ASSERT_TRUE(bench.RunRound().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  EXPECT_EQ(bench.sink.Find(bench.site.Url("/"))->http_status, 200);
  EXPECT_EQ(bench.sink.ExchangeOf(bench.site.Url("/"))->body, "<p>whole</p>");
  const auto requests = bench.site.Requests();
  EXPECT_EQ(requests.back().head.find("If-None-Match"), std::string::npos);
}

TEST(ConditionalRequests, TheTargetOfARedirectIsAskedForPlainly) {
  RoundBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Redirect("/there"));
  bench.site.Route("/there", Reply::Html("<p>there</p>"));
  ASSERT_TRUE(bench.RunRound().has_value());
  for (const auto& request : bench.site.Requests()) {
    if (request.target != "/there") continue;
    EXPECT_EQ(request.head.find("If-None-Match"), std::string::npos);
  }
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
}

TEST(Refill, WhatOnlyTheRoundBeforeKnewIsAskedAtTheEnd) {
  RoundBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html("<p>no links any more</p>"));
  bench.site.Route("/orphan", Reply::Html("<p>still there</p>"));
  model::FetchTask orphan;
  orphan.site = "portal";
  orphan.url = bench.site.Url("/orphan");
  model::FetchTask gone = orphan;
  gone.url = bench.site.Url("/gone");
  bench.rounds.known_before = {orphan, gone};
  ASSERT_TRUE(bench.RunRound().has_value());
  EXPECT_EQ(bench.OutcomeOf("/orphan"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/gone"), "gone");
  EXPECT_EQ(bench.site.Requests()[1].target, "/");  // robots first, then what is linked, then these
}

struct CopyCase {
  const char* name;
  const char* fetched;  ///< When the copy was made; the crawl is at 2018-06-01.
  int status;           ///< Of robots.txt now.
  const char* open;     ///< Outcome of the page the copy allows.
  const char* secret;   ///< Of the page it forbids.
};

class RobotsCopy : public ::testing::TestWithParam<CopyCase> {};

TEST_P(RobotsCopy, S2_3_1_4_ServesWhileNoneCanBeHad) {
  RoundBench bench;
  bench.options.retries = 0;
  bench.site.Route("/robots.txt", Reply::Status(GetParam().status));
  bench.site.Route("/", Reply::Html(PageTo({"/secret"})));
  bench.site.Route("/secret", Reply::Html("<p>x</p>"));
  bench.sink.SetEarlier(bench.site.Url("/robots.txt"),
                        Left("User-agent: *\nDisallow: /secret\n", GetParam().fetched));
  ASSERT_TRUE(bench.RunRound().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), GetParam().open) << bench.DetailOf("/");
  EXPECT_EQ(bench.OutcomeOf("/secret"), GetParam().secret);
  const bool copied = std::string(GetParam().name) == "Unreachable";
  EXPECT_EQ(bench.DetailOf("/robots.txt").find("judged by the copy of 2018-05-20") != std::string::npos,
            copied)
      << bench.DetailOf("/robots.txt");
}

INSTANTIATE_TEST_SUITE_P(
    All, RobotsCopy,
    ::testing::Values(CopyCase{"Unreachable", "2018-05-20T00:00:00Z", 503, "ok", "robots_denied"},
                      CopyCase{"TooOld", "2018-03-01T00:00:00Z", 503, "robots_denied", "none"},
                      CopyCase{"GoneMeansNoRules", "2018-05-20T00:00:00Z", 404, "ok", "ok"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(RobotsRedirect, S2_3_1_2_LeadsToOtherHostsWithoutNameAndPassword) {
  CrawlBench bench;
  testing::LoopbackSite other("127.0.0.2");
  other.Route("/rules.txt", Reply::Text("User-agent: *\nDisallow: /secret\n"));
  bench.site.Route("/robots.txt", Reply::Redirect("http://user:word@" + other.host() + "/rules.txt"));
  bench.site.Route("/", Reply::Html(PageTo({"/secret"})));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/secret"), "robots_denied");
  ASSERT_EQ(other.Requests().size(), 1U);
  EXPECT_EQ(other.Requests()[0].head.find("uthorization"), std::string::npos) << other.Requests()[0].head;
  EXPECT_EQ(bench.sink.Find(bench.site.Url("/robots.txt"))->final_url, other.Url("/rules.txt"));
}

/// Notes the order of its calls.
class NotingFrontier final : public testing::MemoryFrontier {
 public:
  base::Result<int> Add(const std::vector<model::FetchTask>& tasks) override {
    const bool own = tasks.size() == 1 && tasks[0].kind == model::TaskKind::kRobots;
    calls.push_back(own ? "add " + tasks[0].url : "add");
    return testing::MemoryFrontier::Add(tasks);
  }
  base::Result<std::vector<model::FetchTask>> Take(std::string_view site, int limit) override {
    calls.emplace_back("take");
    return testing::MemoryFrontier::Take(site, limit);
  }
  base::Status Finish(std::string_view url, model::FetchOutcome outcome) override {
    calls.push_back("finish " + std::string(url));
    return testing::MemoryFrontier::Finish(url, outcome);
  }
  std::vector<std::string> calls;
};

TEST(RobotsTask, IsAddedAndEndedInOneStepThatNobodyTakesItMeanwhile) {
  CrawlBench bench;
  testing::LoopbackSite other("127.0.0.2");
  NotingFrontier frontier;
  bench.profile().hosts = {bench.site.host(), other.host()};
  std::vector<std::string> targets = {other.Url("/")};
  for (int i = 0; i < 50; ++i) targets.push_back("/p" + std::to_string(i));
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo(targets)));
  for (testing::LoopbackSite* site : {&bench.site, &other})
    site->Otherwise([](std::string_view, int) { return Reply::Html("<p>x</p>"); });
  Crawler crawler(bench.options, frontier, bench.sink, bench.links, bench.clock, nullptr);
  ASSERT_TRUE(crawler.Run().has_value());
  int own = 0;
  for (size_t i = 0; i + 1 < frontier.calls.size(); ++i) {
    if (frontier.calls[i].rfind("add http", 0) != 0) continue;
    ++own;
    EXPECT_EQ(frontier.calls[i + 1], "finish" + frontier.calls[i].substr(3));
  }
  EXPECT_EQ(own, 2);
  EXPECT_EQ(bench.site.Visits("/robots.txt") + other.Visits("/robots.txt"), 2);
}

}  // namespace
}  // namespace mingcha::crawler
