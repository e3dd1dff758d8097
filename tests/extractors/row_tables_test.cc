// Tables of which every row is a disclosure, though the item names no headers, and tables that only look like
// one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/disclose.h"
#include "extractors/document.h"
#include "extractors/page_text.h"
#include "tests/extractors/words.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::Grade;

model::Plan RowPlan() {
  model::Plan plan;
  plan.lexicon = TestWords();
  plan.lexicon.words["row_subject_headers"] = {"项目名称", "行政相对人名称", "企业名称"};
  plan.lexicon.words["row_unit_headers"] = {"许可机关"};
  plan.lexicon.words["reference_number_labels"].push_back("宗地编号");
  plan.lexicon.words["permit_number_labels"] = {"许可证编号"};
  plan.lexicon.words["row_act_headers"] = {"许可内容", "许可证书名称"};
  plan.lexicon.words["row_party_headers"] = {"中标候选人", "投标报价", "供应商名称"};
  plan.lexicon.patterns["row_list_title"] = {"表$|汇总|双公示", R"(\d{4}年\d{1,2}月)"};
  plan.lexicon.labels = {{"doc_number", {"批复文号", "许可决定文书号"}}};
  const auto item = [&](std::string id, std::string title, Grade grade, model::DecisionKind decision) {
    model::Item out;
    out.id = std::move(id);
    out.patterns.title = {{std::move(title), grade}};
    out.decision = decision;
    if (out.id == "permit") out.patterns.column = {{"节能审查", Grade::kLikely}};
    plan.items.push_back(out);
  };
  item("permit", "环评.*审批|行政许可|处罚", Grade::kCertain, model::DecisionKind::kPermit);
  item("likely", "核发情况", Grade::kLikely, model::DecisionKind::kPermit);
  item("weak", "办理信息", Grade::kWeak, model::DecisionKind::kPermit);
  item("candidates", "中标候选人公示", Grade::kCertain, model::DecisionKind::kNone);
  item("contract", "合同公告", Grade::kCertain, model::DecisionKind::kNone);
  model::LimitRule limit;
  limit.items = {"contract"};
  limit.events = {DateMeaning::kSigned};
  plan.limits = {limit};
  return plan;
}

std::vector<model::Disclosure> Disclose(std::string_view title, std::string_view html) {
  const model::Plan plan = RowPlan();
  const Classifier classifier = Classifier::Create(plan).value();
  const Discloser discloser = Discloser::Create(plan, classifier, ElementFinder::Create(plan).value(),
                                                NumberFinder::Create(plan.lexicon).value())
                                  .value();
  const PageText text = BuildPageText(Document::Parse(html), plan.lexicon);
  model::PageFacts facts;
  facts.title = model::TextReading{std::string(title), model::ReadingSource::kHeading, Grade::kCertain, {}};
  facts.items = classifier.Classify({title, {}, text.main(), {}}).items;
  return discloser.Disclose({1, "http://p.cn/1.html", "portal", ""}, facts, text);
}

struct Case {
  const char* name;
  const char* title;
  const char* headers;  // cells apart by spaces
  const char* first;
  const char* second;
  bool split;
  const char* before = "";
};

std::string Row(std::string_view cells) {
  std::string out = "<tr><td>";
  for (const char c : cells) out += c == ' ' ? std::string("</td><td>") : std::string(1, c);
  return out + "</td></tr>";
}

class RowTableTest : public ::testing::TestWithParam<Case> {};

TEST_P(RowTableTest, IsSplitOrNot) {
  const Case& c = GetParam();
  const auto out = Disclose(c.title, std::string(c.before) + "<table>" + Row(c.headers) + Row(c.first) +
                                         Row(c.second) + "</table>");
  ASSERT_EQ(out.size(), c.split ? 2u : 1u);
  EXPECT_EQ(out[0].row >= 0, c.split);
}

INSTANTIATE_TEST_SUITE_P(
    Tables, RowTableTest,
    ::testing::Values(Case{"monthly_list", "2025年4月环评文件审批结果公示表",
                           "序号 项目名称 许可决定文书号 许可决定日期", "1 甲仓库 津审〔2025〕1号 2025-04-02",
                           "2 乙工厂 津审〔2025〕2号 2025-04-03", true},
                      Case{"date_column_only", "行政许可双公示", "行政相对人名称 许可决定日期",
                           "甲公司 2025-04-02", "乙公司 2025-04-03", true},
                      Case{"number_column_only", "2025年4月环评审批汇总", "项目名称 批复文号",
                           "甲仓库 津审〔2025〕1号", "乙工厂 津审〔2025〕2号", true},
                      Case{"likely_title", "某证2025年4月核发情况表", "企业名称 决定日期",
                           "甲公司 2025-04-02", "乙公司 2025-04-03", true},
                      Case{"contracts_by_their_signing", "2025年4月合同公告", "项目名称 合同签订日期",
                           "甲仓库 2025-04-02", "乙工厂 2025-04-03", true},
                      Case{"no_act_column", "2025年4月环评文件审批结果公示表", "项目名称 建设地点",
                           "甲仓库 城关镇", "乙工厂 大口屯镇", false},
                      Case{"no_subject_column", "2025年4月环评文件审批结果公示表", "序号 许可决定日期",
                           "1 2025-04-02", "2 2025-04-03", false},
                      Case{"one_subject_twice", "2025年4月行政许可汇总", "企业名称 许可决定日期",
                           "甲公司 2025-04-02", "甲公司 2025-04-03", false},
                      Case{"weak_title", "2025年4月办理信息表", "企业名称 决定日期", "甲公司 2025-04-02",
                           "乙公司 2025-04-03", false},
                      Case{"bidders", "2025年4月中标候选人公示", "项目名称 中标候选人 投标报价",
                           "一标段 甲公司 100", "二标段 乙公司 200", false},
                      Case{"bidders_of_a_permit", "2025年4月行政许可汇总", "企业名称 投标报价 许可决定日期",
                           "甲公司 100 2025-04-02", "乙公司 200 2025-04-03", false},
                      Case{"records_of_a_candidate", "2025年4月中标候选人公示", "项目名称 合同签订日期",
                           "甲仓库 2020-04-02", "乙工厂 2021-04-03", false},
                      Case{"certificates_of_a_candidate", "2025年4月中标候选人公示", "项目名称 批复文号",
                           "甲仓库 津审〔2020〕1号", "乙工厂 津审〔2020〕2号", false},
                      Case{"title_names_one_project", "宝坻区潮白河治理工程环评文件审批决定",
                           "项目名称 批复文号", "甲仓库 津审〔2025〕1号", "乙工厂 津审〔2025〕2号", false},
                      Case{"page_names_one_project", "2025年4月环评文件审批结果公示表", "项目名称 批复文号",
                           "甲仓库 津审〔2025〕1号", "乙工厂 津审〔2025〕2号", false,
                           "<p>项目名称：潮白河治理工程</p>"},
                      Case{"page_gives_one_number", "2025年4月合同公告", "项目名称 合同签订日期",
                           "甲仓库 2025-04-02", "乙工厂 2025-04-03", false, "<p>采购编号：BD-2025-01</p>"}),
    [](const auto& tested) { return std::string(tested.param.name); });

// Rows of a table of candidates are parties, whatever numbers of theirs stand in it, unless a column says of
// which project or section each is.
TEST(RowTable, CandidatesAreNoDisclosures) {
  struct Table {
    const char *headers, *first, *second;
    size_t disclosures;
  };
  constexpr Table kTables[] = {
      {"排序 中标候选人名称 投标报价 项目负责人 证书编号", "1 甲公司 100 王某 京1234001",
       "2 乙公司 101 李某 京1234002", 1},
      {"中标候选人名称 投标报价 资质证书 证书号", "甲公司 100 一级 D111000001", "乙公司 101 一级 D111000002",
       1},
      {"标段名称 中标候选人名称 投标报价", "一标段 甲公司 100", "二标段 乙公司 101", 2},
      {"项目名称 中标候选人名称 投标报价", "滨河路道路工程 甲公司 100", "城东学校宿舍楼 乙公司 101", 2},
  };
  const model::Plan plan = mingcha::testing::BaodiPlan();
  const Classifier classifier = Classifier::Create(plan).value();
  const Discloser discloser = Discloser::Create(plan, classifier, ElementFinder::Create(plan).value(),
                                                NumberFinder::Create(plan.lexicon).value())
                                  .value();
  for (const Table& table : kTables) {
    std::string html = "<table>";
    for (const char* row : {table.headers, table.first, table.second}) {
      std::string cells = row;
      for (size_t at = cells.find(' '); at != std::string::npos; at = cells.find(' ', at))
        cells.replace(at, 1, "<td>");
      html += "<tr><td>" + cells + "</tr>";
    }
    const PageText text = BuildPageText(Document::Parse(html + "</table>"), plan.lexicon);
    model::PageFacts facts;
    facts.title =
        model::TextReading{"青河大道工程中标候选人公示", model::ReadingSource::kHeading, Grade::kCertain, {}};
    facts.items = classifier.Classify({"青河大道工程中标候选人公示", {}, text.main(), {}}).items;
    EXPECT_EQ(discloser.Disclose({1, "http://p.cn/1.html", "portal", ""}, facts, text).size(),
              table.disclosures)
        << table.headers;
  }
}

// Plots under whatever header: each row of several is a disclosure, the number of a single one is the page's.
TEST(RowTable, PlotsOfADeal) {
  const model::Plan plan = mingcha::testing::BaodiPlan();
  const Classifier classifier = Classifier::Create(plan).value();
  const Discloser discloser = Discloser::Create(plan, classifier, ElementFinder::Create(plan).value(),
                                                NumberFinder::Create(plan.lexicon).value())
                                  .value();
  const auto disclose = [&](const std::string& rows) {
    const PageText text = BuildPageText(Document::Parse("<table><tr><td>" + rows + "</table>"), plan.lexicon);
    model::PageFacts facts;
    const char* title = "青河区国有建设用地使用权拍卖出让结果公示";
    facts.title = model::TextReading{title, model::ReadingSource::kHeading, Grade::kCertain, {}};
    facts.items = classifier.Classify({title, {}, text.main(), {}}).items;
    return discloser.Disclose({1, "http://p.cn/1.html", "portal", ""}, facts, text);
  };
  for (const char* headers : {"宗地编号<td>土地位置<td>成交价(万元)<td>受让单位<td>成交时间",
                              "地块编号<td>土地位置<td>成交价(万元)<td>受让单位<td>成交时间",
                              "地块编号<td>土地位置<td>成交总价<td>竞得人<td>成交日期"}) {
    const std::string first =
        std::string(headers) + "<tr><td>QH2026-05<td>河东<td>1260<td>甲公司<td>2026-05-12";
    const auto two = disclose(first + "<tr><td>QH2026-06<td>河西<td>990<td>乙公司<td>2026-05-13");
    ASSERT_EQ(two.size(), 2U) << headers;
    EXPECT_EQ(two[0].codes, std::vector<std::string>{"QH2026-05"}) << headers;
    EXPECT_EQ(two[1].codes, std::vector<std::string>{"QH2026-06"}) << headers;
    ASSERT_EQ(two[1].dates.size(), 1U) << headers;
    EXPECT_EQ(two[1].dates[0].meaning, DateMeaning::kDetermined) << headers;
    const auto one = disclose(first);
    ASSERT_EQ(one.size(), 1U) << headers;
    EXPECT_EQ(one[0].row, -1) << headers;
    EXPECT_EQ(one[0].codes, std::vector<std::string>{"QH2026-05"}) << headers;
  }
  // A number that is no subject's (a contract of a bidder's past) is none of the page.
  EXPECT_TRUE(disclose("合同编号<td>业绩名称<tr><td>HT2020-1<td>某桥").at(0).codes.empty());
}

TEST(RowTable, EveryRowCarriesItsOwnFacts) {
  const auto out = Disclose(
      "2025年4月环评文件审批结果公示表",
      "<table><tr><th>序号<th>项目名称<th>行政相对人名称<th>许可决定文书号<th>许可决定日期<th>许可机关</tr>"
      "<tr><td>1<td>甲仓库<td>甲公司<td>津审〔2025〕1号<td>2025-04-02<td>审批局</tr>"
      "<tr><td>2<td>乙工厂<td>乙公司<td>津审〔2025〕2号<td>2025年4月3日<td>审批局</tr></table>");
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].item, "permit");
  EXPECT_EQ(out[0].grade, Grade::kCertain);
  EXPECT_EQ(out[0].subject_text, "甲仓库");
  EXPECT_EQ(out[1].subject_text, "乙工厂");
  EXPECT_EQ(out[0].doc_number, "津审〔2025〕1号");
  EXPECT_EQ(out[1].doc_number, "津审〔2025〕2号");
  for (const auto& row : out) {
    ASSERT_EQ(row.dates.size(), 1u);
    EXPECT_EQ(row.dates[0].meaning, DateMeaning::kDecided);
  }
  EXPECT_EQ(out[1].dates[0].date.Iso(), "2025-04-03");
  EXPECT_NE(out[0].id, out[1].id);
}

constexpr std::string_view kMonth =
    "<table><tr><th>行政相对人名称<th>许可内容<th>许可决定文书号<th>许可决定日期</tr>"
    "<tr><td>甲公司<td>城东物流仓库环评文件审批<td>津审〔2025〕1号<td>2025-04-02</tr>"
    "<tr><td>乙公司<td>同意<td>津审〔2025〕2号<td>2025-04-03</tr>"
    "<tr><td>丙公司<td>城西农产品市场证照核发情况<td>津审〔2025〕3号<td>2025-04-04</tr></table>";

TEST(RowTable, ActsOfEverySortSayThemselvesWhatTheyAre) {
  const auto out = Disclose("2025年4月审批信息", kMonth);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].item, "permit");
  EXPECT_EQ(out[0].grade, Grade::kLikely);  // A cell is no title.
  EXPECT_NE(out[0].subject_text.find("城东物流仓库"), std::string::npos);
  EXPECT_EQ(out[0].doc_number, "津审〔2025〕1号");
  EXPECT_EQ(out[1].item, "likely");
  EXPECT_EQ(out[1].grade, Grade::kWeak);
  EXPECT_EQ(out[1].doc_number, "津审〔2025〕3号");
}

TEST(RowTable, RowsAreNotAskedWhereTheTitleTellsOrNothingIsDecided) {
  // The title says what all of them are.
  for (const auto& row : Disclose("2025年4月行政许可汇总", kMonth)) EXPECT_EQ(row.item, "permit");
  // A plan names permits too, but decides none.
  EXPECT_TRUE(Disclose("2025年4月工作安排",
                       "<table><tr><th>项目名称<th>许可内容<th>完成时限</"
                       "tr><tr><td>甲仓库<td>环评文件审批<td>2025-04-02</tr>"
                       "<tr><td>乙工厂<td>环评文件审批<td>2025-04-03</tr></table>")
                  .empty());
  // Permits that bidders hold.
  EXPECT_TRUE(Disclose("2025年4月评审信息",
                       "<table><tr><th>供应商名称<th>许可证书名称<th>许可决定文书号</"
                       "tr><tr><td>甲公司<td>行政许可<td>津审〔2020〕1号"
                       "</tr><tr><td>乙公司<td>行政许可<td>津审〔2020〕2号</tr></table>")
                  .empty());
}

TEST(RowTable, AListMayHaveOneRow) {
  struct One {
    const char *title, *headers, *row, *before;
    bool split;
  };
  for (const One& c : {
           One{"2025年4月行政许可汇总", "企业名称 许可决定文书号 许可决定日期",
               "甲公司 津审〔2025〕1号 2025-04-02", "", true},
           // Without a number it may be what the page says of its one subject.
           One{"2025年4月行政许可汇总", "企业名称 许可决定日期", "甲公司 2025-04-02", "", false},
           // A page of one permit that sets it out in a table.
           One{"关于甲公司环评文件审批的公告", "企业名称 许可决定文书号 许可决定日期",
               "甲公司 津审〔2025〕1号 2025-04-02", "", false},
           One{"2025年4月行政许可汇总", "企业名称 许可决定文书号 许可决定日期",
               "甲公司 津审〔2025〕1号 2025-04-02", "<p>项目名称：潮白河治理工程</p>", false},
       }) {
    const auto out =
        Disclose(c.title, std::string(c.before) + "<table>" + Row(c.headers) + Row(c.row) + "</table>");
    ASSERT_EQ(out.size(), 1U) << c.title;
    EXPECT_EQ(out[0].row >= 0, c.split) << c.title << c.headers << c.before;
  }
}

TEST(RowTable, NoticesOneUnderTheOtherAreRows) {
  const auto notice = [](std::string_view name, std::string_view number, std::string_view day) {
    return "<p>项目名称：" + std::string(name) + "</p><p>许可证编号：" + std::string(number) +
           "</p><p>发证机关：某局</p><p>许可决定日期：" + std::string(day) + "</p>";
  };
  const std::string two = "<p>一、</p>" + notice("甲仓库", "120224202504020101", "2025-04-02") +
                          "<p>二、</p>" + notice("乙工厂", "120224202504030101", "2025-04-03");
  const auto out = Disclose("2025年4月行政许可情况公示", two + "<p>联系电话：022-29240000</p>");
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].subject_text, "甲仓库");
  EXPECT_EQ(out[1].subject_text, "乙工厂");
  EXPECT_EQ(out[1].doc_number, "120224202504030101");
  ASSERT_FALSE(out[1].dates.empty());
  EXPECT_EQ(out[1].dates[0].date.Iso(), "2025-04-03");
  // One notice is the page's own; its number is the permit's.
  const auto one =
      Disclose("甲仓库环评文件审批", notice("甲仓库", "１２０２２４２０２５０４０２０１０１", "2025-04-02"));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].row, -1);
  EXPECT_EQ(one[0].doc_number, "120224202504020101");
  // The same thing told twice, and labels that are no cycle.
  EXPECT_EQ(Disclose("2025年4月行政许可情况公示", notice("甲仓库", "1202242025040201", "2025-04-02") +
                                                      notice("甲仓库", "1202242025040201", "2025-04-02"))
                .size(),
            1U);
  EXPECT_EQ(Disclose("2025年4月行政许可情况公示",
                     "<p>项目名称：甲仓库</p><p>许可证编号：1202242025</p><p>许可证编号：1202242026</p>"
                     "<p>项目名称：乙工厂</p><p>许可决定日期：2025-04-02</p>")
                .size(),
            1U);
}

TEST(RowTable, TheKindOfPermitIsNoSubject) {
  const auto out =
      Disclose("2025年4月办件结果",
               "<table><tr><th>受理编号<th>许可内容<th>项目名称<th>许可决定文书号<th>许可决定日期</tr>"
               "<tr><td>A1<td>固定资产投资项目节能审查<td>城东物流仓库<td>津审〔2025〕1号<td>2025-04-02</tr>"
               "<tr><td>A2<td>食品经营许可<td>某餐饮店<td>津食〔2025〕9号<td>2025-04-03</tr></table>");
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].item, "permit");
  EXPECT_EQ(out[0].grade, Grade::kLikely);
  EXPECT_EQ(out[0].subject_text, "城东物流仓库");
}

TEST(RowTable, ANumberThatItsColumnNamesIsACode) {
  const auto out = Disclose(
      "2025年4月行政许可汇总",
      "<table><tr><th>宗地编号<th>项目名称<th>许可决定日期</tr><tr><td>QY2025-05<td>甲仓库<td>2025-04-02"
      "</tr><tr><td>无<td>乙工厂<td>2025-04-03</tr></table>");
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].codes, std::vector<std::string>{"QY2025-05"});
  EXPECT_TRUE(out[1].codes.empty());
}

}  // namespace
}  // namespace mingcha::extractors
