#include "extractors/page_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace mingcha::extractors {
namespace {

std::string TextOf(std::string_view html) { return BuildPageText(Document::Parse(html), {}).text; }

TEST(PageTextTest, InlineElementsNeverBreakWords) {
  EXPECT_EQ(TextOf("<p>国办发〔<span lang=EN-US>2017</span>〕<span lang=EN-US>97</span>号</p>"),
            "国办发〔2017〕97号");
  EXPECT_EQ(TextOf("<p><span lang=EN-US>2018<o:p></o:p></span>年<b>3</b>月<font>12</font>日</p>"),
            "2018年3月12日");
  EXPECT_EQ(TextOf("<p>一<em>二</em>三<a href=x>四</a>五</p>"), "一二三四五");
}

TEST(PageTextTest, BlocksBreakLinesAndSpaceCollapses) {
  EXPECT_EQ(TextOf("<div>甲<p>乙</p>丙</div><div>丁<br>戊</div>"), "甲\n乙\n丙\n丁\n戊");
  EXPECT_EQ(TextOf("<p>索&nbsp;&nbsp;引　　号  ：</p>"), "索 引 号 ：");
  EXPECT_EQ(TextOf("<p>  前\n\t后  </p>"), "前 后");
  EXPECT_EQ(TextOf("<pre>甲\n乙</pre>"), "甲\n乙");
  EXPECT_EQ(TextOf("<p>20\xE2\x80\x8B"
                   "18</p>"),
            "2018");
}

TEST(PageTextTest, LeavesOutWhatNobodySees) {
  EXPECT_EQ(
      TextOf("<title>t</title><style>s</style><script>var a='b'</script><p>文</p><select><option>x</select>"),
      "文");
}

TEST(PageTextTest, TextAfterInlineElementsSurvivesEverywhere) {
  // Every way of putting an element between digits and their signs keeps all characters in order.
  for (const char* tag : {"span", "b", "font", "o:p", "st1:chsdate", "u", "sup", "strong", "a", "ins"}) {
    const std::string t(tag);
    const std::string html = "<p>第<" + t + " lang=EN-US>12</" + t + ">号<" + t + ">〔</" + t + ">2018〕" +
                             "<" + t + ">9</" + t + ">号</p>";
    EXPECT_EQ(TextOf(html), "第12号〔2018〕9号") << tag;
  }
}

TEST(PageTextTest, AFrameThatCarriesItsPageIsPartOfThePage) {
  const Document document = Document::Parse(
      "<html><body><div id=a><p>before</p><iframe srcdoc=\"<html><head><title>t</title></head><body class=x>"
      "<p>within <b>it</b><!-- never closed &quot;\" src=f.html>no "
      "frames</iframe></div><p>after</p></body></html>");
  EXPECT_EQ(document.Text(0), "before within it after");
  for (int i = 0; i < document.size(); ++i) {
    EXPECT_LT(document.node(i).parent, i);
    EXPECT_GT(document.node(i).end, i);
    if (document.node(i).parent >= 0) {
      EXPECT_LE(document.node(i).end, document.node(document.node(i).parent).end) << i;
    }
  }
  const int bold = document.FindTag("b", 0, document.size());
  ASSERT_GE(bold, 0);
  EXPECT_EQ(document.Text(bold), "it");
  EXPECT_EQ(document.Text(document.FindTag("div", 0, document.size())), "before within it");
  EXPECT_EQ(document.FindTag("iframe", 0, document.size()), -1);
}

TEST(PageTextTest, FramesWithinFramesAreOpenedFourDeepAndTooManyStayClosed) {
  const auto frame = [](const std::string& inside) { return "<iframe srcdoc='" + inside + "'></iframe>"; };
  EXPECT_EQ(Document::Parse(frame("a<iframe srcdoc=\"b\"></iframe>c")).Text(0), "a bc");
  std::string nested = "x0";
  for (int depth = 1; depth <= 6; ++depth) {  // A frame in a frame is an attribute in an attribute.
    std::string escaped;
    for (const char c : nested) escaped += c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    nested = "x" + std::to_string(depth) + "<iframe srcdoc=\"" + escaped + "\"></iframe>";
  }
  EXPECT_EQ(Document::Parse(nested).Text(0), "x6 x5 x4 x3 x2");
  std::string many;
  for (int i = 0; i < 3 * Document::kMaxFrames; ++i) many += frame("x");
  const std::string text = Document::Parse(many).Text(0);
  EXPECT_EQ(std::count(text.begin(), text.end(), 'x'), Document::kMaxFrames);
  EXPECT_EQ(Document::Parse("<p>one</p>" + frame(" ") + "<p>two</p>").Text(0), "one two");
}

TEST(PageTextTest, DeepNestingIsFlattenedNotFatal) {
  std::string html;
  for (int i = 0; i < 100'000; ++i) html += "<div><font>";
  html += "文";
  const Document document = Document::Parse(html);
  EXPECT_TRUE(document.limited());
  EXPECT_EQ(BuildPageText(document, {}).text, "文");
}

TEST(PageTextTest, UnclosedParagraphsAreNotDepth) {
  std::string html;
  for (int i = 0; i < 3000; ++i) html += "<p>文<li>字";
  EXPECT_FALSE(Document::Parse(html).limited());
}

TEST(LabelValueTest, OneLineTwoCellsAndNeighbours) {
  const auto pairs =
      BuildPageText(Document::Parse(
                        "<p>发布日期：2016-11-22 来源：省发改委 时间：10:30</p>"
                        "<table><tr><td>索 引 号：</td><td>A/2018-1</td><td>文号：</td><td></td></tr></table>"
                        "<ul><li><span>主　题：</span><em>综合政务</em></li><li><span>有效性：</span><em></"
                        "em></li></ul>"
                        "<div><div>名 称 :</div><div>某某方案</div></div>"),
                    {})
          .pairs;
  ASSERT_EQ(pairs.size(), 8U);
  EXPECT_EQ(pairs[0].label, "发布日期");
  EXPECT_EQ(pairs[0].value, "2016-11-22");
  EXPECT_EQ(pairs[1].value, "省发改委");
  EXPECT_EQ(pairs[2].value, "10:30");
  EXPECT_EQ(pairs[3].label, "索引号");
  EXPECT_EQ(pairs[3].value, "A/2018-1");
  EXPECT_TRUE(pairs[3].in_table);
  EXPECT_EQ(pairs[4].label, "文号");
  EXPECT_EQ(pairs[4].value, "");
  EXPECT_EQ(pairs[5].value, "综合政务");
  EXPECT_EQ(pairs[6].label, "有效性");
  EXPECT_EQ(pairs[6].value, "");
  EXPECT_EQ(pairs[7].label, "名称");
  EXPECT_EQ(pairs[7].value, "某某方案");
}

TEST(TableTest, SpansAreLaidOut) {
  const PageText page = BuildPageText(
      Document::Parse(
          "<table><tr><th rowspan=2>序号</th><th colspan=2>名称</th></tr><tr><th>甲</th><th>乙</th></tr>"
          "<tr><td>1</td><td>a</td><td>b</td></tr></table>"),
      {});
  ASSERT_EQ(page.tables.size(), 1U);
  const auto& rows = page.tables[0].rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][2].text, "名称");
  EXPECT_TRUE(rows[0][2].copy);
  EXPECT_EQ(rows[1][0].text, "序号");
  EXPECT_TRUE(rows[1][0].copy);
  EXPECT_EQ(rows[1][2].text, "乙");
  EXPECT_EQ(rows[2][1].text, "a");
}

TEST(TableTest, SpanBombIsBounded) {
  const PageText page = BuildPageText(
      Document::Parse("<table><tr><td colspan=999999 rowspan=999999>a</td></tr><tr><td>b</td></tr></table>"),
      {});
  ASSERT_EQ(page.tables.size(), 1U);
  EXPECT_LE(page.tables[0].rows[0].size(), 100U);
}

}  // namespace
}  // namespace mingcha::extractors
