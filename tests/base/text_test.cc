#include "base/text.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "base/fold_width.h"

namespace mingcha::base {
namespace {

TEST(Utf8, AcceptsExactlyTheEncodingsOfScalarValues) {
  // Every sequence of one to three bytes against the encoder; four bytes at the edges.
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    ASSERT_TRUE(IsValidUtf8(text)) << std::hex << static_cast<uint32_t>(c);
    size_t pos = 0;
    ASSERT_EQ(NextCodePoint(text, &pos), c);
    ASSERT_EQ(pos, text.size());
    ASSERT_FALSE(IsValidUtf8(std::string_view(text).substr(1)) && text.size() > 1);
    ASSERT_FALSE(text.size() > 1 && IsValidUtf8(std::string_view(text).substr(0, text.size() - 1)));
  }
}

TEST(Utf8, RefusesIllFormedBytes) {
  for (const std::string_view bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF", "\xFE", "\xE4\xBD", "\xE4\x41\x41", "\xF0\x9F\x92", "a\xC3"}) {
    EXPECT_FALSE(IsValidUtf8(bytes));
  }
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8(std::string_view("\0", 1)));
}

TEST(Utf8, StepsOverOneIllFormedByteAtATime) {
  const std::string_view text =
      "\xE4\xBD"
      "A";
  size_t pos = 0;
  EXPECT_EQ(NextCodePoint(text, &pos), U'\uFFFD');
  EXPECT_EQ(pos, 1U);
  EXPECT_EQ(NextCodePoint(text, &pos), U'\uFFFD');
  EXPECT_EQ(NextCodePoint(text, &pos), U'A');
  EXPECT_EQ(pos, 3U);
}

TEST(Utf8, WritesTheReplacementForWhatIsNoScalarValue) {
  for (const char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
    std::string text;
    AppendUtf8(c, &text);
    EXPECT_EQ(text, "\uFFFD");
  }
}

TEST(Folding, OfAWholeTextIsThatOfItsCharactersAndLeadsBackToThem) {
  std::mt19937 random(11);  // NOLINT: the same texts in every run
  const std::array<std::string_view, 18> pieces = {"a",  " ",      "\n",     "宝",   "坻",     "：",
                                                   "（", "　",     "\u00A0", "𠀀",   "〔",     "é",
                                                   "9",  "\u200B", "\xE4",   "\xFF", "\u2003", "龥"};
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (size_t n = random() % 30; n > 0; --n) text += pieces[random() % pieces.size()];
    std::string folded, label;
    std::vector<size_t> origin;  // By byte of `folded`.
    size_t count = 0;
    for (size_t pos = 0; pos < text.size(); ++count) {
      const size_t begin = pos;
      static_cast<void>(NextCodePoint(text, &pos));
      const std::string_view one = std::string_view(text).substr(begin, pos - begin);
      folded += FoldWidth(one);
      label += FoldLabel(one);
      origin.resize(folded.size(), begin);
    }
    std::vector<FoldShift> shifts;
    ASSERT_EQ(FoldWidthWithShifts(text, &shifts), folded);
    EXPECT_EQ(FoldWidth(text), folded);
    EXPECT_EQ(FoldLabel(text), label);
    EXPECT_EQ(CodePointCount(text), count);
    size_t next = 0;
    FoldShift at;
    for (size_t i = 0; i < folded.size(); ++i) {
      while (next < shifts.size() && shifts[next].folded <= i) at = shifts[next++];
      const bool starts = (static_cast<unsigned char>(folded[i]) & 0xC0U) != 0x80;
      EXPECT_TRUE(!starts || at.original + (i - at.folded) == origin[i]) << i << " of " << folded;
    }
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(CodePointCount(""), 0U);
  EXPECT_EQ(CodePointCount("a宝坻𠀀"), 4U);
}

struct FoldRow {
  std::string_view input, width, collapsed, label;
};

class Folding : public ::testing::TestWithParam<FoldRow> {};

TEST_P(Folding, FollowsTheContract) {
  EXPECT_EQ(FoldWidth(GetParam().input), GetParam().width);
  EXPECT_EQ(CollapseSpace(GetParam().input), GetParam().collapsed);
  EXPECT_EQ(FoldLabel(GetParam().input), GetParam().label);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Folding,
    ::testing::Values(FoldRow{"索 引　号：", "索 引 号:", "索 引 号:", "索引号:"},
                      FoldRow{"ＡＢｃ１２３！～", "ABc123!~", "ABc123!~", "ABc123!~"},
                      FoldRow{"津政办函〔2018〕9号「《》」、。", "津政办函〔2018〕9号「《》」、。",
                              "津政办函〔2018〕9号「《》」、。", "津政办函〔2018〕9号「《》」、。"},
                      FoldRow{"\u00A0\u2003a\u3000\u3000b\u2002", "  a  b ", "a b", "ab"},
                      FoldRow{" \t a\r\n\fb ", " \t a\r\n\fb ", "a b", "ab"},
                      FoldRow{"a\u200Bb\uFEFFc\u200Dd", "a\u200Bb\uFEFFc\u200Dd", "a\u200Bb\uFEFFc\u200Dd",
                              "abcd"},
                      FoldRow{"￥｟￠", "￥｟￠", "￥｟￠", "￥｟￠"},  // beyond U+FF5E: not ASCII
                      FoldRow{"", "", "", ""}, FoldRow{"\xFF", "\uFFFD", "\uFFFD", "\uFFFD"}));

TEST(Folding, IsIdempotentAndWellFormedOnAnyBytes) {
  std::string bytes;
  uint32_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525U + 1013904223U;
    bytes += static_cast<char>(static_cast<unsigned char>(state >> 24U));
  }
  for (const auto fold : {&FoldWidth, &CollapseSpace, &FoldLabel}) {
    const std::string once = fold(bytes);
    EXPECT_TRUE(IsValidUtf8(once));
    EXPECT_EQ(fold(once), once);
  }
}

TEST(Trim, TakesSpacesOfEveryKindFromBothEnds) {
  EXPECT_EQ(Trim("  \t\u3000\u00A0\u2003 a b \u200B\uFEFF\r\n"), "a b");
  EXPECT_EQ(Trim("\u3000 \u200B"), "");
  EXPECT_EQ(Trim(""), "");
  EXPECT_EQ(Trim("号"), "号");
}

TEST(ToLowerAscii, LeavesOtherBytes) { EXPECT_EQ(ToLowerAscii("AbZ[@É中Ａ"), "abz[@É中Ａ"); }

struct EllipsisRow {
  std::string_view text;
  size_t max;
  std::string_view cut;
};

class EllipsizeRows : public ::testing::TestWithParam<EllipsisRow> {};

TEST_P(EllipsizeRows, KeepTheLimit) {
  const std::string cut = Ellipsize(GetParam().text, GetParam().max);
  EXPECT_EQ(cut, GetParam().cut);
  EXPECT_LE(CodePointCount(cut), GetParam().max);
}

INSTANTIATE_TEST_SUITE_P(Texts, EllipsizeRows,
                         ::testing::Values(EllipsisRow{"一二三", 3, "一二三"},
                                           EllipsisRow{"一二三", 2, "一…"}, EllipsisRow{"一二三", 1, "…"},
                                           EllipsisRow{"一二三", 0, ""}, EllipsisRow{"", 0, ""},
                                           EllipsisRow{"", 5, ""}, EllipsisRow{"ab", 9, "ab"},
                                           EllipsisRow{"a", 1, "a"}));

TEST(Split, KeepsEmptyPieces) {
  using Pieces = std::vector<std::string_view>;
  EXPECT_EQ(Split("a,,b,", ','), (Pieces{"a", "", "b", ""}));
  EXPECT_EQ(Split("", ','), Pieces{""});
  EXPECT_EQ(Split("abc", ','), Pieces{"abc"});
}

TEST(Join, PutsTheSeparatorBetween) {
  EXPECT_EQ(Join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(Join({}, ", "), "");
}

TEST(IsHan, KnowsTheScriptAndItsEdges) {
  for (const char32_t c :
       {U'一', U'坻', U'〇', U'々', U'\u3400', U'\u9FFF', U'\uF900', U'\U00020000', U'\U0002A700'}) {
    EXPECT_TRUE(IsHan(c)) << std::hex << static_cast<uint32_t>(c);
  }
  for (const char32_t c :
       {U'a', U'。', U'〔', U'あ', U'ア', U'한', U'１', U'\uFFFD', char32_t{0x110000}, U'\0'}) {
    EXPECT_FALSE(IsHan(c)) << std::hex << static_cast<uint32_t>(c);
  }
}

}  // namespace
}  // namespace mingcha::base
