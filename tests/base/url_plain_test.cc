// The short way gives what the state machine gives, part by part, or stands back.
#include <gtest/gtest.h>

#include <random>

#include "base/url.h"
#include "base/url_parser.h"
#include "base/url_resolve.h"
#include "tests/base/vectors.h"

namespace mingcha::base {
namespace {

/// True if the short way took the address.
bool SameAsTheStateMachine(std::string_view input, const Url* base) {
  const auto plain = UrlParser::Plain(input, base);
  if (!plain) return false;
  const auto full = UrlParser(input, base).Run();
  EXPECT_TRUE(full.has_value()) << input << " on " << (base == nullptr ? "nothing" : base->href());
  if (!full) return true;
  const std::string where = std::string(input) + " on " + (base == nullptr ? "nothing" : base->href());
  EXPECT_EQ(plain->href(), full->href()) << where;
  const auto resolved = ResolveLink(input, base == nullptr ? *full : *base);
  EXPECT_EQ(resolved, full->HrefWithoutFragment()) << where;
  EXPECT_EQ(plain->scheme(), full->scheme()) << where;
  EXPECT_EQ(plain->host(), full->host()) << where;
  EXPECT_EQ(plain->has_host(), full->has_host()) << where;
  EXPECT_EQ(plain->port(), full->port()) << where;
  EXPECT_EQ(plain->path(), full->path()) << where;
  EXPECT_EQ(plain->query(), full->query()) << where;
  EXPECT_EQ(plain->fragment(), full->fragment()) << where;
  EXPECT_EQ(plain->username() + plain->password(), full->username() + full->password()) << where;
  EXPECT_EQ(plain->has_opaque_path(), full->has_opaque_path()) << where;
  return true;
}

TEST(UrlPlain, TakesWhatPagesWrite) {
  const auto base = Url::Parse("http://www.tjbd.gov.cn:8080/zwgk/a/b.html?x=1#y");
  ASSERT_TRUE(base.has_value());
  for (const char* input :
       {"http://www.tjbd.gov.cn/", "https://a.gov.cn", "http://a.gov.cn?x",
        "http://10.1.2.3:81/a/t2019_1.html", "/zwgk/index.shtml", "./t1.html", "../../c/d.html",
        "../../../../c.html", "c/d/", "../", "/", "list.jsp?id=3&u=/a?b%20", "a;b=1", "../c.html?"}) {
    EXPECT_TRUE(SameAsTheStateMachine(input, &*base)) << input;
  }
}

TEST(UrlPlain, StandsBackWhereTheStandardChangesAnything) {
  const auto base = Url::Parse("http://h.cn/a/b");
  ASSERT_TRUE(base.has_value());
  for (const char* input : {"",
                            "#a",
                            "?a",
                            "HTTP://h/",
                            "http:a",
                            "http:/a",
                            "http:///a",
                            "http://h:80/",
                            "http://h:081/",
                            "http://h:/",
                            "http://u@h/",
                            "http://H/",
                            "http://1.2.3/",
                            "http://0x7f.1/",
                            "http://1.2.3.256/",
                            "http://01.2.3.4/",
                            "http://h./",
                            "http://h.3com/",
                            "/a/./b",
                            "/a/../b",
                            "/a/..",
                            "..",
                            ".",
                            "./..",
                            "/%2e%2e/",
                            "//h/x",
                            "mailto:a",
                            "a b",
                            " a",
                            "a\\b",
                            "javascript:void(0)",
                            "/\xE4\xB8\xAD",
                            "a?b'c",
                            "a?b#c",
                            "/a^b"}) {
    EXPECT_FALSE(UrlParser::Plain(input, &*base).has_value()) << input;
  }
  EXPECT_FALSE(UrlParser::Plain("a", nullptr).has_value());
  const auto user = Url::Parse("http://u:p@h/a");
  EXPECT_FALSE(UrlParser::Plain("b", &*user).has_value());
  const auto opaque = Url::Parse("data:x");
  EXPECT_FALSE(UrlParser::Plain("b", &*opaque).has_value());
}

TEST(ResolveLink, GivesTheAddressWithoutItsFragment) {
  const auto base = Url::Parse("http://h.cn/a/b?x#y");
  ASSERT_TRUE(base.has_value());
  EXPECT_EQ(ResolveLink("../c d.html#e", *base), "http://h.cn/c%20d.html");
  EXPECT_EQ(ResolveLink("HTTPS://H.cn:443", *base), "https://h.cn/");
  EXPECT_EQ(ResolveLink("mailto:a@b", *base), std::nullopt);
  EXPECT_EQ(ResolveLink("http://", *base), std::nullopt);
}

TEST(UrlPlain, AgreesOnTheStandardsVectors) {
  int taken = 0;
  for (const UrlVector& vector : LoadUrlVectors()) {
    const auto base = vector.base ? UrlParser(*vector.base, nullptr).Run() : std::nullopt;
    taken += SameAsTheStateMachine(vector.input, base ? &*base : nullptr) ? 1 : 0;
  }
  EXPECT_GT(taken, 10);
}

TEST(UrlPlain, AgreesOnRandomAddresses) {
  std::mt19937 random(7);  // NOLINT: the same addresses in every run
  const std::string_view pieces[] = {
      "http://", "https://", "/", "//", ".",    "..",  "./",  "../", "a",    "b.html",  "index.", "?",
      "&x",      "=",        ":", "80", "81",   "443", "%2e", "%",   "h.cn", "1.2.3.4", "@",      "~",
      "\\",      "#",        ";", "A",  "\xE5", "0",   "-",   "'",   "|",    "^",       "xn--a",  "_"};
  const auto some = [&](size_t most) {
    std::string out;
    for (size_t i = 0, n = random() % (most + 1); i < n; ++i) out += pieces[random() % std::size(pieces)];
    return out;
  };
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto base = UrlParser("http://h.cn" + some(6), nullptr).Run();
    taken += SameAsTheStateMachine(some(7), base ? &*base : nullptr) ? 1 : 0;
  }
  EXPECT_GT(taken, 5'000);
}

}  // namespace
}  // namespace mingcha::base
