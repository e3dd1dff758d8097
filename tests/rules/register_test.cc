#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/csv.h"
#include "rules/register_loader.h"
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

TEST_F(RegisterTest, AnAliasHoldsOnlyOnItsDays) {
  Add(RegisterKind::kLedger,
      "item,unit,event_date\nhousing.permit,建委,2018-06-01\nhousing.permit,建委,2020-06-01\n");
  EXPECT_EQ(Errors(),
            "r.csv:3:2: unit: expected a name in force on 2020-06-01 (zjw bore it at another time), found "
            "\"建委\"; "
            "write the name of that day, or the id\n");
  EXPECT_THAT(registers_.ledger, SizeIs(1));
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
  EXPECT_THAT(told,
              HasSubstr("r.csv:2:1: item: expected the id or name of an item of the plan, found \"没有的\""));
  EXPECT_THAT(told, HasSubstr("r.csv:3:2: unit: expected the id or a name of a unit, found \"没有的\""));
  EXPECT_THAT(told, HasSubstr("r.csv:3:4: event_date: expected a date that exists, such as 2025-03-01, found "
                              "\"2025-02-30\""));
  EXPECT_THAT(told, HasSubstr("r.csv:3:5: event_meaning: expected one of "));
  EXPECT_THAT(told, HasSubstr("r.csv:4:1: item: expected a value in every row"));
  EXPECT_THAT(told, HasSubstr("r.csv:5: expected at most 5 cells, as the headings have, found \"6\""));
  EXPECT_THAT(told, HasSubstr("r.csv:7: expected each case once (row 6 is the same)"));
  EXPECT_THAT(registers_.ledger, SizeIs(1));
}

TEST_F(RegisterTest, HeadingsAreChecked) {
  Add(RegisterKind::kNoEvents, "事项,单位,日期\nhousing.plan,zjw,2025\n");
  EXPECT_THAT(Errors(), HasSubstr("r.csv:1:3: expected one of the headings item, unit, year, declared_by, "
                                  "declared_on, found \"日期\""));
  EXPECT_THAT(Errors(), HasSubstr("r.csv:1: year: expected a column headed \"year\""));
  EXPECT_THAT(registers_.no_events, IsEmpty());
}

TEST_F(RegisterTest, TheOtherRegisters) {
  Add(RegisterKind::kExemptions,
      "事项,单位,名称,年度,理由,批准人,批准日期,复查日期\nhousing.permit,zjw,x,2025,国家秘密,张三,2025-01-02,"
      "2026-01-02\n"
      "housing.permit,zjw,y,2025,不想公开,,,\n");
  Add(RegisterKind::kNoEvents, "事项,单位,年度,声明人,声明日期\nhousing.plan,zjw,2025,办公室,2026-01-03\n");
  Add(RegisterKind::kMajorProjects, "名称,项目代码,单位\n大桥,2501-120115-04-01-000001,zjw\n地铁,,\n");
  EXPECT_EQ(Errors(),
            "r.csv:3:5: ground: expected an exemption ground of the plan: state-secret, 国家秘密, found "
            "\"不想公开\"\n");
  ASSERT_THAT(registers_.exemptions, SizeIs(1));
  EXPECT_EQ(registers_.exemptions[0].ground, "state-secret");
  EXPECT_EQ(registers_.exemptions[0].year, 2025);
  ASSERT_THAT(registers_.no_events, SizeIs(1));
  EXPECT_EQ(registers_.no_events[0].declared_on->Iso(), "2026-01-03");
  ASSERT_THAT(registers_.major_projects, SizeIs(2));
}

TEST_F(RegisterTest, AnAssessmentNamesItsRegisters) {
  const PlanFolder folder;
  folder.Write("round/assessment.yaml",
               "extends: ../base\nid: r\nregisters: {ledger: [in/a.csv], no_events: [none.csv]}\n");
  folder.Write("round/in/a.csv", "item,unit\nhousing.permit,zjw\nhousing.permit,nobody\n");
  const LoadOutcome outcome = folder.Load("round");
  EXPECT_THAT(outcome.plan.registers.ledger, SizeIs(1));
  const std::string told = Told(outcome.errors, folder);
  EXPECT_THAT(told,
              HasSubstr("round/in/a.csv:3:2: unit: expected the id or a name of a unit, found \"nobody\""));
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
