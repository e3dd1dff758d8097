// Pages that say nothing of themselves, or no day: what the list that leads to them tells.
#include "extractors/list_days.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "extractors/extractor.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Page {
  model::PageFacts facts;
  std::vector<model::Disclosure> disclosures;
};

Page Read(const std::string& url, const std::string& anchor, const std::string& body) {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  PageInput input;
  input.url = url;
  input.anchor = anchor;
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  ExtractedPage page = extractor.ExtractAll(input);
  return {std::move(page.facts), std::move(page.disclosures)};
}

const std::string kUrl = "http://www.example.gov.cn/sgxk/show?id=7";
const std::string kTitle = "云台路排水改造工程建筑工程施工许可证核发公示";

std::string List(const std::string& day) {
  return "<title>施工许可</title><h2>施工许可</h2><ul><li><a href='/sgxk/show?id=7'>" + kTitle +
         "</a><span>" + day +
         "</span></li><li><a "
         "href='/sgxk/show?id=8'>云溪县人民医院建筑工程施工许可证核发公示</a><span>2026-03-02</span>"
         "</li><li><a "
         "href='/sgxk/show?id=9'>云溪大桥建筑工程施工许可证核发公示</a><span>2026-02-02</span></li></ul>";
}

const std::string kPermit =
    "<p>工程名称：云台路排水改造工程</p><p>施工许可证编号：350999202601190101</"
    "p><p>建设单位：云溪县排水管理中心</p><p>"
    "发证日期：2026年5月8日</p>";

std::string PublishedAfter(Page* page, std::vector<Page> lists) {
  std::vector<ReadPageRef> all = {{&page->facts, &page->disclosures, {}}};
  for (Page& list : lists) all.push_back({&list.facts, &list.disclosures, {}});
  LendListDays(all);
  return page->facts.published ? page->facts.published->date.Iso() : "";
}

TEST(ListDays, AreLentWhereThePageTellsNone) {
  struct Case {
    const char* name;
    std::string line;  // under the title
    std::vector<std::string> days;
    std::string published;
  };
  for (const Case& c :
       std::vector<Case>{{"none_of_its_own", "", {"2026-05-11"}, "2026-05-11"},
                         {"its_own_stays", "<p>发布时间：2026-05-12</p>", {"2026-05-11"}, "2026-05-12"},
                         {"two_that_differ", "", {"2026-05-11", "2026-05-13"}, ""},
                         {"two_that_agree", "", {"2026-05-11", "2026-05-11"}, "2026-05-11"},
                         {"no_list", "", {}, ""}}) {
    SCOPED_TRACE(c.name);
    std::string body = "<title>" + kTitle + "</title><h1>";
    body.append(kTitle).append("</h1>").append(c.line).append(kPermit);
    Page page = Read(kUrl, kTitle, body);
    ASSERT_EQ(page.facts.kind, model::PageKind::kDetail);
    std::vector<Page> lists;
    for (size_t i = 0; i < c.days.size(); ++i)
      lists.push_back(
          Read("http://www.example.gov.cn/" + std::to_string(i) + "/list.html", "施工许可", List(c.days[i])));
    EXPECT_EQ(PublishedAfter(&page, lists), c.published);
    ASSERT_FALSE(page.disclosures.empty());
    const auto& dates = page.disclosures.front().dates;
    EXPECT_EQ(std::any_of(dates.begin(), dates.end(),
                          [&](const model::DateReading& date) {
                            return date.meaning == model::DateMeaning::kPublished &&
                                   date.date.Iso() == c.published;
                          }),
              !c.published.empty());
  }
}

TEST(ListDays, AListInNoOrderTellsDaysOfSomethingElse) {
  struct Case {
    std::vector<const char*> days;  // of the rows, the page's own first
    const char* published;
  };
  for (const Case& c : std::vector<Case>{
           {{"2026-05-11", "2026-03-02", "2026-02-02", "2026-01-20", "2026-01-10"}, "2026-05-11"},
           {{"2026-05-11", "2026-03-02", "2026-06-02", "2026-01-20", "2026-01-10"}, "2026-05-11"},
           {{"2026-05-11", "2026-03-02", "2026-09-30", "2026-01-10", "2026-10-30"}, ""}}) {
    std::string body = "<title>" + kTitle;
    body.append("</title>").append(kPermit);
    Page page = Read(kUrl, kTitle, body);
    Page list = Read("http://www.example.gov.cn/list.html", "施工许可", List("2026-05-11"));
    list.facts.entries.resize(1);
    for (const char* day : c.days) {
      model::ListEntry row = list.facts.entries.front();
      row.date = base::Date::FromIso(day);
      if (list.facts.entries.size() > 1 || day != c.days.front()) row.url += std::string("&d=") + day;
      list.facts.entries.push_back(std::move(row));
    }
    list.facts.entries.erase(list.facts.entries.begin());
    EXPECT_EQ(PublishedAfter(&page, {list}), c.published);
  }
}

TEST(ListDays, APageThatShowsNothingIsKnownByItsLink) {
  struct Case {
    const char* name;
    std::string title, anchor, body;
    std::string read_title;
    bool unread;
  };
  const std::string site = "云溪县住房和城乡建设局";
  const std::string shell = "<div class=header><h1>" + site +
                            "</h1></div><div>加载中</div><div id=app></div><script>"
                            "axios.get('/api/detail?id=7').then(function(r){show(r)})</script>";
  std::string under_site = "<div class=header><h1>" + site + "</h1></div>";
  under_site.append(kPermit).append(kPermit);
  for (const Case& c :
       std::vector<Case>{{"shell", site, kTitle, shell, kTitle, true},
                         {"link_says_no_more", site, "查看详情", shell, site, false},
                         {"link_is_the_sites_name", site, site, shell, site, false},
                         {"text_under_the_sites_name", site, kTitle, under_site, kTitle, false},
                         {"own_title_stays", "云溪大桥建筑工程施工许可证核发公示-" + site, kTitle,
                          "<h1>云溪大桥建筑工程施工许可证核发公示</h1>" + kPermit,
                          "云溪大桥建筑工程施工许可证核发公示", false}}) {
    SCOPED_TRACE(c.name);
    const Page page = Read(kUrl, c.anchor, "<title>" + c.title + "</title>" + c.body);
    ASSERT_TRUE(page.facts.title);
    EXPECT_EQ(page.facts.title->value, c.read_title);
    EXPECT_EQ(page.facts.unread_attachment, c.unread);
    EXPECT_EQ(page.facts.note == model::PageNote::kTemplateEmpty, c.unread);
    const bool named = c.read_title != site;
    EXPECT_EQ(!page.disclosures.empty(), named);
    const std::string item = named ? page.disclosures.front().item : std::string();
    EXPECT_EQ(item, named ? "approval-result.construction" : "");
    if (c.unread) {
      EXPECT_EQ(page.facts.title->source, model::ReadingSource::kList);
      EXPECT_EQ(page.facts.text_hash, "");
      EXPECT_TRUE(page.disclosures.front().elements.empty());
    }
  }
}

TEST(Lists, ABoxThatAScriptFillsIsNoEmptyColumn) {
  struct Case {
    const char *name, *box;
    bool scripted;
  };
  for (const Case& c : std::vector<Case>{
           {"rows_from_an_address",
            "<ul class=auto data-url='/web/list?channel=yd'></ul><script src=/js/auto.js></script>", true},
           {"an_application", "<div id=app></div><script src=/static/js/app.8f3a.js></script>", true},
           {"blank", "<ul class=list></ul><script src=/js/jquery.js></script>", false},
           {"blank_by_its_word", "<div id=app><p>暂无内容</p></div><script src=/js/jquery.js></script>",
            false}}) {
    SCOPED_TRACE(c.name);
    std::string menu;
    for (const char* name : {"首页", "规划许可", "土地成交", "用地规划", "机构概况"})
      menu += std::string("<a href='/lm/") + std::to_string(menu.size()) + ".html'>" + name + "</a> ";
    const Page page =
        Read("http://www.example.gov.cn/lm/yd.html", "用地规划",
             "<title>用地规划-云溪县自然资源局</title><div class=nav>" + menu + "</div><h2>用地规划</h2>" +
                 c.box + "<div class=foot>云溪县自然资源局主办</div>");
    EXPECT_EQ(page.facts.kind, model::PageKind::kList);
    EXPECT_EQ(page.facts.scripted_list, c.scripted);
  }
}

TEST(Lists, PermitsUnderOneAnotherTellOfThePermitToo) {
  const auto permit = [](const char* work, const char* number, const char* day) {
    return std::string("<p>工程名称：") + work + "</p><p>施工许可证编号：" + number +
           "</p><p>建设单位：云溪县城市建设有限公司</p><p>设计单位：某设计院有限公司</"
           "p><p>施工单位：某建工集团有限公司</p>"
           "<p>监理单位：某监理有限公司</p><p>发证日期：" +
           day + "</p>";
  };
  const Page page = Read(kUrl, "2026年4月建筑工程施工许可证核发公示（第二批）",
                         "<title>2026年4月建筑工程施工许可证核发公示（第二批）</"
                         "title><h1>2026年4月建筑工程施工许可证核发公示（第二批）</h1>"
                         "<p>发布时间：2026-04-17</p><div "
                         "class=content><p>根据《建筑法》，现将近期核发的施工许可证公示如下：</p>" +
                             permit("云溪工业园标准厂房", "350999202604130101", "2026年4月13日") +
                             permit("松溪乡敬老院改造工程", "350999202603050201", "2026年3月5日") + "</div>");
  std::vector<std::string> rows;
  for (const model::Disclosure& row : page.disclosures) {
    if (row.item == "approval-result.construction") rows.push_back(row.subject_text + " " + row.doc_number);
  }
  EXPECT_EQ(rows, (std::vector<std::string>{"云溪工业园标准厂房 350999202604130101",
                                            "松溪乡敬老院改造工程 350999202603050201"}));
}

}  // namespace
}  // namespace mingcha::extractors
