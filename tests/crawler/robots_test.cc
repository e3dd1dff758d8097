// Clause tests: the name carries the section of RFC 9309.
#include "crawler/robots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace mingcha::crawler {
namespace {

struct RobotsCase {
  const char* name;
  std::string robots;
  const char* agent;
  const char* url;
  bool allowed;
};

const char* const kAll = "http://example.com/x/y";

std::vector<RobotsCase> Cases() {
  const std::string two_groups =
      "User-agent: foobot\nAllow: /x/\nDisallow: /\n\nUser-agent: *\nDisallow: /y/\nCrawl-delay: 3\n";
  const std::string merged =
      "user-agent: foobot\ndisallow: /a/\n\nuser-agent: barbot\ndisallow: /b/\n\nuser-agent: "
      "foobot\ndisallow: /c/\n";
  const std::string stacked = "User-agent: foobot\nUser-agent: barbot\nDisallow: /x/\n";
  const std::string longest = "User-agent: *\nAllow: /x/page.html\nDisallow: /x/\n";
  const std::string stars = "User-agent: *\nDisallow: /*.php$\nDisallow: /a*b*c\nAllow: /open\n";
  return {
      // 2.2.1 the user-agent line
      {"S2_2_1_OwnGroupBeatsStar", two_groups, "foobot", "http://example.com/y/z", false},
      {"S2_2_1_OwnGroupAllows", two_groups, "foobot", kAll, true},
      {"S2_2_1_OthersObeyStar", two_groups, "barbot", "http://example.com/y/z", false},
      {"S2_2_1_OthersFreeElsewhere", two_groups, "barbot", kAll, true},
      {"S2_2_1_TokenIgnoresCase", "USER-AGENT: FooBot\nDISALLOW: /\n", "foobot", kAll, false},
      {"S2_2_1_TokenOfAFullUserAgent", "User-agent: mingcha\nDisallow: /\n",
       "Mingcha/0.1 (+http://example.org)", kAll, false},
      {"S2_2_1_VersionInTheFileIsIgnored", "User-agent: foobot/2.1\nDisallow: /\n", "foobot", kAll, false},
      {"S2_2_1_LongerTokenIsAnotherAgent", "User-agent: foobot-images\nDisallow: /\n", "foobot", kAll, true},
      {"S2_2_1_GroupsOfOneAgentAreMergedFirst", merged, "foobot", "http://example.com/a/", false},
      {"S2_2_1_GroupsOfOneAgentAreMergedLast", merged, "foobot", "http://example.com/c/", false},
      {"S2_2_1_OtherGroupsAreNotMergedIn", merged, "foobot", "http://example.com/b/", true},
      {"S2_2_1_StackedAgentsShareRulesFirst", stacked, "foobot", kAll, false},
      {"S2_2_1_StackedAgentsShareRulesLast", stacked, "barbot", kAll, false},
      {"S2_2_1_EmptyOwnGroupAllowsAll", "User-agent: *\nDisallow: /\nUser-agent: foobot\nDisallow:\n",
       "foobot", kAll, true},
      {"S2_2_1_NoGroupAllowsAll", "User-agent: barbot\nDisallow: /\n", "foobot", kAll, true},
      {"S2_2_1_RulesBeforeAnyAgentAreIgnored", "Disallow: /\nUser-agent: foobot\nDisallow: /z\n", "foobot",
       kAll, true},
      // 2.2.2 allow and disallow
      {"S2_2_2_LongestMatchAllows", longest, "foobot", "http://example.com/x/page.html", true},
      {"S2_2_2_LongestMatchDenies", longest, "foobot", "http://example.com/x/other.html", false},
      {"S2_2_2_OrderDoesNotMatter", "User-agent: *\nDisallow: /x/\nAllow: /x/page.html\n", "foobot",
       "http://example.com/x/page.html", true},
      {"S2_2_2_AllowWinsATie", "User-agent: *\nDisallow: /x\nAllow: /x\n", "foobot", kAll, true},
      {"S2_2_2_PathsAreCaseSensitive", "User-agent: *\nDisallow: /X/\n", "foobot", kAll, true},
      {"S2_2_2_EmptyDisallowAllowsAll", "User-agent: *\nDisallow:\n", "foobot", kAll, true},
      {"S2_2_2_QueryIsMatched", "User-agent: *\nDisallow: /x/y?id=\n", "foobot",
       "http://example.com/x/y?id=3", false},
      {"S2_2_2_FragmentIsNot", "User-agent: *\nDisallow: /x/y#z\n", "foobot", "http://example.com/x/y",
       false},
      {"S2_2_2_RootOfABareHost", "User-agent: *\nDisallow: /$\n", "foobot", "http://example.com", false},
      {"S2_2_2_RobotsTxtItselfIsAllowed", "User-agent: *\nDisallow: /\n", "foobot",
       "http://example.com/robots.txt", true},
      {"S2_2_2_OctetsOutsideAsciiInTheRule", "User-agent: *\nDisallow: /公开/\n", "foobot",
       "http://example.com/%E5%85%AC%E5%BC%80/1", false},
      {"S2_2_2_OctetsOutsideAsciiInTheUrl", "User-agent: *\nDisallow: /%e5%85%ac%e5%bc%80/\n", "foobot",
       "http://example.com/公开/1", false},
      {"S2_2_2_EncodedUnreservedIsDecoded", "User-agent: *\nDisallow: /foo/%62%61%7A\n", "foobot",
       "http://example.com/foo/baz", false},
      {"S2_2_2_EncodedReservedStaysEncoded", "User-agent: *\nDisallow: /foo/bar?baz=http://foo.bar\n",
       "foobot", "http://example.com/foo/bar?baz=http%3A%2F%2Ffoo.bar", true},
      // 2.2.3 special characters
      {"S2_2_3_StarAndDollar", stars, "foobot", "http://example.com/a/b.php", false},
      {"S2_2_3_DollarIsTheEnd", stars, "foobot", "http://example.com/q.php?x=1", true},
      {"S2_2_3_SeveralStars", stars, "foobot", "http://example.com/aXXbYYcZZ", false},
      {"S2_2_3_SeveralStarsInOrder", stars, "foobot", "http://example.com/acb", true},
      {"S2_2_3_StarInTheUrlIsLiteral", "User-agent: *\nDisallow: /file-%2A.html\n", "foobot",
       "http://example.com/file-*.html", false},
      {"S2_2_3_DollarInTheUrlIsLiteral", "User-agent: *\nDisallow: /price$/x\n", "foobot",
       "http://example.com/price$/x", false},
      {"S2_2_3_HashBeginsAComment", "User-agent: * # all\nDisallow: /x # not /x#\n", "foobot", kAll, false},
      {"S2_2_3_DoubledLastPiece", "User-agent: *\nDisallow: /*ab$\n", "foobot", "http://example.com/abxab",
       false},
      // 2.2.4 other records
      {"S2_2_4_OtherRecordsDoNotCutAGroup",
       "User-agent: foobot\nSitemap: http://example.com/s.xml\nUser-agent: barbot\nDisallow: /\n", "foobot",
       kAll, false},
      // 2.2 formal syntax
      {"S2_2_CarriageReturnsAlone", "User-agent: *\rDisallow: /x\r", "foobot", kAll, false},
      {"S2_2_CarriageReturnLineFeed", "User-agent: *\r\nDisallow: /x\r\n", "foobot", kAll, false},
      {"S2_2_SpacesAroundTheColon", "  user-agent \t: *\n disallow\t : /x \n", "foobot", kAll, false},
      {"S2_2_ByteOrderMark", "\xEF\xBB\xBFUser-agent: *\nDisallow: /x\n", "foobot", kAll, false},
      {"S2_2_NoNewlineAtTheEnd", "User-agent: *\nDisallow: /x", "foobot", kAll, false},
      {"S2_2_HtmlIsNoRule", "<html><body>Disallow: / not</body></html>", "foobot", kAll, true},
      {"S2_2_EmptyFile", "", "foobot", kAll, true},
      {"S2_2_PathWithoutSlashMatchesNothing", "User-agent: *\nDisallow: x\n", "foobot", kAll, true},
      // 2.5 limits
      {"S2_5_RulesWithin500KiBAreRead",
       "User-agent: *\n" + std::string(500 * 1024 - 100, '#') + "\nDisallow: /x\n", "foobot", kAll, false},
      {"S2_5_RulesBeyondAreNot", "User-agent: *\n" + std::string(500 * 1024, '#') + "\nDisallow: /x\n",
       "foobot", kAll, true},
  };
}

class Robots : public ::testing::TestWithParam<RobotsCase> {};

TEST_P(Robots, Clause) {
  const RobotsCase& c = GetParam();
  EXPECT_EQ(RobotsAllowed(c.robots, c.agent, c.url), c.allowed)
      << c.agent << " asks for " << c.url << " under\n"
      << c.robots.substr(0, 400);
}

INSTANTIATE_TEST_SUITE_P(Rfc9309, Robots, ::testing::ValuesIn(Cases()),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(RobotsRules, ALineCutByTheLimitIsNotHalfRead) {
  const std::string head = "User-agent: *\n";
  const std::string rule = "Disallow: /x-and-more";
  // The limit falls after `Disallow: /x`.
  const std::string filler(500 * 1024 - head.size() - 1 - 12, '#');
  EXPECT_TRUE(RobotsAllowed(head + filler + "\n" + rule, "foobot", "http://example.com/x"));
}

TEST(RobotsRules, CrawlDelayOfTheGroupObeyed) {
  const auto rules = RobotsRules::Parse(
      "User-agent: *\nCrawl-delay: 9\nDisallow:\nUser-agent: foobot\nCrawl-delay: 2.5\nDisallow: /z\n",
      "foobot");
  EXPECT_EQ(rules.crawl_delay_ms(), 2500);
  EXPECT_EQ(RobotsRules::Parse("User-agent: *\nCrawl-delay: soon\n", "foobot").crawl_delay_ms(),
            std::nullopt);
}

TEST(RobotsRules, NamesTheRuleThatDecided) {
  const auto rules = RobotsRules::Parse("User-agent: *\nDisallow: /x/*\n", "foobot");
  EXPECT_EQ(rules.Judge("http://example.com/x/1").rule, "Disallow: /x/*");
  EXPECT_EQ(rules.Judge("http://example.com/z").rule, "");
}

TEST(RobotsRules, SitemapsBelongToNoGroup) {
  const auto rules =
      RobotsRules::Parse("Sitemap: http://a/1\nUser-agent: other\nSitemap: http://a/2\n", "foobot");
  EXPECT_EQ(rules.sitemaps(), (std::vector<std::string>{"http://a/1", "http://a/2"}));
}

TEST(RobotsRules, ManyStarsAgainstALongPathEndSoon) {
  // A backtracking matcher would not come back from this one.
  std::string pattern = "/";
  for (int i = 0; i < 2'000; ++i) pattern += "*a";
  const std::string url = "http://example.com/" + std::string(2'000, 'a');
  EXPECT_FALSE(
      RobotsAllowed("User-agent: *\nDisallow: " + pattern + "*b$\nDisallow: " + pattern + "\n", "f", url));
}

}  // namespace
}  // namespace mingcha::crawler
