// Pages named from templates, and answers of scripts read as lists.
#include <gtest/gtest.h>

#include "extractors/list_answer.h"
#include "extractors/pager.h"
#include "model/post_address.h"

namespace mingcha::extractors {
namespace {

base::Url U(std::string_view text) { return *base::Url::Parse(text); }

struct NameCase {
  const char* name;
  std::vector<std::string> pages;
  std::map<std::string, std::string> groups;
  int first;
  const char* url;
  std::vector<std::string> expected;
  const char* fallback;  // of the first page named
};

class NamingTest : public testing::TestWithParam<NameCase> {};

TEST_P(NamingTest, NextPages) {
  const NameCase& c = GetParam();
  PageSeries series;
  series.groups = c.groups;
  series.pages = &c.pages;
  series.first = c.first;
  series.rows_here = 10;
  PagerReading out;
  NamePages(series, U(c.url), &out);
  std::vector<std::string> urls;
  for (const auto& page : out.pages) urls.push_back(page.url);
  EXPECT_EQ(urls, c.expected);
  EXPECT_EQ(out.pages.empty() ? "" : out.pages[0].fallback, c.fallback);
}

const std::vector<std::string> kTrs = {"{base}_{k-1}.{ext}", "{base}_{k}.{ext}"};

INSTANTIATE_TEST_SUITE_P(
    Forms, NamingTest,
    testing::Values(
        NameCase{"FromZero",
                 kTrs,
                 {{"count", "9"}, {"current", "0"}},
                 0,
                 "http://a.cn/x/index.html",
                 {"http://a.cn/x/index_1.html", "http://a.cn/x/index_2.html", "http://a.cn/x/index_3.html"},
                 "http://a.cn/x/index_2.html"},
        NameCase{"LaterPageTellsItsForm",
                 kTrs,
                 {{"count", "9"}, {"current", "3"}},
                 0,
                 "http://a.cn/x/index_4.html",
                 {"http://a.cn/x/index_5.html", "http://a.cn/x/index_6.html", "http://a.cn/x/index_7.html"},
                 ""},
        NameCase{"FileNameAloneWillDo",
                 kTrs,
                 {{"count", "5"}},
                 0,
                 "http://a.cn/x/index_3.html",
                 {"http://a.cn/x/index_4.html"},
                 ""},
        NameCase{
            "LastPage", kTrs, {{"count", "5"}, {"current", "4"}}, 0, "http://a.cn/x/index_4.html", {}, ""},
        NameCase{"RowsOverSize",
                 {"?p={k}"},
                 {{"rows", "1,001"}, {"size", "500"}},
                 1,
                 "http://a.cn/l?c=1",
                 {"http://a.cn/l?p=2", "http://a.cn/l?p=3"},
                 ""},
        NameCase{"RowsOverRowsHere",
                 {"?p={k}"},
                 {{"rows", "25"}},
                 1,
                 "http://a.cn/l",
                 {"http://a.cn/l?p=2", "http://a.cn/l?p=3"},
                 ""},
        NameCase{"Offsets",
                 {"?from={from0}&to={to}"},
                 {{"rows", "25"}, {"size", "10"}},
                 1,
                 "http://a.cn/l",
                 {"http://a.cn/l?from=10&to=20", "http://a.cn/l?from=20&to=30"},
                 ""},
        NameCase{"CountingDown",
                 {"{dir}/{n-k+1}.htm"},
                 {{"count", "60"}},
                 1,
                 "http://a.cn/gk/index.htm",
                 {"http://a.cn/gk/gk/59.htm", "http://a.cn/gk/gk/58.htm", "http://a.cn/gk/gk/57.htm"},
                 ""},
        NameCase{"AbsurdCount",
                 kTrs,
                 {{"count", "60000"}, {"current", "0"}},
                 0,
                 "http://a.cn/x/index.html",
                 {},
                 ""},
        NameCase{
            "BeyondAnInteger", kTrs, {{"count", "99999999999999"}}, 0, "http://a.cn/x/index.html", {}, ""},
        NameCase{"NameWithoutValue", {"{who}_{k}.html"}, {{"count", "5"}}, 1, "http://a.cn/x/", {}, ""},
        NameCase{"CurrentBeyondCount",
                 kTrs,
                 {{"count", "3"}, {"current", "77"}},
                 0,
                 "http://a.cn/x/index.html",
                 {},
                 ""}),
    [](const auto& param) { return param.param.name; });

TEST(Naming, AnotherFormAfterPageHundred) {
  const std::vector<std::string> near = {"/jyxx/{k}.html"};
  const std::vector<std::string> far = {"/jyxx/tradeInfo.html?pageIndex={k}"};
  PageSeries series;
  series.groups = {{"rows", "39576"}, {"size", "15"}};
  series.pages = &near;
  series.pages_beyond = &far;
  series.pages_until = 100;
  PagerReading out;
  NamePages(series, U("http://a.cn/jyxx/99.html"), &out);
  ASSERT_EQ(out.pages.size(), 3U);
  EXPECT_EQ(out.current, 99);
  EXPECT_EQ(out.pages[0].url, "http://a.cn/jyxx/100.html");
  EXPECT_EQ(out.pages[1].url, "http://a.cn/jyxx/tradeInfo.html?pageIndex=101");
  PagerReading later;
  NamePages(series, U("http://a.cn/jyxx/tradeInfo.html?pageIndex=205"), &later);
  ASSERT_FALSE(later.pages.empty());
  EXPECT_EQ(later.pages[0].url, "http://a.cn/jyxx/tradeInfo.html?pageIndex=206");
}

TEST(Naming, APostIsKnownByItsBodyWithoutHiddenState) {
  const std::vector<std::string> self = {"{self}"};
  PageSeries series;
  series.groups = {{"argument", "2"}};
  series.pages = &self;
  series.post = "__EVENTARGUMENT={argument}";
  series.hidden = {{"__VIEWSTATE", "a+b/c=="}, {"__EVENTARGUMENT", "old"}};
  PagerReading out;
  NamePages(series, U("http://a.cn/list.aspx?id=3#post:__EVENTARGUMENT=1"), &out);
  ASSERT_EQ(out.pages.size(), 1U);
  EXPECT_EQ(out.pages[0].url, "http://a.cn/list.aspx?id=3#post:__EVENTARGUMENT=2");
  EXPECT_EQ(out.pages[0].post, "__VIEWSTATE=a%2Bb%2Fc%3D%3D&__EVENTARGUMENT=2");
}

model::Plan PlanWith(model::ListAnswer answer) {
  model::Plan plan;
  plan.cms.resize(1);
  plan.cms[0].answers = {std::move(answer)};
  return plan;
}

model::ListAnswer JsonRows() {
  model::ListAnswer answer;
  answer.urls = {R"(^/api\?page=(?P<current>\d+)$)"};
  answer.rows = {"articles", "data.list"};
  answer.title = {"title"};
  answer.link = {"url"};
  answer.date = {"date"};
  answer.link_form = "/content/{id}.html";
  answer.total = {"total"};
  answer.pages = {"/api?page={k}"};
  return answer;
}

AnswerReading ReadJson(std::string_view body) {
  const model::Plan plan = PlanWith(JsonRows());
  const LexiconIndex lexicon(plan.lexicon);
  const AnswerReader reader(plan, lexicon);
  return *reader.Read(U("http://a.cn/api?page=1"), body);
}

TEST(Answers, RowsBecomeEntries) {
  const auto read = ReadJson(
      R"(cb({"data":{"list":[{"title":"关于<em>征地</em>的公告&amp;通知","url":"/d/1.html","date":1743465600000},)"
      R"x({"title":"二","id":7,"date":"2025年3月2日 08:00"},{"title":null,"url":null},{"title":"三","url":"javascript:alert(1)"}]},)x"
      R"("total":31});)");
  ASSERT_FALSE(read.broken);
  ASSERT_EQ(read.list.entries.size(), 3U);
  EXPECT_EQ(read.list.entries[0].title, "关于征地的公告&通知");
  EXPECT_EQ(read.list.entries[0].url, "http://a.cn/d/1.html");
  EXPECT_EQ(read.list.entries[0].date->Iso(), "2025-04-01") << "midnight in China";
  EXPECT_EQ(read.list.entries[1].url, "http://a.cn/content/7.html");
  EXPECT_EQ(read.list.entries[1].date->Iso(), "2025-03-02");
  EXPECT_EQ(read.list.entries[2].url, "") << "no address that can be asked";
  EXPECT_EQ(read.list.dated, 2);
  EXPECT_EQ(read.pager.rows, 31);
}

class BrokenAnswer : public testing::TestWithParam<const char*> {};

TEST_P(BrokenAnswer, IsSaidToBeBroken) { EXPECT_TRUE(ReadJson(GetParam()).broken) << GetParam(); }

INSTANTIATE_TEST_SUITE_P(
    Bodies, BrokenAnswer,
    testing::Values("", "<html>502</html>", "{", "[]", R"({"articles":5})", R"({"articles":{"a":[]}})",
                    R"({"other":[]})", "{\"articles\":[\"\\uD800\"",
                    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"));

TEST(Answers, OtherAddressesAreNotTheirs) {
  const model::Plan plan = PlanWith(JsonRows());
  const LexiconIndex lexicon(plan.lexicon);
  const AnswerReader reader(plan, lexicon);
  EXPECT_FALSE(reader.Knows(U("http://a.cn/api?page=x")));
  EXPECT_FALSE(reader.Read(U("http://a.cn/index.html"), "{}").has_value());
}

TEST(PostAddressTest, SurvivesParsingAndCannotBeMixedUp) {
  const std::string address = model::PostAddress(U("http://a.cn/x?y=1#old"), "a=1&b=\"<#> 中");
  EXPECT_EQ(U(address).href(), address);
  EXPECT_EQ(model::WithoutPostKey(address), "http://a.cn/x?y=1");
  EXPECT_EQ(model::PostKey(address), "a=1&b=%22%3C%23%3E%20%E4%B8%AD");
  EXPECT_EQ(model::PostKey("http://a.cn/x#part"), "");
  EXPECT_EQ(model::WithoutPostKey("http://a.cn/x#part"), "http://a.cn/x#part");
}

}  // namespace
}  // namespace mingcha::extractors
