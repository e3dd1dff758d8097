// Pagers that write the page's number into a form and send it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/form_pager.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

struct Found {
  bool known = false;
  PagerReading reading;
  [[nodiscard]] std::vector<std::string> Urls() const {
    std::vector<std::string> out;
    for (const auto& page : reading.pages) out.push_back(page.url);
    return out;
  }
};

class FormPager : public ::testing::Test {
 protected:
  /// By the reader as a whole, as crawl and extraction ask it.
  static Found Read(const std::string& html, const char* address = "http://a.cn/x/list.do") {
    static const LexiconIndex lexicon(mingcha::testing::BaodiPlan().lexicon);
    static const PagerReader reader(mingcha::testing::BaodiPlan(), lexicon);
    const base::Url url = *base::Url::Parse(address);
    const Document document = Document::Parse(html);
    const PagerInput input = PagerReader::InputOf(document, html, url, url, 10);
    Found found;
    found.known = ReadFormPager(input, lexicon, &found.reading);
    const PagerReading whole = reader.Read(input);
    EXPECT_EQ(found.known, whole.found && whole.unread.empty());
    if (found.known) {
      EXPECT_EQ(whole.pages, found.reading.pages);
      EXPECT_EQ(whole.count, found.reading.count);
    }
    return found;
  }
  static std::string Page(const std::string& script, const std::string& form, int next, int last) {
    return "<html><body><script>" + script + "</script>" + form + "<a href='javascript:turn(" +
           std::to_string(next) + ")'>下一页</a> <a href='#' onclick=\"turn('" + std::to_string(last) +
           "')\">尾页</a></body></html>";
  }
};

constexpr const char* kPost =
    "<form name='f' action='more.do' method='POST'><input type='hidden' name='cur' id='c' value='1'>"
    "<input type=hidden name=site value='7 a'><input type=submit name=go value=x></form>";

TEST_F(FormPager, FieldsAreSentAsTheyStandWithThePagesNumber) {
  const char* scripts[] = {
      "function turn(n){document.f.cur.value=n;document.f.submit();}",
      "function turn(n) { document.getElementById('c').value = n; document.forms[0].submit(); }",
      ("var turn = function (p, q) { if (p < 1) { return; } document.forms['f'].elements[\"cur\"].value = '' "
       "+ p;\n f.submit() }"),
      "function turn(no){ $('#c').val(no); $(\"form[name='f']\").submit(); }",
      "function turn(no){ $(\"input[name='cur']\").val(parseInt(no)); $('form').submit(); }",
  };
  for (const char* script : scripts) {
    const Found found = Read(Page(script, kPost, 2, 9));
    EXPECT_TRUE(found.known) << script;
    EXPECT_EQ(found.reading.count, 9) << script;
    EXPECT_EQ(found.reading.current, 1) << script;
    ASSERT_EQ(found.reading.pages.size(), 3U) << script;
    EXPECT_EQ(found.reading.pages[0].post, "site=7%20a&cur=2") << script;
    EXPECT_TRUE(found.reading.pages[0].url.starts_with("http://a.cn/x/more.do")) << script;
  }
}

TEST_F(FormPager, ALinkMaySetTheFieldItself) {
  const auto page = [](const std::string& next, const std::string& last) {
    return std::string("<html><body>") + kPost + "<a href=\"" + next +
           "\">下一页</a> <a href='#' onclick=\"" + last + "\">尾页</a></body></html>";
  };
  const std::pair<const char*, const char*> links[] = {
      {"javascript:document.f.cur.value=2;document.f.submit();",
       "document.f.cur.value=9;document.f.submit();"},
      {"javascript:document.getElementById('c').value='2';document.forms[0].submit()",
       "document.getElementById('c').value='9';document.forms[0].submit(); return false;"},
      {"javascript:void($('#c').val(2));$('form').submit()", "$('#c').val('9');$('form').submit()"},
      {"javascript:f.size.value=15;f.cur.value=2;f.submit()", "f.size.value=15;f.cur.value=9;f.submit()"},
  };
  for (const auto& [next, last] : links) {
    const Found found = Read(page(next, last));
    EXPECT_TRUE(found.known) << next;
    EXPECT_EQ(found.reading.count, 9) << next;
    EXPECT_EQ(found.reading.current, 1) << next;
    ASSERT_EQ(found.reading.pages.size(), 3U) << next;
    EXPECT_EQ(found.reading.pages[0].post, "site=7%20a&cur=2") << next;
    EXPECT_EQ(found.reading.pages[1].post, "site=7%20a&cur=3") << next;
  }
  // What a link sets beside the number is sent with it.
  EXPECT_EQ(Read(page("javascript:f.site.value=3;f.cur.value=2;f.submit()",
                      "f.site.value=3;f.cur.value=2;f.submit()"))
                .reading.pages.at(0)
                .post,
            "site=3&cur=2");
  // No field of the page is meant.
  EXPECT_FALSE(Read(page("javascript:f.other.value=2;f.submit()", "f.other.value=9;f.submit()")).known);
}

TEST_F(FormPager, AFormOfGetMakesAddresses) {
  const Found found =
      Read(Page("function turn(n){document.f.cur.value=n;document.f.submit();}",
                "<form name='f'><input type='hidden' name='cur'><input name='q' value='报告'></form>", 2, 3),
           "http://a.cn/x/list.do?q=1");
  EXPECT_EQ(found.Urls(), (std::vector<std::string>{"http://a.cn/x/list.do?q=%E6%8A%A5%E5%91%8A&cur=2",
                                                    "http://a.cn/x/list.do?q=%E6%8A%A5%E5%91%8A&cur=3"}));
}

TEST_F(FormPager, AFunctionMayGoToAnAddressMadeOfTheNumber) {
  using Urls = std::vector<std::string>;
  EXPECT_EQ(Read(Page("function turn(n){ window.location.href = 'more_' + n + '.html'; }", "", 2, 3)).Urls(),
            (Urls{"http://a.cn/x/more_2.html", "http://a.cn/x/more_3.html"}));
  EXPECT_EQ(Read(Page("function turn(n){ if(n>0) location.assign(\"/l.do?k=8&p=\"+parseInt(n)) }", "", 2, 2))
                .Urls(),
            (Urls{"http://a.cn/l.do?k=8&p=2"}));
  EXPECT_FALSE(Read(Page("function turn(n){ location.href = 'more.html'; }", "", 2, 3)).known);
  EXPECT_FALSE(Read(Page("function turn(n){ tab = 'more_' + n; }", "", 2, 3)).known);
}

TEST_F(FormPager, TheLastPageNamesNoneAndIsUnderstood) {
  const Found found = Read(Page("function turn(n){document.f.cur.value=n;document.f.submit();}",
                                "<form name='f'><input type='hidden' name='cur' value='3'></form>", 3, 3),
                           "http://a.cn/x/list.do?cur=3");
  EXPECT_TRUE(found.known);
  EXPECT_TRUE(found.reading.pages.empty());
  EXPECT_EQ(found.reading.count, 3);
  EXPECT_EQ(found.reading.current, 3);
}

TEST_F(FormPager, WhatSendsNoFormOrSetsNoFieldIsNone) {
  const char* scripts[] = {
      "function turn(n){document.f.cur.value=n;}",                      // nothing is sent
      "function turn(n){document.f.cur.value=1;document.f.submit();}",  // not the number
      "function turn(n){document.f.other.value=n;document.f.submit();}",
      "function turns(n){document.f.cur.value=n;document.f.submit();}",
      "/* function turn(n){document.f.cur.value=n;document.f.submit();} */",
  };
  for (const char* script : scripts) EXPECT_FALSE(Read(Page(script, kPost, 2, 9)).known) << script;
}

TEST_F(FormPager, ValuesThatLookLikePlaceholdersAreNotFollowed) {
  const Found found =
      Read(Page("function turn(n){document.f.cur.value=n;document.f.submit();}",
                "<form name='f' action='/l.do?a={k}' method=post><input name='cur'></form>", 2, 9));
  EXPECT_TRUE(found.reading.pages.empty());
}

}  // namespace
}  // namespace mingcha::extractors
