#include "store/gzip.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace mingcha::store {
namespace {

std::string Member(std::string_view bytes) {
  std::string member;
  GzipCompressor(6).AppendMember(bytes, &member);
  return member;
}

TEST(GzipTest, MembersReadBackOneByOne) {
  const std::string second(300'000, 'x');
  const std::string both = Member("first") + Member(second);
  const auto one = ReadGzipMember(both, 1'000'000);
  ASSERT_TRUE(one);
  EXPECT_EQ(one->bytes, "first");
  const auto two = ReadGzipMember(std::string_view(both).substr(one->length), 1'000'000);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->bytes, second);
  EXPECT_EQ(one->length + two->length, both.size());
}

TEST(GzipTest, EveryLevelKeepsEveryByte) {
  std::mt19937 random(1);  // NOLINT: the same bytes in every run
  std::string noise(3'000'000, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  for (const int level : {1, 2, 6, 12}) {
    GzipCompressor gzip(level);
    for (const size_t size :
         {size_t{0}, size_t{1}, size_t{65'535}, size_t{65'536}, size_t{200'001}, noise.size()}) {
      for (const std::string& bytes : {noise.substr(0, size), std::string(size, 'a')}) {
        std::string member = "before";
        gzip.AppendMember(bytes, &member);
        const auto read = ReadGzipMember(std::string_view(member).substr(6), bytes.size());
        ASSERT_TRUE(read) << level << " " << size;
        EXPECT_TRUE(read->bytes == bytes) << level << " " << size;
        EXPECT_EQ(read->length + 6, member.size());
      }
    }
  }
}

TEST(GzipTest, EmptyContentIsAMember) {
  const auto member = ReadGzipMember(Member(""), 0);
  ASSERT_TRUE(member);
  EXPECT_EQ(member->bytes, "");
}

TEST(GzipTest, ABombStopsAtTheLimit) {
  const std::string bomb = Member(std::string(50'000'000, '\0'));
  ASSERT_LT(bomb.size(), 100'000u);
  const auto member = ReadGzipMember(bomb, 1000);
  ASSERT_FALSE(member);
  EXPECT_EQ(member.error().code, base::ErrorCode::kOutOfRange);
  EXPECT_TRUE(ReadGzipMember(bomb, 50'000'000));
}

TEST(GzipTest, EveryCutIsToldFromDamage) {
  const std::string whole = Member("the content of a record");
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    bool ended_early = false;
    const auto member = ReadGzipMember(std::string_view(whole).substr(0, cut), 1000, &ended_early);
    ASSERT_FALSE(member) << cut;
    EXPECT_EQ(member.error().code, base::ErrorCode::kCorrupt);
    EXPECT_TRUE(ended_early) << cut;
  }
}

TEST(GzipTest, AFlippedBitIsFound) {
  const std::string whole = Member("the content of a record");
  for (size_t at = 11; at < whole.size();
       ++at) {  // before: time, flags, system, and padding of a stored block
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    const auto member = ReadGzipMember(bad, 1000);
    EXPECT_FALSE(member && member->bytes == "the content of a record" && member->length == whole.size())
        << at;
  }
}

}  // namespace
}  // namespace mingcha::store
