// Whole crawls of a scripted site: what ends how, and that nothing is lost or asked twice.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest.h"
#include "tests/crawler/crawl_fixture.h"
#include "tests/crawler/packing.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

TEST(Crawl, FollowsLinksOnceAndRecordsEachPage) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Html(PageTo({"/a", "/b", "/a#part"})));
  bench.site.Route("/a", Reply::Html(PageTo({"/", "/b"})));
  bench.site.Route("/b", Reply::Html("<p>end</p>"));

  const auto summary = bench.Run();

  ASSERT_TRUE(summary.has_value()) << base::ToEnglish(summary.error());
  EXPECT_TRUE(summary->complete);
  EXPECT_EQ(summary->stop_reason, "end");
  EXPECT_EQ(bench.Pages(),
            (std::map<std::string, std::string>{
                {bench.site.Url("/"), "ok"}, {bench.site.Url("/a"), "ok"}, {bench.site.Url("/b"), "ok"}}));
  EXPECT_EQ(bench.site.Visits("/a"), 1);
  EXPECT_EQ(bench.site.Visits("/b"), 1);
  EXPECT_EQ(bench.site.Visits("/robots.txt"), 1);
  const model::PageRecord* page = bench.sink.Find(bench.site.Url("/a"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->found_on, bench.site.Url("/"));
  EXPECT_EQ(page->anchor, "link");
  EXPECT_EQ(page->depth, 1);
  EXPECT_EQ(page->http_status, 200);
  EXPECT_EQ(page->remote_address, "127.0.0.1");
  EXPECT_EQ(page->fetched_at, bench.clock.Now());
}

TEST(Crawl, KeepsTheExchangeAsItWent) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Html("<p>body</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  const model::Exchange* exchange = bench.sink.ExchangeOf(bench.site.Url("/"));
  ASSERT_NE(exchange, nullptr);
  const auto seen = bench.site.Requests();
  const auto page =
      std::find_if(seen.begin(), seen.end(), [](const auto& request) { return request.target == "/"; });
  ASSERT_NE(page, seen.end());
  EXPECT_EQ(exchange->request_head, page->head);
  EXPECT_NE(exchange->request_head.find("User-Agent: mingcha-test/0.1 (+mailto:nobody@example.org)\r\n"),
            std::string::npos);
  EXPECT_EQ(exchange->response_head,
            "HTTP/1.1 200 Scripted\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(exchange->body, "<p>body</p>");
}

TEST(Crawl, StoresTheDecodedBody) {
  CrawlBench bench;
  Reply packed = Reply::Html(Gzip("<p>plain</p>"));
  packed.headers.emplace_back("Content-Encoding", "gzip");
  bench.site.Route("/", packed);
  ASSERT_TRUE(bench.Run().has_value());
  const model::Exchange* exchange = bench.sink.ExchangeOf(bench.site.Url("/"));
  ASSERT_NE(exchange, nullptr);
  EXPECT_EQ(exchange->body, "<p>plain</p>");
  EXPECT_EQ(bench.sink.Find(bench.site.Url("/"))->body_sha256, base::Sha256Hex("<p>plain</p>"));
}

TEST(Crawl, ABodyIsCutOffAtItsLimitAndKeptUpToThere) {
  CrawlBench bench;
  bench.profile().max_body_bytes = 100'000;
  Reply bomb = Reply::Html(Gzip(std::string(20'000'000, '0')));
  ASSERT_LT(bomb.body.size(), 100'000U);  // harmless by its announced size
  bomb.headers.emplace_back("Content-Encoding", "gzip");
  bench.site.Route("/", bomb);
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "too_large");
  EXPECT_EQ(bench.sink.ExchangeOf(bench.site.Url("/"))->body, std::string(100'000, '0'));
  EXPECT_EQ(bench.sink.Find(bench.site.Url("/"))->body_bytes, 100'000);
}

TEST(Crawl, ABombIsNamedAndCutOffEarly) {
  CrawlBench bench;
  Reply bomb = Reply::Html(Gzip(std::string(60'000'000, '0')));
  bomb.headers.emplace_back("Content-Encoding", "gzip");
  bench.site.Route("/", bomb);
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "bomb") << bench.DetailOf("/");
  EXPECT_LT(bench.sink.ExchangeOf(bench.site.Url("/"))->body.size(), 10'000'000U);
}

TEST(Crawl, ATruncatedBodyIsKept) {
  CrawlBench bench;
  bench.options.retries = 0;
  Reply half = Reply::Html("<p>" + std::string(4'000, 'x'));
  half.fault = Reply::Fault::kTruncate;
  bench.site.Route("/", half);
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "truncated");
  const std::string body = bench.sink.ExchangeOf(bench.site.Url("/"))->body;
  EXPECT_EQ(body.substr(0, 4), "<p>x");
  EXPECT_LT(body.size(), 4'003U);
}

TEST(Crawl, NoCookieIsSentBack) {
  CrawlBench bench;
  Reply first = Reply::Html(PageTo({"/next"}));
  first.headers.emplace_back("Set-Cookie", "session=1");
  bench.site.Route("/", first);
  ASSERT_TRUE(bench.Run().has_value());
  for (const auto& request : bench.site.Requests()) {
    EXPECT_EQ(request.head.find("Cookie:"), std::string::npos) << request.head;
  }
}

TEST(Crawl, RecordsARedirectChain) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Redirect("/one", 301));
  bench.site.Route("/one", Reply::Redirect("two#x", 302));
  bench.site.Route("/two", Reply::Html("<p>there</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  const model::PageRecord* page = bench.sink.Find(bench.site.Url("/"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->outcome, model::FetchOutcome::kOk);
  EXPECT_EQ(page->final_url, bench.site.Url("/two"));
  EXPECT_EQ(page->redirects,
            (std::vector<model::Redirect>{{301, bench.site.Url("/"), bench.site.Url("/one")},
                                          {302, bench.site.Url("/one"), bench.site.Url("/two")}}));
  // What each answer on the way was is kept as it went.
  const model::Exchange* exchange = bench.sink.ExchangeOf(bench.site.Url("/"));
  ASSERT_EQ(exchange->redirects.size(), 2U);
  EXPECT_EQ(exchange->redirects[0].url, bench.site.Url("/"));
  EXPECT_TRUE(exchange->redirects[0].request_head.starts_with("GET / HTTP/1.1\r\n"));
  EXPECT_TRUE(exchange->redirects[0].response_head.starts_with("HTTP/1.1 301 "));
  EXPECT_EQ(exchange->redirects[1].url, bench.site.Url("/one"));
  EXPECT_EQ(exchange->redirects[1].remote_address, "127.0.0.1");
  EXPECT_TRUE(exchange->request_head.starts_with("GET /two HTTP/1.1\r\n"));
  EXPECT_EQ(exchange->body, "<p>there</p>");
}

TEST(Crawl, RefusesAPrivateAddressAfterARedirectToo) {
  CrawlBench bench;
  const testing::LoopbackSite inner("127.0.0.2");
  model::SiteProfile second = bench.profile();
  second.id = "second";
  second.seeds.clear();
  second.hosts = {inner.host()};
  second.allow_private_addresses = false;
  bench.options.sites.push_back(second);
  bench.site.Route("/", Reply::Redirect(inner.Url("/admin")));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "forbidden_address");
  EXPECT_TRUE(inner.Requests().empty());
}

TEST(Crawl, ClosedPortAndUnknownNameAreTold) {
  CrawlBench bench;
  bench.options.retries = 0;
  {
    const testing::LoopbackSite gone("127.0.0.3");
    bench.profile().seeds = {gone.Url("/"), "http://no-such-host.invalid/", "ftp://old.example/"};
  }
  const std::string closed = bench.profile().seeds.front();
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  ASSERT_NE(bench.sink.Find(closed), nullptr);
  EXPECT_EQ(bench.sink.Find(closed)->outcome, model::FetchOutcome::kConnect);
  ASSERT_NE(bench.sink.Find("http://no-such-host.invalid/"), nullptr);
  EXPECT_EQ(bench.sink.Find("http://no-such-host.invalid/")->outcome, model::FetchOutcome::kDns);
  ASSERT_NE(bench.sink.Find("ftp://old.example/"), nullptr);
  EXPECT_EQ(bench.sink.Find("ftp://old.example/")->outcome, model::FetchOutcome::kBadUrl);
}

TEST(Crawl, LinksBetweenSitesGoToTheSiteTheyBelongTo) {
  CrawlBench bench;
  testing::LoopbackSite other("127.0.0.2");
  model::SiteProfile second = bench.profile();
  second.id = "bureau";
  second.seeds.clear();
  second.hosts = {other.host()};
  bench.options.sites.push_back(second);
  bench.site.Route("/", Reply::Html(PageTo({other.Url("/page"), "http://foreign.example/"})));
  other.Route("/page", Reply::Html("<p>x</p>"));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  const model::PageRecord* page = bench.sink.Find(other.Url("/page"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->site, "bureau");
  EXPECT_EQ(summary->sites[0].skipped.at(SkipReason::kForeignHost), 1);
  EXPECT_EQ(bench.sink.Find("http://foreign.example/"), nullptr);
}

TEST(Crawl, AListOlderThanTheWindowIsNotWalkedOn) {
  CrawlBench bench;
  bench.options.window =
      model::Window{*base::Date::FromIso("2018-04-01"), *base::Date::FromIso("2018-06-30")};
  const std::string next = "<a href=\"/p2\">next</a><a href=\"/item\">item</a>";
  bench.site.Route("/", Reply::Html(next + "newest=2017-01-01"));
  bench.site.Route("/item", Reply::Html("<p>x</p>"));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(bench.OutcomeOf("/p2"), "none");
  EXPECT_EQ(bench.OutcomeOf("/item"), "ok");
  EXPECT_EQ(summary->sites[0].skipped.at(SkipReason::kOlderThanWindow), 1);
}

TEST(Crawl, AFailingStoreEndsTheRunAndLosesNothing) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Html(PageTo({"/1", "/2"})));
  bench.site.Route("/1", Reply::Html("<p>1</p>"));
  bench.site.Route("/2", Reply::Html("<p>2</p>"));
  bench.sink.FailAfter(2);  // robots.txt and the seed
  const auto failed = bench.Run();
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, base::ErrorCode::kIo);

  bench.sink.FailAfter(-1);
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/1"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/2"), "ok");
}

TEST(Crawl, NothingToCrawlIsBadInput) {
  CrawlBench bench;
  bench.profile().crawl = false;
  const auto result = bench.Run();
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, base::ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace mingcha::crawler
