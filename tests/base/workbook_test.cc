#include "base/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/workbook_fixture.h"

namespace mingcha::base {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view kStyles =
    R"(<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>
       <numFmt numFmtId="165" formatCode="0.00&quot;day&quot;"/><numFmt numFmtId="166" formatCode="[$-804]yyyy/m/d\ hh:mm"/>
       <numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts>
       <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
       <xf numFmtId="31"/><xf numFmtId="167"/></cellXfs>)";

std::string Row(const std::string& cells) {
  return "<sheetData><row r=\"1\">" + cells + "</row></sheetData>";
}

std::vector<std::string> Texts(const std::string& bytes) {
  const auto book = ReadWorkbook(bytes);
  if (!book) return {ToEnglish(book.error())};
  std::vector<std::string> texts;
  for (const WorkbookRow& row : book->sheets.at(0).rows) {
    for (const WorkbookCell& cell : row.cells)
      texts.push_back(CellName(cell.column, row.row) + "=" + cell.text);
  }
  return texts;
}

TEST(Workbook, ReadsEveryKindOfCell) {
  const std::string sheet = Row(
      R"(<c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c>
         <c r="C1" t="str"><f>1+1</f><v>公式</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c>
         <c r="F1"><v>0.10000000000000001</v></c><c r="G1"><v>120115</v></c><c r="H1"/><c r="AA1"><v>-3</v></c>)");
  EXPECT_THAT(
      Texts(BookOf(sheet, "<si><t>x</t></si><si><t>文_x000A_字</t><rPh><t>注音</t></rPh></si>")),
      ElementsAre("A1=文\n字", "B1=甲 乙", "C1=公式", "D1=TRUE", "E1=#N/A", "F1=0.1", "G1=120115", "AA1=-3"));
}

TEST(Workbook, ReadsDatesOfBothSystems) {
  const std::string sheet = Row(
      R"(<c s="1"><v>45658</v></c><c s="2"><v>59</v></c><c s="2"><v>60</v></c><c s="2"><v>61</v></c><c s="4"><v>45658.5</v></c>
         <c s="3"><v>45658</v></c><c s="5"><v>45658.75</v></c><c s="6"><v>0.5</v></c><c t="d"><v>2025-01-01T08:00:00</v></c>)");
  EXPECT_THAT(
      Texts(BookOf(sheet, {}, std::string(kStyles))),
      ElementsAre("A1=2025-01-01", "B1=1900-02-28", "C1=60", "D1=1900-03-01", "E1=2025-01-01 12:00:00",
                  "F1=45658", "G1=2025-01-01", "H1=12:00:00", "I1=2025-01-01 08:00:00"));
  const auto book = ReadWorkbook(
      BookOf(Row(R"(<c s="1"><v>0</v></c><c s="1"><v>44196</v></c>)"), {}, std::string(kStyles), true));
  ASSERT_TRUE(book);
  EXPECT_EQ(book->sheets[0].rows[0].cells[0].text, "1904-01-01");
  EXPECT_EQ(book->sheets[0].rows[0].cells[1].date, Date::FromYmd(2025, 1, 1));
}

TEST(Workbook, TellsNumbersThatLostDigits) {
  const auto book =
      ReadWorkbook(BookOf(Row(R"(<c><v>1.2011520250301e+17</v></c><c><v>999999999999999</v></c>)")));
  ASSERT_TRUE(book);
  EXPECT_TRUE(book->sheets[0].rows[0].cells[0].inexact);
  EXPECT_EQ(book->sheets[0].rows[0].cells[0].text, "120115202503010000");
  EXPECT_FALSE(book->sheets[0].rows[0].cells[1].inexact);
}

TEST(Workbook, FillsMergedCells) {
  const auto book = ReadWorkbook(BookOf(
      R"(<sheetData><row r="1"><c r="A1" t="str"><v>标题</v></c></row><row r="3"><c r="A3" t="str"><v>甲</v></c>
        <c r="B3"><v>1</v></c></row><row r="4"><c r="B4"><v>2</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells>)"));
  ASSERT_TRUE(book);
  EXPECT_THAT(FilledTable(book->sheets[0]), ElementsAre(ElementsAre("标题", "标题"), SizeIs(0),
                                                        ElementsAre("甲", "1"), ElementsAre("甲", "2")));
}

TEST(Workbook, RefusesWhatIsNoWorkbook) {
  const auto told = [](std::string_view bytes) {
    const auto book = ReadWorkbook(bytes);
    return book ? std::string("read") : ToEnglish(book.error());
  };
  EXPECT_THAT(told("no zip"), HasSubstr("this is no .xlsx file"));
  EXPECT_THAT(told(""), HasSubstr("this is no .xlsx file"));
  EXPECT_THAT(told("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), HasSubstr("save it as .xlsx without a password"));
  EXPECT_THAT(told(ZipOf({{"a.txt", "x"}})), HasSubstr("this is no spreadsheet"));
  const std::string good = BookOf(Row("<c><v>1</v></c>"));
  EXPECT_EQ(told(good), "read");
  EXPECT_THAT(told(good.substr(0, good.size() / 2)), HasSubstr("damaged"));
  EXPECT_THAT(told(BookOf(Row("<c t=\"s\"><v>7</v></c>"))), HasSubstr("cell A1 names text 7"));
  EXPECT_THAT(told(BookOf(Row("<c r=\"B1\"/><c r=\"A1\"/>"))), HasSubstr("cell \"A1\" stands in row 1"));
  EXPECT_THAT(told(BookOf("<sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>")),
              HasSubstr("rows stand out of order"));
  EXPECT_THAT(told(BookOf("<sheetData>")), HasSubstr("xl/worksheets/sheet1.xml of the workbook is damaged"));
}

TEST(Workbook, HoldsItsLimits) {
  WorkbookLimits limits;
  const auto code = [&](const std::string& bytes) {
    const auto book = ReadWorkbook(bytes, limits);
    return book ? std::string("read") : std::string(ErrorCodeName(book.error().code));
  };
  const std::string out_of_range(ErrorCodeName(ErrorCode::kOutOfRange));
  const std::string bomb = BookOf("<!--" + std::string(40'000'000, ' ') + "-->" + Row("<c><v>1</v></c>"));
  EXPECT_LT(bomb.size(), 100'000u);
  EXPECT_EQ(code(bomb), out_of_range);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(code(BookOf(deep)), out_of_range);
  EXPECT_EQ(code(BookOf(Row("<c r=\"ZZZ1\"><v>1</v></c>"))), std::string(ErrorCodeName(ErrorCode::kCorrupt)));
  EXPECT_EQ(code(BookOf(Row("<c r=\"XFD1\"><v>1</v></c>"))), out_of_range);
  EXPECT_EQ(
      code(BookOf(Row("<c><v>1</v></c>") + "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>")),
      out_of_range);
  // A long text repeated by reference or by merging counts each time it would be written.
  limits.text_bytes = 10'000;
  const std::string longish(600, 'x');
  EXPECT_EQ(code(BookOf(Row("<c t=\"str\"><v>" + longish + "</v></c>"))), "read");
  EXPECT_EQ(code(BookOf(Row("<c t=\"str\"><v>" + longish + "</v></c>") +
                        "<mergeCells><mergeCell ref=\"A1:A20\"/></mergeCells>")),
            out_of_range);
  limits = {};
  limits.cells = 100;
  EXPECT_EQ(code(BookOf(Row("<c r=\"CW1\"><v>1</v></c>"))), out_of_range);
  limits = {};
  limits.entries = 3;
  EXPECT_EQ(code(BookOf(Row(""))), out_of_range);
}

TEST(CellName, CountsLikeColumns) {
  EXPECT_EQ(CellName(1, 1), "A1");
  EXPECT_EQ(CellName(26, 9), "Z9");
  EXPECT_EQ(CellName(27, 10), "AA10");
  EXPECT_EQ(CellName(16384, 1), "XFD1");
}

}  // namespace
}  // namespace mingcha::base
