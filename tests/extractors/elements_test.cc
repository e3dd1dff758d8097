#include "extractors/elements.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/page_text.h"
#include "tests/extractors/words.h"

namespace mingcha::extractors {
namespace {

model::Element MakeElement(std::string name, std::vector<std::string> labels,
                           std::vector<std::string> patterns = {}) {
  model::Element element;
  element.name = std::move(name);
  element.labels = std::move(labels);
  element.patterns = std::move(patterns);
  return element;
}

model::Plan ElementPlan() {
  model::Plan plan;
  plan.lexicon = TestWords();
  plan.lexicon.words["header_words"] = {"序号", "备注", "项目名称"};
  plan.lexicon.words["value_verbs"] = {"为"};
  plan.lexicon.words["name_parts"] = {"姓名"};
  plan.lexicon.words["label_tails"] = {"时间", "姓名"};
  plan.lexicon.words["numerals"] = {"一二三四五六七八九十第"};
  model::Item item;
  item.id = "tender.candidates";
  item.elements = {
      MakeElement("排序", {"名次", "第一中标候选人"}),
      MakeElement("名称", {"中标候选人名称", "单位名称", "第一中标候选人"}),
      MakeElement("报价", {"投标报价", "投标报价(元)"}),
      MakeElement("负责人", {"项目负责人", "项目经理", "建造师"}),
      MakeElement("业绩", {"项目负责人业绩"}),
      MakeElement("资格", {"投标人资格要求"}),
      MakeElement("异议", {"异议渠道"}, {"(异议|投诉)[^。]{0,10}提出"}),
  };
  plan.items = {item};
  return plan;
}

class ElementsTest : public ::testing::Test {
 protected:
  ElementFindings Html(std::string_view html) {
    page_ = BuildPageText(Document::Parse(html), plan_.lexicon);
    return finder_.Find("tender.candidates", page_);
  }
  ElementFindings Text(std::string_view text) {
    page_ = PageText{};
    page_.text = std::string(text);
    page_.main_end = page_.text.size();
    return finder_.Find("tender.candidates", page_);
  }
  /// `name=value;` for every element present, then `name@;` for those in an attachment.
  static std::string Told(const ElementFindings& found) {
    std::string out;
    for (const auto& reading : found.present) out += reading.element + "=" + reading.value + ";";
    for (const auto& name : found.in_attachment) out += name + "@;";
    return out;
  }
  model::Plan plan_ = ElementPlan();
  ElementFinder finder_ = ElementFinder::Create(plan_).value();
  PageText page_;
};

TEST_F(ElementsTest, ColumnLabels) {
  EXPECT_EQ(Told(Html("<table><tr><td>名次<td>单位名称<td>投标报价（元）<td>备注</tr>"
                      "<tr><td>1<td>甲公司<td>100.5<td></tr><tr><td>2<td>乙公司<td>101<td></tr></table>")),
            "排序=1;名称=甲公司;报价=100.5;");
}

TEST_F(ElementsTest, ColumnWithoutAnyValueIsAbsent) {
  EXPECT_EQ(Told(Html("<table><tr><td>名次<td>单位名称<td>投标报价</tr>"
                      "<tr><td>1<td>甲公司<td>/</tr><tr><td>2<td>乙公司<td>—</tr></table>")),
            "排序=1;名称=甲公司;");
}

TEST_F(ElementsTest, RowLabels) {
  EXPECT_EQ(
      Told(Html("<table><tr><td>名 次<td>第一名<td>第二名</tr><tr><td>中标候选人名称<td>甲公司<td>乙公司</tr>"
                "<tr><td>投标报价<td>/<td>200</tr><tr><td>项目负责人<td><td></tr></table>")),
      "排序=第一名;名称=甲公司;报价=200;");
}

TEST_F(ElementsTest, PairsInOneRow) {
  EXPECT_EQ(Told(Html("<table><tr><td>中标候选人名称<td>甲公司<td>项目负责人<td>张三</tr>"
                      "<tr><td>投标报价<td>100<td>备注<td>无</tr></table>")),
            "名称=甲公司;报价=100;负责人=张三;");
}

TEST_F(ElementsTest, RowSpanGroupsAndSubLabels) {
  EXPECT_EQ(
      Told(Html("<table><tr><td>单位名称<td colspan=2>甲公司</tr>"
                "<tr><td rowspan=2>拟派人员<td>项目负责人<td>张三</tr><tr><td>备注<td>无</tr></table>")),
      "名称=甲公司;负责人=张三;");
  EXPECT_EQ(
      Told(Html("<table><tr><td>建造师<td>姓名<td>李四</tr><tr><td>单位名称<td>甲公司<td></tr></table>")),
      "名称=甲公司;负责人=李四;");
}

TEST_F(ElementsTest, LinesAndHeadings) {
  EXPECT_EQ(Told(Text("一、投标报价：100元\n项目经理为张三。\n三、投标人资格要求\n具备一级资质")),
            "报价=100元;负责人=张三;资格=具备一级资质;");
  EXPECT_EQ(Told(Text("三、投标人资格要求及审查办法\n具备一级资质")), "资格=具备一级资质;");
  EXPECT_EQ(Told(Text("第一中标候选人：甲公司")), "排序=甲公司;名称=甲公司;");
}

TEST_F(ElementsTest, LabelWithoutValueIsAbsent) {
  for (const char* text :
       {"投标报价：", "投标报价：/", "投标报价：无", "投标报价：----", "投标报价：____", "投标报价",
        "投标报价：\n项目负责人：", "三、投标人资格要求\n四、投标报价\n", "本次投标报价最低的公司"})
    EXPECT_EQ(Told(Text(text)), "") << text;
}

TEST_F(ElementsTest, AttachmentReferenceIsFlaggedNotPresent) {
  EXPECT_EQ(Told(Text("投标报价：详见附件\n项目负责人：张三")), "负责人=张三;报价@;");
  EXPECT_EQ(Told(Text("投标报价：见附件2\n投标报价：100")), "报价=100;");
}

TEST_F(ElementsTest, LongestLabelWins) {
  EXPECT_EQ(Told(Text("项目负责人业绩：某大桥")), "业绩=某大桥;");
  EXPECT_EQ(Told(Text("拟派项目负责人：张三")), "负责人=张三;");
}

TEST_F(ElementsTest, TextTablesWithPipes) {
  EXPECT_EQ(Told(Text("建造师\n|\n姓名\n|\n陈某\n|\n投标报价 |\n55.2 元\n|")), "报价=55.2 元;负责人=陈某;");
  EXPECT_EQ(Told(Text("投标报价 |\n|\n备注 |\n某某")), "");
}

TEST_F(ElementsTest, PatternsOnMainText) {
  EXPECT_EQ(Told(Text("对结果有异议的可以书面形式提出。")), "异议=异议的可以书面形式提出;");
}

TEST_F(ElementsTest, SpansQuoteThePageAndMaskPrivateData) {
  const auto found = Text("前文\n项目负责人：张三13812341234\n");
  ASSERT_EQ(found.present.size(), 1u);
  const auto& reading = found.present[0];
  EXPECT_EQ(reading.value, "张三138****1234");
  EXPECT_EQ(reading.span.quote, "项目负责人：张三138****1234");
  EXPECT_EQ(page_.text.substr(reading.span.begin, reading.span.end - reading.span.begin),
            "项目负责人：张三13812341234");
}

TEST_F(ElementsTest, RowOfAList) {
  static_cast<void>(
      Html("<table><tr><td>单位名称<td>投标报价</tr><tr><td>甲<td>1</tr><tr><td>乙<td>/</tr></table>"));
  ASSERT_EQ(page_.tables.size(), 1u);
  EXPECT_EQ(Told(finder_.FindInRow("tender.candidates", page_, page_.tables[0], 0, 1)), "名称=甲;报价=1;");
  EXPECT_EQ(Told(finder_.FindInRow("tender.candidates", page_, page_.tables[0], 0, 2)), "名称=乙;");
  EXPECT_EQ(Told(finder_.FindInRow("tender.candidates", page_, page_.tables[0], 0, 9)), "");
}

TEST_F(ElementsTest, UnknownItemFindsNothing) {
  EXPECT_TRUE(finder_.Find("none", PageText{}).present.empty());
  EXPECT_TRUE(finder_.Find("tender.candidates", PageText{}).present.empty());
}

}  // namespace
}  // namespace mingcha::extractors
