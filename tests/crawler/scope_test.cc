#include "crawler/scope.h"

#include <gtest/gtest.h>

namespace mingcha::crawler {
namespace {

CrawlOptions TwoSites() {
  CrawlOptions options;
  model::SiteProfile portal;
  portal.id = "portal";
  portal.seeds = {"http://www.district.example/"};
  portal.hosts = {"www.district.example", "old.district.example:8080"};
  model::SiteProfile bureau;
  bureau.id = "bureau";
  bureau.hosts = {"www.district.example"};
  bureau.allow_paths = {"/bureau/"};
  model::SiteProfile exchange;
  exchange.id = "exchange";
  exchange.seeds = {"https://trade.example:8443/list/"};
  exchange.allow_paths = {"/list/"};
  model::SiteProfile off;
  off.id = "off";
  off.hosts = {"off.example"};
  off.crawl = false;
  options.sites = {portal, bureau, exchange, off};
  options.path_denied = [](const model::SiteProfile& site, std::string_view path) {
    return site.id == "portal" && path.find("/print") != std::string_view::npos;
  };
  return options;
}

struct ScopeCase {
  const char* name;
  std::string url;
  const char* expected;  // site id or reason
};

class ScopeDecides : public ::testing::TestWithParam<ScopeCase> {};

TEST_P(ScopeDecides, SiteOrReason) {
  const CrawlOptions options = TwoSites();
  const Scope scope(options);
  const auto url = base::Url::Parse(GetParam().url);
  ASSERT_TRUE(url.has_value()) << GetParam().url;
  const ScopeVerdict verdict = scope.Decide(*url);
  const std::string got = verdict.inside() ? verdict.site->id : std::string(SkipReasonName(verdict.reason));
  EXPECT_EQ(got, GetParam().expected) << GetParam().url;
}

INSTANTIATE_TEST_SUITE_P(
    All, ScopeDecides,
    ::testing::Values(
        ScopeCase{"Portal", "http://www.district.example/a/b.html", "portal"},
        ScopeCase{"LongestPathWins", "http://www.district.example/bureau/x.html", "bureau"},
        ScopeCase{"HostInCapitals", "http://WWW.District.Example/a", "portal"},
        ScopeCase{"PortOfAnEntry", "http://old.district.example:8080/a", "portal"},
        ScopeCase{"OtherPortOfThatEntry", "http://old.district.example/a", "foreign_host"},
        ScopeCase{"HostsDefaultToTheSeeds", "https://trade.example:8443/list/3", "exchange"},
        ScopeCase{"PathNotAllowed", "https://trade.example:8443/other", "path_not_allowed"},
        ScopeCase{"ForeignHost", "http://example.org/", "foreign_host"},
        ScopeCase{"SiteNotCrawled", "http://off.example/", "foreign_host"},
        ScopeCase{"NotHttp", "mailto:a@b.example", "not_http"},
        ScopeCase{"PortOfAnotherService", "http://www.district.example:25/a", "blocked_port"},
        ScopeCase{"AnyOtherPortOfAHost", "http://www.district.example:8081/a", "portal"},
        ScopeCase{"PathDenied", "http://www.district.example/print?id=3", "path_denied"},
        ScopeCase{"DeniedOnlyInItsSite", "http://www.district.example/bureau/print", "bureau"},
        ScopeCase{"Mirror", "http://www.district.example/gate/big5/www.district.example/a", "mirror"},
        ScopeCase{"StyleSheet", "http://www.district.example/a.CSS", "unwanted_type"},
        ScopeCase{"RepeatingPath", "http://www.district.example/a/b/a/b/a/b/a/b/", "repeating_path"},
        ScopeCase{"SomeRepetitionIsFine", "http://www.district.example/2018/05/05/05.html", "portal"},
        ScopeCase{"QueryGrowth", "http://www.district.example/s?p=1&p=2&p=3&p=4&p=5", "query_growth"},
        ScopeCase{"TooLong", "http://www.district.example/" + std::string(3'000, 'x'), "too_long"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(Scope, AttachmentsMayLieBesideTheAllowedPaths) {
  const CrawlOptions options = TwoSites();
  const Scope scope(options);
  const auto url = base::Url::Parse("https://trade.example:8443/upload/a.pdf");
  EXPECT_EQ(scope.Decide(*url).reason, SkipReason::kPathNotAllowed);
  const ScopeVerdict verdict = scope.Decide(*url, scope.Site("exchange"));
  ASSERT_TRUE(verdict.inside());
  EXPECT_EQ(verdict.site->id, "exchange");
}

TEST(Scope, KindByProfileThenByPath) {
  CrawlOptions options = TwoSites();
  options.kind_of = [](const model::SiteProfile&, std::string_view path) -> std::optional<model::TaskKind> {
    if (path.find("/col/") != std::string_view::npos) return model::TaskKind::kList;
    return std::nullopt;
  };
  const Scope scope(options);
  const auto kind = [&](const char* url) { return scope.KindOf(options.sites[0], *base::Url::Parse(url)); };
  EXPECT_EQ(kind("http://www.district.example/col/3.html"), model::TaskKind::kList);
  EXPECT_EQ(kind("http://www.district.example/zwgk/"), model::TaskKind::kList);
  EXPECT_EQ(kind("http://www.district.example/zwgk/index_2.html"), model::TaskKind::kList);
  EXPECT_EQ(kind("http://www.district.example/t20180501_1.html"), model::TaskKind::kDetail);
  EXPECT_EQ(kind("http://www.district.example/P020180501.PDF"), model::TaskKind::kAttachment);
}

struct NormalCase {
  const char* name;
  const char* url;
  const char* expected;
};

class Normalise : public ::testing::TestWithParam<NormalCase> {};

TEST_P(Normalise, ForFrontier) {
  EXPECT_EQ(NormaliseForFrontier(*base::Url::Parse(GetParam().url)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, Normalise,
    ::testing::Values(
        NormalCase{"Fragment", "http://a.example/x#y", "http://a.example/x"},
        NormalCase{"DefaultPort", "http://A.example:80/x/../y", "http://a.example/y"},
        NormalCase{"PathSession", "http://a.example/x.jsp;jsessionid=0AF3?id=1",
                   "http://a.example/x.jsp?id=1"},
        NormalCase{"PathSessionInTheMiddle", "http://a.example/x;JSESSIONID=1/y", "http://a.example/x/y"},
        NormalCase{"OtherMatrixStays", "http://a.example/x;v=1/y", "http://a.example/x;v=1/y"},
        NormalCase{"QuerySession", "http://a.example/x?PHPSESSID=1&id=2", "http://a.example/x?id=2"},
        NormalCase{"Tracking", "http://a.example/x?utm_source=w&spm=a.b", "http://a.example/x"},
        NormalCase{"SidIsContent", "http://a.example/x?sid=3", "http://a.example/x?sid=3"},
        NormalCase{"EmptyQuery", "http://a.example/x?", "http://a.example/x"},
        NormalCase{"Port", "http://a.example:8080/x?id=1#f", "http://a.example:8080/x?id=1"},
        NormalCase{"DefaultDocumentStays", "http://a.example/index.html", "http://a.example/index.html"}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace mingcha::crawler
