#include "base/url.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

Url MustParse(std::string_view text, const Url* base = nullptr) {
  const auto url = Url::Parse(text, base);
  EXPECT_TRUE(url.has_value()) << text;
  return url.value_or(Url());
}

TEST(Url, SplitsIntoItsParts) {
  const Url url = MustParse("HTTPS://User:Pa%20ss@WWW.Example.COM:8443/a/../b/./c?q=1&r#frag");
  EXPECT_EQ(url.href(), "https://User:Pa%20ss@www.example.com:8443/b/c?q=1&r#frag");
  EXPECT_EQ(url.scheme(), "https");
  EXPECT_EQ(url.username(), "User");
  EXPECT_EQ(url.password(), "Pa%20ss");
  EXPECT_EQ(url.host(), "www.example.com");
  EXPECT_TRUE(url.has_host());
  EXPECT_EQ(url.port(), 8443);
  EXPECT_EQ(url.effective_port(), 8443);
  EXPECT_EQ(url.path(), "/b/c");
  EXPECT_EQ(url.query(), "q=1&r");
  EXPECT_EQ(url.fragment(), "frag");
  EXPECT_FALSE(url.has_opaque_path());
  EXPECT_TRUE(url.is_http());
  EXPECT_EQ(url.origin(), "https://www.example.com:8443");
  EXPECT_EQ(url.HrefWithoutFragment(), "https://User:Pa%20ss@www.example.com:8443/b/c?q=1&r");
}

TEST(Url, TellsNullQueryFromEmptyQuery) {
  EXPECT_EQ(MustParse("http://h/").query(), std::nullopt);
  EXPECT_EQ(MustParse("http://h/?").query(), "");
  EXPECT_EQ(MustParse("http://h/#").fragment(), "");
  EXPECT_EQ(MustParse("http://h/#").HrefWithoutFragment(), "http://h/");
}

TEST(Url, OmitsTheSchemesDefaultPort) {
  struct Row {
    std::string_view text, origin;
    uint16_t effective;
  };
  for (const Row& row : {Row{"http://h:80/", "http://h", 80}, Row{"https://h:443", "https://h", 443},
                         Row{"http://h:443", "http://h:443", 443}, Row{"ftp://h:21", "ftp://h", 21},
                         Row{"http://h:", "http://h", 80}, Row{"http://h:00080/", "http://h", 80},
                         Row{"foo://h", "foo://h", 0}, Row{"foo://h:80", "foo://h:80", 80}}) {
    EXPECT_EQ(MustParse(row.text).origin(), row.origin) << row.text;
    EXPECT_EQ(MustParse(row.text).effective_port(), row.effective) << row.text;
  }
}

TEST(Url, RefusesWhatTheStandardRefuses) {
  for (const char* text : {"",
                           "a",
                           "//h/",
                           "http://",
                           "http://h:65536/",
                           "http://h:8a/",
                           "http://a b/",
                           "http://[1::2",
                           "http://[g::1]/",
                           "http://1.2.3.256/",
                           "http://1.2.3.4.5/",
                           "http://%zz/",
                           "http:///?",
                           "foo://h:99999",
                           "foo://a b/",
                           "http://user@/x",
                           "http://[1:2:3:4:5:6:7:8:9]/",
                           "http://[::1.2.3.4.5]/",
                           "http://[1:2:3:4:5:6:7:1.2.3.4]/",
                           "http://[::01.2.3.4]/"}) {
    EXPECT_FALSE(Url::Parse(text).has_value()) << text;
  }
}

struct ResolveRow {
  std::string_view base, input, href;
};

class UrlResolve : public ::testing::TestWithParam<ResolveRow> {};

TEST_P(UrlResolve, GivesTheHrefOfTheStandard) {
  const Url base = MustParse(GetParam().base);
  EXPECT_EQ(MustParse(GetParam().input, &base).href(), GetParam().href)
      << GetParam().base << " + " << GetParam().input;
}

// RFC 3986 section 5.4, the rows on which the URL Standard agrees.
constexpr std::string_view kRfcBase = "http://a/b/c/d;p?q";
INSTANTIATE_TEST_SUITE_P(
    Rfc3986, UrlResolve,
    ::testing::Values(
        ResolveRow{kRfcBase, "g:h", "g:h"}, ResolveRow{kRfcBase, "g", "http://a/b/c/g"},
        ResolveRow{kRfcBase, "./g", "http://a/b/c/g"}, ResolveRow{kRfcBase, "g/", "http://a/b/c/g/"},
        ResolveRow{kRfcBase, "/g", "http://a/g"}, ResolveRow{kRfcBase, "//g", "http://g/"},
        ResolveRow{kRfcBase, "?y", "http://a/b/c/d;p?y"}, ResolveRow{kRfcBase, "g?y", "http://a/b/c/g?y"},
        ResolveRow{kRfcBase, "#s", "http://a/b/c/d;p?q#s"}, ResolveRow{kRfcBase, "g#s", "http://a/b/c/g#s"},
        ResolveRow{kRfcBase, "g?y#s", "http://a/b/c/g?y#s"}, ResolveRow{kRfcBase, ";x", "http://a/b/c/;x"},
        ResolveRow{kRfcBase, "", "http://a/b/c/d;p?q"}, ResolveRow{kRfcBase, ".", "http://a/b/c/"},
        ResolveRow{kRfcBase, "./", "http://a/b/c/"}, ResolveRow{kRfcBase, "..", "http://a/b/"},
        ResolveRow{kRfcBase, "../g", "http://a/b/g"}, ResolveRow{kRfcBase, "../..", "http://a/"},
        ResolveRow{kRfcBase, "../../../../g", "http://a/g"}, ResolveRow{kRfcBase, "g.", "http://a/b/c/g."},
        ResolveRow{kRfcBase, "..g", "http://a/b/c/..g"}, ResolveRow{kRfcBase, "g;x=1/../y", "http://a/b/c/y"},
        ResolveRow{kRfcBase, "g?y/../x", "http://a/b/c/g?y/../x"}));

// What pages write: backslashes, tabs, spaces around, Chinese in path and query.
INSTANTIATE_TEST_SUITE_P(
    Pages, UrlResolve,
    ::testing::Values(ResolveRow{"http://h/zwgk/index.html", " ./202505/t20250526_1.html\n",
                                 "http://h/zwgk/202505/t20250526_1.html"},
                      ResolveRow{"http://h/a/b", "..\\c\\d.html", "http://h/c/d.html"},
                      ResolveRow{"http://h/a/b", "http:c", "http://h/a/c"},
                      ResolveRow{"http://h/", "/附件 1.doc?x=空 格",
                                 "http://h/%E9%99%84%E4%BB%B6%201.doc?x=%E7%A9%BA%20%E6%A0%BC"},
                      ResolveRow{"http://h/", "//other.example/x", "http://other.example/x"},
                      ResolveRow{"https://h/", "//other.example/x", "https://other.example/x"},
                      ResolveRow{"http://h/", "javascript:void(0)", "javascript:void(0)"},
                      ResolveRow{"http://h/", "mailto:a@b.c", "mailto:a@b.c"},
                      ResolveRow{"http://h/", "jav\tascript:x", "javascript:x"},
                      ResolveRow{"http://h/", "a^b`{}", "http://h/a%5Eb%60%7B%7D"},
                      ResolveRow{"http://h/", "?a'b", "http://h/?a%27b"},
                      ResolveRow{"foo://h/", "?a'b", "foo://h/?a'b"},
                      ResolveRow{"http://h/", "\xff", "http://h/%EF%BF%BD"}));

INSTANTIATE_TEST_SUITE_P(
    OtherSchemes, UrlResolve,
    ::testing::Values(
        ResolveRow{"foo:/a/b", "../c", "foo:/c"}, ResolveRow{"foo:/a", ".//p", "foo:/.//p"},
        ResolveRow{"foo:/.//p", "q", "foo:/.//q"}, ResolveRow{"foo://h", "x", "foo://h/x"},
        ResolveRow{"foo://H/%41", "?", "foo://H/%41?"}, ResolveRow{"about:blank", "#f", "about:blank#f"},
        ResolveRow{"about:blank", "foo:x  ?q", "foo:x %20?q"},
        ResolveRow{"file:///C:/a/b", "..", "file:///C:/"},
        ResolveRow{"file:///C:/a/b", "../../..", "file:///C:/"},
        ResolveRow{"file:///C:/a", "/d", "file:///C:/d"}, ResolveRow{"file:///C:/a", "/D|/x", "file:///D:/x"},
        ResolveRow{"file:///C:/a", "D|/x", "file:///D:/x"},
        ResolveRow{"file:///a", "//localhost/x", "file:///x"},
        ResolveRow{"file:///a", "//srv/x", "file://srv/x"}, ResolveRow{"file:///a?q", "#f", "file:///a?q#f"},
        ResolveRow{"file:///a?q", "", "file:///a?q"}, ResolveRow{"http://h/", "file:x", "file:///x"},
        ResolveRow{"file:///a", "//c:/x", "file:///c:/x"}));

INSTANTIATE_TEST_SUITE_P(
    Hosts, UrlResolve,
    ::testing::Values(ResolveRow{"http://h/", "http://0x7f.1/", "http://127.0.0.1/"},
                      ResolveRow{"http://h/", "http://0177.0.0.1./", "http://127.0.0.1/"},
                      ResolveRow{"http://h/", "http://1.2.3/", "http://1.2.0.3/"},
                      ResolveRow{"http://h/", "http://[2001:DB8:0:0:1:0:0:1]/",
                                 "http://[2001:db8::1:0:0:1]/"},
                      ResolveRow{"http://h/", "http://[1:0:0:2:0:0:0:3]/", "http://[1:0:0:2::3]/"},
                      ResolveRow{"http://h/", "http://[::]/", "http://[::]/"},
                      ResolveRow{"http://h/", "http://[1::]/", "http://[1::]/"},
                      ResolveRow{"http://h/", "http://[1:2:3:4:5:6:7::]/", "http://[1:2:3:4:5:6:7:0]/"},
                      ResolveRow{"http://h/", "http://[::ffff:192.168.0.1]/", "http://[::ffff:c0a8:1]/"},
                      ResolveRow{"http://h/", "foo://[::1]:80/", "foo://[::1]:80/"},
                      ResolveRow{"http://h/", "http://政务.中国/", "http://xn--zfr164b.xn--fiqs8s/"},
                      ResolveRow{"http://h/", "http://WWW．TJBD．gov．cn/", "http://www.tjbd.gov.cn/"},
                      ResolveRow{"http://h/", "http://www。tjbd。gov。cn/", "http://www.tjbd.gov.cn/"},
                      ResolveRow{"http://h/", "http://%E4%B8%AD.cn/", "http://xn--fiq.cn/"}));

TEST(Url, HoldsManySlashesAndDotsWithoutTrouble) {
  std::string text = "http://h";
  for (int i = 0; i < 100'000; ++i) text += "/..//./a";
  const auto url = Url::Parse(text);
  ASSERT_TRUE(url.has_value());
  EXPECT_EQ(Url::Parse(url->href())->href(), url->href());
}

}  // namespace
}  // namespace mingcha::base
