#include "reports/render.h"
#include "reports/report_view.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <regex>
#include <set>

#include "base/text.h"
#include "csv_reader.h"
#include "golden.h"
#include "model/enum_names.h"
#include "sample.h"

namespace mingcha::reports {
namespace {

namespace json = boost::json;

std::map<std::string, std::string> Files(const ReportInput& input) {
  std::map<std::string, std::string> files;
  auto rendered = RenderAll(input);
  EXPECT_TRUE(rendered) << ToEnglish(rendered.error());
  for (RenderedFile& file : *rendered) files[file.name] = std::move(file.bytes);
  return files;
}

std::string Between(const std::string& text, const std::string& from, const std::string& to) {
  const size_t begin = text.find(from);
  EXPECT_NE(begin, std::string::npos) << from;
  if (begin == std::string::npos) return {};
  return text.substr(begin + from.size(), text.find(to, begin + from.size()) - begin - from.size());
}

/// The page without the chart library's code, which is nobody's text.
std::string WithoutLibrary(std::string html) {
  const size_t begin = html.find("<script>") + 8;
  html.erase(begin, html.find("</script>", begin) - begin);
  return html;
}

json::value DataOf(const std::string& html) {
  return json::parse(Between(html, "<script type=\"application/json\" id=\"data\">", "</script>"));
}

TEST(RenderTest, WritesEveryFileOfTheContract) {
  const Sample sample = MakeSample();
  const auto files = Files(sample.Input());
  for (const char* name : {"index.html", "findings.json", "findings.csv", "obligations.csv", "coverage.csv",
                           "units.csv", "scores.csv"}) {
    ASSERT_TRUE(files.contains(name)) << name;
    EXPECT_TRUE(base::IsValidUtf8(files.at(name))) << name;
  }
}

TEST(RenderTest, MatchesGoldens) {
  const Sample sample = MakeSample();
  for (const auto& [lang, suffix] : {std::pair(base::Lang::kZh, "zh"), std::pair(base::Lang::kEn, "en")}) {
    for (const auto& [name, bytes] : Files(sample.Input(lang))) {
      if (name.ends_with(".json") || name.ends_with(".csv"))
        ExpectGolden(fmt::format("{}/{}", suffix, name), bytes);
    }
  }
}

TEST(RenderTest, EqualInputGivesEqualBytes) {
  const Sample first = MakeSample(), second = MakeSample();
  EXPECT_EQ(Files(first.Input()), Files(second.Input()));
}

TEST(RenderTest, OrderOfPagesAndDisclosuresDoesNotMatter) {
  Sample sample = MakeSample();
  model::PageRecord older = sample.pages[0];
  older.id = 3;
  older.warc.offset = 1;
  sample.pages.push_back(older);
  const auto files = Files(sample.Input());
  std::swap(sample.pages[0], sample.pages[1]);
  EXPECT_EQ(files, Files(sample.Input()));
}

TEST(FindingsJsonTest, HasTheContractsMembers) {
  const Sample sample = MakeSample();
  const json::value report = json::parse(Files(sample.Input()).at("findings.json"));
  EXPECT_EQ(report.at("schema"), 1);
  ASSERT_EQ(report.at("findings").as_array().size(), sample.result.findings.size());
  for (size_t i = 0; i < sample.result.findings.size(); ++i) {
    const json::object& finding = report.at("findings").at(i).as_object();
    for (const char* key :
         {"id", "kind", "severity", "unit", "item", "project", "url", "title", "event_date", "due",
          "published", "days_over", "day_unit", "rule", "evidence", "reason", "needs_review"}) {
      EXPECT_TRUE(finding.contains(key)) << key;
    }
    EXPECT_EQ(finding.at("id").as_string(), sample.result.findings[i].id) << "the checker's order is kept";
    for (const char* key : {"id", "source", "verified"})
      EXPECT_TRUE(finding.at("rule").as_object().contains(key));
    for (const json::value& evidence : finding.at("evidence").as_array()) {
      for (const char* key : {"type", "url", "warc_file", "offset", "sha256", "fetched_at", "quote"})
        EXPECT_TRUE(evidence.as_object().contains(key)) << key;
    }
  }
}

TEST(FindingsJsonTest, UnknownDatesAreNull) {
  const Sample sample = MakeSample();
  const json::value report = json::parse(Files(sample.Input()).at("findings.json"));
  EXPECT_TRUE(report.at("findings").at(1).at("event_date").is_null());
  EXPECT_TRUE(report.at("findings").at(2).at("published").is_null());
  EXPECT_EQ(report.at("findings").at(0).at("due").as_string(), "2025-03-31");
}

TEST(FindingsJsonTest, EvidenceIsCompletedFromTheStoredPage) {
  const Sample sample = MakeSample();
  const json::value report = json::parse(Files(sample.Input()).at("findings.json"));
  const json::value& trail = report.at("findings").at(2).at("evidence").at(0);
  EXPECT_EQ(trail.at("warc_file").as_string(), "archive/00001.warc.gz");
  EXPECT_EQ(trail.at("offset").as_int64(), 4096);
  EXPECT_EQ(trail.at("sha256").as_string(), sample.pages[0].body_sha256);
  EXPECT_EQ(trail.at("fetched_at").as_string(), "2025-07-01T01:05:00Z");
}

TEST(TablesTest, AQuoteThatNamesAReasonIsSaidInWords) {
  Sample sample = MakeSample();
  model::Finding& finding = sample.result.findings.at(1);
  finding.evidence.resize(1);
  finding.evidence[0].quote = "robots_denied";
  const std::string table = Files(sample.Input()).at("findings.csv");
  EXPECT_EQ(table.find("robots_denied"), std::string::npos);
  EXPECT_NE(table.find("robots.txt 不允许"), std::string::npos);
  EXPECT_NE(Files(sample.Input()).at("findings.json").find("\"quote\":\"robots_denied\""), std::string::npos)
      << "machines get the name";
}

TEST(FindingsJsonTest, EvidenceOfAnotherAnswerIsLeftAsItIs) {
  Sample sample = MakeSample();
  sample.result.findings[2].evidence[0].sha256 = std::string(64, 'f');  // not the stored page's
  const json::value report = json::parse(Files(sample.Input()).at("findings.json"));
  const json::value& trail = report.at("findings").at(2).at("evidence").at(0);
  EXPECT_EQ(trail.at("warc_file").as_string(), "");
  EXPECT_TRUE(trail.at("fetched_at").is_null());
}

TEST(TablesTest, ObligationsHoldEveryVerdict) {
  const Sample sample = MakeSample();
  const auto rows = ReadCsv(Files(sample.Input(base::Lang::kEn)).at("obligations.csv"));
  ASSERT_EQ(rows.size(), sample.result.obligations.size() + 1);
  const size_t verdict = Column(rows, "Verdict code");
  for (size_t i = 0; i < sample.result.obligations.size(); ++i) {
    EXPECT_EQ(rows[i + 1][verdict], model::EnumName(sample.result.obligations[i].verdict));
  }
}

TEST(TablesTest, TotalsOfThePageCanBeRecomputedFromTheTables) {
  const Sample sample = MakeSample();
  const auto files = Files(sample.Input(base::Lang::kEn));
  const auto obligations = ReadCsv(files.at("obligations.csv"));
  std::map<std::string, int> verdicts;
  for (size_t i = 1; i < obligations.size(); ++i)
    ++verdicts[obligations[i][Column(obligations, "Verdict code")]];
  const int done = verdicts["on_time"] + verdicts["present"];
  const int judged = done + verdicts["late"] + verdicts["missing"];
  const auto findings = ReadCsv(files.at("findings.csv"));
  std::map<std::string, int> piles;
  for (size_t i = 1; i < findings.size(); ++i) ++piles[findings[i][Column(findings, "Standing")]];
  EXPECT_EQ(
      Between(files.at("index.html"), "<p class=\"verdict\">", "</p>"),
      fmt::format("Of {} obligations judged, {} (50.0%) were met, {} were published late and {} were not "
                  "published; {} findings are established, {} await review and {} could not be verified.",
                  judged, done, verdicts["late"], verdicts["missing"], piles["Established"],
                  piles["To review"], piles["Not verifiable"]));
  const json::value report = json::parse(files.at("findings.json"));
  EXPECT_EQ(report.at("findings").as_array().size(), findings.size() - 1);
  const auto scores = ReadCsv(files.at("scores.csv"));
  int late = 0, missing = 0;
  for (size_t i = 1; i < scores.size(); ++i) {
    late += std::stoi(scores[i][Column(scores, "Late")]);
    missing += std::stoi(scores[i][Column(scores, "Not published (established)")]);
  }
  EXPECT_EQ(late, verdicts["late"]);
  EXPECT_EQ(missing, verdicts["missing"]);
}

/// What a person has yet to confirm stands nowhere among what is established.
TEST(TablesTest, AMissingThatAwaitsReviewIsCountedApartEverywhere) {
  Sample sample = MakeSample();
  model::Finding& finding = sample.result.findings[2];
  ASSERT_EQ(finding.kind, model::FindingKind::kMissing);
  finding.needs_review = true;
  const auto files = Files(sample.Input(base::Lang::kEn));
  for (const char* name : {"units.csv", "scores.csv"}) {
    const auto rows = ReadCsv(files.at(name));
    int established = 0, asked = 0;
    for (size_t i = 1; i < rows.size(); ++i) {
      established += std::stoi(rows[i][Column(rows, "Not published (established)")]);
      asked += std::stoi(rows[i][Column(rows, "Not published (to review)")]);
    }
    EXPECT_EQ(established, 0) << name;
    EXPECT_EQ(asked, 1) << name;
  }
  const auto obligations = ReadCsv(files.at("obligations.csv"));
  int told = 0;
  for (size_t i = 1; i < obligations.size(); ++i) {
    const bool missing = obligations[i][Column(obligations, "Verdict code")] == "missing";
    told += missing ? 1 : 0;
    EXPECT_EQ(obligations[i][Column(obligations, "Verdict")] == "Not published (to review)", missing);
  }
  EXPECT_EQ(told, 1);
  const json::value report = json::parse(files.at("findings.json"));
  int64_t all = 0, asked = 0;
  for (const json::value& unit : report.at("units").as_array()) {
    all += unit.at("missing").as_int64();
    asked += unit.at("missing_to_review").as_int64();
  }
  EXPECT_EQ(all, 1);
  EXPECT_EQ(asked, 1);
  const std::string& html = files.at("index.html");
  EXPECT_NE(html.find("<b>0</b><span>Not published (established)</span>"), std::string::npos);
  EXPECT_NE(html.find("<b>1</b><span>Not published (to review)</span>"), std::string::npos);
  // The rate is of what is decided; how far the review may move it stands beside it.
  const std::string verdict = Between(html, "<p class=\"verdict\">", "</p>");
  int done = 0, judged = 0;
  for (size_t i = 1; i < obligations.size(); ++i) {
    const std::string& code = obligations[i][Column(obligations, "Verdict code")];
    const bool met = code == "on_time" || code == "present";
    done += met ? 1 : 0;
    judged += met || code == "late" || code == "missing" ? 1 : 0;
  }
  const auto share = [](int part, int whole) { return fmt::format("{:.1f}%", 100.0 * part / whole); };
  EXPECT_NE(verdict.find(fmt::format("Of {} obligations decided, {} ({}) were met", judged - 1, done,
                                     share(done, judged - 1))),
            std::string::npos)
      << verdict;
  EXPECT_NE(
      verdict.find(fmt::format("0 were not published; 1 more were not found and await review, which leaves "
                               "between {} and {} met",
                               share(done, judged), share(done + 1, judged))),
      std::string::npos)
      << verdict;
}

TEST(TablesTest, UnitsAreRankedByPointsAndTiesShareARank) {
  Sample sample = MakeSample();
  sample.result.units[0].score = 80.001;
  sample.result.units[1].score = 80.0012;
  sample.result.units[2].score = 79.99;
  const auto rows = ReadCsv(Files(sample.Input(base::Lang::kEn)).at("units.csv"));
  EXPECT_EQ(rows[1][0], "1");
  EXPECT_EQ(rows[2][0], "1");
  EXPECT_EQ(rows[3][0], "3");
  EXPECT_EQ(rows[1][Column(rows, "Unit code")], "gtj") << "the plan's order among equals";
}

TEST(TablesTest, UnitWithoutPointsIsNotRanked) {
  const Sample sample = MakeSample();
  const auto rows = ReadCsv(Files(sample.Input(base::Lang::kEn)).at("units.csv"));
  EXPECT_EQ(rows[3][0], "not scored");
  EXPECT_EQ(rows[3][Column(rows, "Points")], "");
}

TEST(TablesTest, CoverageTellsSitesListsAndGaps) {
  const Sample sample = MakeSample();
  const auto rows = ReadCsv(Files(sample.Input(base::Lang::kEn)).at("coverage.csv"));
  std::map<std::string, int> kinds;
  for (size_t i = 1; i < rows.size(); ++i) ++kinds[rows[i][0]];
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"List", 3}, {"Not read", 3}, {"Site", 3}}));
}

// Crawled text that tries to become markup, script, link or formula.
constexpr const char* kHostile[] = {"</script><script>alert(1)</script>",
                                    "<img src=x onerror=alert(1)>",
                                    "\"><svg onload=alert(1)>",
                                    "javascript:alert(1)",
                                    "=HYPERLINK(\"http://evil.example\")",
                                    "<!--",
                                    "]]>{{slot}}{{t:x}}{} {0}",
                                    "\xFF\xFE bytes \xC3",
                                    "gpj\u202E.exe"};

class HostileTest : public testing::TestWithParam<const char*> {};

TEST_P(HostileTest, StaysText) {
  Sample sample = MakeSample();
  const std::string evil = GetParam();
  for (model::Finding& finding : sample.result.findings) {
    finding.title = finding.project = finding.url = evil;
    finding.reason = base::Message{"not found in {} lists walked to the end", {evil}};
    finding.details = {base::Message{evil, {evil}}};
    finding.evidence[0].url = finding.evidence[0].quote = finding.evidence[0].warc_file = evil;
    finding.rule.source = evil;
  }
  for (model::Obligation& owed : sample.result.obligations) {
    owed.subject = owed.subject_text = owed.project_code = evil;
    owed.notes = {base::Message{"{}", {evil}}};
  }
  for (model::SiteCoverage& site : sample.coverage) {
    site.robots_authorisation = evil;
    for (model::ListTrail& list : site.lists) list.url = list.name = evil;
    for (model::CoverageGap& gap : site.gaps) gap.url = gap.anchor = gap.found_on = evil;
  }
  sample.plan.assessment.title = sample.plan.units[0].name = sample.plan.areas[0].name = evil;
  const auto files = Files(sample.Input());

  const std::string html = WithoutLibrary(files.at("index.html"));
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("<svg onload"), std::string::npos);
  EXPECT_FALSE(std::regex_search(html, std::regex("href=\"(?!#|https?://)", std::regex::ECMAScript)));
  size_t scripts = 0;
  for (size_t pos = html.find("<script"); pos != std::string::npos; pos = html.find("<script", pos + 1))
    ++scripts;
  EXPECT_EQ(scripts, 3u) << "the data block, the charts and ours";
  const json::value data = DataOf(html);
  EXPECT_EQ(data.at("findings").as_array().size(), sample.result.findings.size());
  for (const char* name : {"findings.csv", "obligations.csv", "coverage.csv", "units.csv", "scores.csv"}) {
    for (const auto& row : ReadCsv(files.at(name))) {
      for (const std::string& cell : row) EXPECT_FALSE(cell.starts_with("=")) << name << ": " << cell;
    }
  }
  EXPECT_NO_THROW((void)json::parse(files.at("findings.json")));
}

INSTANTIATE_TEST_SUITE_P(Reports, HostileTest, testing::ValuesIn(kHostile));

TEST(HtmlTest, AsksNoNetworkAndAllowsOnlyItsOwnScript) {
  const Sample sample = MakeSample();
  const std::string html = WithoutLibrary(Files(sample.Input()).at("index.html"));
  const std::string policy = Between(html, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_TRUE(std::regex_search(
      policy, std::regex("script-src 'sha256-[A-Za-z0-9+/]{43}=' 'sha256-[A-Za-z0-9+/]{43}=';")));
  for (const char* tag : {"<link", "<iframe", "<img", "@import", "url(", " style=\"", "<object", "<embed"}) {
    EXPECT_EQ(html.find(tag), std::string::npos) << tag;
  }
  EXPECT_FALSE(std::regex_search(html, std::regex("\\son[a-z]+=\""))) << "an inline event handler";
}

TEST(HtmlTest, EveryFindingIsInTheDataBlock) {
  const Sample sample = MakeLargeSample(900);
  const std::string html = Files(sample.Input()).at("index.html");
  const json::value data = DataOf(html);
  const json::array& rows = data.at("findings").as_array();
  ASSERT_EQ(rows.size(), sample.result.findings.size());
  const json::array& strings = data.at("strings").as_array();
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].at(0).as_string(), sample.result.findings[i].id);
    EXPECT_EQ(strings.at(static_cast<size_t>(rows[i].at(7).as_int64())).as_string(),
              sample.result.findings[i].project);
  }
  const std::string body = Between(html, "<tbody id=\"rows\">", "</tbody>");
  size_t plain = 0;
  for (size_t pos = body.find("<tr>"); pos != std::string::npos; pos = body.find("<tr>", pos + 1)) ++plain;
  EXPECT_EQ(plain, 300u) << "the table for readers without scripts";
}

TEST(LifecycleTest, ProjectsWithHolesComeFirstAndCellsLeadOn) {
  Sample sample = MakeSample();
  EXPECT_EQ(Files(sample.Input()).at("index.html").find("id=\"lifecycle\""), std::string::npos)
      << "no section without a project";
  for (const char* id : {"approval", "tender", "unused"}) {
    model::StageSpec stage;
    stage.id = stage.name = id;
    stage.phase = "phase";
    sample.plan.stages.push_back(stage);
  }
  for (const char* name : {"whole <b>", "with a hole"}) {
    model::ProjectLifecycle project;
    project.id = project.name = name;
    project.cells.resize(3);
    project.cells[0].state = model::StageState::kPublished;
    project.cells[0].urls = {"javascript:alert(1)"};
    project.cells[1].state = model::StageState::kMissing;
    project.cells[1].findings = {"a1b2c3d4e5f60001"};
    sample.result.projects.push_back(project);
  }
  sample.result.projects[1].holes = {"tender"};
  const std::string html = Files(sample.Input()).at("index.html");
  const std::string section = Between(html, "id=\"lifecycle\"", "</section>");
  EXPECT_LT(section.find("with a hole"), section.find("whole &lt;b&gt;"));
  EXPECT_NE(section.find("href=\"#f-a1b2c3d4e5f60001\""), std::string::npos);
  EXPECT_EQ(section.find("javascript:"), std::string::npos);
  EXPECT_EQ(section.find("unused"), std::string::npos) << "a stage that says nothing of any project";
}

TEST(HtmlTest, AnIncompleteRunSaysSo) {
  Sample sample = MakeSample();
  EXPECT_EQ(Files(sample.Input(base::Lang::kEn)).at("index.html").find("This run is incomplete"),
            std::string::npos);
  sample.run.complete = false;
  sample.run.stop_reason = "stopped";
  EXPECT_NE(Files(sample.Input(base::Lang::kEn)).at("index.html").find("This run is incomplete: stopped."),
            std::string::npos);
}

TEST(HtmlTest, EmptyResultRenders) {
  Sample sample = MakeSample();
  sample.result = {};
  sample.coverage.clear();
  const auto files = Files(sample.Input(base::Lang::kEn));
  EXPECT_NE(files.at("index.html").find("No obligation could be judged"), std::string::npos);
  EXPECT_EQ(json::parse(files.at("findings.json")).at("findings").as_array().size(), 0u);
}

// ---- Chinese output
// -----------------------------------------------------------------------------------------

std::set<std::string> EnglishTexts() {
  std::set<std::string> texts;
  const auto collect = [&](const std::string& source, const std::regex& pattern) {
    for (std::sregex_iterator it(source.begin(), source.end(), pattern), end; it != end; ++it)
      texts.insert((*it)[1]);
  };
  collect(ReadSource("reports/templates/report.html"), std::regex(R"(\{\{t:([^}]*)\}\})"));
  for (const char* part : {"base", "panel", "list", "charts"}) {
    collect(ReadSource(fmt::format("reports/templates/report_{}.js", part)),
            std::regex(R"(\bw\('([^']*)'\))"));
  }
  // A fixed text begins with a capital; Msg formats are found by the house's own test.
  for (const char* file :
       {"html_charts.cc", "html_lifecycle.cc", "projects_book.cc", "diff_forms.cc", "todo.cc",
        "html_overview.cc", "html_coverage.cc", "html_units.cc", "html_methods.cc", "tables.cc",
        "score_tables.cc", "report_view.cc", "problems_book.cc", "tables_book.cc", "assessment_doc.cc",
        "appendix_doc.cc", "feedback_doc.cc"}) {
    std::string source = ReadSource(std::string("reports/") + file);
    source = std::regex_replace(source, std::regex("\"\\s*\\n\\s*\""), "");
    source = std::regex_replace(source, std::regex("#include [^\\n]*"), "");
    collect(source, std::regex("\"#?([A-Z][^\"\\\\]*)\""));
  }
  return texts;
}

TEST(ChineseTest, EveryFixedTextHasItsChinese) {
  const base::Catalogue catalogue = ChineseCatalogue();
  const std::set<std::string> texts = EnglishTexts();
  ASSERT_GT(texts.size(), 150u) << "the scan looks in the wrong place";
  for (const std::string& text : texts) EXPECT_TRUE(catalogue.Contains(text)) << "\"" << text << "\"";
}

template <typename E>
void ExpectWords(const base::Catalogue& catalogue, const std::string& group) {
  for (const std::string_view name : model::EnumNames<E>()) {
    EXPECT_TRUE(catalogue.Contains(fmt::format("{}.{}", group, name)) || catalogue.Contains(name)) << name;
  }
}

TEST(ChineseTest, EveryEnumeratorShownHasItsChinese) {
  const base::Catalogue catalogue = ChineseCatalogue();
  ExpectWords<model::FindingKind>(catalogue, "kind");
  ExpectWords<model::Severity>(catalogue, "severity");
  ExpectWords<model::Verdict>(catalogue, "verdict");
  ExpectWords<model::ObligationSource>(catalogue, "source");
  ExpectWords<model::EvidenceType>(catalogue, "evidence");
  ExpectWords<model::DayUnit>(catalogue, "day_unit");
  ExpectWords<model::DateMeaning>(catalogue, "date");
  ExpectWords<model::FetchOutcome>(catalogue, "reason");
  ExpectWords<model::RobotsMode>(catalogue, "robots");
  ExpectWords<model::ReadingSource>(catalogue, "reading");
  ExpectWords<model::ChainKind>(catalogue, "chain");
}

TEST(ChineseTest, NoEnglishIsLeftInTheVisiblePage) {
  Sample sample = MakeSample();
  sample.result.findings[1].reason = base::Msg("{} could not be read ({})", "签订日期", "timeout");
  std::string html = Files(sample.Input()).at("index.html");
  html = html.substr(html.find("<body>"), html.find("<script") - html.find("<body>"));
  html = std::regex_replace(html, std::regex("<[^>]*>"), " ");
  html = std::regex_replace(html, std::regex("&[a-z#0-9]+;"), " ");
  html = std::regex_replace(
      html, std::regex(R"(https?://\S+|[0-9a-f]{12,64}|[a-z]+\.(?:csv|json|warc\.gz|rar)\S*)"), " ");
  // Names that stay as they are in Chinese prose too.
  const std::set<std::string> kept = {"WARC",    "SHA", "rar", "CSV", "Esc", "robots", "txt",
                                      "mingcha", "CT",  "cn",  "run", "as",  "of",     "n"};
  const std::regex word("[A-Za-z]+");
  for (std::sregex_iterator it(html.begin(), html.end(), word), end; it != end; ++it) {
    EXPECT_TRUE(kept.contains(it->str()))
        << it->str()
        << " in: " << html.substr(static_cast<size_t>(std::max<long>(0, it->position() - 60)), 120);
  }
}

TEST(SpeedTest, TwentyThousandFindingsStaySmall) {
  const Sample sample = MakeLargeSample(20'000);
  const auto begin = std::chrono::steady_clock::now();
  const auto files = Files(sample.Input());
  const auto spent = std::chrono::steady_clock::now() - begin;
  std::cout << "20000 findings: " << std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()
            << " ms, index.html " << files.at("index.html").size() << " bytes\n";
  EXPECT_LT(files.at("index.html").size(), 15'000'000u);
}

TEST(ReportViewTest, RowsOfRegistersAreNamedAsSomebodyFindsThem) {
  const Sample sample = MakeSample();
  const ReportInput input = sample.Input(base::Lang::kZh);
  const ReportView view(input);
  EXPECT_EQ(view.PlaceText("demo/ledger.csv:14"), "demo/ledger.csv 第 14 行");
  EXPECT_EQ(view.PlaceText("2025/台账.xlsx[许可!3]"), "2025/台账.xlsx“许可”表第 3 行");
  for (const char* other :
       {"http://a.cn:8080", "a:b", "x.csv:", "x.csv:1a", "", "x.pdf:3", "[!]", "a.xlsx[x]"})
    EXPECT_EQ(view.PlaceText(other), other);
  const model::Evidence row{model::EvidenceType::kLedgerRow,  "", "", 0, "", {},
                            "demo/ledger.csv:7: 某项目: 一期"};
  EXPECT_EQ(view.QuoteText(row), "demo/ledger.csv 第 7 行：某项目: 一期");
  EXPECT_EQ(view.Say(base::Msg("{}", "demo/ledger.csv:7")), "demo/ledger.csv 第 7 行");
}

}  // namespace
}  // namespace mingcha::reports
