#include "extractors/extractor.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

const Extractor& TheExtractor() {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  return extractor;
}

model::PageFacts Read(const std::string& html,
                      const std::string& url = "http://www.example.gov.cn/zwgk/202005/a.html",
                      const std::string& content_type = "text/html; charset=utf-8") {
  PageInput input;
  input.url = url;
  input.body = html;
  input.content_type = content_type;
  return TheExtractor().Extract(input);
}

const std::string kProse =
    "<p>"
    "为进一步推进我区重点领域政府信息公开，根据国务院办公厅有关意见的精神，结合本区实际，制定本方案，请各单位"
    "认真贯彻执行，抓好落实。</p>"
    "<p>"
    "各镇人民政府、各街道办事处和有关部门要高度重视，明确责任分工，细化公开事项、内容、时限、方式和责任主体，"
    "确保任务逐项得到落实。</p>";

// A page built like the plan's own: header clock, spaced labels with values on the next line, three blank
// fields, a signature whose signs were lost. Each layout is one way CMSs set such a header.
struct Layout {
  const char* name;
  const char* open;   // before a label
  const char* mid;    // between label and value
  const char* close;  // after the value
};

std::string PlanPage(const Layout& layout) {
  std::string html =
      "<html><head><title>天津市宝坻区重点领域政府信息公开实施方案_政策文件_某区政务网</title></head><body>"
      "<div class='header'>天津市宝坻区人民政府 2019年12月3日星期二</div><div>无障碍 | 关怀版 | 简体 | "
      "繁体</div>";
  const auto field = [&](const char* label, const char* value) {
    html += std::string(layout.open) + label + layout.mid + value + layout.close;
  };
  html += "<div class='xxgk_head'>";
  if (std::string(layout.name) == "table") html += "<table>";
  field("名&nbsp;&nbsp;&nbsp; 称 :", "天津市宝坻区重点领域政府信息公开实施方案");
  field("索 &nbsp; 引&nbsp; 号 :", "111202240002047246/2020-01662");
  field("发 布 机 构 :", "天津市宝坻区人民政府");
  field("主&nbsp;&nbsp;&nbsp; 题 :", "综合政务\\政务公开;综合政务\\其他");
  field("成 文 日 期 :", "");
  field("发 文 日 期 :", "");
  field("有&nbsp;&nbsp; 效&nbsp; 性 :", "");
  if (std::string(layout.name) == "table") html += "</table>";
  html +=
      "</div><div class='art_title'>天津市宝坻区重点领域政府信息公开实施方案(试行)</div><div "
      "class='TRS_Editor'>" +
      kProse +
      "<p>&nbsp;</p><p>2018<span lang=EN-US></span>312</p><p>(此件主动公开)</p></div>"
      "<div>附件:</div><div class='footer'>主办单位：某区人民政府办公室 "
      "津ICP备17009684号</div></body></html>";
  return html;
}

class PlanPageTest : public ::testing::TestWithParam<Layout> {};

TEST_P(PlanPageTest, IsReadRight) {
  const model::PageFacts facts =
      Read(PlanPage(GetParam()), "http://www.tjbd.gov.cn/zwgk/zcwj/202012/t20201209_4679050.html");
  EXPECT_EQ(facts.kind, model::PageKind::kDetail);
  ASSERT_TRUE(facts.title);
  EXPECT_EQ(facts.title->value, "天津市宝坻区重点领域政府信息公开实施方案(试行)");
  ASSERT_TRUE(facts.index_number);
  EXPECT_EQ(facts.index_number->value, "111202240002047246/2020-01662");
  EXPECT_EQ(facts.index_number->grade, model::Grade::kCertain);
  ASSERT_TRUE(facts.issuer);
  EXPECT_EQ(facts.issuer->value, "天津市宝坻区人民政府");
  EXPECT_FALSE(facts.validity);
  EXPECT_FALSE(facts.formed) << facts.formed->span.quote;
  for (const model::DateReading& date : facts.dates) {
    EXPECT_NE(date.date.Iso(), "2019-12-03") << "the header clock was believed";
    EXPECT_NE(date.date.Iso(), "2018-03-12") << "the signature has two readings";
  }
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->source, model::ReadingSource::kUrl);
  EXPECT_EQ(facts.published->grade, model::Grade::kWeak);
  EXPECT_TRUE(std::any_of(facts.doubts.begin(), facts.doubts.end(), [](const std::string& doubt) {
    return doubt.find("2018312") != std::string::npos;
  }));
}

INSTANTIATE_TEST_SUITE_P(Layouts, PlanPageTest,
                         ::testing::Values(Layout{"table", "<tr><td>", "</td><td>", "</td></tr>"},
                                           Layout{"list", "<ul><li><span>", "</span><em>", "</em></li></ul>"},
                                           Layout{"blocks", "<div><div>", "</div><div>", "</div></div>"},
                                           Layout{"paragraphs", "<p>", "</p><p>", "</p>"},
                                           Layout{"one_line", "<p>", " ", "</p>"},
                                           Layout{"breaks", "", "<br>", "<br>"}),
                         [](const auto& row) { return row.param.name; });

// The same page saved without its markup: lines only, and a <title> that names nothing but the body.
TEST(PlanPageWithoutMarkupTest, NameBeatsTheBodysTitleAndTheClockIsNoDate) {
  std::string html = "<html><head><title>天津市宝坻区人民政府</title></head><body>";
  for (const char* line : {"天津市宝坻区人民政府 2019年12月3日星期二", "无障碍 | 关怀版 | 简体| 繁体",
                           "名    称 :", "天津市宝坻区重点领域政府信息公开实施方案",
                           "索   引  号 :", "111202240002047246/2020-01662",
                           "发 布 机 构 :", "天津市宝坻区人民政府", "成 文 日 期 :", "发 文 日 期 :",
                           "有   效  性 :", "天津市宝坻区重点领域政府信息公开实施方案(试行)"}) {
    html += std::string("<p>") + line + "</p>\n";
  }
  const model::PageFacts facts = Read(html + kProse + "<p>2018312</p></body></html>", "http://page.invalid/");
  ASSERT_TRUE(facts.title);
  EXPECT_EQ(facts.title->value, "天津市宝坻区重点领域政府信息公开实施方案(试行)");
  EXPECT_TRUE(facts.dates.empty());
  EXPECT_FALSE(facts.published);
  EXPECT_FALSE(facts.formed);
  ASSERT_TRUE(facts.index_number);
  EXPECT_EQ(facts.index_number->value, "111202240002047246/2020-01662");
}

std::string Article(const std::string& head, const std::string& body, const std::string& meta = {}) {
  return "<html><head><title>关于某项目的通知-某区人民政府</title>" + meta +
         "</head><body><div class='nav'>首页 新闻</div>"
         "<div>您现在的位置：<a href='/'>首页</a> &gt; <a href='/zwgk/'>政务公开</a> &gt; 正文</div>"
         "<h1>关于某项目的通知</h1><div class='info'>" +
         head + "</div><div class='TRS_Editor'>" + body + "</div></body></html>";
}

TEST(ExtractorTest, VisibleDateBeatsRebuildTimeInMeta) {
  const auto facts = Read(Article("发布时间：2013-03-18 浏览次数：5", kProse,
                                  "<meta name=PubDate content='2020-09-26 03:45:39'>"));
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2013-03-18");
  EXPECT_EQ(facts.published->grade, model::Grade::kCertain);
  EXPECT_TRUE(std::any_of(facts.doubts.begin(), facts.doubts.end(), [](const std::string& doubt) {
    return doubt.find("2020-09-26") != std::string::npos;
  }));
}

TEST(ExtractorTest, PubDateAloneIsNeverCertain) {
  const auto facts = Read(Article(
      "", kProse,
      "<meta name=PubDate content='2017——04——12 21:37'><meta name=ArticleTitle content='关于某项目的通知'>"));
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2017-04-12");
  EXPECT_NE(facts.published->grade, model::Grade::kCertain);
}

TEST(ExtractorTest, DateThatOnlyAScriptPrintsIsLessSure) {
  const auto facts = Read(Article(
      "发布时间：<script>var pubdata='2018年10月18日'; document.write(pubdata);</script> 字体：大", kProse));
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2018-10-18");
  EXPECT_EQ(facts.published->source, model::ReadingSource::kScript);
  EXPECT_NE(facts.published->grade, model::Grade::kCertain);
}

TEST(ExtractorTest, FormationNeverFallsBackToPublication) {
  const auto facts = Read(Article("发布时间：2018-03-18", kProse));
  EXPECT_TRUE(facts.published);
  EXPECT_FALSE(facts.formed);
}

struct SignatureCase {
  const char* name;
  const char* closing;
  const char* formed;  // empty: none
};

class SignatureTest : public ::testing::TestWithParam<SignatureCase> {};

TEST_P(SignatureTest, IsFound) {
  const auto facts = Read(Article("发布时间：2021-02-01", kProse + std::string(GetParam().closing)));
  EXPECT_EQ(facts.formed ? facts.formed->date.Iso() : "", GetParam().formed);
}

INSTANTIATE_TEST_SUITE_P(
    Closings, SignatureTest,
    ::testing::Values(
        SignatureCase{"plain", "<p>某区财政局</p><p>2021年1月8日</p>", "2021-01-08"},
        SignatureCase{"split_digits", "<p>某区财政局</p><p>20 21 年 1 月 8 日</p>", "2021-01-08"},
        SignatureCase{"chinese_digits", "<p>某区财政局</p><p>二〇二一年一月八日</p>", "2021-01-08"},
        SignatureCase{"one_line", "<p>某区财政局 2021年1月8日</p>", "2021-01-08"},
        SignatureCase{"no_day_sign", "<p>某区财政局</p><p>2021年1月8</p>", "2021-01-08"},
        SignatureCase{"before_annex",
                      "<p>某区财政局</p><p>2021年1月8日</p><p>附件</p><p>第一条 "
                      "为规范某事项，根据有关规定制定本办法，自发布之日起施行。</p>"
                      "<p>2020年12月1日</p>",
                      "2021-01-08"},
        SignatureCase{"printed_on_is_none", "<p>某区政府办公室 2021年1月9日印发</p>", ""},
        SignatureCase{"effective_is_none", "<p>本办法施行日期自2021年1月9日</p>", ""},
        SignatureCase{"month_only", "<p>某区财政局</p><p>2021年1月</p>", ""},
        SignatureCase{"blank_form", "<p>某区财政局</p><p>2021年 月 日</p>", ""}),
    [](const auto& row) { return row.param.name; });

TEST(ExtractorTest, PlaceholderFieldsAreAbsent) {
  const auto facts =
      Read(Article("<table><tr><td>索引号：</td><td>无</td><td>发文字号：</td><td>〔〕 号</td></tr>"
                   "<tr><td>发布日期：</td><td>2020-08-24</td><td>成文日期：</td><td></td></tr></table>",
                   kProse, "<meta name=SiteIDCode content='政府网站标识码'>"));
  EXPECT_FALSE(facts.index_number);
  EXPECT_FALSE(facts.doc_number);
  EXPECT_FALSE(facts.formed);
  EXPECT_NE(std::find(facts.missing_tags.begin(), facts.missing_tags.end(), "SiteIDCode"),
            facts.missing_tags.end());
}

TEST(ExtractorTest, NewspaperAsSourceMakesNoIssuer) {
  EXPECT_FALSE(Read(Article("来源：某某日报 发布时间：2019-09-18", kProse)).issuer);
  const auto facts = Read(Article("来源：某区财政局 发布时间：2019-09-18", kProse));
  ASSERT_TRUE(facts.issuer);
  EXPECT_EQ(facts.issuer->value, "某区财政局");
}

TEST(ExtractorTest, BreadcrumbEndsBeforeTheText) {
  EXPECT_EQ(Read(Article("发布时间：2019-09-18", kProse)).breadcrumb,
            (std::vector<std::string>{"首页", "政务公开"}));
}

TEST(ExtractorTest, AttachmentsInPrintedStringsCount) {
  const auto facts = Read(Article(
      "发布时间：2021-02-26",
      "<script>document.write(\"<a href='./P020210226327587770810.pdf'>部门预算.pdf</a>\");</script>"));
  EXPECT_EQ(facts.kind, model::PageKind::kAttachment);
  EXPECT_EQ(facts.note, model::PageNote::kAttachmentOnly);
  ASSERT_EQ(facts.attachments.size(), 1U);
  EXPECT_EQ(facts.attachments[0].url, "http://www.example.gov.cn/zwgk/202005/P020210226327587770810.pdf");
  EXPECT_TRUE(facts.unread_attachment);
  EXPECT_TRUE(std::any_of(facts.dates.begin(), facts.dates.end(), [](const auto& date) {
    return date.source == model::ReadingSource::kAttachmentName && date.date.Iso() == "2021-02-26";
  }));
}

TEST(ExtractorTest, TheMenuOfAFrameIsNoEmptyTemplate) {
  const auto read = [](const std::string& html, const char* url) {
    static const auto extractor = Extractor::Create(mingcha::testing::BaodiPlan());
    PageInput input;
    input.url = url;
    input.body = html;
    return extractor->Extract(input).note;
  };
  const std::string menu =
      "<html><head></head><body><p><a href='/a/' target='_parent'>项目审批</a></p></body></html>";
  EXPECT_EQ(read(menu, "http://www.example.gov.cn/bm/menu.html"), model::PageNote::kNone);
  EXPECT_EQ(read(menu, "http://www.example.gov.cn/bm/202105/t20210520_77.html"),
            model::PageNote::kTemplateEmpty)
      << "an article without its text";
  EXPECT_EQ(read(menu + "<script>fill()</script>", "http://www.example.gov.cn/bm/menu.html"),
            model::PageNote::kTemplateEmpty)
      << "a script may fill it";
}

TEST(ExtractorTest, AMenuThatAScriptDrawsIsNoEmptyPage) {
  const auto tree = [](int nodes) {
    std::string script = "d=new dTree('d');";
    for (int i = 1; i <= nodes; ++i)
      script += "d.add(" + std::to_string(i) + ",0,'栏目','/col/" + std::to_string(i) + "/');";
    return Read("<html><title>目录树</title><body><script>" + script +
                "document.write(d);</script></body></html>");
  };
  EXPECT_EQ(tree(3).kind, model::PageKind::kHome);
  EXPECT_EQ(tree(0).kind, model::PageKind::kError) << "nothing is drawn";
  // What a set of frames shows stands in its frames, whatever it says to those who see none.
  EXPECT_EQ(Read("<html><title>某县人民政府</title><frameset><frame src=a.html><frame "
                 "src=b.html><noframes>您的浏览器不支持框架，请使用其他浏览器访问本网站</noframes></"
                 "frameset></html>")
                .note,
            model::PageNote::kRedirectStub);
}

TEST(ExtractorTest, ErrorPagesAreNamed) {
  EXPECT_EQ(Read("<html><title>404</title><body>抱歉，您访问的页面不存在</body></html>").note,
            model::PageNote::kSoft404);
  EXPECT_EQ(Read("<html><body><p>访问过于频繁，请输入验证码</p></body></html>").note,
            model::PageNote::kChallenge);
  EXPECT_EQ(Read("<html><body><script>window.location.href='/zwgk/gsgg/';</script></body></html>").note,
            model::PageNote::kRedirectStub);
  EXPECT_EQ(Read("<html><head></head><body></body></html>").note, model::PageNote::kTemplateEmpty);
  for (const char* html : {"", "<html></html>"}) EXPECT_EQ(Read(html).kind, model::PageKind::kError) << html;
}

TEST(ExtractorTest, OtherBytesAreUnreadAttachments) {
  for (const std::string& body :
       {std::string("%PDF-1.4 x"), std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1zz"),
        std::string("PK\x03\x04zz")}) {
    const auto facts = Read(body, "http://a.gov.cn/P020210226327587770810.pdf", "text/html");
    EXPECT_EQ(facts.kind, model::PageKind::kAttachment);
    EXPECT_TRUE(facts.unread_attachment);
  }
  const auto csv = Read("名称,日期\n甲,2018-03-12\n", "http://a.gov.cn/x.csv", "text/csv");
  EXPECT_EQ(csv.kind, model::PageKind::kAttachment);
  EXPECT_FALSE(csv.unread_attachment);
}

TEST(ExtractorTest, EverySpanQuotesTheTextItPointsTo) {
  const std::string html =
      Article("发布时间：2018-03-18 来源：某区财政局", kProse + "<p>某区财政局</p><p>2018年3月12日</p>");
  const auto facts = Read(html);
  ASSERT_TRUE(facts.formed);
  EXPECT_EQ(facts.formed->span.quote, "2018年3月12日");
  EXPECT_EQ(facts.formed->span.end - facts.formed->span.begin, facts.formed->span.quote.size());
  ASSERT_TRUE(facts.published);
  EXPECT_NE(facts.published->span.quote.find("2018-03-18"), std::string::npos);
}

TEST(ExtractorTest, ThreadsAgree) {
  const std::string html = PlanPage({"table", "<tr><td>", "</td><td>", "</td></tr>"});
  const model::PageFacts alone = Read(html);
  std::vector<model::PageFacts> found(4);
  std::vector<std::thread> threads;
  for (auto& facts : found) threads.emplace_back([&] { facts = Read(html); });
  for (auto& thread : threads) thread.join();
  for (const auto& facts : found) EXPECT_EQ(facts, alone);
}

TEST(ExtractorTest, TruncatedPagesNeverCrash) {
  const std::string html = PlanPage({"list", "<ul><li><span>", "</span><em>", "</em></li></ul>"});
  for (size_t cut = 0; cut < html.size(); cut += 37) (void)Read(html.substr(0, cut));
}

}  // namespace
}  // namespace mingcha::extractors
