#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using model::FetchOutcome;
using model::FetchTask;
using model::TaskKind;
using ::testing::ElementsAre;

class FrontierTest : public StoreTest {
 protected:
  std::vector<std::string> TakeUrls(int limit, const std::string& site = "portal") {
    std::vector<std::string> urls;
    const auto tasks = store_->frontier().Take(site, limit);
    EXPECT_TRUE(tasks);
    for (const FetchTask& task : *tasks) urls.push_back(task.url);
    return urls;
  }
  std::unique_ptr<Assessment> store_ = Create("a");
};

TEST_F(FrontierTest, AUrlIsAddedOnce) {
  EXPECT_EQ(*store_->frontier().Add({Task("u1"), Task("u2"), Task("u1")}), 2);
  EXPECT_EQ(*store_->frontier().Add({Task("u2", TaskKind::kSeed), Task("u3")}), 1);
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 3);
  EXPECT_EQ(*store_->frontier().Waiting("elsewhere"), 0);
  EXPECT_THAT(TakeUrls(10), ElementsAre("u1", "u2", "u3"));
  EXPECT_EQ(*store_->frontier().Add({Task("u1")}), 0) << "a task in flight is known";
}

TEST_F(FrontierTest, ATaskComesBackWhole) {
  FetchTask task = Task("http://a.example/?q=1", TaskKind::kAttachment, 7);
  task.attempts = 2;
  task.anchor = std::string("\xE6\x98\x8E\0x", 5);
  task.post = "a=1&b=2";
  task.rows = "0123456789abcdef";
  task.fallback = "http://a.example/index_2.html";
  ASSERT_EQ(*store_->frontier().Add({task}), 1);
  std::vector<FetchTask> taken = *store_->frontier().Take("portal", 1);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_GT(taken[0].place, 0);
  taken[0].place = 0;
  EXPECT_EQ(taken[0], task);
}

TEST_F(FrontierTest, BestFirstIsKindThenDepthThenDiscovery) {
  (void)*store_->frontier().Add({Task("detail2", TaskKind::kDetail, 2),
                                 Task("detail1b", TaskKind::kDetail, 1),
                                 Task("detail1c", TaskKind::kDetail, 1), Task("list", TaskKind::kList, 5),
                                 Task("robots", TaskKind::kRobots, 9)});
  EXPECT_THAT(TakeUrls(2), ElementsAre("robots", "list"));
  EXPECT_THAT(TakeUrls(9), ElementsAre("detail1b", "detail1c", "detail2"));
  EXPECT_THAT(TakeUrls(9), ElementsAre());
}

TEST_F(FrontierTest, OneKeyIsOneTaskUnderTheAddressFirstFound) {
  FetchTask first = Task("http://a.example/x/index.html");
  first.key = "http://a.example/x/";
  FetchTask twin = Task("https://www.a.example/x/");
  twin.key = "http://a.example/x/";
  EXPECT_EQ(*store_->frontier().Add({first, twin}), 1);
  EXPECT_EQ(*store_->frontier().Add({Task("http://a.example/x/"), twin}), 0);
  EXPECT_THAT(TakeUrls(9), ElementsAre("http://a.example/x/index.html"));
  store_.reset();
  store_ = Open("a");
  EXPECT_EQ(*store_->frontier().Add({twin}), 0);
}

TEST_F(FrontierTest, WhatIsPutAsideWaitsForRecall) {
  (void)*store_->frontier().Add({Task("a"), Task("b")});
  std::vector<FetchTask> taken = *store_->frontier().Take("portal", 1);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_TRUE(*store_->frontier().Postpone(taken[0]));
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 2);
  EXPECT_THAT(TakeUrls(9), ElementsAre("b"));
  store_.reset();
  store_ = Open("a");
  (void)*store_->frontier().Recover();
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 2);
  EXPECT_THAT(TakeUrls(9), ElementsAre("b"));
  EXPECT_EQ(*store_->frontier().Recall(), 1);
  EXPECT_THAT(TakeUrls(9), ElementsAre("a"));
}

TEST_F(FrontierTest, TellsWhatIsDone) {
  (void)*store_->frontier().Add({Task("a"), Task("b"), Task("c"), Task("robots", TaskKind::kRobots)});
  (void)TakeUrls(9);
  ASSERT_TRUE(store_->frontier().Finish("a", model::FetchOutcome::kOk));
  ASSERT_TRUE(store_->frontier().Finish("b", model::FetchOutcome::kBudget));
  ASSERT_TRUE(store_->frontier().Finish("robots", model::FetchOutcome::kOk));
  EXPECT_EQ(*store_->frontier().Done("portal"), 1);
  std::vector<std::string> urls;
  ASSERT_TRUE(
      store_->frontier().ForEachDone("portal", [&](std::string_view url) { urls.emplace_back(url); }));
  EXPECT_THAT(urls, ElementsAre("a"));
}

TEST_F(FrontierTest, SitesAreApart) {
  FetchTask other = Task("o");
  other.site = "other";
  (void)*store_->frontier().Add({Task("p"), other});
  EXPECT_THAT(TakeUrls(9, "other"), ElementsAre("o"));
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 1);
}

TEST_F(FrontierTest, RetryPutsATaskBehindItsKind) {
  (void)*store_->frontier().Add({Task("a"), Task("b")});
  auto taken = *store_->frontier().Take("portal", 1);
  ASSERT_EQ(taken[0].url, "a");
  ++taken[0].attempts;
  ASSERT_TRUE(store_->frontier().Retry(taken[0]));
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 2);
  EXPECT_THAT(TakeUrls(1), ElementsAre("b"));
  EXPECT_EQ((*store_->frontier().Take("portal", 1))[0].attempts, 1);
  EXPECT_FALSE(store_->frontier().Retry(Task("unknown")));
}

TEST_F(FrontierTest, FinishedTasksNeverComeBack) {
  (void)*store_->frontier().Add({Task("a"), Task("b"), Task("c")});
  EXPECT_THAT(TakeUrls(2), ElementsAre("a", "b"));
  ASSERT_TRUE(store_->frontier().Finish("a", FetchOutcome::kOk));
  ASSERT_TRUE(store_->frontier().Finish("c", FetchOutcome::kBudget));
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 0);
  EXPECT_EQ(*store_->frontier().Recover(), 1);
  EXPECT_THAT(TakeUrls(9), ElementsAre("b"));
  const auto unknown = store_->frontier().Finish("never added", FetchOutcome::kOk);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::ErrorCode::kNotFound);
}

TEST_F(FrontierTest, StateOutlivesTheProcess) {
  (void)*store_->frontier().Add({Task("a"), Task("b"), Task("c")});
  (void)TakeUrls(2);
  ASSERT_TRUE(store_->frontier().Finish("a", FetchOutcome::kOk));
  store_.reset();
  store_ = Open("a");
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 1);
  EXPECT_EQ(*store_->frontier().Recover(), 1);
  EXPECT_EQ(*store_->frontier().Waiting("portal"), 2);
  EXPECT_THAT(TakeUrls(9), ElementsAre("b", "c"));
}

}  // namespace
}  // namespace mingcha::store
