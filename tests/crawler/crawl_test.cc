// Whole crawls of a scripted site: what ends how, and that nothing is lost or asked twice.
#include <gtest/gtest.h>

#include <zlib.h>

#include <algorithm>

#include "base/digest.h"
#include "tests/crawler/crawl_fixture.h"

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

struct OutcomeCase {
  const char* name;
  Reply reply;
  const char* outcome;
  const char* detail;  // must be part of outcome_detail
};

Reply WithFault(Reply::Fault fault) {
  Reply reply = Reply::Html(std::string(4000, 'x'));
  reply.fault = fault;
  return reply;
}

Reply WithBody(int status, std::string body, std::string cookie = "") {
  Reply reply = Reply::Html(std::move(body));
  reply.status = status;
  if (!cookie.empty()) reply.headers.emplace_back("Set-Cookie", std::move(cookie));
  return reply;
}

std::vector<OutcomeCase> OutcomeCases() {
  Reply slow = Reply::Html(std::string(100, 'x'));
  slow.chunk_bytes = 1;
  slow.chunk_delay_ms = 60;
  Reply bad_coding = Reply::Html("not gzip at all");
  bad_coding.headers.emplace_back("Content-Encoding", "gzip");
  Reply streamed = Reply::Html(std::string(50'000, 'x'));
  return {
      {"Status404", Reply::Status(404), "gone", ""},
      {"Status410", Reply::Status(410), "gone", ""},
      {"Status403", Reply::Status(403), "client_error", ""},
      {"Status500", Reply::Status(500), "server_error", ""},
      {"Status503", Reply::Status(503), "server_error", ""},
      {"Reset", WithFault(Reply::Fault::kReset), "reset", ""},
      {"ResetInBody", WithFault(Reply::Fault::kResetInBody), "reset", ""},
      {"Truncated", WithFault(Reply::Fault::kTruncate), "truncated", ""},
      {"EndlessHeader", WithFault(Reply::Fault::kEndlessHeader), "too_large", "header"},
      {"NotHttp", WithFault(Reply::Fault::kNotHttp), "reset", "HTTP"},
      {"Silence", WithFault(Reply::Fault::kSilence), "timeout", "waiting"},
      {"SlowBody", slow, "timeout", "receiving"},
      {"BadCoding", bad_coding, "truncated", ""},
      {"HugeAnnounced", streamed, "too_large", ""},
      {"Challenge412", WithBody(412, "<script>x</script>", "FSSBBIl1UgzbN7N80S=1"), "challenge", "412"},
      {"Challenge521", WithBody(521, "<script>x</script>", "__jsluid_s=1"), "challenge", "521"},
      {"Challenge202", WithBody(202, "<script>x</script>", "a=1"), "challenge", "202"},
      {"Accepted202", WithBody(202, "<p>plain</p>"), "ok", ""},
      {"ChallengePhrase", WithBody(200, "<p>访问过于频繁</p>"), "challenge", "refusal text"},
      {"PhraseInLongPage", WithBody(200, "<p>访问过于频繁</p>" + std::string(9000, 'x')), "ok", ""},
      {"RedirectAway", Reply::Redirect("http://elsewhere.example/"), "redirect_out_of_scope", "foreign_host"},
      {"RedirectToFile", Reply::Redirect("file:///etc/passwd"), "redirect_out_of_scope", "not_http"},
      {"RedirectToSelf", Reply::Redirect("/case"), "redirect_loop", "back to"},
      {"RedirectToNothing", Reply::Redirect("http://[bad"), "bad_url", "no address"},
  };
}

class CrawlOutcome : public ::testing::TestWithParam<OutcomeCase> {};

TEST_P(CrawlOutcome, IsNamed) {
  CrawlBench bench;
  bench.profile().pace.timeout_ms = 150;
  bench.profile().max_body_bytes = 20'000;
  bench.options.retries = 0;
  bench.options.challenge_phrases = {"访问过于频繁"};
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/case"})));
  bench.site.Route("/case", GetParam().reply);

  const auto summary = bench.Run();

  ASSERT_TRUE(summary.has_value()) << base::ToEnglish(summary.error());
  EXPECT_EQ(bench.OutcomeOf("/case"), GetParam().outcome) << bench.DetailOf("/case");
  EXPECT_NE(bench.DetailOf("/case").find(GetParam().detail), std::string::npos) << bench.DetailOf("/case");
  EXPECT_TRUE(summary->complete);
}

INSTANTIATE_TEST_SUITE_P(All, CrawlOutcome, ::testing::ValuesIn(OutcomeCases()),
                         [](const auto& tested) { return std::string(tested.param.name); });

std::string Gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(text.size() + 1'000, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
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

TEST(Crawl, NoTlsWhereTlsIsAskedFor) {
  CrawlBench bench;
  const std::string url = "https://" + bench.site.host() + "/";
  bench.profile().seeds = {url};
  ASSERT_TRUE(bench.Run().has_value());
  ASSERT_NE(bench.sink.Find(url), nullptr);
  EXPECT_EQ(bench.sink.Find(url)->outcome, model::FetchOutcome::kTls) << bench.sink.Find(url)->outcome_detail;
}

TEST(Crawl, ARedirectOutOfTheAllowedPathsIsNotFollowed) {
  CrawlBench bench;
  bench.profile().allow_paths = {"/bureau/"};
  bench.profile().seeds = {bench.site.Url("/bureau/")};
  bench.site.Route("/bureau/", Reply::Html(PageTo({"/bureau/gone"})));
  bench.site.Route("/bureau/gone", Reply::Redirect("/"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/bureau/gone"), "redirect_out_of_scope");
  EXPECT_EQ(bench.DetailOf("/bureau/gone"), "path_not_allowed");
  EXPECT_EQ(bench.site.Visits("/"), 0);
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
}

TEST(Crawl, EndlessRedirectsEndAtTheLimit) {
  CrawlBench bench;
  bench.options.max_redirects = 3;
  bench.site.Route("/", Reply::Redirect("/r0"));
  bench.site.Otherwise([](std::string_view target, int) {
    return target == "/robots.txt" ? Reply::Status(404) : Reply::Redirect(std::string(target) + "0");
  });
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "redirect_loop");
  EXPECT_EQ(bench.site.Visits("/r000"), 1);  // the third redirect's target
  EXPECT_EQ(bench.site.Visits("/r0000"), 0);
}

TEST(Crawl, RefusesPrivateAddressesUnlessTheSiteAllowsThem) {
  CrawlBench bench;
  bench.profile().allow_private_addresses = false;
  bench.site.Route("/", Reply::Html("<p>secret</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "forbidden_address");
  EXPECT_TRUE(bench.site.Requests().empty());
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

TEST(Crawl, RepeatsWhatMayPassAndCountsItOnce) {
  CrawlBench bench;
  bench.site.Route("/", [](std::string_view, int visit) {
    return visit < 3 ? Reply::Status(500) : Reply::Html("<p>at last</p>");
  });
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
  EXPECT_EQ(bench.site.Visits("/"), 3);
  EXPECT_EQ(bench.Pages().size(), 1U);
}

TEST(Crawl, StopsRepeatingAfterTheConfiguredTries) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Status(502));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/"), "server_error");
  EXPECT_EQ(bench.site.Visits("/"), 1 + bench.options.retries);
}

TEST(Crawl, DoesNotRepeatWhatCannotPass) {
  CrawlBench bench;
  bench.site.Route("/", Reply::Html(PageTo({"/gone", "/guard"})));
  bench.site.Route("/gone", Reply::Status(404));
  bench.site.Route("/guard", WithBody(521, "<script>x</script>", "__jsluid_s=1"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.site.Visits("/gone"), 1);
  EXPECT_EQ(bench.site.Visits("/guard"), 1);
}

TEST(Crawl, PageBudgetOfTheSiteIsSpentAndTheRestRecorded) {
  CrawlBench bench;
  bench.profile().max_pages = 3;
  bench.site.Route("/", Reply::Html(PageTo({"/1", "/2", "/3", "/4"})));
  bench.site.Otherwise([](std::string_view target, int) {
    return target == "/robots.txt" ? Reply::Status(404) : Reply::Html("<p>x</p>");
  });
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  const auto pages = bench.Pages();
  EXPECT_EQ(pages.size(), 5U);
  EXPECT_EQ(std::count_if(pages.begin(), pages.end(), [](const auto& page) { return page.second == "ok"; }),
            3);
  EXPECT_EQ(bench.OutcomeOf("/4"), "budget");
  EXPECT_EQ(bench.site.Visits("/4"), 0);
}

TEST(Crawl, DepthLimitIsRecordedOneStepBeyond) {
  CrawlBench bench;
  bench.profile().max_depth = 1;
  bench.site.Otherwise([](std::string_view target, int) {
    return target == "/robots.txt" ? Reply::Status(404) : Reply::Html(PageTo({std::string(target) + "x"}));
  });
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/x"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/xx"), "budget");
  EXPECT_EQ(bench.DetailOf("/xx"), "depth limit");
  EXPECT_EQ(bench.OutcomeOf("/xxx"), "none");
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
