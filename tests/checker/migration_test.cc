#include "checker/migration.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checker/document_id.h"
#include "tests/checker/tiny_plan.h"

// Documents moved to a site in bulk, told by the numbers that content systems write into addresses.
namespace mingcha::checker {
namespace {

using base::Date;
using model::DateMeaning;
using model::FindingKind;

struct AddressCase {
  const char* url;
  const char* family;  // empty: no document number
  int64_t number;
  const char* day;
};

TEST(DocumentIdTest, ReadsTheAddressesOfManySystems) {
  const AddressCase cases[] = {
      {"http://a.test/xxgk/201803/t20180312_123456.html", "t#_#.html", 123456, "2018-03-12"},
      {"http://a.test/xxgk/201803/t20180312_123456.shtml?a=b#top", "t#_#.shtml", 123456, "2018-03-12"},
      {"http://a.test/art/2018/3/12/art_1001_234567.html", "art_#_#.html", 234567, "2018-03-12"},
      {"http://a.test/info/1001/2345.htm", "info/#.htm", 2345, ""},
      {"http://a.test/content/post_7654321.html", "post_#.html", 7654321, ""},
      {"http://a.test/doc/2023/12/27/407974.shtml", "doc/#.shtml", 407974, "2023-12-27"},
      {"http://a.test/News.aspx?ID=5521", "news.aspx?id=#", 5521, ""},
      {"http://a.test/show.jsp?siteid=3&infoid=90881", "show.jsp?infoid=#", 90881, ""},
      {"http://a.test/jyxx/003001/20240821/3f2504e0-4f89-41d3-9a0c-0305e82c3301.html", "", 0, ""},
      {"http://a.test/c/9f86d081884c7d659a2feaa0c55ad015.html", "", 0, ""},
      {"http://a.test/list/index_2.html", "", 0, ""},
      {"http://a.test/t20180312.html", "", 0, ""},  // a day alone is no counter
      {"http://a.test/n1/20250526163011123.html", "", 0, ""},
      {"http://a.test/news.html?id=0123456789012345", "", 0, ""},
      {"http://a.test/", "", 0, ""},
      {"http://a.test", "", 0, ""},
      {"", "", 0, ""},
  };
  for (const AddressCase& c : cases) {
    SCOPED_TRACE(c.url);
    const auto id = ReadDocumentId(c.url);
    ASSERT_EQ(id.has_value(), *c.family != '\0');
    if (!id) continue;
    EXPECT_EQ(id->family, c.family);
    EXPECT_EQ(id->number, c.number);
    EXPECT_EQ(id->day ? id->day->Iso() : "", c.day);
  }
}

TEST(DocumentIdTest, TheColumnIsWhatStandsAroundTheNumber) {
  const auto column = [](const char* url) { return ReadDocumentId(url)->column; };
  EXPECT_EQ(column("http://a.test/info/1001/2345.htm"), "/info/1001/");
  EXPECT_NE(column("http://a.test/info/1001/2345.htm"), column("http://a.test/info/1002/2345.htm"));
  EXPECT_EQ(column("http://a.test/News.aspx?col=2&ID=5521&x=1"), "col=2&x=1&");
  EXPECT_EQ(column("http://a.test/News.aspx?ID=5521"), "");
}

/// A permit page at an address of the test's own; `published` is its stated day, `decided` its event.
model::Disclosure& Enter(World* world, const std::string& path, const std::string& published,
                         const std::string& decided, const std::string& site = "one") {
  auto& page = world->Publish("p.permit", "one", published, "house " + path, site);
  const std::string url = "http://" + site + ".test" + path;
  world->FactsOf("http://" + site + ".test/list/").entries.back().url = url;
  auto& facts = world->FactsOf(page.url);
  for (auto& record : world->pages) {
    if (record.url == page.url) record.url = record.final_url = url;
  }
  facts.url = url;
  page.url = url;
  Read(&page, DateMeaning::kDecided, decided);
  facts.dates = page.dates;
  Read(&page, DateMeaning::kFormed, decided);
  facts.dates.push_back(page.dates.back());
  return page;
}

/// `number` of a platform's steady counter on a day: a hundred a day.
int64_t Steady(Date day) { return int64_t{100} * day.DaysSince(D("2025-01-01")) + 100'000; }

std::string TrsPath(Date day, int64_t number) {
  std::string compact = day.Iso();
  compact.erase(std::remove(compact.begin(), compact.end(), '-'), compact.end());
  return "/t" + compact + "_" + std::to_string(number) + ".html";
}

/// Pages published in time, one every nine days, that teach the counter's pace.
void Teach(World* world, const std::string& site, Date from, Date to, int64_t shift = 0) {
  for (Date day = from; day <= to; day = day.PlusDays(9))
    Enter(world, TrsPath(day, Steady(day) + shift), day.Iso(), day.Iso(), site);
}

size_t Count(const CheckOutput& output, FindingKind kind) {
  return Findings(output, kind, "p.permit").size();
}

TEST(MigrationTest, NumbersOutOfALeapOfThePlatform) {
  World world;
  Teach(&world, "one", D("2025-02-03"), D("2025-06-30"));
  // In two days the counter runs fifty thousand; four of our documents, months old, are among them.
  Teach(&world, "one", D("2025-07-03"), D("2025-09-30"), 50'000);
  for (int i = 0; i < 4; ++i)
    Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-01")) + 9'000 * (i + 1)), "2025-07-02",
          "2025-03-03");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 0u);
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 4u);
}

TEST(MigrationTest, WithoutTheLeapTheSamePagesAreLate) {
  World world;
  Teach(&world, "one", D("2025-02-03"), D("2025-09-30"));
  for (int i = 0; i < 4; ++i)
    Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-02")) + i), "2025-07-02", "2025-03-03");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 4u);
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 0u);
}

TEST(MigrationTest, AFreshDocumentInALeapStaysLate) {
  World world;
  Teach(&world, "one", D("2025-02-03"), D("2025-06-30"));
  Teach(&world, "one", D("2025-07-03"), D("2025-09-30"), 50'000);
  Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-01")) + 9'000), "2025-07-02", "2025-06-12");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 1u);
}

TEST(MigrationTest, HostsWithOneCounterAreOnePlatform) {
  // Host «two» alone knows too few days to tell the pace; host «one» shares its counter.
  World world;
  Teach(&world, "one", D("2025-02-03"), D("2025-06-30"));
  Teach(&world, "one", D("2025-07-03"), D("2025-09-30"), 50'000);
  for (Date day = D("2025-04-01"); day <= D("2025-06-20"); day = day.PlusDays(12))
    Enter(&world, TrsPath(day, Steady(day) + 3), day.Iso(), day.Iso(), "two");
  Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-01")) + 20'000), "2025-07-02", "2025-03-03",
        "two");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 0u);
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 1u);
}

TEST(MigrationTest, ACounterOfAnotherSystemTeachesNothing) {
  World world;
  Teach(&world, "one", D("2025-02-03"), D("2025-06-30"));
  Teach(&world, "one", D("2025-07-03"), D("2025-09-30"), 50'000);
  // This host's counter rises as fast, but had reached the same numbers three months earlier.
  for (Date day = D("2025-02-04"); day <= D("2025-06-20"); day = day.PlusDays(9))
    Enter(&world, TrsPath(day, Steady(day) + 9'050), day.Iso(), day.Iso(), "two");
  Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-01")) + 20'000), "2025-07-02", "2025-03-03",
        "two");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 1u);
}

/// Sixty articles of a system without days in its addresses, the newest first as a list shows them: entered
/// at once after an ordinary year.
World MovedInOneRun(int late_every) {
  World world;
  for (int i = 0; i < 45; ++i) {
    const std::string day = D("2025-02-05").PlusDays(6 * i).Iso();
    Enter(&world, "/info/1001/" + std::to_string(1000 + i) + ".htm", day, day);
  }
  for (int i = 0; i < 60; ++i) {
    const Date day = D("2025-10-20").PlusDays(-4 * i);
    const int lag = i % late_every == 0 ? 40 : 2;
    if (day.PlusDays(-lag) < D("2025-01-20")) break;
    Enter(&world, "/info/1002/" + std::to_string(1100 + i) + ".htm", day.Iso(), day.PlusDays(-lag).Iso());
  }
  return world;
}

TEST(MigrationTest, ARunOfNumbersAboveLaterDocuments) {
  const auto output = MovedInOneRun(7).Run();
  const size_t late = Count(output, FindingKind::kLate);
  EXPECT_GE(Count(output, FindingKind::kUndeterminable), 6u);
  EXPECT_LE(late, 2u);  // the very first of the run cannot be told from ordinary ones
}

TEST(MigrationTest, OneLateEntryAmongOrdinaryOnesIsNoRun) {
  World world;
  for (int i = 0; i < 60; ++i) {
    const std::string day = D("2025-02-05").PlusDays(4 * i).Iso();
    Enter(&world, "/info/1001/" + std::to_string(1000 + 2 * i) + ".htm", day, day);
  }
  // Decided in March, stated to be of May, numbered among those of August: late by its own words.
  Enter(&world, "/info/1001/1093.htm", "2025-05-06", "2025-03-03");
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 1u);
}

TEST(MigrationTest, NumbersThatNeverRiseTellNothing) {
  // A system that numbers its documents column by column: every column is in order, the host never is.
  World world;
  for (int i = 0; i < 60; ++i) {
    const Date day = D("2025-03-05").PlusDays(45 * (i % 6) + i / 6);
    Enter(&world, "/info/1001/" + std::to_string(1000 + i) + ".htm", day.Iso(),
          day.PlusDays(i % 10 == 0 ? -40 : 0).Iso());
  }
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 0u);
  EXPECT_EQ(Count(output, FindingKind::kLate), 6u);
}

/// Two columns of a busy host, each in the order of its days; `columns_count`: each counts from the same
/// number.
World TwoBusyColumns(bool columns_count) {
  World world;
  for (int i = 0; i < 60; ++i) {
    const Date news = D("2025-08-05").PlusDays(i);
    const Date permit = D("2025-03-05").PlusDays(2 * i);
    const auto first = std::to_string(1000 + i);
    const auto second = std::to_string(columns_count ? 1000 + i : 2000 + i);
    Enter(&world, "/info/1001/" + first + ".htm", news.Iso(), news.Iso());
    Enter(&world, "/info/1002/" + second + ".htm", permit.Iso(), permit.PlusDays(i % 6 == 5 ? -30 : 0).Iso());
  }
  return world;
}

TEST(MigrationTest, ColumnsThatCountForThemselvesAreNoRun) {
  const auto output = TwoBusyColumns(true).Run();
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 0u);
  EXPECT_EQ(Count(output, FindingKind::kLate), 10u);
}

TEST(MigrationTest, ColumnsOfOneCounterAreStillComparedWithEachOther) {
  EXPECT_GE(Count(TwoBusyColumns(false).Run(), FindingKind::kUndeterminable), 8u);
}

TEST(MigrationTest, AnArticleThatStandsInTwoColumnsDoesNotSplitTheCounter) {
  World world = MovedInOneRun(7);
  for (int i = 0; i < 12; ++i) {
    const std::string day = D("2025-02-05").PlusDays(6 * i).Iso();
    Enter(&world, "/info/1003/" + std::to_string(1000 + i) + ".htm", day, day);
  }
  EXPECT_GE(Count(world.Run(), FindingKind::kUndeterminable), 6u);
}

TEST(MigrationTest, ADayInTheAddressSpeaksForItself) {
  World world;
  for (int i = 0; i < 40; ++i) {
    const Date day = D("2025-02-05").PlusDays(4 * i);
    Enter(&world, TrsPath(day, 1000 + i), day.Iso(), day.Iso());
  }
  for (int i = 0; i < 30; ++i) {  // newest first, but each entered on its own day
    const Date day = D("2025-10-20").PlusDays(-4 * i);
    Enter(&world, TrsPath(day, 1100 + i), day.Iso(), day.PlusDays(i % 10 == 5 ? -40 : 0).Iso());
  }
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 0u);
  EXPECT_EQ(Count(output, FindingKind::kLate), 3u);
}

TEST(MigrationTest, OldPagesDatedAnewExcuseNobody) {
  World world;
  for (int i = 0; i < 60; ++i) {
    const Date day = D("2025-02-05").PlusDays(4 * i);
    const bool anew = i % 12 == 3;  // a guide that is given a new date with every change
    const bool late = i % 12 == 8;
    Enter(&world, "/info/1001/" + std::to_string(1000 + i) + ".htm", anew ? "2025-11-20" : day.Iso(),
          anew ? "2025-11-19" : day.PlusDays(late ? -31 : -1).Iso());
  }
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 0u);
  EXPECT_GE(Count(output, FindingKind::kLate), 4u);
}

TEST(MigrationTest, TheServersCopyIsOlderThanTheStatedDay) {
  for (const bool older : {false, true}) {
    World world;
    Enter(&world, "/info/1001/2345.htm", "2025-07-02", "2025-03-03");
    world.pages.back().last_modified =
        older ? "Thu, 06 Mar 2025 02:11:09 GMT" : "Wed, 02 Jul 2025 02:11:09 GMT";
    const auto output = world.Run();
    EXPECT_EQ(Count(output, FindingKind::kLate), older ? 0u : 1u);
    EXPECT_EQ(Count(output, FindingKind::kUndeterminable), older ? 1u : 0u);
  }
}

TEST(MigrationTest, UnreadableServerTimesSayNothing) {
  for (const char* time :
       {"", "yesterday", "Thu, 06 Foo 2025 02:11:09 GMT", "Thu, ", "Thu, 99 Mar 2025 02:11"}) {
    World world;
    Enter(&world, "/info/1001/2345.htm", "2025-07-02", "2025-03-03");
    world.pages.back().last_modified = time;
    EXPECT_EQ(Count(world.Run(), FindingKind::kLate), 1u) << time;
  }
}

TEST(MigrationTest, AnEarlierRoundSawThePage) {
  World world;
  auto& page = Enter(&world, "/info/1001/2345.htm", "2025-07-02", "2025-03-03");
  model::History history;
  history.rounds.resize(2);
  history.rounds[0].number = 1;
  history.rounds[1].number = 2;
  model::PageHistory seen;
  seen.url = page.url;
  model::PageVersion version;
  version.first_round = 1;
  version.last_round = 2;
  version.first_seen = *base::Instant::FromIso("2025-03-10T01:00:00Z");
  version.last_seen = *base::Instant::FromIso("2025-12-10T01:00:00Z");
  seen.versions.push_back(version);
  history.pages.push_back(seen);
  world.history = history;
  const auto output = world.Run();
  EXPECT_EQ(Count(output, FindingKind::kLate), 0u);
  EXPECT_EQ(Count(output, FindingKind::kUndeterminable), 1u);
}

TEST(MigrationTest, TheOrderOfPagesChangesNothing) {
  for (int late_every : {3, 5, 7}) {
    World world = MovedInOneRun(late_every);
    Teach(&world, "one", D("2025-02-03"), D("2025-06-30"));
    Teach(&world, "one", D("2025-07-03"), D("2025-09-30"), 50'000);
    Enter(&world, TrsPath(D("2025-07-02"), Steady(D("2025-07-01")) + 20'000), "2025-07-02", "2025-03-03");
    const auto plain = world.Run();
    for (unsigned seed = 1; seed <= 5; ++seed) {
      const auto shuffled = world.RunShuffled(seed);
      EXPECT_EQ(plain.result.findings, shuffled.result.findings);
      EXPECT_EQ(plain.result.obligations, shuffled.result.obligations);
    }
  }
}

}  // namespace
}  // namespace mingcha::checker
