// Pages made up to mislead: dates in other calendars and tongues, several dates in one line, reprints, seals,
// quoted documents, frames within tables. One row a trap; what is doubtful must stay empty.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Row {
  const char* name;
  const char* head;  // between <h1> and the text
  const char* tail;  // behind the text
  const char* published;
  const char* formed;
  const char* issuer;
};

constexpr Row kRows[] = {
    {"several_days_in_one_line", "<p>发布日期：2021-05-20　更新日期：2021-06-01　有效期至：2023-05-20</p>",
     "", "2021-05-20", "", ""},
    {"order_of_labels_turned", "<p>有效期至：2023-05-20　更新日期：2021-06-01　发布日期：2021-05-20</p>", "",
     "2021-05-20", "", ""},
    {"only_an_update", "<p>更新时间：2021-06-01</p>", "", "2021-06-01", "", ""},  // never certain: see below
    {"english_month", "<p>Published: May 20, 2021</p>", "", "", "", ""},
    {"english_order", "<p>20/05/2021</p>", "", "", "", ""},
    {"lunar_day", "<p>农历二〇二一年四月初九</p>", "<p>青河县民政局</p><p>辛丑年四月初九</p>", "", "", ""},
    {"a_reprint_of_the_press", "<p>发布时间：2021-05-20　来源：新华网</p>", "", "2021-05-20", "", ""},
    {"a_seal_beside_the_name", "<p>时间：2021-05-21</p>", "<p>青河县水务局（盖章）</p><p>2021年5月20日</p>",
     "2021-05-21", "2021-05-20", "青河县水务局"},
    {"a_quoted_document", "<p>发布日期：2021-05-21</p>",
     "<p>原《道路养护办法》（2017年3月1日青河县人民政府发布）同时废止。</p>", "2021-05-21", "", ""},
    {"display_period_is_no_publication", "<p>公示期：2021年5月20日至2021年5月26日</p>",
     "<p>青河县教育局</p><p>2021年5月19日</p>", "", "2021-05-19", "青河县教育局"},
    {"spaced_dots", "<p>发布时间：2021 . 5 . 20</p>", "", "2021-05-20", "", ""},
    {"brackets_round_the_day", "<p>日期：[2021-05-20]　[打印]　[关闭]</p>", "", "2021-05-20", "", ""},
    {"impossible_day", "<p>发布日期：2021-02-30</p>", "", "", "", ""},
    {"month_only_signature", "<p>发布日期：2021-05-21</p>", "<p>青河县审计局</p><p>2021年5月</p>",
     "2021-05-21", "", "青河县审计局"},
    {"a_planned_day_at_the_end", "<p>发布日期：2021-05-21</p>", "<p>本办法自2021年7月1日起施行。</p>",
     "2021-05-21", "", ""},
    {"printed_on", "<p>发布日期：2021-05-21</p>",
     "<p>青河县人民政府办公室</p><p>2021年5月18日</p><p>青河县人民政府办公室　2021年5月19日印发</p>",
     "2021-05-21", "2021-05-18", "青河县人民政府办公室"},
    {"counter_looks_like_a_day", "<p>发布日期：2021-05-21　浏览次数：20210601</p>", "", "2021-05-21", "", ""},
    {"telephone_looks_like_a_day", "<p>发布日期：2021-05-21</p>", "<p>联系电话：2021-0518</p>", "2021-05-21",
     "", ""},
    {"full_width_colon_and_break", "<p>发布日期<br>：<br>2021年05月20日</p>", "", "2021-05-20", "", ""},
    {"labels_in_brackets",
     "<ol><li>[主题分类]<span>交通</span></li><li>[发文机构]<span>青河县交通运输局</span></li><li>[成文日期]<"
     "span>2021-05-18</span></li><li>[废止日期]<span></span></li><li>[发布日期]<span>2021-05-20</span></li></"
     "ol>",
     "", "2021-05-20", "2021-05-18", "青河县交通运输局"},
    {"labels_in_lens_brackets",
     "<p>【信息来源】青河县交通运输局　【发布日期】2021-05-20　【字体：大 中 小】</p>", "", "2021-05-20", "",
     "青河县交通运输局"},
    {"bracketed_labels_in_cells",
     "<table><tr><td>【成文日期】</td><td>2021年5月18日</td><td>【发布日期】</td><td>2021年5月20日</td></"
     "tr></table>",
     "", "2021-05-20", "2021-05-18", ""},
    {"a_signature_below_the_sites_own_text", "<p>时间：2021-05-20　来源：本站　编辑：李四</p>",
     "<p>青河县水务局</p><p>2021年5月18日</p>", "2021-05-20", "2021-05-18", "青河县水务局"},
    {"another_zone", "<p>发布时间：2021-05-19T16:30:00Z</p>", "", "2021-05-20", "", ""},
    {"time_glued_to_its_day", "<p>发布时间：<span>2021-05-20</span><span>16:30</span></p>", "", "2021-05-20",
     "", ""},
    {"two_signatures_of_a_contract", "<p>发布日期：2021-05-21</p>",
     "<p>甲方（盖章）：青河县教育局</p><p>日期：2021年5月10日</p><p>乙方（盖章）：东方建设有限公司</"
     "p><p>日期：2021年5月12日</p>",
     "2021-05-21", "", ""},
};

std::string Value(const std::optional<model::TextReading>& reading) { return reading ? reading->value : ""; }
std::string Day(const std::optional<model::DateReading>& reading) {
  return reading ? reading->date.Iso() : "";
}

TEST(OddPages, NothingDoubtfulIsBelieved) {
  const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string body =
        std::string(
            "<html><head><title>关于做好农村道路养护工作的通知</title></head><body><div class=nav><a "
            "href=/>首页</a></div><h1>关于做好农村道路养护工作的通知</h1>") +
        row.head +
        "<div "
        "class=content><p>各镇人民政府：</"
        "p><p>为进一步做好农村道路养护工作，经区政府同意，现将有关事项通知如下，请结合实际认真"
        "贯彻执行，确保各项任务落到实处。各单位要加强组织领导，明确责任分工，强化监督检查。</p>" +
        row.tail + "</div></body></html>";
    PageInput input;
    input.url = "http://www.example.gov.cn/zwgk/tz/info.html";
    input.content_type = "text/html; charset=utf-8";
    input.body = body;
    const model::PageFacts facts = extractor.Extract(input);
    if (std::string(row.name) == "only_an_update" && facts.published) {
      EXPECT_NE(facts.published->grade, model::Grade::kCertain);
    }
    EXPECT_EQ(Value(facts.title), "关于做好农村道路养护工作的通知");
    EXPECT_EQ(Day(facts.published), row.published);
    EXPECT_EQ(Day(facts.formed), row.formed);
    const bool stated = facts.issuer && facts.issuer->grade != model::Grade::kWeak;
    EXPECT_EQ(stated ? Value(facts.issuer) : "", row.issuer);
  }
}

}  // namespace
}  // namespace mingcha::extractors
