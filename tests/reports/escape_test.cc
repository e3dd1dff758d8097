#include "reports/escape.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/digest.h"
#include "base/text.h"

namespace mingcha::reports {
namespace {

TEST(CsvCellTest, FormulasAreNeutralised) {
  // OWASP, «CSV Injection»: the characters that start a formula, and their full-width twins.
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", "  =1",
                           "\n=1", "\r=1", "\x01=1", "\uFEFF=1", "\x01=1\xFF"}) {
    const std::string cell = CsvCell(text);
    EXPECT_TRUE(cell.starts_with("'") || cell.starts_with("\"'")) << text << " -> " << cell;
  }
  for (const char* text : {"", "2025-01-01", "宝坻区", "a=b", "http://a/?x=1"})
    EXPECT_EQ(CsvCell(text), text);
}

TEST(CsvCellTest, QuotesByRfc4180) {
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(CsvCell("a\nb"), "\"a\nb\"");
}

TEST(EscapeHtmlTest, MarkupAndControlsAreHarmless) {
  EXPECT_EQ(EscapeHtml("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(EscapeHtml("\" onclick=\"x"), "&quot; onclick=&quot;x");
  EXPECT_EQ(EscapeHtml("a\x01\x1F\x7F"
                       "b"),
            "ab");
  EXPECT_EQ(EscapeHtml("gpj.\u202Efdp.exe\u2066"), "gpj.fdp.exe") << "direction overrides";
  EXPECT_TRUE(base::IsValidUtf8(EscapeHtml("\xFF\xC0\x80<")));
}

TEST(JsonStringTest, NothingEndsAScriptElement) {
  std::string text;
  AppendJsonString("</script><!--\u2028&", JsonPlace::kScript, &text);
  EXPECT_EQ(text.find_first_of("<>&"), std::string::npos) << text;
  EXPECT_EQ(boost::json::parse(text).as_string(), "</script><!--\u2028&");
}

TEST(JsonStringTest, AnyBytesGiveJson) {
  for (int byte = 0; byte < 256; ++byte) {
    std::string text;
    AppendJsonString(std::string("a") + static_cast<char>(byte) + "\\\"", JsonPlace::kFile, &text);
    boost::system::error_code error;
    (void)boost::json::parse(text, error);
    EXPECT_FALSE(error) << byte << ": " << text;
  }
}

TEST(IsWebLinkTest, OnlyHttpAndHttps) {
  for (const char* url : {"http://a/", "https://a/", "HTTP://A/", "hTTps://a"})
    EXPECT_TRUE(IsWebLink(url)) << url;
  for (const char* url : {"javascript:alert(1)", "data:text/html,x", " http://a", "file:///etc", "//a/b",
                          "httpx://a", "", "vbscript:x", "java\nscript:x"}) {
    EXPECT_FALSE(IsWebLink(url)) << url;
  }
}

TEST(Base64OfHexTest, MatchesRfc4648) {
  EXPECT_EQ(Base64OfHex("666f6f626172"), "Zm9vYmFy");
  EXPECT_EQ(Base64OfHex("666f6f6261"), "Zm9vYmE=");
  EXPECT_EQ(Base64OfHex("666f6f62"), "Zm9vYg==");
  EXPECT_EQ(Base64OfHex(base::Sha256Hex("")), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

}  // namespace
}  // namespace mingcha::reports
