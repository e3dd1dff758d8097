#include "extractors/pattern_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mingcha::extractors {
namespace {

TEST(PatternSetTest, TellsWhichOccurAnywhere) {
  const auto set =
      PatternSet::Create({{"招标公告", "a"}, {"^中标", "b"}, {"公告$", "c"}, {"候选人.*公示", "d"}});
  ASSERT_TRUE(set);
  EXPECT_EQ(set->Matches("某工程招标公告"), (std::vector<int>{0, 2}));
  EXPECT_EQ(set->Matches("中标候选人结果公示"), (std::vector<int>{1, 3}));
  EXPECT_TRUE(set->Matches("").empty());
  EXPECT_TRUE(set->Matches("\xFF\xFE招标").empty());
  EXPECT_TRUE(set->Occurs(2, "公告"));
  EXPECT_EQ(set->Find(3, "中标候选人的公示期"), "候选人的公示");
  EXPECT_EQ(set->Find(3, "无").data(), nullptr);
}

TEST(PatternSetTest, EverySingleMatchIsFoundOverManyGroups) {
  std::vector<PatternSpec> specs;
  for (int i = 0; i < 500; ++i) specs.push_back({"a.*k" + std::to_string(i) + "z", std::to_string(i)});
  const auto set = PatternSet::Create(specs);
  ASSERT_TRUE(set);
  for (int i = 0; i < 500; ++i) EXPECT_EQ(set->Matches("a k" + std::to_string(i) + "z"), std::vector<int>{i});
  std::string all = "a";
  for (int i = 499; i >= 0; --i) all += "k" + std::to_string(i) + "z";
  EXPECT_EQ(set->Matches(all).size(), 500u);
}

TEST(PatternSetTest, NamesEveryBadPattern) {
  const auto set = PatternSet::Create({{"(", "first"}, {"ok", "second"}, {"[z-a]", "third"}});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, base::ErrorCode::kInvalidInput);
  const std::string message = base::ToEnglish(set.error());
  EXPECT_NE(message.find("first"), std::string::npos);
  EXPECT_EQ(message.find("second"), std::string::npos);
  EXPECT_NE(message.find("third"), std::string::npos);
}

TEST(PatternSetTest, EmptySetMatchesNothing) {
  EXPECT_TRUE(PatternSet().Matches("x").empty());
  EXPECT_EQ(PatternSet::Create({})->size(), 0);
}

}  // namespace
}  // namespace mingcha::extractors
