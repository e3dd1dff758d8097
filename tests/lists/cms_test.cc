// One list of every CMS profile, walked over its pages to the end on a loopback site. The pages are written
// here by what docs/cms.md says of each system; none is copied.
#include <gtest/gtest.h>

#include "tests/lists/list_bench.h"

namespace mingcha::testing {
namespace {

std::string Number(int n) { return std::to_string(n); }

TEST(TrsList, NumbersFilesFromZero) {
  ListBench bench;
  for (int k = 1; k <= 5; ++k) {
    const std::string name = k == 1 ? "/tzgg/index.html" : "/tzgg/index_" + Number(k - 1) + ".html";
    bench.site.Route(name, Reply::Html(bench.ListPage(10 * k - 9, 10 * k,
                                                      "<script>createPageHTML(5, " + Number(k - 1) +
                                                          ", \"index\", \"html\");</script>")));
  }
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.pages, 5);
  EXPECT_EQ(trail.announced, 5);
  EXPECT_EQ(bench.Read(), UpTo(50));
  EXPECT_EQ(bench.site.Visits("/tzgg/index_5.html"), 0) << "no guess beyond the last page";
}

/// Where page 2 is index_2.html, index_1.html is either not there or page 1 once more.
void WalkFromOne(bool first_is_copy) {
  ListBench bench;
  const auto page = [&](int k) {
    return Reply::Html(
        bench.ListPage(10 * k - 9, 10 * k,
                       "<script>createPageHTML(5, " + Number(k - 1) + ", \"index\", \"html\");</script>"));
  };
  bench.site.Route("/tzgg/index.html", page(1));
  if (first_is_copy) bench.site.Route("/tzgg/index_1.html", page(1));
  for (int k = 2; k <= 5; ++k) bench.site.Route("/tzgg/index_" + Number(k) + ".html", page(k));
  const model::ListTrail trail = bench.Walk("/tzgg/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(50)) << "the evidence of the pages decides the numbering";
  EXPECT_EQ(bench.site.Visits("/tzgg/index_6.html"), 0);
}

TEST(TrsList, NumbersFilesFromOne) { WalkFromOne(false); }
TEST(TrsList, NumbersFilesFromOneWithACopyOfPageOne) { WalkFromOne(true); }

TEST(UcapList, NamesItsBoxFirst) {
  ListBench bench;
  for (int k = 1; k <= 4; ++k) {
    const std::string name = k == 1 ? "/c1/zwgk_list.shtml" : "/c1/zwgk_list_" + Number(k) + ".shtml";
    bench.site.Route(
        name,
        Reply::Html(bench.ListPage(
            10 * k - 9, 10 * k,
            "<div id=\"page_div\"></div><script>window.onload=function(){createPageHTML('page_div',4, " +
                Number(k) + ",'zwgk_list','shtml',40);}</script>")));
  }
  const model::ListTrail trail = bench.Walk("/c1/zwgk_list.shtml");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.announced_rows, 40);
  EXPECT_EQ(bench.Read(), UpTo(40));
}

std::string Datastore(const ListBench& bench, int first, int last, int total) {
  std::string out =
      "<datastore><totalrecord>" + Number(total) +
      "</totalrecord><nextgroup><![CDATA[<a href=\"/module/web/jpage/"
      "dataproxy.jsp?page=1&appid=1&webid=7&path=/&columnid=1229&unitid=4455&webname=%E6%9F%90%E5%8C%BA&"
      "permissiontype=0\"></a>]]></nextgroup><recordset>";
  for (int row = first; row <= last; ++row)
    out += "<record><![CDATA[" + bench.Rows(row, row) + "]]></record>";
  return out + "</recordset></datastore>";
}

TEST(HanwebList, GoesOnByPostToTheDataProxy) {
  ListBench bench;
  const int total = 53;
  bench.site.Route(
      "/col/col1229/index.html",
      Reply::Html(ListBench::Page(
          "",
          "<div id=\"4455\"><script type=\"text/xml\">" + Datastore(bench, 1, 20, total) +
              "</script></div><script>$('#4455').jpage({openMode:1,perPage:10,totalRecord:" + Number(total) +
              ",groupSize:2,proxyUrl:'/module/web/jpage/dataproxy.jsp',barRender:x});</script>")));
  const std::string body =
      " col=1&appid=1&webid=7&path=/"
      "&columnid=1229&sourceContentType=1&unitid=4455&webname=%E6%9F%90%E5%8C%BA&"
      "permissiontype=0";
  const std::string proxy = "POST /module/web/jpage/dataproxy.jsp?startrecord=";
  Reply second = Reply::Text(Datastore(bench, 21, 40, total));
  second.headers = {{"Content-Type", "text/xml; charset=utf-8"}};
  Reply third = Reply::Text(Datastore(bench, 41, 53, total));
  third.headers = second.headers;
  bench.site.Route(proxy + "21&endrecord=40&perpage=10" + body, second);
  bench.site.Route(proxy + "41&endrecord=60&perpage=10" + body, third);
  const model::ListTrail trail = bench.Walk("/col/col1229/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.pages, 3);
  EXPECT_EQ(trail.announced_rows, total);
  EXPECT_EQ(bench.Read(), UpTo(total));
  EXPECT_EQ(bench.Asked("POST "), 2) << "each request once, none beyond the end";
  // The body that was sent is kept beside the answer, for the archive.
  const model::Exchange* exchange = nullptr;
  for (size_t i = 0; i < bench.sink.records().size(); ++i) {
    if (bench.sink.records()[i].url.find("startrecord=41") != std::string::npos)
      exchange = &bench.sink.exchanges()[i];
  }
  ASSERT_NE(exchange, nullptr);
  EXPECT_EQ(" " + exchange->request_body, body);
  EXPECT_TRUE(exchange->request_head.starts_with("POST ")) << exchange->request_head;
}

TEST(HanwebList, AStoreThatHasMoreRowsThanItShowsIsNotReadToItsEnd) {
  ListBench bench;
  bench.site.Route("/col/col1229/index.html",
                   Reply::Html(ListBench::Page("", "<div id=\"4455\"><script type=\"text/xml\">" +
                                                       Datastore(bench, 1, 20, 53) + "</script></div>")));
  const model::ListTrail trail = bench.Walk("/col/col1229/index.html");
  EXPECT_FALSE(trail.to_end);
  EXPECT_EQ(trail.announced_rows, 53);
}

TEST(HanwebList, AStoreThatShowsAllItsRowsIs) {
  ListBench bench;
  bench.site.Route("/col/col1229/index.html",
                   Reply::Html(ListBench::Page("", "<div id=\"4455\"><script type=\"text/xml\">" +
                                                       Datastore(bench, 1, 20, 20) + "</script></div>")));
  const model::ListTrail trail = bench.Walk("/col/col1229/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(20));
}

TEST(HanwebList, NewBuildAnswersMarkupInJson) {
  ListBench bench;
  bench.site.Route("/col/col8/index.html",
                   Reply::Html(ListBench::Page(
                       "",
                       "<div>当前位置：<a href=\"/\">首页</a> &gt; 公告</div><div id=\"list\"></div><script "
                       "url=\"/api-gateway/jpaas-publish-server/front/page/build/unit\" "
                       "queryData=\"{'webId':'w1','pageId':'p1','parseType':'bulidstatic','pageType':'column'"
                       ",'tagId':'list','tplSetId':'t1'}\">"
                       "</script>")));
  const std::string api =
      "/api-gateway/jpaas-publish-server/front/page/build/"
      "unit?webId=w1&pageId=p1&parseType=bulidstatic&pageType=column&tagId=list&tplSetId=t1&paramJson=%7B%"
      "22pageNo%22%"
      "3A";
  for (int k = 1; k <= 3; ++k) {
    std::string rows = "<ul>" + bench.Rows(20 * k - 19, k == 3 ? 47 : 20 * k) +
                       "</ul><div class=\"pagination\" rows=\"20\" count=\"47\"></div>";
    std::string escaped;
    for (const char c : rows) {
      if (c == '"' || c == '\\') escaped += '\\';
      if (c == '\n') {
        escaped += "\\n";
      } else {
        escaped += c;
      }
    }
    Reply reply = Reply::Text(R"({"success":true,"data":{"html":")" + escaped + "\"}}");
    reply.headers = {{"Content-Type", "application/json"}};
    bench.site.Route(api + Number(k) + "%2C%22pageSize%22%3A20%7D", reply);
  }
  const model::ListTrail trail = bench.Walk("/col/col8/index.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(47));
}

Reply Json(std::string text) {
  Reply reply = Reply::Text(std::move(text));
  reply.headers = {{"Content-Type", "application/json;charset=UTF-8"}};
  return reply;
}

TEST(GkmlptList, EachCategoryIsAListOfItsOwn) {
  ListBench bench;
  bench.site.Route(
      "/gkmlpt/index",
      Reply::Html(ListBench::Page(
          "<script src=\"/gkmlpt/assets/a.js\"></script>",
          "<div id=\"app\"></div><script>window._CONFIG = {SID: '754005', TREE: [{id: 11, name: '公告', "
          "post_count: 25},{id: 12, name: '计划', post_count: 4}]};</script>")));
  const auto answer = [&](int first, int last, int total) {
    std::string rows;
    for (int row = first; row <= last; ++row) {
      rows += (rows.empty() ? "" : ",") + std::string(R"({"title":")") + ListBench::Title(row) +
              R"(","url":")" + bench.site.Url("/d/" + Number(row) + ".html") + R"(","date":")" +
              bench.Day(row) + " 09:30:00\",\"created_at\":1}";
    }
    return Json(R"({"articles":[)" + rows + R"(],"total":)" + Number(total) + "}");
  };
  for (int k = 1; k <= 3; ++k) {
    bench.site.Route("/gkmlpt/api/all/11?page=" + Number(k) + "&sid=754005",
                     answer(10 * k - 9, std::min(10 * k, 25), 25));
  }
  bench.site.Route("/gkmlpt/api/all/12?page=1&sid=754005", answer(26, 29, 4));
  const model::ListTrail trail = bench.Walk("/gkmlpt/index");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(29));
  for (const model::ListTrail& other : bench.trails())
    EXPECT_TRUE(other.to_end) << other.url << other.stop_reason;
}

TEST(EpointList, CountsEntriesAndNamesItsFolderInTheHandler) {
  ListBench bench;
  for (int k = 1; k <= 4; ++k) {
    const std::string name = k == 1 ? "/jyxx/003001/tradeInfo.html" : "/jyxx/003001/" + Number(k) + ".html";
    bench.site.Route(
        name,
        Reply::Html(bench.ListPage(
            10 * k - 9, std::min(10 * k, 36),
            "<div id=\"page\"></div><script>var pageIndex= "
            "0;\n$(\"#page\").pagination({\npageIndex:pageIndex,\npageSize: "
            "10,\ntotal: 36,\npageBtnCount:10});\n$(\"#page\").on(\"pageClicked\", function (event, data) "
            "{\nif(data.pageIndex==0){ window.location.href=\"/jyxx/003001/tradeInfo.html\"; }else "
            "if(data.pageIndex<100){ "
            "window.location.href=\"/jyxx/003001/\"+(data.pageIndex+1)+\".html\";\n}else{ "
            "window.location.replace(\"/jyxx/003001/"
            "tradeInfo.html?categoryNum=003001&pageIndex=\"+(data.pageIndex+1));\n}"
            "});</script>")));
  }
  const model::ListTrail trail = bench.Walk("/jyxx/003001/tradeInfo.html");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.announced_rows, 36);
  EXPECT_EQ(bench.Read(), UpTo(36));
}

TEST(AspNetList, PostsItsFormBack) {
  ListBench bench;
  // The state is another at every visit, as real servers make it: it must be sent, but must not make a page
  // new.
  const auto page = [&bench](int k) {
    return [&bench, k](std::string_view, int visit) {
      std::string next =
          k < 4 ? "<a href=\"javascript:__doPostBack('AspNetPager1','" + Number(k + 1) + "')\">下一页</a>"
                : "<a disabled=\"disabled\">下一页</a>";
      return Reply::Html(ListBench::Page(
          "",
          "<form method=\"post\" action=\"list.aspx?id=3\"><input type=\"hidden\" name=\"__VIEWSTATE\" "
          "value=\"/wEP" +
              Number(k * 1000 + visit) +
              "==\"><input type=\"hidden\" name=\"__EVENTTARGET\" value=\"\"><ul>" +
              bench.Rows(10 * k - 9, 10 * k) + "</ul><div>共4页 40条 " + next + "</div></form>"));
    };
  };
  bench.site.Route("/newslist.aspx?id=3", page(1));
  bench.site.Otherwise([page](std::string_view target, int visit) {
    constexpr std::string_view kPost = "POST /newslist.aspx?id=3 ";
    if (target.starts_with(kPost) && target.find("__VIEWSTATE=%2FwEP") != std::string_view::npos) {
      for (int k = 2; k <= 4; ++k) {
        if (target.ends_with("&__EVENTTARGET=AspNetPager1&__EVENTARGUMENT=" + Number(k)))
          return page(k)(target, visit);
      }
    }
    if (!target.starts_with("/d/")) return Reply::Status(404);
    return Reply::Html(
        ListBench::Page("", "<h1>" + ListBench::Title(1) + "</h1><p>发布时间：2025-05-01</p>"));
  });
  const model::ListTrail trail = bench.Walk("/newslist.aspx?id=3");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.pages, 4);
  EXPECT_EQ(bench.Read(), UpTo(40));
  EXPECT_EQ(bench.Asked("POST "), 3);
}

TEST(VsbList, CountsDown) {
  ListBench bench;
  for (int k = 1; k <= 4; ++k) {
    const std::string name = k == 1 ? "/tzgg.htm" : "/tzgg/" + Number(5 - k) + ".htm";
    const std::string folder = k == 1 ? "tzgg/" : "";
    const std::string next = k == 4 ? ""
                                    : "<a href=\"" + folder + Number(4 - k) + ".htm\">下页</a><a href=\"" +
                                          folder + "1.htm\">尾页</a>";
    bench.site.Route(name, Reply::Html(bench.ListPage(10 * k - 9, 10 * k,
                                                      "共40条&nbsp;&nbsp;" + Number(k) + "/4&nbsp;" + next)));
  }
  const model::ListTrail trail = bench.Walk("/tzgg.htm");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.announced, 4);
  EXPECT_EQ(bench.Read(), UpTo(40));
}

TEST(JeecmsList, HidesTheTargetInOnclick) {
  ListBench bench;
  for (int k = 1; k <= 4; ++k) {
    const std::string name = k == 1 ? "/gg/index.jhtml" : "/gg/index_" + Number(k) + ".jhtml";
    const std::string next = k == 4 ? "<a disabled=\"disabled\">下一页</a>"
                                    : "<a href=\"javascript:void(0)\" onclick=\"location.href='index_" +
                                          Number(k + 1) + ".jhtml'\">下一页</a>";
    bench.site.Route(name, Reply::Html(bench.ListPage(10 * k - 9, 10 * k, Number(k) + "/4页 " + next)));
  }
  const model::ListTrail trail = bench.Walk("/gg/index.jhtml");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(40));
}

TEST(GenericList, NumbersInTheQuery) {
  ListBench bench;
  for (int k = 1; k <= 5; ++k) {
    std::string numbers;
    for (int n = 1; n <= 5; ++n) {
      numbers += n == k ? "<b>" + Number(n) + "</b> "
                        : "<a href=\"/list.jsp?col=4&amp;pageNo=" + Number(n) + "\">" + Number(n) + "</a> ";
    }
    bench.site.Route("/list.jsp?col=4&pageNo=" + Number(k),
                     Reply::Html(bench.ListPage(10 * k - 9, 10 * k, numbers)));
  }
  bench.site.Route("/list.jsp?col=4", Reply::Redirect("/list.jsp?col=4&pageNo=1"));
  const model::ListTrail trail = bench.Walk("/list.jsp?col=4&pageNo=1");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(trail.pages, 5);
  EXPECT_EQ(bench.Read(), UpTo(50));
}

TEST(GenericList, CallsAFunctionWithTheNumber) {
  ListBench bench;
  for (int k = 1; k <= 3; ++k) {
    const std::string next = k < 3 ? "<a href=\"javascript:gotoPage(" + Number(k + 1) + ")\">下一页</a>" : "";
    const std::string page = bench.ListPage(
        10 * k - 9, 10 * k,
        next + "<script>function gotoPage(n){ window.location.href='/search.do?c=9&pn=' + n; }</script>");
    bench.site.Route("/search.do?c=9&pn=" + Number(k), Reply::Html(page));
  }
  const model::ListTrail trail = bench.Walk("/search.do?c=9&pn=1");
  EXPECT_TRUE(trail.to_end) << trail.stop_reason;
  EXPECT_EQ(bench.Read(), UpTo(30));
}

}  // namespace
}  // namespace mingcha::testing
