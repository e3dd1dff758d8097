// Elements that a page shows by what it tells of itself, and the day of a decision that is the paper's own.
#include <gtest/gtest.h>

#include "extractors/own_facts.h"
#include "tests/testing/test_plan.h"

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::Grade;
using model::OwnFact;

model::DateReading Day(DateMeaning meaning, Grade grade,
                       model::ReadingSource source = model::ReadingSource::kSignature) {
  model::DateReading reading;
  reading.date = *base::Date::FromIso("2025-02-06");
  reading.meaning = meaning;
  reading.grade = grade;
  reading.source = source;
  return reading;
}

model::Item Penalty() {
  model::Item item;
  item.decision = model::DecisionKind::kPenalty;
  for (const auto& [name, fact] :
       {std::pair("number", OwnFact::kDocNumber), std::pair("day", OwnFact::kDecisionDay),
        std::pair("by", OwnFact::kIssuer), std::pair("why", OwnFact::kNone)}) {
    model::Element element;
    element.name = name;
    element.own_fact = fact;
    item.elements.push_back(element);
  }
  return item;
}

std::vector<std::string> Names(const std::vector<model::ElementReading>& found) {
  std::vector<std::string> names;
  for (const auto& reading : found) names.push_back(reading.element + "=" + reading.value);
  return names;
}

using Strings = std::vector<std::string>;

TEST(OwnFacts, NumberDayAndBodyShowTheirElements) {
  model::PageFacts facts;
  facts.issuer = model::TextReading{"某局", model::ReadingSource::kSignature, Grade::kLikely, {}};
  std::vector<model::ElementReading> found;
  AddOwnFacts(Penalty(), facts, "某罚〔2025〕2号", {Day(DateMeaning::kDecided, Grade::kLikely)}, &found);
  EXPECT_EQ(Names(found), (Strings{"number=某罚〔2025〕2号", "day=2025-02-06", "by=某局"}));
}

TEST(OwnFacts, WhatIsDoubtfulOrThereAlreadyAddsNothing) {
  model::PageFacts facts;
  facts.issuer = model::TextReading{"某局", model::ReadingSource::kHeader, Grade::kWeak, {}};
  std::vector<model::ElementReading> found = {{"number", "labelled", {}}};
  AddOwnFacts(Penalty(), facts, "某罚〔2025〕2号",
              {Day(DateMeaning::kDecided, Grade::kWeak), Day(DateMeaning::kFormed, Grade::kCertain)}, &found);
  EXPECT_EQ(Names(found), (Strings{"number=labelled"}));
}

TEST(OwnFacts, APaperThatDecidesIsSignedOnTheDayOfTheDecision) {
  const LexiconIndex lexicon(mingcha::testing::BaodiPlan().lexicon);
  const auto day = [&](const char* title, const model::DateReading& formed, model::DecisionKind kind,
                       bool told = false) {
    model::PageFacts facts;
    facts.title = model::TextReading{title, model::ReadingSource::kHeader, Grade::kCertain, {}};
    facts.formed = formed;
    if (told)
      facts.dates.push_back(Day(DateMeaning::kDecided, Grade::kCertain, model::ReadingSource::kTable));
    model::Item item;
    item.decision = kind;
    return DecisionDay(item, facts, lexicon);
  };
  const auto signed_day = Day(DateMeaning::kFormed, Grade::kCertain);
  const auto penalty = model::DecisionKind::kPenalty;
  const auto found = day("行政处罚决定书（某罚〔2025〕第2号）", signed_day, penalty);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->meaning, DateMeaning::kDecided);
  EXPECT_EQ(found->grade, Grade::kLikely);
  EXPECT_EQ(found->date.Iso(), "2025-02-06");
  EXPECT_TRUE(day("准予取水行政许可决定书", signed_day, model::DecisionKind::kPermit));
  EXPECT_FALSE(day("行政处罚信息公示", signed_day, penalty)) << "a notice about a decision";
  EXPECT_FALSE(day("行政处罚决定书", signed_day, model::DecisionKind::kNone));
  EXPECT_FALSE(day("行政处罚决定书", Day(DateMeaning::kFormed, Grade::kWeak), penalty));
  EXPECT_FALSE(day("行政处罚决定书",
                   Day(DateMeaning::kFormed, Grade::kCertain, model::ReadingSource::kInfoTable), penalty));
  EXPECT_FALSE(day("行政处罚决定书", signed_day, penalty, true)) << "told elsewhere on the page";
}

}  // namespace
}  // namespace mingcha::extractors
