// Archives of other programs, and pages that a browser saved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <cstdlib>
#include <map>

#include "store/content_coding.h"
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

constexpr const char* kText = "the page, the page, the page";
constexpr std::string_view kBrotli(
    "\033\033\000\370\035\011\066\116\364\155\134\014\225\145\160\164\011\302\162\126\141\150\061\124\050\000"
    "\047\013",
    28);

std::string Zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

TEST(ContentCodingTest, EveryCodingHasALimitAndIsWholeOrNothing) {
  GzipCompressor gzip(6);
  std::string packed;
  gzip.AppendMember(kText, &packed);
  for (const auto& [coding, bytes] : std::map<std::string, std::string>{
           {"gzip", packed}, {"br", std::string(kBrotli)}, {"zstd", Zstd(kText)}}) {
    EXPECT_EQ(DecodeContent(bytes, coding, 100), kText) << coding;
    EXPECT_EQ(DecodeContent(bytes, coding, 10), std::nullopt) << coding;
    for (size_t size = 1; size < bytes.size(); ++size)
      EXPECT_EQ(DecodeContent(bytes.substr(0, size), coding, 100), std::nullopt) << coding << size;
    EXPECT_EQ(DecodeContent(bytes + "x", coding, 100).value_or(""), coding == "gzip" ? kText : "") << coding;
  }
  const std::string bomb = Zstd(std::string(50'000'000, '0'));
  EXPECT_LT(bomb.size(), 100'000u);
  EXPECT_EQ(DecodeContent(bomb, "zstd", 1'000'000), std::nullopt);
  EXPECT_EQ(DecodeContent(Zstd(packed), "gzip, zstd", 1'000), kText);
  EXPECT_EQ(DecodeContent("x", "compress", 100), std::nullopt);
  EXPECT_EQ(DecodeContent("x", "gzip,gzip,gzip,gzip,gzip", 100), std::nullopt);
  EXPECT_EQ(DecodeContent("", "gzip", 100), "");
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
                Response("http://a.example/4", head + "Content-Encoding: br\r\n\r\n\x01\x02\x03") +
                Response("http://a.example/5", head + "Content-Encoding: br\r\n\r\n" + std::string(kBrotli)) +
                Response("http://a.example/6", head + "Content-Encoding: br\r\n\r\n<p>plain</p>") +
                Response("http://a.example/7", head + "Content-Encoding: zstd\r\n\r\n" + Zstd(kText)) +
                Response("http://a.example/8", head + "Content-Encoding: utf-8\r\n\r\ntext"));
  ASSERT_EQ(read.answers.size(), 7u);
  EXPECT_EQ(read.answers[0].body, "hello!");
  EXPECT_EQ(read.answers[1].body, "the page");
  EXPECT_EQ(read.answers[2].body, "plain");
  EXPECT_EQ(read.answers[3].body, kText);
  EXPECT_EQ(read.answers[4].body, "<p>plain</p>");
  EXPECT_EQ(read.answers[5].body, kText);
  EXPECT_EQ(read.answers[6].body, "text");
  ASSERT_EQ(read.skipped.size(), 1u);
  EXPECT_EQ(read.skipped[0].url, "http://a.example/4");
  EXPECT_THAT(base::RenderEnglish(read.skipped[0].why), HasSubstr("br"));
}

/// A response record with a name and a payload digest, and records that refer to it.
class RevisitTest : public ForeignTest {
 protected:
  static std::string Named(const std::string& id, const std::string& url, const std::string& digest,
                           const std::string& body) {
    return Record("WARC-Type: response\r\nWARC-Record-ID: <" + id + ">\r\nWARC-Target-URI: " + url +
                      "\r\nWARC-Date: 2025-03-04T05:06:07Z\r\nWARC-Payload-Digest: " + digest +
                      "\r\nContent-Type: application/http\r\n",
                  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"1\"\r\n\r\n" + body);
  }
  static std::string Revisit(const std::string& url, const std::string& refers, const std::string& head) {
    return Record("WARC-Type: revisit\r\nWARC-Target-URI: <" + url +
                      ">\r\nWARC-Date: 2025-06-01T00:00:00Z\r\n" +
                      "WARC-Truncated: length\r\nContent-Type: application/http\r\n" + refers,
                  head);
  }
  /// What the last archive gives when all are known.
  [[nodiscard]] std::vector<ForeignAnswer> ReadLast(const std::vector<std::string>& archives, size_t limit,
                                                    std::vector<SkippedRecord>* skipped) const {
    RevisitBodies bodies(limit);
    std::vector<std::string> paths;
    for (const std::string& bytes : archives) {
      paths.push_back(Path(std::to_string(paths.size()) + ".warc"));
      WriteAll(paths.back(), bytes);
    }
    for (const std::string& path : paths) (*ForeignWarc::Open(path))->CollectWishes(&bodies);
    for (const std::string& path : paths) (*ForeignWarc::Open(path))->CollectBodies(&bodies);
    std::vector<ForeignAnswer> out;
    const auto archive = *ForeignWarc::Open(paths.back());
    for (;;) {
      auto answer = archive->Next(&bodies);
      EXPECT_TRUE(answer) << base::ToEnglish(answer.error());
      if (!answer || !*answer) break;
      out.push_back(std::move(**answer));
    }
    *skipped = archive->skipped();
    return out;
  }
};

TEST_F(RevisitTest, TheBodyIsFoundByIdByPlaceAndByDigestInAnyArchive) {
  const std::string first = Named("urn:1", "http://a.example/1", "sha1:AAAA", "one") +
                            Named("urn:2", "http://a.example/2", "sha1:BBBB", "two");
  const std::string second =
      Revisit("http://a.example/1", "WARC-Refers-To: <urn:1>\r\n", "") +
      Revisit(
          "http://a.example/x",
          "WARC-Refers-To-Target-URI: http://a.example/2\r\nWARC-Refers-To-Date: 2025-03-04T05:06:07Z\r\n",
          "HTTP/1.1 304 Not Modified\r\n\r\n") +
      Revisit("http://a.example/y", "WARC-Payload-Digest: sha1:aaaa\r\n",
              "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\n") +
      Revisit("http://a.example/z", "WARC-Payload-Digest: sha1:CCCC\r\n", "HTTP/1.1 200 OK\r\n\r\n") +
      Revisit("http://a.example/w", "WARC-Refers-To: <urn:1>\r\nWARC-Payload-Digest: sha1:DDDD\r\n", "");
  std::vector<SkippedRecord> skipped;
  const auto answers = ReadLast({first, second}, 1'000, &skipped);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0].url, "http://a.example/1");
  EXPECT_EQ(answers[0].body, "one");
  EXPECT_EQ(answers[0].status, 200);
  EXPECT_EQ(answers[0].etag, "\"1\"");
  EXPECT_FALSE(answers[0].truncated) << "that the record has no body of its own says nothing of the page";
  EXPECT_EQ(answers[0].fetched_at, *base::Instant::FromIso("2025-06-01T00:00:00Z"));
  EXPECT_THAT(answers[0].body_of, HasSubstr("http://a.example/1 2025-03-04T05:06:07"));
  EXPECT_EQ(answers[1].url, "http://a.example/x");
  EXPECT_EQ(answers[1].body, "two");
  EXPECT_EQ(answers[1].status, 200) << "a 304 speaks of the answer it refers to";
  EXPECT_EQ(answers[2].status, 404);
  EXPECT_EQ(answers[2].content_type, "text/plain");
  ASSERT_EQ(skipped.size(), 2u);
  EXPECT_EQ(skipped[0].url, "http://a.example/z");
  EXPECT_EQ(skipped[1].url, "http://a.example/w") << "its digest is not that of the record it names";
}

TEST_F(RevisitTest, WhatIsHeldHasALimit) {
  std::vector<SkippedRecord> skipped;
  const auto answers = ReadLast({Named("urn:1", "http://a.example/1", "sha1:AAAA", std::string(5'000, 'x')) +
                                 Revisit("http://a.example/2", "WARC-Refers-To: <urn:1>\r\n", "")},
                                1'000, &skipped);
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_EQ(skipped.size(), 1u);
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

TEST_F(RevisitTest, WhatWgetFoundUnchangedIsRead) {
  if (std::system("wget --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "SKIPPED: no wget";
  mingcha::testing::LoopbackSite site;
  site.Route("/", mingcha::testing::Reply::Html("<p>the same both times</p>"));
  const std::string wget = "wget -q -O /dev/null -T 5 -t 1 --no-config --no-proxy --warc-cdx --warc-file=";
  const std::string command = "cd '" + root_ + "' && " + wget + "a " + site.Url("/") + " && " + wget +
                              "b --warc-dedup=a.cdx " + site.Url("/") + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  RevisitBodies bodies;
  for (const char* name : {"a.warc.gz", "b.warc.gz"})
    (*ForeignWarc::Open(Path(name)))->CollectWishes(&bodies);
  ASSERT_TRUE(bodies.any_wanted());
  for (const char* name : {"a.warc.gz", "b.warc.gz"})
    (*ForeignWarc::Open(Path(name)))->CollectBodies(&bodies);
  const auto archive = *ForeignWarc::Open(Path("b.warc.gz"));
  std::map<std::string, ForeignAnswer> answers;
  for (auto answer = archive->Next(&bodies); answer && *answer; answer = archive->Next(&bodies))
    answers[(*answer)->url] = std::move(**answer);
  ASSERT_TRUE(answers.contains(site.Url("/")));
  EXPECT_EQ(answers[site.Url("/")].body, "<p>the same both times</p>");
  EXPECT_EQ(answers[site.Url("/")].status, 200);
  EXPECT_FALSE(answers[site.Url("/")].truncated);
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
