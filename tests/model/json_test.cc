#include "model/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "base/text.h"
#include "tests/model/fill.h"

namespace mingcha::model {
namespace {

using testing::HasSubstr;

template <typename T>
class RecordJsonTest : public testing::Test {};

#define MINGCHA_COMMA(T) T,
struct End {};
template <typename... T>
struct DropLast;
template <typename... Done>
struct TypeList {};
template <typename List, typename... Rest>
struct Build;
template <typename... Done>
struct Build<TypeList<Done...>, End> {
  using Types = testing::Types<Done...>;
};
template <typename... Done, typename Head, typename... Rest>
struct Build<TypeList<Done...>, Head, Rest...> : Build<TypeList<Done..., Head>, Rest...> {};
using Records =
    Build<TypeList<>, MINGCHA_FOR_EACH_RECORD(MINGCHA_COMMA) base::Message, base::CalendarSpec, End>::Types;
TYPED_TEST_SUITE(RecordJsonTest, Records);

TYPED_TEST(RecordJsonTest, EveryMemberReadsBack) {
  const TypeParam record = Filled<TypeParam>();
  const std::string text = ToJson(record);
  const base::Result<TypeParam> read = FromJson<TypeParam>(text);
  ASSERT_TRUE(read) << base::ToEnglish(read.error()) << "\n" << text;
  EXPECT_EQ(ToJson(*read), text);
  if constexpr (requires { record == *read; }) {
    EXPECT_TRUE(record == *read) << text;
  }
}

TYPED_TEST(RecordJsonTest, TheDefaultReadsBack) {
  const std::string text = ToJson(TypeParam{});
  const base::Result<TypeParam> read = FromJson<TypeParam>(text);
  ASSERT_TRUE(read) << base::ToEnglish(read.error()) << "\n" << text;
  EXPECT_EQ(ToJson(*read), text);
}

TYPED_TEST(RecordJsonTest, FillingReachesEveryMember) {
  const auto plain = boost::json::parse(ToJson(TypeParam{})).as_object();
  const auto filled = boost::json::parse(ToJson(Filled<TypeParam>())).as_object();
  ASSERT_EQ(plain.size(), filled.size());
  for (const auto& [key, value] : plain) EXPECT_NE(value, filled.at(key)) << key;
}

TYPED_TEST(RecordJsonTest, AMemberThatLacksOrIsTooManyIsNamed) {
  const auto whole = boost::json::parse(ToJson(Filled<TypeParam>())).as_object();
  for (const auto& [key, value] : whole) {
    auto cut = whole;
    cut.erase(key);
    const auto read = FromJson<TypeParam>(boost::json::serialize(cut));
    const auto& added = AddedMembers<TypeParam>::kNames;
    if (std::find(added.begin(), added.end(), key) != added.end()) {
      ASSERT_TRUE(read) << key << ": older folders lack it";
      continue;
    }
    ASSERT_FALSE(read) << key;
    EXPECT_EQ(read.error().code, base::ErrorCode::kCorrupt);
    EXPECT_THAT(base::ToEnglish(read.error()), HasSubstr("$." + std::string(key)));
  }
  auto more = whole;
  more["of_another_version"] = 1;
  EXPECT_FALSE(FromJson<TypeParam>(boost::json::serialize(more)));
}

TYPED_TEST(RecordJsonTest, EveryMemberRefusesAnotherKind) {
  const auto whole = boost::json::parse(ToJson(Filled<TypeParam>())).as_object();
  for (const auto& [key, value] : whole) {
    auto wrong = whole;
    wrong[key] = value.is_object() ? boost::json::value(1) : boost::json::value(boost::json::object{});
    const auto read = FromJson<TypeParam>(boost::json::serialize(wrong));
    if (value.is_object() || !read) {
      ASSERT_FALSE(read) << key;
      EXPECT_THAT(base::ToEnglish(read.error()), HasSubstr("$." + std::string(key)));
    } else {
      ADD_FAILURE() << key << " took an object";
    }
  }
}

TEST(JsonTest, TheFormIsFixed) {
  PageRecord page;
  page.id = 7;
  page.site = "portal";
  page.url = "http://a.example/";
  page.redirects = {{302, "x", "y"}};
  page.fetched_at = *base::Instant::FromIso("2025-03-04T05:06:07.089Z");
  page.warc = {"archive/a.warc.gz", std::numeric_limits<uint64_t>::max(), 3};
  EXPECT_EQ(
      ToJson(page),
      R"({"id":7,"site":"portal","url":"http://a.example/","final_url":"",)"
      R"("redirects":[{"status":302,"from":"x","to":"y","warc":{"file":"","offset":0,"length":0}}],"kind":"detail","outcome":"ok",)"
      R"("outcome_detail":"","http_status":0,"content_type":"","last_modified":"","etag":"",)"
      R"("remote_address":"","body_sha256":"","body_bytes":0,)"
      R"("fetched_at":"2025-03-04T05:06:07.089Z","elapsed_ms":0,"depth":0,"found_on":"","anchor":"",)"
      R"("warc":{"file":"archive/a.warc.gz","offset":18446744073709551615,"length":3},)"
      R"("revisit":{"file":"","offset":0,"length":0},"body_from":null,"earlier_looks":[],)"
      R"("http_version":"","tls":{"version":"","cipher":"","subject":"","issuer":"",)"
      R"("fingerprint":"","not_after":""},)"
      R"("timing":{"name_ms":0,"connect_ms":0,"tls_ms":0,"first_byte_ms":0},)"
      R"("imported":{"kind":"","by":"","source":"","source_sha256":""}})");
  EXPECT_EQ(FromJson<PageRecord>(ToJson(page)), page);
}

TEST(JsonTest, AbsentIsNullAndDaysAreIso) {
  ValidRange range;
  range.to = base::Date::FromYmd(2018, 12, 31);
  EXPECT_EQ(ToJson(range), R"({"from":null,"to":"2018-12-31"})");
}

TEST(JsonTest, MapsAreSortedByKey) {
  Scoring scoring;
  scoring.area_weights = {{"b", 0.5}, {"a", 2}};
  EXPECT_EQ(ToJson(scoring),
            R"({"points":100,"completeness":60,"elements":15,"timeliness":25,"area_weights":{"a":2,"b":0.5},)"
            R"("indicators":[],"bonus_cap":0,"bonus_above":0,"veto_score":0,"pass_from":0,"bands":[],)"
            R"("rank_groups":[],"aggregates":[]})");
}

TEST(JsonTest, DoublesKeepEveryBit) {
  for (const double value : {0.1, 1.0 / 3, 1e300, 5e-324, 100.0, -0.25}) {
    Scoring scoring;
    scoring.points = value;
    const auto read = FromJson<Scoring>(ToJson(scoring));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->points, value);
  }
}

TEST(JsonTest, ControlCharactersAreEscaped) {
  const Domain domain{std::string("a\0b", 3), "\x01\x1f\x7f\n\r\"\\/"};
  const std::string text = ToJson(domain);
  for (const char c : text) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << text;
  EXPECT_EQ(FromJson<Domain>(text), domain);
}

TEST(JsonTest, BytesThatAreNoUtf8BecomeReplacementCharacters) {
  const std::string text = ToJson(Domain{"\xff", "a\xC3\xE6\x98\x8E\xED\xA0\x80"});
  EXPECT_TRUE(base::IsValidUtf8(text));
  const auto read = FromJson<Domain>(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, "\xEF\xBF\xBD");
  EXPECT_THAT(read->name, HasSubstr("\xE6\x98\x8E"));
}

TEST(JsonTest, NumbersMustFitTheirMember) {
  const auto timing = [](const char* number) {
    return FromJson<FetchTiming>(std::string(R"({"name_ms":)") + number +
                                 R"(,"connect_ms":0,"tls_ms":0,"first_byte_ms":0})");
  };
  EXPECT_FALSE(timing("2147483648"));
  EXPECT_FALSE(timing("1.5"));
  EXPECT_TRUE(timing("-2147483648"));
  EXPECT_FALSE(FromJson<WarcRef>(R"({"file":"","offset":-1,"length":0})"));
  EXPECT_TRUE(FromJson<WarcRef>(R"({"file":"","offset":1,"length":0})"));
}

TEST(JsonTest, AnyBytesGiveAnErrorNotACrash) {
  const std::string whole = ToJson(Filled<PageFacts>());
  for (size_t cut = 0; cut < whole.size(); ++cut)
    EXPECT_FALSE(FromJson<PageFacts>(whole.substr(0, cut))) << "cut at " << cut;
  for (const std::string& text : {std::string(100'000, '['), std::string("\0\xff", 2), std::string("null"),
                                  std::string("[]"), whole + "x"})
    EXPECT_FALSE(FromJson<PageFacts>(text));
}

TEST(JsonTest, ADeepPathIsNamed) {
  Plan plan;
  plan.items.resize(2);
  auto value = boost::json::parse(ToJson(plan));
  value.as_object()["items"].as_array()[1].as_object()["cadence"] = "weekly";
  const auto read = FromJson<Plan>(boost::json::serialize(value));
  ASSERT_FALSE(read);
  EXPECT_THAT(base::ToEnglish(read.error()), HasSubstr("$.items[1].cadence is not a known name"));
}

}  // namespace
}  // namespace mingcha::model
