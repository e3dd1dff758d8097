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

/// A notice without the element that its item asks for; a box without a telling name at the end of every page
/// of the host holds a telephone for complaints. `own`: what the page says of it itself.
std::string Notice(int number, const std::string& own) {
  const std::string title = "青河县第" + std::to_string(number) + "号道路工程中标候选人公示";
  return "<html><head><title>青河县公共资源交易网</title></"
         "head><body><div><h1>欢迎访问青河县公共资源交易信息</h1>"
         "<h2>" +
         title + "</h2><p>发布日期：2022-05-0" + std::to_string(number % 9 + 1) +
         "</p><div "
         "class=content><p>第" +
         std::to_string(number) +
         "号道路工程评标工作已经结束，现将评标结果公示如下，公示期三天，请社会各界监督。</p>" + own +
         "<p>提出异议的渠道和方式：青河县公共资源交易中心综合科，电话88886666</p></div></div></body></html>";
}

ExtractedPage ReadNotice(int number, const std::string& own, const IsTemplateLine& is_template = {}) {
  const std::string body = Notice(number, own);
  PageInput input;
  input.url = "http://jy.example.gov.cn/gs/" + std::to_string(number) + ".html";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  input.is_template = is_template;
  return Shared().ExtractAll(input);
}

/// A page of the same host that is no notice of any item; its template prints the same line, `shared` or not.
ExtractedPage ReadNews(int number, bool shared = true) {
  const std::string body =
      "<html><head><title>青河县公共资源交易网</title></head><body><div><h1>欢迎访问青河县公共资源交易信息</"
      "h1>"
      "<h2>第" +
      std::to_string(number) + "次党员学习活动顺利举行</h2><p>发布日期：2022-06-0" +
      std::to_string(number % 9 + 1) + "</p><div class=content><p>第" + std::to_string(number) +
      "次党员学习活动在三楼会议室举行，全体党员参加，大家交流了学习体会，气氛热烈。</p>" +
      (shared ? "<p>提出异议的渠道和方式：青河县公共资源交易中心综合科，电话88886666</p>" : "") +
      "</div></div></body></html>";
  PageInput input;
  input.url = "http://jy.example.gov.cn/dj/" + std::to_string(number) + ".html";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  return Shared().ExtractAll(input);
}

bool HasElement(const ExtractedPage& page, const std::string& name) {
  return std::any_of(page.facts.elements.begin(), page.facts.elements.end(),
                     [&](const auto& element) { return element.element == name; });
}

TEST(HostHabitsTest, ALineOnEveryPageIsNoElementAndNoTitle) {
  const std::string element = "提出异议的渠道和方式";
  std::vector<ExtractedPage> pages;
  for (int i = 0; i < 24; ++i) pages.push_back(ReadNotice(i, "<p>第" + std::to_string(i) + "号工程</p>"));
  ASSERT_TRUE(HasElement(pages[3], element)) << "misled as long as nothing is known";
  const ExtractedPage misled = pages[3];
  for (int i = 0; i < 6; ++i) pages.push_back(ReadNews(i));
  for (int turn = 0; turn < 2; ++turn) {
    std::reverse(pages.begin(), pages.end());
    HostHabits habits;
    for (const auto& page : pages) habits.Add(page.facts, page.lines);
    EXPECT_TRUE(habits.Misleads(misled.facts, misled.used_lines));
    const ExtractedPage again = ReadNotice(3, "", habits.TemplateOf(misled.facts));
    EXPECT_FALSE(HasElement(again, element));
    ASSERT_TRUE(again.facts.title);
    EXPECT_EQ(again.facts.title->value, "青河县第3号道路工程中标候选人公示");
    // What a page says in words of its own stays.
    const ExtractedPage own = ReadNotice(3, "<p>提出异议的渠道和方式：向招标人书面提出，电话66668888</p>",
                                         habits.TemplateOf(misled.facts));
    EXPECT_TRUE(HasElement(own, element));
  }
}

TEST(HostHabitsTest, ALineOfAllNoticesIsTheirOwn) {
  // Every notice names the same complaints office, the news of the host do not: that is what the notices say.
  HostHabits habits;
  std::vector<ExtractedPage> pages;
  for (int i = 0; i < 60; ++i) pages.push_back(ReadNotice(i, ""));
  for (int i = 0; i < 6; ++i) pages.push_back(ReadNews(i, false));
  for (const auto& page : pages) habits.Add(page.facts, page.lines);
  EXPECT_FALSE(habits.Misleads(pages[1].facts, pages[1].used_lines));
  const IsTemplateLine known = habits.TemplateOf(pages[1].facts);
  EXPECT_TRUE(HasElement(ReadNotice(1, "", known), "提出异议的渠道和方式"));
}

TEST(HostHabitsTest, ABodysNameAloneIsNoTemplate) {
  const std::string body =
      "<html><head><title>第一号通知</title></head><body><h1>关于第一号道路养护的通知</h1><div "
      "class=content><p>现将有关事项通知"
      "如下，请认真贯彻执行，确保各项任务落到实处，按时报送进展。</p><p>青河县道路交通管理局</"
      "p><p>2022年5月6日</p></div></body></html>";
  PageInput input;
  input.url = "http://jy.example.gov.cn/gs/1.html";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  const uint32_t name = LineHash("青河县道路交通管理局");
  input.is_template = [&](uint32_t line) { return line == name; };
  const model::PageFacts facts = Shared().Extract(input);
  ASSERT_TRUE(facts.issuer);
  EXPECT_EQ(facts.issuer->value, "青河县道路交通管理局");
}

TEST(HostHabitsTest, FewPagesTeachNoLines) {
  HostHabits habits;
  std::vector<ExtractedPage> pages;
  for (int i = 1; i < HostHabits::kFewForLines; ++i) {
    pages.push_back(ReadNotice(i, ""));
    habits.Add(pages.back().facts, pages.back().lines);
  }
  EXPECT_FALSE(habits.TemplateOf(pages[0].facts));
  EXPECT_FALSE(habits.Misleads(pages[0].facts, pages[0].used_lines));
}

}  // namespace
}  // namespace mingcha::extractors
