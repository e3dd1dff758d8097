// How a crawl behaves towards its hosts and its user: robots, pace, stopping, going on.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <thread>

#include "crawler/pace.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using std::chrono::milliseconds;
using testing::Reply;

/// Pages `/0` … `/n-1` from the seed, each with a link to its neighbour.
void ServeMany(testing::LoopbackSite& site, int pages, int delay_ms) {
  std::vector<std::string> all;
  for (int i = 0; i < pages; ++i) all.push_back("/" + std::to_string(i));
  site.Route("/robots.txt", Reply::Status(404));
  site.Route("/", Reply::Html(PageTo(all)));
  for (int i = 0; i < pages; ++i) {
    Reply reply =
        Reply::Html(PageTo({"/" + std::to_string((i + 1) % pages), "/extra" + std::to_string(i % 5)}));
    reply.delay_ms = delay_ms;
    site.Route(all[static_cast<size_t>(i)], reply);
  }
  for (int i = 0; i < 5; ++i) site.Route("/extra" + std::to_string(i), Reply::Html("<p>extra</p>"));
}

// --- robots
// -------------------------------------------------------------------------------------------------

TEST(CrawlRobots, DeniedPagesAreRecordedAndNotAsked) {
  CrawlBench bench;
  bench.site.Route("/robots.txt", Reply::Text("User-agent: mingcha-test\nDisallow: /private/\n"));
  bench.site.Route("/", Reply::Html(PageTo({"/private/1", "/open"})));
  bench.site.Route("/open", Reply::Html("<p>x</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/private/1"), "robots_denied");
  EXPECT_EQ(bench.DetailOf("/private/1"), "Disallow: /private/");
  EXPECT_EQ(bench.site.Visits("/private/1"), 0);
  EXPECT_EQ(bench.OutcomeOf("/open"), "ok");
  const model::PageRecord* robots = bench.sink.Find(bench.site.Url("/robots.txt"));
  ASSERT_NE(robots, nullptr);
  EXPECT_EQ(robots->kind, model::TaskKind::kRobots);
}

TEST(CrawlRobots, ARedirectIntoADeniedPathIsNotFollowed) {
  CrawlBench bench;
  bench.site.Route("/robots.txt", Reply::Text("User-agent: *\nDisallow: /private/\n"));
  bench.site.Route("/", Reply::Redirect("/private/1"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "robots_denied");
  EXPECT_EQ(bench.site.Visits("/private/1"), 0);
}

TEST(CrawlRobots, ReportOnlyAsksAndSaysWhatRobotsWouldHaveSaid) {
  CrawlBench bench;
  bench.profile().robots = model::RobotsMode::kReportOnly;
  bench.site.Route("/robots.txt", Reply::Text("User-agent: *\nDisallow: /\n"));
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  EXPECT_EQ(bench.DetailOf("/"), "robots would deny: Disallow: /");
}

struct RobotsStatusCase {
  const char* name;
  Reply reply;
  const char* outcome;
};

class CrawlRobotsStatus : public ::testing::TestWithParam<RobotsStatusCase> {};

TEST_P(CrawlRobotsStatus, Decides) {
  CrawlBench bench;
  bench.profile().pace.timeout_ms = 150;
  bench.site.Route("/robots.txt", GetParam().reply);
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), GetParam().outcome) << bench.DetailOf("/");
}

Reply Faulty(Reply::Fault fault) {
  Reply reply = Reply::Text("User-agent: *\nAllow: /\n");
  reply.fault = fault;
  return reply;
}

INSTANTIATE_TEST_SUITE_P(
    Rfc9309, CrawlRobotsStatus,
    ::testing::Values(
        RobotsStatusCase{"S2_3_1_3_Status404Allows", Reply::Status(404), "ok"},
        RobotsStatusCase{"S2_3_1_3_Status403Allows", Reply::Status(403), "ok"},
        RobotsStatusCase{"S2_3_1_4_Status500Denies", Reply::Status(500), "robots_denied"},
        RobotsStatusCase{"S2_3_1_4_Status503Denies", Reply::Status(503), "robots_denied"},
        RobotsStatusCase{"S2_3_1_4_ResetDenies", Faulty(Reply::Fault::kReset), "robots_denied"},
        RobotsStatusCase{"S2_3_1_4_SilenceDenies", Faulty(Reply::Fault::kSilence), "robots_denied"},
        RobotsStatusCase{"S2_3_1_2_EndlessRedirectsAllow", Reply::Redirect("/robots.txt"), "ok"},
        RobotsStatusCase{"S2_5_TenMegabytesAreCut",
                         Reply::Text("User-agent: *\nDisallow: /\n" + std::string(10'000'000, '#')),
                         "robots_denied"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(CrawlRobots, S2_3_1_2_FiveRedirectsAreFollowed) {
  CrawlBench bench;
  bench.site.Route("/robots.txt", Reply::Redirect("/r1"));
  for (int i = 1; i < 5; ++i) {
    bench.site.Route("/r" + std::to_string(i), Reply::Redirect("/r" + std::to_string(i + 1)));
  }
  bench.site.Route("/r5", Reply::Text("User-agent: *\nDisallow: /\n"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "robots_denied");
}

// --- pace
// ---------------------------------------------------------------------------------------------------

TEST(CrawlPace, NeverMoreAtOnceThanConfigured) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 3;
  ServeMany(bench.site, 40, 3);
  ASSERT_TRUE(bench.Run().has_value());
  int most = 0;
  for (const auto& request : bench.site.Requests()) most = std::max(most, request.open_now);
  EXPECT_EQ(most, 3);  // and it does use what it may
}

TEST(CrawlPace, KeepsTheDelayFromStartToStart) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 2;
  bench.profile().pace.delay_ms = 25;
  ServeMany(bench.site, 8, 0);
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_TRUE(bench.Run().has_value());
  const auto seen = bench.site.Requests();
  ASSERT_GT(seen.size(), 8U);
  // No request can arrive before it was sent, so this holds however slow the machine is.
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_GE(seen[i].arrived - begun, milliseconds(25) * i) << seen[i].target;
  }
}

TEST(CrawlPace, CrawlDelayIsHonouredUpToItsCap) {
  CrawlBench bench;
  bench.options.max_crawl_delay_ms = 40;
  ServeMany(bench.site, 4, 0);
  bench.site.Route("/robots.txt", Reply::Text("User-agent: *\nCrawl-delay: 900\nDisallow:\n"));
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_TRUE(bench.Run().has_value());
  const auto seen = bench.site.Requests();
  ASSERT_GT(seen.size(), 4U);
  for (size_t i = 0; i < seen.size(); ++i) {
    EXPECT_GE(seen[i].arrived - begun, milliseconds(40) * i) << seen[i].target;
  }
}

TEST(CrawlPace, ARetryAfterWithinTheCapHoldsTheHostForAsLong) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 1;
  bench.options.retry_cap_ms = 1'000;
  Reply busy = Reply::Status(429);
  busy.headers.emplace_back("Retry-After", "1");
  bench.site.Route("/", Reply::Html(PageTo({"/busy", "/z"})));
  bench.site.Route("/z", Reply::Html("<p>x</p>"));
  bench.site.Route("/busy",
                   [busy](std::string_view, int visit) { return visit == 1 ? busy : Reply::Html("ok"); });
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/busy"), "ok");
  const auto seen = bench.site.Requests();
  const auto first =
      std::find_if(seen.begin(), seen.end(), [](const auto& r) { return r.target == "/busy"; });
  ASSERT_NE(first, seen.end());
  ASSERT_NE(first + 1, seen.end());
  EXPECT_GE(std::chrono::duration_cast<milliseconds>((first + 1)->arrived - first->arrived).count(), 990);
}

TEST(CrawlPace, AHostThatNamesALaterTimeIsNotAskedBeforeIt) {
  for (const bool second_chance : {false, true}) {
    CrawlBench bench;
    bench.profile().pace.concurrency = 1;
    bench.options.second_chance = second_chance;
    bench.options.patience_ms = 1'000;
    Reply busy = Reply::Status(503);
    busy.headers.emplace_back("Retry-After", "259200");
    bench.site.Route("/robots.txt", Reply::Status(404));
    bench.site.Route("/", Reply::Html(PageTo({"/p1", "/p2", "/p3"})));
    bench.site.Otherwise([busy](std::string_view, int) { return busy; });
    const auto summary = bench.Run();
    ASSERT_TRUE(summary.has_value());
    EXPECT_TRUE(summary->complete);
    EXPECT_EQ(bench.site.Requests().size(), 3U) << "robots.txt, the first page, and the one that said it";
    EXPECT_EQ(bench.OutcomeOf("/p1"), second_chance ? "host_busy" : "server_error");
    for (const char* other : {"/p2", "/p3"}) {
      EXPECT_EQ(bench.OutcomeOf(other), "host_busy");
      EXPECT_EQ(bench.DetailOf(other),
                "the host asked to be left alone until 2018-06-04T00:00:00Z (503, Retry-After 259200 s)");
    }
    EXPECT_EQ(summary->sites.front().outcomes.at(model::FetchOutcome::kHostBusy), second_chance ? 3 : 2);
  }
}

struct RetryAfterCase {
  const char* name;
  std::vector<std::string> values;  ///< Of the field, each in a field of its own.
  bool busy;                        ///< The host is left alone for the run.
};

class RetryAfterForms : public ::testing::TestWithParam<RetryAfterCase> {};

TEST_P(RetryAfterForms, AreReadOrAreNone) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 1;
  bench.options.retries = 0;
  bench.options.retry_cap_ms = 10;
  Reply busy = Reply::Status(503);
  for (const std::string& value : GetParam().values) busy.headers.emplace_back("Retry-After", value);
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/p1", "/p2"})));
  bench.site.Route("/p1", busy);
  bench.site.Route("/p2", Reply::Html("<p>well</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/p1"), "server_error");
  EXPECT_EQ(bench.OutcomeOf("/p2"), GetParam().busy ? "host_busy" : "ok") << bench.DetailOf("/p2");
}

INSTANTIATE_TEST_SUITE_P(
    Hostile, RetryAfterForms,
    ::testing::Values(RetryAfterCase{"Seconds", {"3600"}, true},
                      RetryAfterCase{"Date", {"Wed, 21 Oct 2099 07:28:00 GMT"}, true},
                      RetryAfterCase{"DateGoneBy", {"Wed, 21 Oct 2015 07:28:00 GMT"}, false},
                      RetryAfterCase{"Negative", {"-3600"}, false}, RetryAfterCase{"Zero", {"0"}, false},
                      RetryAfterCase{"Nothing", {""}, false}, RetryAfterCase{"Words", {"soon"}, false},
                      RetryAfterCase{"TooManyDigits", {std::string(400, '9')}, false},
                      RetryAfterCase{"Longest", {"9223372036854775807"}, true},
                      RetryAfterCase{"Twice", {"soon", "3600"}, true}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(CrawlPace, WhatABusyHostLeftOpenIsAskedByALaterRun) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 1;
  bench.options.second_chance = true;
  bench.options.patience_ms = 0;
  std::atomic<bool> busy{true};
  Reply later = Reply::Status(503);
  later.headers.emplace_back("Retry-After", "7200");
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/p1", "/p2"})));
  bench.site.Otherwise(
      [&busy, later](std::string_view, int) { return busy ? later : Reply::Html("<p>well</p>"); });
  const auto first = bench.Run();
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(first->complete) << "every address has its record";
  EXPECT_EQ(bench.OutcomeOf("/p1"), "host_busy");
  EXPECT_EQ(bench.OutcomeOf("/p2"), "host_busy");
  busy = false;
  const auto second = bench.Run();
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->complete);
  EXPECT_EQ(second->sites.front().outcomes.at(model::FetchOutcome::kOk), 2);
  EXPECT_EQ(bench.site.Visits("/"), 1) << "what was read is not asked again";
  const auto third = bench.Run();
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->pages, 0);
}

/// RFC 9309 2.3.1.4: while no robots file can be had nothing is asked; that says nothing of another day.
TEST(RobotsTrouble, WhatARobotsFileThatCouldNotBeHadClosedIsAskedByALaterRun) {
  struct Row {
    const char* what;
    Reply first, then;
    const char *outcome, *later;
    int asked;  ///< Pages that the second run asked for.
  };
  for (const Row& row : std::vector<Row>{
           {"comes later", Reply::Status(503), Reply::Text("User-agent: *\nDisallow: /p2\n"), "robots_denied",
            "ok", 2},
           {"never there", Reply::Status(503), Reply::Status(503), "robots_denied", "robots_denied", 0},
           {"forbids", Reply::Text("User-agent: *\nDisallow: /p1\n"), Reply::Status(404), "robots_denied",
            "robots_denied", 0}}) {
    CrawlBench bench;
    bench.options.retries = 0;
    std::atomic<bool> again{false};
    bench.profile().seeds = {bench.site.Url("/p1")};
    bench.site.Route("/robots.txt", [&](std::string_view, int) { return again ? row.then : row.first; });
    bench.site.Route("/p1", Reply::Html(PageTo({"/p2", "/p3"})));
    bench.site.Route("/p2", Reply::Html("<p>closed</p>"));
    bench.site.Route("/p3", Reply::Html("<p>open</p>"));
    const auto first = bench.Run();
    ASSERT_TRUE(first.has_value());
    EXPECT_TRUE(first->complete) << row.what << ": every address has its record";
    EXPECT_EQ(bench.OutcomeOf("/p1"), row.outcome) << row.what;
    again = true;
    const auto second = bench.Run();
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(second->complete) << row.what;
    EXPECT_EQ(bench.sink.FindLast(bench.site.Url("/p1"))->outcome == model::FetchOutcome::kOk,
              row.later == std::string_view("ok"))
        << row.what;
    EXPECT_EQ(bench.site.Visits("/p1") + bench.site.Visits("/p2") + bench.site.Visits("/p3"), row.asked)
        << row.what;
  }
}

TEST(CrawlPace, AtTheEndOfTheRunABusyHostIsAskedAtTheTimeItNamed) {
  CrawlBench bench;
  bench.options.second_chance = true;
  bench.options.retry_cap_ms = 20;
  bench.options.patience_ms = 5'000;
  Reply busy = Reply::Status(429);
  busy.headers.emplace_back("Retry-After", "1");
  bench.site.Route("/robots.txt", [busy](std::string_view, int visit) {
    return visit == 1 ? busy : Reply::Text("User-agent: *\nDisallow: /no\n");
  });
  bench.site.Route("/", Reply::Html(PageTo({"/yes", "/no"})));
  bench.site.Route("/yes", Reply::Html("<p>yes</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/yes"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/no"), "robots_denied");
  const auto seen = bench.site.Requests();
  ASSERT_GE(seen.size(), 2U);
  EXPECT_GE(std::chrono::duration_cast<milliseconds>(seen[1].arrived - seen[0].arrived).count(), 990);
}

TEST(CrawlPace, OnlyBusyAnswersAskToBeLeftAloneAndNeverForEver) {
  EXPECT_EQ(WaitAskedFor(429, 7), std::chrono::seconds(7));
  EXPECT_EQ(WaitAskedFor(503, 7), std::chrono::seconds(7));
  EXPECT_EQ(WaitAskedFor(200, 7), std::chrono::seconds(0));
  EXPECT_EQ(WaitAskedFor(301, 7), std::chrono::seconds(0));
  EXPECT_EQ(WaitAskedFor(503, -5), std::chrono::seconds(0));
  EXPECT_EQ(WaitAskedFor(503, std::numeric_limits<int64_t>::max()), std::chrono::hours(24 * 366));
}

TEST(CrawlBytes, WorkInFlightStaysNearItsLimit) {
  CrawlBench bench;
  bench.profile().pace.concurrency = 8;
  bench.options.max_in_flight_bytes =
      1;  // One body at a time may wait: whatever is larger blocks the next start.
  ServeMany(bench.site, 30, 0);
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);
  EXPECT_EQ(bench.Pages().size(), 36U);
}

// --- stopping and going on
// ----------------------------------------------------------------------------------

/// Stops the crawl when so many records are in.
class StopAt final : public CrawlObserver {
 public:
  StopAt(int records, int times) : records_(records), times_(times) {}
  void OnProgress(const CrawlProgress& progress) override {
    last = progress;
    if (progress.fetched < records_ || crawler == nullptr) return;
    for (; times_ > 0; --times_) crawler->Stop();
  }
  Crawler* crawler = nullptr;
  CrawlProgress last;

 private:
  int records_, times_;
};

class Resume : public ::testing::TestWithParam<int> {};

TEST_P(Resume, GivesTheSamePagesAsAnUndisturbedRun) {
  CrawlBench whole;
  ServeMany(whole.site, 40, 0);
  ASSERT_TRUE(whole.Run().has_value());

  CrawlBench bench;
  ServeMany(bench.site, 40, 0);
  bench.options.progress_ms = 0;
  StopAt stop(GetParam() / 2 + 1, 1 + GetParam() % 2);  // graceful and hard in turn
  CrawlSummary first;
  {
    Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, &stop);
    stop.crawler = &crawler;
    const auto summary = crawler.Run();
    ASSERT_TRUE(summary.has_value());
    first = *summary;
  }
  EXPECT_FALSE(first.complete);
  EXPECT_NE(first.stop_reason, "end");
  const auto second = bench.Run();
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->complete);

  std::map<std::string, std::string> expected;
  for (const auto& [url, outcome] : whole.Pages()) expected[url.substr(whole.site.Url("").size())] = outcome;
  std::map<std::string, std::string> got;
  for (const auto& [url, outcome] : bench.Pages()) got[url.substr(bench.site.Url("").size())] = outcome;
  EXPECT_EQ(got, expected);
  EXPECT_EQ(bench.sink.records().size(), whole.sink.records().size()) << "a page was recorded twice";
}

INSTANTIATE_TEST_SUITE_P(Moments, Resume, ::testing::Range(0, 20));

TEST(CrawlStop, WhatIsUnderWayMayEndInItsGrace) {
  CrawlBench bench;
  ServeMany(bench.site, 20, 30);
  bench.profile().pace.concurrency = 2;
  bench.options.progress_ms = 0;
  StopAt stop(2, 1);
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, &stop);
  stop.crawler = &crawler;
  const auto summary = crawler.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->stop_reason, "stopped");
  EXPECT_GT(summary->sites[0].waiting, 0);
  for (const auto& [url, outcome] : bench.Pages()) EXPECT_EQ(outcome, "ok") << url;
}

TEST(CrawlStop, ASilentServerDoesNotHoldTheStopBeyondTheGrace) {
  CrawlBench bench;
  Reply silent = Reply::Html("");
  silent.fault = Reply::Fault::kSilence;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", silent);
  bench.profile().pace.timeout_ms = 60'000;
  bench.options.grace_ms = 30;
  bench.options.progress_ms = 0;
  StopAt stop(1, 1);
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, &stop);
  stop.crawler = &crawler;
  const auto begun = std::chrono::steady_clock::now();
  const auto summary = crawler.Run();
  const auto took = std::chrono::steady_clock::now() - begun;
  ASSERT_TRUE(summary.has_value());
  EXPECT_LT(took, milliseconds(5'000));
  EXPECT_EQ(summary->sites[0].waiting, 1);
  EXPECT_EQ(bench.OutcomeOf("/"), "none");
}

TEST(CrawlStop, ASecondStopFromAnotherThreadEndsAtOnce) {
  CrawlBench bench;
  Reply silent = Reply::Html("");
  silent.fault = Reply::Fault::kSilence;
  bench.site.Route("/", silent);
  bench.profile().pace.timeout_ms = 60'000;
  bench.options.grace_ms = 60'000;
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, nullptr);
  const auto begun = std::chrono::steady_clock::now();
  std::thread stopper([&] {
    while (bench.site.Visits("/") == 0) std::this_thread::yield();
    crawler.Stop();
    crawler.Stop();
  });
  const auto summary = crawler.Run();
  stopper.join();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->stop_reason, "stopped_at_once");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(5'000));
}

TEST(CrawlStop, ALongDelayDoesNotHoldTheStop) {
  CrawlBench bench;
  ServeMany(bench.site, 5, 0);
  bench.profile().pace.delay_ms = 60'000;
  bench.options.progress_ms = 0;
  StopAt stop(1, 1);
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, &stop);
  stop.crawler = &crawler;
  const auto begun = std::chrono::steady_clock::now();
  const auto summary = crawler.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_FALSE(summary->complete);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(5'000));
}

TEST(CrawlStop, BeforeRunAsksNothing) {
  CrawlBench bench;
  ServeMany(bench.site, 5, 0);
  Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, nullptr);
  crawler.Stop();
  const auto summary = crawler.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->stop_reason, "stopped");
  EXPECT_TRUE(bench.site.Requests().empty());
  EXPECT_EQ(summary->sites[0].waiting, 1);
}

TEST(CrawlResume, TheBudgetCountsEarlierRuns) {
  CrawlBench bench;
  ServeMany(bench.site, 20, 0);
  bench.profile().max_pages = 10;
  bench.profile().pace.concurrency = 1;
  bench.options.progress_ms = 0;
  StopAt stop(5, 1);
  {
    Crawler crawler(bench.options, bench.frontier, bench.sink, bench.links, bench.clock, &stop);
    stop.crawler = &crawler;
    ASSERT_TRUE(crawler.Run().has_value());
  }
  ASSERT_TRUE(bench.Run().has_value());
  const auto pages = bench.Pages();
  EXPECT_EQ(std::count_if(pages.begin(), pages.end(), [](const auto& page) { return page.second == "ok"; }),
            10);
}

TEST(CrawlProgressCounts, EndWithAnEmptyQueue) {
  CrawlBench bench;
  ServeMany(bench.site, 10, 0);
  StopAt watch(1 << 30, 0);
  ASSERT_TRUE(bench.Run(&watch).has_value());
  EXPECT_EQ(watch.last.queued, 0);
  EXPECT_EQ(watch.last.fetched, 17);  // robots.txt, the seed, ten pages, five extras
  EXPECT_EQ(watch.last.in_flight, 0);
  EXPECT_EQ(watch.last.outcomes.at(model::FetchOutcome::kOk), 16);
}

}  // namespace
}  // namespace mingcha::crawler
