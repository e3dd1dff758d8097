#include "extractors/host_habits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

const Extractor& Shared() {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  return extractor;
}

/// An article whose template prints the day the site was built beside every title; its own day stands below.
std::string Article(int day) {
  return "<html><head><title>关于第" + std::to_string(day) +
         "号事项的公告</title></head><body><div><h1>关于第" + std::to_string(day) +
         "号事项的公告</h1><p>2019-12-03</p><p>2022-05-" + (day < 10 ? "0" : "") + std::to_string(day) +
         "</p><div "
         "class=content><p>"
         "为进一步做好农村道路养护工作，经区政府同意，现将有关事项公告如下，请结合实际认真贯彻执行，"
         "确保各项任务落到实处。</p></div></div></body></html>";
}

model::PageFacts Read(int day, std::vector<base::Date> boilerplate = {},
                      const std::string& host = "www.example.gov.cn") {
  const std::string body = Article(day);
  PageInput input;
  input.url = "http://" + host + "/gg/" + std::to_string(day) + ".html";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  input.boilerplate = std::move(boilerplate);
  return Shared().Extract(input);
}

TEST(HostHabitsTest, LearnsTheDayOfATemplateWhateverTheOrder) {
  std::vector<model::PageFacts> pages;
  for (int day = 1; day <= 12; ++day) pages.push_back(Read(day));
  ASSERT_TRUE(pages[0].published);
  EXPECT_EQ(pages[0].published->date.Iso(), "2019-12-03");  // misled as long as nothing is known
  for (int turn = 0; turn < 3; ++turn) {
    std::rotate(pages.begin(), pages.begin() + 5, pages.end());
    if (turn == 2) std::reverse(pages.begin(), pages.end());
    HostHabits habits;
    for (const auto& page : pages) habits.Add(page);
    const auto days = habits.BoilerplateOf(pages[0]);
    ASSERT_EQ(days.size(), 1U);
    EXPECT_EQ(days[0].Iso(), "2019-12-03");
    EXPECT_TRUE(habits.Misleads(pages[3]));
  }
  HostHabits habits;
  for (const auto& page : pages) habits.Add(page);
  for (int day = 1; day <= 12; ++day) {
    const model::PageFacts again = Read(day, habits.BoilerplateOf(Read(day)));
    ASSERT_TRUE(again.published);
    EXPECT_EQ(again.published->date.day(), day);
    EXPECT_EQ(again.published->date.year(), 2022);
  }
}

TEST(HostHabitsTest, FewPagesAndOtherHostsTeachNothing) {
  HostHabits habits;
  for (int day = 1; day < HostHabits::kFewPages; ++day) habits.Add(Read(day));
  EXPECT_TRUE(habits.BoilerplateOf(Read(1)).empty());
  habits.Add(Read(20));
  EXPECT_FALSE(habits.BoilerplateOf(Read(1)).empty());
  EXPECT_TRUE(habits.BoilerplateOf(Read(1, {}, "other.example.gov.cn")).empty());
}

TEST(HostHabitsTest, AStatedDayOfPublicationIsNoHabit) {
  HostHabits habits;
  const std::string body =
      "<html><head><title>关于第三批补助的公告</title></head><body><h1>关于第三批补助的公告</h1>"
      "<p>发布日期：2020-12-09</p><div "
      "class=content><p>为进一步做好农村道路养护工作，经区政府同意，现将有关事项公告如下，"
      "请结合实际认真贯彻执行。</p></div></body></html>";
  PageInput input;
  input.url = "http://www.example.gov.cn/gg/1.html";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  const model::PageFacts facts = Shared().Extract(input);
  for (int i = 0; i < 20; ++i) habits.Add(facts);
  EXPECT_TRUE(habits.BoilerplateOf(facts).empty());
  // and even a known habit does not unsay it
  input.boilerplate = {*base::Date::FromYmd(2020, 12, 9)};
  const model::PageFacts again = Shared().Extract(input);
  ASSERT_TRUE(again.published);
  EXPECT_EQ(again.published->date.Iso(), "2020-12-09");
}

}  // namespace
}  // namespace mingcha::extractors
