#include "survey/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/testing/test_plan.h"

namespace mingcha::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string English(const base::Message& message) { return base::RenderEnglish(message); }

/// What a portal prints may hold anything: it stays one value or one line of comment.
TEST(WriteTest, HostileNamesStayTexts) {
  const std::string hostile = "x'\n- {id: evil, name: 'y'}\n#\t\x01";
  Proposal proposal;
  proposal.sites.push_back({"portal",
                            hostile,
                            "",
                            "",
                            "a.cn",
                            "http://a.cn/",
                            model::SiteKind::kPortal,
                            true,
                            {base::Msg("{}", hostile)}});
  proposal.units.push_back({"u", hostile, model::UnitKind::kDepartment, false, {hostile}, {}, {}});
  ProposedPlace place;
  place.id = "p";
  place.site = "portal";
  place.prefix = "/a'\nb/";
  place.name = hostile;
  place.active = false;
  proposal.places.push_back(place);
  proposal.others.push_back({"portal", hostile, "http://a.cn/\n- x"});
  const std::string all = UnitsYaml(proposal, testing::BaodiPlan(), English) +
                          SitesYaml(proposal, {}, English) + PlacesYaml(proposal, English);
  EXPECT_THAT(all, Not(HasSubstr("\n- {id: evil"))) << all;
  EXPECT_THAT(all, Not(HasSubstr("\n- x"))) << all;
  EXPECT_THAT(all, HasSubstr("name: 'x''- {id: evil"));
}

TEST(WriteTest, WhatIsDoubtfulIsACommentAndIsListed) {
  Proposal proposal;
  ProposedPlace sure, doubtful;
  sure.id = "sure";
  sure.prefix = "/a/";
  sure.unit = "czj";
  sure.items = {"procurement.*"};
  doubtful.id = "doubtful";
  doubtful.prefix = "/b/";
  doubtful.name = "B";
  doubtful.active = false;
  doubtful.doubts.push_back(base::Msg("whose?"));
  proposal.places = {sure, doubtful};
  const std::string places = PlacesYaml(proposal, English);
  EXPECT_THAT(
      places,
      HasSubstr("\n- {id: 'sure', site: '', prefix: '/a/', unit: 'czj', items: ['procurement.*']}\n"));
  EXPECT_THAT(places, HasSubstr("# B\n# confirm: whose?\n# - {id: 'doubtful'"));
  EXPECT_THAT(Doubts(proposal, testing::BaodiPlan(), English), ::testing::ElementsAre("B (/b/): whose?"));
  ProposedPlace shared = sure;
  shared.unit.clear();
  proposal.places = {shared};
  EXPECT_THAT(PlacesYaml(proposal, English),
              HasSubstr("\n- {id: 'sure', site: '', prefix: '/a/', items: ['procurement.*']}\n"))
      << "all units share it";
  proposal.places = {doubtful};
  EXPECT_THAT(PlacesYaml(proposal, English), HasSubstr("places: []\n"));
}

TEST(WriteTest, ChannelsBearTheNamesOfTheSitesFound) {
  Proposal proposal;
  proposal.sites.push_back({"exchange",
                            "甲县公共资源交易中心",
                            "",
                            "",
                            "b.cn",
                            "http://b.cn/",
                            model::SiteKind::kExchange,
                            true,
                            {}});
  const std::string channels = ChannelsYaml(proposal, testing::BaodiPlan(), English);
  EXPECT_THAT(channels, HasSubstr("- {id: 'exchange', name: '甲县公共资源交易中心'}\n"));
  EXPECT_THAT(channels, Not(HasSubstr("'credit'"))) << "no site was found for it";
  EXPECT_EQ(ChannelsYaml({}, testing::BaodiPlan(), English), "");
  EXPECT_THAT(UnitsYaml({}, testing::BaodiPlan(), English), HasSubstr("units: []\n"));
}

}  // namespace
}  // namespace mingcha::survey
