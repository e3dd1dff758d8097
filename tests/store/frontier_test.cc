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
  ASSERT_EQ(*store_->frontier().Add({task}), 1);
  EXPECT_THAT(*store_->frontier().Take("portal", 1), ElementsAre(task));
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
