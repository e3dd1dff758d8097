// Articles set the way the systems of Chinese public bodies set them: one row a convention, none of a real
// site.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Row {
  const char* name;
  const char* html;
  const char* title;
  const char* published;
  const char* formed;
  const char* issuer;
  const char* doc_number;
  const char* breadcrumb;
};

#define PROSE                                                                                                \
  "<p>各街道办事处、各镇人民政府，区政府各部门：</"                                     \
  "p><p>为进一步做好农村道路养护工作，经区政府同意，现将有关事项通知如下，" \
  "请结合实际认真贯彻执行，确保各项任务落到实处。各单位要加强组织领导，明确责任分工，强化监督检查。</p>"

constexpr Row kRows[] = {
    {"trs",
     "<html><head><title>青河县财政局关于做好道路养护工作的通知_政策文件_青河县人民政府</title>"
     "<meta name=\"SiteName\" content=\"青河县人民政府\"><meta name=\"ArticleTitle\" "
     "content=\"青河县财政局关于做好道路养护工作的通知\">"
     "<meta name=\"PubDate\" content=\"2021-05-20 10:00\"></head><body><div class=\"header\">2019年12月3日 "
     "星期二</div>"
     "<div class=\"crumbs\">您当前的位置：<a href=/>首页</a> &gt; <a href=../>政务公开</a> &gt; <a "
     "href=./>政策文件</a></div>"
     "<h1>青河县财政局关于做好道路养护工作的通知</h1><div class=\"info\"><span>发布日期：2021-05-20 "
     "10:00</span>"
     "<span>来源：青河县财政局</span></div><div class=\"TRS_Editor\">" PROSE
     "<p style=\"text-align:right\">青河县财政局</p><p "
     "style=\"text-align:right\">2021年5月18日</p></div></body></html>",
     "青河县财政局关于做好道路养护工作的通知", "2021-05-20", "2021-05-18", "青河县财政局", "",
     "首页 > 政务公开 > 政策文件"},
    {"site-first-in-title-tag",
     "<html><head><title>青河县人民政府-关于开展防汛检查的通知</title></head><body><div class=nav><a "
     "href=/>首页</a><a "
     "href=/a>政务</a></div><div>当前位置: <a href=/>首页</a> / <a href=/zw>政务公开</a> / <a "
     "href=/tz>通知公告</a></div>"
     "<div "
     "class=\"article-title\">关于开展防汛检查的通知</div><div>时间：2020/7/"
     "8　来源：县水务局　浏览：<span>12</span>次</div>"
     "<div class=content>" PROSE "<p>青河县水务局</p><p>2020年7月6日</p></div></body></html>",
     "关于开展防汛检查的通知", "2020-07-08", "2020-07-06", "青河县水务局", "", "首页 > 政务公开 > 通知公告"},
    {"title-has-a-hyphen",
     "<html><head><title>2020-2022年度道路养护计划-青河县交通运输局</title></head><body><p>首页 &gt;&gt; "
     "规划计划 &gt;&gt; 正文</p>"
     "<h2>2020-2022年度道路养护计划</h2><p>发布时间：2020年03月02日</p><div id=zoom>" PROSE
     "</div></body></html>",
     "2020-2022年度道路养护计划", "2020-03-02", "", "", "", "首页 > 规划计划"},
    {"cut-off-article-title",
     "<html><head><title>青河县信息公开平台</title><meta name=\"ArticleTitle\" "
     "content=\"关于青河县城区道路改造工程可行性研究…\"></head>"
     "<body><h1>关于青河县城区道路改造工程可行性研究报告的批复</h1><p>青发改审〔2021〕12号</"
     "p><p>发布时间：2021-06-09 来源：县发改局</p>"
     "<div class=\"content\">" PROSE "<p>青河县发展和改革局</p><p>2021年6月7日</p></div></body></html>",
     "关于青河县城区道路改造工程可行性研究报告的批复", "2021-06-09", "2021-06-07", "青河县发展和改革局",
     "青发改审〔2021〕12号", ""},
    {"title-over-two-lines",
     "<html><head><title>青河县人民政府办公室关于印发道路养护办法的通知</title></"
     "head><body><h1>青河县人民政府办公室<br>关于印发道路养护办法的通知</h1>"
     "<p>青政办发〔2019〕3号</p><div class=content>" PROSE
     "<p>青河县人民政府办公室</p><p>2019年2月1日</p><p>（此件公开发布）</p></div></body></html>",
     "青河县人民政府办公室关于印发道路养护办法的通知", "", "2019-02-01", "青河县人民政府办公室",
     "青政办发〔2019〕3号", ""},
    {"title-lines-without-heading",
     "<html><head><title>青河县人民政府办公室关于印发道路养护办法的通知-青河县人民政府门户网站</title></"
     "head><body><div class=a><p "
     "align=center>青河县人民政府办公室</p><p align=center>关于印发道路养护办法的通知</p><p "
     "align=center>青政办发〔2019〕3号</p>" PROSE
     "<p align=right>青河县人民政府办公室</p><p align=right>2019年2月1日</p></div></body></html>",
     "青河县人民政府办公室关于印发道路养护办法的通知", "", "2019-02-01", "青河县人民政府办公室",
     "青政办发〔2019〕3号", ""},
    {"gkmlpt",
     "<html><head><title>青河县财政局2020年部门决算公开-青河县政府信息公开</title></head><body><div "
     "class=\"crumb\"><span>当前位置：</span><a "
     "href=/>首页</a><i>&gt;</i><a href=/cz>财政信息</a></div><div "
     "class=\"classify\"><table><tr><td>索引号:</td><td>"
     "11441700007280420Y/2021-00123</td><td>分类:</td><td>财政、金融、审计</td></tr><tr><td>发布机构:</"
     "td><td>青河县财政局</td><td>成文日期:</td>"
     "<td>2021-09-20</td></tr><tr><td>名称:</td><td "
     "colspan=3>青河县财政局2020年部门决算公开</td></tr><tr><td>文号:</td><td></td><td>发布日期:"
     "</td><td>2021-09-22</td></tr><tr><td>主题词:</td><td></td></tr></table></div><h1 "
     "class=title>青河县财政局2020年部门决算公开</h1>"
     "<div class=article-content>" PROSE "</div></body></html>",
     "青河县财政局2020年部门决算公开", "2021-09-22", "2021-09-20", "青河县财政局", "", "首页 > 财政信息"},
    {"spaced-labels-on-lines",
     "<html><head><title>信息公开</title></head><body><div>首页&nbsp;&gt;&nbsp;公开目录</"
     "div><div><b>名&nbsp;&nbsp;称：</b>关于同意修建青河大桥的批复<br>"
     "<b>索 引 号：</b>111202240002047246/2020-01662<br><b>发 布 机 构：</b>青河县人民政府<br><b>发 文 字 "
     "号：</b>青政函〔2018〕9号<br><b>成 文 日 "
     "期：</b>2018年3月12日<br><b>发 布 日 期：</b>2018年3月20日<br><b>有 效 性：</b>有效</div><div "
     "class=content>" PROSE "</div></body></html>",
     "关于同意修建青河大桥的批复", "2018-03-20", "2018-03-12", "青河县人民政府", "青政函〔2018〕9号",
     "首页 > 公开目录"},
    {"digits-in-spans",
     "<html><head><title>关于废止部分文件的通知</title></head><body><h1>关于废止部分文件的通知</"
     "h1><div>发布时间：<span lang=EN-US>2019</span>年<span "
     "lang=EN-US>4</span>月<span lang=EN-US>2</span>日</div><div class=content>" PROSE
     "<p>青河县水务局</p><p><span lang=EN-US>201</span><span "
     "lang=EN-US>9</span>年<span>3</span>月<span>2</span><span>9</span>日</p></div></body></html>",
     "关于废止部分文件的通知", "2019-04-02", "2019-03-29", "青河县水务局", "", ""},
    {"chinese-date-signature",
     "<html><head><title>关于调整收费标准的通知</title></head><body><h3>关于调整收费标准的通知</"
     "h3><p>[发布日期：2012-01-09]</p><div id=\"vsb_content\">" PROSE
     "<p>青河县物价局　　二○一二年一月五日</p></div></body></html>",
     "关于调整收费标准的通知", "2012-01-09", "2012-01-05", "青河县物价局", "", ""},
    {"list-item-breadcrumb",
     "<html><head><title>2021年度部门预算</title></head><body><ul class=\"breadcrumb\"><li><a "
     "href=/>首页</a></li><li><a href=/xx>信息公开</a></li><li "
     "class=active>预算公开</li></ul><h1>2021年度部门预算</h1><p>日期：2021-02-03</p><div "
     "class=content>" PROSE "</div></body></html>",
     "2021年度部门预算", "2021-02-03", "", "", "", "首页 > 信息公开 > 预算公开"},
    {"og-title-and-generic-tag",
     "<html><head><title>详情</title><meta property=\"og:title\" "
     "content=\"关于公布检查结果的公告_青河县市场监督管理局\"></head><body><div "
     "class=\"xl_tit\">关于公布检查结果的公告</div><div>来源：青河县市场监督管理局 "
     "发布时间：2022-08-09</div><div class=content>" PROSE "</div></body></html>",
     "关于公布检查结果的公告", "2022-08-09", "", "青河县市场监督管理局", "", ""},
    {"reprint",
     "<html><head><title>全国安全生产会议召开</title></head><body><h1>全国安全生产会议召开</"
     "h1><p>发布时间：2022-01-02 来源：新华社</p><div class=content>" PROSE "</div></body></html>",
     "全国安全生产会议召开", "2022-01-02", "", "", "", ""},
    {"column-heading-before-title",
     "<html><head><title>关于征收青河村部分土地的公告_通知公告_青河县自然资源局</title></"
     "head><body><h2>通知公告</h2><div class=\"con\"><p class=\"bt\">"
     "关于征收青河村部分土地的公告</p><p class=\"sj\">2021-11-05</p>" PROSE
     "<p>青河县人民政府</p><p>2021年11月4日</p></div></body></html>",
     "关于征收青河村部分土地的公告", "2021-11-05", "2021-11-04", "青河县人民政府", "", ""},
    {"body-in-title-only",
     "<html><head><title>青河县审计局关于2020年度工作的公告</title></"
     "head><body><h1>青河县审计局关于2020年度工作的公告</h1><p>2021-01-15 09:12:44</p><div "
     "class=content>" PROSE "</div></body></html>",
     "青河县审计局关于2020年度工作的公告", "2021-01-15", "", "青河县审计局", "", ""},
    {"content-source-tag",
     "<html><head><title>关于开展检查的公告</title><meta name=\"ContentSource\" "
     "content=\"青河县教育局\"><meta name=\"PubDate\" "
     "content=\"2017——04——12 21:37\"></head><body><h1>关于开展检查的公告</h1><div class=content>" PROSE
     "</div></body></html>",
     "关于开展检查的公告", "2017-04-12", "", "青河县教育局", "", ""},
    {"hidden-breadcrumb",
     "<html><head><title>关于开展检查的公告</title></head><body><div style=\"display:none\">当前位置：<a "
     "href=/>首页</a>&gt;<a href=/x>隐藏栏目</a></div><div>"
     "当前位置：<a href=/>首页</a>&gt;<a href=/x>公告</a></div><h1>关于开展检查的公告</h1><div "
     "class=content>" PROSE "</div></body></html>",
     "关于开展检查的公告", "", "", "", "", "首页 > 公告"},
    {"image-separators",
     "<html><head><title>关于开展检查的公告</title></head><body><div class=\"location\">您的位置：<a "
     "href=/>首页</a><img src=a.gif><a href=/x>政务公开</a><img "
     "src=a.gif><a href=/y>公告</a></div><h1>关于开展检查的公告</h1><div class=content>" PROSE
     "</div></body></html>",
     "关于开展检查的公告", "", "", "", "", "首页 > 政务公开 > 公告"},
    {"arrow-breadcrumb",
     "<html><head><title>关于开展检查的公告</title></head><body><div>所在位置：网站首页 → 政务公开 → "
     "公告</div><h1>关于开展检查的公告</h1><div class=content>" PROSE "</div></body></html>",
     "关于开展检查的公告", "", "", "", "", "网站首页 > 政务公开 > 公告"},
    {"number-of-what-it-rests-on",
     "<html><head><title>青河县人民政府征收土地公告（青政征告〔2019〕3号）</title></"
     "head><body><h1>青河县人民政府征收土地公告（"
     "青政征告〔2019〕3号）</h1><p>发布时间：2019-03-20</p><div class=content>" PROSE
     "<p>批准机关：省人民政府，批准文号：省政土批〔2019〕55号，批准时间：2019年3月1日。</"
     "p><p>青河县人民政府</"
     "p><p>2019年3月10日</p></div></body></html>",
     "青河县人民政府征收土地公告(青政征告〔2019〕3号)", "2019-03-20", "2019-03-10", "青河县人民政府",
     "青政征告〔2019〕3号", ""},
    {"numbers-of-rows",
     "<html><head><title>2019年3月行政许可信息公示</title></head><body><h1>2019年3月行政许可信息公示</"
     "h1><p>发布时间：2019-03-20</p><div class=content><table "
     "border=1><tr><th>文号</th><th>项目</th><th>相对人</"
     "th></tr><tr><td>青水许〔2019〕5号</td><td>河道养护</td><td>甲公司</td></tr><tr><td>青水许〔2019〕6号</"
     "td><td>"
     "取水</td><td>乙公司</td></tr></table></div></body></html>",
     "2019年3月行政许可信息公示", "2019-03-20", "", "", "", ""},
    {"book-mark-breadcrumb",
     "<html><head><title>关于开展检查的公告</title></head><body><table><tr><td>当前位置： 首页 》政务公开 "
     "》《管理办法》专栏 》"
     "公告</td></tr></table><h1>关于开展检查的公告</h1><div class=content>" PROSE "</div></body></html>",
     "关于开展检查的公告", "", "", "", "", "首页 > 政务公开 > 《管理办法》专栏 > 公告"},
    {"hyphen-breadcrumb",
     "<html><head><title>关于开展检查的公告</title></head><body><div class=\"dqwz\">当前位置：<a "
     "href=/>首页</a> - <a href=/x>政务公开</a> - <a "
     "href=/y>公告</a></div><h1>关于开展检查的公告</h1><div class=content>" PROSE "</div></body></html>",
     "关于开展检查的公告", "", "", "", "", "首页 > 政务公开 > 公告"},
    {"date-in-script",
     "<html><head><title>关于开展检查的公告</title></head><body><h1>关于开展检查的公告</"
     "h1><div>发布时间：<script>var "
     "pubdata='2018年10月18日';document.write(pubdata);</script></div><div class=content>" PROSE
     "</div></body></html>",
     "关于开展检查的公告", "2018-10-18", "", "", "", ""},
    {"hanweb",
     "<html><head><title>青河县水利局 通知公告 关于河道采砂的公告</title><meta name=\"pubdate\" "
     "content=\"2020-06-01 09:10\"><meta name=\"source\" "
     "content=\"\"></head><body><table><tr><td>当前位置：<a href=/>首页</a>&gt;&gt;<a "
     "href=/col/col12/index.html>通知公告</a></td></tr></table><table><tr>"
     "<td class=\"title\">关于河道采砂的公告</td></tr><tr><td>发布日期：2020-06-01 "
     "09:10&nbsp;&nbsp;浏览次数：<script>x()</script>&nbsp;&nbsp;字号：[ 大 中 小 ]"
     "</td></tr><tr><td id=\"zoom\">" PROSE
     "<p>青河县水利局</p><p>2020年5月29日</p></td></tr></table></body></html>",
     "关于河道采砂的公告", "2020-06-01", "2020-05-29", "青河县水利局", "", "首页 > 通知公告"},
    {"vsb",
     "<html><head><title>关于开展安全检查的通知-青河县应急管理局</title></head><body><div "
     "class=\"ny_dqwz\">您的位置: <a href=/>首页</a> &gt;&gt; <a "
     "href=tzgg.htm>通知公告</a> &gt;&gt; 正文</div><form name=\"_newscontent_fromname\"><h1 "
     "align=\"center\">关于开展安全检查的通知</h1><div "
     "align=\"center\">2021年03月04日 15:30&nbsp; 应急管理局&nbsp; 点击：[<span></span>]</div><div "
     "id=\"vsb_content\"><div class=v_news_content>" PROSE "</div></div></form></body></html>",
     "关于开展安全检查的通知", "2021-03-04", "", "", "", "首页 > 通知公告"},
    {"label-cells-without-colon",
     "<html><head><title>政府信息公开</title></head><body><table "
     "class=\"xxgk\"><tr><th>索引号</th><td>000014349/2019-00110</td><th>信息分类</th><td>财政"
     "</td></tr><tr><th>发布机构</th><td>青河县财政局</td><th>发文日期</th><td>2019-08-05</td></"
     "tr><tr><th>文号</th><td>青财〔2019〕15号</td><th>有效性</th><td>有效"
     "</td></tr><tr><th>标题</th><td colspan=3>关于下达补助资金的通知</td></tr></table><div "
     "class=\"article\">" PROSE "<p>青河县财政局</p><p>2019年8月1日</p></div></body></html>",
     "关于下达补助资金的通知", "", "2019-08-01", "青河县财政局", "青财〔2019〕15号", ""},
    {"reversed-title-tag",
     "<html><head><title>青河县政府网 - 政务公开 - 关于实施封闭施工的通告</title></head><body><div "
     "class=\"path\">首页 / 政务公开 / 通告</div><div "
     "class=\"detail-title\">关于实施封闭施工的通告</div><div class=\"detail-info\">发布时间：2022.01.05 "
     "作者：县交警大队</div><div class=\"detail-content\">" PROSE "</div></body></html>",
     "关于实施封闭施工的通告", "2022-01-05", "", "", "", "首页 > 政务公开 > 通告"},
    {"full-width-everything",
     "<html><head><title>关于实施封闭施工的通告</title></head><body><h1>关于实施封闭施工的通告</"
     "h1><p>发布时间：２０２２年０１月０５日　来源：青河县交通运输局</p><div class=con>" PROSE
     "<p>青河县交通运输局</p><p>２０２２年１月４日</p></div></body></html>",
     "关于实施封闭施工的通告", "2022-01-05", "2022-01-04", "青河县交通运输局", "", ""},
    {"footer-and-clock",
     "<html><head><title>关于实施封闭施工的通告</title></head><body><div id=top>今天是：2024年10月31日 "
     "星期四 欢迎访问</div><h1>关于实施封闭施工的通告</h1><p>日期："
     "2022-01-05</p><div class=con>" PROSE "<p>二〇二二年一月四日</p></div><div class=\"footer\">版权所有 "
     "青河县人民政府 2018年12月1日改版</div></body></html>",
     "关于实施封闭施工的通告", "2022-01-05", "2022-01-04", "", "", ""},
    {"annex-behind-signature",
     "<html><head><title>关于实施封闭施工的通告</title></head><body><h1>关于实施封闭施工的通告</"
     "h1><p>发布日期：2022年1月5日</p><div class=con>" PROSE
     "<p>附件：封闭路段一览表</p><p>青河县交通运输局</p><p>2022年1月4日</p><p>附件</p><p>封闭路段一览表</"
     "p><p>一、城东路自2022年2月1日起至2022年3月1日止全幅封闭，过往车辆请绕行。</p>"
     "</div></body></html>",
     "关于实施封闭施工的通告", "2022-01-05", "2022-01-04", "青河县交通运输局", "", ""},
    {"signature-without-meta-wins-nothing",
     "<html><head><title>关于实施封闭施工的通告</title></head><body><h1>关于实施封闭施工的通告</h1><div "
     "class=con>" PROSE "<p>本通告自2022年2月1日起施行。</p></div></body></html>",
     "关于实施封闭施工的通告", "", "", "", "", ""},
    {"two-signers",
     "<html><head><title>关于联合开展检查的通知</title></head><body><h1>关于联合开展检查的通知</h1><div "
     "class=content>" PROSE "<p>青河县教育局　青河县公安局</p><p>2021年3月5日</p></div></body></html>",
     "关于联合开展检查的通知", "", "2021-03-05", "青河县教育局 青河县公安局", "", ""},
};

std::string Value(const std::optional<model::TextReading>& reading) { return reading ? reading->value : ""; }
std::string Day(const std::optional<model::DateReading>& reading) {
  return reading ? reading->date.Iso() : "";
}

class ConventionTest : public ::testing::TestWithParam<Row> {
 protected:
  static const Extractor& Shared() {
    static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
    return extractor;
  }
};

TEST_P(ConventionTest, IsRead) {
  PageInput input;
  input.url = "http://www.example.gov.cn/zwgk/art/info.html";
  input.content_type = "text/html; charset=utf-8";
  input.body = GetParam().html;
  const model::PageFacts facts = Shared().Extract(input);
  EXPECT_EQ(model::PageKindName(facts.kind), "detail");
  EXPECT_EQ(base::FoldLabel(Value(facts.title)), GetParam().title);
  EXPECT_EQ(Day(facts.published), GetParam().published);
  EXPECT_EQ(Day(facts.formed), GetParam().formed);
  EXPECT_EQ(Value(facts.issuer), GetParam().issuer);
  EXPECT_EQ(Value(facts.doc_number), GetParam().doc_number);
  EXPECT_EQ(base::Join(facts.breadcrumb, " > "), GetParam().breadcrumb);
}

INSTANTIATE_TEST_SUITE_P(Pages, ConventionTest, ::testing::ValuesIn(kRows), [](const auto& param) {
  std::string name = param.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

struct NameRow {
  const char* url;
  const char* html;
  const char* kind;
  const char* title;
};

/// Pages that are columns of their own, maps of a site, and names in odd frames.
constexpr NameRow kNames[] = {
    // A column that is one page: the headings are those of its parts.
    {"http://jy.example.gov.cn/gk/ysq/index.html",
     "<html><head><title>青河县教育局-依申请公开</title></head><body><div>您所在的位置：<a "
     "href=/gk>信息公开</a> » "
     "<a href=./>依申请公开</a></div><div class=content><h3>书面依申请公开的办法</h3>" PROSE
     "<h3>网上依申请公开的办法</h3>" PROSE "</div></body></html>",
     "detail", "依申请公开"},
    {"http://www.example.gov.cn/bmgk/",
     "<html><head><title>部门概况 | 青河县水务局</title></head><body><div>当前位置：首页 &gt; 部门概况</div>"
     "<div class=content><h2>主要职责和内设机构</h2>" PROSE PROSE "</div></body></html>",
     "detail", "部门概况"},
    // The same frame at an article's address: its template never names the article in <title>.
    {"http://www.example.gov.cn/tzgg/t20210520_1234.html",
     "<html><head><title>通知公告 | 青河县水务局</title></head><body><div>当前位置：首页 &gt; 通知公告</div>"
     "<h2>关于城东供水管网检修停水的通知</h2><p>发布日期：2021-05-20</p><div class=content>" PROSE
     "</div></body></html>",
     "detail", "关于城东供水管网检修停水的通知"},
    {"http://www.example.gov.cn/query.html",
     "<html><head><title>[办件结果查询！]-青河县人民政府门户网站!</title></"
     "head><body><div>您当前的位置是：办件结果查询</div>"
     "<div "
     "class=content><p>"
     "请在下面的框中填写申请编号和查询密码，然后按提交按钮。如果忘记了查询密码，请持有效证件到政务服务大厅"
     "综合窗口查询，工作人员会协助您办理有关手续，窗口开放时间为工作日上午九时至下午五时。</p></div></body></"
     "html>",
     "detail", "办件结果查询"},
    // A title's own exclamation mark stays where nothing says otherwise.
    {"http://www.example.gov.cn/tzgg/t20210521_1235.html",
     "<html><head><title>青河欢迎您！</title></head><body><h1>青河欢迎您！</h1><p>发布日期：2021-05-21</"
     "p><div "
     "class=content>" PROSE "</div></body></html>",
     "detail", "青河欢迎您!"},
};

TEST(NameTest, ColumnsAndOddFrames) {
  const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  for (const NameRow& row : kNames) {
    SCOPED_TRACE(row.url);
    PageInput input;
    input.url = row.url;
    input.content_type = "text/html; charset=utf-8";
    input.body = row.html;
    const model::PageFacts facts = extractor.Extract(input);
    EXPECT_EQ(model::PageKindName(facts.kind), row.kind);
    EXPECT_EQ(base::FoldLabel(Value(facts.title)), row.title);
  }
}

struct ColumnRow {
  const char* url;
  const char* html;
  const char* kind;
  const char* title;
  const char* breadcrumb;
};

#define ROWS                                                                                                   \
  "<ul><li><a href=./1.html>关于第一批项目资金安排的通知</a><span>2021-05-20</span></li><li><a " \
  "href=./2.html>关于第二批项目资金安排的通知</a><span>2021-05-19</span></li><li><a "            \
  "href=./3.html>关于第三批项目资金安排的通知</a><span>2021-05-18</span></li><li><a "            \
  "href=./4.html>关于第四批项目资金安排的通知</a><span>2021-05-17</span></li></ul>"

constexpr ColumnRow kColumns[] = {
    // Arrows of two signs between the steps; the tag names the whole portal, heading and trail the column.
    {"http://www.example.gov.cn/jq/index.html",
     "<html><head><title>青河县信息公开</title><meta name=SiteName content=青河县人民政府><meta "
     "name=ColumnName "
     "content=青河县信息公开></head><body><div class=t1><h1>近期公开文件</h1><div class=m1><a "
     "href=/>首页</a>-&gt;<a "
     "href=/zf>文件</a>-&gt;<a href=./>近期公开文件</a></div></div>" ROWS "</body></html>",
     "list", "近期公开文件", "首页 > 文件 > 近期公开文件"},
    {"http://www.example.gov.cn/jq/index.html",
     "<html><head><title>通知公告</title></head><body><div>首页--&gt;通知公告--&gt;正文</div>" ROWS
     "</body></html>",
     "list", "通知公告", "首页 > 通知公告"},
    // A trail that begins with the whole name of its site.
    {"http://www.example.gov.cn/zc/index.html",
     "<html><head><title>政策文件-青河县教育局</title><meta name=ColumnName "
     "content=政策文件></head><body><div "
     "class=dqwz><a href=/>[青河县教育和体育局教育服务公共平台]</a>&nbsp;&gt;&gt;&nbsp;<a "
     "href=/gk>信息公开</a>&nbsp;&gt;&gt;&nbsp;<span>政策文件</span></div>" ROWS "</body></html>",
     "list", "政策文件", "青河县教育和体育局教育服务公共平台 > 信息公开 > 政策文件"},
    // A column of running text is an article, whatever its tags.
    {"http://www.example.gov.cn/zn/page.html",
     "<html><head><title>信息公开指南_青河县教育局</title><meta name=SiteName content=青河县教育局><meta "
     "name=ColumnName "
     "content=信息公开指南></head><body><h2>青河县教育局政府信息公开指南</h2><div class=content>" PROSE PROSE
         PROSE "</div></body></html>",
     "detail", "信息公开指南", ""},
    // The same on a site whose own name has a hyphen.
    {"http://www.example.gov.cn/zn/page.html",
     "<html><head><title>信息公开指南_青河县教育局科技处-青河教育服务网</title><meta name=SiteName "
     "content=青河县教育局科技处-青河教育服务网><meta name=ColumnName content=信息公开指南></head><body><div "
     "class=content><h2>青河县教育局政府信息公开指南</h2>" PROSE PROSE PROSE "</div></body></html>",
     "detail", "信息公开指南", ""},
};

TEST(ColumnTest, NamesAndTrails) {
  const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  for (const ColumnRow& row : kColumns) {
    SCOPED_TRACE(row.html);
    PageInput input;
    input.url = row.url;
    input.content_type = "text/html; charset=utf-8";
    input.body = row.html;
    const model::PageFacts facts = extractor.Extract(input);
    EXPECT_EQ(model::PageKindName(facts.kind), row.kind);
    EXPECT_EQ(base::FoldLabel(Value(facts.title)), row.title);
    EXPECT_EQ(base::Join(facts.breadcrumb, " > "), row.breadcrumb);
  }
}

TEST(ColumnTest, AHomePageIsCalledWhatItShows) {
  std::string html =
      "<html><head><title>青河规划办-县规划网-某某信息发布系统</title></head><body><div "
      "class=logo>青河规划办-县规划网</div>";
  for (int box = 0; box < 8; ++box) {
    html += "<div><h3>第" + std::to_string(box) + "类</h3><ul>";
    for (int i = 0; i < 5; ++i)
      html += "<li><a href=/c" + std::to_string(box * 10 + i) + ".html>第" + std::to_string(i) +
              "篇工作动态消息</a></li>";
    html += "</ul></div>";
  }
  PageInput input;
  input.url = "http://www.example.gov.cn/";
  input.content_type = "text/html; charset=utf-8";
  input.body = html;
  const model::PageFacts facts = Extractor::Create(testing::BaodiPlan())->Extract(input);
  EXPECT_EQ(model::PageKindName(facts.kind), "home");
  EXPECT_EQ(Value(facts.title), "青河规划办-县规划网");
}

TEST(ColumnTest, ADataBaseThatOpensWithItsRowsIsAList) {
  std::string html =
      "<html><head><title>青河土地市场</title></head><body><form><input "
      "name=q></form><table><tr><th>序号</th>"
      "<th>土地坐落</th><th>签订日期</th></tr>";
  for (int i = 1; i <= 20; ++i)
    html += "<tr><td>" + std::to_string(i) + "</td><td><a href=/d" + std::to_string(i) +
            ".html>青河县城东街第" + std::to_string(i) + "号地块</a></td><td>2021/5/" + std::to_string(i) +
            "</td></tr>";
  html += "</table></body></html>";
  PageInput input;
  input.url = "http://www.example.gov.cn/";
  input.content_type = "text/html; charset=utf-8";
  input.body = html;
  EXPECT_EQ(model::PageKindName(Extractor::Create(testing::BaodiPlan())->Extract(input).kind), "list");
}

TEST(KindTest, AMapOfTheSiteIsAListWhateverItsBoxes) {
  std::string html =
      "<html><head><title>青河县人民政府</title><meta name=SiteName content=青河县人民政府网><meta "
      "name=ColumnName "
      "content=网站地图><meta name=ColumnType content=网站地图></head><body><div>当前位置：<a "
      "href=/>首页</a> &gt; <a "
      "href=./>网站地图</a></div>";
  for (int box = 0; box < 12; ++box) {
    html += "<div><h3>第" + std::to_string(box) + "类</h3><ul>";
    for (int i = 0; i < 6; ++i)
      html += "<li><a href=/c" + std::to_string(box * 10 + i) + "/>第" + std::to_string(i) +
              "个公开栏目</a></li>";
    html += "</ul></div>";
  }
  PageInput input;
  input.url = "http://www.example.gov.cn/wzdt/index.html";
  input.content_type = "text/html; charset=utf-8";
  input.body = html;
  const model::PageFacts facts = Extractor::Create(testing::BaodiPlan())->Extract(input);
  EXPECT_EQ(model::PageKindName(facts.kind), "list");
}

}  // namespace
}  // namespace mingcha::extractors
