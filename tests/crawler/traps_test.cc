// Traps: pages that lead on for ever, addresses that lead to one page, content that repeats.
#include <gtest/gtest.h>

#include "crawler/content_memory.h"
#include "crawler/growth.h"
#include "crawler/text_sketch.h"
#include "crawler/trap_guard.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;

std::string Text(int from, int words) {
  // Words of two characters, told apart by their number.
  std::string out;
  for (int i = from; i < from + words; ++i) {
    for (const int c : {0x4E00 + (i * 37) % 5000, 0x4E00 + (i * 91 + 7) % 5000}) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

TEST(Traps, YearsInWhichNothingCanHaveBeenPublishedAreOutside) {
  CrawlOptions options;
  model::SiteProfile site;
  site.id = "a";
  site.hosts = {"a.example"};
  options.sites = {site};
  options.window = model::Window{*base::Date::FromIso("2018-01-01"), *base::Date::FromIso("2018-12-31")};
  const Scope scope(options);
  const auto why = [&](const char* url) { return scope.Decide(*base::Url::Parse(url)).reason; };
  EXPECT_EQ(why("http://a.example/events?year=2031&month=4"), SkipReason::kCalendar);
  EXPECT_EQ(why("http://a.example/list?date=19001231"), SkipReason::kCalendar);
  EXPECT_EQ(why("http://a.example/rili/2044/05/"), SkipReason::kCalendar);
  EXPECT_EQ(why("http://a.example/list?year=2018"), SkipReason::kNone);
  EXPECT_EQ(why("http://a.example/list?id=2031"), SkipReason::kNone);
  EXPECT_EQ(why("http://a.example/zwgk/2031/"), SkipReason::kNone);  // No calendar: a number like others.
  EXPECT_EQ(why("http://a.example/list?date=20310"), SkipReason::kNone);
}

bool Overgrown(const std::string& page, const std::string& link) {
  return Growth(*base::Url::Parse("http://a.example" + page))
      .Overgrown(*base::Url::Parse("http://a.example" + link));
}

TEST(Growth, IsKnownByWhatIsPutInAgainAndAgain) {
  EXPECT_TRUE(Overgrown("/x1/x2/x3/x4/x5/x6/", "/x1/x2/x3/x4/x5/x6/x7/"));
  EXPECT_TRUE(Overgrown("/n/index_1_2_2_2_2_2_2.html", "/n/index_1_2_2_2_2_2_2_2.html"));
  EXPECT_TRUE(Overgrown("/s?ids=1,2,3,4,5,6,7", "/s?ids=1,2,3,4,5,6,7,8"));
  EXPECT_TRUE(
      Overgrown("/s?f1=1&f2=1&f3=1&f4=1&f5=1&f6=1&f7=2", "/s?f1=1&f2=1&f3=1&f4=1&f5=1&f6=1&f7=2&f8=1"));
  EXPECT_TRUE(Overgrown("/k1/k2/k3/k4/k5/k6/t?n=17", "/k1/k2/k3/k4/k5/k6/k7/t?n=18"))
      << "a counter beside it";
  EXPECT_TRUE(
      Overgrown("/a1/b1/a2/b2/a3/b3/a4/b4/a5/b5/a6/b6/", "/a1/b1/a2/b2/a3/b3/a4/b4/a5/b5/a6/b6/a7/b7/"));
  EXPECT_TRUE(Overgrown("/6/5/4/3/2/1/", "/7/6/5/4/3/2/1/")) << "it may grow in front";
  EXPECT_TRUE(Overgrown(
      "/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/",
      "/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/go/back/?u=/"));
  EXPECT_TRUE(Overgrown("/qa/ws/ed/rf/tg/yh/uj/ik/ol/pz/xa/cs/", "/qa/ws/ed/rf/tg/yh/uj/ik/ol/pz/xa/cs/vd/"));
}

TEST(Growth, BySpringingToAndFroEndsToo) {
  CrawlBench bench;
  bench.profile().max_depth = 1 << 20;
  // Every folder leads to a page in it, and that page to a folder beside itself: no link is its page and
  // more.
  bench.site.Otherwise([](std::string_view target, int) {
    const std::string path(target.substr(0, target.rfind('/') + 1));
    return Reply::Html(
        "<p>" + path + "</p>" +
        PageTo({target.back() == '/' ? "over.html" : path + "k" + std::to_string(path.size()) + "/"}));
  });
  bench.site.Route("/robots.txt", Reply::Status(404));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_LE(bench.Pages().size(), 80U);
  EXPECT_GE(summary->sites[0].skipped.at(SkipReason::kGrowingAddress), 1);
}

TEST(Growth, HonestPathsMayGoDeep) {
  EXPECT_FALSE(
      Overgrown("/zwgk/fdzdgknr/zdlyxxgk/czzj/bmys/2018/", "/zwgk/fdzdgknr/zdlyxxgk/czzj/bmys/2018/jyj/"));
  EXPECT_FALSE(Overgrown("/zwgk/a/b/c/d/e/f/g/", "/zwgk/a/b/c/d/e/f/g/t20180501_7.html"));
  EXPECT_FALSE(Overgrown("/1/12/123/1234/", "/1/12/123/1234/12345/")) << "numbers of departments";
  EXPECT_FALSE(Overgrown("/n/2018/05/06/", "/n/2018/05/06/7/"));
  EXPECT_FALSE(Overgrown("/", "/x1/x2/x3/x4/x5/x6/x7/x8/")) << "long from the beginning";
  EXPECT_FALSE(Overgrown("/x1/x2/x3/x4/x5/x6/x7/", "/x1/x2/x3/x4/x5/x6/")) << "back";
  EXPECT_FALSE(Overgrown("/x1/x2/x3/x4/x5/x6/x7/", "/x1/x2/x3/x4/x5/x6/x8/")) << "beside";
  EXPECT_FALSE(Overgrown("/list_1.html", "/list_11.html"));
  EXPECT_FALSE(Overgrown("/s?a=1&b=2&c=3&d=4&e=5&f=6&g=7", "/s?a=1&b=2&c=3&d=4&e=5&f=6&g=7&page=2"));
  EXPECT_FALSE(Overgrown("/of-all-the-many-words-that-one-long-name-may-have-in-it-today",
                         "/of-all-the-many-words-that-one-long-name-may-have-in-it-today-again"));
  EXPECT_FALSE(Overgrown("/x1/x2/x3/x4/x5/x6/", "/x1/x2/x3/x4/x5/x6/index.html"));
}

TEST(Traps, RepeatingSegmentsAndGrowingQueriesEnd) {
  CrawlBench bench;
  bench.profile().max_depth = 1 << 20;
  bench.site.Otherwise([](std::string_view target, int) {
    const std::string text(target);
    if (text.find('?') != std::string::npos) return Reply::Html(PageTo({text + "&p=1"}));
    return Reply::Html(PageTo({text + "a/b/"}));
  });
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/a/b/", "/s?p=1"})));
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value());
  EXPECT_LE(bench.Pages().size(), 12U);
  EXPECT_EQ(summary->sites[0].skipped.count(SkipReason::kRepeatingPath), 1U);
  EXPECT_EQ(summary->sites[0].skipped.count(SkipReason::kQueryGrowth), 1U);
  ASSERT_EQ(summary->sites[0].skipped_urls.size(), 2U);  // counted and listed
}

TEST(Traps, AFormOfAddressThatRepeatsItsContentIsLeft) {
  CrawlBench bench;
  bench.profile().max_depth = 1 << 20;
  bench.profile().pace.concurrency = 1;
  const std::string body = Text(1, 200);
  bench.site.Otherwise([&](std::string_view target, int) {
    const std::string text(target);
    const int page = std::atoi(text.substr(text.rfind('=') + 1).c_str());
    return Reply::Html("<p>" + body + "</p>" + PageTo({"/list?page=" + std::to_string(page + 1)}));
  });
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/list?page=1"})));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_LE(bench.Pages().size(), 40U);
  EXPECT_GE(bench.Pages().size(), 30U);
  int told = 0;
  for (const model::PageRecord& record : bench.sink.records())
    told += record.outcome_detail == "pages of this form repeat their content" ? 1 : 0;
  EXPECT_EQ(told, 1);
}

TEST(PathBudgets, EachStretchGetsItsShareOverAllRuns) {
  CrawlBench bench;
  bench.profile().path_budgets = {{.pattern = "^/search", .max_pages = 3, .max_depth = 0}};
  bench.options.path_budget_of = [](const model::SiteProfile&, std::string_view path) {
    return path.substr(0, 7) == "/search" ? 0 : -1;
  };
  std::vector<std::string> targets;
  for (int i = 0; i < 10; ++i) targets.push_back("/search" + std::to_string(i));
  for (int i = 0; i < 5; ++i) targets.push_back("/doc" + std::to_string(i));
  bench.site.Otherwise(
      [](std::string_view target, int) { return Reply::Html("<p>" + std::string(target) + "</p>"); });
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo(targets)));
  ASSERT_TRUE(bench.Run().has_value());
  int searches = 0;
  int docs = 0;
  for (const auto& [url, outcome] : bench.Pages()) {
    if (outcome != "ok") continue;
    searches += url.find("/search") != std::string::npos ? 1 : 0;
    docs += url.find("/doc") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(searches, 3);
  EXPECT_EQ(docs, 5);
  EXPECT_NE(bench.DetailOf("/search9").find("^/search"), std::string::npos) << bench.DetailOf("/search9");
}

TEST(Folding, OnePageHasOneRecordUnderTheAddressFirstFound) {
  CrawlBench bench;
  bench.site.Otherwise(
      [](std::string_view target, int) { return Reply::Html("<p>" + std::string(target) + "</p>"); });
  bench.site.Route("/robots.txt", Reply::Status(404));
  bench.site.Route("/", Reply::Html(PageTo({"/a/index.html", "/a/", "/a/index.html?utm_source=x", "/x?spm=1",
                                            "/x", "/index.html", "/gate/big5/" + bench.site.host() + "/x"})));
  ASSERT_TRUE(bench.Run().has_value());
  EXPECT_EQ(bench.OutcomeOf("/a/index.html"), "ok");
  EXPECT_EQ(bench.OutcomeOf("/a/"), "none");
  EXPECT_EQ(bench.site.Visits("/x"), 1);
  EXPECT_EQ(bench.Pages().size(), 3U);
}

TEST(Sketch, TellsNearTextsFromOthers) {
  const std::string frame = "<html><script>var a='" + Text(7'000, 50) + "';</script><body>";
  const TextSketch a = SketchOf(frame + "<p>" + Text(1, 400) + "</p>");
  EXPECT_EQ(Similarity(a, SketchOf("<div>" + Text(1, 400) + "</div><!-- " + Text(9'000, 90) + " -->")), 1.0);
  EXPECT_GT(Similarity(a, SketchOf("<p>" + Text(1, 396) + Text(22'500, 4) + "</p>")), 0.85);
  EXPECT_LT(Similarity(a, SketchOf("<p>" + Text(1, 200) + Text(33'000, 200) + "</p>")), 0.8);
  EXPECT_LT(Similarity(a, SketchOf("<p>" + Text(41'234, 400) + "</p>")), 0.2);
  EXPECT_TRUE(SketchOf("<p>only latin text here</p>").empty());
  EXPECT_EQ(Similarity(SketchOf("<p>x</p>"), SketchOf("<p>x</p>")), 0.0);
}

TEST(Sketch, AnyBytesInLinearTime) {
  for (const std::string piece : {"<", "<!--", "<script", "\xFF", "<style>", "\xC3\x28"}) {
    std::string page;
    while (page.size() < 1'000'000) page += piece;
    (void)SketchOf(page);
  }
}

TEST(ContentMemory, NamesTheLastPageLikeThisOne) {
  ContentMemory memory;
  const TextSketch text = SketchOf("<p>" + Text(1, 400) + "</p>");
  EXPECT_EQ(memory.Note("http://a/1", "digest1", text), "");
  EXPECT_EQ(memory.Note("http://a/2", "digest1", text), "same bytes as http://a/1");
  EXPECT_EQ(memory.Note("http://a/3", "digest3", text), "nearly the text of http://a/2");
  EXPECT_EQ(memory.Note("http://a/4", "digest4", SketchOf("<p>" + Text(12'345, 400) + "</p>")), "");
}

TEST(ContentMemory, ForgetsTheOldest) {
  ContentMemory memory;
  (void)memory.Note("http://a/first", "first", {});
  for (size_t i = 0; i < ContentMemory::kPages; ++i)
    (void)memory.Note("http://a/" + std::to_string(i), "digest" + std::to_string(i), {});
  EXPECT_EQ(memory.Note("http://a/again", "first", {}), "");
  EXPECT_EQ(memory.Note("http://a/last", "digest" + std::to_string(ContentMemory::kPages - 1), {}),
            "same bytes as http://a/" + std::to_string(ContentMemory::kPages - 1));
}

}  // namespace
}  // namespace mingcha::crawler
