#include "rules/catalogue_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "tests/base/workbook_fixture.h"
#include "tests/rules/plan_folder.h"

// Synthetic catalogue tables, one for every variation that published ones show.
namespace mingcha::rules {
namespace {

using testing::HasSubstr;
using testing::Not;

using Row = std::vector<std::string>;

/// Two-row head, merged headings filled: what a reader of HTML or XLSX gives.
const Row kHead1 = {"序号",     "公开事项", "公开事项",       "公开内容（要素）", "公开依据",
                    "公开时限", "公开主体", "公开渠道和载体", "公开对象",         "公开对象",
                    "公开方式", "公开方式", "公开层级",       "公开层级"};
const Row kHead2 = {"序号",     "一级事项", "二级事项", "公开内容（要素）",
                    "公开依据", "公开时限", "公开主体", "公开渠道和载体",
                    "全社会",   "特定群体", "主动",     "依申请",
                    "县级",     "乡级"};

Row Matter(std::string first, std::string second, std::string elements, std::string limit,
           std::string unit = "住建委", std::string channel = "■政府网站 □公开查阅点",
           std::string active = "√", std::string request = "") {
  return {"1",
          std::move(first),
          std::move(second),
          std::move(elements),
          "《某条例》第五条",
          std::move(limit),
          std::move(unit),
          std::move(channel),
          "√",
          "",
          std::move(active),
          std::move(request),
          "√",
          ""};
}

class CatalogueTest : public testing::Test {
 protected:
  CatalogueTest() { plan_ = folder_.Load().plan; }

  ImportedPack Import(std::vector<Row> rows) {
    return ImportCatalogue({{"t.csv", std::move(rows)}}, plan_, {"safety", "安全生产", "../base"});
  }

  /// The pack written beside the base plan and loaded by itself.
  LoadOutcome Load(const ImportedPack& pack) {
    for (const auto& [name, text] : pack.files) folder_.Write("pack/" + name, text);
    return folder_.Load("pack");
  }

  static const model::Item* Named(const model::Plan& plan, const std::string& name) {
    const auto it = std::find_if(plan.items.begin(), plan.items.end(),
                                 [&](const auto& item) { return item.name == name; });
    return it == plan.items.end() ? nullptr : &*it;
  }

  static std::vector<model::LimitRule> LimitsOf(const model::Plan& plan, const model::Item& item) {
    std::vector<model::LimitRule> limits;
    for (const auto& limit : plan.limits) {
      if (limit.items == std::vector<std::string>{item.id}) limits.push_back(limit);
    }
    return limits;
  }

  static std::string Notes(const ImportedPack& pack) {
    std::string text;
    for (const auto& note : pack.notes)
      text += std::to_string(note.row) + ":" + std::to_string(note.column) + " " + note.heading + " [" +
              note.text + "] " + base::RenderEnglish(note.why) + "\n";
    return text;
  }

  PlanFolder folder_;
  model::Plan plan_;
};

TEST_F(CatalogueTest, ATableWithATwoRowHeadBecomesAPackThatLoads) {
  const auto pack = Import({Row(14, "某县安全生产领域基层政务公开标准目录"), kHead1, kHead2,
                            Matter("批准结果信息", "施工许可", "许可证号、许可日期、发证机关",
                                   "信息形成（或者变更）之日起20个工作日内予以公开")});
  EXPECT_EQ(pack.items, 1);
  EXPECT_EQ(Notes(pack), "");
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto* item = Named(loaded.plan, "施工许可");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->decision, model::DecisionKind::kPermit);
  EXPECT_EQ(item->units, std::vector<std::string>{"zjw"});
  ASSERT_EQ(item->elements.size(), 3u);
  EXPECT_EQ(item->elements[1].name, "许可日期");
  const auto limits = LimitsOf(loaded.plan, *item);
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_EQ(limits[0].days, 20);
  EXPECT_EQ(limits[0].unit, model::DayUnit::kWorking);
  EXPECT_THAT(limits[0].events,
              testing::ElementsAre(model::DateMeaning::kFormed, model::DateMeaning::kChanged));
  EXPECT_FALSE(limits[0].basis.verified) << "nobody has read the law yet: never deducts";
  EXPECT_EQ(limits[0].basis.text, "《某条例》第五条");
}

TEST_F(CatalogueTest, WordsTornByLineBreaksAreMadeWhole) {
  const auto pack = Import({kHead1, kHead2,
                            Matter("征地\n补偿", "征收\n土地公 告", "公告 内容；补偿标\n准",
                                   "收到征地批准文件之\n日 起10个工 作\n日内予以公 开")});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto* item = Named(loaded.plan, "征收土地公告");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->elements[1].name, "补偿标准");
  const auto limits = LimitsOf(loaded.plan, *item);
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_EQ(limits[0].days, 10);
  EXPECT_THAT(limits[0].events, testing::ElementsAre(model::DateMeaning::kReceived));
}

TEST_F(CatalogueTest, TwoRulesInOneCell) {
  const auto pack = Import(
      {kHead1, kHead2,
       Matter("监管信息", "执法结果", "结果",
              "信息形成20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示")});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto limits = LimitsOf(loaded.plan, *Named(loaded.plan, "执法结果"));
  ASSERT_EQ(limits.size(), 2u);
  EXPECT_EQ(limits[0].days, 20);
  EXPECT_EQ(limits[1].days, 7);
  EXPECT_THAT(limits[1].events, testing::ElementsAre(model::DateMeaning::kDecided));
  EXPECT_FALSE(limits[1].decisions.empty()) << "for permits and penalties only";
}

TEST_F(CatalogueTest, DisplayAndNaturalDays) {
  const auto pack = Import({kHead1, kHead2, Matter("规划", "方案公示", "方案", "征求意见期限不得少于30日"),
                            Matter("预算", "部门决算", "报表", "批复后20日内")});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto shown = LimitsOf(loaded.plan, *Named(loaded.plan, "方案公示"));
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].kind, model::LimitKind::kStayUp);
  EXPECT_EQ(shown[0].days, 30);
  EXPECT_EQ(shown[0].unit, model::DayUnit::kNatural);
  const auto budget = LimitsOf(loaded.plan, *Named(loaded.plan, "部门决算"));
  ASSERT_EQ(budget.size(), 1u);
  EXPECT_EQ(budget[0].unit, model::DayUnit::kNatural);
  EXPECT_THAT(budget[0].events, testing::ElementsAre(model::DateMeaning::kApproved));
}

TEST_F(CatalogueTest, CellsWithoutANumberAreListed) {
  const auto pack = Import({kHead1, kHead2, Matter("一", "甲事项", "内容", "及时公开"),
                            Matter("一", "乙事项", "内容", "实时"), Matter("一", "丙事项", "内容", "长期"),
                            Matter("一", "丁事项", "内容", "另行规定"), Matter("一", "戊事项", "内容", "")});
  EXPECT_EQ(pack.items, 5);
  EXPECT_EQ(pack.limits, 0);
  ASSERT_EQ(pack.notes.size(), 5u) << Notes(pack);
  EXPECT_EQ(pack.notes[0].row, 3);
  EXPECT_EQ(pack.notes[0].heading, "公开时限");
  EXPECT_EQ(pack.notes[0].text, "及时公开");
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  EXPECT_EQ(Named(loaded.plan, "丙事项")->cadence, model::Cadence::kStanding);
  EXPECT_EQ(Named(loaded.plan, "甲事项")->cadence, model::Cadence::kEvent);
}

TEST_F(CatalogueTest, DittoMeansTheCellAbove) {
  const auto pack = Import({kHead1, kHead2, Matter("一", "甲事项", "内容", "自签订之日起2个工作日内"),
                            Matter("同上", "乙事项", "内容", "同上")});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto limits = LimitsOf(loaded.plan, *Named(loaded.plan, "乙事项"));
  ASSERT_EQ(limits.size(), 1u);
  EXPECT_EQ(limits[0].days, 2);
  EXPECT_THAT(limits[0].events, testing::ElementsAre(model::DateMeaning::kSigned));
  EXPECT_EQ(Named(loaded.plan, "乙事项")->area, Named(loaded.plan, "甲事项")->area);
}

TEST_F(CatalogueTest, MarksOfEveryKind) {
  for (const char* channel : {"■政府网站 □公示栏", "√政府网站", "▲政府网站 公示栏", "R政府网站 £政府公报",
                              "☑部门网站", "政府网站"}) {
    EXPECT_EQ(Import({kHead1, kHead2, Matter("一", "甲", "内容", "及时", "住建委", channel)}).items, 1)
        << channel;
  }
  for (const char* channel : {"□政府网站 ■公示栏", "£政府网站 R村公示栏", "■两微一端 □政府网站"}) {
    const auto pack = Import({kHead1, kHead2, Matter("一", "甲", "内容", "及时", "住建委", channel)});
    EXPECT_EQ(pack.items, 0) << channel;
    EXPECT_THAT(Notes(pack), HasSubstr("not published on any website"));
  }
}

TEST_F(CatalogueTest, RequiredAndOptionalElements) {
  const auto pack = Import(
      {kHead1, kHead2, Matter("一", "甲事项", "●项目名称〇投资规模 ○建设单位；2.项目统一代码", "及时")});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto& elements = Named(loaded.plan, "甲事项")->elements;
  ASSERT_EQ(elements.size(), 4u);
  EXPECT_EQ(elements[0].name, "项目名称");
  EXPECT_TRUE(elements[0].required);
  EXPECT_EQ(elements[1].name, "投资规模");
  EXPECT_FALSE(elements[1].required);
  EXPECT_FALSE(elements[2].required);
  EXPECT_EQ(elements[3].name, "项目统一代码");
}

TEST_F(CatalogueTest, OnRequestIsNoRuleForACrawl) {
  const auto pack =
      Import({kHead1, kHead2, Matter("一", "甲", "内容", "及时", "住建委", "■政府网站", "", "√"),
              Matter("一", "乙", "内容", "自收到申请之日起20个工作日内公开"),
              Matter("一", "丙", "内容", "及时", "住建委", "■政府网站", "R", "£")});
  EXPECT_EQ(pack.items, 1);
  EXPECT_THAT(Notes(pack), HasSubstr("on request only"));
}

TEST_F(CatalogueTest, AThirdLevelAndAHeadWithoutSecondRow) {
  const auto pack =
      Import({{"序号", "公开事项", "公开事项", "公开事项", "公开内容", "公开时限", "公开主体"},
              {"1", "批准结果信息", "立项审批", "项目建议书批复", "批复文号", "20个工作日内", "住建委"},
              {"2", "批准结果信息", "立项审批", "可研批复", "批复文号", "20个工作日内", "住建委"}});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  EXPECT_NE(Named(loaded.plan, "项目建议书批复"), nullptr);
  EXPECT_NE(Named(loaded.plan, "可研批复"), nullptr);
}

TEST_F(CatalogueTest, AnotherOrderOfColumnsAndOtherNames) {
  const auto pack = Import({{"公开主体", "公开时限", "事项类型", "公开内容标题", "公开内容", "镇街"},
                            {"住建委", "批准后15个工作日内", "计划", "年度建设计划", "任务", "√"}});
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  EXPECT_EQ(Named(loaded.plan, "年度建设计划")->cadence, model::Cadence::kAnnual);
}

TEST_F(CatalogueTest, UnknownUnitsAreEnteredAndListedAndNotScored) {
  const auto pack =
      Import({kHead1, kHead2, Matter("一", "甲事项", "内容", "及时", "县应急管理局、各镇人民政府")});
  EXPECT_THAT(Notes(pack), HasSubstr("no unit of the plan bears this name"));
  const auto loaded = Load(pack);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const auto* item = Named(loaded.plan, "甲事项");
  ASSERT_EQ(item->units.size(), 2u);
  EXPECT_EQ(item->units[1], "各镇人民政府");
  const auto* unit = loaded.plan.FindUnit(item->units[0]);
  ASSERT_NE(unit, nullptr);
  EXPECT_FALSE(unit->scored);
}

TEST_F(CatalogueTest, AHeadPrintedAgainAndBlankRowsAreNoMatters) {
  const auto pack = Import({kHead1, kHead2, Matter("一", "甲", "内容", "及时"), kHead1, kHead2, Row(14, ""),
                            Row(14, "二、其他"), Matter("二", "乙", "内容", "及时")});
  EXPECT_EQ(pack.items, 2);
}

TEST_F(CatalogueTest, IdsComeFromNamesAndQuotesAreSafe) {
  const std::vector<Row> rows = {kHead1, kHead2, Matter("一", "甲'事项: {x} # \"y\"", "内'容", "及时")};
  const auto first = Import(rows);
  auto shuffled = rows;
  shuffled.insert(shuffled.begin() + 2, Matter("零", "前事项", "内容", "及时"));
  const auto second = Import(shuffled);
  const auto loaded = Load(first);
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  const std::string id = loaded.plan.items.back().id;
  bool found = false;
  for (const auto& [name, text] : second.files) found = found || text.find(id) != std::string::npos;
  EXPECT_TRUE(found) << "another row does not change the id";
}

TEST_F(CatalogueTest, AWorkbookWithMergedHeadingsReadsAsItsGrid) {
  const auto text = [](const std::string& at, const std::string& words) {
    return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + words + "</t></is></c>";
  };
  const std::string sheet =
      "<sheetData><row r=\"1\">" + text("A1", "序号") + text("B1", "公开事项") +
      text("D1", "公开内容（要素）") + text("E1", "公开时限") + text("F1", "公开主体") +
      "</row><row r=\"2\">" + text("B2", "一级事项") + text("C2", "二级事项") + "</row><row r=\"3\">" +
      text("A3", "1") + text("B3", "行政许可") + text("C3", "施工许可") + text("D3", "许可编号") +
      text("E3", "7个工作日") + text("F3", "住建委") + "</row><row r=\"4\">" + text("A4", "2") +
      text("C4", "竣工备案") + text("D4", "备案编号") + text("E4", "20个工作日内") + text("F4", "住建委") +
      "</row></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/>"
      "<mergeCell ref=\"D1:D2\"/><mergeCell ref=\"E1:E2\"/><mergeCell ref=\"F1:F2\"/>"
      "<mergeCell ref=\"B3:B4\"/></mergeCells>";
  const auto tables = ReadCatalogueFile(base::BookOf(sheet), "t.xlsx");
  ASSERT_TRUE(tables.has_value());
  ASSERT_EQ(tables->size(), 1u);
  EXPECT_EQ(tables->front().rows[1][0], "序号") << "a heading over two rows stands in both";
  EXPECT_EQ(tables->front().rows[3][1], "行政许可") << "a first level over two rows";
  const auto pack = ImportCatalogue(*tables, plan_, {"safety", "安全生产", "../base"});
  EXPECT_EQ(pack.items, 2);
  EXPECT_EQ(pack.limits, 2) << "7个工作日 alone is a limit too";
  EXPECT_EQ(Load(pack).errors.size(), 0u);
}

TEST_F(CatalogueTest, NoHeadIsSaid) {
  const auto pack = Import({{"a", "b", "c"}, {"1", "2", "3"}});
  EXPECT_EQ(pack.items, 0);
  EXPECT_THAT(Notes(pack), HasSubstr("no head of a catalogue"));
}

TEST_F(CatalogueTest, ABareNumberOfWorkingDaysIsALimit) {
  for (const char* cell : {"7个工作日", "7 个 工作日", "批准后7个工作日", "自批准之日起７工作日。"}) {
    const auto pack = Import({kHead1, kHead2, Matter("一", "甲事项", "内容", cell)});
    EXPECT_EQ(pack.limits, 1) << cell;
    EXPECT_THAT(pack.files.at("limits.yaml"), HasSubstr("days: 7")) << cell;
  }
  for (const char* cell : {"公示7个工作日", "不少于7个工作日公示"}) {
    const auto pack = Import({kHead1, kHead2, Matter("一", "甲事项", "内容", cell)});
    const auto limits = pack.files.find("limits.yaml");
    if (limits == pack.files.end()) continue;
    EXPECT_THAT(limits->second, Not(HasSubstr("publish_by"))) << cell;
  }
}

TEST_F(CatalogueTest, CsvInGb18030AndWithBom) {
  const auto gb = ReadCatalogueFile(
      "\xd0\xf2\xba\xc5,\xb9\xab\xbf\xaa\xca\xc2\xcf\xee\n1,\xbc\xd7\xca\xc2\xcf\xee\n", "g.csv");
  ASSERT_TRUE(gb.has_value());
  EXPECT_EQ(gb->front().rows[0][1], "公开事项");
  EXPECT_EQ(gb->front().rows[1][1], "甲事项");
  const auto utf8 = ReadCatalogueFile("\xEF\xBB\xBF序号,公开事项,公开时限\n1,甲,及时\n", "a.csv");
  ASSERT_TRUE(utf8.has_value());
  EXPECT_EQ(utf8->front().rows[1][1], "甲");
  EXPECT_FALSE(ReadCatalogueFile("a\x01\xff\xff\xff,b", "b.csv").has_value());
}

TEST_F(CatalogueTest, AnAssessmentTakesSeveralPacks) {
  const auto first = Import({kHead1, kHead2, Matter("一", "甲事项", "内容", "批准后3个工作日内")});
  const auto second =
      ImportCatalogue({{"u.csv", {kHead1, kHead2, Matter("二", "乙事项", "内容", "及时", "县城管局")}}},
                      plan_, {"city", "城市管理", "../base"});
  for (const auto& [name, text] : first.files) folder_.Write("packs/safety/" + name, text);
  for (const auto& [name, text] : second.files) folder_.Write("packs/city/" + name, text);
  folder_.Write("round/assessment.yaml",
                "extends: ../base\nid: round\npacks: [../packs/safety, ../packs/city]\n");
  folder_.Write(
      "round/limits.yaml", "limits:\n- {id: " + [&] {
        const std::string& text = first.files.at("limits.yaml");
        const size_t at = text.find("id: '") + 5;
        return text.substr(at, text.find('\'', at) - at);
      }() + ", days: 5}\n");
  const auto loaded = folder_.Load("round");
  ASSERT_EQ(Told(loaded.errors, folder_), "");
  EXPECT_EQ(loaded.plan.assessment.id, "round") << "a pack's assessment does not count";
  const auto* item = Named(loaded.plan, "甲事项");
  ASSERT_NE(item, nullptr);
  EXPECT_NE(Named(loaded.plan, "乙事项"), nullptr);
  EXPECT_NE(Named(loaded.plan, "住房计划"), nullptr) << "the plan extended is still there";
  EXPECT_EQ(LimitsOf(loaded.plan, *item).at(0).days, 5) << "the round's own files win over its packs";

  folder_.Write("round/assessment.yaml", "extends: ../base\nid: round\npacks: [../packs/none]\n");
  EXPECT_THAT(Told(folder_.Load("round").errors, folder_), HasSubstr("expected a folder with a rule pack"));
}

}  // namespace
}  // namespace mingcha::rules
