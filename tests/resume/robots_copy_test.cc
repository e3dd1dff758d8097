// RFC 9309 2.3.1.4 over rounds: the robots file of one round serves those after it while none can be had.
#include <gtest/gtest.h>

#include <filesystem>

#include "crawler/crawler.h"
#include "store/assessment.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using model::FetchOutcome;
using testing::Reply;

class RobotsCopyTest : public ::testing::Test {
 protected:
  RobotsCopyTest() {
    std::string pattern = (fs::temp_directory_path() / "mingcha-robots-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    bench_.options.retries = 0;
    bench_.site.Route("/", Reply::Html(crawler::PageTo({"/open", "/secret"})));
    bench_.site.Route("/open", Reply::Html("<p>open</p>"));
    bench_.site.Route("/secret", Reply::Html("<p>secret</p>"));
  }
  ~RobotsCopyTest() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  /// Crawls the site into a new folder that goes on from `previous` (empty: none) and ends it.
  void Round(const std::string& name, const std::string& previous, const Reply& robots) {
    bench_.site.Route("/robots.txt", robots);
    store_ = nullptr;
    auto made = store::Assessment::Create(root_ + "/" + name, {});
    ASSERT_TRUE(made) << base::ToEnglish(made.error());
    store_ = std::move(*made);
    if (!previous.empty()) {
      const auto carried = store_->CarryOver(root_ + "/" + previous);
      ASSERT_TRUE(carried) << base::ToEnglish(carried.error());
    }
    const size_t asked = bench_.site.Requests().size();
    crawler::Crawler crawl(bench_.options, store_->frontier(), store_->sink(), bench_.links, bench_.clock,
                           nullptr);
    const auto summary = crawl.Run();
    ASSERT_TRUE(summary) << base::ToEnglish(summary.error());
    EXPECT_TRUE(summary->complete);
    robots_asked_ = 0;
    for (size_t i = asked; i < bench_.site.Requests().size(); ++i)
      robots_asked_ += bench_.site.Requests()[i].target == "/robots.txt" ? 1 : 0;
    model::RunManifest run;
    run.id = name;
    run.complete = true;
    run.crawl_started = run.crawl_ended = bench_.clock.Now();
    ASSERT_TRUE(store_->SaveManifest(run));
    ASSERT_TRUE(store_->BuildHistory());
    ASSERT_TRUE(store_->FinishManifest());
  }
  FetchOutcome OutcomeOf(const std::string& target) {
    const auto page = store_->FindPage(bench_.site.Url(target));
    return page ? page->outcome : FetchOutcome::kCancelled;
  }

  std::string root_;
  crawler::CrawlBench bench_;
  std::unique_ptr<store::Assessment> store_;
  int robots_asked_ = 0;
};

TEST_F(RobotsCopyTest, S2_3_1_4_TheFileOfAnEarlierRoundServesTheNextOnes) {
  Round("r1", "", Reply::Text("User-agent: *\nDisallow: /secret\n"));
  EXPECT_EQ(OutcomeOf("/secret"), FetchOutcome::kRobotsDenied);
  Round("r2", "r1", Reply::Status(503));
  EXPECT_EQ(OutcomeOf("/open"), FetchOutcome::kOk);
  EXPECT_EQ(OutcomeOf("/secret"), FetchOutcome::kRobotsDenied);
  const auto record = store_->FindPage(bench_.site.Url("/robots.txt"));
  ASSERT_TRUE(record);
  EXPECT_NE(record->outcome_detail.find("judged by the copy of 2018-06-01"), std::string::npos)
      << record->outcome_detail;
  EXPECT_EQ(robots_asked_, 1) << "a copy is no page that is asked for again at the end";
  Round("r3", "r2", Reply::Status(500));
  EXPECT_EQ(OutcomeOf("/open"), FetchOutcome::kOk) << "the copy goes on through a round without one";
  EXPECT_EQ(OutcomeOf("/secret"), FetchOutcome::kRobotsDenied);
}

TEST_F(RobotsCopyTest, S2_3_1_3_AFileThatIsGoneLeavesNoCopyBehind) {
  Round("r1", "", Reply::Text("User-agent: *\nDisallow: /secret\n"));
  Round("r2", "r1", Reply::Status(404));
  EXPECT_EQ(OutcomeOf("/secret"), FetchOutcome::kOk);
  EXPECT_EQ(robots_asked_, 1) << "nothing of the site vanished";
  Round("r3", "r2", Reply::Status(503));
  EXPECT_EQ(OutcomeOf("/"), FetchOutcome::kRobotsDenied) << "no copy: nothing may be asked";
}

TEST_F(RobotsCopyTest, WhatABusyHostLeftOpenIsAskedByAResumedRunAndTheFileThatDecidedIsOnRecord) {
  Reply busy = Reply::Status(503);
  busy.headers.emplace_back("Retry-After", "86400");
  Round("r1", "", busy);
  const auto before = store_->FindPage(bench_.site.Url("/robots.txt"));
  ASSERT_TRUE(before);
  EXPECT_EQ(before->outcome, FetchOutcome::kServerError);
  bench_.site.Route("/robots.txt", Reply::Text("User-agent: *\nDisallow: /secret\n"));
  crawler::Crawler again(bench_.options, store_->frontier(), store_->sink(), bench_.links, bench_.clock,
                         nullptr);
  const auto summary = again.Run();
  ASSERT_TRUE(summary) << base::ToEnglish(summary.error());
  EXPECT_TRUE(summary->complete);
  const auto robots = store_->FindPage(bench_.site.Url("/robots.txt"));
  ASSERT_TRUE(robots);
  EXPECT_EQ(robots->outcome, FetchOutcome::kOk);
  EXPECT_EQ(robots->id, before->id);
  ASSERT_EQ(robots->earlier_looks.size(), 1U) << "the answer it took the place of";
  EXPECT_EQ(robots->earlier_looks[0].http_status, 503);
}

}  // namespace
}  // namespace mingcha
