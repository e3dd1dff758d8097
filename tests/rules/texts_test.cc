#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include "rules/catalogue_text.h"
#include "rules/lint.h"
#include "rules/schema.h"
#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::filesystem::path kSource = MINGCHA_SOURCE_DIR;

std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(JsonSchemas, TheCommittedFilesAreUpToDate) {
  const bool update = std::getenv("MINGCHA_UPDATE_GOLDENS") != nullptr;
  for (const auto& [name, text] : JsonSchemas()) {
    const std::filesystem::path path = kSource / "config" / "schema" / name;
    if (update) std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(ReadWhole(path), text) << path << " is old: run rules_test with MINGCHA_UPDATE_GOLDENS=1";
  }
}

TEST(JsonSchemas, NameKeysChoicesAndRequiredOnes) {
  const std::string units = JsonSchemas().at("units.schema.json");
  EXPECT_THAT(units, HasSubstr("https://json-schema.org/draft/2020-12/schema"));
  EXPECT_THAT(units, HasSubstr("\"department\",\"office\",\"town\""));
  EXPECT_THAT(units, HasSubstr("\"additionalProperties\": false"));
  EXPECT_THAT(units, HasSubstr("\"remove\""));
  EXPECT_THAT(JsonSchemas().at("calendar.schema.json"), Not(HasSubstr("\"remove\"")));
  EXPECT_THAT(JsonSchema(), HasSubstr("#/$defs/limits_file"));
}

TEST(KeyReference, NamesEveryFileAndKey) {
  const std::string reference = KeyReference();
  for (const char* word : {"### items", "### limits", "`robots_authorisation`", "`year_offset`", "`id` *"}) {
    EXPECT_THAT(reference, HasSubstr(word));
  }
}

/// Every English text given to base::Msg in the module.
std::vector<std::string> MessagesInCode() {
  std::vector<std::string> messages;
  const std::regex call(R"re(Msg\(\s*"((?:[^"\\]|\\.)*)")re");
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "rules")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = ReadWhole(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), call), end; it != end; ++it) {
      messages.push_back(std::regex_replace(it->str(1), std::regex(R"(\\(["\\]))"), "$1"));
    }
  }
  return messages;
}

TEST(Messages, EachHasItsChineseWording) {
  const std::vector<std::string> messages = MessagesInCode();
  ASSERT_GT(messages.size(), 100U);
  for (const std::string& message : messages) EXPECT_TRUE(ChineseMessages().Contains(message)) << message;
}

TEST(Messages, AreToldInChinese) {
  const Diagnostic diagnostic{"a/units.yaml",
                              3,
                              5,
                              "units[x].kind",
                              base::Msg("one of {}", "town | street"),
                              "tow",
                              base::Msg("did you mean \"{}\"?", "town")};
  EXPECT_EQ(RenderDiagnostic(diagnostic, ChineseMessages()),
            "a/units.yaml:3:5: units[x].kind: 应为：下列之一：town | street；实际为“tow”。是否想写“town”？");
  EXPECT_EQ(ToEnglish(diagnostic),
            "a/units.yaml:3:5: units[x].kind: expected one of town | street, found \"tow\"; did you mean "
            "\"town\"?");
}

TEST(Catalogue, TellsWhoOwesWhatHowOftenByWhenAndByWhichLaw) {
  const PlanFolder folder;
  const std::string text = ListCatalogue(folder.Load().plan, base::Lang::kEn);
  EXPECT_THAT(text, HasSubstr("2 areas, 4 items, 5 units, 3 limits\n"));
  EXPECT_THAT(text, HasSubstr("responsible: 某区住房和建设委员会, 各镇人民政府 and other units\n"));
  EXPECT_THAT(text, HasSubstr("annual, owed by: maker\n      parts: 任务量, 项目\n"));
  EXPECT_THAT(text, HasSubstr("limit: within 7 working days of: decided — 方案\n"));
  EXPECT_THAT(text, HasSubstr("limit: within 5 working days of: determined — 某办法 [2019-05-15..] "
                              "(not verified: review only)\n"));
}

TEST(Catalogue, SpeaksChineseAndMarkdown) {
  const PlanFolder folder;
  const model::Plan plan = folder.Load().plan;
  EXPECT_THAT(ListCatalogue(plan, base::Lang::kZh), HasSubstr("时限：7个工作日内（自决定之日起） — 方案"));
  EXPECT_THAT(RulesMarkdown(plan, base::Lang::kZh),
              HasSubstr("| 住房计划<br>`housing.plan` | 每年，公开责任：制作单位 |"));
}

TEST(Lint, ListsDoubtsThatDoNotStopARun) {
  const PlanFolder folder;
  const std::string told = Told(LintPlan(folder.Load().plan), folder);
  EXPECT_THAT(
      told, HasSubstr("base/items/housing.yaml:4: items[housing.plan].patterns.positive: expected 2 example "
                      "titles or more that must map to the item, found \"1\""));
  EXPECT_THAT(told,
              HasSubstr("base/limits.yaml:4: limits[land-result].basis: expected a law somebody has read"));
  EXPECT_THAT(told, Not(HasSubstr("limits[d7].basis")));
  EXPECT_THAT(told, HasSubstr("units[west]: expected a place in places.yaml or a site of its own"));
  EXPECT_THAT(told, Not(HasSubstr("units[gtfj]"))) << "has a place, and is no more";
  EXPECT_THAT(told, HasSubstr("sites[portal].address_verified: expected an address somebody has verified"));
}

TEST(Lint, DoubtsOfThePlanThatAFolderExtendsAreCounted) {
  const PlanFolder folder;
  folder.Write("round/assessment.yaml", "extends: ../base\nid: round\nas_of: 2025-06-30\n");
  folder.Write("round/units.yaml", "units:\n- {id: north, name: 某区北镇人民政府, kind: town}\n");
  const LoadOutcome outcome = folder.Load("round");
  ASSERT_TRUE(outcome.ok()) << Told(outcome.errors, folder);
  std::vector<Diagnostic> doubts = LintPlan(outcome.plan);
  const size_t all = doubts.size();
  const auto groups = TakeInherited((folder.root() / "round/").string(), outcome.plan.files, &doubts);
  EXPECT_THAT(Told(doubts, folder), HasSubstr("units[north]: expected a place in places.yaml"));
  EXPECT_THAT(Told(doubts, folder), Not(HasSubstr("base/")));
  size_t counted = doubts.size();
  bool laws = false;
  for (const DoubtGroup& group : groups) {
    EXPECT_THAT(group.file, HasSubstr("base/"));
    counted += group.count;
    laws = laws || group.expected.format == "a law somebody has read (verified: true)";
  }
  EXPECT_EQ(counted, all);
  EXPECT_TRUE(laws);
  // A folder's own plan inherits nothing, however it is named.
  doubts = LintPlan(folder.Load("base").plan);
  EXPECT_TRUE(
      TakeInherited((folder.root() / "round/../base").string(), folder.Load("base").plan.files, &doubts)
          .empty());
}

}  // namespace
}  // namespace mingcha::rules
