// Pages of notices that say little of themselves: no article tags, no labelled day, a `<title>` that is the
// template's name. They must not pass for lists, whose text nobody reads.
#include <gtest/gtest.h>

#include <string>

#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using model::PageKind;

constexpr const char* kValues =
    "<div "
    "class=con><p>工程名称：青河中学宿舍楼</p><p>许可证编号：120224202101190101</p><p>建设单位：青河中学</p>"
    "<p>发证日期：2021年5月18日</p></div>";
constexpr const char* kShortText = "<div class=con><p>近日，区住建局组织开展检查。</p></div>";
constexpr const char* kScan = "<div class=con><p><img src='/upload/a.png'></p></div>";
constexpr const char* kTitle = "青河中学宿舍楼建筑工程施工许可证公示";

struct Row {
  const char *name, *title_tag, *trail_end, *under_title, *text;
  PageKind kind;
  const char* published;
};

constexpr Row kRows[] = {
    {"template's name, day and source", "详情", " / 详情",
     "<span>2021-05-20</span> <span>来源：区住建局</span>", kValues, PageKind::kDetail, "2021-05-20"},
    {"two sentences", "详情", "", "<span>2021-05-20</span> <span>来源：区住建局</span>", kShortText,
     PageKind::kDetail, "2021-05-20"},
    {"a scan", "青河区住建局", " / 正文", "<span>2021-05-20</span> <span>浏览次数：12</span>", kScan,
     PageKind::kDetail, "2021-05-20"},
    {"values alone", "青河区住建局", "", "", kValues, PageKind::kDetail, ""},
    {"the trail alone", "青河区住建局", " / 正文", "", kShortText, PageKind::kDetail, ""},
    {"a table of data", "行政处罚公示", "", "",
     "<table "
     "border=1><tr><td>当事人<td>决定书文号<td>处罚日期</tr><tr><td>甲公司<td>青罚〔2021〕1号<td>2021-05-18"
     "</tr></table>",
     PageKind::kDetail, ""},
    {"an empty column", "施工许可", "", "", "<div class=con></div>", PageKind::kList, ""},
    {"a column of rows", "施工许可", "", "",
     "<ul><li><a href=1.html>甲工程施工许可证公示</a><span>2021-05-20</span></li><li><a "
     "href=2.html>乙工程施工许可证公示</a><span>2021-05-21</span></li><li><a "
     "href=3.html>丙工程施工许可证公示</a><span>2021-05-22</span></li></ul>",
     PageKind::kList, ""},
    {"rows with their sources", "施工许可", "", "",
     "<ul><li>2021-05-20 来源：甲 <a href=1.html>甲工程施工许可证公示</a></li><li>2021-05-21 来源：乙 <a "
     "href=2.html>乙工程施工许可证公示</a></li><li>2021-05-22 来源：丙 <a "
     "href=3.html>丙工程施工许可证公示</a></li><li>2021-05-23 来源：丁 <a "
     "href=4.html>丁工程施工许可证公示</a></li></ul>",
     PageKind::kList, ""},
};

TEST(DetailForms, WhatSaysLittleOfItselfIsNoList) {
  const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const bool detail = row.kind == PageKind::kDetail;
    const std::string body =
        std::string("<html><head><title>") + row.title_tag +
        "</title></head><body><div class=top><ul><li><a href=/sgxk/>施工许可</a></li><li><a "
        "href=/cf/>行政处罚</a></li><li><a href=/zfbz/>住房保障</a></li></ul></div><div class=crumb><a "
        "href=/>首页</a> / <a href=/sgxk/>施工许可</a>" +
        row.trail_end + "</div>" +
        (detail
             ? std::string("<div class=tit>") + kTitle + "</div><div class=sub>" + row.under_title + "</div>"
             : std::string()) +
        row.text + "<div class=foot>版权所有：青河区住建局　电话：022-29240000</div></body></html>";
    PageInput input;
    input.url = "http://www.example.gov.cn/content?id=7";
    input.content_type = "text/html; charset=utf-8";
    input.body = body;
    const model::PageFacts facts = extractor.Extract(input);
    EXPECT_EQ(facts.kind, row.kind);
    if (detail) {
      EXPECT_EQ(facts.title ? facts.title->value : "", kTitle);
      EXPECT_EQ(facts.published ? facts.published->date.Iso() : "", row.published);
    }
  }
}

}  // namespace
}  // namespace mingcha::extractors
