#include "base/url_fold.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

std::string Clean(const char* url, const FoldRules& rules = {}) { return CleanUrl(*Url::Parse(url), rules); }
std::string Key(const char* url, const FoldRules& rules = {}) {
  return FoldKey(*Url::Parse(Clean(url, rules)), rules);
}

TEST(UrlFold, CleanDropsWhatTellsVisitorsApart) {
  EXPECT_EQ(Clean("http://a.example/x?PHPSESSID=1&id=2#top"), "http://a.example/x?id=2");
  EXPECT_EQ(Clean("http://a.example/x.jsp;jsessionid=0AF3?id=1"), "http://a.example/x.jsp?id=1");
  EXPECT_EQ(Clean("http://a.example/x?utm_source=w&spm=a.b"), "http://a.example/x");
  EXPECT_EQ(Clean("http://a.example/x?sid=3"), "http://a.example/x?sid=3");
  EXPECT_EQ(Clean("http://a.example/x?print=1&id=2",
                  {.default_documents = true, .twins = true, .drop_parameters = {"PRI*"}}),
            "http://a.example/x?id=2");
}

TEST(UrlFold, CredentialsAreNeverAsked) {
  EXPECT_EQ(Clean("http://user:secret@a.example/x"), "http://a.example/x");
  EXPECT_EQ(Clean("http://user@a.example/x?id=1"), "http://a.example/x?id=1");
}

TEST(UrlFold, MirrorGateLeadsToTheOriginal) {
  EXPECT_EQ(Clean("http://www.a.gov.example/gate/big5/www.a.gov.example/x/y.html?id=1"),
            "http://www.a.gov.example/x/y.html?id=1");
  EXPECT_EQ(Clean("https://www.a.gov.example/Gate/Big5/b.gov.example/"), "https://b.gov.example/");
  // Neither a gate in a gate nor one without a host is followed.
  EXPECT_EQ(Clean("http://a.example/gate/big5/a.example/gate/big5/a.example/x"),
            "http://a.example/gate/big5/a.example/gate/big5/a.example/x");
  EXPECT_EQ(Clean("http://a.example/gate/big5/"), "http://a.example/gate/big5/");
  EXPECT_EQ(Clean("http://a.example/gate/big5/index.html"), "http://a.example/gate/big5/index.html");
}

TEST(UrlFold, TwinsAndDefaultDocumentsHaveOneKey) {
  for (const char* twin :
       {"http://www.a.gov.example/zwgk/", "https://www.a.gov.example/zwgk/index.html",
        "http://a.gov.example/zwgk/Default.aspx", "https://a.gov.example/zwgk/index.htm"}) {
    EXPECT_EQ(Key(twin), "http://a.gov.example/zwgk/") << twin;
  }
}

TEST(UrlFold, ATicketInThePathTellsNoPagesApart) {
  EXPECT_EQ(Key("http://a.example/gk/(S(lit3py55t21z5v55vlm25s55))/List.aspx?id=1"),
            "http://a.example/gk/List.aspx?id=1");
  EXPECT_EQ(Key("http://a.example/(A(x1)F(y2))/"), "http://a.example/");
  // It is asked as it stands: without the ticket the server would lead to a new one.
  EXPECT_EQ(Clean("http://a.example/(S(lit3))/a.aspx"), "http://a.example/(S(lit3))/a.aspx");
  for (const char* other :
       {"http://a.example/(2025)/a", "http://a.example/(S())/a", "http://a.example/(Q(x))/a",
        "http://a.example/x(S(y))/a", "http://a.example/(S(y)/a", "http://a.example/(S(y))z/a"})
    EXPECT_EQ(Key(other), other);
}

TEST(UrlFold, WhatMayBeAnotherPageKeepsItsOwnKey) {
  EXPECT_EQ(Key("http://a.example/index.html?id=1"), "http://a.example/index.html?id=1");
  EXPECT_EQ(Key("http://a.example/index_2.html"), "http://a.example/index_2.html");
  EXPECT_EQ(Key("http://a.example/index.doc"), "http://a.example/index.doc");
  EXPECT_EQ(Key("https://a.example:8443/x"), "https://a.example:8443/x");
  EXPECT_EQ(Key("http://www.example/x"), "http://www.example/x");  // `www` is the name itself.
  EXPECT_EQ(Key("https://www.a.example/index.html",
                {.default_documents = false, .twins = false, .drop_parameters = {}}),
            "https://www.a.example/index.html");
}

}  // namespace
}  // namespace mingcha::base
