#include "config/run_config.h"

#include <gtest/gtest.h>

namespace mingcha::config {
namespace {

model::Plan SmallPlan() {
  model::Plan plan;
  plan.assessment.window =
      model::Window{*base::Date::FromIso("2025-01-01"), *base::Date::FromIso("2025-12-31")};
  model::Unit unit;
  unit.id = "zjw";
  unit.name = "住房和建设委员会";
  unit.aliases.push_back({"住建委", {}});
  plan.units.push_back(unit);
  model::SiteProfile site;
  site.id = "portal";
  site.seeds = {"http://example.invalid/"};
  site.deny_paths = {R"(\.mp4$)"};
  site.cms = "trs";
  plan.sites.push_back(site);
  model::CmsProfile cms;
  cms.id = "trs";
  cms.detail_urls = {R"(/t\d{8}_\d+\.html$)"};
  cms.list_urls = {R"(/index(_\d+)?\.html$)"};
  plan.cms.push_back(cms);
  return plan;
}

TEST(ApplyFlagsTest, FlagsWinAndUnitsAreFoundByAnyName) {
  RunFlags flags;
  flags.as_of = "2025-11-30";
  flags.window = "2025-03-01..2025-06-30";
  flags.units = {"住建委"};
  const auto plan = ApplyFlags(SmallPlan(), flags);
  ASSERT_TRUE(plan) << base::ToEnglish(plan.error());
  EXPECT_EQ(plan->assessment.as_of, base::Date::FromIso("2025-11-30"));
  EXPECT_EQ(plan->assessment.window->from, *base::Date::FromIso("2025-03-01"));
  EXPECT_EQ(plan->assessment.only_units, std::vector<std::string>{"zjw"});
  EXPECT_EQ(flags.Recorded().at("unit"), "住建委");
}

struct BadFlags {
  const char* name;
  RunFlags flags;
  const char* told;
};

class BadFlagsTest : public testing::TestWithParam<BadFlags> {};

TEST_P(BadFlagsTest, AreTold) {
  const auto plan = ApplyFlags(SmallPlan(), GetParam().flags);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_NE(base::ToEnglish(plan.error()).find(GetParam().told), std::string::npos)
      << base::ToEnglish(plan.error());
}

INSTANTIATE_TEST_SUITE_P(
    All, BadFlagsTest,
    testing::Values(BadFlags{"as_of", {"2025-02-30", {}, {}}, "2025-02-30"},
                    BadFlags{"window_form", {{}, "2025-01-01", {}}, "2025-01-01"},
                    BadFlags{"window_order", {{}, "2025-02-01..2025-01-01", {}}, "ends before"},
                    BadFlags{"unit", {{}, {}, {"nobody"}}, "zjw (住房和建设委员会)"}),
    [](const auto& param) { return param.param.name; });

TEST(ApplyFlagsTest, WindowIsNeeded) {
  model::Plan plan = SmallPlan();
  plan.assessment.window.reset();
  EXPECT_FALSE(ApplyFlags(plan, {}));
}

TEST(MakeCrawlOptionsTest, CompilesPathRulesAndKinds) {
  const auto options = MakeCrawlOptions(SmallPlan());
  ASSERT_TRUE(options) << base::ToEnglish(options.error());
  const model::SiteProfile& site = options->sites.front();
  EXPECT_TRUE(options->path_denied(site, "/a/b.mp4"));
  EXPECT_FALSE(options->path_denied(site, "/a/b.html"));
  EXPECT_EQ(options->kind_of(site, "/zwgk/202504/t20250408_700.html"), model::TaskKind::kDetail);
  EXPECT_EQ(options->kind_of(site, "/zwgk/index_2.html"), model::TaskKind::kList);
  EXPECT_EQ(options->kind_of(site, "/other"), std::nullopt);
}

TEST(MakeCrawlOptionsTest, ChallengePhrasesStandInBothEncodings) {
  model::Plan plan = SmallPlan();
  plan.lexicon.words["challenge"] = {"访问过于频繁"};
  EXPECT_EQ(MakeCrawlOptions(plan)->challenge_phrases.size(), 2u);
}

TEST(MakeCrawlOptionsTest, BadPatternAndNoSiteAreErrors) {
  model::Plan plan = SmallPlan();
  plan.sites.front().deny_paths = {"("};
  EXPECT_FALSE(MakeCrawlOptions(plan));
  plan.sites.clear();
  EXPECT_FALSE(MakeCrawlOptions(plan));
}

}  // namespace
}  // namespace mingcha::config
