// What pages tell by their form where their words are unknown: pagers of unnamed scripts, labels with a word
// before them, days printed by a script, names of home pages, sources that are no issuers.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "extractors/script_pager.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

std::vector<std::string> Pages(const std::string& scripts, const char* address, std::string* file = nullptr) {
  const base::Url url = *base::Url::Parse(address);
  PagerInput input;
  input.url = &url;
  input.base = &url;
  input.scripts = scripts;
  input.rows_here = 10;
  PagerReading reading;
  const std::string named = ReadScriptPager(input, &reading);
  if (file != nullptr) *file = named;
  std::vector<std::string> out;
  for (const auto& page : reading.pages) out.push_back(page.url);
  return out;
}

using Urls = std::vector<std::string>;

TEST(ScriptPager, ACallWithCountNumberNameAndExtension) {
  EXPECT_EQ(Pages("showTurner(\"bar\", 3, 1, \"notice\", \"shtml\", 58);", "http://a.cn/x/notice.shtml"),
            (Urls{"http://a.cn/x/notice_2.shtml", "http://a.cn/x/notice_3.shtml"}));
  EXPECT_EQ(Pages("turner({all: 3, at: 0, stem: 'index', tail: 'html'});", "http://a.cn/x/"),
            (Urls{"http://a.cn/x/index_1.html", "http://a.cn/x/index_2.html"}));
  std::string file;
  Pages("p(4, 0, 't20200102_77', 'html')", "http://a.cn/x/t20200102_77.html", &file);
  EXPECT_EQ(file, "http://a.cn/x/t20200102_77.html");
}

TEST(ScriptPager, NoPagerInOtherCalls) {
  EXPECT_TRUE(Pages("draw(3, 9, \"box\", \"html\");", "http://a.cn/x/").empty());       // number beyond count
  EXPECT_TRUE(Pages("load(2021, 5, \"menu\", \"style\");", "http://a.cn/x/").empty());  // no page's extension
  EXPECT_TRUE(Pages("go({total: 90, size: 10});", "http://a.cn/x/").empty());           // no address
}

TEST(ScriptPager, AnAddressPutTogetherFromThePagesNumber) {
  const std::string script =
      "new Turner({perPage: 20, rowCount: 45, go: function (pageNo) {\n"
      "  window.location.href = '/gg/list_' + (pageNo + 1) + '.html';\n}})";
  EXPECT_EQ(Pages(script, "http://a.cn/gg/index.html"),
            (Urls{"http://a.cn/gg/list_2.html", "http://a.cn/gg/list_3.html"}));
  EXPECT_EQ(Pages("$('#p').bar({pageSize: 10, total: 21});\nlocation.assign('list.jsp?cur=' + curr);",
                  "http://a.cn/gg/list.jsp"),
            (Urls{"http://a.cn/gg/list.jsp?cur=2", "http://a.cn/gg/list.jsp?cur=3"}));
}

TEST(ScriptPager, TotalsArePagesOfNothing) {
  const std::string go = "location.href = 'list.jsp?cur=' + pageNo;";
  EXPECT_TRUE(Pages("bar({pageCount: 40, size: 15}); " + go, "http://a.cn/gg/list.jsp").empty());
  EXPECT_TRUE(Pages("bar({rowsPerPage: 20}); " + go, "http://a.cn/gg/list.jsp").empty());
}

class PageForms : public ::testing::Test {
 protected:
  static model::PageFacts Read(const std::string& html, const char* url) {
    static const auto extractor = Extractor::Create(mingcha::testing::BaodiPlan());
    PageInput input;
    input.url = url;
    input.body = html;
    return extractor->Extract(input);
  }
  static std::string Article(const std::string& line) {
    return "<html><head><title>关于修缮校舍的通知</title></head><body><h1>关于修缮校舍的通知</h1><div>" +
           line +
           "</div><div><p>各乡镇人民政府：</"
           "p><p>为做好校舍修缮工作，现将有关事项通知如下，请各单位认真组织实施，"
           "确保按期完成各项任务，并将进展情况及时报送。</p><p>"
           "修缮所需经费由县财政统筹安排，项目实施须符合有关技术规范，验收合格后方可投入使用。</p></div></"
           "body></html>";
  }
  static constexpr const char* kUrl = "http://www.example.gov.cn/tz/a1.html";
};

TEST_F(PageForms, AListIsNotWholeByAGuess) {
  std::string html = "<html><head><title>通知公告</title></head><body><ul>";
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(10 + i);
    html += "<li><a href='/tz/" + number + ".html'>关于做好第" + number + "项工作的通知</a><span>2021-03-" +
            number + "</span></li>";
  }
  html += "</ul><div><script>showTurner('bar', 3, 1, 'notice', 'shtml', 30);</script></div></body></html>";
  const char* url = "http://www.example.gov.cn/tz/notice.shtml";
  const auto facts = Read(html, url);
  ASSERT_EQ(facts.next_pages.size(), 2U);
  EXPECT_EQ(facts.list_pages, 0) << "what a guess counts is no proof of the list's end";
  EXPECT_EQ(facts.list_rows, -1);
  EXPECT_TRUE(facts.pager_unread);
  const auto links = HtmlLinkFinder::Create(mingcha::testing::BaodiPlan());
  const model::PageLinks found = links->Find(url, "text/html; charset=utf-8", html);
  EXPECT_TRUE(std::any_of(found.links.begin(), found.links.end(), [](const model::Link& link) {
    return link.kind == model::Link::Kind::kPager && link.url.ends_with("/tz/notice_3.shtml");
  })) << "the crawl asks for them";
}

TEST_F(PageForms, ALabelOfPublicationNeedsNoColonAtTheHeadOfTheText) {
  struct Case {
    const char* meta;
    model::Grade grade;
  };
  for (const Case& c : std::vector<Case>{
           {"<span>发布于 <time datetime='2021-03-04T09:30:00+08:00'>2021年3月4日</time></span> "
            "<span>由 admin</span> <span>分类 <a href='/a/'>规划许可</a></span>",
            model::Grade::kLikely},
           {"<span>听证于 2021年3月4日 举行</span>", model::Grade::kWeak},
       }) {
    const std::string html =
        "<html><head><title>甲工程规划许可证批后公布 - 某分局</title></head><body><header><p>某分局</p><ul>"
        "<li><a href='/b/'>土地出让</a></li><li><a href='/c/'>征地信息</a></li><li><a "
        "href='/d/'>动态</a></li>"
        "</ul></header><main><article><header><h1>甲工程规划许可证批后公布</h1><div>" +
        std::string(c.meta) +
        "</div></header><div><p>项目名称：甲工程</p><p>许可证号：地字第530199202600007号</p>"
        "<p>发证机关：某分局</p></div></article></main></body></html>";
    const auto facts = Read(html, kUrl);
    if (c.grade == model::Grade::kWeak) {
      EXPECT_TRUE(!facts.published || facts.published->grade == model::Grade::kWeak) << c.meta;
    } else {
      ASSERT_TRUE(facts.published) << c.meta;
      EXPECT_EQ(facts.published->date.Iso(), "2021-03-04");
      EXPECT_LE(facts.published->grade, model::Grade::kLikely) << c.meta;
    }
  }
}

TEST_F(PageForms, ATextInATableOfOneColumnIsSignedAsAnyOther) {
  const auto page = [](const std::string& cell) {
    return "<html><head><title>对甲公司的行政处罚决定</title></head><body><table><tr><td><img "
           "src='b.jpg'></td>"
           "</tr></table><table width=980><tr><td align=center><b>对甲公司的行政处罚决定</b></td></tr>"
           "<tr><td>发布时间:2021年03月08日 来源:某局 点击:133</td></tr><tr>" +
           cell + "</tr></table></body></html>";
  };
  const std::string text =
      "<p>当事人：甲公司</p><p>违法事实：未取得施工许可证擅自施工</p><p>处罚内容：罚款1万元</p>";
  const auto facts =
      Read(page("<td>" + text + "<p>某市住房和城乡建设局</p><p>二〇二一年三月四日</p></td>"), kUrl);
  ASSERT_TRUE(facts.formed);
  EXPECT_EQ(facts.formed->date.Iso(), "2021-03-04");
  EXPECT_EQ(facts.formed->source, model::ReadingSource::kSignature);
}

TEST_F(PageForms, AListThatAScriptLoadsMoreOfIsNotWhole) {
  struct Case {
    const char* control;
    bool unread;
  };
  for (const Case& c : std::vector<Case>{
           {"<button class='load-more' data-channel='a'>加载更多</button>", true},
           {"<div class='more'>点击加载更多</div>", true},
           {"<p><span id='m'>加载更多 </span></p>", true},
           {"<a href='javascript:;' class='more'>加载更多</a>", true},
           {"<a href='#' onclick='load()'>查看更多内容</a>", true},
           {"<a href='/tz/list_2.html'>加载更多</a>", false},
           {"<!-- <div>加载更多</div> -->", false},
           {"<div>没有更多了</div>", false},
           {"<a href='/tz/'>更多</a>", false},
       }) {
    std::string html = "<html><head><title>通知公告</title></head><body><ul>";
    for (int i = 0; i < 12; ++i) {
      const std::string number = std::to_string(10 + i);
      html += "<li><a href='/tz/" + number + ".html'>关于做好第" + number + "项工作的通知</a><span>2021-03-" +
              number + "</span></li>";
    }
    html += std::string("</ul>") + c.control + "</body></html>";
    const auto facts = Read(html, "http://www.example.gov.cn/tz/");
    EXPECT_EQ(facts.kind, model::PageKind::kList) << c.control;
    EXPECT_EQ(facts.pager_unread, c.unread) << c.control;
  }
}

TEST_F(PageForms, ALabelOfPublicationMayHaveAWordBeforeIt) {
  const auto facts = Read(Article("【文稿发布时间：2021-03-04 点击：8】"), kUrl);
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2021-03-04");
  EXPECT_NE(facts.published->grade, model::Grade::kCertain);
}

TEST_F(PageForms, LabelsMayBeSetApartByStyleAlone) {
  const auto facts =
      Read(Article("<span>来源：县水务局</span><span>日期：2021-03-04 03:16</span><i>作者：王某</i>"), kUrl);
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2021-03-04");
  EXPECT_EQ(facts.published->grade, model::Grade::kLikely);
  ASSERT_TRUE(facts.issuer);
  EXPECT_EQ(facts.issuer->value, "县水务局");
}

TEST_F(PageForms, ADayRightUnderTheTitleWithTheTimeOrThePagesOwnFieldsIsItsPublication) {
  const auto grade = [](const std::string& line) {
    // One box frames title, line and text, so that the main text begins with the title.
    const std::string html =
        "<html><head><title>县一中教学楼建筑工程施工许可证核发公示</title></head><body><table "
        "width=1000><tr><td><a href='i.asp'>首页</a> | "
        "<a href='l.asp?c=1'>工作动态</a> | <a href='l.asp?c=2'>施工许可</a></td></tr></table><table "
        "width=800><tr><td>当前位置：<a "
        "href='i.asp'>首页</a> → <a href='l.asp?c=2'>施工许可</a> → 内容</td></tr><tr><td "
        "align=center><b><font size=4>"
        "县一中教学楼建筑工程施工许可证核发公示</font></b></td></tr><tr><td align=center>" +
        line +
        "</td></tr><tr><td><p>工程名称：县一中教学楼</p><p>施工许可证编号：130000202501150101</"
        "p><p>建设单位：县第一中学</p>"
        "<p>施工单位：某建设集团有限公司</p><p>监理单位：某监理公司</p><p>发证日期：2021年3月1日</"
        "p><p>发证机关：某县住房和城乡建设局</p>"
        "</td></tr></table><table><tr><td>版权所有：某县住房和城乡建设局</td></tr></table></body></html>";
    const auto facts = Read(html, "http://www.example.gov.cn/show.asp?id=1");
    return facts.published && facts.published->date.Iso() == "2021-03-04" ? facts.published->grade
                                                                          : model::Grade::kWeak;
  };
  EXPECT_EQ(grade("2021/3/4 8:30:00　科室：基建科"), model::Grade::kLikely);
  EXPECT_EQ(grade("2021-03-04　来源：县教育局"), model::Grade::kLikely);
  EXPECT_EQ(grade("来源：县教育局　2021-03-04"), model::Grade::kLikely);
  EXPECT_EQ(grade("开标时间：2021-03-04 9:00"), model::Grade::kWeak) << "another day";
  EXPECT_EQ(grade("观摩安排在 2021-03-04 9:00"), model::Grade::kWeak) << "words that nobody knows";
  EXPECT_EQ(grade("观摩：2021-03-04 9:00　来源：县教育局"), model::Grade::kWeak)
      << "a label that nobody knows";
}

TEST_F(PageForms, AHeadingOverTheOnlyRowTellsWhatItsDayIs) {
  const auto determined = [](const std::string& rows) {
    std::string html = Article("");
    html.insert(html.rfind("</div>"),
                "<table border=1><tr><td>宗地编号</td><td>成交日期</td></tr>" + rows + "</table>");
    const auto facts = Read(html, kUrl);
    return std::count_if(facts.dates.begin(), facts.dates.end(), [](const auto& date) {
      return date.meaning == model::DateMeaning::kDetermined && date.grade != model::Grade::kWeak;
    });
  };
  const std::string row = "<tr><td>2021-03</td><td>2021-03-01</td></tr>";
  EXPECT_EQ(determined(row), 1);
  EXPECT_EQ(determined(row + "<tr><td>2021-04</td><td>2021-03-02</td></tr>"), 0)
      << "rows of a list speak for themselves";
}

TEST_F(PageForms, APenaltyInRunningTextShowsItsParts) {
  static const auto extractor = Extractor::Create(mingcha::testing::BaodiPlan());
  const std::string html =
      "<html><head><title>行政处罚决定书（某建罚字〔2025〕第2号）</title></"
      "head><body><h1>行政处罚决定书（某建罚字〔2025〕第2号）</h1>"
      "<div><p>当事人：某建设有限公司</"
      "p><p>经查，当事人在某工程中未按照工程建设强制性标准施工，违反了《建设工程质量管理条例》第二十八条。</"
      "p>"
      "<p>依据《建设工程质量管理条例》第六十四条，决定处以罚款3万元。</"
      "p><p>如不服本决定，可在六十日内申请行政复议。</p>"
      "<p align=right>某区住房和城乡建设局</p><p align=right>2025年2月6日</p></div></body></html>";
  PageInput input;
  input.url = "http://www.example.gov.cn/cf/t20250210_9.html";
  input.body = html;
  const auto read = extractor->ExtractAll(input);
  const auto penalty = std::find_if(read.disclosures.begin(), read.disclosures.end(),
                                    [](const auto& found) { return found.item == "supervision.penalty"; });
  ASSERT_NE(penalty, read.disclosures.end());
  for (const char* name : {"处罚决定书文号", "违法事实", "处罚依据", "处罚结果", "处罚决定日期"}) {
    EXPECT_TRUE(std::any_of(penalty->elements.begin(), penalty->elements.end(), [&](const auto& element) {
      return element.element == name;
    })) << name;
  }
}

TEST_F(PageForms, TheDayOfSomethingElseIsNotItsOwn) {
  const LexiconIndex lexicon(mingcha::testing::BaodiPlan().lexicon);
  EXPECT_EQ(lexicon.HeadFieldOf("文稿发布时间"), "published");
  EXPECT_EQ(lexicon.HeadFieldOf("原发布时间"), "");
  EXPECT_EQ(lexicon.HeadFieldOf("首次发布时间"), "");
  EXPECT_EQ(lexicon.HeadFieldOf("更新发布时间"), "");
  for (const char* line :
       {"更新发布时间：2021-03-04", "重新发布时间：<script>var d='2021-03-04';w(d);</script>"}) {
    const auto facts = Read(Article(line), kUrl);
    EXPECT_FALSE(facts.published && facts.published->grade != model::Grade::kWeak) << line;
  }
  EXPECT_EQ(lexicon.HeadFieldOf("招标公告发布时间"), "");  // a label of its own
  EXPECT_EQ(lexicon.HeadFieldOf("负责起草单位时间"), "");
}

TEST_F(PageForms, AScriptPrintsTheDayBehindItsLabel) {
  const auto facts = Read(
      Article("发布时间：<script>var zz = '2019年07月08日'; document.write(zz.substring(0, 11));</script>"),
      kUrl);
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2019-07-08");
  EXPECT_EQ(facts.published->source, model::ReadingSource::kScript);
}

TEST_F(PageForms, TwoDaysOrAnotherLabelAreNotBelieved) {
  EXPECT_FALSE(
      Read(Article("发布时间：<script>var a='2019年07月08日',b='2020年01月02日';w(a);</script>"), kUrl)
          .published);
  EXPECT_FALSE(Read(Article("截止时间：<script>var zz='2019年07月08日';w(zz);</script>"), kUrl).published);
}

TEST_F(PageForms, AHomePagesNameIsItsWholeTitle) {
  const auto title = [](const std::string& tag) {
    std::string html = "<html><head><title>" + tag + "</title></head><body>";
    for (const char* box : {"要闻动态", "通知公告", "政策文件", "办事服务"}) {
      html += std::string("<div><h2>") + box + "</h2><ul>";
      for (int i = 0; i < 5; ++i) {
        const std::string number = std::to_string(i);
        html += "<li><a href=\"/" + number + "/" + std::to_string(html.size()) + ".html\">" + box + "中的第" +
                number + "条内容标题</a></li>";
      }
      html += "</ul></div>";
    }
    const auto facts = Read(html + "</body></html>", "http://www.example.gov.cn/");
    EXPECT_EQ(facts.kind, model::PageKind::kHome);
    return facts.title ? facts.title->value : std::string();
  };
  EXPECT_EQ(title("青河县水务信息网-青河县水务局主办"), "青河县水务信息网-青河县水务局主办");
  EXPECT_EQ(title("首页-青河县水务局"), "青河县水务局");
  EXPECT_EQ(title("青河县水务局_首页"), "青河县水务局");
}

// Editors fill the foot of a site in the same containers as its articles.
TEST_F(PageForms, AFootInAnEditorsContainerIsNotTheMainText) {
  const std::string foot =
      "<div "
      "class=TRS_Editor><p>版权所有：青河县林业局　地址：青河县松江路六号　邮编：132000　电话：0432-62010000<"
      "/p>"
      "<p>技术支持：青河县信息中心　青ICP备05001234号　网站标识码：2202000011　网站维护：林业局宣传中心</p></"
      "div>";
  for (const char* open : {"<div class=z3>", "<div class=z3><div class=TRS_Editor>"}) {
    const auto facts = Read(
        "<html><body><div class=dz>当前位置：<a href=/>首页</a>&gt;<a href=/xk/>行政许可</a></div>"
        "<div class=z1>关于青河林场采伐的批复</div><div class=z2>来源：青河县林业局 时间：2021-05-20 "
        "13:54</div>" +
            std::string(open) +
            "<p>青林审〔2021〕2号</p><p>青河林场：同意采伐。</p><p>青河县林业局</p><p>2021年5月12日</p></"
            "div></div>" +
            foot + "</body></html>",
        kUrl);
    ASSERT_TRUE(facts.published) << open;
    EXPECT_EQ(facts.published->date.Iso(), "2021-05-20") << open;
    ASSERT_TRUE(facts.formed) << open;
    EXPECT_EQ(facts.formed->date.Iso(), "2021-05-12") << open;
    EXPECT_EQ(facts.doc_number ? facts.doc_number->value : "", "青林审〔2021〕2号") << open;
    EXPECT_TRUE(facts.doubts.empty()) << open << facts.doubts.front();
  }
}

TEST_F(PageForms, ANationalBodyIsNoIssuerOnALowerSite) {
  const std::string head = "<meta name=\"SiteName\" content=\"青河县水务局\">";
  const auto issuer = [&](const std::string& site, const std::string& source) {
    const auto facts = Read(site + Article("发布时间：2021-03-04 来源：" + source), kUrl);
    return facts.issuer && facts.issuer->grade != model::Grade::kWeak ? facts.issuer->value : std::string();
  };
  EXPECT_EQ(issuer(head, "国家能源局"), "");
  EXPECT_EQ(issuer(head, "青河县水务局"), "青河县水务局");
  EXPECT_EQ(issuer(head, "国家税务总局青河县税务局"), "国家税务总局青河县税务局");
  EXPECT_EQ(issuer("<meta name=\"SiteName\" content=\"国家能源局\">", "国家能源局"), "国家能源局");
}

}  // namespace
}  // namespace mingcha::extractors
