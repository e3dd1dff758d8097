#include "base/digest.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

struct Row {
  std::string text, hex;
};

class Sha256Vectors : public ::testing::TestWithParam<Row> {};

TEST_P(Sha256Vectors, MatchFips180) { EXPECT_EQ(Sha256Hex(GetParam().text), GetParam().hex); }

// FIPS 180-4 examples.
INSTANTIATE_TEST_SUITE_P(
    Fips180, Sha256Vectors,
    ::testing::Values(Row{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                      Row{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                      Row{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
                      Row{std::string(1'000'000, 'a'),
                          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"}));

TEST(Sha256, DoesNotDependOnHowTheStreamIsCut) {
  const std::string text(1000, 'x');
  for (const size_t piece : {1U, 7U, 63U, 64U, 65U, 1000U}) {
    Sha256 sha;
    for (size_t pos = 0; pos < text.size(); pos += piece)
      sha.Update(std::string_view(text).substr(pos, piece));
    EXPECT_EQ(sha.FinishHex(), Sha256Hex(text)) << piece;
  }
}

TEST(Sha256, CanBeMovedAndReusedByAssignment) {
  Sha256 first;
  first.Update("ab");
  Sha256 second = std::move(first);
  second.Update("c");
  EXPECT_EQ(second.FinishHex(), Sha256Hex("abc"));
  second = Sha256();
  EXPECT_EQ(second.FinishHex(), Sha256Hex(""));
}

TEST(ShortId, IsTheFrontOfTheDigestOfTheJoinedParts) {
  EXPECT_EQ(ShortId({"a", "b"}), Sha256Hex("a\x1F"
                                           "b")
                                     .substr(0, 16));
  EXPECT_EQ(ShortId({}), Sha256Hex("").substr(0, 16));
}

TEST(ShortId, KeepsPartsApart) {
  EXPECT_NE(ShortId({"ab", "c"}), ShortId({"a", "bc"}));
  EXPECT_NE(ShortId({"a", ""}), ShortId({"a"}));
}

}  // namespace
}  // namespace mingcha::base
