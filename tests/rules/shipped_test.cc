#include <gtest/gtest.h>

#include <filesystem>

#include "tests/rules/plan_folder.h"

namespace mingcha::rules {
namespace {

/// The folders that are shipped load without an error or doubt.
class ShippedFolderTest : public testing::TestWithParam<const char*> {};

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

INSTANTIATE_TEST_SUITE_P(All, ShippedFolderTest, testing::Values("baodi", "demo"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace mingcha::rules
