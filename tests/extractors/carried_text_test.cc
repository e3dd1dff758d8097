// Pages whose article stands in their data only: one row a way in which portals carry it, and those that must
// not be believed.
#include "extractors/carried_text.h"

#include <gtest/gtest.h>

#include <string>

#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "extractors/script_data.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

const std::string kTitle = "关于云台路排水改造工程施工许可的公告";
const std::string kText =
    "<p>云溪县住房和城乡建设局依法对云台路排水改造工程核发施工许可，现将有关情况予以公告，请社会各界监督。</"
    "p><p>"
    "建设单位为云溪县排水管理中心，工程地点为云台路，合同价格为三百二十万元，工期为一百八十日。</p><p>"
    "如有异议，请在公告之日起十个工作日内以书面形式向我局反映，并留下真实姓名和联系方式。</p><p>"
    "云溪县住房和城乡建设局</p><p>2026年5月8日</p>";
// The same with its quotes and slashes as JSON has them.
const std::string kJsonText = [] {
  std::string out;
  for (const char c : kText) out += c == '/' ? std::string("\\/") : std::string(1, c);
  return out;
}();

std::string Escaped(const std::string& markup) {
  std::string out;
  for (const char c : markup) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

std::string Percents(const std::string& text) {
  std::string out;
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
  }
  return out;
}

std::string Base64(const std::string& text) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < text.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k)
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (size_t k = 0; k < 4; ++k)
      out += i + k > text.size() ? '=' : kDigits[bits >> (18U - 6U * static_cast<uint32_t>(k)) & 63U];
  }
  return out;
}

struct Row {
  std::string name;
  std::string head;  // in <head>
  std::string body;
  std::string published;  // empty: none is to be read
  std::string place;      // that the text was read from; empty: nothing is to be taken
};

std::string Object(const std::string& more = {}) {
  return R"({"id":4711,"title":")" + kTitle + R"(","publishTime":"2026-05-09 10:00:00","content":")" +
         kJsonText + "\"" + more + "}";
}

std::vector<Row> Carried() {
  const std::string shell = "<div class=top><a href=/>首页</a></div><div id=app></div>";
  return {
      {"state", "", shell + "<script>window.__INITIAL_STATE__={\"detail\":" + Object() + "};</script>",
       "2026-05-09", "data:__INITIAL_STATE__.detail.content"},
      {"under_the_sites_name", "<title>云溪县住房和城乡建设局</title>",
       "<div class=header><h1>云溪县住房和城乡建设局</h1></div><div>加载中</div><div "
       "id=app></div><script>window._CONFIG = {\"SID\":\"7\",\"DETAIL\":" +
           Object() + "};</script>",
       "2026-05-09", "data:_CONFIG.DETAIL.content"},
      {"body_in_a_textarea_under_its_own_head", "<title>" + kTitle + "-云溪县住房和城乡建设局</title>",
       "<h1>" + kTitle +
           "</h1><div class=meta>发布时间：2026-05-09 来源：云溪县住房和城乡建设局</div><div "
           "id=show></div><textarea id=content>" +
           Escaped(kText) + "</textarea>",
       "2026-05-09", "data:page.content"},
      {"typed_json", "",
       shell + "<script id=page-data type=application/json>{\"props\":{\"article\":" + Object() +
           "}}</script>",
       "2026-05-09", "data:page-data.props.article.content"},
      {"json_in_a_text", "",
       shell + "<script>var d = JSON.parse('" +
           [] {
             std::string text = Object();
             std::string out;
             for (const char c : text) out += c == '\\' ? "\\\\" : std::string(1, c);
             return out;
           }() +
           "');</script>",
       "2026-05-09", "data:d.content"},
      {"names_of_a_call", "",
       shell +
           "<script>window.__NUXT__=(function(a,b,c){return {layout:\"default\",data:[{info:{title:a,fbsj:b,"
           "content:c}}],fetch:{}}}(\"" +
           kTitle + "\",1778284800000,\"" + kJsonText + "\"))</script>",
       "2026-05-09", "data:__NUXT__.data.info.content"},
      {"variables", "",
       shell + "<script>\nvar articleTitle = \"" + kTitle +
           "\";\nvar pubDate='2026-05-09';\nvar articleContent = '" + kText.substr(0, 60) + "' +\n '" +
           kText.substr(60) + "';\n</script>",
       "2026-05-09", "data:articleContent"},
      {"escapes", "",
       shell + "<script>var article_title=\"" + kTitle + "\",article_content=\"" +
           [] {
             std::string out;
             for (const char c : kText) out += c == '<' ? "\\u003c" : c == '>' ? "\\x3e" : std::string(1, c);
             return out;
           }() +
           "\",fbrq=\"2026年05月09日\"</script>",
       "2026-05-09", "data:article_content"},
      {"textarea", "<title>" + kTitle + "</title>",
       shell + "<textarea id=content style='display:none'>" + Escaped(kText) + "</textarea>", "",
       "data:page.content"},
      {"noscript", "<title>" + kTitle + "</title>",
       shell + "<noscript><h1>" + kTitle + "</h1><p>发布时间：2026-05-09</p>" + kText + "</noscript>",
       "2026-05-09", "data:noscript"},
      {"template", "",
       shell + "<template id=t><h1>" + kTitle + "</h1><p>发布时间：2026-05-09</p>" + kText + "</template>",
       "2026-05-09", "data:template"},
      {"markup_script", "<title>" + kTitle + "</title>",
       shell + "<script id=editor type=text/plain>" + kText + "</script>", "", "data:page.editor"},
      {"hidden_inputs", "",
       shell + "<input type=hidden id=title value='" + kTitle +
           "'><input type=hidden id=pubtime value='2026/5/9'>" + "<input type=hidden id=content value='" +
           Escaped(kText) + "'>",
       "2026-05-09", "data:page.content"},
      {"attribute_json", "", shell + "<article-view data-info='" + Object() + "'></article-view>",
       "2026-05-09", "data:info.content"},
      {"attribute_base64", "",
       shell + "<div data-title='" + kTitle + "' data-publish-time=1778284800 data-body='" + Base64(kText) +
           "'></div>",
       "2026-05-09", "data:div.body"},
      {"percents", "",
       shell + "<script>var bt='" + kTitle + "';var fbsj='2026-05-09';var nr=decodeURIComponent('" +
           Percents(kText) + "');document.getElementById('x').innerHTML=nr;</script>",
       "2026-05-09", "data:nr"},
      {"linked_data", "",
       shell + "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"" + kTitle +
           "\",\"datePublished\":\"2026-05-08T17:00:00Z\",\"articleBody\":\"" +
           "云溪县住房和城乡建设局依法对云台路排水改造工程核发施工许可，现将有关情况予以公告，请社会各界监督"
           "。建设单位为云溪县"
           "排水管理中心。\\n云溪县住房和城乡建设局\\n2026年5月8日\"}</script>",
       "2026-05-09", "data:articleBody"},
      // Of two texts the one that the page's title names.
      {"two_and_a_title", "<title>" + kTitle + "-云溪县人民政府</title>",
       shell + "<script>var s={hot:{title:\"关于举办全县春季运动会的通知\",content:\"" + kJsonText +
           kJsonText + "\"},cur:" + Object() + "}</script>",
       "2026-05-09", "data:s.cur.content"},
  };
}

std::vector<Row> Refused() {
  const std::string own =
      "<h1>关于举办全县春季运动会的通知</h1><div "
      "class=content><p>各镇人民政府，县政府各部门，为推动全民健身，决定于五月中旬"
      "举办全县春季运动会，现将有关事项通知如下，请认真组织参加，做好各项准备工作，确保安全。</p></div>";
  return {
      {"own_text_wins", "", own + "<script>var d=" + Object() + "</script>", "", ""},
      {"own_heading_wins", "", "<h1>关于举办全县春季运动会的通知</h1><script>var d=" + Object() + "</script>",
       "", ""},
      {"two_without_a_sign", "",
       "<div id=app></div><script>var s={a:" + Object() +
           ",b:{title:\"关于举办全县春季运动会的通知\",content:\"" + kJsonText + "另有\"}}</script>",
       "", ""},
      {"one_of_a_list", "",
       "<div id=app></div><script>var s=[" + Object() +
           ",{title:\"关于举办全县春季运动会的通知\",content:\"略\"}]</script>",
       "", ""},
      {"a_template", "",
       "<template><div><p>{{ item.title }}</p><p>" + kText + "</p></div></template><div id=app></div>", "",
       ""},
      {"a_dialog", "<title>行政许可</title>",
       "<div class=nav><a href=/>首页</a></div><h2>行政许可</h2><script>function "
       "leave(url){layer.open({title:\"温馨提示\","
       "content:\"<div "
       "class=tip>您访问的链接即将离开“云溪县人民政府门户网站”，是否继续访问该网站？请您注意核实。</"
       "div>\"});}"
       "var "
       "text=\"您访问的链接即将离开“云溪县人民政府门户网站”，是否继续访问该网站？请您注意核实。\";</script>",
       "", ""},
      {"a_warning", "",
       "<noscript><p>本页面需要启用脚本才能浏览，请在浏览器的设置中启用后刷新。</p></noscript>", "", ""},
  };
}

std::string PageOf(const Row& row) {
  return "<!DOCTYPE html><html><head><meta charset=utf-8>" + row.head + "</head><body>" + row.body +
         "<div class=footer>主办：云溪县人民政府</div></body></html>";
}

model::PageFacts FactsOf(const std::string& body) {
  static const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
  PageInput input;
  input.url = "http://www.example.gov.cn/detail?id=4711";
  input.content_type = "text/html; charset=utf-8";
  input.body = body;
  return extractor.Extract(input);
}

TEST(CarriedText, IsReadWhereverItStands) {
  const LexiconIndex lexicon(testing::BaodiPlan().lexicon);
  for (const Row& row : Carried()) {
    SCOPED_TRACE(row.name);
    const std::string body = PageOf(row);
    CarriedText carried;
    (void)OpenPage(body, lexicon, &carried);
    EXPECT_EQ(carried.place, row.place);
    const model::PageFacts facts = FactsOf(body);
    EXPECT_EQ(facts.kind, model::PageKind::kDetail);
    EXPECT_EQ(facts.title ? facts.title->value : "", kTitle);
    EXPECT_EQ(facts.published ? facts.published->date.Iso() : "", row.published);
    ASSERT_TRUE(facts.formed);
    EXPECT_EQ(facts.formed->date.Iso(), "2026-05-08");
    EXPECT_EQ(facts.formed->span.place, "http://www.example.gov.cn/detail?id=4711#" + row.place);
    EXPECT_EQ(facts.issuer ? facts.issuer->value : "", "云溪县住房和城乡建设局");
  }
}

TEST(CarriedText, ThePageItselfWins) {
  const LexiconIndex lexicon(testing::BaodiPlan().lexicon);
  for (const Row& row : Refused()) {
    SCOPED_TRACE(row.name);
    CarriedText carried;
    (void)OpenPage(PageOf(row), lexicon, &carried);
    EXPECT_EQ(carried.node, -1) << carried.place;
    EXPECT_EQ(FactsOf(PageOf(row)).published, std::nullopt);
  }
}

TEST(CarriedText, IsNotDoubledWhereThePageShowsIt) {
  const std::string body =
      PageOf({"", "",
              "<h1>" + kTitle + "</h1><p>发布时间：2026-05-10</p><div class=content>" + kText +
                  "</div><script>window.__INITIAL_STATE__={\"detail\":" + Object() + "};</script>",
              "", ""});
  const model::PageFacts facts = FactsOf(body);
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->date.Iso(), "2026-05-10");
  EXPECT_EQ(facts.published->span.place, "");
}

TEST(CarriedText, TheDayOfTheDataIsLikelyOnly) {
  const model::PageFacts facts = FactsOf(PageOf(Carried().front()));
  ASSERT_TRUE(facts.published);
  EXPECT_EQ(facts.published->source, model::ReadingSource::kScript);
  EXPECT_EQ(facts.published->grade, model::Grade::kLikely);
}

TEST(CarriedText, NumbersAndFilesStandBesideIt) {
  const std::string body =
      PageOf({"", "",
              "<div id=app></div><script>window.__INITIAL_STATE__={\"detail\":" +
                  Object(R"(,"docNo":"云溪建许〔2026〕8号","indexNo":"YX0012026-05-00012",)"
                         R"("files":[{"fileName":"施工许可证.pdf","url":"/download?id=77"}])") +
                  "}</script>",
              "", ""});
  const model::PageFacts facts = FactsOf(body);
  EXPECT_EQ(facts.doc_number ? facts.doc_number->value : "", "云溪建许〔2026〕8号");
  EXPECT_EQ(facts.index_number ? facts.index_number->value : "", "YX0012026-05-00012");
  ASSERT_EQ(facts.attachments.size(), 1U);
  EXPECT_EQ(facts.attachments[0].url, "http://www.example.gov.cn/download?id=77");
  EXPECT_EQ(facts.attachments[0].text, "施工许可证.pdf");
  // The crawl asks for the file as well.
  const HtmlLinkFinder finder = *HtmlLinkFinder::Create(testing::BaodiPlan());
  const model::PageLinks links =
      finder.Find("http://www.example.gov.cn/detail?id=4711", "text/html; charset=utf-8", body);
  EXPECT_TRUE(std::any_of(links.links.begin(), links.links.end(), [](const model::Link& link) {
    return link.url == "http://www.example.gov.cn/download?id=77";
  }));
}

TEST(CarriedText, APageThatOnlyPointsToItsFileIsReadToo) {
  const std::string body = PageOf(
      {"", "<title>云溪县人民政府</title>",
       "<h1>云溪县人民政府</h1><div class=pos>首页 / 施工许可 / 正文</div><div id=app></div><script>var "
       "s={detail:{title:\"" +
           kTitle +
           R"(",publishTime:1778284800000,content:"<p>详见附件。</p>",files:[{name:"许可证.pdf",url:"/d?id=7"}]}}</script>)",
       "", ""});
  const model::PageFacts facts = FactsOf(body);
  EXPECT_EQ(facts.title ? facts.title->value : "", kTitle);
  ASSERT_EQ(facts.attachments.size(), 1U);
  EXPECT_EQ(facts.attachments[0].url, "http://www.example.gov.cn/d?id=7");
}

TEST(CarriedText, ListsInTheDataAreRead) {
  const std::string rows =
      R"("rows":[{"title":"关于云台路<em>排水</em>改造工程施工许可的公告","url":"/detail?id=1","publishTime":1778284800000},)"
      R"({"title":"关于云溪县人民医院施工许可的公告","url":"/detail?id=2","publishTime":"2026-04-02"},)"
      R"({"title":"关于云溪大桥施工许可的公告","url":"/detail?id=3","publishTime":"2026-03-02"}])";
  struct Case {
    const char* name;
    std::string body;
    size_t rows;
    bool scripted;
  };
  const std::string shell = "<h2>施工许可</h2><div id=app></div>";
  const std::vector<Case> cases = {
      {"all_of_them", shell + "<script>window.__S__={page:{\"total\":3," + rows + "}}</script>", 3, false},
      {"there_are_more", shell + "<script>window.__S__={page:{\"total\":30," + rows + "}}</script>", 3, true},
      {"no_number", shell + "<script>window.__S__={page:{" + rows + "}}</script>", 3, true},
      {"shown_anyway",
       "<ul><li><a href=/detail?id=1>关于云台路排水改造工程施工许可的公告</a> 2026-05-09</li><li><a "
       "href=/detail?id=2>关于云溪县人民医院施工许可的公告</a> 2026-04-02</li><li><a "
       "href=/detail?id=3>关于云溪大桥施工许可的公告</a> "
       "2026-03-02</li></ul><script>window.__S__={page:{\"total\":30," +
           rows + "}}</script>",
       3, false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Extractor extractor = *Extractor::Create(testing::BaodiPlan());
    PageInput input;
    input.url = "http://www.example.gov.cn/xzxk/index.html";
    input.content_type = "text/html; charset=utf-8";
    const std::string body = PageOf({"", "<title>施工许可</title>", c.body, "", ""});
    input.body = body;
    const model::PageFacts facts = extractor.Extract(input);
    EXPECT_EQ(facts.kind, model::PageKind::kList);
    EXPECT_EQ(facts.scripted_list, c.scripted);
    ASSERT_EQ(facts.entries.size(), c.rows);
    EXPECT_EQ(facts.entries[0].title, "关于云台路排水改造工程施工许可的公告");
    EXPECT_EQ(facts.entries[0].url, "http://www.example.gov.cn/detail?id=1");
    EXPECT_EQ(facts.entries[0].date->Iso(), "2026-05-09");
    const model::PageLinks links =
        HtmlLinkFinder::Create(testing::BaodiPlan())->Find(input.url, input.content_type, body);
    EXPECT_TRUE(std::any_of(links.links.begin(), links.links.end(), [](const model::Link& link) {
      return link.url == "http://www.example.gov.cn/detail?id=3";
    }));
  }
}

TEST(ScriptData, UndoesEscapes) {
  EXPECT_EQ(UnescapeLiteral(R"(a\/b\"c\u4e2d\x41\ud83d\ude00\ud83d!)"), "a/b\"c中A😀\xEF\xBF\xBD!");
}

TEST(ScriptData, ReadsValuesUnderTheirNames) {
  ScriptData data;
  ReadScriptData(R"js(/* "x": "no" */ var a = 'one' + "two"; // b = "no"
    o.title = "three"; d["body"] = "four"; if (a == "five") f({g: `six`, 'h': [7, "eight"]});
    r = /["']/.test(q); s = "nine")js",
                 "", &data);
  std::string all;
  for (const DataValue& value : data.values) all += value.key + "=" + value.text + ";";
  EXPECT_EQ(all, "a=onetwo;title=three;body=four;=five;g=six;h=7;h=eight;s=nine;");
}

TEST(ScriptData, HostileScriptsEnd) {
  for (const char* piece :
       {"(", "{", "[", "}", "\"", "'", "`", "/[", "function(", "function(a,b){", "\\u", "{\"a\":\"{",
        "var a=\"{\\\"a\\\":1}\";", "(function(a){return a}(", "a[\"b\"]="}) {
    std::string script;
    while (script.size() < 300'000) script += piece;
    ScriptData data;
    ReadScriptData(script, "", &data);
    EXPECT_LE(data.values.size(), 20'000U) << piece;
  }
}

}  // namespace
}  // namespace mingcha::extractors
