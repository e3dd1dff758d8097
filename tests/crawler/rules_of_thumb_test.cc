// The pure parts: addresses, pace, back-off, what may pass, challenges.
#include <gtest/gtest.h>

#include "crawler/address.h"
#include "crawler/challenge.h"
#include "crawler/pace.h"
#include "crawler/sitemap.h"
#include "tests/crawler/packing.h"

namespace mingcha::crawler {
namespace {

using std::chrono::milliseconds;

TEST(Address, PrivateOnesAreKnownInEveryForm) {
  for (const char* ip : {"127.0.0.1",
                         "127.255.0.9",
                         "10.1.2.3",
                         "172.16.0.1",
                         "172.31.255.255",
                         "192.168.1.1",
                         "169.254.169.254",
                         "100.64.0.1",
                         "0.0.0.0",
                         "224.0.0.1",
                         "255.255.255.255",
                         "::1",
                         "::",
                         "fe80::1",
                         "fe80::1%eth0",
                         "fc00::1",
                         "fd12::1",
                         "ff02::1",
                         "::ffff:127.0.0.1",
                         "::ffff:10.0.0.1",
                         "64:ff9b::a00:1",
                         "2002:7f00:1::",
                         "2001:db8::1",
                         "no address",
                         ""}) {
    EXPECT_TRUE(IsPrivateAddress(ip)) << ip;
  }
}

TEST(Address, PublicOnesAre) {
  for (const char* ip :
       {"8.8.8.8", "172.15.255.255", "172.32.0.1", "192.167.255.255", "100.63.255.255", "100.128.0.1",
        "223.255.255.1", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"}) {
    EXPECT_FALSE(IsPrivateAddress(ip)) << ip;
  }
}

TEST(HostPace, StartToStartAndSlots) {
  HostPace pace;
  pace.Tighten({.delay_ms = 100, .concurrency = 2, .timeout_ms = 1});
  const HostPace::Time t0 = std::chrono::steady_clock::now();
  pace.Started(t0);
  EXPECT_EQ(pace.next_start(), t0 + milliseconds(100));
  EXPECT_TRUE(pace.slot_free());
  pace.Started(t0 + milliseconds(150));
  EXPECT_FALSE(pace.slot_free());
  EXPECT_EQ(pace.next_start(), t0 + milliseconds(250));
  pace.Ended();
  EXPECT_TRUE(pace.slot_free());
}

TEST(HostPace, TheSlowestOrderHolds) {
  HostPace pace;
  pace.Tighten({.delay_ms = 100, .concurrency = 4, .timeout_ms = 1});
  pace.Tighten({.delay_ms = 50, .concurrency = 2, .timeout_ms = 1});
  pace.SetCrawlDelay(milliseconds(70));
  EXPECT_EQ(pace.concurrency(), 2);
  const HostPace::Time t0 = std::chrono::steady_clock::now();
  pace.HoldUntil(t0 + milliseconds(500));
  pace.Started(t0);
  EXPECT_EQ(pace.next_start(), t0 + milliseconds(500));
  pace.Started(t0 + milliseconds(500));
  EXPECT_EQ(pace.next_start(), t0 + milliseconds(600));
}

TEST(BackOffTime, DoublesWithinItsJitterAndItsCap) {
  for (int attempt = 2; attempt <= 6; ++attempt) {
    const auto wait = BackOff("http://a.example/", attempt, 100, 100'000, 7);
    const int64_t whole = 100LL << static_cast<unsigned>(attempt - 2);
    EXPECT_GE(wait.count(), whole / 2) << attempt;
    EXPECT_LE(wait.count(), whole * 3 / 2) << attempt;
    EXPECT_EQ(wait, BackOff("http://a.example/", attempt, 100, 100'000, 7));
  }
  EXPECT_EQ(BackOff("http://a.example/", 40, 100, 900, 7), milliseconds(900));
}

TEST(BackOffTime, SpreadsOverUrls) {
  EXPECT_NE(BackOff("http://a.example/1", 2, 100'000, 1'000'000, 7),
            BackOff("http://a.example/2", 2, 100'000, 1'000'000, 7));
}

TEST(MayPass, OnlyWhatTimeCanMend) {
  using model::FetchOutcome;
  EXPECT_TRUE(MayPass(FetchOutcome::kTimeout, 0));
  EXPECT_TRUE(MayPass(FetchOutcome::kReset, 0));
  EXPECT_TRUE(MayPass(FetchOutcome::kDns, 0));
  EXPECT_TRUE(MayPass(FetchOutcome::kServerError, 503));
  EXPECT_TRUE(MayPass(FetchOutcome::kClientError, 429));
  EXPECT_FALSE(MayPass(FetchOutcome::kServerError, 501));
  EXPECT_FALSE(MayPass(FetchOutcome::kClientError, 403));
  EXPECT_FALSE(MayPass(FetchOutcome::kGone, 404));
  EXPECT_FALSE(MayPass(FetchOutcome::kChallenge, 412));
  EXPECT_FALSE(MayPass(FetchOutcome::kTooLarge, 200));
  EXPECT_FALSE(MayPass(FetchOutcome::kOk, 200));
}

TEST(Challenge, KnownGuardsAreNamed) {
  EXPECT_EQ(ChallengeName(412, "Set-Cookie: FSSBBIl1UgzbN7N80S=a\r\n", "<script></script>", {}),
            "script challenge 412");
  EXPECT_EQ(ChallengeName(200, "Set-Cookie: acw_tc=1\r\n", "<script>var acw_sc__v2;</script>", {}),
            "script challenge acw_sc__v2");
  EXPECT_EQ(ChallengeName(403, "Set-Cookie: acw_tc=1\r\n", "<script>x</script>", {}),
            "script challenge acw_tc");
}

TEST(Challenge, OrdinaryAnswersAreNot) {
  // A guard's cookie beside an ordinary page: the visitor was let in.
  EXPECT_EQ(ChallengeName(200, "Set-Cookie: acw_tc=1\r\n", "<script>x</script><p>text</p>", {}), "");
  EXPECT_EQ(ChallengeName(404, "", "<script>x</script>", {}), "");
  EXPECT_EQ(ChallengeName(412, "", "precondition failed", {}), "");
  EXPECT_EQ(ChallengeName(202, "", "accepted", {}), "");
}

TEST(SitemapText, LocationsWithEntitiesAndCdata) {
  const Sitemap sitemap = ReadSitemap(
      "<?xml version='1.0'?><urlset><url><loc> http://a.example/?x=1&amp;y=&#50; </loc></url>"
      "<url><loc><![CDATA[http://a.example/?p=1&q=2]]></loc></url><url><loc></loc></url></urlset>");
  EXPECT_FALSE(sitemap.is_index);
  EXPECT_EQ(sitemap.urls,
            (std::vector<std::string>{"http://a.example/?x=1&y=2", "http://a.example/?p=1&q=2"}));
}

TEST(SitemapText, IndexPlainTextAndRubbish) {
  EXPECT_TRUE(ReadSitemap("<sitemapindex><sitemap><loc>http://a/</loc></sitemap></sitemapindex>").is_index);
  EXPECT_EQ(ReadSitemap("http://a/1\r\n\nhttp://a/2").urls,
            (std::vector<std::string>{"http://a/1", "http://a/2"}));
  EXPECT_TRUE(ReadSitemap("<loc>never closed").urls.empty());
  EXPECT_EQ(ReadSitemap("<loc>a&bogus;&#xD800;&#99999999999;b</loc>").urls.at(0),
            "a&bogus;&#xD800;&#99999999999;b");
}

TEST(SitemapText, NoMoreThanTheProtocolAllows) {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "<loc>http://a/</loc>";
  EXPECT_EQ(ReadSitemap(text).urls.size(), 50'000U);
}

TEST(Sitemaps, APackedFileIsReadAsFarAsItGoes) {
  std::string text = "<urlset>";
  for (int i = 0; i < 2'000; ++i) text += "<url><loc>http://a/" + std::to_string(i * 7'919) + "</loc></url>";
  const std::string packed = Gzip(text + "</urlset>");
  EXPECT_EQ(ReadSitemap(packed).urls.size(), 2'000U);
  const size_t some = ReadSitemap(packed.substr(0, packed.size() / 2)).urls.size();
  EXPECT_GT(some, 0U);
  EXPECT_LT(some, 2'000U);
  EXPECT_TRUE(ReadSitemap("\x1f\x8b").urls.empty());
}

TEST(Sitemaps, APackedFileWithoutEndIsReadUpToTheLimit) {
  const std::string packed = Gzip("<urlset><url><loc>http://a/</loc></url>" + std::string(60'000'000, ' ') +
                                  "<url><loc>http://b/</loc></url>");
  EXPECT_EQ(ReadSitemap(packed).urls, std::vector<std::string>{"http://a/"});
}

}  // namespace
}  // namespace mingcha::crawler
