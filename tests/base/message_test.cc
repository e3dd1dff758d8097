#include "base/message.h"

#include <gtest/gtest.h>

namespace mingcha::base {
namespace {

struct Row {
  Message message;
  std::string_view text;
};

class RenderRows : public ::testing::TestWithParam<Row> {};

TEST_P(RenderRows, FillPlaceholdersAndNeverThrow) {
  EXPECT_EQ(RenderEnglish(GetParam().message), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, RenderRows,
    ::testing::Values(Row{Msg("{} of {}", 3, "a"), "3 of a"}, Row{Msg("{1}, {0}", "a", "b"), "b, a"},
                      Row{Msg("{{{}}}", 1), "{1}"}, Row{Msg("{} {}", 1), "1 {}"},
                      Row{Msg("{9} {x}", 1), "{9} {x}"}, Row{Msg("open { brace"), "open { brace"},
                      Row{Msg("a } b"), "a } b"}, Row{Msg("{}", "{}"), "{}"}, Row{Msg(""), ""}));

TEST(Message, ComparesMeaning) {
  EXPECT_EQ(Msg("{}", 1), Msg("{}", "1"));
  EXPECT_NE(Msg("{}", 1), Msg("{}", 2));
}

TEST(Catalogue, TranslatesFormatsAndArgumentsThatAreKeys) {
  Catalogue catalogue;
  EXPECT_TRUE(catalogue.Add("# comment\n\n{} is {}\t{1}：{0}\nlate\t逾期\n").empty());
  EXPECT_EQ(catalogue.Render(Msg("{} is {}", "x", "late")), "逾期：x");
  EXPECT_EQ(catalogue.Render(Msg("unknown {}", "late")), "unknown late");
  EXPECT_TRUE(catalogue.Contains("late"));
  EXPECT_FALSE(catalogue.Contains("x"));
}

TEST(Catalogue, LaterRowsWin) {
  Catalogue catalogue;
  EXPECT_TRUE(catalogue.Add("a\t甲\n").empty());
  EXPECT_TRUE(catalogue.Add("a\t乙").empty());
  EXPECT_EQ(catalogue.Render(Msg("a")), "乙");
}

TEST(Catalogue, TellsBadLinesByNumber) {
  Catalogue catalogue;
  EXPECT_EQ(catalogue.Add("a\t甲\nno tab\nb\t乙\tc\n# x\nd\t丁"), (std::vector<int>{2, 3}));
  EXPECT_TRUE(catalogue.Contains("d"));
}

}  // namespace
}  // namespace mingcha::base
