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

/// The same page in every coding.
std::string InCoding(const std::string& coding) {
  using namespace std::string_literals;
  if (coding == "br")
    return "\033\112\000\140\244\137\170\174\340\060\006\034\260\047\013\155\264\310\036\143\143\331\246\030\006\365\272\156\114\151\070\270\371\227\163\350\162\024\050\004"s;
  if (coding == "zstd")
    return "\050\265\057\375\000\130\355\001\000\144\003\074\160\076\157\156\145\040\141\156\144\040\164\150\145\040\163\141\155\145\040\160\141\147\145\054\040\074\057\160\076\074\141\040\150\162\145\146\075\042\057\156\145\170\164\042\076\156\145\170\164\074\057\141\076\001\000\352\067\307"s;
  if (coding == "deflate")
    return "\263\051\260\313\317\113\125\110\314\113\121\050\311\110\125\050\116\314\115\125\050\110\114\117\325\121\300\052\154\243\137\140\147\223\250\220\121\224\232\146\253\244\237\227\132\121\242\144\007\042\155\364\023\355\000"s;
  return "\037\213\010\000\000\000\000\000\002\003\263\051\260\313\317\113\125\110\314\113\121\050\311\110\125\050\116\314\115\125\050\110\114\117\325\121\300\052\154\243\137\140\147\223\250\220\121\224\232\146\253\244\237\227\132\121\242\144\007\042\155\364\023\355\000\123\204\147\355\113\000\000\000"s;
}

TEST(ContentCodings, EveryOneThatIsAskedForIsUndone) {
  const std::string plain = R"(<p>one and the same page, one and the same page</p><a href="/next">next</a>)";
  CrawlBench bench;
  const std::vector<std::string> codings = {"gzip", "deflate", "br", "zstd"};
  bench.site.Route("/", Reply::Html(PageTo({"/gzip", "/deflate", "/br", "/zstd"})));
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Otherwise([](std::string_view, int) { return Reply::Html("<p>next</p>"); });
  for (const std::string& coding : codings) {
    Reply reply = Reply::Html(InCoding(coding));
    reply.headers.emplace_back("Content-Encoding", coding);
    bench.site.Route("/" + coding, reply);
  }
  ASSERT_TRUE(bench.Run().has_value());
  for (const auto& request : bench.site.Requests()) {
    for (const std::string& coding : codings)
      EXPECT_NE(request.head.find(coding), std::string::npos)
          << coding << " is not asked for: " << request.head;
  }
  for (const std::string& coding : codings) {
    EXPECT_EQ(bench.OutcomeOf("/" + coding), "ok") << coding << ": " << bench.DetailOf("/" + coding);
    EXPECT_EQ(bench.sink.ExchangeOf(bench.site.Url("/" + coding))->body, plain) << coding;
  }
  EXPECT_EQ(bench.OutcomeOf("/next"), "ok");
}

}  // namespace
}  // namespace mingcha::crawler
