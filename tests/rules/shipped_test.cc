#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

/// The folders that are shipped load without an error or doubt.
class ShippedFolderTest : public testing::TestWithParam<std::string> {};

/// baodi, demo, and every design of scoring.
std::vector<std::string> ShippedFolders() {
  std::vector<std::string> folders = {"baodi", "demo"};
  const std::filesystem::path config = std::filesystem::path(MINGCHA_SOURCE_DIR) / "config";
  for (const auto& entry : std::filesystem::directory_iterator(config / "scoring"))
    folders.push_back("scoring/" + entry.path().filename().string());
  std::sort(folders.begin(), folders.end());
  return folders;
}

TEST_P(ShippedFolderTest, LoadsWithoutErrors) {
  const std::filesystem::path folder = std::filesystem::path(MINGCHA_SOURCE_DIR) / "config" / GetParam();
  const LoadOutcome outcome = LoadPlan(folder);
  for (const Diagnostic& error : outcome.errors) ADD_FAILURE() << ToEnglish(error);
  for (const Diagnostic& warning : outcome.warnings) ADD_FAILURE() << ToEnglish(warning);
}

TEST(ShippedFolder, BaodiHoldsTheWholePlan) {
  const LoadOutcome outcome = LoadPlan(std::filesystem::path(MINGCHA_SOURCE_DIR) / "config" / "baodi");
  EXPECT_EQ(outcome.plan.items.size(), 86U) << "items the plan names";
  EXPECT_EQ(outcome.plan.areas.size(), 14U) << "13 areas and the measures of governance";
}

TEST(ShippedFolder, SeveralDesignsOfScoringAreThere) { EXPECT_GE(ShippedFolders().size(), 2U + 5U); }

INSTANTIATE_TEST_SUITE_P(All, ShippedFolderTest, testing::ValuesIn(ShippedFolders()), [](const auto& param) {
  std::string name = param.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == '-'; }, '_');
  return name;
});

}  // namespace
}  // namespace mingcha::rules
