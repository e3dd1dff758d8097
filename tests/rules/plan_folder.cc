#include "tests/rules/plan_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>

namespace mingcha::rules {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAssessment = R"(id: base
title: 测试评估
district: 某区
document: 某区政府信息公开实施方案
plan_date: 2018-03-12
calendar: ../calendar/cn.yaml
language: ../language/zh.yaml
window: {from: 2025-01-01, to: 2025-12-31}
as_of: 2025-12-31
)";

constexpr const char* kUnits = R"(classes: [各镇人民政府]
units:
- id: zjw
  name: 某区住房和建设委员会
  aliases: [{name: 建委, to: 2018-12-31}, 住建委]
- id: gtfj
  name: 某区国土资源分局
  to: 2018-12-31
  successor: ghj
- {id: ghj, name: 某区规划和自然资源局, from: 2019-01-01}
- {id: east, name: 东镇人民政府, kind: town, classes: [各镇人民政府], uscc: [111202240000000001]}
- {id: west, name: 西镇人民政府, kind: town, classes: [各镇人民政府]}
)";

constexpr const char* kHousing = R"(domain: {id: allocation, name: 公共资源配置}
area: {id: housing, name: 住房保障, open: true, units: [zjw, 各镇人民政府], exempt_grounds: [state-secret], appendix_row: 1}
items:
- id: housing.plan
  name: 住房计划
  cadence: annual
  owed_by: maker
  elements:
  - {name: 任务量, labels: [任务量, 建设任务]}
  - 项目
  patterns:
    title: ['住房.*计划', {re: '棚改计划', grade: likely}]
    positive: [2025年住房计划]
- id: housing.permit
  name: 住房许可
  cadence: event
  decision: permit
  patterns: {title: ['住房许可']}
)";

constexpr const char* kLand = R"(domain: {id: allocation, name: 公共资源配置}
area: {id: land, name: 土地, units: [gtfj], lead: gtfj}
items:
- {id: land.notice, name: 出让公告, cadence: project, patterns: {title: [出让公告]}}
- {id: land.result, name: 出让结果, cadence: project, patterns: {title: [成交|出让结果]}}
)";

constexpr const char* kLimits = R"(limits:
- {id: d20, kind: publish_by, items: ['*'], events: [formed, changed], days: 20, unit: working, default: true, basis: {text: 方案, verified: true}}
- {id: d7, kind: publish_by, items: ['*'], decisions: [permit, penalty], events: [decided], days: 7, default: true, basis: {text: 方案, verified: true}}
- {id: land-result, kind: publish_by, items: [land.r*], events: [determined], days: 5, basis: {text: 某办法}, from: 2019-05-15}
)";

constexpr const char* kChains = R"(chains:
- {id: land, from: land.notice, to: [land.result], event: determined, latest: {days: 60, unit: natural}, basis: {text: 某办法, verified: true}}
twins:
- [land.notice, land.result]
)";

constexpr const char* kSites = R"(sites:
- id: portal
  name: 某区政府网
  kind: portal
  seeds: ['http://portal.example/', 'http://portal.example:8080/zwgk/']
- {id: zjw, name: 住建委网站, kind: department, unit: zjw, seeds: ['http://zjw.example/'], pace: {delay_ms: 0}}
)";

constexpr const char* kPlaces = R"(places:
- {id: land, site: portal, prefix: /zwgk/gt/, unit: gtfj, items: [land.*]}
templates:
- id: folder
  site: portal
  prefix: '/zwgk/{dir}/zfxxgknb{n}/'
  items: [housing.*]
  values:
  - {dir: zjw, n: 12, unit: zjw}
  - {dir: east, n: 13, unit: east}
)";

constexpr const char* kCalendar = R"(name: cn
years:
- {year: 2018, sources: [{title: 通知, number: 国办发, url: 'http://www.gov.cn/1'}], off: [2018-01-01], work: []}
- {year: 2019, sources: [{title: 通知, number: null}], off: [2019-01-01]}
- {year: 2020, sources: [{title: 通知}], off: [2020-01-01]}
- {year: 2021, sources: [{title: 通知}], off: [2021-01-01]}
- {year: 2022, sources: [{title: 通知}], off: [2022-01-03]}
- {year: 2023, sources: [{title: 通知}], off: [2023-01-02]}
- {year: 2024, sources: [{title: 通知}], off: [2024-01-01]}
- {year: 2025, sources: [{title: 通知}], off: [2025-01-01]}
)";

constexpr const char* kLanguage = R"(labels:
- {field: title, labels: [名称, 标题]}
date_labels:
- {meaning: formed, labels: [成文日期]}
words: {next_page: [下一页]}
patterns: {doc_number: ['\d+号']}
)";

}  // namespace

PlanFolder::PlanFolder() {
  static std::atomic<int> counter = 0;
  root_ = fs::path(testing::TempDir()) /
          ("mingcha_rules_" + std::to_string(getpid()) + "_" + std::to_string(counter++));
  fs::remove_all(root_);
  Write("base/assessment.yaml", kAssessment);
  Write("base/units.yaml", kUnits);
  Write("base/items/housing.yaml", kHousing);
  Write("base/items/land.yaml", kLand);
  Write("base/limits.yaml", kLimits);
  Write("base/chains.yaml", kChains);
  Write("base/sites.yaml", kSites);
  Write("base/places.yaml", kPlaces);
  Write("base/exemptions.yaml", "grounds:\n- {id: state-secret, name: 国家秘密, basis: {text: 条例}}\n");
  Write("calendar/cn.yaml", kCalendar);
  Write("language/zh.yaml", kLanguage);
}

PlanFolder::~PlanFolder() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void PlanFolder::Write(const std::string& name, const std::string& text) const {
  fs::create_directories((root_ / name).parent_path());
  std::ofstream(root_ / name, std::ios::binary) << text;
}

void PlanFolder::Edit(const std::string& name, const std::string& from, const std::string& to) const {
  std::string text = Read(name);
  const size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << name << " lacks " << from;
  ASSERT_EQ(text.find(from, at + 1), std::string::npos) << name << " has twice " << from;
  Write(name, text.replace(at, from.size(), to));
}

void PlanFolder::Remove(const std::string& name) const { fs::remove_all(root_ / name); }

std::string PlanFolder::Read(const std::string& name) const {
  std::ifstream stream(root_ / name, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

LoadOutcome PlanFolder::Load(const std::string& folder) const { return LoadPlan(root_ / folder); }

std::string Told(const std::vector<Diagnostic>& diagnostics, const PlanFolder& folder) {
  std::string told;
  const std::string prefix = folder.root().generic_string() + "/";
  for (const Diagnostic& diagnostic : diagnostics) {
    std::string text = ToEnglish(diagnostic);
    for (size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    told += text + "\n";
  }
  return told;
}

}  // namespace mingcha::rules
