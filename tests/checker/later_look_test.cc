#include "checker/later_look.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace mingcha::checker {
namespace {

using model::FetchOutcome;

model::PageRecord Page(int64_t id, const char* url, FetchOutcome outcome = FetchOutcome::kOk) {
  model::PageRecord page;
  page.id = id;
  page.url = url;
  page.outcome = outcome;
  page.found_on = "http://a.test/list/" + std::to_string(id);
  return page;
}

/// Pages of these ids, each with facts and a disclosure titled like `title` and its id.
Readings Of(std::vector<model::PageRecord> pages, const std::string& title) {
  Readings out;
  for (const model::PageRecord& page : pages) {
    model::PageFacts facts;
    facts.page_id = page.id;
    out.facts.push_back(facts);
    model::Disclosure one;
    one.page_id = page.id;
    one.title = title + std::to_string(page.id);
    out.disclosures.push_back(one);
  }
  out.pages = std::move(pages);
  return out;
}

std::map<std::string, int64_t> Ids(const Readings& read) {
  std::map<std::string, int64_t> ids;
  for (const auto& page : read.pages) ids[page.url] = page.id;
  return ids;
}

std::vector<std::string> Titles(const Readings& read) {
  std::vector<std::string> titles;
  for (const auto& one : read.disclosures) titles.emplace_back(one.title);
  std::sort(titles.begin(), titles.end());
  return titles;
}

TEST(LaterLookTest, ReplacesThePagesItSawAndAddsWhatIsNew) {
  Readings round = Of({Page(1, "http://a.test/1"), Page(7, "http://a.test/7")}, "old ");
  TakeLaterLook(Of({Page(1, "http://a.test/7"), Page(2, "http://a.test/new")}, "new "), &round);
  EXPECT_EQ(Ids(round), (std::map<std::string, int64_t>{
                            {"http://a.test/1", 1}, {"http://a.test/7", 8}, {"http://a.test/new", 9}}));
  EXPECT_EQ(Titles(round), (std::vector<std::string>{"new 1", "new 2", "old 1"}));
  const auto again =
      std::find_if(round.pages.begin(), round.pages.end(), [](const auto& p) { return p.id == 8; });
  ASSERT_NE(again, round.pages.end());
  EXPECT_EQ(again->found_on, "http://a.test/list/7") << "the page that led to it in the round";
  for (const auto& facts : round.facts)
    EXPECT_TRUE(facts.page_id == 1 || facts.page_id >= 8) << facts.page_id;
}

class SilentAnswer : public ::testing::TestWithParam<FetchOutcome> {};
INSTANTIATE_TEST_SUITE_P(Outcomes, SilentAnswer,
                         ::testing::Values(FetchOutcome::kServerError, FetchOutcome::kTimeout,
                                           FetchOutcome::kDns, FetchOutcome::kRobotsDenied,
                                           FetchOutcome::kBudget, FetchOutcome::kHostBusy,
                                           FetchOutcome::kHostDown, FetchOutcome::kChallenge));

TEST_P(SilentAnswer, LeavesTheEarlierReading) {
  Readings round = Of({Page(1, "http://a.test/1")}, "old ");
  TakeLaterLook(Of({Page(1, "http://a.test/1", GetParam())}, "new "), &round);
  EXPECT_EQ(Ids(round), (std::map<std::string, int64_t>{{"http://a.test/1", 1}}));
  EXPECT_EQ(Titles(round), (std::vector<std::string>{"old 1"}));
}

TEST_P(SilentAnswer, OfAnAddressTheRoundNeverSawIsKept) {
  Readings round = Of({Page(1, "http://a.test/1")}, "old ");
  TakeLaterLook(Of({Page(1, "http://a.test/2", GetParam())}, "new "), &round);
  EXPECT_EQ(Ids(round).size(), 2U);
}

TEST(LaterLookTest, APageThatIsGoneNowReplacesTheOneThatWasThere) {
  for (const FetchOutcome outcome : {FetchOutcome::kGone, FetchOutcome::kSoft404}) {
    Readings round = Of({Page(3, "http://a.test/1")}, "old ");
    Readings later;
    later.pages = {Page(1, "http://a.test/1", outcome)};
    TakeLaterLook(std::move(later), &round);
    ASSERT_EQ(round.pages.size(), 1U);
    EXPECT_EQ(round.pages[0].outcome, outcome);
    EXPECT_TRUE(round.facts.empty());
    EXPECT_TRUE(round.disclosures.empty());
  }
}

TEST(LaterLookTest, RobotsFilesOfTheLaterLookAreLeftOut) {
  Readings round = Of({Page(1, "http://a.test/1")}, "old ");
  model::PageRecord robots = Page(1, "http://a.test/robots.txt");
  robots.kind = model::TaskKind::kRobots;
  Readings later;
  later.pages = {robots};
  TakeLaterLook(std::move(later), &round);
  EXPECT_EQ(round.pages.size(), 1U);
}

}  // namespace
}  // namespace mingcha::checker
