#include "checker/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "checker/deadlines.h"
#include "tests/base/calendar_fixture.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using testing::HasSubstr;

/// One check and its explainer.
class Told {
 public:
  explicit Told(World world) : world_(std::move(world)), output_(world_.Run()) { run_.as_of = world_.as_of; }

  [[nodiscard]] const CheckOutput& output() const { return output_; }
  [[nodiscard]] Explainer explainer() const {
    return Explainer({world_.plan, base::ChinaCalendar(), run_, output_.result, output_.coverage,
                      world_.disclosures, [this](int64_t id) { return Facts(id); }});
  }
  [[nodiscard]] const World& world() const { return world_; }

 private:
  [[nodiscard]] std::optional<model::PageFacts> Facts(int64_t id) const {
    for (const auto& facts : world_.facts) {
      if (facts.page_id == id) return facts;
    }
    return std::nullopt;
  }

  World world_;
  CheckOutput output_;
  model::RunManifest run_;
};

const model::ExplainSection* SectionOf(const model::Explanation& explanation, std::string_view id) {
  for (const auto& section : explanation.sections) {
    if (section.id == id) return &section;
  }
  return nullptr;
}

std::string Text(const model::Explanation& explanation, std::string_view id) {
  const auto* section = SectionOf(explanation, id);
  EXPECT_NE(section, nullptr) << id;
  std::string text;
  if (section == nullptr) return text;
  for (const auto& line : section->lines) text += base::RenderEnglish(line.text) + " " + line.quote + "\n";
  return text;
}

World LatePermit() {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2018-04-02");
  world.window = {D("2018-01-01"), D("2018-12-31")};
  world.as_of = D("2018-12-31");
  Read(&world.Publish("p.permit", "one", "2018-05-10", "house seven"), DateMeaning::kDecided, "2018-04-02");
  return world;
}

TEST(ExplainTest, ALateOneIsToldDayByDayWithTheNoticesBehindIt) {
  const Told told(LatePermit());
  const auto late = Findings(told.output(), FindingKind::kLate);
  ASSERT_EQ(late.size(), 1u);
  const auto explanation = told.explainer().OfFinding(late[0]);
  EXPECT_THAT(Text(explanation, "rule"), HasSubstr("rule default-7: source of default-7"));
  EXPECT_THAT(Text(explanation, "dates"),
              HasSubstr("2018-04-02 decided, read in: info_table, certain (decides)"));
  const auto* calendar = SectionOf(explanation, "calendar");
  ASSERT_NE(calendar, nullptr);
  // 2018-04-05..07 off, Sunday 04-08 worked: day 7 is 04-12 (domain supplement D).
  ASSERT_EQ(calendar->calendar.size(), 11u);
  EXPECT_EQ(calendar->calendar.front().day, D("2018-04-02"));
  EXPECT_FALSE(calendar->calendar.front().counted);
  const auto on = [&](std::string_view day) {
    return *std::find_if(calendar->calendar.begin(), calendar->calendar.end(),
                         [&](const auto& step) { return step.day == D(day); });
  };
  EXPECT_FALSE(on("2018-04-05").counted);
  EXPECT_FALSE(on("2018-04-05").notice.empty()) << "a day off names its notice";
  EXPECT_TRUE(on("2018-04-08").counted);
  EXPECT_FALSE(on("2018-04-08").notice.empty()) << "so does a Sunday that was worked";
  EXPECT_EQ(on("2018-04-12").number, 7);
  const auto* over = SectionOf(explanation, "over");
  ASSERT_NE(over, nullptr);
  EXPECT_EQ(over->calendar.back().number, 19);
  EXPECT_EQ(over->calendar.back().day, D("2018-05-10"));
  EXPECT_THAT(Text(explanation, "score"), HasSubstr("takes"));
  EXPECT_THAT(Text(explanation, "evidence"), HasSubstr("archived in archive/a.warc.gz"));
  EXPECT_THAT(Text(explanation, "remedy"), HasSubstr("earlier day of publication"));
}

TEST(ExplainTest, RulesThatDoNotGovernAreNamedWithTheReason) {
  World world;
  world.Ledger("p.order", "one", "field seven", "2025-03-03").event_meaning = "received";
  Read(&world.Publish("p.order", "one", "2025-03-10", "field seven"), DateMeaning::kReceived, "2025-03-03");
  const Told told(world);
  const auto text =
      Text(told.explainer().OfObligation(Only(told.output(), "p.order", "one", "field seven")), "rule");
  EXPECT_THAT(text, HasSubstr("rule order-15"));
  EXPECT_THAT(text, HasSubstr("not order-10: not in force on 2025-03-03"));
  EXPECT_THAT(text, HasSubstr("not default-20: a general limit gives way"));
}

TEST(ExplainTest, AMissingTellsItsCoverageAndRefusedCandidates) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24").doc_number = "PERMIT-2025-0007";
  world.Publish("p.permit", "one", "2025-04-28", "house seven").doc_number = "PERMIT-2025-0008";
  const Told told(world);
  const auto missing = Findings(told.output(), FindingKind::kMissing, "p.permit");
  ASSERT_EQ(missing.size(), 1u);
  const auto explanation = told.explainer().OfFinding(missing[0]);
  EXPECT_THAT(Text(explanation, "candidates"), HasSubstr("refused, its number is another of the same kind"));
  EXPECT_THAT(Text(explanation, "coverage"), HasSubstr("lists walked: 1, to their end: 1"));
  EXPECT_THAT(Text(explanation, "owed"), HasSubstr("the ledger names it"));
  EXPECT_THAT(Text(explanation, "remedy"), HasSubstr("row of the ledger is wrong"));
}

TEST(ExplainTest, APageTellsWhatItCountsFor) {
  World world = LatePermit();
  const std::string url = world.disclosures.front().url;
  const Told told(world);
  const auto page = std::find_if(told.world().pages.begin(), told.world().pages.end(),
                                 [&](const auto& one) { return one.url == url; });
  const auto explanation = told.explainer().OfPage(*page);
  EXPECT_THAT(Text(explanation, "used"), HasSubstr("satisfies obligation"));
  EXPECT_THAT(Text(explanation, "fetched"), HasSubstr("HTTP status: 200"));
  EXPECT_THAT(Text(explanation, "findings"), HasSubstr("had to be published"));
}

TEST(ExplainTest, AScoreTellsEveryDeductionAndWhyAUnitHasNone) {
  const Told told(LatePermit());
  for (const auto& unit : told.output().result.units) {
    const auto explanation = told.explainer().OfScore(unit);
    if (unit.score) {
      EXPECT_THAT(Text(explanation, "total"), HasSubstr("of 100.00 points"));
      EXPECT_FALSE(Text(explanation, "tree").empty());
    } else {
      EXPECT_THAT(Text(explanation, "total"), HasSubstr("not scored"));
    }
  }
}

TEST(StepsTest, NaturalDaysRunOnPastDaysOffAndSayso) {
  model::LimitRule limit;
  limit.unit = model::DayUnit::kNatural;
  limit.days = 3;
  // Friday 2025-06-13 plus three days is Monday; Thursday 2025-06-12 plus three is Sunday: Monday.
  const auto steps = StepsOfLimit(base::ChinaCalendar(), D("2025-06-12"), limit);
  EXPECT_EQ(steps.back().day, D("2025-06-16"));
  EXPECT_THAT(base::RenderEnglish(steps.back().why), HasSubstr("runs on to this working day"));
  EXPECT_EQ(StepsOfLimit(base::ChinaCalendar(), D("2025-06-13"), limit).back().number, 3);
}

TEST(StepsTest, AgreeWithTheDueDateForEveryStartAndLimitOfTwoYears) {
  model::LimitRule limit;
  for (const auto unit : {model::DayUnit::kWorking, model::DayUnit::kNatural}) {
    limit.unit = unit;
    for (base::Date start = D("2018-01-01"); start < D("2020-01-01"); start = start.PlusDays(1)) {
      for (const int days : {1, 3, 7, 20}) {
        limit.days = days;
        const auto due = DueDate(base::ChinaCalendar(), limit, start);
        ASSERT_TRUE(due.has_value());
        ASSERT_EQ(StepsOfLimit(base::ChinaCalendar(), start, limit).back().day, *due)
            << start.Iso() << " " << days;
      }
    }
  }
}

TEST(StepsTest, NothingIsGuessedBeyondTheCalendar) {
  model::LimitRule limit;
  limit.days = 40;
  const auto steps = StepsOfLimit(base::ChinaCalendar(), base::ChinaCalendar().last().PlusDays(-5), limit);
  EXPECT_THAT(base::RenderEnglish(steps.back().why), HasSubstr("nothing is guessed beyond it"));
}

}  // namespace
}  // namespace mingcha::checker
