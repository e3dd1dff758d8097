#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/link_finder.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using Kind = model::Link::Kind;

const HtmlLinkFinder& Finder() {
  static const HtmlLinkFinder finder = *HtmlLinkFinder::Create(testing::BaodiPlan());
  return finder;
}

model::PageLinks Find(const std::string& html,
                      const std::string& url = "http://a.gov.cn/zwgk/tzgg/index.html") {
  return Finder().Find(url, "text/html; charset=utf-8", html);
}

bool Has(const model::PageLinks& found, const std::string& url, Kind kind) {
  return std::any_of(found.links.begin(), found.links.end(),
                     [&](const auto& link) { return link.url == url && link.kind == kind; });
}

std::string List(const std::string& after) {
  std::string html =
      "<html><title>通知公告</title><body><div>当前位置：<a href='/'>首页</a> &gt; <a "
      "href='./'>通知公告</a></div><ul class=list>";
  for (int i = 1; i <= 12; ++i) {
    html += "<li><a href='./202003/t202003" + std::string(i < 10 ? "0" : "") + std::to_string(i) + "_" +
            std::to_string(i) + ".html' title='关于第" + std::to_string(i) + "号项目的公告全称'>关于第" +
            std::to_string(i) + "号…</a><span>2020-03-" + (i < 10 ? "0" : "") + std::to_string(i) +
            "</span></li>";
  }
  return html + "</ul>" + after + "</body></html>";
}

TEST(LinkFinderTest, EveryKindOfLink) {
  const auto found = Find(
      "<base href='http://b.gov.cn/x/'><a href=1.html>甲</a><a href='./a.pdf'>附</a><iframe "
      "src=f.html></iframe>"
      "<a onclick=\"window.open('/open.html')\">开</a><li onclick=\"location.href='go.html'\">去</li>"
      "<a href='javascript:void(0)'>无</a><a href='mailto:a@b.c'>信</a><a href='#top'>顶</a>"
      "<a href='HTTP://C.gov.cn/q?a=1#frag'>外</a><a href='ftp://x/y'>f</a>"
      "<iframe src='/pdfjs/web/viewer.html?file=%2Ffiles%2Fz.pdf'></iframe>");
  EXPECT_TRUE(Has(found, "http://b.gov.cn/x/1.html", Kind::kAnchor));
  EXPECT_TRUE(Has(found, "http://b.gov.cn/x/a.pdf", Kind::kAttachment));
  EXPECT_TRUE(Has(found, "http://b.gov.cn/x/f.html", Kind::kFrame));
  EXPECT_TRUE(Has(found, "http://b.gov.cn/open.html", Kind::kScript));
  EXPECT_TRUE(Has(found, "http://b.gov.cn/x/go.html", Kind::kScript));
  EXPECT_TRUE(Has(found, "http://c.gov.cn/q?a=1", Kind::kAnchor));
  EXPECT_TRUE(Has(found, "http://b.gov.cn/files/z.pdf", Kind::kAttachment));
  for (const auto& link : found.links) EXPECT_TRUE(link.url.starts_with("http")) << link.url;
}

/// A page's own frame, script and styles stand around the words; a long text may well speak of them.
TEST(LinkFinderTest, SaysGoneInWordsOfAShortPageOnly) {
  const auto page = [](const std::string& text) {
    return "<html><head><title>信息公开</title><style>.a{color:red}</style><script>var note = '" +
           std::string(6000, 'x') + "';</script></head><body><div class=nav><a href='/'>首页</a></div><p>" +
           text + "</p></body></html>";
  };
  std::string prose;
  for (int i = 0; i < 60; ++i) prose += "各单位要核对材料，不得以网页不存在为由推诿，逐项办理。";
  struct Row {
    std::string html;
    const char* type;
    bool gone;
  };
  for (const Row& row : std::vector<Row>{{page("您访问的页面不存在。"), "text/html; charset=utf-8", true},
                                         {page("该信息已被删除！"), "text/html", true},
                                         {page("对不起，文章已删除"), "text/html", true},
                                         {page("关于某小学新建工程的批复"), "text/html", false},
                                         {page(prose), "text/html", false},
                                         {"%PDF-1.4 您访问的页面不存在。", "application/pdf", false},
                                         {"", "text/html", false}}) {
    EXPECT_EQ(Finder().SaysGone("http://a.gov.cn/zwgk/t1.html", row.type, row.html), row.gone) << row.html;
  }
}

TEST(LinkFinderTest, APageThatOnlyShowsAFileStandsForIt) {
  struct Case {
    const char *html, *url;
    size_t links;
  };
  constexpr Case kCases[] = {
      {"<iframe src='/pdfjs/web/viewer.html?file=%2Ffiles%2Fz.pdf'></iframe>", "http://a.gov.cn/files/z.pdf",
       1},
      {"<a href='/pdfjs/web/viewer.html?file=/files/z.pdf#page=2'>正文</a>", "http://a.gov.cn/files/z.pdf",
       1},
      {"<iframe "
       "src='https://view.officeapps.live.com/op/embed.aspx?src=http%3A%2F%2Fa.gov.cn%2Ff%2Fz.docx'></"
       "iframe>",
       "http://a.gov.cn/f/z.docx", 1},
      {"<a href='/kk/onlinePreview?url=aHR0cDovL2EuZ292LmNuL2Yvei54bHN4'>预览</a>",
       "http://a.gov.cn/f/z.xlsx", 1},
      {"<a href='/show.html?file=%2Ff%2Fz.ofd&id=1'>正文</a>", "http://a.gov.cn/f/z.ofd", 1},
      // Neither shows a file: a download by name, and pages of a list.
      {"<a href='/downfile.jsp?file=/f/z.pdf'>下载</a>", "http://a.gov.cn/downfile.jsp?file=/f/z.pdf", 1},
      {"<a href='/list.html?page=2'>更早的</a>", "http://a.gov.cn/list.html?page=2", 1},
  };
  for (const Case& c : kCases) {
    const auto found = Find(c.html);
    EXPECT_EQ(found.links.size(), c.links) << c.html;
    EXPECT_TRUE(std::any_of(found.links.begin(), found.links.end(), [&](const auto& link) {
      return link.url == c.url;
    })) << c.html;
  }
}

TEST(LinkFinderTest, MenusThatAreDrawnOrOpenedByScripts) {
  struct Case {
    const char *html, *url, *text;
  };
  constexpr Case kCases[] = {
      {"<a href='javascript:void(0)' onclick=\"openColumn('/col/col12/index.html')\">政府采购</a>",
       "http://a.gov.cn/col/col12/index.html", "政府采购"},
      {"<a href=\"javascript:show('./xk/',this)\">行政许可</a>", "http://a.gov.cn/zwgk/tzgg/xk/", "行政许可"},
      {"<table><tr><td onclick=\"goTo('../bm/list.shtml?c=3')\">部门</td></tr></table>",
       "http://a.gov.cn/zwgk/bm/list.shtml?c=3", "部门"},
      {"<script>d=new dTree('d');d.add(0,-1,'目录');d.add(12,0,'财政预决算','right.jsp?cid=12','','main');"
       "document.write(d);</script>",
       "http://a.gov.cn/zwgk/tzgg/right.jsp?cid=12", "财政预决算"},
      {"<script>d.add(\"3\", \"0\", \"规划许可\", \"javascript:openColumn('/gh/')\");</script>",
       "http://a.gov.cn/gh/", "规划许可"},
      {"<script>var "
       "zNodes=[{id:1,pId:0,name:'征地信息',open:true,url:'/zd/index.html',target:'main'}]</script>",
       "http://a.gov.cn/zd/index.html", "征地信息"},
      {"<script>var t=[{\"text\":\"土地出让\",\"href\":\"/td/\",\"children\":[]}]</script>",
       "http://a.gov.cn/td/", "土地出让"},
      {"<select onchange='window.open(this.value)'><option>部门网站<option "
       "value='http://b.gov.cn/'>某县水利局</select>",
       "http://b.gov.cn/", "某县水利局"},
  };
  for (const Case& c : kCases) {
    bool found = false;
    for (const auto& link : Find(c.html).links)
      found = found || (link.url == c.url && link.text == c.text && link.kind == Kind::kScript);
    EXPECT_TRUE(found) << c.html
                       << (Find(c.html).links.empty() ? "" : " gave " + Find(c.html).links.front().url);
  }
  for (const char* html : {
           "<a href='#' onclick=\"praise('/api/praise?id=3')\">赞</a>",         // an action
           "<a href='#' onclick=\"remove('/admin/delete.do?id=3')\">删除</a>",  // an action
           "<a href='#' onclick=\"tip('确定要打开 /zwgk/ 吗')\">说明</a>",      // a sentence
           "<script>list.add(1,2,'red','/img/red.png');</script>",              // no menu's name
           "<script>var up={name:'上传',url:'/upload/save'};</script>",         // no tree
           "<select><option value='12'>财政局</option></select>",
       })
    EXPECT_TRUE(Find(html).links.empty()) << html << ' ' << Find(html).links.front().url;
}

TEST(LinkFinderTest, AnAddressThatAScriptComputesIsNoLink) {
  struct Case {
    const char *script, *urls;
  };
  constexpr Case kCases[] = {
      // Pagers that put their addresses together: what stands between the strings is not known.
      {"document.write(\"<a href=\\\"index\"+\"_\"+nextPage+\".\"+\"html\\\" "
       "target=\\\"_self\\\">下一页</a>\");",
       ""},
      {"document.write('<a href=\"'+pre+'_'+(i+1)+'.'+ext+'\">2</a>');", ""},
      {"document.write('<a href=list_'+n+'.html class=p>3</a>');", ""},
      {"document.write('<iframe src=\"'+host+'/count.htm\"></iframe>');", ""},
      {"document.write('<a href='+(a?'\"x.html\"':'\"y.html\"')+'>x</a>');", ""},
      // Strings that are only broken up, and variables outside of addresses.
      {"document.write('<a href=\"a'+'b'+'.html\">x</a>');", "http://a.gov.cn/zwgk/tzgg/ab.html "},
      {"document.write('<a class=\"'+c+'\" href=\"c.html\">'+name+'</a>');",
       "http://a.gov.cn/zwgk/tzgg/c.html "},
      {"document.write('<a href=\"'+u+'\">1</a><a href=\"d.html\">2</a>');",
       "http://a.gov.cn/zwgk/tzgg/d.html "},
      {"document.write(n); document.write('<a href=\"e.html\">x</a>');", "http://a.gov.cn/zwgk/tzgg/e.html "},
  };
  for (const Case& c : kCases) {
    std::string urls;
    for (const auto& link : Find("<script>" + std::string(c.script) + "</script>").links)
      urls += link.url + " ";
    EXPECT_EQ(urls, c.urls) << c.script;
  }
}

TEST(LinkFinderTest, MetaRefreshAndScriptRedirect) {
  EXPECT_TRUE(Has(Find("<meta http-equiv=refresh content=\"0; url='/new/'\">"), "http://a.gov.cn/new/",
                  Kind::kRefresh));
  EXPECT_TRUE(Has(Find("<script>window.location.href=\"../b/\";</script>"), "http://a.gov.cn/zwgk/b/",
                  Kind::kScript));
  EXPECT_FALSE(
      Has(Find("<script>// location.href='/old/';\n</script>"), "http://a.gov.cn/old/", Kind::kScript));
}

TEST(LinkFinderTest, TrsPagerNamesAllPagesFromTheFirst) {
  const auto found = Find(List("<script>createPageHTML(4, 0, \"index\", \"html\");</script>"));
  EXPECT_TRUE(found.is_list);
  EXPECT_TRUE(Has(found, "http://a.gov.cn/zwgk/tzgg/index_1.html", Kind::kPager));
  EXPECT_TRUE(Has(found, "http://a.gov.cn/zwgk/tzgg/index_3.html", Kind::kPager));
  EXPECT_FALSE(Has(found, "http://a.gov.cn/zwgk/tzgg/index_4.html", Kind::kPager));
  ASSERT_TRUE(found.newest && found.oldest);
  EXPECT_EQ(found.newest->Iso(), "2020-03-12");
  EXPECT_EQ(found.oldest->Iso(), "2020-03-01");
}

TEST(LinkFinderTest, LaterPagesNameTheNext) {
  const auto found = Find(List("<script>createPageHTML(4, 2, \"index\", \"html\");</script>"),
                          "http://a.gov.cn/zwgk/tzgg/index_2.html");
  EXPECT_TRUE(Has(found, "http://a.gov.cn/zwgk/tzgg/index_3.html", Kind::kPager));
}

TEST(LinkFinderTest, CommentedPagerDoesNotCount) {
  const auto found =
      Find(List("<script>//createPageHTML(25, 0, \"index\", \"html\");\n/* createPageHTML(9, 0, \"index\", "
                "\"html\") */</script>"));
  for (const auto& link : found.links) EXPECT_NE(link.kind, Kind::kPager) << link.url;
}

TEST(LinkFinderTest, ArticlePagerIsNoList) {
  const auto found = Find(
      "<html><title>某通知</title><body><h1>某通知的标题</h1><p>发布时间：2019-09-18</p><div "
      "class=TRS_Editor><p>"
      "为进一步做好有关工作，现将有关事项通知如下，请认真贯彻执行。</p></div>"
      "<script>createPageHTML(1,0,\"t20190918_693227\",\"shtml\")</script></body></html>",
      "http://a.gov.cn/201909/t20190918_693227.shtml");
  EXPECT_FALSE(found.is_list);
}

TEST(LinkFinderTest, UcapPagerCountsFromOne) {
  const auto found = Find(List("<script>createPageHTML('page_div',34, 1,'xxgk_list','shtml',1000);</script>"),
                          "http://a.gov.cn/c1/xxgk_list.shtml");
  EXPECT_TRUE(Has(found, "http://a.gov.cn/c1/xxgk_list_2.shtml", Kind::kPager));
  EXPECT_TRUE(Has(found, "http://a.gov.cn/c1/xxgk_list_4.shtml", Kind::kPager));
  EXPECT_FALSE(Has(found, "http://a.gov.cn/c1/xxgk_list_5.shtml", Kind::kPager)) << "named by page 2";
}

TEST(LinkFinderTest, DescendingAndQueryPagersAreFollowedByTheirLinks) {
  const auto vsb =
      Find(List("<a href='tzgg/59.htm'>下页</a><a href='tzgg/1.htm'>尾页</a>"), "http://a.gov.cn/tzgg.htm");
  EXPECT_TRUE(Has(vsb, "http://a.gov.cn/tzgg/59.htm", Kind::kPager));
  EXPECT_TRUE(Has(vsb, "http://a.gov.cn/tzgg/1.htm", Kind::kPager));
  const auto query = Find(List("<a href='?page=2'>下一页</a>"));
  EXPECT_TRUE(Has(query, "http://a.gov.cn/zwgk/tzgg/index.html?page=2", Kind::kPager));
  const auto onclick =
      Find(List("<a href='javascript:void(0)' onclick=\"location.href='index_2.jhtml'\">下一页</a>"));
  EXPECT_TRUE(Has(onclick, "http://a.gov.cn/zwgk/tzgg/index_2.jhtml", Kind::kPager));
}

TEST(LinkFinderTest, TitlesAreNotTruncated) {
  const auto found = Find(List(""));
  EXPECT_TRUE(std::any_of(found.links.begin(), found.links.end(),
                          [](const auto& link) { return link.text == "关于第3号项目的公告全称"; }));
}

TEST(LinkFinderTest, DataIslandRowsAreLinks) {
  const auto found = Find(
      "<html><title>通知公告</title><body><script "
      "type=\"text/xml\"><datastore><recordset><record><![CDATA[<li>"
      "<a href='/art/2020/3/1/art_1_2.html' "
      "title='关于某事项的公告'>关于某事项的公告</a><span>2020-03-01</span></li>]]></record>"
      "<record><![CDATA[<li><a "
      "href='/art/2020/3/2/art_1_3.html'>关于另一事项的公告</a><span>2020-03-02</span></li>]]></record>"
      "</recordset></datastore></script></body></html>");
  EXPECT_TRUE(Has(found, "http://a.gov.cn/art/2020/3/1/art_1_2.html", Kind::kAnchor));
  EXPECT_TRUE(Has(found, "http://a.gov.cn/art/2020/3/2/art_1_3.html", Kind::kAnchor));
}

TEST(LinkFinderTest, OtherBytesHaveNoLinks) {
  EXPECT_TRUE(Finder().Find("http://a.gov.cn/a.pdf", "application/pdf", "%PDF-1.4 <a href=x>").links.empty());
  EXPECT_TRUE(Finder().Find("no url", "text/html", "<a href=x>").links.empty());
}

}  // namespace
}  // namespace mingcha::extractors
