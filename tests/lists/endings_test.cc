// How walks of lists end, and what the coverage says of it: the end, the window, lies of pagers, failures,
// traps.
#include <gtest/gtest.h>

#include "tests/lists/list_bench.h"

namespace mingcha::testing {
namespace {

std::string Number(int n) { return std::to_string(n); }

std::string Trs(int count, int k) {
  return "<script>createPageHTML(" + Number(count) + ", " + Number(k - 1) +
         ", \"index\", \"html\");</script>";
}

std::string TrsName(int k) { return k == 1 ? "/tzgg/index.html" : "/tzgg/index_" + Number(k - 1) + ".html"; }

TEST(Ending, AWholePageOlderThanTheWindowButNotARowOnTop) {
  ListBench bench;
  bench.days_apart = 20;  // page k ends 200 × k days before June 2025
  for (int k = 1; k <= 12; ++k) {
    std::string page = bench.ListPage(10 * k - 9, 10 * k, Trs(12, k));
    if (k == 1) {  // an old notice that stays on top
      page.insert(
          page.find("<li>"),
          "<li><a href=\"/d/120.html\">【置顶】关于长期有效的重要事项的公告</a><span>2012-01-05</span></li>");
    }
    bench.site.Route(TrsName(k), Reply::Html(page));
  }
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "older_than_window");
  EXPECT_EQ(trail.announced, 12);
  EXPECT_GE(trail.pages, 3) << "the old row on top did not end the walk";
  EXPECT_LE(trail.pages, 6) << "at most the pages named ahead";
  EXPECT_EQ(bench.site.Visits(TrsName(12)), 0);
}

/// Oldest first: that the first page is older than the window says nothing of the others.
TEST(Ending, AListThatRunsForwardIsWalkedToItsLastPage) {
  ListBench bench;
  bench.newest = "2019-01-01";  // of row 1; each further one is newer
  bench.days_apart = -20;
  for (int k = 1; k <= 12; ++k)
    bench.site.Route(TrsName(k), Reply::Html(bench.ListPage(10 * k - 9, 10 * k, Trs(12, k))));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "end");
  EXPECT_EQ(trail.pages, 12);
  EXPECT_EQ(bench.site.Visits(TrsName(12)), 1);
}

TEST(Ending, FewerPagesThanAnnouncedIsNotTheEnd) {
  ListBench bench;
  for (int k = 1; k <= 3; ++k)
    bench.site.Route(TrsName(k), Reply::Html(bench.ListPage(10 * k - 9, 10 * k, Trs(60, k))));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_FALSE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "short");
  EXPECT_EQ(trail.announced, 60);
  EXPECT_EQ(trail.pages, 3);
  EXPECT_LE(bench.Asked("/tzgg/index_"), 6) << "a lie of sixty pages costs a few requests";
}

TEST(Ending, TheSameRowsUnderEveryNumber) {
  ListBench bench;
  const std::string page =
      bench.ListPage(1, 10, "<script>createPageHTML(40, 0, \"index\", \"html\");</script>");
  for (int k = 1; k <= 41; ++k) bench.site.Route(TrsName(k), Reply::Html(page));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_FALSE(trail.to_end) << "pages 2 to 40 were never seen";
  EXPECT_EQ(trail.stop_reason, "repeated");
  EXPECT_LE(bench.Asked("/tzgg/index_"), 6);
}

TEST(Ending, APagerThatAlwaysHasANextPage) {
  ListBench bench;
  bench.site.Otherwise([&bench](std::string_view target, int) {
    constexpr std::string_view kList = "/list.do?page=";
    if (target.starts_with("/d/"))
      return Reply::Html(ListBench::Page("", "<h1>" + ListBench::Title(1) + "</h1>"));
    if (!target.starts_with(kList)) return Reply::Status(404);
    const int k = std::atoi(target.data() + kList.size());
    const int shown = std::min(k, 3);  // beyond the end the last page once more
    return Reply::Html(bench.ListPage(10 * shown - 9, 10 * shown,
                                      "<a href=\"/list.do?page=" + Number(k + 1) + "\">下一页</a>"));
  });
  const model::ListTrail trail = bench.Walk("/list.do?page=1");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(30));
  EXPECT_LE(bench.Asked("/list.do"), 5);
}

TEST(Ending, APageThatFailsLeavesAHoleButNotTheRest) {
  ListBench bench;
  for (int k = 1; k <= 5; ++k)
    bench.site.Route(TrsName(k), Reply::Html(bench.ListPage(10 * k - 9, 10 * k, Trs(5, k))));
  bench.site.Route(TrsName(3), Reply::Status(500));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_FALSE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "failed:server_error");
  EXPECT_TRUE(bench.Read().contains(50)) << "the pages after it were read";
}

TEST(Ending, AnEmptyColumnIsAListReadToItsEnd) {
  ListBench bench;
  bench.site.Route("/tzgg/index.html",
                   Reply::Html(ListBench::Page(
                       "<meta name=\"ColumnName\" content=\"通知公告\">",
                       "<div>当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/tzgg/\">通知公告</a></div>"
                       "<ul class=\"list\"></ul><script>createPageHTML(1, 0, \"index\", \"html\");</script>"
                       "<p>本栏目暂无信息，共0条</p>")));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.entries, 0);
}

TEST(Ending, AScriptThatNoProfileKnowsIsSaid) {
  ListBench bench;
  bench.site.Route("/tzgg/index.html",
                   Reply::Html(bench.ListPage(1, 10, "<a href=\"javascript:loadMore(this)\">下一页</a>")));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_FALSE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "pager_unread");
}

TEST(Trap, ACalendarWithoutEnd) {
  ListBench bench;
  bench.max_pages = 300;
  bench.site.Route("/tzgg/index.html",
                   Reply::Html(bench.ListPage(1, 10, "<a href=\"/rl.jsp?m=1\">日历</a>")));
  bench.site.Otherwise([](std::string_view target, int) {
    constexpr std::string_view kMonth = "/rl.jsp?m=";
    if (target.starts_with("/d/"))
      return Reply::Html(ListBench::Page("", "<h1>" + ListBench::Title(1) + "</h1>"));
    if (!target.starts_with(kMonth)) return Reply::Status(404);
    const int m = std::atoi(target.data() + kMonth.size());
    std::string days;
    for (int d = 1; d <= 30; ++d) days += "<td>" + Number(d) + "</td>";
    return Reply::Html(ListBench::Page("", "<a href=\"/rl.jsp?m=" + Number(m - 1) +
                                               "\">&lt;</a><a href=\"/rl.jsp?m=" + Number(m + 1) +
                                               "\">&gt;</a><table><tr>" + days + "</tr></table>"));
  });
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(10));
  EXPECT_LE(bench.Asked("/rl.jsp"), 60) << "it goes deeper with every month and so ends";
}

TEST(Trap, ABrokenAnswerIsAHoleNotAnEmptyList) {
  ListBench bench;
  bench.site.Route("/gkmlpt/index",
                   Reply::Html(ListBench::Page(
                       "<script src=\"/gkmlpt/a.js\"></script>",
                       "<div id=\"app\"></div><script>window._CONFIG = {SID: '75', TREE: [{id: 11, "
                       "name: '公告'}]};</script>")));
  Reply broken = Reply::Text("{\"error\":\"timeout\"}");
  broken.headers = {{"Content-Type", "application/json"}};
  bench.site.Route("/gkmlpt/api/all/11?page=1&sid=75", broken);
  const model::ListTrail trail = bench.Walk("/gkmlpt/index");
  EXPECT_FALSE(trail.to_end);
  EXPECT_EQ(trail.stop_reason, "failed:answer");
}

}  // namespace
}  // namespace mingcha::testing
