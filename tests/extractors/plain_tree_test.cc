// The quick tree against the full parser: what it takes on, it builds the same, node by node.
#include "extractors/plain_tree.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "extractors/charset.h"
#include "extractors/document.h"

namespace mingcha::extractors {
namespace {

std::string Show(const Document& document) {
  std::string out;
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    out += std::to_string(i) + " in " + std::to_string(node.parent);
    if (node.type == Node::Type::kText) {
      out += " \"" + std::string(node.text) + "\"\n";
      continue;
    }
    out += (node.block ? " block " : " ") + std::string(node.tag);
    for (const Attribute& attribute : document.AttributesOf(i))
      out += " " + std::string(attribute.name) + "=\"" + std::string(attribute.value) + "\"";
    out += "\n";
  }
  // At the end: a first difference is better told by what the nodes are.
  for (const Node& node : document.nodes()) out += std::to_string(node.end) + " ";
  return out;
}

/// Empty: not plain, or the same.
std::string Difference(const std::string& html, bool* plain) {
  PlainTree tree;
  *plain = BuildPlainTree(html, Document::kMaxDepth, &tree);
  if (!*plain) return "";
  const std::string quick = Show(Document::Parse(html));
  const std::string full = Show(Document::ParseInFull(html));
  if (quick == full) return "";
  size_t at = 0;
  while (at < quick.size() && at < full.size() && quick[at] == full[at]) ++at;
  const size_t begin = at < 200 ? 0 : at - 200;
  return "quick: …" + quick.substr(begin, 500) + "\nfull: …" + full.substr(begin, 500);
}

const std::string kHead = "<!DOCTYPE html><html><head><title>t</title></head><body>";

class Plain : public ::testing::TestWithParam<const char*> {};

TEST_P(Plain, IsTakenOnAndBuiltTheSame) {
  for (const std::string& html : {kHead + GetParam() + "</body></html>", std::string(GetParam())}) {
    bool plain = false;
    EXPECT_EQ(Difference(html, &plain), "") << html;
    if (html.starts_with(kHead)) {
      EXPECT_TRUE(plain) << html;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pages, Plain,
    ::testing::Values("<p>a", "<p>a<p>b<div>c</div>d", "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
                      "<dl><dt>a<dd>b<dd>c<dt>d</dl>", "<ul>\n<li><p>a</p>\n<p>b<li>c</ul>",
                      "<table><tr><td>a<td>b<tr><th>c</table>",
                      "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n<tfoot><tr><td>b</table>x",
                      "<table><caption>c</caption><colgroup><col width=1><col></colgroup><tr><td>a</table>",
                      "<table><colgroup><col><tr><td><table><tr><td>a</table>b</table>",
                      "<table><td>a<tbody><td>b</table>", "<p>a<table><tr><td>b</td></tr></table>",
                      "<p>a<hr>b", "<p><span>a</span><b>b<i>c</i></b></p>",
                      "<a href=1.html title='x&amp;y'>a</a> &lt; b & c &nbsp; &#20013;&#x6587;",
                      "<A HREF=\"A?b=1&c=2&copy=3\">x</A>", "a < b <3", "a<!-- x -->b<!-- -->c",
                      "a<?php x ?>b", "<select><option>a<option selected>b</select>c",
                      "<select><optgroup label=x><option>a<optgroup><option>b</select>",
                      "<textarea>\na<b></textarea>", "<script>if (a<b) document.write('<p>x</p>');</script>",
                      "<script><!--\nf();\n//--></script>a", "<style>p{}</style><iframe src=x><p></iframe>",
                      "<form><input type=hidden value=1><p>a</form>", "<div>a\r\nb\rc</div>",
                      "<form>a</form>b", "<form> <p>a</p> </form> <p>b", "<img src=a.gif alt=\"\"><br/>x<br>",
                      "<h1>a</h1><h2><span>b</span></h2>", "<center><font color=red>a</font></center>",
                      "<div class=a class=b>x</div>", "<button>a</button>", "<marquee><p>a</marquee>",
                      "<pre>a\n b</pre>", "<div>a", "<p>x</p>\n<!-- c -->\n", "x</body> <script>f()</script>",
                      "<span><div>a</div></span>", "<a><div>x</div></a>", "<label><input></label>",
                      "<dl><dd><p>a<dd>b</dl>", "<ol><li><a>x</a><li><span>y</span></ol>",
                      "<fieldset><legend>a</legend><p>b</fieldset>"));

TEST(PlainTree, LeavesWhatIsNotInOrderToTheFullParser) {
  for (const char* html : {"<b><i>a</b></i>",
                           "<table>a<tr><td>b</table>",
                           "<p><b>a<p>b",
                           "<div><span>a</div>",
                           "</p>",
                           "</br>",
                           "<svg><p>a</svg>",
                           "<a>1<a>2",
                           "<frameset><frame></frameset>",
                           "<h1><h2>a",
                           "&unknown; a",
                           "<p/ a",
                           "<o:p></o:p>",
                           "<table><form><tr><td>a</form></table>",
                           "<table><tr><td>a</table></table>",
                           "<noscript><p>a</noscript>",
                           "<script><!-- <script> --></script>",
                           "a\x01",
                           "<li>a</ul>",
                           "<div a\"b>x</div>",
                           "<table><tr><td><ul><li>a</td></tr></table>",
                           "<body><body>"}) {
    PlainTree tree;
    EXPECT_FALSE(BuildPlainTree(kHead + html, Document::kMaxDepth, &tree)) << html;
  }
}

TEST(PlainTree, DeepPagesAreLeftToTheFullParser) {
  std::string deep = kHead;
  for (int i = 0; i < 2 * Document::kMaxDepth; ++i) deep += "<div>";
  PlainTree tree;
  EXPECT_FALSE(BuildPlainTree(deep, Document::kMaxDepth, &tree));
  EXPECT_TRUE(Document::Parse(deep).limited());
}

/// Tags, texts and marks put together at random: most pages are broken, and those that are not agree.
TEST(PlainTree, AgreesOnPagesMadeAtRandom) {
  const std::vector<std::string> pieces = {"<p>",
                                           "</p>",
                                           "<div>",
                                           "</div>",
                                           "<div class=a>",
                                           "<ul>",
                                           "</ul>",
                                           "<li>",
                                           "</li>",
                                           "<table>",
                                           "</table>",
                                           "<tr>",
                                           "</tr>",
                                           "<td>",
                                           "</td>",
                                           "<th>",
                                           "<tbody>",
                                           "</tbody>",
                                           "<b>",
                                           "</b>",
                                           "<span>",
                                           "</span>",
                                           "<a href=x>",
                                           "</a>",
                                           "<br>",
                                           "<img src=1>",
                                           "<h1>",
                                           "</h1>",
                                           "<dl>",
                                           "</dl>",
                                           "<dt>",
                                           "<dd>",
                                           "</dd>",
                                           "<form>",
                                           "</form>",
                                           "<select>",
                                           "</select>",
                                           "<option>",
                                           "</option>",
                                           "<optgroup>",
                                           "<hr>",
                                           "<center>",
                                           "</center>",
                                           "<font>",
                                           "</font>",
                                           "<button>",
                                           "</button>",
                                           "<script>x<y</script>",
                                           "<style>a</style>",
                                           "<!-- c -->",
                                           "text",
                                           " ",
                                           "\n",
                                           "&nbsp;",
                                           "&amp",
                                           "<input>",
                                           "<caption>",
                                           "</caption>",
                                           "<colgroup>",
                                           "<col>",
                                           "<pre>",
                                           "</pre>",
                                           "<marquee>",
                                           "</marquee>",
                                           "</body>",
                                           "</html>",
                                           "<head>",
                                           "</head>",
                                           "<body>",
                                           "<title>t</title>",
                                           "<textarea>t</textarea>",
                                           "<iframe></iframe>",
                                           "<meta a=b>",
                                           "<html>",
                                           "<em>",
                                           "</em>",
                                           "<thead>",
                                           "<nobr>",
                                           "</nobr>",
                                           "<link>",
                                           "<object>",
                                           "</object>",
                                           "< x",
                                           "<?x?>"};
  std::mt19937 random(7);
  int plain_pages = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string html = round % 2 == 0 ? kHead : "";
    const size_t length = 1 + random() % 12;
    for (size_t i = 0; i < length; ++i) html += pieces[random() % pieces.size()];
    bool plain = false;
    ASSERT_EQ(Difference(html, &plain), "") << html;
    plain_pages += plain ? 1 : 0;
  }
  EXPECT_GT(plain_pages, 3000);
}

TEST(PlainTree, AgreesOnRealPages) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "SKIPPED: MINGCHA_CORPUS is not set";
  int pages = 0;
  int plain_pages = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!file.is_regular_file() || !file.path().extension().string().starts_with(".htm")) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    bool plain = false;
    EXPECT_EQ(Difference(Decode(bytes, "text/html").text, &plain), "") << file.path();
    ++pages;
    plain_pages += plain ? 1 : 0;
  }
  std::printf("%d of %d pages are plain\n", plain_pages, pages);
  EXPECT_GT(plain_pages, pages / 8);
}

}  // namespace
}  // namespace mingcha::extractors
