// What exactly is wrong with a TLS connection is told; what is right is crawled.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "base/digest.h"
#include "crawler/engine/tls_info.h"
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

TEST(TlsFacts, AreReadFromWhatTheLibraryTells) {
  model::TlsInfo info;
  ReadHandshakeLine("SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n", &info);
  EXPECT_EQ(info.version, "TLSv1.3");
  EXPECT_EQ(info.cipher, "TLS_AES_256_GCM_SHA384");
  ReadHandshakeLine("SSL connection using TLSv1.2 / ECDHE-RSA-AES128-GCM-SHA256 / P-256 / rsaEncryption",
                    &info);
  EXPECT_EQ(info.version, "TLSv1.2");
  EXPECT_EQ(info.cipher, "ECDHE-RSA-AES128-GCM-SHA256");
  ReadHandshakeLine("Connected to a.example", &info);
  EXPECT_EQ(info.version, "TLSv1.2");
  ReadCertificateEntry("Subject:CN = a.example", &info);
  ReadCertificateEntry("Issuer:C = CN, O = An Authority", &info);
  ReadCertificateEntry("Expire date:Jan  1 00:00:00 2030 GMT", &info);
  ReadCertificateEntry("Cert:-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n", &info);
  ReadCertificateEntry("no colon", &info);
  EXPECT_EQ(info.subject, "CN = a.example");
  EXPECT_EQ(info.issuer, "C = CN, O = An Authority");
  EXPECT_EQ(info.not_after, "Jan  1 00:00:00 2030 GMT");
  EXPECT_EQ(info.fingerprint, base::Sha256Hex("abc"));
}

}  // namespace
}  // namespace mingcha::crawler
