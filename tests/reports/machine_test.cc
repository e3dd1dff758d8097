// Forms for machines: the published schema holds, JUnit and SARIF say the same as findings.json.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <regex>
#include <set>

#include "csv_reader.h"
#include "json_schema.h"
#include "model/enum_names.h"
#include "reports/render.h"
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

json::value Schema() { return json::parse(ReadSource("docs/findings.schema.json")); }

TEST(SchemaTest, FindingsFollowThePublishedSchema) {
  for (const base::Lang lang : {base::Lang::kZh, base::Lang::kEn}) {
    const Sample sample = MakeLargeSample(50);
    const json::value report = json::parse(Files(sample.Input(lang)).at("findings.json"));
    for (const std::string& fault : SchemaFaults(report, Schema())) ADD_FAILURE() << fault;
  }
}

TEST(SchemaTest, SeesWhatIsWrong) {
  const Sample sample = MakeSample();
  json::value report = json::parse(Files(sample.Input()).at("findings.json"));
  report.as_object()["schema"] = 2;
  report.at("findings").at(0).as_object().erase("reason");
  report.at("findings").at(1).as_object()["kind"] = "guess";
  report.at("findings").at(2).as_object()["evidence"] = json::array();
  report.at("findings").at(3).as_object()["due"] = 7;
  EXPECT_EQ(SchemaFaults(report, Schema()).size(), 5u);
}

TEST(SchemaTest, NamesEveryKind) {
  const json::value schema = Schema();
  const json::array& names =
      schema.at("$defs").at("finding").at("properties").at("kind").at("enum").as_array();
  ASSERT_EQ(names.size(), model::EnumNames<model::FindingKind>().size());
  for (size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(names[i].as_string(), model::EnumNames<model::FindingKind>()[i]);
}

TEST(JunitTest, CountsWhatItHolds) {
  const Sample sample = MakeLargeSample(60);
  const std::string xml = Files(sample.Input(base::Lang::kEn)).at("findings.junit.xml");
  static const std::regex kSuite(
      "<testsuite name=\"[^\"]*\" tests=\"(\\d+)\" failures=\"(\\d+)\" skipped=\"(\\d+)\">");
  int tests = 0, failures = 0, skipped = 0;
  for (std::sregex_iterator it(xml.begin(), xml.end(), kSuite), end; it != end; ++it) {
    tests += std::stoi((*it)[1]);
    failures += std::stoi((*it)[2]);
    skipped += std::stoi((*it)[3]);
  }
  const auto count = [&](const std::string& what) {
    int found = 0;
    for (size_t at = xml.find(what); at != std::string::npos; at = xml.find(what, at + 1)) ++found;
    return found;
  };
  EXPECT_GT(failures, 0);
  EXPECT_EQ(count("<testcase "), tests);
  EXPECT_EQ(count("<skipped "), skipped);
  static const std::regex kFailing("<testcase [^>]*><failure");
  EXPECT_EQ(std::distance(std::sregex_iterator(xml.begin(), xml.end(), kFailing), std::sregex_iterator()),
            failures);
}

TEST(SarifTest, HasAResultForEveryFinding) {
  const Sample sample = MakeSample();
  const json::value sarif = json::parse(Files(sample.Input()).at("findings.sarif"));
  EXPECT_EQ(sarif.at("version").as_string(), "2.1.0");
  const json::array& results = sarif.at("runs").at(0).at("results").as_array();
  ASSERT_EQ(results.size(), sample.result.findings.size());
  for (size_t i = 0; i < results.size(); ++i) {
    const model::Finding& finding = sample.result.findings[i];
    EXPECT_EQ(results[i].at("partialFingerprints").at("mingchaFinding/v1").as_string(), finding.id);
    EXPECT_EQ(results[i].at("kind").as_string() == "fail",
              !finding.needs_review && finding.kind != model::FindingKind::kUnverifiable &&
                  finding.kind != model::FindingKind::kUndeterminable);
    EXPECT_EQ(results[i].at("kind").as_string() == "fail", results[i].at("level").as_string() != "none");
  }
}

TEST(ClosedTest, WhatDoesNotStandIsListedWithWhoAndWhyAndDeductsNothing) {
  const Sample sample = MakeSample();
  const auto files = Files(sample.Input());
  const json::value report = json::parse(files.at("findings.json"));
  const json::array& closed = report.at("closed").as_array();
  ASSERT_EQ(closed.size(), sample.result.closed.size());
  EXPECT_EQ(closed[0].at("state").as_string(), "dismissed");
  EXPECT_EQ(closed[0].at("finding").at("ruling").as_string(), "dismissed");
  for (const char* file : {"closed.csv", "index.html"}) {
    EXPECT_THAT(files.at(file), testing::HasSubstr("王芳")) << file;
    EXPECT_THAT(files.at(file), testing::HasSubstr("系统故障，单位已书面说明")) << file;
  }
  for (const json::value& finding : report.at("findings").as_array())
    EXPECT_NE(finding.at("id").as_string(), closed[0].at("finding").at("id").as_string());
  for (const char* file : {"findings.csv", "findings.junit.xml", "findings.sarif"})
    EXPECT_THAT(files.at(file), testing::Not(testing::HasSubstr(sample.result.closed[0].finding.id))) << file;
}

TEST(Oc4idsTest, ProjectsWithTheirDocumentsAndNothingGuessed) {
  Sample sample = MakeSample();
  EXPECT_FALSE(Files(sample.Input()).contains("projects.oc4ids.json"))
      << "a package holds a project at least";
  sample.plan.stages.resize(1);
  sample.plan.stages[0].id = "tender";
  sample.plan.stages[0].name = "招标";
  for (const char* name : {"一号路", "一号路（二期）"}) {
    model::ProjectLifecycle project;
    project.id = std::string("id of ") + name;
    project.name = name;
    project.codes = {"2501-120115-04-01-100207"};  // two rows with one number
    project.units = {"zjw"};
    model::StageCell cell;
    cell.stage = "tender";
    cell.published_on = base::Date::FromIso("2025-03-01");
    cell.disclosures = {sample.disclosures.at(0).id};
    cell.urls = {sample.disclosures.at(0).url};
    project.cells = {cell};
    sample.result.projects.push_back(project);
  }
  const json::value package = json::parse(Files(sample.Input()).at("projects.oc4ids.json"));
  for (const char* required : {"uri", "publisher", "publishedDate", "version", "projects"})
    EXPECT_TRUE(package.as_object().contains(required)) << required;
  EXPECT_THAT(std::string(package.at("uri").as_string()), testing::StartsWith("urn:uuid:"));
  EXPECT_THAT(SchemaFaults(package, json::parse(ReadSource("tests/reports/oc4ids_package.schema.json"))),
              testing::IsEmpty());
  const json::array& projects = package.at("projects").as_array();
  ASSERT_EQ(projects.size(), 2u);
  EXPECT_EQ(projects[0].at("id").as_string(), "2501-120115-04-01-100207");
  EXPECT_NE(projects[1].at("id"), projects[0].at("id"));
  const json::value& document = projects[0].at("documents").at(0);
  EXPECT_EQ(document.at("url").as_string(), sample.disclosures.at(0).url);
  EXPECT_EQ(document.at("datePublished").as_string(), "2025-03-01T00:00:00+08:00");
  EXPECT_EQ(projects[0].at("parties").at(0).at("roles").at(0).as_string(), "publicAuthority");
  for (const char* unknown : {"status", "budget", "contractingProcesses"})
    EXPECT_FALSE(projects[0].as_object().contains(unknown)) << unknown;
}

/// What a package must not hold: two documents of one id, empty lists, addresses that are none, parties
/// without a name.
TEST(Oc4idsTest, OddProjectsStillMakeAValidPackage) {
  Sample sample = MakeSample();
  model::ProjectLifecycle bare, twice;
  bare.id = "bare";
  twice.id = "twice";
  twice.name = "一号路";
  twice.units = {"", "zjw"};
  for (const char* stage : {"award", "contract", "contract"}) {
    model::StageCell cell;
    cell.stage = stage;
    cell.disclosures = {sample.disclosures.at(0).id};
    cell.urls = {"no address"};
    twice.cells.push_back(cell);
  }
  sample.result.projects = {bare, twice};
  const json::value package = json::parse(Files(sample.Input()).at("projects.oc4ids.json"));
  EXPECT_THAT(SchemaFaults(package, json::parse(ReadSource("tests/reports/oc4ids_package.schema.json"))),
              testing::IsEmpty());
  std::set<std::string> ids;
  const json::value& project = package.at("projects").at(1);
  for (const json::value& document : project.at("documents").as_array())
    EXPECT_TRUE(ids.insert(std::string(document.at("id").as_string())).second);
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_EQ(project.at("parties").as_array().size(), 1u);
}

TEST(CsvTest, TheMarkCanBeLeftOut) {
  const Sample sample = MakeSample();
  ReportInput input = sample.Input();
  const std::string with = Files(input).at("findings.csv");
  input.csv_bom = false;
  const std::string without = Files(input).at("findings.csv");
  EXPECT_TRUE(with.starts_with("\xEF\xBB\xBF"));
  EXPECT_EQ("\xEF\xBB\xBF" + without, with);
}

}  // namespace
}  // namespace mingcha::reports
