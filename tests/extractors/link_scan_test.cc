#include "extractors/link_scan.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/html_scanner.h"
#include "extractors/links.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

const LexiconIndex& Words() {
  static const LexiconIndex index(testing::BaodiPlan().lexicon);
  return index;
}

using Found = std::set<std::pair<std::string, model::Link::Kind>>;

Found ByTree(std::string_view html, const base::Url& url) {
  Found out;
  const Document document = Document::Parse(html);
  for (const PlacedLink& placed : ReadLinks(document, BaseOf(document, url), Words()))
    out.emplace(placed.link.url, placed.link.kind);
  return out;
}

Found ByScan(const LinkScan& scan) {
  Found out;
  for (const model::Link& link : scan.links) out.emplace(link.url, link.kind);
  return out;
}

/// What the tree finds and the scan does not, one a line. Pages the scan sends to the tree count as found.
std::string Missed(std::string_view html, const base::Url& url) {
  const LinkScan scan = ScanLinks(html, url, Words());
  if (scan.unsure) return {};
  const Found scanned = ByScan(scan);
  std::string out;
  for (const auto& [link, kind] : ByTree(html, url)) {
    if (!scanned.contains({link, kind}))
      out += link + " kind " + std::to_string(static_cast<int>(kind)) + "\n";
  }
  return out;
}

base::Url PageUrl() { return *base::Url::Parse("http://a.gov.cn/zwgk/tzgg/index.html"); }

TEST(LinkScanTest, FindsWhatTheTreeFindsInBrokenMarkup) {
  const char* const pages[] = {
      "<a href=1.html>一<a href='2.html'>二<table><a href=3.html></table><p><a href=4.html>四",
      "<a href=\"a.html\" href=\"b.html\">first attribute counts</a>",
      "<A HREF = \"up.html\" >x</A><a\nhref\n=\n'nl.html'\n>y</a><a/href=slash.html>z</a>",
      "<!-- <a href=hidden.html>x</a> --><a href=seen.html>y</a>",
      "<!--><a href=after-short.html>x</a>--><!---><a href=after-short2.html>x</a>",
      "<!-- a --!><a href=bang.html>x</a>",
      "<! doctype odd><?php echo '<a href=php.html>' ?><a href=p2.html>x</a></ p><a href=p3.html>x</a>",
      "<script>var s = '<a href=in-script.html>';</script><a href=out.html>x</a>",
      "<script><!-- if (a < b) { document.write('<script src=x></script>'); } --></script><a "
      "href=dbl.html>x</a>",
      "<script><!-- <script> </script> --></script><a href=dbl2.html>x</a>",
      "<script><!-- <script> --></script><a href=dbl3.html>x</a>",
      "<style>a{content:'<a href=css.html>'}</style><a href=style.html>x</a>",
      "<textarea><a href=ta.html>x</a></textarea><title><a href=ti.html></title><a href=tt.html>x</a>",
      "<noscript><a href=ns.html>x</a></noscript><noframes><a href=nf.html>x</a></noframes>",
      "<iframe src=if.html><a href=inside-if.html>x</a></iframe><a href=after-if.html>x</a>",
      "<iframe src=never.html srcdoc=\"<p><a href='sd.html'>x</a><iframe src='sdf.html'></iframe>"
      "<a href=&quot;sd2.html?a=1&amp;amp;b=2&quot;>y</a><!-- \"><a href=raw.html>x</a></iframe><a "
      "href=after-sd.html>z</a>",
      "<iframe srcdoc='<a href=one.html>x</a><iframe srcdoc=\"<a href=two.html>x</a><iframe "
      "srcdoc=&amp;quot;<a href=three.html>x</a>&amp;quot;></iframe>\"></iframe><a "
      "href=four.html>x</a>'></iframe>",
      "<iframe srcdoc='<script>var s=1;'></iframe><a href=after-sd-script.html>x</a>",
      "<iframe SRCDOC='<base href=/else/><iframe srcdoc=\"<a href=deep.html>x</a>\"></iframe><a "
      "href=near.html>y</a>'></iframe>",
      "<iframe srcdoc='  ' src=blank.html></iframe><iframe srcdoc src=blank2.html></iframe>",
      "<div srcdoc='<a href=nowhere.html>x</a>'>",
      "<xmp><a href=xmp.html></xmp><a href=ax.html>x</a><plaintext><a href=pt.html>x</a>",
      "<svg><a href=svg.html><title><a href=svgt.html></a></title><style><a "
      "href=svgs.html></a></style></a></svg>"
      "<a href=aftersvg.html>x</a>",
      "<svg><p><style><a href=x.html></style></svg><a href=breakout.html>x</a>",
      "<a href='?a=1&amp;b=2'>x</a><a href='?a=1&copy=2'>x</a><a href='?a=1&lt;2'>x</a><a "
      "href='?x=&#20013;&#x6587;'>",
      "<a href='?p=1&para'>x</a><a href='?q=1&notit=1'>x</a><a href='?r=&hearts;'>odd entity</a>",
      "<a href=unquoted&amp;x=1.html>x</a><a href=un\"quote.html>x</a>",
      "<base href='/b/'><base href='/c/'><a href=rel.html>x</a>",
      "<base target=_blank><base href='http://o.gov.cn/d/'><a href=rel.html>x</a>",
      "<base href='ftp://x/'><base href='/c/'><a href=rel.html>x</a>",
      "<frameset><frame src=f1.html><frame src='f2.html'></frameset>",
      "<meta http-equiv=Refresh content='3; URL=\"go.html\"'><meta http-equiv=refresh content=5>",
      "<body onclick=\"location.href='body.html'\"><div onclick=\"window.open(&quot;q.html&quot;)\">x</div>",
      "<a href=\"javascript:window.open('js.html')\">x</a><a href=\"JavaScript:void(0)\" "
      "onclick=\"openwin('oc.html')\">x",
      "<embed src=e.pdf><object data=o.pdf></object><area href=area.html><map><area href='area2.html'></map>",
      "<iframe src='/pdfjs/web/viewer.html?file=%2Ffiles%2Fz.pdf'></iframe>",
      "<a href='x.html'>附件<b>1.</b><br>表格.doc</a><a href='down.jsp?id=3' title='表.xls'>下载</a>",
      "<a href='img.jsp'><img alt='图.pdf' src=x.png></a>",
      "<span onclick=\"window.open('d.jsp?id=1')\"><span>附件</span>.doc</span>",
      "<script>document.write('<a href=\"w.html\">w</a><iframe src=\"wf.html\"></iframe>');</script>",
      "<script>document.write('<a href=\"p'+n+'.html\">n</a><a href=\"w2.html\">w</a>');</script>",
      "<script>var x='<a href=\"v.doc\">附件.doc</a>';</script><script>location='loc.html'</script>",
      "<script>/* location='no.html' */ // location='no2.html'\n</script><script>window.open('yes.html'",
      "<a href=cut.html",
      "<a href='cut-quote.html>x</a><a href=lost.html>",
      "text < 3 <a href=lt.html>x</a> 5 <6 </a <b>",
      "<select><option><a href=sel.html>x</a></option></select><a href=after-select.html>x</a>",
      "<table><tr><a href=foster.html>x</a><td><a href=cell.html>y</table>",
      "<a href=outer.html><div><a href=inner.html>x</a></div></a>",
      "<template><a href=tpl.html>x</a></template><a href='\n sp ace.html \t'>x</a><a href=''>e</a><a "
      "href>n</a>",
      "\xEF\xBB\xBF<a href=bom.html>x</a><a href='#only'>x</a><a href='//o.gov.cn/p'>x</a>",
      "<a\x0C href=ff.html>x</a><a href=\"nul.html\">x</a><p =\"\" href=no.html><a =x href=eq.html>x</a>",
  };
  for (const char* page : pages) EXPECT_EQ(Missed(page, PageUrl()), "") << page;
}

TEST(LinkScanTest, CommentsAndRawTextHoldNoLinks) {
  const LinkScan scan = ScanLinks(
      "<!-- <a href=1.html>x</a> --><style><a href=2.html></style><textarea><a href=3.html></textarea>"
      "<script>var a = \"<a href=4.html\";</script><a href=5.html>x</a>",
      PageUrl(), Words());
  ASSERT_EQ(scan.links.size(), 1U);
  EXPECT_EQ(scan.links[0].url, "http://a.gov.cn/zwgk/tzgg/5.html");
}

TEST(LinkScanTest, TextsAreThoseOfTheTree) {
  const std::string html =
      "<a href=1.html title='关于全称的公告'>关于全…</a><a href=2.html> 两 <b>段</b>\n文字 </a>"
      "<a href=3.html><img src=x alt='图名'></a><a href=4.html>A&amp;B&nbsp;&#20013;</a><a href=5.html>开着";
  const LinkScan scan = ScanLinks(html, PageUrl(), Words());
  const Document document = Document::Parse(html);
  const auto tree = ReadLinks(document, PageUrl(), Words());
  ASSERT_EQ(scan.links.size(), tree.size());
  for (size_t i = 0; i < tree.size(); ++i) EXPECT_EQ(scan.links[i].text, tree[i].link.text) << i;
}

TEST(LinkScanTest, OddEntitiesGoToTheTree) {
  EXPECT_TRUE(ScanLinks("<a href='?a=&hearts;'>x</a>", PageUrl(), Words()).unsure);
  EXPECT_FALSE(ScanLinks("<a href='?a=1&amp;b=2&c=3'>x</a>&hearts;", PageUrl(), Words()).unsure);
  EXPECT_TRUE(ScanLinks("<script><![CDATA[<a href=1.html>x</a>]]></script>", PageUrl(), Words()).data_island);
}

TEST(LinkScanTest, LinearOnHostileInput) {
  // Each would take hours if a step went back over what it had read.
  for (const std::string piece : {"<", "<a ", "<!--", "<a href='", "<script>", "</", "<script><!--<script>",
                                  "<b onclick=x>", "<a href=x>", "&#", "<svg>"}) {
    std::string page;
    while (page.size() < 400'000) page += piece;
    const LinkScan scan = ScanLinks(page, PageUrl(), Words());
    EXPECT_LE(scan.links.size(), 20'000U) << piece;
  }
}

TEST(LinkScanTest, FindsWhatTheTreeFindsOnRealPages) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  if (corpus == nullptr) GTEST_SKIP() << "SKIPPED: MINGCHA_CORPUS is not set";
  int pages = 0;
  int unsure = 0;
  size_t links = 0;
  size_t extra = 0;
  double scan_ms = 0;
  double tree_ms = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!file.is_regular_file() || !file.path().extension().string().starts_with(".htm")) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::string html = Decode(bytes, "text/html").text;
    using Now = std::chrono::steady_clock;
    const auto start = Now::now();
    const LinkScan scan = ScanLinks(html, PageUrl(), Words());
    const auto middle = Now::now();
    const Found tree = ByTree(html, PageUrl());
    tree_ms += std::chrono::duration<double, std::milli>(Now::now() - middle).count();
    scan_ms += std::chrono::duration<double, std::milli>(middle - start).count();
    ++pages;
    unsure += scan.unsure ? 1 : 0;
    links += tree.size();
    extra += ByScan(scan).size();
    EXPECT_EQ(Missed(html, PageUrl()), "") << file.path();
  }
  std::printf("%d pages: %zu links by tree, %zu by scan, %d sent to the tree; scan %.3f, tree %.3f ms/page\n",
              pages, links, extra, unsure, scan_ms / pages, tree_ms / pages);
  EXPECT_GT(pages, 100);
  EXPECT_LT(unsure * 20, pages);  // The exception, not the rule.
  EXPECT_LT(extra, links + links / 50);
}

}  // namespace
}  // namespace mingcha::extractors
