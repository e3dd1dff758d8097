#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "checker/deadlines.h"
#include "tests/base/calendar_fixture.h"
#include "tests/checker/tiny_plan.h"

// What must hold however the world is made: relations between two runs, over worlds made from fixed seeds.
namespace mingcha::checker {
namespace {

TEST(HandOverTest, ObligationsComeOneByOneAsTheResultHoldsThem) {
  World world;
  world.Ledger("p.permit", "one", "road works of the north district", "2025-03-03");
  world.Publish("p.permit", "one", "2025-03-05", "road works of the north district");
  const CheckOutput whole = world.Run();
  std::vector<model::Obligation> taken;
  const CheckInput input{world.plan,  base::ChinaCalendar(), world.as_of,       world.window,
                         world.pages, world.facts,           world.disclosures, true};
  const auto rest = Check(input, [&](const model::Obligation& obligation) -> base::Status {
    taken.push_back(obligation);
    return {};
  });
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(taken, whole.result.obligations);
  EXPECT_TRUE(rest->result.obligations.empty());
  EXPECT_EQ(rest->result.findings, whole.result.findings);
  const auto full = Check(input, [](const model::Obligation&) -> base::Status {
    return base::Fail(base::ErrorCode::kIo, "disk full");
  });
  EXPECT_FALSE(full.has_value());
}

using base::Date;
using model::FindingKind;

constexpr const char* kNames[] = {"house seven", "house eight", "great road", "small lane", "old bridge"};

/// A world of pages, rows and holes that nobody chose.
World Random(unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return random() % n; };
  World world;
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  const char* sites[] = {"one", "two", "exchange"};
  const char* units[] = {"one", "two", ""};
  const char* items[] = {"p.permit", "p.contested", "p.result", "p.deal",
                         "p.show",   "t.notice",    "t.award",  "t.contract"};
  for (unsigned i = 0; i < 4 + below(6); ++i) {
    const Date day = D("2025-01-02").PlusDays(static_cast<int>(below(340)));
    world.Ledger(items[below(8)], units[below(2)], kNames[below(5)], day.Iso());
  }
  for (unsigned i = 0; i < 6 + below(12); ++i) {
    const Date day = D("2025-01-02").PlusDays(static_cast<int>(below(380)));
    auto& page = world.Publish(items[below(8)], units[below(3)], below(5) == 0 ? "" : day.Iso(),
                               kNames[below(5)], sites[below(3)]);
    page.grade = below(5) == 0 ? model::Grade::kWeak : model::Grade::kCertain;
    page.unit_conflict = below(9) == 0;
    if (below(2) == 0)
      Read(&page, model::DateMeaning::kDecided, day.PlusDays(-static_cast<int>(below(30))).Iso());
    if (below(4) == 0) page.context = below(2) == 0 ? "failed" : "amended";
  }
  if (below(3) == 0) world.Fail(sites[below(3)], "/d/slow.html", model::FetchOutcome::kTimeout, "");
  return world;
}

/// Item, unit, subject and period of every missing.
std::set<std::string> Gaps(const CheckOutput& output) {
  std::set<std::string> gaps;
  for (const auto& finding : Findings(output, FindingKind::kMissing)) gaps.insert(finding.id);
  return gaps;
}

/// Ids of obligations that do not hang on pages: those the plan and the ledger give.
std::set<std::string> Fixed(const CheckOutput& output) {
  std::set<std::string> ids;
  for (const auto& obligation : output.result.obligations) {
    const bool by_pages = obligation.source == model::ObligationSource::kChain ||
                          obligation.source == model::ObligationSource::kCrossChannel;
    if (!by_pages) ids.insert(obligation.id);
  }
  return ids;
}

std::set<std::string> GapsAmong(const CheckOutput& output, const std::set<std::string>& obligations) {
  std::set<std::string> gaps;
  for (const auto& finding : Findings(output, FindingKind::kMissing)) {
    if (obligations.contains(finding.obligation)) gaps.insert(finding.obligation);
  }
  return gaps;
}

class MetamorphicWorlds : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, MetamorphicWorlds, testing::Range(1U, 61U));

TEST_P(MetamorphicWorlds, OrderOfPagesFactsDisclosuresAndSitesChangesNothing) {
  World world = Random(GetParam());
  const auto expected = world.Run();
  EXPECT_TRUE(world.RunShuffled(GetParam()).result == expected.result);
  std::mt19937 random(GetParam());
  std::shuffle(world.plan.sites.begin(), world.plan.sites.end(), random);
  const auto output = world.Run();
  EXPECT_EQ(output.result.findings, expected.result.findings);
  EXPECT_EQ(output.result.obligations, expected.result.obligations);
  EXPECT_EQ(output.result.projects, expected.result.projects);
}

TEST_P(MetamorphicWorlds, RemovingAPageNeverRemovesAMissing) {
  const World world = Random(GetParam());
  const auto before = world.Run();
  const auto fixed = Fixed(before);
  const auto gaps = GapsAmong(before, fixed);
  for (size_t i = 0; i < world.disclosures.size(); ++i) {
    World other = world;
    const std::string url = other.disclosures[i].url;
    other.disclosures.erase(other.disclosures.begin() + static_cast<std::ptrdiff_t>(i));
    std::erase_if(other.facts, [&](const auto& facts) { return facts.url == url; });
    std::erase_if(other.pages, [&](const auto& page) { return page.url == url; });
    for (auto& facts : other.facts)
      std::erase_if(facts.entries, [&](const auto& entry) { return entry.url == url; });
    const auto after = other.Run();
    const auto still = Fixed(after);
    for (const std::string& gap : gaps) {
      if (!still.contains(gap)) continue;
      EXPECT_TRUE(GapsAmong(after, still).contains(gap)) << "without " << url;
    }
  }
}

TEST_P(MetamorphicWorlds, AddingAnExemptionNeverAddsAMissing) {
  World world = Random(GetParam());
  const auto before = Gaps(world.Run());
  for (const char* item : {"p.permit", "p.result", "t.candidates", "g.guide", "y.plan"}) {
    World other = world;
    model::ExemptionRow row;
    row.item = item;
    row.unit = "one";
    row.ground = "secret";
    row.approver = "office";
    row.approved_on = D("2025-01-05");
    row.place = "exemptions.csv:2";
    other.plan.registers.exemptions.push_back(row);
    const auto after = Gaps(other.Run());
    EXPECT_TRUE(std::includes(before.begin(), before.end(), after.begin(), after.end())) << item;
  }
}

TEST_P(MetamorphicWorlds, EveryDeductionNamesAFindingThatStands) {
  const auto output = Random(GetParam()).Run();
  std::set<std::string> firm;
  for (const auto& finding : output.result.findings) {
    if (!finding.needs_review) firm.insert(finding.id);
  }
  for (const auto& unit : output.result.units) {
    for (const auto& node : unit.tree) {
      for (const auto& deduction : node.deductions) {
        EXPECT_FALSE(deduction.findings.empty());
        for (const auto& id : deduction.findings) EXPECT_TRUE(firm.contains(id)) << id;
      }
    }
    if (unit.score) {
      EXPECT_GE(*unit.score, -1e-9);
      EXPECT_LE(*unit.score, 100 + 1e-9);
    }
  }
}

/// The bundled calendar with one more working day made a day off.
base::WorkdayCalendar WithHoliday(Date day) {
  base::CalendarSpec spec{base::ChinaCalendar().name(), base::ChinaCalendar().years()};
  for (auto& year : spec.years) {
    if (year.year != day.year()) continue;
    std::erase(year.work, day);
    if (std::find(year.off.begin(), year.off.end(), day) == year.off.end()) year.off.push_back(day);
  }
  auto calendar = base::WorkdayCalendar::Create(std::move(spec));
  EXPECT_TRUE(calendar.has_value());
  return *calendar;
}

TEST(MetamorphicCalendar, AddingAHolidayNeverMakesADayToPublishByEarlier) {
  const base::WorkdayCalendar& plain = base::ChinaCalendar();
  model::LimitRule working, natural;
  natural.unit = model::DayUnit::kNatural;
  std::mt19937 random(20251126);
  int later = 0, tried = 0;
  for (int round = 0; round < 40; ++round) {
    const Date holiday = D("2018-01-01").PlusDays(static_cast<int>(random() % 2900));
    const auto is_workday = plain.IsWorkday(holiday);
    if (!is_workday || !*is_workday) continue;
    const base::WorkdayCalendar longer = WithHoliday(holiday);
    for (int before = 0; before < 50; ++before) {
      const Date event = holiday.PlusDays(-before);
      if (event < plain.first()) continue;
      for (const int days : {1, 2, 5, 7, 10, 15, 20, 30}) {
        working.days = natural.days = days;
        for (const auto* rule : {&working, &natural}) {
          const auto a = DueDate(plain, *rule, event);
          const auto b = DueDate(longer, *rule, event);
          if (!a || !b) continue;
          ++tried;
          EXPECT_LE(*a, *b) << event.Iso() << " + " << days;
          later += *a < *b ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(tried, 10'000);
  EXPECT_GT(later, 1'000) << "the holiday made no difference: the test looks at nothing";
}

}  // namespace
}  // namespace mingcha::checker
