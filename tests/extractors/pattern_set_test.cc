#include "extractors/pattern_set.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <memory>
#include <random>
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

TEST(PatternSetTest, MatchesAsEveryPatternByItself) {
  const std::vector<std::string> pieces = {"招标", "公告", "A", "a", "Kb", "3",  "第",     "号", "É", "é",
                                           "；",   "\n",   " ", "ß", "－", "中", "候选人", "x",  "Ａ"};
  const std::vector<std::string> forms = {"",  "^",   "$",     ".*",    "[ab]", "(?i)", "(?:x|招标)", "?",
                                          "+", "\\d", "[^招]", "{0,2}", "(?s)", "\\s",  "|"};
  std::mt19937 random(17);  // NOLINT: the same patterns in every run
  std::vector<PatternSpec> specs;
  std::vector<std::unique_ptr<re2::RE2>> single;
  while (specs.size() < 400) {
    std::string re;
    for (size_t n = 1 + random() % 5; n > 0; --n)
      re += random() % 2 == 0 ? pieces[random() % pieces.size()] : forms[random() % forms.size()];
    auto one = std::make_unique<re2::RE2>(re, re2::RE2::Quiet);
    if (!one->ok()) continue;
    specs.push_back({re, re});
    single.push_back(std::move(one));
  }
  const auto set = PatternSet::Create(specs);
  ASSERT_TRUE(set);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
    std::vector<int> expected;
    for (size_t i = 0; i < single.size(); ++i) {
      if (re2::RE2::PartialMatch(text, *single[i])) expected.push_back(static_cast<int>(i));
    }
    ASSERT_EQ(set->Matches(text), expected) << text;
  }
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
