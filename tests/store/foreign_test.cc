// Archives of other programs, and pages that a browser saved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "store/foreign_warc.h"
#include "store/gzip.h"
#include "store/mhtml.h"
#include "tests/store/store_fixture.h"
#include "tests/testing/loopback_site.h"

namespace mingcha::store {
namespace {

using ::testing::HasSubstr;

class ForeignTest : public StoreTest {
 protected:
  static std::string Record(const std::string& fields, const std::string& block) {
    return "WARC/1.0\r\n" + fields + "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block +
           "\r\n\r\n";
  }
  static std::string Response(const std::string& url, const std::string& http) {
    return Record("WARC-Type: response\r\nWARC-Target-URI: <" + url +
                      ">\r\nWARC-Date: 2025-03-04T05:06:07.1234567Z\r\nContent-Type: application/http; "
                      "msgtype=response\r\n",
                  http);
  }
  static std::string Info() {
    return Record("WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n",
                  "software: Wget/1.21\r\n");
  }
  struct ReadAs {
    std::vector<ForeignAnswer> answers;
    std::vector<SkippedRecord> skipped;
    std::string software, error;
  };
  [[nodiscard]] ReadAs ReadBytes(const std::string& bytes) const {
    WriteAll(Path("f.warc"), bytes);
    ReadAs out;
    const auto archive = ForeignWarc::Open(Path("f.warc"), 1 << 20);
    EXPECT_TRUE(archive);
    for (;;) {
      auto answer = (*archive)->Next();
      if (!answer) {
        out.error = base::ToEnglish(answer.error());
        break;
      }
      if (!*answer) break;
      out.answers.push_back(std::move(**answer));
    }
    out.skipped = (*archive)->skipped();
    out.software = (*archive)->software();
    return out;
  }
};

TEST_F(ForeignTest, PlainPackedByRecordAndPackedWholeReadAlike) {
  const std::string one =
      Response("http://a.example/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\none");
  const std::string two = Response("http://a.example/2", "HTTP/1.1 404 Gone\nContent-Type: text/html\n\ntwo");
  GzipCompressor gzip(6);
  std::string by_record;
  for (const std::string& record : {Info(), one, two}) gzip.AppendMember(record, &by_record);
  std::string whole;
  gzip.AppendMember(Info() + one + two, &whole);
  for (const std::string& bytes : {Info() + one + two, by_record, whole}) {
    const ReadAs read = ReadBytes(bytes);
    EXPECT_EQ(read.error, "");
    EXPECT_EQ(read.software, "Wget/1.21");
    ASSERT_EQ(read.answers.size(), 2u);
    EXPECT_EQ(read.answers[0].url, "http://a.example/1");
    EXPECT_EQ(read.answers[0].status, 200);
    EXPECT_EQ(read.answers[0].body, "one");
    EXPECT_EQ(read.answers[0].content_type, "text/html");
    EXPECT_EQ(read.answers[0].fetched_at, *base::Instant::FromIso("2025-03-04T05:06:07.123Z"));
    EXPECT_EQ(read.answers[1].status, 404);
    EXPECT_EQ(read.answers[1].body, "two");
  }
}

TEST_F(ForeignTest, CodedBodiesAreDecodedAndThoseDecodedBeforeAreKept) {
  GzipCompressor gzip(6);
  std::string packed;
  gzip.AppendMember("the page", &packed);
  const std::string chunked = "5;x=y\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const ReadAs read =
      ReadBytes(Response("http://a.example/1", head + "Transfer-Encoding: chunked\r\n\r\n" + chunked) +
                Response("http://a.example/2", head + "Content-Encoding: gzip\r\n\r\n" + packed) +
                Response("http://a.example/3",
                         head + "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\nplain") +
                Response("http://a.example/4", head + "Content-Encoding: br\r\n\r\n???"));
  ASSERT_EQ(read.answers.size(), 3u);
  EXPECT_EQ(read.answers[0].body, "hello!");
  EXPECT_EQ(read.answers[1].body, "the page");
  EXPECT_EQ(read.answers[2].body, "plain");
  ASSERT_EQ(read.skipped.size(), 1u);
  EXPECT_EQ(read.skipped[0].url, "http://a.example/4");
  EXPECT_THAT(base::RenderEnglish(read.skipped[0].why), HasSubstr("br"));
}

TEST_F(ForeignTest, ACutFileGivesWhatStandsBeforeTheCut) {
  const std::string one = Response("http://a.example/1", "HTTP/1.1 200 OK\r\n\r\none");
  const std::string two = Response("http://a.example/2", "HTTP/1.1 200 OK\r\n\r\n" + std::string(500, 'x'));
  GzipCompressor gzip(6);
  std::string packed;
  gzip.AppendMember(one, &packed);
  const size_t first = packed.size();
  gzip.AppendMember(two, &packed);
  for (const std::string& bytes : {(one + two).substr(0, one.size() + 300), packed.substr(0, first + 30),
                                   one + "WARC/1.0\r\nno field", one + "garbage"}) {
    const ReadAs read = ReadBytes(bytes);
    ASSERT_EQ(read.answers.size(), 1u) << read.error;
    EXPECT_EQ(read.answers[0].body, "one");
    EXPECT_NE(read.error, "");
  }
}

TEST_F(ForeignTest, AChangedBlockIsRefusedByItsDigest) {
  const std::string http = "HTTP/1.1 200 OK\r\n\r\none";
  const std::string fields =
      "WARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2025-03-04T05:06:07Z\r\n"
      "Content-Type: application/http\r\nWARC-Block-Digest: sha1:";
  const ReadAs bad = ReadBytes(Record(fields + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", http));
  EXPECT_TRUE(bad.answers.empty());
  ASSERT_EQ(bad.skipped.size(), 1u);
  EXPECT_THAT(base::RenderEnglish(bad.skipped[0].why), HasSubstr("digest"));
}

TEST_F(ForeignTest, ARecordOverTheLimitIsSaid) {
  const ReadAs read = ReadBytes(Response("http://a.example/1", std::string(2 << 20, 'x')));
  EXPECT_THAT(read.error, HasSubstr("more than"));
}

TEST_F(ForeignTest, WhatWgetWroteIsRead) {
  if (std::system("wget --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "SKIPPED: no wget";
  mingcha::testing::LoopbackSite site;
  site.Route("/",
             mingcha::testing::Reply::Html("<p><a href=\"/two.html\">two</a> <a href=\"/old\">old</a></p>"));
  site.Route("/two.html", mingcha::testing::Reply::Html("<p>two</p>"));
  site.Route("/old", mingcha::testing::Reply::Redirect("/two.html", 301));
  for (const char* packing : {"", "--no-warc-compression"}) {
    const std::string name = *packing == '\0' ? "w.warc.gz" : "w.warc";
    const std::string command = "cd '" + root_ + "' && wget -q -r -l 2 -T 5 -t 1 --no-config --no-proxy " +
                                packing + " --warc-file=w " + site.Url("/") + " >/dev/null 2>&1; test -s " +
                                name;
    ASSERT_EQ(std::system(command.c_str()), 0);
    const auto archive = ForeignWarc::Open(Path(name));
    ASSERT_TRUE(archive);
    std::map<std::string, ForeignAnswer> answers;
    for (;;) {
      auto answer = (*archive)->Next();
      ASSERT_TRUE(answer) << base::ToEnglish(answer.error());
      if (!*answer) break;
      answers[(*answer)->url] = std::move(**answer);
    }
    EXPECT_THAT((*archive)->software(), HasSubstr("Wget"));
    ASSERT_TRUE(answers.contains(site.Url("/")));
    ASSERT_TRUE(answers.contains(site.Url("/two.html")));
    ASSERT_TRUE(answers.contains(site.Url("/old")));
    EXPECT_EQ(answers[site.Url("/two.html")].body, "<p>two</p>");
    EXPECT_EQ(answers[site.Url("/two.html")].status, 200);
    EXPECT_THAT(answers[site.Url("/two.html")].request_head, HasSubstr("GET /two.html"));
    EXPECT_EQ(answers[site.Url("/old")].status, 301);
    EXPECT_THAT(answers[site.Url("/old")].location, HasSubstr("/two.html"));
    EXPECT_GT(answers[site.Url("/")].fetched_at.unix_millis(), 0);
  }
}

TEST(MhtmlTest, TheHtmlPartIsDecoded) {
  const std::string saved =
      "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/page\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n"
      "----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
      "----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
      "Content-Location: cid:x\r\n\r\n<p>a=3Db =E5=85=AC=\r\n!</p>\r\n----b--\r\n";
  EXPECT_TRUE(LooksLikeMhtml(saved));
  const auto page = ReadMhtml(saved);
  ASSERT_TRUE(page) << base::ToEnglish(page.error());
  EXPECT_EQ(page->url, "http://a.example/page");
  EXPECT_EQ(page->html, "<p>a=b \xE5\x85\xAC!</p>\r\n");
  EXPECT_FALSE(LooksLikeMhtml("<html><p>MIME-Version: 1.0</p>"));
  EXPECT_EQ(
      ReadMhtml("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--").error().code,
      base::ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace mingcha::store
