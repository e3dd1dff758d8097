// What a date in running text means: labels before it, verbs behind it, and neither.
#include <gtest/gtest.h>

#include <string>

#include "extractors/dates.h"
#include "model/enum_names.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Row {
  const char* text;
  const char* meanings;  // of its dates in order, apart by spaces
};

constexpr Row kRows[] = {
    // told behind the date
    {"招标人于2025年5月13日收到评标报告，现公示如下。", "report_received"},
    {"招标人于2025年5月13日收到评标委员会提交的书面评标报告。", "report_received"},
    {"2025年5月13日，招标人收到评标报告。", "report_received"},
    {"本项目于2025年5月13日9时30分在市公共资源交易中心开标。", "opened"},
    {"本项目于2025年5月13日上午在三楼开标室公开开标，共五家单位投标", "opened"},
    {"2025年5月13日开标的本项目", "opened"},
    {"于2025年4月11日经天津市人民政府批准，", "approved"},
    {"该方案2025年4月11日由区政府以津宝政〔2025〕3号批准。", "approved"},
    {"(津政〔2025〕1号，2025年4月11日批准)", "approved"},
    {"2025年3月1日签订合同。", "signed"},
    {"双方于2025年3月1日签订了《施工合同》", "signed"},
    {"自2025年3月1日起生效。", "effective"},
    {"本办法自2025年3月1日起施行", "effective"},
    {"本目录于2025年3月1日起废止", "expires"},
    {"我局于2025年3月1日作出行政处罚决定。", "decided"},
    {"2025年3月1日，区审批局准予行政许可。", "decided"},
    {"于2025年3月1日核发建筑工程施工许可证", "decided"},
    {"采购人于2025年3月1日确定成交供应商。", "determined"},
    {"2025年3月1日定标，", "determined"},
    {"工程于2025年3月1日通过竣工验收。", "accepted"},
    {"2025年3月1日完成竣工验收备案。", "filed"},
    {"房屋于2025年3月1日交付使用。", "delivered"},
    {"区政府于2025年3月1日收到市政府的征地批复", "received"},
    {"投标文件应于2025年3月1日9时30分前递交投标文件至交易中心", "bid_deadline"},
    // a label before it is nearer
    {"开标时间：2025年5月13日收到评标报告", "opened"},
    {"合同签订日期：2025年3月1日 批准", "signed"},
    {"收到评标报告的日期：2025年5月13日", "report_received"},
    // traps
    {"招标人应于2025年3月1日前签订合同", "unknown"},
    {"2025年3月1日后开标", "unknown"},
    {"甲公司于2025年3月1日申请批准", "unknown"},
    {"于2025年3月1日报请市政府批准", "unknown"},
    {"2025年3月1日根据市政府批准的方案开工", "unknown"},
    {"2025年3月1日，我局收到甲公司的申请，经审查，予以批准", "unknown"},
    {"2025年3月1日召开会议。会后签订合同", "unknown"},
    {"2025年3月1日\n签订合同", "unknown"},
    {"2025年3月1日评标委员会确定中标候选人", "unknown"},
    {"2025年3月1日评标报告显示", "unknown"},
    {"2025年3月1日至3月5日签订合同", "unknown signed"},
    {"2025年3月1日受理，2025年3月8日经区政府批准", "unknown approved"},
    {"当事人2025年3月1日在开标室打架", "unknown"},
    {"2025年3月1日批准机关", "unknown"},
    {"2025年3月1日，天气晴", "unknown"},
};

class MeaningTest : public ::testing::TestWithParam<Row> {};

TEST_P(MeaningTest, IsTold) {
  std::string got;
  for (const model::DateReading& reading : ReadDates(GetParam().text, testing::BaodiPlan().lexicon)) {
    if (!got.empty()) got += ' ';
    got += model::EnumName(reading.meaning);
  }
  EXPECT_EQ(got, GetParam().meanings) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Texts, MeaningTest, ::testing::ValuesIn(kRows));

TEST(Meaning, CutTextIsSafe) {
  // A clause longer than what is looked at ends inside a character for some of these lengths.
  for (size_t pad = 0; pad < 4; ++pad) {
    std::string text = "2025年3月1日" + std::string(pad, 'a');
    for (int i = 0; i < 80; ++i) text += "地";
    const auto readings = ReadDates(text, testing::BaodiPlan().lexicon);
    ASSERT_EQ(readings.size(), 1u);
    EXPECT_EQ(readings[0].meaning, model::DateMeaning::kUnknown);
  }
}

}  // namespace
}  // namespace mingcha::extractors
