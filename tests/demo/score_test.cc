#include "demo/score.h"

#include <gtest/gtest.h>

namespace mingcha::demo {
namespace {

const char kTruth[] = R"({"rows":[
 {"kind":"late","unit":"u","item":"a.b","subject":"P1","url":"","needs_review":false},
 {"kind":"late","unit":"u","item":"a.b","subject":"P2","url":"","needs_review":false},
 {"kind":"dead_link","unit":"u","item":"","subject":"","url":"/old/","needs_review":false}]})";

std::map<std::string, KindScore> Score(const std::string& findings) {
  return ScoreFindings(kTruth, R"({"findings":[)" + findings + "]}").value();
}

TEST(ScoreTest, CountsFoundMissedAndWrong) {
  const auto scores = Score(R"({"kind":"late","unit":"u","item":"a.b","project":"P1","needs_review":false},
                               {"kind":"late","unit":"v","item":"a.b","project":"P2","needs_review":false})");
  EXPECT_EQ(scores.at("late").found, 1);
  EXPECT_EQ(scores.at("late").wrong, 1);
  EXPECT_DOUBLE_EQ(scores.at("late").precision(), 0.5);
  EXPECT_DOUBLE_EQ(scores.at("late").recall(), 0.5);
  EXPECT_DOUBLE_EQ(scores.at("dead_link").recall(), 0.0);
}

TEST(ScoreTest, OneRowAnswersOneFindingOnly) {
  const auto scores = Score(R"({"kind":"late","unit":"u","item":"a.b","project":"P1","needs_review":false},
                               {"kind":"late","unit":"u","item":"a.b","project":"P1","needs_review":false})");
  EXPECT_EQ(scores.at("late").found, 1);
  EXPECT_EQ(scores.at("late").wrong, 1);
}

TEST(ScoreTest, KindWithoutTruthIsWrong) {
  EXPECT_EQ(
      Score(R"({"kind":"misplaced","unit":"u","item":"a.b","needs_review":false})").at("misplaced").wrong, 1);
}

TEST(ScoreTest, ReviewMustAgree) {
  EXPECT_EQ(
      Score(R"({"kind":"late","unit":"u","item":"a.b","project":"P1","needs_review":true})").at("late").found,
      0);
}

TEST(ScoreTest, UrlMayStandInTheEvidence) {
  EXPECT_EQ(
      Score(
          R"({"kind":"dead_link","unit":"u","item":"","needs_review":false,"evidence":[{"url":"http://x/old/1"}]})")
          .at("dead_link")
          .found,
      1);
}

TEST(ScoreTest, OtherFilesAreRefused) {
  EXPECT_FALSE(ScoreFindings("{}", R"({"findings":[]})"));
  EXPECT_FALSE(ScoreFindings(kTruth, "[]"));
}

}  // namespace
}  // namespace mingcha::demo
