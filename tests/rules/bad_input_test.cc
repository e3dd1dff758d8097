#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

using testing::HasSubstr;

/// One slip in a correct folder and what must be told: `file:line:column: key: expected …, found "…"`.
struct BadInput {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* told;
};

class BadInputTest : public testing::TestWithParam<BadInput> {};

TEST_P(BadInputTest, IsToldWithPlaceKeyExpectedAndFound) {
  const PlanFolder folder;
  folder.Edit(GetParam().file, GetParam().from, GetParam().to);
  const LoadOutcome outcome = folder.Load();
  EXPECT_FALSE(outcome.ok());
  EXPECT_THAT(Told(outcome.errors, folder), HasSubstr(GetParam().told));
}

constexpr const char* kAssessment = "base/assessment.yaml";
constexpr const char* kUnits = "base/units.yaml";
constexpr const char* kHousing = "base/items/housing.yaml";
constexpr const char* kLand = "base/items/land.yaml";
constexpr const char* kLimits = "base/limits.yaml";
constexpr const char* kChains = "base/chains.yaml";
constexpr const char* kSites = "base/sites.yaml";
constexpr const char* kPlaces = "base/places.yaml";

const BadInput kBadInputs[] = {
    {"UnknownKey", kHousing, "cadence: annual", "cadense: annual",
     R"(base/items/housing.yaml:6:3: items[housing.plan].cadense: expected a known key, found "cadense"; did you mean "cadence"?)"},
    {"MissingKey", kHousing, "  cadence: annual\n", "",
     "base/items/housing.yaml:4:3: items[housing.plan].cadence: expected the key \"cadence\" (required)"},
    {"UnknownTopKey", kUnits, "units:\n", "unit:\n",
     R"(base/units.yaml:2:1: unit: expected a known key, found "unit"; did you mean "units"?)"},
    {"BadChoice", kHousing, "cadence: annual", "cadence: yearly",
     R"(base/items/housing.yaml:6:12: items[housing.plan].cadence: expected one of standing | annual | project | event, found "yearly")"},
    {"BadDate", kAssessment, "as_of: 2025-12-31", "as_of: 2025-02-29",
     R"(base/assessment.yaml:9:8: as_of: expected a date that exists, written YYYY-MM-DD, found "2025-02-29")"},
    {"BadBool", kHousing, "open: true", "open: yes",
     R"(areas[housing].open: expected true or false, found "yes")"},
    {"BadNumber", kLimits, "days: 20,", "days: 20d,", R"(base/limits.yaml:2:)"},
    {"NumberOutOfRange", kSites, "delay_ms: 0", "delay_ms: -5",
     R"(sites[zjw].pace.delay_ms: expected a whole number from 0 to 600000, found "-5")"},
    {"PatternTooLarge", kHousing, "['住房许可']", "['\\pL{1000}']",
     R"(patterns.title[0].re: expected an RE2 pattern (pattern too large - compile failed), found "\pL{1000}")"},
    {"BadPattern", kHousing, "['住房许可']", "['住房(许可']",
     R"(base/items/housing.yaml:18:22: items[housing.permit].patterns.title[0].re: expected an RE2 pattern (missing ): )"},
    {"LookAround", kHousing, "['住房许可']", "['住房(?=许可)']", "RE2 has no look-around"},
    {"ListWanted", kHousing, "positive: [2025年住房计划]", "positive: 2025年住房计划",
     R"(items[housing.plan].patterns.positive: expected a list, such as [a, b], found "2025年住房计划")"},
    {"UnknownUnit", kLand, "units: [gtfj]", "units: [gtfjj]",
     R"(base/items/land.yaml:2:36: areas[land].units[0]: expected the id of a unit or the name of a class, found "gtfjj"; did you mean "gtfj"?)"},
    {"UnknownClass", kUnits, "kind: town, classes: [各镇人民政府], uscc", "kind: town, classes: [各镇], uscc",
     R"(units[east].classes[0]: expected a class listed under classes, found "各镇")"},
    {"UnknownItem", kChains, "from: land.notice", "from: land.notise",
     R"(base/chains.yaml:2:20: chains[land].from: expected the id of an item, found "land.notise"; did you mean "land.notice"?)"},
    {"GlobMatchesNothing", kLimits, "items: [land.r*]", "items: [forest.*]",
     R"(limits[land-result].items[0]: expected the id of an item or a glob that matches one, found "forest.*")"},
    {"UnknownSite", kPlaces, "site: portal, prefix", "site: portall, prefix",
     R"(base/places.yaml:2:20: places[land].site: expected the id of a site, found "portall"; did you mean "portal"?)"},
    {"SharedPlaceWithoutItems", kPlaces, "unit: gtfj, items: [land.*]}", "}",
     "base/places.yaml:2: places[land].items: expected the items of a place that all units share; name the "
     "items, or"},
    {"UnknownGround", kHousing, "exempt_grounds: [state-secret]", "exempt_grounds: [secret]",
     R"(areas[housing].exempt_grounds[0]: expected the id of an exemption ground, found "secret")"},
    {"UnknownCms", kSites, "kind: portal\n", "kind: portal\n  cms: trs\n",
     R"(base/sites.yaml:5:8: sites[portal].cms: expected the id of a CMS profile, found "trs")"},
    {"DuplicateId", kLand, "id: land.result", "id: land.notice",
     R"(base/items/land.yaml:5:3: items[land.notice]: expected each id once (first in )"},
    {"DuplicateIdInOtherFile", kLand, "id: land.result", "id: housing.plan",
     R"(base/items/land.yaml:5:3: items[housing.plan]: expected each id once)"},
    {"DuplicateKey", kHousing, "  cadence: annual\n", "  cadence: annual\n  cadence: annual\n",
     R"(base/items/housing.yaml:7:3: expected each key once (first on line 6), found "cadence")"},
    {"BadId", kLand, "id: land.result", "id: 结果",
     R"(expected an id of ASCII letters, digits and . _ - /, found "结果")"},
    {"AmbiguousAlias", kUnits, "name: 某区规划和自然资源局,",
     "name: 某区规划和自然资源局, aliases: [住建委],",
     R"(units[ghj].aliases[0].name: expected a name only one unit bears on any day (unit zjw bears it too), found "住建委")"},
    {"SuccessorCircle", kUnits, "from: 2019-01-01}", "from: 2019-01-01, to: 2020-01-01, successor: gtfj}",
     R"(units[ghj].successor: expected no circle back to the unit itself, found "gtfj")"},
    {"SuccessorWithoutEnd", kUnits, "  to: 2018-12-31\n", "",
     R"(base/units.yaml:8:14: units[gtfj].successor: expected a last day (to) beside the successor, found "ghj")"},
    {"BadUscc", kUnits, "uscc: [111202240000000001]", "uscc: [1112022400]",
     R"(units[east].uscc: expected 18 digits and capital letters, found "1112022400")"},
    {"RangeBackwards", kLimits, "from: 2019-05-15", "from: 2019-05-15, to: 2019-01-01",
     R"(limits[land-result].to: expected a last day not before the first, found "2019-01-01")"},
    {"WindowBackwards", kAssessment, "to: 2025-12-31}", "to: 2024-12-31}",
     R"(base/assessment.yaml:8:32: window.to: expected a last day not before the first, found "2024-12-31")"},
    {"WindowOutsideCalendar", kAssessment, "to: 2025-12-31}", "to: 2026-12-31}",
     R"(base/assessment.yaml:8:32: window.to: expected a day of the calendar, 2018-01-01 to 2025-12-31, found "2026-12-31")"},
    {"AsOfOutsideCalendar", kAssessment, "as_of: 2025-12-31", "as_of: 2026-01-01",
     R"(base/assessment.yaml:9:8: as_of: expected a day of the calendar, 2018-01-01 to 2025-12-31, found "2026-01-01")"},
    {"RobotsWithoutAuthorisation", kSites, "kind: portal\n", "kind: portal\n  robots: report-only\n",
     R"(base/sites.yaml:5:11: sites[portal].robots: expected robots_authorisation beside report-only)"},
    {"RenderOfASiteThatIsNotCrawled", kSites, "kind: portal\n", "kind: portal\n  crawl: false\n  render: 5\n",
     R"(sites[portal].render: expected pages to be opened of a site that is crawled, found "5")"},
    {"RenderWithoutEnd", kSites, "kind: portal\n", "kind: portal\n  render: 5000\n",
     "base/sites.yaml:5:11: sites[portal].render: expected"},
    {"RenderNoNumber", kSites, "kind: portal\n", "kind: portal\n  render: all\n",
     "base/sites.yaml:5:11: sites[portal].render: expected"},
    {"BadSeed", kSites, "seeds: ['http://zjw.example/']", "seeds: ['zjw.example/']",
     R"(sites[zjw].seeds[0]: expected an absolute http or https URL, found "zjw.example/")"},
    {"NoSeed", kSites, "seeds: ['http://zjw.example/']", "seeds: []",
     "sites[zjw].seeds: expected one URL to begin with"},
    {"NoPatterns", kHousing, "patterns: {title: ['住房许可']}", "patterns: {body: ['住房许可']}",
     "items[housing.permit].patterns: expected patterns that recognise the item"},
    {"NoLimit", kLimits, "items: ['*'], events: [formed, changed]",
     "items: [housing.*], events: [formed, changed]",
     "items[land.notice]: expected a limit in limits.yaml that says by when it must be published"},
    {"OverlappingDefaults", kLimits, "decisions: [permit, penalty], ", "",
     R"(base/limits.yaml:3:81: limits[d7].default: expected one default limit for an item (d20 is another for housing.plan))"},
    {"OverlappingValidity", kLimits, "- {id: land-result,",
     "- {id: land-old, kind: publish_by, items: [land.r*], events: [determined], days: 9, to: "
     "2025-01-01, "
     "basis: {text: x}}\n- {id: land-result,",
     "limits[land-result].from: expected days in force that do not overlap those of land-old, which asks the "
     "same"},
    {"LimitWithoutDays", kLimits, "days: 5, ", "",
     R"(limits[land-result].days: expected days of 1 or more, found "0")"},
    {"LimitWithoutBasis", kLimits, ", basis: {text: 某办法}", "",
     R"(base/limits.yaml:4:3: limits[land-result].basis: expected the key "basis" (required))"},
    {"UnknownMeaning", kLimits, "events: [determined]", "events: [determind]",
     R"(found "determind"; did you mean "determined"?)"},
    {"ProxyIsEvent", kLimits, "events: [determined]", "events: [determined], proxies: [determined]",
     R"(limits[land-result].proxies: expected no date that is an event of the limit already, found "determined")"},
    {"ChainCircle", kChains,
     "twins:", "- {id: back, from: land.result, to: [land.notice], basis: {text: x}}\ntwins:",
     "expected chains that do not run in a circle, found \"land."},
    {"ChainConditionMissing", kChains, "event: determined,", "kind: if, event: determined,",
     "chains[land].condition: expected the condition, with kind: if"},
    {"LatestKeys", kChains, "latest: {days: 60, unit: natural}", "latest: {days: 60, units: natural}",
     R"(chains[land].latest.units: expected a known key, found "units"; did you mean "unit"?)"},
    {"TwinAlone", kChains, "- [land.notice, land.result]", "- [land.notice]",
     "twins: expected two items in each pair"},
    {"TemplateValueMissing", kPlaces, "{dir: east, n: 13, unit: east}", "{dir: east, unit: east}",
     "base/places.yaml:4: templates[folder]: expected a value for {n} in every row"},
    {"TemplateValueUnused", kPlaces, "n: 13,", "n: 13, m: 1,",
     R"(templates[folder]: expected only keys that stand in the prefix, and unit, found "m")"},
    {"PlaceClash", kPlaces,
     "templates:", "- {id: two, site: portal, prefix: /zwgk/gt/, unit: zjw}\ntemplates:",
     R"(base/places.yaml:3:35: places[two].prefix: expected a prefix of one unit at a time (place land gives it to gtfj))"},
    {"Syntax", kUnits,
     "classes: [各镇人民政府]\nunits:", "classes: [各镇人民政府\nunits:", "base/units.yaml:"},
    {"Anchor", kLimits, "limits:\n", "limits: &all\n", "expected no anchors or aliases in rule files"},
    {"Tag", kAssessment, "title: 测试评估", "title: !!binary AAAA", "expected no YAML tags in rule files"},
    {"SecondDocument", kAssessment, "as_of: 2025-12-31", "---\nas_of: 2025-12-31",
     "expected one YAML document a file"},
    {"NotUtf8", kAssessment, "title: 测试评估", "title: \xb2\xe2",
     "base/assessment.yaml:2: expected UTF-8 text"},
    {"NoCalendarFile", kAssessment, "../calendar/cn.yaml", "../calendar/xx.yaml",
     R"(base/assessment.yaml:6: calendar: expected a file that exists, found "calendar/xx.yaml")"},
    {"AbsolutePath", kAssessment, "../language/zh.yaml", "/language/zh.yaml",
     R"(base/assessment.yaml:7: language: expected a path relative to this file's folder, found "/language/zh.yaml")"},
    {"CalendarDay", "calendar/cn.yaml", "off: [2019-01-01]", "off: [2019-13-01]",
     R"(calendar/cn.yaml:4:60: years[1].off[0]: expected a date that exists, written YYYY-MM-DD, found "2019-13-01")"},
    {"CalendarWorkOnWeekday", "calendar/cn.yaml", "work: []", "work: [2018-01-03]",
     "calendar/cn.yaml: years: expected "},
    {"NoEntryId", kUnits, "- id: zjw\n  name", "- name", "units[0].id: expected the key \"id\" (required)"},
    {"ElementTwice", kHousing, "  - 项目\n", "  - 任务量\n",
     R"(items[housing.plan].elements[1].name: expected each element once in its item, found "任务量")"},
    {"RemoveWithoutInherited", kUnits, "units:\n", "remove: [zjw]\nunits:\n",
     R"(base/units.yaml:2:10: remove: expected the id (or a glob) of something inherited, found "zjw")"},
    {"AddWithoutInherited", kHousing, "  owed_by: maker\n", "  owed_by: maker\n  add: {elements: [x]}\n",
     R"(items[housing.plan].add: expected the id of something inherited beside add:, found "housing.plan")"},
};

INSTANTIATE_TEST_SUITE_P(All, BadInputTest, testing::ValuesIn(kBadInputs),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(BadInput, AllErrorsAreToldInOnePassInOrderOfFileAndLine) {
  const PlanFolder folder;
  folder.Edit(kHousing, "cadence: annual", "cadence: yearly");
  folder.Edit(kHousing, "['住房许可']", "['住房(许可']");
  folder.Edit(kLand, "units: [gtfj]", "units: [nobody]");
  folder.Edit(kSites, "kind: portal\n", "kind: portal\n  cms: trs\n");
  folder.Edit(kAssessment, "as_of: 2025-12-31", "as_of: never");
  const std::string told = Told(folder.Load().errors, folder);
  size_t last = 0;
  for (const char* place : {"base/assessment.yaml:9", "base/items/housing.yaml:6",
                            "base/items/housing.yaml:18", "base/items/land.yaml:2", "base/sites.yaml:5"}) {
    const size_t at = told.find(place);
    ASSERT_NE(at, std::string::npos) << place << " in\n" << told;
    EXPECT_GE(at, last) << told;
    last = at;
  }
}

TEST(BadInput, AColumnOfManyUnitsIsOneMistakeALine) {
  const PlanFolder folder;
  folder.Edit(kPlaces, "templates:",
              "- {id: two, site: portal, prefix: /zwgk/gt/, unit: zjw}\n"
              "- {id: three, site: portal, prefix: /zwgk/gt/, unit: east}\ntemplates:");
  EXPECT_EQ(folder.Load().errors.size(), 2U);
}

TEST(BadInput, AMissingFolderOrAssessmentSaysWhatToDo) {
  const PlanFolder folder;
  EXPECT_EQ(Told(folder.Load("nowhere").errors, folder),
            "nowhere: expected a configuration folder, found \"nowhere\"; name a folder that holds "
            "assessment.yaml\n");
  EXPECT_EQ(Told(folder.Load("calendar").errors, folder),
            "calendar: expected a folder that holds assessment.yaml, found \"calendar\"; config/README.md "
            "tells how to "
            "write one\n");
}

TEST(BadInput, AFileTheFormatDoesNotKnowIsAnError) {
  const PlanFolder folder;
  folder.Write("base/limit.yaml", "limits: []\n");
  folder.Write("base/README.md", "# fine\n");
  folder.Write("base/ledger.csv", "fine\n");
  EXPECT_EQ(Told(folder.Load().errors, folder),
            "base/limit.yaml: expected a file the format knows, found \"limit.yaml\"; did you mean "
            "\"limits.yaml\"?\n");
}

TEST(BadInput, AliasBombsAreRefusedAtTheFirstAnchor) {
  const PlanFolder folder;
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) bomb += "*a" + std::to_string(i - 1) + ", ";
    bomb += "]\n";
  }
  folder.Write("base/scoring.yaml", bomb);
  EXPECT_EQ(Told(folder.Load().errors, folder),
            "base/scoring.yaml:1:5: expected no anchors or aliases in rule files, found \"&a0\"\n");
}

TEST(BadInput, DepthSizeAndNumberOfValuesAreBounded) {
  const PlanFolder folder;
  folder.Write("base/scoring.yaml", "scoring: " + std::string(3000, '[') + std::string(3000, ']') + "\n");
  EXPECT_THAT(Told(folder.Load().errors, folder), HasSubstr("expected at most 32 levels of nesting"));
  folder.Write("base/scoring.yaml", "scoring: # " + std::string(4'000'001, 'x') + "\n");
  EXPECT_THAT(Told(folder.Load().errors, folder), HasSubstr("expected a file of at most 4000000 bytes"));
  std::string many = "scoring: [";
  for (int i = 0; i < 200'001; ++i) many += "1,";
  folder.Write("base/scoring.yaml", many + "]\n");
  EXPECT_THAT(Told(folder.Load().errors, folder), HasSubstr("expected at most 200000 values in one file"));
}

}  // namespace
}  // namespace mingcha::rules
