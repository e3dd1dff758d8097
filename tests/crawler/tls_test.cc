// What exactly is wrong with a TLS connection is told; what is right is crawled.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/crawler/crawl_fixture.h"
#include "tests/testing/tls_site.h"

namespace mingcha::crawler {
namespace {

struct TlsCase {
  const char* name;
  testing::TlsCertificate certificate;
  bool trust;  ///< The site's authority is among those trusted.
  const char* outcome;
  const char* detail;  ///< Part of outcome_detail.
};

class Tls : public ::testing::TestWithParam<TlsCase> {};

TEST_P(Tls, IsJudgedAndTheReasonTold) {
  const testing::TlsSite site(GetParam().certificate);
  CrawlBench bench;
  bench.options.retries = 0;
  bench.profile().seeds = {site.Url("/")};
  if (GetParam().trust) bench.options.ca_file = site.authority_file();
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  const model::PageRecord* record = bench.sink.Find(site.Url("/"));
  ASSERT_NE(record, nullptr);
  EXPECT_EQ(model::FetchOutcomeName(record->outcome), GetParam().outcome) << record->outcome_detail;
  EXPECT_NE(record->outcome_detail.find(GetParam().detail), std::string::npos) << record->outcome_detail;
}

INSTANTIATE_TEST_SUITE_P(
    All, Tls,
    ::testing::Values(TlsCase{"Good", {}, true, "ok", ""},
                      TlsCase{"UnknownAuthority", {}, false, "tls", "unable to get local issuer certificate"},
                      TlsCase{"SelfSigned",
                              {.host = "127.0.0.1", .from_days = -1, .to_days = 30, .trusted = false},
                              true,
                              "tls",
                              "self-signed"},
                      TlsCase{"Expired",
                              {.host = "127.0.0.1", .from_days = -30, .to_days = -1, .trusted = true},
                              true,
                              "tls",
                              "expired"},
                      TlsCase{"NotYetValid",
                              {.host = "127.0.0.1", .from_days = 3, .to_days = 30, .trusted = true},
                              true,
                              "tls",
                              "not yet valid"},
                      TlsCase{"OtherName",
                              {.host = "127.0.0.99", .from_days = -1, .to_days = 30, .trusted = true},
                              true,
                              "tls",
                              "subject name"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Http2, ManyPagesComeOverOneConnectionAndTheRecordSaysSo) {
  const testing::TlsSite site({.http2 = true});
  CrawlBench bench;
  bench.options.retries = 0;
  bench.options.ca_file = site.authority_file();
  bench.profile().seeds = {site.Url("/")};
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  ASSERT_EQ(bench.Pages().size(), 21U);
  for (const auto& [url, outcome] : bench.Pages()) EXPECT_EQ(outcome, "ok") << url;
  EXPECT_EQ(site.connections(), 1);
  const model::PageRecord* page = bench.sink.Find(site.Url("/7"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->http_version, "2");
  EXPECT_EQ(page->content_type, "text/html; charset=utf-8");
  EXPECT_TRUE(page->tls.version.starts_with("TLSv1.")) << page->tls.version;
  EXPECT_EQ(page->tls.fingerprint.size(), 64U);
  const model::Exchange* exchange = bench.sink.ExchangeOf(site.Url("/7"));
  ASSERT_NE(exchange, nullptr);
  EXPECT_EQ(exchange->body, "<p>over h2 at /7</p>");
  EXPECT_TRUE(exchange->response_head.starts_with("HTTP/2 200")) << exchange->response_head;
  EXPECT_TRUE(exchange->request_head.starts_with("GET /7 HTTP/2")) << exchange->request_head;
}

TEST(Http2, TheConfiguredConcurrencyHoldsOnOneConnectionToo) {
  int most = 0;
  {
    const testing::TlsSite site({.http2 = true});
    CrawlBench bench;
    bench.options.ca_file = site.authority_file();
    bench.profile().pace.concurrency = 2;
    bench.profile().seeds = {site.Url("/")};
    {
      ASSERT_TRUE(bench.Run().has_value());  // The client's connections close with it …
    }
    for (int wait = 0; wait < 500 && (most = site.most_streams()) == 0; ++wait)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 2);
}

TEST(TlsFacts, AreThoseOfTheConnectionOnEveryAnswerItGives) {
  const testing::TlsSite site({});
  CrawlBench bench;
  bench.options.ca_file = site.authority_file();
  bench.profile().pace.concurrency = 1;
  bench.profile().seeds = {site.Url("/"), site.Url("/second"), site.Url("/third")};
  ASSERT_TRUE(bench.Run().has_value());
  const model::PageRecord* first = bench.sink.Find(site.Url("/"));
  ASSERT_NE(first, nullptr);
  EXPECT_TRUE(first->tls.version.starts_with("TLSv1.")) << first->tls.version;
  EXPECT_TRUE(first->tls.cipher.starts_with("TLS_") || first->tls.cipher.find('-') != std::string::npos)
      << first->tls.cipher;
  EXPECT_EQ(first->tls.subject, "CN = 127.0.0.1");
  EXPECT_EQ(first->tls.issuer, "CN = mingcha test authority");
  EXPECT_TRUE(first->tls.not_after.ends_with(" GMT")) << first->tls.not_after;
  EXPECT_EQ(first->tls.fingerprint, site.fingerprint());
  for (const char* path : {"/second", "/third"}) {
    const model::PageRecord* other = bench.sink.Find(site.Url(path));
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->tls, first->tls) << path;
  }
}

TEST(TlsFacts, PlainHttpHasNone) {
  CrawlBench bench;
  ASSERT_TRUE(bench.Run().has_value());
  const model::PageRecord* page = bench.sink.Find(bench.site.Url("/"));
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->tls, model::TlsInfo());
}

}  // namespace
}  // namespace mingcha::crawler
