#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/enum_names.h"
#include "rules/csv.h"
#include "rules/register_loader.h"
#include "rules/register_table.h"
#include "tests/base/workbook_fixture.h"
#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class RegisterTest : public testing::Test {
 protected:
  RegisterTest() : plan_(PlanFolder().Load().plan) {}

  void Add(RegisterKind kind, const std::string& csv) {
    AddRegister(kind, csv, "r.csv", plan_, &registers_, &errors_, &warnings_);
  }
  std::string Errors() const {
    std::string told;
    for (const Diagnostic& diagnostic : errors_) told += ToEnglish(diagnostic) + "\n";
    return told;
  }

  model::Plan plan_;
  model::Registers registers_;
  std::vector<Diagnostic> errors_, warnings_;
};

TEST_F(RegisterTest, ReadsALedgerByNamesAndIds) {
  Add(RegisterKind::kLedger,
      "\xEF\xBB\xBF事项,单位,项目名称,项目代码,文号,事件日期,日期含义,备注\r\n"
      "出让公告,某区国土资源分局,\"甲,乙地块\",C-1,,2018-05-01,,\r\n"
      "land.result,ghj,丙地块,C-2,津规〔2025〕1号,2025/3/1,determined,见附件\r\n");
  EXPECT_EQ(Errors(), "");
  ASSERT_THAT(registers_.ledger, SizeIs(2));
  EXPECT_EQ(registers_.ledger[0].item, "land.notice");
  EXPECT_EQ(registers_.ledger[0].unit, "gtfj");
  EXPECT_EQ(registers_.ledger[0].subject, "甲,乙地块");
  EXPECT_EQ(registers_.ledger[0].place, "r.csv:2");
  EXPECT_EQ(registers_.ledger[1].event_date->Iso(), "2025-03-01");
  EXPECT_EQ(registers_.ledger[1].event_meaning, "determined");
}

TEST_F(RegisterTest, AnExemptionMayNameWhatSiteInspectionFinds) {
  Add(RegisterKind::kExemptions,
      "事项,单位,项目名称,依据,批准人,批准日期\n"
      "栏目更新不及时,zjw,历史文件,state-secret,办公室,2025-05-01\n"
      "blank_column,zjw,,state-secret,办公室,2025-05-01\n"
      "privacy_leak,zjw,,state-secret,办公室,2025-05-01\n");
  EXPECT_THAT(Errors(), HasSubstr("r.csv:4:1: 事项 (item)"))
      << "what must never be published has no exemption";
  ASSERT_THAT(registers_.exemptions, SizeIs(2));
  EXPECT_EQ(registers_.exemptions[0].item, "stale_column");
  EXPECT_EQ(registers_.exemptions[0].subject, "历史文件");
  EXPECT_EQ(registers_.exemptions[1].item, "blank_column");
}

TEST_F(RegisterTest, AnAliasHoldsOnlyOnItsDays) {
  Add(RegisterKind::kLedger,
      "item,unit,event_date\nhousing.permit,建委,2018-06-01\nhousing.permit,建委,2020-06-01\n");
  EXPECT_EQ(
      Errors(),
      "r.csv:3:2: 单位 (unit): expected a name in force on 2020-06-01 (zjw bore it at another time), found "
      "\"建委\"; "
      "write the name of that day, or the id\n");
  EXPECT_THAT(registers_.ledger, SizeIs(1));
}

TEST_F(RegisterTest, AUnitMayBearItsDistrictsName) {
  plan_.assessment.district = "某区";
  plan_.units[0].name = "区财政局";
  plan_.units[0].aliases = {{"审计局", {}}};
  const std::string id = plan_.units[0].id;
  for (const char* name : {"某区财政局", "某市某区财政局", "某区审计局", "区财政局"})
    Add(RegisterKind::kLedger,
        std::string("item,unit,event_date,subject\nhousing.permit,") + name + ",2025-06-01,x\n");
  Add(RegisterKind::kLedger,
      "item,unit,event_date\nhousing.permit,别区财政局,2025-06-02\nhousing.permit,某区,2025-06-03\n");
  ASSERT_THAT(registers_.ledger, SizeIs(4));
  for (const model::LedgerRow& row : registers_.ledger) EXPECT_EQ(row.unit, id);
  EXPECT_THAT(errors_, SizeIs(2)) << "another district's unit and the district itself are none: " << Errors();
}

TEST_F(RegisterTest, MeaningsOfDatesAreWrittenAsPeopleSayThem) {
  Add(RegisterKind::kLedger,
      "事项,单位,事件日期,日期含义\nhousing.permit,zjw,2025-06-01,作出决定\nhousing.permit,zjw,2025-06-02,"
      "中标\n"
      "housing.permit,zjw,2025-06-03,decided\n");
  EXPECT_EQ(Errors(), "");
  ASSERT_THAT(registers_.ledger, SizeIs(3));
  EXPECT_EQ(registers_.ledger[0].event_meaning, "decided");
  EXPECT_EQ(registers_.ledger[1].event_meaning, "determined");
  EXPECT_EQ(registers_.ledger[2].event_meaning, "decided");
}

TEST_F(RegisterTest, EveryMeaningHasAWord) {
  for (const std::string_view name : model::EnumNames<model::DateMeaning>()) {
    if (name == model::EnumName(model::DateMeaning::kUnknown)) continue;
    const std::vector<std::string> words = WordsOf("event_meaning");
    const bool told = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return MeaningOfWord("event_meaning", word) == name;
    });
    EXPECT_TRUE(told) << name;
  }
  for (const std::string& word : WordsOf("event_meaning"))
    EXPECT_TRUE(model::ParseEnum<model::DateMeaning>(MeaningOfWord("event_meaning", word))) << word;
}

TEST_F(RegisterTest, AFaultAllDownAColumnIsToldOnce) {
  Add(RegisterKind::kLedger,
      "item,unit,event_date\nhousing.permit,无此局,2025-06-01\nhousing.permit,无此局,2025-06-02\n"
      "housing.permit,另一局,2025-06-03\nhousing.permit,无此局,2025-06-04\nhousing.permit,无此局,2025-06-"
      "05\n");
  EXPECT_THAT(
      RenderDiagnostics(errors_, base::Catalogue()),
      ElementsAre("r.csv:2:2: 单位 (unit): expected the id or a name of a unit, found \"无此局\" (the same "
                  "in 3 more rows: 3, 5-6)",
                  HasSubstr("r.csv:4:2")));
}

TEST_F(RegisterTest, EveryFaultIsToldWithRowAndColumn) {
  Add(RegisterKind::kLedger,
      "事项,单位,名称,事件日期,日期含义\n"
      "没有的,zjw,a,2025-01-01,\n"
      "住房许可,没有的,b,2025-02-30,sometime\n"
      ",zjw,c,,\n"
      "住房许可,zjw,d,,,多一格\n"
      "住房许可,zjw,e,2025-01-01,\n"
      "住房许可,zjw,e,2025-01-01,\n");
  const std::string told = Errors();
  EXPECT_THAT(
      told,
      HasSubstr("r.csv:2:1: 事项 (item): expected the id or name of an item of the plan, found \"没有的\""));
  EXPECT_THAT(told,
              HasSubstr("r.csv:3:2: 单位 (unit): expected the id or a name of a unit, found \"没有的\""));
  EXPECT_THAT(
      told,
      HasSubstr("r.csv:3:4: 事件日期 (event_date): expected a date that exists, such as 2025-03-01, found "
                "\"2025-02-30\""));
  EXPECT_THAT(told, HasSubstr("r.csv:3:5: 日期含义 (event_meaning): expected one of "));
  EXPECT_THAT(told, HasSubstr("r.csv:4:1: 事项 (item): expected a value in every row"));
  EXPECT_THAT(told, HasSubstr("r.csv:5: expected at most 5 cells, as the headings have, found \"6\""));
  EXPECT_THAT(told, HasSubstr("r.csv:7: expected each case once (row 6 is the same)"));
  EXPECT_THAT(registers_.ledger, SizeIs(1));
}

TEST_F(RegisterTest, HeadingsAreChecked) {
  Add(RegisterKind::kNoEvents, "事项,单位,日期\nhousing.plan,zjw,2025\n");
  EXPECT_THAT(Errors(), HasSubstr("r.csv:1:3: expected one of the headings 事项 (item), 单位 (unit), 年度 "
                                  "(year), 声明人 (declared_by), 声明日期 (declared_on), found \"日期\""));
  EXPECT_THAT(Errors(), HasSubstr("r.csv:1: expected a column headed \"年度 (year)\""));
  EXPECT_THAT(registers_.no_events, IsEmpty());
}

TEST_F(RegisterTest, TheOtherRegisters) {
  Add(RegisterKind::kExemptions,
      "事项,单位,名称,年度,理由,批准人,批准日期,复查日期\nhousing.permit,zjw,x,2025,国家秘密,张三,2025-01-02,"
      "2026-01-02\n"
      "housing.permit,zjw,y,2025,不想公开,,,\n");
  Add(RegisterKind::kNoEvents, "事项,单位,年度,声明人,声明日期\nhousing.plan,zjw,2025,办公室,2026-01-03\n");
  Add(RegisterKind::kMajorProjects, "名称,项目代码,单位\n大桥,2501-120115-04-01-000001,zjw\n地铁,,\n");
  EXPECT_EQ(
      Errors(),
      "r.csv:3:5: 理由 (ground): expected an exemption ground of the plan: state-secret, 国家秘密, found "
      "\"不想公开\"\n");
  ASSERT_THAT(registers_.exemptions, SizeIs(1));
  EXPECT_EQ(registers_.exemptions[0].ground, "state-secret");
  EXPECT_EQ(registers_.exemptions[0].year, 2025);
  ASSERT_THAT(registers_.no_events, SizeIs(1));
  EXPECT_EQ(registers_.no_events[0].declared_on->Iso(), "2026-01-03");
  ASSERT_THAT(registers_.major_projects, SizeIs(2));
}

TEST_F(RegisterTest, ReadsAWorkbookAsPeopleFillIt) {
  const std::string styles = "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>";
  const auto text = [](const std::string& cell, const std::string& value) {
    return "<c r=\"" + cell + "\" t=\"str\"><v>" + value + "</v></c>";
  };
  const std::string sheet =
      "<sheetData><row r=\"1\">" + text("A1", "某区2025年行政许可台账") + "</row><row r=\"2\">" +
      text("A2", "填报单位：建委") + "</row><row r=\"3\">" + text("A3", "序号") + text("B3", "事件日期") +
      text("C3", "项目名称") + text("D3", "责 任 单 位") + text("E3", "公开事项") + "</row><row r=\"4\">" +
      text("A4", "1") + "<c r=\"B4\" s=\"1\"><v>45717</v></c>" + text("C4", "甲工程") + text("D4", "zjw") +
      text("E4", "住房许可") + "</row><row r=\"5\">" + text("A5", "2") + text("B5", "2025年3月5日") +
      text("C5", "乙工程") + "</row><row r=\"6\">" + text("A6", "3") + text("B6", "20250230") +
      text("C6", "丙工程") + text("D6", "没有的") + text("E6", "住房许可") + "</row><row r=\"7\">" +
      "<c r=\"C7\"><v>1.2011520250301e+17</v></c>" + text("D7", "zjw") + text("E7", "住房许可") +
      "</row></sheetData>"
      "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"D4:D5\"/><mergeCell "
      "ref=\"E4:E5\"/></mergeCells>";
  Add(RegisterKind::kLedger, base::BookOf(sheet, {}, styles));
  ASSERT_THAT(registers_.ledger, SizeIs(2)) << Errors();
  EXPECT_EQ(registers_.ledger[0].event_date->Iso(), "2025-03-01");
  EXPECT_EQ(registers_.ledger[1].event_date->Iso(), "2025-03-05");
  EXPECT_EQ(registers_.ledger[1].unit, "zjw") << "merged cells hold for all their rows";
  EXPECT_EQ(registers_.ledger[1].place, "r.csv[台账!5]");
  const std::string told = Errors();
  EXPECT_THAT(
      told,
      HasSubstr("r.csv[台账!B6]: 事件日期 (event_date): expected a date that exists, such as 2025-03-01, "
                "found \"20250230\""));
  EXPECT_THAT(told, HasSubstr("r.csv[台账!D6]: 单位 (unit): expected the id or a name of a unit"));
  EXPECT_THAT(told, HasSubstr("r.csv[台账!C7]: 名称 (subject): expected a number of at most 15 digits"));
}

TEST_F(RegisterTest, HeadingsOfTwoRowsTotalsAndNotes) {
  Add(RegisterKind::kLedger,
      "某区应公开信息台账,,,,,\n序号,公开事项,责任单位,项目,,事件日期\n,,,名称,文号,\n"
      "1,住房许可,zjw,甲工程,甲许〔2025〕1号,二〇二五年三月一日\n合计,,,1件,,\n"
      "注：1.由各单位报送。,,,,,\n2.日期为作出决定之日。,,,,,\n");
  EXPECT_THAT(Errors(), IsEmpty());
  ASSERT_THAT(registers_.ledger, SizeIs(1));
  EXPECT_EQ(registers_.ledger[0].subject, "甲工程");
  EXPECT_EQ(registers_.ledger[0].doc_number, "甲许〔2025〕1号");
  EXPECT_EQ(registers_.ledger[0].event_date->Iso(), "2025-03-01");

  // What was left out is named, row by row.
  ASSERT_THAT(warnings_, SizeIs(3));
  EXPECT_EQ(
      ToEnglish(warnings_[0]),
      "r.csv:5: expected a row of the register, found \"合计 1件\"; left out as a total or a note; fill its "
      "required cells if it is a row");
  EXPECT_THAT(ToEnglish(warnings_[1]),
              HasSubstr("r.csv:6: expected a row of the register, found \"注：1.由各"));
  EXPECT_EQ(warnings_[2].line, 7);

  registers_ = {};
  Add(RegisterKind::kLedger, "事项,单位,名称\n住房许可,zjw,甲工程\n,,忘写单位的工程\n合计,zjw,乙工程\n");
  EXPECT_THAT(Errors(), HasSubstr("r.csv:3")) << "a row without its cells is a fault, not a note";
  EXPECT_THAT(Errors(), HasSubstr("r.csv:4")) << "a total has no unit";
}

TEST_F(RegisterTest, ReadsTheCharsetOfOldSpreadsheets) {
  // 事项,单位\n住房许可,建委 in GBK.
  Add(RegisterKind::kNoEvents, "\xCA\xC2\xCF\xEE,\xB5\xA5\xCE\xBB,\xC4\xEA\xB6\xC8\nhousing.plan,zjw,2025\n");
  EXPECT_EQ(Errors(), "");
  EXPECT_THAT(registers_.no_events, SizeIs(1));
}

TEST_F(RegisterTest, TheRegistersOfTheRound) {
  Add(RegisterKind::kExtensions,
      "事项,单位,项目名称,延期至,延期理由,批准人,批准日期\n住房许可,zjw,甲,2025年6月30日,等待批复,张三,2025-"
      "05-01\n"
      "住房许可,zjw,乙,2025-04-30,等待批复,张三,2025-05-01\n");
  Add(RegisterKind::kManualEvidence,
      "事项,单位,项目名称,公开日期,载体,取证人,取证日期\n住房许可,zjw,甲,2025-05-01,公示栏,李四,2025-05-02\n"
      "住房许可,zjw,乙,2025-05-01,,李四,2025-05-02\n");
  Add(RegisterKind::kOverrides,
      "问题编号,复核意见,复核理由,复核人,复核日期,超期天数\nab12,撤销,已公开,王五,2025-07-01,\n"
      "ab13,修改,日期有误,王五,2025-07-01,3\nab14,修改,日期有误,王五,2025-07-01,\nab15,再看看,x,王五,2025-07-"
      "01,\n"
      "ab12,确认,x,王五,2025-07-01,\n");
  Add(RegisterKind::kProjectJoins,
      "类型,项目名称,另一项目名称,依据,经办人\n合并,甲,乙,更名,赵六\n拆分,丙,,分期,赵六\n");
  ASSERT_THAT(registers_.extensions, SizeIs(1));
  EXPECT_EQ(registers_.extensions[0].until.Iso(), "2025-06-30");
  ASSERT_THAT(registers_.manual, SizeIs(1));
  EXPECT_EQ(registers_.manual[0].carrier, "公示栏");
  ASSERT_THAT(registers_.overrides, SizeIs(2));
  EXPECT_EQ(registers_.overrides[0].ruling, model::Ruling::kDismissed);
  EXPECT_EQ(registers_.overrides[1].days_over, 3);
  ASSERT_THAT(registers_.project_joins, SizeIs(1));
  const std::string told = Errors();
  EXPECT_THAT(told,
              HasSubstr("r.csv:3:4: 延期至 (until): expected a day not before the approval of 2025-05-01"));
  EXPECT_THAT(told, HasSubstr("r.csv:3:5: 公开载体 (carrier): expected where it stood"));
  EXPECT_THAT(told, HasSubstr("r.csv:4:2: 复核意见 (ruling): expected what is amended: days or unit"));
  EXPECT_THAT(told, HasSubstr("r.csv:5:2: 复核意见 (ruling): expected one of 确认 | 撤销 | 修改"));
  EXPECT_THAT(told, HasSubstr("r.csv:6: expected each case once (row 2 is the same)"));
  EXPECT_THAT(
      told,
      HasSubstr("r.csv:3:3: 另一项目名称 (other_subject): expected a name or a code of the other project"));
}

TEST_F(RegisterTest, RegistersThatContradictOneAnotherAreFaults) {
  Add(RegisterKind::kExemptions,
      "item,unit,ground,approver,approved_on\nhousing.plan,zjw,state-secret,a,2025-01-01\n");
  Add(RegisterKind::kNoEvents, "item,unit,year\nhousing.plan,zjw,2025\n");
  Add(RegisterKind::kLedger,
      "item,unit,doc_number,event_date\nhousing.permit,zjw,A〔2025〕1号,2025-01-01\n"
      "housing.permit,zjw,A〔2025〕1号,2025-01-02\n");
  EXPECT_EQ(Errors(), "");
  plan_.registers = registers_;
  CheckRegisters(plan_, &errors_);
  EXPECT_THAT(Errors(),
              HasSubstr("r.csv:2: expected either exempt or declared never to have happened, not both, found "
                        "\"r.csv:2\""));
  EXPECT_THAT(Errors(),
              HasSubstr("r.csv:3: expected one day for one document (2025-01-02 here, 2025-01-01 there)"));
}

TEST(DayOf, ReadsDaysAsPeopleWriteThem) {
  const auto day = [](const std::string& text) {
    const auto read = DayOf({text, {}, false});
    return read ? read->Iso() : "none";
  };
  for (const char* text : {"2025-03-01", "2025/3/1", "2025.03.1", "20250301", "2025年3月1日",
                           "２０２５年３月１日", "二〇二五年三月一日", "二○二五年三月一日",
                           "二零二五年三月一日", "2025-03-01 10:30", "2025-03-01T10:30:00"})
    EXPECT_EQ(day(text), "2025-03-01") << text;
  EXPECT_EQ(day("二〇二五年十月十日"), "2025-10-10");
  EXPECT_EQ(day("二〇二五年三月廿五日"), "2025-03-25");
  EXPECT_EQ(day("2O25-03-01"), "none");  // the letter is a slip to be told, no digit
  EXPECT_EQ(day("二〇二五年十二月二十日"), "2025-12-20");
  EXPECT_EQ(day("二〇二五年十一月三十一日"), "none");
  EXPECT_EQ(day("二〇二五年十二月三十一日"), "2025-12-31");
  for (const char* text : {"", "2025-02-29", "2025年3月", "25-03-01", "45717", "2025-3/1", "2025年3日1月",
                           "2025-03-01x", "2025-03-01 上午", "202503011", "0300-01-01"})
    EXPECT_EQ(day(text), "none") << text;
}

TEST_F(RegisterTest, AnAssessmentNamesItsRegisters) {
  const PlanFolder folder;
  folder.Write("round/assessment.yaml",
               "extends: ../base\nid: r\nregisters: {ledger: [in/a.csv], no_events: [none.csv]}\n");
  folder.Write("round/in/a.csv", "item,unit\nhousing.permit,zjw\nhousing.permit,nobody\n");
  const LoadOutcome outcome = folder.Load("round");
  EXPECT_THAT(outcome.plan.registers.ledger, SizeIs(1));
  const std::string told = Told(outcome.errors, folder);
  EXPECT_THAT(
      told,
      HasSubstr("round/in/a.csv:3:2: 单位 (unit): expected the id or a name of a unit, found \"nobody\""));
  EXPECT_THAT(
      told, HasSubstr("round/assessment.yaml:3: registers.no_events[0]: expected a file that exists, found"));
}

TEST(DecodeTextFile, ReadsWhatSpreadsheetsSave) {
  std::string text;
  ASSERT_TRUE(DecodeTextFile("\xca\xc2\xcf\xee", &text));  // GB18030
  EXPECT_EQ(text, "事项");
  ASSERT_TRUE(DecodeTextFile("\x95\x32\x82\x36", &text));  // GB18030, four bytes: U+20000
  EXPECT_EQ(text, "\xf0\xa0\x80\x80");
  ASSERT_TRUE(DecodeTextFile(std::string_view("\xFF\xFE\x8B\x4E\x79\x98", 6), &text));
  EXPECT_EQ(text, "事项");
  ASSERT_TRUE(DecodeTextFile(std::string_view("\xFE\xFF\x4E\x8B\x98\x79", 6), &text));
  EXPECT_EQ(text, "事项");
  EXPECT_FALSE(DecodeTextFile("\xff\x01", &text));
}

TEST(ParseCsv, FollowsRfc4180) {
  std::vector<Diagnostic> errors;
  const auto rows = ParseCsv("a,\"b \"\"q\"\"\nline 2\",c\r\n\r\n,,\nd,,f", "x.csv", &errors);
  EXPECT_THAT(errors, IsEmpty());
  ASSERT_THAT(rows, SizeIs(2)) << "blank lines are left out";
  EXPECT_THAT(rows[0].cells, ElementsAre("a", "b \"q\"\nline 2", "c"));
  EXPECT_EQ(rows[1].row, 5);
  EXPECT_THAT(rows[1].cells, ElementsAre("d", "", "f"));
}

TEST(ParseCsv, TellsBrokenQuotes) {
  std::vector<Diagnostic> errors;
  const auto rows = ParseCsv("a,\"b\"x,c\n\"open,d\n", "x.csv", &errors);
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(ToEnglish(errors[0]),
            "x.csv:1:2: expected a comma or the end of the line after the closing quote, found \"x\"");
  EXPECT_EQ(errors[1].line, 2);
}

}  // namespace
}  // namespace mingcha::rules
