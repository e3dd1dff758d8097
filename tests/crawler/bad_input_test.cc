// Input made to hurt: each ends in a named outcome, nothing hangs, nothing is lost.
#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

std::string Gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
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

TEST(BadInput, ASitemapThatUnpacksWithoutEndIsABomb) {
  CrawlBench bench;
  std::string sitemap = "<urlset>";
  while (sitemap.size() < 40'000'000) sitemap += "<url><loc>http://a.example/x</loc></url>";
  Reply packed = Reply::Text(Gzip(sitemap));
  packed.headers = {{"Content-Type", "application/xml"}, {"Content-Encoding", "gzip"}};
  ASSERT_LT(packed.body.size(), 400'000U);
  bench.site.Route("/robots.txt", Reply::Text("Sitemap: " + bench.site.Url("/map.xml") + "\n"));
  bench.site.Route("/map.xml", packed);
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/map.xml"), "bomb") << bench.DetailOf("/map.xml");
  EXPECT_EQ(bench.OutcomeOf("/"), "ok");
}

TEST(BadInput, SitemapsThatNameSitemapsForEverEndAtTheDepthLimit) {
  CrawlBench bench;
  bench.profile().max_depth = 6;
  bench.site.Otherwise([&](std::string_view target, int) {
    const int n = std::atoi(std::string(target).substr(5).c_str());
    std::string text = "<sitemapindex>";
    for (int i = 1; i <= 2; ++i)
      text += "<sitemap><loc>" + bench.site.Url("/map_" + std::to_string(n * 2 + i)) + "</loc></sitemap>";
    Reply reply = Reply::Text(text + "</sitemapindex>");
    reply.headers = {{"Content-Type", "text/xml"}};
    return reply;
  });
  bench.site.Route("/robots.txt", Reply::Text("Sitemap: " + bench.site.Url("/map_0") + "\n"));
  bench.site.Route("/", Reply::Html("<p>x</p>"));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_TRUE(summary->complete);
  EXPECT_LE(summary->pages, 200);
  int budget = 0;
  for (const auto& [url, outcome] : bench.Pages()) budget += outcome == "budget" ? 1 : 0;
  EXPECT_GE(budget, 1);
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
