// Each type of file, made by office programs (tests/fixtures/attachments/make.py), and what hostile ones
// give.
#include "extractors/attachments/read_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>

#include "attachments_test_kit.h"
#include "extractors/attachments/part_writer.h"
#include "extractors/attachments/sniff.h"

namespace mingcha::attachments {
namespace {

using model::AttachmentContent;
using model::AttachmentStatus;
using model::AttachmentType;
using testing::HasSubstr;
using testing::Not;

struct Case {
  const char* file;
  AttachmentType type;
};

class TableFileTest : public testing::TestWithParam<Case> {};

TEST_P(TableFileTest, GivesItsTextAndItsTableWithPlaces) {
  const AttachmentContent content = ReadFile(Fixture(GetParam().file), {});
  EXPECT_EQ(content.type, GetParam().type);
  EXPECT_EQ(content.status, AttachmentStatus::kRead) << base::RenderEnglish(content.detail);
  const std::string text = AllText(content);
  EXPECT_THAT(text, HasSubstr("建设项目审批结果公示表"));
  EXPECT_THAT(text, HasSubstr("填报单位：演示区行政审批局"));
  EXPECT_THAT(text, HasSubstr("联系电话：022-12345678"));
  const model::AttachmentBlock* table = nullptr;
  for (const auto& part : content.parts) {
    for (const auto& block : part.blocks)
      if (block.rows.size() >= 4) table = &block;
  }
  ASSERT_NE(table, nullptr) << text;
  const auto& rows = table->rows;
  size_t header = 0;
  while (header < rows.size() && rows[header].cells[0].text != "序号") ++header;
  ASSERT_LT(header + 3, rows.size()) << text;
  ASSERT_GE(rows[header].cells.size(), 5u);
  EXPECT_EQ(rows[header].cells[3].text, "许可决定日期");
  EXPECT_EQ(rows[header + 1].cells[1].text, "演示东路改造工程");
  EXPECT_EQ(rows[header + 3].cells[2].text, "演审批准〔2025〕13号");
  EXPECT_EQ(rows[header + 3].cells[3].text, "2025-04-14");
  EXPECT_EQ(rows[header + 2].number, rows[header + 1].number + 1);
}

INSTANTIATE_TEST_SUITE_P(
    Types, TableFileTest,
    testing::Values(Case{"table.docx", AttachmentType::kDocx}, Case{"table.doc", AttachmentType::kDoc},
                    Case{"table.xlsx", AttachmentType::kXlsx}, Case{"table.xls", AttachmentType::kXls},
                    Case{"table.rar", AttachmentType::kRar}, Case{"table.7z", AttachmentType::kSevenZip},
                    Case{"names_gbk.zip", AttachmentType::kZip},
                    Case{"page_named_xls.xls", AttachmentType::kHtml}),
    [](const auto& param) {
      std::string name = param.param.file;
      for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
      return name;
    });

/// A PDF of pages with these drawing commands.
std::string Pdf(const std::vector<std::string>& pages) {
  std::string kids;
  std::string objects;
  for (size_t i = 0; i < pages.size(); ++i) {
    const std::string page = std::to_string(10 + 2 * i);
    const std::string text = std::to_string(11 + 2 * i);
    kids += page + " 0 R ";
    objects += page + " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents " + text +
               " 0 R/Resources<</Font<</F 3 0 R>>>>>>endobj\n" + text + " 0 obj<</Length " +
               std::to_string(pages[i].size()) + ">>stream\n" + pages[i] + "\nendstream endobj\n";
  }
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[" + kids +
         "]/Count " + std::to_string(pages.size()) +
         ">>endobj\n3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" + objects +
         "trailer<</Root 1 0 R>>\n%%EOF\n";
}

TEST(ReadFileTest, ABlankPageOfAPdfLeavesNothingOpen) {
  const std::string text = "BT /F 20 Tf 20 300 Td (approval 2025) Tj ET";
  const AttachmentContent blank = ReadFile(Pdf({text, ""}), {});
  if (blank.status == AttachmentStatus::kNoConverter) GTEST_SKIP() << "poppler-utils is not installed";
  EXPECT_EQ(blank.status, AttachmentStatus::kRead) << base::RenderEnglish(blank.detail);
  EXPECT_THAT(AllText(blank), HasSubstr("approval"));
  // A page with something drawn on it that is no text stays open.
  EXPECT_NE(ReadFile(Pdf({text, "100 100 80 80 re f"}), {}).status, AttachmentStatus::kRead);
}

TEST(ReadFileTest, OfdWordsAreLaidOutAsATable) {
  const AttachmentContent content = ReadFile(Fixture("table.ofd"), {});
  EXPECT_EQ(content.type, AttachmentType::kOfd);
  EXPECT_EQ(content.status, AttachmentStatus::kRead);
  EXPECT_THAT(AllText(content),
              HasSubstr("2|演示西路改造工程|演审批准〔2025〕12号|2025-04-11|演示区行政审批局"));
  EXPECT_EQ(content.parts.at(0).blocks.at(0).page, 1);
}

TEST(ReadFileTest, RtfSpeaksGbkAndUnicode) {
  const AttachmentContent content = ReadFile(Fixture("table.rtf"), {});
  EXPECT_EQ(content.type, AttachmentType::kRtf);
  EXPECT_EQ(content.status, AttachmentStatus::kRead);
  EXPECT_THAT(AllText(content), HasSubstr("填报单位：演示区行政审批局"));
  EXPECT_THAT(AllText(content),
              HasSubstr("3|演示水厂扩建工程|演审批准〔2025〕13号|2025-04-14|演示区行政审批局"));
}

TEST(ReadFileTest, NamesInArchivesAreReadAsGbk) {
  const AttachmentContent content = ReadFile(Fixture("names_gbk.zip"), {});
  ASSERT_EQ(content.parts.size(), 2u);
  EXPECT_EQ(content.parts[0].name, "公示表/附件1.docx");
  EXPECT_EQ(content.parts[1].name, "公示表/附件2.xls");
  EXPECT_EQ(content.parts[1].type, AttachmentType::kXls);
}

TEST(ReadFileTest, SheetsKeepTheirNamesAndRows) {
  const std::string sheet =
      R"(<worksheet><dimension ref="A1:XFD1048576"/><sheetData>)"
      R"(<row r="3"><c r="B3" t="inlineStr"><is><t>Subject</t></is></c><c r="D3"><v>0.1</v></c></row>)"
      R"(<row r="7"><c r="B7" t="inlineStr"><is><r><t>Two </t></r><r><t>runs</t></r></is></c><c r="D7" s="1"><v>45757</v></c></row>)"
      R"(</sheetData><mergeCells><mergeCell ref="B7:C5000"/></mergeCells></worksheet>)";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const auto relation = [&](const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" + target + "\"/>";
  };
  const std::string file =
      Zip({{"_rels/.rels",
            "<Relationships>" + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
           {"xl/workbook.xml",
            "<workbook xmlns:r=\"" + office +
                "\"><sheets><sheet name=\"Permits\" sheetId=\"1\" r:id=\"rId9\"/></sheets></workbook>"},
           {"xl/_rels/workbook.xml.rels", "<Relationships>" + relation("rId9", "worksheet", "/xl/w/one.xml") +
                                              relation("rId3", "styles", "styles.xml") + "</Relationships>"},
           {"xl/styles.xml",
            R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)"},
           {"xl/w/one.xml", sheet}});
  const AttachmentContent content = ReadFile(file, {});
  ASSERT_EQ(content.status, AttachmentStatus::kRead) << base::RenderEnglish(content.detail);
  const auto& block = content.parts.at(0).blocks.at(0);
  EXPECT_EQ(block.sheet, "Permits");
  ASSERT_EQ(block.rows.size(), 2u) << "a stated dimension or a merged million rows makes no rows";
  EXPECT_EQ(block.rows[1].number, 7);
  EXPECT_EQ(block.rows[1].cells.at(1).text, "Two runs");
  EXPECT_TRUE(block.rows[1].cells.at(2).copy);
  EXPECT_EQ(block.rows[0].cells.at(3).text, "0.1");
  EXPECT_EQ(block.rows[1].cells.at(3).text, "2025-04-10");
}

TEST(ReadFileTest, WordKeepsShownTextOnly) {
  const std::string body =
      R"(<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Shown </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>)"
      R"(<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:ins><w:r><w:t>text</w:t></w:r></w:ins></w:p>)"
      R"(<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>)"
      R"(<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr>)"
      R"(<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>C</w:t></w:r></w:p></w:tc>)"
      R"(<w:tc><w:p><w:r><w:t>D</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>)";
  const AttachmentContent content = ReadFile(Zip({{"word/document.xml", body}}), {});
  EXPECT_EQ(content.status, AttachmentStatus::kRead);
  EXPECT_EQ(AllText(content), "Shown text\nA|B|B\nA|C|D\n");
  EXPECT_TRUE(content.parts.at(0).blocks.at(1).rows.at(1).cells.at(0).copy);
}

TEST(ReadFileTest, PasswordsAreRecognised) {
  for (const char* name : {"locked.zip", "locked.7z"}) {
    const AttachmentContent content = ReadFile(Fixture(name), {});
    EXPECT_EQ(content.status, AttachmentStatus::kEncrypted)
        << name << ": " << base::RenderEnglish(content.detail);
  }
  std::string doc = Fixture("table.doc");
  const size_t fib = doc.find("\xEC\xA5");
  ASSERT_NE(fib, std::string::npos);
  doc[fib + 0x0B] = static_cast<char>(doc[fib + 0x0B] | 1);
  EXPECT_EQ(ReadFile(doc, {}).status, AttachmentStatus::kEncrypted);
}

TEST(ReadFileTest, CutFilesAreNeverTakenForWhole) {
  for (const char* name : {"table.docx", "table.xlsx", "table.doc", "table.xls", "table.rar", "table.7z",
                           "table.ofd", "table.rtf", "names_gbk.zip"}) {
    const std::string whole = Fixture(name);
    for (const size_t part : {3U, 10U}) {
      const AttachmentContent content =
          ReadFile(std::string_view(whole).substr(0, whole.size() * part / 11), {});
      // A compound file keeps its directory where it likes: what is left may be the whole text, never a wrong
      // one.
      const bool compound =
          std::string_view(name).ends_with(".doc") || std::string_view(name).ends_with(".xls");
      if (!compound || part == 3) {
        EXPECT_NE(content.status, AttachmentStatus::kRead) << name << " " << part;
      }
    }
  }
}

TEST(ReadFileTest, LimitsHoldAgainstBombs) {
  ReadLimits limits;
  limits.max_unpacked = size_t{4} << 20U;
  limits.max_members = 50;
  limits.max_depth = 2;
  // Deep nesting.
  std::string nested = Zip({{"a.txt", "the innermost text"}});
  for (int i = 0; i < 6; ++i) nested = Zip({{"inner.zip", nested}});
  AttachmentContent content = ReadFile(nested, limits);
  EXPECT_EQ(content.status, AttachmentStatus::kTooLarge);
  EXPECT_THAT(AllText(content), Not(HasSubstr("innermost")));
  // Too many members.
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 60; ++i) many.emplace_back("f" + std::to_string(i) + ".txt", "text");
  EXPECT_EQ(ReadFile(Zip(many), limits).status, AttachmentStatus::kPartial);
  // Too many bytes.
  content = ReadFile(Zip({{"big.txt", std::string(size_t{5} << 20U, 'a')}}), limits);
  EXPECT_EQ(content.status, AttachmentStatus::kTooLarge);
  EXPECT_EQ(AllText(content), "");
}

TEST(ReadFileTest, EntitiesAreNotExpanded) {
  std::string bomb = "<!DOCTYPE x [<!ENTITY a \"lol\">";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "\">";
  }
  bomb += "]><w:document><w:body><w:p><w:r><w:t>&j;end</w:t></w:r></w:p></w:body></w:document>";
  const AttachmentContent content = ReadFile(Zip({{"word/document.xml", bomb}}), {});
  EXPECT_LT(AllText(content).size(), 100u);
  // An entity that names a file gives nothing of it.
  const std::string reader =
      R"(<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p><w:r><w:t>&f;</w:t>)"
      R"(</w:r></w:p></w:body></w:document>)";
  EXPECT_THAT(AllText(ReadFile(Zip({{"word/document.xml", reader}}), {})), Not(HasSubstr("root:")));
}

TEST(ReadFileTest, DeepXmlEndsWithoutHarm) {
  std::string deep = "<w:document><w:body>";
  for (int i = 0; i < 50'000; ++i) deep += "<w:sdt>";
  const AttachmentContent content = ReadFile(Zip({{"word/document.xml", deep}}), {});
  EXPECT_NE(content.status, AttachmentStatus::kRead);
  std::string rtf = "{\\rtf1 ";
  for (int i = 0; i < 50'000; ++i) rtf += "{";
  EXPECT_EQ(ReadFile(rtf, {}).status, AttachmentStatus::kPartial);
}

TEST(ReadFileTest, MembersArePrintedNeverOpenedByName) {
  const AttachmentContent content =
      ReadFile(Zip({{"../../../tmp/evil.txt", "first text"}, {"/etc/cron.d/evil.txt", "second text"}}), {});
  EXPECT_EQ(content.status, AttachmentStatus::kRead);
  EXPECT_EQ(AllText(content), "first text\nsecond text\n");
  EXPECT_NE(access("/tmp/evil.txt", F_OK), 0);
  EXPECT_NE(access("/etc/cron.d/evil.txt", F_OK), 0);
}

TEST(ReadFileTest, LinksInArchivesArePassedOver) {
  // A tar with a symbolic link to /etc/passwd under the name of a text.
  std::string header(512, '\0');
  const auto put = [&](size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  put(0, "list.txt");
  put(100, "0000644");
  put(124, "00000000000");
  put(136, "00000000000");
  put(148, "        ");
  put(156, "2");
  put(157, "/etc/passwd");
  put(257, "ustar");
  put(263, "00");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", sum);
  put(148, std::string(digits) + std::string(1, '\0'));
  const AttachmentContent content = ReadFile(header + std::string(1024, '\0'), {});
  EXPECT_EQ(content.type, AttachmentType::kTar);
  EXPECT_EQ(content.status, AttachmentStatus::kBroken) << "nothing in it but a link";
  EXPECT_EQ(AllText(content), "");
}

TEST(ReadFileTest, WhatIsNotReadIsNamed) {
  EXPECT_EQ(ReadFile("", {}).status, AttachmentStatus::kBroken);
  EXPECT_EQ(ReadFile(std::string("AC1027\0\0\x01\x02", 10), {}).status, AttachmentStatus::kUnsupported);
  const AttachmentContent content =
      ReadFile(Zip({{"good.txt", "good text"}, {"plan.dwg", std::string("AC1027\0\1", 8)}}), {});
  EXPECT_EQ(content.status, AttachmentStatus::kPartial);
  EXPECT_THAT(base::RenderEnglish(content.detail), HasSubstr("plan.dwg"));
  EXPECT_EQ(AllText(content), "good text\n");
}

TEST(SniffTest, ExtensionsAndStoredNamesDoNotFoolIt) {
  // A zip that stores a docx unpacked shows the docx's names in its bytes.
  const std::string docx = Fixture("table.docx");
  EXPECT_EQ(DetectType(Zip({{"a.docx", docx}})), AttachmentType::kZip);
  EXPECT_EQ(DetectType(Fixture("page_named_xls.xls")), AttachmentType::kHtml);
  EXPECT_EQ(DetectType("\r\n  %PDF-1.7"), AttachmentType::kPdf);
  EXPECT_EQ(DetectType("plain words"), AttachmentType::kText);
}

TEST(ColumnNameTest, CountsAsSheetsDo) {
  EXPECT_EQ(ColumnName(0), "A");
  EXPECT_EQ(ColumnName(25), "Z");
  EXPECT_EQ(ColumnName(26), "AA");
  EXPECT_EQ(ColumnName(16383), "XFD");
}

}  // namespace
}  // namespace mingcha::attachments
