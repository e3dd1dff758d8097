// Workbooks and documents: what stands in them can be read back, adds up, and is never run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "base/workbook.h"
#include "csv_reader.h"
#include "reports/render.h"
#include "sample.h"
#include "zip_reader.h"

namespace mingcha::reports {
namespace {

std::map<std::string, std::string> Files(const ReportInput& input) {
  std::map<std::string, std::string> files;
  auto rendered = RenderAll(input);
  EXPECT_TRUE(rendered) << ToEnglish(rendered.error());
  for (RenderedFile& file : *rendered) files[file.name] = std::move(file.bytes);
  return files;
}

base::Workbook Read(const std::string& bytes) {
  auto book = base::ReadWorkbook(bytes);
  EXPECT_TRUE(book) << ToEnglish(book.error());
  return book ? *book : base::Workbook();
}

/// The sheet below its head row, and the column of a heading.
struct Table {
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, size_t> columns;

  [[nodiscard]] const std::string& At(size_t row, const std::string& heading) const {
    static const std::string kNone;
    const size_t column = columns.at(heading);
    return column < rows[row].size() ? rows[row][column] : kNone;
  }
};

Table TableOf(const base::WorkbookSheet& sheet) {
  Table table;
  auto rows = base::FilledTable(sheet);
  for (size_t c = 0; c < rows.at(2).size(); ++c) table.columns[rows[2][c]] = c;
  table.rows.assign(rows.begin() + 3, rows.end());
  return table;
}

/// Fails unless every element is closed in order and no bare `<` or `&` is left.
void ExpectWellFormed(const std::string& xml, const std::string& name) {
  static const std::regex kTag(R"(<([/?]?)([A-Za-z:]+)([^<>]*?)(/?)>)");
  std::vector<std::string> open;
  std::string rest;
  size_t last = 0;
  for (std::sregex_iterator it(xml.begin(), xml.end(), kTag), end; it != end; ++it) {
    rest += xml.substr(last, static_cast<size_t>(it->position()) - last);
    last = static_cast<size_t>(it->position() + it->length());
    if ((*it)[1] == "?") continue;
    if ((*it)[1] == "/") {
      ASSERT_FALSE(open.empty()) << name;
      ASSERT_EQ(open.back(), (*it)[2]) << name;
      open.pop_back();
    } else if ((*it)[4] != "/") {
      open.push_back((*it)[2]);
    }
  }
  EXPECT_TRUE(open.empty()) << name;
  EXPECT_EQ(rest.find_first_of("<>"), std::string::npos) << name;
  EXPECT_FALSE(std::regex_search(rest, std::regex("&(?!amp;|lt;|gt;|quot;|#)"))) << name;
}

/// Texts of the cells of every table row of a Word document.
std::vector<std::vector<std::string>> DocRows(const std::string& docx) {
  const std::string xml = ReadZip(docx).at("word/document.xml");
  std::vector<std::vector<std::string>> rows;
  static const std::regex kRow("<w:tr>(.*?)</w:tr>"), kCell("<w:tc>(.*?)</w:tc>"),
      kText("<w:t [^>]*>([^<]*)</w:t>");
  for (std::sregex_iterator row(xml.begin(), xml.end(), kRow), end; row != end; ++row) {
    const std::string cells = (*row)[1];
    std::vector<std::string>& texts = rows.emplace_back();
    for (std::sregex_iterator cell(cells.begin(), cells.end(), kCell); cell != end; ++cell) {
      const std::string runs = (*cell)[1];
      std::string text;
      for (std::sregex_iterator run(runs.begin(), runs.end(), kText); run != end; ++run) text += (*run)[1];
      texts.push_back(text);
    }
  }
  return rows;
}

TEST(ProblemsBookTest, EveryFindingStandsInItOnceByItsId) {
  const Sample sample = MakeLargeSample(100);
  const base::Workbook book = Read(Files(sample.Input(base::Lang::kEn)).at("problems.xlsx"));
  ASSERT_EQ(book.sheets.size(), 4u);
  EXPECT_EQ(book.sheets.back().name, "Closed findings");
  std::multiset<std::string> ids, expected;
  for (const base::WorkbookSheet& sheet : book.sheets) {
    if (&sheet == &book.sheets.back()) break;  // what does not stand is in no pile
    const Table table = TableOf(sheet);
    for (size_t i = 0; i < table.rows.size(); ++i) ids.insert(table.At(i, "Finding no."));
  }
  for (const model::Finding& finding : sample.result.findings) expected.insert(finding.id);
  EXPECT_EQ(ids, expected);
}

TEST(ProblemsBookTest, HoldsTheColumnsOfTheLedgerInChinese) {
  const Sample sample = MakeSample();
  const base::Workbook book = Read(Files(sample.Input()).at("problems.xlsx"));
  const Table table = TableOf(book.sheets.at(0));
  for (const char* heading :
       {"序号",     "问题编号", "责任单位", "一级指标", "二级指标",   "三级指标", "问题描述",
        "问题类型", "网址",     "存档副本", "依据条款", "应公开日期", "扣分",     "发现时间",
        "整改要求", "整改时限", "整改情况", "整改链接", "复核结果",   "复核时间"}) {
    EXPECT_TRUE(table.columns.contains(heading)) << heading;
  }
  EXPECT_EQ(book.sheets[0].name, "问题台账");
}

TEST(ProblemsBookTest, DeductionsAreInPointsOfTheUnitsScore) {
  Sample sample = MakeSample();
  model::ScoreNode leaf;
  leaf.scaled_full = 20;
  leaf.final_full = 10;
  leaf.deductions = {{{}, "o2", {"a1b2c3d4e5f60001"}, 6, 5, ""},
                     {{}, "", {"a1b2c3d4e5f60001", "a1b2c3d4e5f60002"}, 4, 4, ""}};
  sample.result.units[0].tree = {leaf};
  const base::Workbook book = Read(Files(sample.Input(base::Lang::kEn)).at("problems.xlsx"));
  const Table table = TableOf(book.sheets.at(0));
  std::map<std::string, std::string> taken;
  for (size_t i = 0; i < table.rows.size(); ++i) taken[table.At(i, "Finding no.")] = table.At(i, "Deduction");
  EXPECT_EQ(taken["a1b2c3d4e5f60001"], "3.5") << "5 of 20 in a part worth 10, and half of 4";
  EXPECT_EQ(taken["a1b2c3d4e5f60002"], "1");
  EXPECT_EQ(taken["a1b2c3d4e5f60003"], "");
  const base::Workbook tables = Read(Files(sample.Input(base::Lang::kEn)).at("tables.xlsx"));
  double sum = 0;
  for (const base::WorkbookSheet& sheet : tables.sheets) {
    if (sheet.name != "Points by indicator") continue;
    const Table indicators = TableOf(sheet);
    for (size_t i = 0; i < indicators.rows.size(); ++i)
      sum += std::atof(indicators.At(i, "Deducted").c_str());
  }
  EXPECT_DOUBLE_EQ(sum, 4.5) << "both sheets tell the same points";
}

TEST(ProblemsBookTest, DatesAreDatesAndAddressesAreLinks) {
  const Sample sample = MakeSample();
  const std::string bytes = Files(sample.Input(base::Lang::kEn)).at("problems.xlsx");
  const base::Workbook book = Read(bytes);
  const Table table = TableOf(book.sheets.at(0));
  size_t row = 0;
  while (table.At(row, "Finding no.") != "a1b2c3d4e5f60002") ++row;
  EXPECT_EQ(table.At(row, "Due date"), "2025-03-31");
  bool is_date = false;
  for (const base::WorkbookRow& cells : book.sheets[0].rows) {
    for (const base::WorkbookCell& cell : cells.cells)
      is_date |= cell.date && cell.date->Iso() == "2025-03-31";
  }
  EXPECT_TRUE(is_date) << "a text that looks like a date";
  EXPECT_EQ(
      std::count(book.sheets[0].links.begin(), book.sheets[0].links.end(), sample.result.findings[0].url), 1);
}

TEST(TablesBookTest, NumbersAddUpToTheObligations) {
  const Sample sample = MakeSample();
  const auto files = Files(sample.Input(base::Lang::kEn));
  const base::Workbook book = Read(files.at("tables.xlsx"));
  const auto rows = ReadCsv(files.at("obligations.csv"));
  std::map<std::string, int> verdicts;
  for (size_t i = 1; i < rows.size(); ++i) ++verdicts[rows[i][Column(rows, "Verdict code")]];
  std::map<std::string, Table> tables;
  for (const base::WorkbookSheet& sheet : book.sheets) tables[sheet.name] = TableOf(sheet);
  EXPECT_FALSE(tables.contains("Points by indicator")) << "no sheet without a row";
  const Table& ranking = tables.at("Points and ranking");
  EXPECT_EQ(ranking.At(ranking.rows.size() - 1, "Late"), std::to_string(verdicts["late"]));
  EXPECT_EQ(ranking.At(ranking.rows.size() - 1, "Not published (established)"),
            std::to_string(verdicts["missing"]));
  EXPECT_EQ(ranking.At(ranking.rows.size() - 1, "Not published (to review)"), "0");
  EXPECT_EQ(tables.at("What was owed").rows.size(), rows.size() - 1);
  const Table& times = tables.at("Timeliness");
  for (size_t i = 0; i < times.rows.size(); ++i) {
    if (times.At(i, "Verdict") != "late") continue;
    EXPECT_EQ(times.At(i, "Event date"), "2025-03-03");
    EXPECT_EQ(times.At(i, "Working days from event to due"), "20");
    EXPECT_EQ(times.At(i, "Days over"), "7");
  }
}

/// The appendix's rows, recomputed from obligations.csv alone.
class AppendixTotalsTest : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(MissingAwaitsReview, AppendixTotalsTest, ::testing::Bool());

TEST_P(AppendixTotalsTest, CanBeRecomputedFromTheObligations) {
  Sample sample = MakeSample();
  for (model::Finding& finding : sample.result.findings)
    finding.needs_review |= GetParam() && finding.kind == model::FindingKind::kMissing;
  const auto files = Files(sample.Input(base::Lang::kEn));
  const auto csv = ReadCsv(files.at("obligations.csv"));
  using Counts = std::vector<int>;  // due, found, on time, late, missing, of doubt, exempt, no event, open
  std::map<std::string, Counts> areas, pairs;
  for (size_t i = 1; i < csv.size(); ++i) {
    const std::string verdict = csv[i][Column(csv, "Verdict code")];
    const bool asked = csv[i][Column(csv, "Verdict")] == "Not published (to review)";
    EXPECT_EQ(asked, GetParam() && verdict == "missing");
    Counts one(9);
    if (verdict == "on_time" || verdict == "present") one = {1, 1, 1, 0, 0, 0, 0, 0, 0};
    if (verdict == "late") one = {1, 1, 0, 1, 0, 0, 0, 0, 0};
    if (verdict == "missing") one = {1, 0, 0, 0, asked ? 0 : 1, asked ? 1 : 0, 0, 0, 0};
    if (verdict == "exempt") one = {1, 0, 0, 0, 0, 0, 1, 0, 0};
    if (verdict == "no_event") one = {1, 0, 0, 0, 0, 0, 0, 1, 0};
    if (verdict == "undeterminable" || verdict == "unverifiable") one = {1, 0, 0, 0, 0, 0, 0, 0, 1};
    const std::string area = csv[i][Column(csv, "Area")];
    for (Counts* sum : {&areas[area], &areas["Sum"], &pairs[csv[i][Column(csv, "Unit")] + "|" + area]}) {
      sum->resize(9);
      for (size_t k = 0; k < 9; ++k) (*sum)[k] += one[k];
    }
  }
  int area_rows = 0, pair_rows = 0, sums = 0;
  for (const auto& row : DocRows(files.at("appendix.docx"))) {
    Counts counts;
    const bool is_sum = row[0] == "Sum";
    for (size_t i = is_sum ? 1 : 2; i < row.size(); ++i) counts.push_back(std::atoi(row[i].c_str()));
    if (is_sum) {
      EXPECT_EQ(counts, areas["Sum"]);
      ++sums;
    } else if (areas.contains(row[1]) && std::isdigit(static_cast<unsigned char>(row[0][0])) != 0) {
      EXPECT_EQ(counts, areas[row[1]]) << row[1];
      ++area_rows;
    } else if (pairs.contains(row[0] + "|" + row[1])) {
      EXPECT_EQ(counts, pairs[row[0] + "|" + row[1]]) << row[0] << row[1];
      ++pair_rows;
    }
  }
  EXPECT_EQ(sums, 2);
  EXPECT_EQ(area_rows, 4) << "an area without obligations has its row too";
  EXPECT_EQ(pair_rows, 4);
}

TEST(AppendixTest, AnAreaThatIsADomainOfItsOwnGoesByTheDomainsName) {
  Sample sample = MakeSample();
  ASSERT_GT(sample.plan.areas.size(), 2U);
  for (model::Area& area : sample.plan.areas) area.domain = "areas";
  sample.plan.areas.back().domain = "safeguards";
  sample.plan.domains = {{"areas", "Areas"}, {"safeguards", "Safeguards"}};
  std::set<std::string> names;
  for (const auto& row : DocRows(Files(sample.Input(base::Lang::kEn)).at("appendix.docx"))) {
    if (row.size() > 1) names.insert(row[1]);
  }
  EXPECT_TRUE(names.contains("Safeguards"));
  EXPECT_FALSE(names.contains(sample.plan.areas.back().name));
  EXPECT_TRUE(names.contains(sample.plan.areas.front().name));
  EXPECT_FALSE(names.contains("Areas"));
}

TEST(AppendixTest, RowsFollowThePlansAppendix) {
  Sample sample = MakeSample();
  for (size_t i = 0; i < sample.plan.areas.size(); ++i)
    sample.plan.areas[i].appendix_row = static_cast<int>(sample.plan.areas.size() - i);
  const auto rows = DocRows(Files(sample.Input()).at("appendix.docx"));
  EXPECT_EQ(rows.at(1).at(1), sample.plan.areas.back().name);
}

TEST(FeedbackTest, ThereIsOneForEveryUnitConcerned) {
  const Sample sample = MakeSample();
  const auto files = Files(sample.Input());
  for (const char* unit : {"gtj", "czj", "zjw"})
    EXPECT_TRUE(files.contains(fmt::format("feedback/{}.docx", unit))) << unit;
  const std::string xml = ReadZip(files.at("feedback/gtj.docx")).at("word/document.xml");
  EXPECT_NE(xml.find("津宝(挂)2025-03号地块"), std::string::npos);
  EXPECT_EQ(xml.find("区人民医院CT采购项目"), std::string::npos) << "another unit's finding";
}

TEST(DocumentTest, EveryPartIsWellFormed) {
  const Sample sample = MakeSample();
  for (const auto& [name, bytes] : Files(sample.Input())) {
    if (!name.ends_with(".docx")) continue;
    for (const auto& [part, xml] : ReadZip(bytes)) ExpectWellFormed(xml, name + "/" + part);
  }
}

TEST(DocumentTest, NoEnglishIsLeftInChinese) {
  Sample sample = MakeSample();
  sample.result.findings[1].reason = base::Msg("{} could not be read ({})", "签订日期", "timeout");
  const auto files = Files(sample.Input());
  static const std::regex kText("<w:t [^>]*>([^<]*)</w:t>"), kWord("[A-Za-z]{2,}"),
      kAddress(R"(https?://\S+)");
  const std::set<std::string> kept = {"CT", "xlsx", "problems", "WARC", "mingcha"};
  for (const auto& [name, bytes] : files) {
    if (!name.ends_with(".docx")) continue;
    const std::string xml = ReadZip(bytes).at("word/document.xml");
    for (std::sregex_iterator it(xml.begin(), xml.end(), kText), end; it != end; ++it) {
      const std::string text = std::regex_replace((*it)[1].str(), kAddress, "");
      for (std::sregex_iterator word(text.begin(), text.end(), kWord); word != end; ++word)
        EXPECT_TRUE(kept.contains(word->str())) << name << ": " << word->str() << " in " << text;
    }
  }
}

TEST(DocumentTest, HostileTextStaysText) {
  for (const std::string evil :
       {"=HYPERLINK(\"http://evil.example\")", "+1", "@SUM(A1)", "\t=1", "</w:t></w:r><w:br/>", "]]>&<",
        "\xFF\xFE\xEF\xBF\xBF\x01", "javascript:alert(1)"}) {
    Sample sample = MakeSample();
    for (model::Finding& finding : sample.result.findings)
      finding.title = finding.project = finding.url = finding.rule.source = evil;
    for (model::Obligation& owed : sample.result.obligations) owed.subject_text = owed.project_code = evil;
    sample.plan.assessment.title = sample.plan.units[0].name = sample.plan.areas[0].name = evil;
    for (const auto& [name, bytes] : Files(sample.Input())) {
      if (!name.ends_with(".docx") && !name.ends_with(".xlsx")) continue;
      for (const auto& [part, xml] : ReadZip(bytes)) {
        ExpectWellFormed(xml, name + "/" + part);
        EXPECT_EQ(xml.find("<f>"), std::string::npos) << name << "/" << part << ": a formula";
        EXPECT_EQ(xml.find("Target=\"javascript"), std::string::npos) << name << "/" << part;
      }
    }
  }
}

TEST(DocumentTest, NothingInItTellsTheTimeOfWriting) {
  const Sample sample = MakeSample();
  const auto first = Files(sample.Input()), second = Files(sample.Input());
  for (const auto& [name, bytes] : first) EXPECT_EQ(bytes, second.at(name)) << name;
  EXPECT_NE(ReadZip(first.at("problems.xlsx")).at("docProps/core.xml").find("2018-01-01T00:00:00Z"),
            std::string::npos);
}

}  // namespace
}  // namespace mingcha::reports
