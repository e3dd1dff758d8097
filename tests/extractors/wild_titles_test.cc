// Titles of notices as they are written all over the country, against the Baodi plan's patterns: none of them
// was taken from a page, so that the patterns must know the manner, not the page.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "extractors/classifier.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Row {
  std::string item, title;
  std::vector<std::string> column;
};

std::vector<Row> Rows() {
  std::ifstream in(std::string(MINGCHA_SOURCE_DIR) + "/tests/extractors/fixtures/titles.tsv");
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = base::Split(line, '\t');
    Row row{std::string(cells[0]), std::string(cells[1]), {}};
    if (cells.size() > 2) {
      for (const std::string_view step : base::Split(cells[2], '>')) row.column.emplace_back(step);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

TEST(WildTitlesTest, MapToTheirItem) {
  const auto classifier = Classifier::Create(testing::BaodiPlan());
  ASSERT_TRUE(classifier);
  const std::vector<Row> rows = Rows();
  ASSERT_GE(rows.size(), 280U);
  for (const Row& row : rows) {
    std::vector<std::string> found;
    for (const model::ItemMatch& match :
         classifier->Classify({.title = row.title, .column = row.column, .text = {}, .labels = {}}).items) {
      if (match.grade != model::Grade::kWeak) found.push_back(match.item);
    }
    if (row.item == "none") {
      EXPECT_TRUE(found.empty()) << row.title << " -> " << base::Join(found, " ");
    } else {
      EXPECT_NE(std::find(found.begin(), found.end(), row.item), found.end())
          << row.item << ": " << row.title << " -> " << base::Join(found, " ");
    }
  }
}

// The text alone tells what a notice is whose title only names the project; one part of it alone does not.
TEST(WildTitlesTest, PartsOfANoticeTellTheItem) {
  const auto classifier = Classifier::Create(testing::BaodiPlan());
  ASSERT_TRUE(classifier);
  const auto best = [&](std::string_view text) -> std::string {
    const auto items =
        classifier->Classify({.title = "青河县城东路改造", .column = {}, .text = text, .labels = {}}).items;
    return items.empty() || items.front().grade == model::Grade::kWeak ? "none" : items.front().item;
  };
  EXPECT_EQ(best("中标人：甲公司\n中标价（元）：100\n工期：90天\n招标人：乙局"), "tender.award");
  EXPECT_EQ(best("第一中标候选人：甲公司\n投标报价：100元\n公示期：3天\n异议受理：乙局\n项目经理：丙"),
            "tender.candidates");
  EXPECT_EQ(best("一、招标条件 "
                 "本项目已由区发改委批准建设\n二、招标范围：施工\n三、投标人资格要求\n四、招标文件的获取\n五"
                 "、投标文件的递交"),
            "tender.notice");
  EXPECT_EQ(best("采购人：乙局\n预算金额：10万元\n供应商资格要求\n获取采购文件\n提交响应文件截止时间"),
            "procurement.notice");
  EXPECT_EQ(best("采购人：乙局\n成交供应商：甲公司\n成交金额：9万元\n磋商小组成员：丙、丁"),
            "procurement.result");
  EXPECT_EQ(
      best(
          "供地方式：划拨\n土地用途：教育用地\n面积：2公顷\n电子监管号：6523252022A0001\n土地使用权人：丁校"),
      "land.supply-result");
  EXPECT_EQ(best("中标人：甲公司"), "none");
  EXPECT_EQ(best("我局召开会议，研究招标文件的获取问题。"), "none");
}

}  // namespace
}  // namespace mingcha::extractors
