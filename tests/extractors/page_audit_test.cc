#include "extractors/page_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extractors/lexicon_index.h"

namespace mingcha::extractors {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(IndexFaults, KnowsTemplatesAndCheckDigits) {
  EXPECT_THAT(IndexFaults("111202240002047246/2020-01662"), IsEmpty()) << "a valid credit code";
  EXPECT_THAT(IndexFaults("111202240002047247/2020-01662"), ElementsAre("check_digit"));
  EXPECT_THAT(IndexFaults("0142768-8/2022-00185"), testing::Not(ElementsAre("null")));
  EXPECT_THAT(IndexFaults("null02D/01A/D3C20190807"), ElementsAre("null"));
  EXPECT_THAT(IndexFaults("1112011211201120001847279/2020-00121"), ElementsAre("malformed"));
  EXPECT_THAT(IndexFaults("津宝〔2020〕1号"), IsEmpty()) << "another form is not judged";
}

std::string Prose(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i)
    text += "第" + std::to_string(i * 7919 % 1000) + "项工作已经按照计划完成并向社会公开;";
  return text;
}

int Same(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  int same = 0;
  for (size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return same;
}

TEST(SketchOf, EstimatesLikeness) {
  const auto whole = SketchOf(Prose(0, 100));
  ASSERT_THAT(whole, SizeIs(model::kSketchSize));
  EXPECT_EQ(whole, SketchOf("  " + Prose(0, 100) + "。")) << "marks and space do not matter";
  EXPECT_GT(Same(whole, SketchOf(Prose(0, 97))), 54);
  EXPECT_LT(Same(whole, SketchOf(Prose(100, 200))), 40);
  EXPECT_THAT(SketchOf("太短"), IsEmpty());
}

model::Lexicon ReportWords() {
  model::Lexicon lexicon;
  lexicon.patterns = {{"report_requests", {"本年新收政府信息公开申请"}},
                      {"report_reviews", {"行政复议.*结果维持"}},
                      {"report_decisions", {"本年处理决定数量"}},
                      {"report_row_new", {"本年新收"}},
                      {"report_row_carried_in", {"上年结转"}},
                      {"report_row_carried_out", {"结转下年"}},
                      {"report_row_total", {"总计$"}},
                      {"report_row_permits", {"^行政许可$"}},
                      {"report_row_penalties", {"^行政处罚$"}}};
  return lexicon;
}

std::vector<Cell> Row(const std::vector<std::string>& texts) {
  std::vector<Cell> row;
  for (const std::string& text : texts) row.push_back({text, false, false, 0, 0});
  return row;
}

TEST(ReadReportRows, ReadsTheFixedTables) {
  PageText text;
  text.tables.push_back(
      {{Row({"一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量", "3", "1", "4"}),
        Row({"二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "1", "", "1"}),
        Row({"三、本年度办理结果", "(一)予以公开", "2", "0", "2"}),
        Row({"三、本年度办理结果", "(三)不予公开", "１", "1", "2"}),
        Row({"三、本年度办理结果", "(七)总计", "3", "1", "4"}),
        Row({"四、结转下年度继续办理", "四、结转下年度继续办理", "1", "0", "1"})},
       0,
       0});
  text.tables.push_back(
      {{Row({"行政复议", "", "", "", ""}), Row({"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}),
        Row({"1", "0", "0", "2", "3"})},
       0,
       0});
  text.tables.push_back(
      {{Row({"信息内容", "本年处理决定数量"}), Row({"行政许可", "1,024"}), Row({"行政处罚", "7"})}, 0, 0});
  const auto rows = ReadReportRows(text, LexiconIndex(ReportWords()));
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row.table + "." + row.id);
  EXPECT_THAT(ids, ElementsAre("requests.new", "requests.carried_in", "requests.outcome.1",
                               "requests.outcome.2", "requests.total", "requests.carried_out", "reviews.all",
                               "decisions.permits", "decisions.penalties"));
  EXPECT_THAT(rows[1].values, ElementsAre(1, 0, 1)) << "a blank among figures is nought";
  EXPECT_THAT(rows[3].values, ElementsAre(1, 1, 2));
  EXPECT_THAT(rows[7].values, ElementsAre(1024));
}

}  // namespace
}  // namespace mingcha::extractors
