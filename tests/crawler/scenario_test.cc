// Each file of tests/crawler/scenarios is a scripted site: one failure class, trap or hostile input.
#include "tests/crawler/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace mingcha::crawler {
namespace {

class ScenarioTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ScenarioTest, EndsAsWritten) {
  const Scenario scenario = ReadScenario(GetParam());
  SCOPED_TRACE(scenario.name + ": " + scenario.about);
  CrawlBench bench;
  Script(scenario, &bench);
  const auto summary = bench.Run();
  ASSERT_TRUE(summary.has_value()) << base::ToEnglish(summary.error());
  Compare(scenario, bench, *summary);
}

INSTANTIATE_TEST_SUITE_P(Files, ScenarioTest, ::testing::ValuesIn(ScenarioFiles()), [](const auto& tested) {
  std::string name = std::filesystem::path(tested.param).stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace mingcha::crawler
