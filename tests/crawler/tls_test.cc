// What exactly is wrong with a TLS connection is told; what is right is crawled.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace mingcha::crawler
