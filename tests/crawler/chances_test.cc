// What an engine does about hosts in trouble, dead pages dressed as pages, hours, traps.
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "crawler/pace.h"
#include "crawler/soft404.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

// --- What other steps of the writer may see

/// Looks at the frontier as a dispatcher would that took tasks between any two steps of the writer.
class Onlooker {
 public:
  explicit Onlooker(CrawlBench* bench) : bench_(bench) {
    bench->options.before_write = [this] { Look(); };
  }
  [[nodiscard]] const std::set<std::string>& seen() const { return seen_; }
  int looks = 0;

 private:
  void Look() {
    ++looks;
    for (const model::SiteProfile& site : bench_->options.sites) {
      const auto waiting = bench_->frontier.Take(site.id, 1'000'000);
      ASSERT_TRUE(waiting.has_value());
      for (const model::FetchTask& task : *waiting) {
        if (task.kind == model::TaskKind::kRobots || task.kind == model::TaskKind::kProbe)
          seen_.insert(task.url);
        ASSERT_TRUE(bench_->frontier.Retry(task).has_value());
      }
    }
  }

  CrawlBench* bench_;
  std::set<std::string> seen_;
};

TEST(WriterSteps, TheCrawlsOwnQuestionsNeverWaitInTheFrontier) {
  // A robots file that could not be had at first, and one that a page redirects to: both ways of asking
  // again.
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.probe_soft_404 = true;
  bench.options.retries = 0;
  bench.site.Route("/robots.txt", [](std::string_view, int visit) {
    return visit == 1 ? Reply::Status(503) : Reply::Text("User-agent: *\nDisallow: /no\n");
  });
  bench.site.Route("/", Reply::Html(PageTo({"/a", "/b", "/no", "/gone"})));
  bench.site.Route("/a", Reply::Html(PageTo({"/b", "/c"})));
  bench.site.Route("/b", Reply::Html("<p>b</p>"));
  bench.site.Route("/c", Reply::Html("<p>c</p>"));
  Onlooker onlooker(&bench);
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);
  EXPECT_GT(onlooker.looks, 8);
  EXPECT_TRUE(onlooker.seen().empty()) << *onlooker.seen().begin() << " could be taken by the dispatcher";
  int robots = 0, probes = 0;
  for (const model::PageRecord& record : bench.sink.records()) {
    robots += record.kind == model::TaskKind::kRobots ? 1 : 0;
    probes += record.kind == model::TaskKind::kProbe ? 1 : 0;
  }
  EXPECT_EQ(robots, 2) << "the one that could not be had, and the one that took its place";
  EXPECT_EQ(probes, 1);
}

// --- Second chance and circuit breaker

TEST(SecondChance, WhatFailedIsAskedOnceMoreWhenNothingElseIsLeft) {
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.retries = 1;
  bench.site.Route("/", Reply::Html(PageTo({"/ill", "/a", "/b"})));
  bench.site.Route("/ill", [](std::string_view, int visit) {
    return visit <= 2 ? Reply::Status(503) : Reply::Html("<p>well</p>");
  });
  bench.site.Route("/a", Reply::Html("<p>a</p>"));
  bench.site.Route("/b", Reply::Html("<p>b</p>"));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);
  EXPECT_EQ(bench.OutcomeOf("/ill"), "ok");
  EXPECT_EQ(bench.site.Visits("/ill"), 3);
  const auto requests = bench.site.Requests();
  EXPECT_EQ(requests.back().target, "/ill");
}

TEST(SecondChance, IsTheLast) {
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.retries = 1;
  bench.site.Route("/", Reply::Html(PageTo({"/ill"})));
  bench.site.Route("/ill", Reply::Status(503));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);
  EXPECT_EQ(bench.OutcomeOf("/ill"), "server_error");
  EXPECT_EQ(bench.site.Visits("/ill"), 3);
}

TEST(CircuitBreaker, AHostThatRecoversGivesItsPagesAtTheEnd) {
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.retries = 0;
  bench.options.failures_to_down = 2;
  bench.profile().pace.concurrency = 1;
  bench.site.Route("/", Reply::Html(PageTo({"/p1", "/p2", "/p3", "/p4"})));
  Reply reset;
  reset.fault = Reply::Fault::kReset;
  bench.site.Otherwise(
      [reset](std::string_view, int visit) { return visit == 1 ? reset : Reply::Html("<p>ok</p>"); });
  for (const char* late : {"/p3", "/p4"}) bench.site.Route(late, Reply::Html("<p>ok</p>"));
  bench.site.Route("/robots.txt", Reply::Status(404));
  ASSERT_TRUE(bench.Run().has_value());
  for (const auto& [url, outcome] : bench.Pages()) EXPECT_EQ(outcome, "ok") << url;
  EXPECT_EQ(bench.Pages().size(), 5U);
}

TEST(SecondChance, RobotsThatCouldNotBeHadAreAskedForAgain) {
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.retries = 0;
  bench.site.Route("/robots.txt", [&bench](std::string_view, int visit) {
    return visit == 1 ? Reply::Status(503)
                      : Reply::Text("User-agent: *\nDisallow: /no\nSitemap: " + bench.site.Url("/map.xml"));
  });
  bench.site.Route("/map.xml", Reply::Text("<urlset><url><loc>" + bench.site.Url("/only-mapped") +
                                           "</loc></url></urlset>"));
  bench.site.Route("/only-mapped", Reply::Html("<p>mapped</p>"));
  bench.site.Route("/", Reply::Html(PageTo({"/yes", "/no"})));
  bench.site.Route("/yes", Reply::Html("<p>yes</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/yes"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/no"), "robots_denied");
  EXPECT_EQ(bench.OutcomeOf("/only-mapped"), "ok") << "by the sitemap that it names";
  std::vector<std::string> outcomes;
  for (const model::PageRecord& record : bench.sink.records()) {
    if (record.kind == model::TaskKind::kRobots)
      outcomes.emplace_back(model::FetchOutcomeName(record.outcome));
  }
  EXPECT_EQ(outcomes, (std::vector<std::string>{"server_error", "ok"}))
      << "what pages were judged by is kept";
}

// --- Robots over time (RFC 9309 2.4 and 2.3.1.4)

TEST(CrawlRobots, S2_4_ACopyIsGoodForADayAndAnOldOneServesWhileNoneCanBeHad) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 1;
  // The day passes while the server works on /later. The crawl reads the clock on its own thread only between
  // answers.
  bench.site.Route("/", Reply::Html(PageTo({"/later", "/secret", "/z"})));
  std::atomic<int> robots{0};
  bench.site.Route("/robots.txt", [&](std::string_view, int visit) {
    robots = visit;
    return visit == 1 ? Reply::Text("User-agent: *\nDisallow: /secret\n") : Reply::Status(503);
  });
  class DayLater final : public base::Clock {
   public:
    explicit DayLater(const std::atomic<int>& visits) : visits_(visits) {}
    [[nodiscard]] base::Instant Now() const override {
      return base::Instant::FromUnixMillis(1'527'811'200'000 + (visits_ >= 1 ? ++calls_ * 20'000'000 : 0));
    }

   private:
    const std::atomic<int>& visits_;
    mutable std::atomic<int64_t> calls_{0};
  } clock(robots);
  bench.site.Route("/later", Reply::Html("<p>later</p>"));
  bench.site.Route("/z", Reply::Html("<p>z</p>"));
  bench.options.retries = 0;
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, clock, nullptr);
  ASSERT_TRUE(crawler.Run().has_value());
  EXPECT_GE(bench.site.Visits("/robots.txt"), 2);  // asked again …
  EXPECT_EQ(bench.OutcomeOf("/secret"), "robots_denied");
  EXPECT_EQ(bench.DetailOf("/secret"), "Disallow: /secret");  // … and the old copy went on
  EXPECT_EQ(bench.OutcomeOf("/later"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/z"), "ok");
}

// --- Dead pages dressed as pages

std::string Page(const std::string& text) {
  return "<html><head><title>演示政务网</title></head><body><p>" + text + "</p></body></html>";
}

TEST(Soft404, AnHonestHostCostsOneRequest) {
  CrawlBench bench;
  bench.options.probe_soft_404 = true;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/gone", "/here"})));
  bench.site.Route("/here", Reply::Html(Page("文字")));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->sites[0].outcomes.at(model::FetchOutcome::kGone),
            2);  // robots.txt and /gone, not our own question
  EXPECT_EQ(bench.OutcomeOf("/gone"), "gone");
  EXPECT_EQ(bench.site.Requests().size(), 5U);  // robots, /, bogus, /gone, /here
}

TEST(Soft404, TextKeyLooksAtTheWordsOnly) {
  EXPECT_EQ(TextKey("<p>您访问的页面不存在 /a/b 12:01</p><script>var 变量</script>"),
            TextKey("<div>您访问的页面<b>不存在</b> /c 23:59</div>"));
  EXPECT_NE(TextKey("<p>您访问的页面不存在</p>"), TextKey("<p>您访问的页面已删除</p>"));
  EXPECT_EQ(TextKey("<p>no words 短</p>"), "");
}

// --- Hours

TEST(Hours, AClosedSiteIsNotAskedAndItsTasksStay) {
  CrawlBench bench;
  bench.profile().hours = {"22:00-06:00"};  // The fixture's clock stands at 08:00 in Beijing.
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, nullptr);
  crawler.Stop();
  ASSERT_TRUE(crawler.Run().has_value());
  EXPECT_TRUE(bench.site.Requests().empty());
  EXPECT_EQ(*bench.frontier.Waiting("portal"), 1);
}

TEST(Hours, AnOpenSiteIsAskedAndBadHoursAreBadInput) {
  CrawlBench bench;
  bench.profile().hours = {"06:00-09:00"};
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  CrawlBench bad;
  bad.profile().hours = {"at night"};
  const auto refused = bad.Run();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidInput);
}

// --- Pace that adapts

TEST(HostPace, TroubleHalvesAndGoodAnswersRestore) {
  HostPace pace;
  pace.Tighten({.delay_ms = 100, .concurrency = 8, .timeout_ms = 1'000});
  using std::chrono::milliseconds;
  pace.Answered(milliseconds(50), true);
  EXPECT_EQ(pace.concurrency(), 4);
  for (int i = 0; i < 5; ++i) pace.Answered(milliseconds(50), true);
  EXPECT_EQ(pace.concurrency(), 1);
  for (int i = 0; i < 8; ++i) pace.Answered(milliseconds(50), false);
  EXPECT_EQ(pace.concurrency(), 2);
  for (int i = 0; i < 200; ++i) pace.Answered(milliseconds(50), false);
  EXPECT_EQ(pace.concurrency(), 8);  // Never beyond what was configured.
  EXPECT_EQ(pace.delay(), milliseconds(100));
}

TEST(HostPace, SlowAnswersStretchTheDelayAndQuickOnesGiveItBack) {
  HostPace pace;
  pace.Tighten({.delay_ms = 100, .concurrency = 2, .timeout_ms = 1'000});
  using std::chrono::milliseconds;
  for (int i = 0; i < 30; ++i) pace.Answered(milliseconds(4'000), false);
  EXPECT_GT(pace.delay(), milliseconds(1'900));
  EXPECT_LE(pace.delay(), milliseconds(2'000));
  for (int i = 0; i < 60; ++i) pace.Answered(milliseconds(120'000), false);
  EXPECT_EQ(pace.delay(), milliseconds(10'000));
  for (int i = 0; i < 60; ++i) pace.Answered(milliseconds(20), false);
  EXPECT_EQ(pace.delay(), milliseconds(100));
}

}  // namespace
}  // namespace mingcha::crawler
