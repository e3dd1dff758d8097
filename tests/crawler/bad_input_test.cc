// Input made to hurt: each ends in a named outcome, nothing hangs, nothing is lost.
#include <gtest/gtest.h>

#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

TEST(BadInput, ARobotsFileOfTenMegabytesIsReadToItsLimit) {
  CrawlBench bench;
  std::string robots = "User-agent: *\nDisallow: /early\n";
  while (robots.size() < 10'000'000) robots += "Disallow: /filler" + std::to_string(robots.size()) + "\n";
  robots += "Disallow: /late\n";
  bench.site.Route("/robots.txt", Reply::Text(robots));
  bench.site.Route("/", Reply::Html(PageTo({"/early", "/late"})));
  bench.site.Route("/late", Reply::Html("<p>late</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/early"), "robots_denied");
  EXPECT_EQ(bench.OutcomeOf("/late"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/robots.txt"), "ok");
  EXPECT_LE(bench.sink.Find(bench.site.Url("/robots.txt"))->body_bytes, 524'288);
}

TEST(BadInput, APageOfNothingButLinksIsReadToItsLimit) {
  CrawlBench bench;
  bench.profile().max_pages = 50;
  std::vector<std::string> targets;
  for (int i = 0; i < 3'000; ++i) targets.push_back("/p" + std::to_string(i));
  bench.site.Otherwise([](std::string_view, int) { return Reply::Html("<p>x</p>"); });
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo(targets)));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);  // What the budget does not reach has its record too.
  EXPECT_EQ(bench.Pages().size(), 3'001U);
}

TEST(BadInput, NoCredentialOfALinkIsSent) {
  CrawlBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"http://user:secret@" + bench.site.host() + "/in"})));
  bench.site.Route("/in", Reply::Html("<p>in</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/in"), "ok");
  for (const auto& request : bench.site.Requests())
    EXPECT_EQ(request.head.find("Authorization"), std::string::npos);
}

TEST(BadInput, NoCredentialOfARedirectIsSent) {
  CrawlBench bench;
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Redirect("http://user:secret@" + bench.site.host() + "/in"));
  bench.site.Route("/in", Reply::Html("<p>in</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.site.Visits("/in"), 1);
  for (const auto& request : bench.site.Requests())
    EXPECT_EQ(request.head.find("Authorization"), std::string::npos);
}

}  // namespace
}  // namespace mingcha::crawler
