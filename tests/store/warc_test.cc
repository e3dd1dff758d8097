#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/digest.h"
#include "store/cdxj.h"
#include "store/gzip.h"
#include "store/warc_reader.h"
#include "store/warc_record.h"
#include "store/warc_writer.h"
#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class WarcTest : public StoreTest {
 protected:
  void SetUp() override { std::filesystem::create_directories(Path("archive")); }
  WarcWriter Writer(uint64_t max_file_bytes = 1 << 20) {
    WarcOptions options;
    options.max_file_bytes = max_file_bytes;
    options.salt = "salt";
    auto writer = WarcWriter::Open(root_, options);
    EXPECT_TRUE(writer);
    return std::move(*writer);
  }
  static base::Result<model::WarcRef> Put(WarcWriter& writer, const model::PageRecord& page,
                                          const model::Exchange& exchange) {
    ASSIGN_OR_RETURN(const ArchivedExchange placed, writer.Append(page, exchange));
    return placed.answer;
  }
  std::vector<PlacedRecord> Records(const std::string& file) {
    auto reader = WarcReader::Open(Path(file));
    EXPECT_TRUE(reader);
    std::vector<PlacedRecord> records;
    for (;;) {
      auto next = reader->Next();
      EXPECT_TRUE(next) << (next ? "" : base::ToEnglish(next.error()));
      if (!next || !*next) return records;
      records.push_back(std::move(**next));
    }
  }
};

TEST_F(WarcTest, AnExchangeIsInfoRequestMetadataResponse) {
  auto writer = Writer();
  auto page = Page("http://a.example/x");
  page.redirects = {{302, "http://a.example/y", "http://a.example/x"}};
  const auto place = Put(writer, page, ExchangeOf("<p>body</p>"));
  ASSERT_TRUE(place);
  const auto records = Records(place->file);
  std::vector<std::string> types;
  for (const auto& placed : records) types.emplace_back(placed.record.Field("WARC-Type"));
  EXPECT_THAT(types, ElementsAre("warcinfo", "request", "metadata", "response"));
  const PlacedRecord& response = records[3];
  EXPECT_EQ(response.offset, place->offset);
  EXPECT_EQ(response.length, place->length);
  EXPECT_EQ(response.record.Field("warc-target-uri"), "http://a.example/x");
  EXPECT_EQ(response.record.Field("WARC-Date"), "2025-06-01T08:09:10Z");
  EXPECT_EQ(response.record.Field("WARC-IP-Address"), "127.0.0.1");
  EXPECT_EQ(response.record.Field("WARC-Payload-Digest"), "sha256:" + base::Sha256Hex("<p>body</p>"));
  EXPECT_EQ(response.record.Field("Content-Type"), "application/http; msgtype=response");
  EXPECT_EQ(PayloadOf(response.record), "<p>body</p>");
  EXPECT_TRUE(VerifyDigests(response.record));
  EXPECT_EQ(records[1].record.Field("WARC-Concurrent-To"), response.record.Field("WARC-Record-ID"));
  EXPECT_EQ(records[2].record.Field("WARC-Refers-To"), response.record.Field("WARC-Record-ID"));
  EXPECT_THAT(records[2].record.block,
              HasSubstr("redirect: 302 http://a.example/y -> http://a.example/x\r\n"));
}

TEST_F(WarcTest, AnswersOnTheWayAreRecordsOfTheirOwn) {
  auto writer = Writer();
  auto page = Page("http://a.example/old");
  page.final_url = "http://a.example/new";
  page.redirects = {{301, "http://a.example/old", "http://a.example/new", {}}};
  model::Exchange exchange = ExchangeOf("<p>new</p>");
  exchange.redirects = {{"http://a.example/old", page.fetched_at, "127.0.0.7", "GET /old HTTP/1.1\r\n\r\n",
                         "", "HTTP/1.1 301 Moved\r\nLocation: /new\r\n\r\n", "moved"}};
  const auto placed = writer.Append(page, exchange);
  ASSERT_TRUE(placed);
  ASSERT_EQ(placed->redirects.size(), 1u);
  const auto records = Records(placed->answer.file);
  std::vector<std::string> types;
  for (const auto& one : records) types.emplace_back(one.record.Field("WARC-Type"));
  EXPECT_THAT(types, ElementsAre("warcinfo", "request", "response", "request", "metadata", "response"));
  EXPECT_EQ(records[2].offset, placed->redirects[0].offset);
  EXPECT_EQ(records[2].length, placed->redirects[0].length);
  EXPECT_EQ(records[2].record.Field("WARC-Target-URI"), "http://a.example/old");
  EXPECT_EQ(records[2].record.Field("WARC-IP-Address"), "127.0.0.7");
  EXPECT_EQ(records[1].record.Field("WARC-Concurrent-To"), records[2].record.Field("WARC-Record-ID"));
  EXPECT_EQ(PayloadOf(records[2].record), "moved");
  EXPECT_TRUE(VerifyDigests(records[2].record));
  EXPECT_EQ(records[5].record.Field("WARC-Target-URI"), "http://a.example/new");
}

TEST_F(WarcTest, AnAnswerThatLeadsOutsideStandsUnderTheAddressThatGaveIt) {
  auto writer = Writer();
  auto page = Page("http://a.example/out", model::FetchOutcome::kRedirectOutOfScope);
  page.final_url = "http://elsewhere.example/";
  page.redirects = {{302, "http://a.example/out", "http://elsewhere.example/", {}}};
  const auto place = Put(writer, page, ExchangeOf("away"));
  ASSERT_TRUE(place);
  EXPECT_EQ(
      WarcReader::Open(Path(place->file))->ReadAt(place->offset, place->length)->Field("WARC-Target-URI"),
      "http://a.example/out");
}

TEST_F(WarcTest, ThePostedBodyStandsInTheRequest) {
  auto writer = Writer();
  model::Exchange exchange = ExchangeOf("<ul></ul>");
  exchange.request_head = "POST /list HTTP/1.1\r\nContent-Length: 6\r\n\r\n";
  exchange.request_body = "page=2";
  const auto place = Put(writer, Page("http://a.example/list#post:page=2"), exchange);
  ASSERT_TRUE(place);
  const auto records = Records(place->file);
  EXPECT_EQ(records[1].record.block, exchange.request_head + "page=2");
  EXPECT_EQ(PayloadOf(records[1].record), "page=2");
  // The mark that tells requests apart is ours: the archive names the address that was asked.
  EXPECT_EQ(records[3].record.Field("WARC-Target-URI"), "http://a.example/list");
}

TEST_F(WarcTest, EveryRecordHasTheFieldsTheStandardDemandsAndItsOwnId) {
  auto writer = Writer();
  std::map<std::string, int> ids;
  model::WarcRef place;
  for (const char* url : {"http://a.example/1", "http://a.example/2"})
    place = *Put(writer, Page(url), ExchangeOf(url));
  const auto records = Records(place.file);
  ASSERT_EQ(records.size(), 7u);
  for (const auto& placed : records) {
    for (const char* field : {"WARC-Type", "WARC-Record-ID", "WARC-Date"})
      EXPECT_NE(placed.record.Field(field), "") << field;
    ++ids[std::string(placed.record.Field("WARC-Record-ID"))];
  }
  EXPECT_EQ(ids.size(), records.size());
}

TEST_F(WarcTest, CodingsThatWereRemovedAreRenamed) {
  const std::string head = ArchivedHead(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX: 1\r\n folded\r\ntransfer-encoding: chunked\r\n"
      "CONTENT-LENGTH: 7\r\n\r\nnot part of the head",
      42);
  EXPECT_EQ(head,
            "HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Encoding: gzip\r\nX: 1\r\n folded\r\n"
            "X-Archive-Orig-transfer-encoding: chunked\r\nX-Archive-Orig-CONTENT-LENGTH: 7\r\n"
            "Content-Length: 42\r\n\r\n");
}

TEST_F(WarcTest, BareLineFeedsAndHostileHeadsStayOneHead) {
  EXPECT_EQ(ArchivedHead("HTTP/1.0 200\nA: b\n\nbody", 0),
            "HTTP/1.0 200\r\nA: b\r\nContent-Length: 0\r\n\r\n");
  for (const std::string& hostile : {std::string(), std::string("\r\n\r\n"), std::string("\0\r\r\n", 4)}) {
    const std::string head = ArchivedHead(hostile, 0);
    EXPECT_EQ(head.find("\r\n\r\n"), head.size() - 4);
  }
}

TEST_F(WarcTest, AUrlCannotForgeAField) {
  WarcRecord record;
  record.fields = {{"WARC-Target-URI", "http://a.example/\r\nWARC-Type: warcinfo"}};
  record.block = "b";
  const auto read = ParseWarcRecord(FormatWarcRecord(record));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->fields.size(), 1u);
  EXPECT_EQ(read->Field("WARC-Type"), "");
}

TEST_F(WarcTest, ABodyThatLooksLikeARecordStaysABody) {
  const std::string body = "\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n" + std::string("\0\xff", 2);
  auto writer = Writer();
  const auto place = Put(writer, Page("http://a.example/"), ExchangeOf(body));
  const auto reader = WarcReader::Open(Path(place->file));
  const auto record = reader->ReadAt(place->offset, place->length);
  ASSERT_TRUE(record);
  EXPECT_EQ(PayloadOf(*record), body);
}

TEST_F(WarcTest, FilesRollBySizeAndAppendAfterReopening) {
  std::vector<std::string> files;
  for (int i = 0; i < 6; ++i) {
    auto writer = Writer(/*max_file_bytes=*/2500);
    std::string noise;
    for (int k = 0; k < 40; ++k) noise += base::Sha256Hex(std::to_string(i * 100 + k));
    files.push_back(Put(writer, Page("http://a.example/"), ExchangeOf(noise))->file);
  }
  EXPECT_EQ(files.front(), "archive/mingcha-00001.warc.gz");
  EXPECT_NE(files.front(), files.back());
  EXPECT_TRUE(std::is_sorted(files.begin(), files.end()));
  files.erase(std::unique(files.begin(), files.end()), files.end());
  EXPECT_EQ(*WarcFiles(root_), files);
  for (const std::string& file : files) EXPECT_EQ(Records(file)[0].record.Field("WARC-Type"), "warcinfo");
}

TEST_F(WarcTest, AFailureWithoutAnswerLeavesMetadataOnly) {
  auto writer = Writer();
  auto page = Page("http://a.example/", model::FetchOutcome::kTimeout);
  const auto place = Put(writer, page, {"GET / HTTP/1.1\r\n\r\n", "", ""});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->file, "");
  const auto records = Records("archive/mingcha-00001.warc.gz");
  ASSERT_EQ(records.size(), 3u);
  EXPECT_THAT(records[2].record.block, HasSubstr("outcome: timeout\r\n"));
}

TEST_F(WarcTest, NothingAskedLeavesNothing) {
  auto writer = Writer();
  EXPECT_EQ(*Put(writer, Page("http://a.example/", model::FetchOutcome::kRobotsDenied), {}),
            model::WarcRef{});
  EXPECT_TRUE(WarcFiles(root_)->empty());
}

TEST_F(WarcTest, ACutBodySaysSo) {
  auto writer = Writer();
  const auto place =
      Put(writer, Page("http://a.example/", model::FetchOutcome::kTooLarge), ExchangeOf("half"));
  EXPECT_EQ(
      WarcReader::Open(Path(place->file))->ReadAt(place->offset, place->length)->Field("WARC-Truncated"),
      "length");
}

TEST_F(WarcTest, ZcatReadsTheArchive) {
  auto writer = Writer();
  const auto place = Put(writer, Page("http://a.example/"), ExchangeOf("<p>seen by zcat</p>"));
  FILE* pipe = ::popen(("zcat '" + Path(place->file) + "' 2>&1").c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string text(100'000, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), pipe));
  EXPECT_EQ(::pclose(pipe), 0);
  EXPECT_TRUE(text.starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n")) << text;
  EXPECT_THAT(text, HasSubstr("\r\n\r\n<p>seen by zcat</p>\r\n\r\n"));
}

TEST_F(WarcTest, TheSameExchangesGiveTheSameBytes) {
  const auto write = [&] {
    auto writer = Writer();
    const auto place = Put(writer, Page("http://a.example/"), ExchangeOf("x"));
    const std::string bytes = ReadAll(Path(place->file));
    std::filesystem::remove(Path(place->file));
    return bytes;
  };
  EXPECT_EQ(write(), write());
}

TEST_F(WarcTest, DamageInTheBlockIsFoundByItsDigest) {
  WarcRecord record;
  record.fields = {{"WARC-Payload-Digest", "sha256:" + base::Sha256Hex("right")}};
  record.block = "HTTP/1.1 200 OK\r\n\r\nright";
  EXPECT_TRUE(VerifyDigests(record));
  record.block.back() = 'T';
  const auto status = VerifyDigests(record);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::ErrorCode::kCorrupt);
}

TEST_F(WarcTest, LimitsHold) {
  auto writer = Writer();
  const auto place = Put(writer, Page("http://a.example/"), ExchangeOf(std::string(1'000'000, 'a')));
  WarcLimits limits;
  limits.max_record_bytes = 10'000;
  const auto record = WarcReader::Open(Path(place->file), limits)->ReadAt(place->offset, place->length);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, base::ErrorCode::kOutOfRange);
  const auto far = WarcReader::Open(Path(place->file))->ReadAt(UINT64_MAX - 1, 10);
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().code, base::ErrorCode::kCorrupt);
}

struct BadRecord {
  const char* name;
  const char* text;
};
class BadRecordTest : public ::testing::TestWithParam<BadRecord> {};
TEST_P(BadRecordTest, IsRefused) {
  const auto record = ParseWarcRecord(GetParam().text);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, base::ErrorCode::kCorrupt);
}
INSTANTIATE_TEST_SUITE_P(
    Records, BadRecordTest,
    ::testing::Values(BadRecord{"empty", ""}, BadRecord{"no_head_end", "WARC/1.1\r\nContent-Length: 0\r\n"},
                      BadRecord{"other_version", "WARC/2.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n"},
                      BadRecord{"no_length", "WARC/1.1\r\nA: b\r\n\r\n\r\n\r\n"},
                      BadRecord{"negative_length", "WARC/1.1\r\nContent-Length: -1\r\n\r\n\r\n\r\n"},
                      BadRecord{"huge_length",
                                "WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n\r\n\r\n"},
                      BadRecord{"too_long", "WARC/1.1\r\nContent-Length: 3\r\n\r\nab\r\n\r\n"},
                      BadRecord{"too_short", "WARC/1.1\r\nContent-Length: 1\r\n\r\nab\r\n\r\n"},
                      BadRecord{"no_end", "WARC/1.1\r\nContent-Length: 2\r\n\r\nab\r\n"},
                      BadRecord{"no_field", "WARC/1.1\r\nnonsense\r\nContent-Length: 0\r\n\r\n\r\n\r\n"}),
    [](const auto& param) { return param.param.name; });

struct SurtCase {
  const char* url;
  const char* surt;
};
class SurtTest : public ::testing::TestWithParam<SurtCase> {};
TEST_P(SurtTest, SortsByHostFromTheRight) { EXPECT_EQ(Surt(GetParam().url), GetParam().surt); }
INSTANTIATE_TEST_SUITE_P(
    Urls, SurtTest,
    ::testing::Values(SurtCase{"http://www.A.example/B/c.html?D=1", "example,a,www)/b/c.html?d=1"},
                      SurtCase{"http://a.example", "example,a)/"},
                      SurtCase{"https://a.example.:8443/x", "example,a:8443)/x"},
                      SurtCase{"http://127.0.0.1:8080/x", "127.0.0.1:8080)/x"},
                      SurtCase{"http://[::1]/x", "[::1])/x"}, SurtCase{"No URL", "no url"}));

}  // namespace
}  // namespace mingcha::store
