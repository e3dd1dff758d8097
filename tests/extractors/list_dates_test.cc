// The day of a row on a list page, as sites print it: whole, in boxes, for machines only.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Form {
  const char* name;
  const char* before;  // the link; `{d}` is the day of the month
  const char* after;
  bool read;
};

constexpr Form kForms[] = {
    {"iso", "", "<span>2019-06-{d}</span>", true},
    {"before_the_link", "<span>[2019-06-{d}]</span>", "", true},
    {"big_day", "<div><b>{d}</b><i>2019-06</i></div>", "", true},
    {"big_day_slash", "<div><b>{d}</b><i>2019/06</i></div>", "", true},
    {"month_then_day", "<div><span>2019.06</span><b>{d}</b></div>", "", true},
    {"year_above", "", "<p><span>2019年</span><em>06月{d}日</em></p>", true},
    {"three_boxes", "<div><p>{d}</p><p>06月</p><p>2019年</p></div>", "", true},
    {"three_boxes_signs", "<div><p>{d}日</p><p>6月</p><p>2019</p></div>", "", true},
    {"year_below", "<div><b>06-{d}</b><i>2019</i></div>", "", true},
    {"year_below_signs", "<div><b>06月{d}日</b><i>2019年</i></div>", "", true},
    {"for_machines", "", "<time datetime='2019-06-{d}T09:00:00+08:00'>6天前</time>", true},
    {"without_a_year", "", "<span>06-{d}</span>", false},
    {"english", "", "<span>June {d}, 2019</span>", false},
};

std::string Filled(std::string text, int day) {
  for (size_t at = text.find("{d}"); at != std::string::npos; at = text.find("{d}"))
    text.replace(at, 3, std::to_string(day));
  return text;
}

TEST(ListDates, EveryForm) {
  const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  for (const Form& form : kForms) {
    SCOPED_TRACE(form.name);
    std::string html =
        "<html><head><title>通知公告</title></head><body><div>当前位置：<a href='/'>首页</a> &gt; "
        "通知公告</div><ul>";
    for (int day = 10; day < 20; ++day) {
      html += "<li>" + Filled(form.before, day) + "<a href='c" + std::to_string(day) + ".html'>关于第" +
              std::to_string(day) + "号道路养护工程项目的公告</a>" + Filled(form.after, day) + "</li>";
    }
    html += "</ul></body></html>";
    PageInput input;
    input.url = "http://www.example.gov.cn/zwgk/tz/index.html";
    input.content_type = "text/html; charset=utf-8";
    input.body = html;
    const model::PageFacts facts = extractor.Extract(input);
    ASSERT_EQ(facts.entries.size(), 10U);
    for (size_t i = 0; i < facts.entries.size(); ++i) {
      ASSERT_EQ(facts.entries[i].date.has_value(), form.read);
      if (form.read) {
        EXPECT_EQ(facts.entries[i].date->Iso(), "2019-06-" + std::to_string(10 + i));
      }
    }
  }
}

}  // namespace
}  // namespace mingcha::extractors
