// Wrong accusations a hostile reader looked for: each stood once, or might well have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::FindingKind;
using model::Verdict;

/// Every stage has a document number of its own out of one series: that tells no two projects apart.
TEST(HostileTest, DocumentNumbersOfTwoStagesContradictNothing) {
  for (const auto& [award, candidates, missing] : std::vector<std::tuple<const char*, const char*, size_t>>{
           {"BZ〔2025〕45号", "BZ〔2025〕12号", 0}, {"", "BZ〔2025〕12号", 0}, {"", "", 0}}) {
    World world;
    world.Publish("t.award", "one", "2025-03-10", "great road of the north").doc_number = award;
    world.Publish("t.candidates", "one", "2025-03-01", "great road of the north").doc_number = candidates;
    EXPECT_EQ(Findings(world.Run(), FindingKind::kMissing, "t.candidates").size(), missing)
        << award << candidates;
  }
}

/// One of several is enough, so the places of all of them must have been read.
TEST(HostileTest, WhereOneOfSeveralIsOwedThePlacesOfAllCount) {
  for (const bool read : {true, false}) {
    World world;
    world.plan.chains = {};
    model::ChainLink link;
    link.id = "one-of";
    link.kind = model::ChainKind::kOneOf;
    link.from_item = "t.award";
    link.to_items = {"p.permit", "p.order"};
    link.backward = true;
    link.basis = {"law", true};
    world.plan.chains.push_back(link);
    model::PlaceRule permits;
    permits.id = "permits";
    permits.site = "one";
    permits.prefix = "/list/";
    permits.unit = "one";
    permits.items = {"p.permit"};
    model::PlaceRule orders = permits;
    orders.id = "orders";
    orders.site = "two";
    orders.items = {"p.order"};
    world.plan.places = {permits, orders};
    if (!read) world.Fail("two", "/list/2", model::FetchOutcome::kTimeout, "2");
    world.Publish("t.award", "one", "2025-03-10", "great road of the north");
    const auto output = world.Run();
    EXPECT_EQ(Only(output, "p.permit", "one").verdict, read ? Verdict::kMissing : Verdict::kUnverifiable);
  }
}

/// A list that runs from old to new was not walked past the window where its first page is old.
TEST(HostileTest, AnOldPageEndsNoListThatRunsForward) {
  struct Row {
    const char* what;
    std::vector<const char*> days;
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{
           {"newest first", {"2023-05-03", "2023-05-02", "2023-05-01"}, Verdict::kMissing},
           {"oldest first", {"2023-05-01", "2023-05-02", "2023-05-03"}, Verdict::kUnverifiable},
           {"an old row on top", {"2022-01-01", "2023-05-03", "2023-05-02", "2023-05-01"}, Verdict::kMissing},
           {"all of one day", {"2023-05-01", "2023-05-01"}, Verdict::kMissing}}) {
    World world;
    world.Ledger("p.permit", "one", "house seven", "2025-04-24");
    auto& list = world.FactsOf("http://one.test/list/");
    for (const char* day : row.days)
      list.entries.push_back({"http://elsewhere.test/" + std::string(day), day, D(day)});
    list.next_pages.push_back({"http://one.test/list/2", "2", model::Link::Kind::kPager, {}, {}});
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, row.verdict) << row.what;
  }
}

/// Whoever was not in office on the day owed nothing then, and nobody did for him.
TEST(HostileTest, AUnitThatWasNotThereOwesNothing) {
  struct Row {
    const char *what, *from, *to;
    size_t standing, report, plan;  ///< Obligations: as of 2026-02, due 2025-01-31, due 2025-12-31.
  };
  for (const Row& row : std::vector<Row>{{"always there", "", "", 1, 1, 1},
                                         {"founded in between", "2025-06-01", "", 1, 0, 1},
                                         {"founded later", "2026-06-01", "", 0, 0, 0},
                                         {"closed in between", "", "2025-06-01", 0, 1, 0},
                                         {"closed before", "", "2024-06-01", 0, 0, 0}}) {
    World world;
    model::Unit unit;
    unit.id = "three";
    unit.name = "unit three";
    if (*row.from != '\0') unit.valid.from = D(row.from);
    if (*row.to != '\0') unit.valid.to = D(row.to);
    world.plan.units.push_back(unit);
    for (auto& area : world.plan.areas) area.units.push_back("three");
    const auto output = world.Run();
    const auto count = [&](const char* item) {
      return static_cast<size_t>(
          std::count_if(output.result.obligations.begin(), output.result.obligations.end(),
                        [&](const auto& owed) { return owed.item == item && owed.shown_unit == "three"; }));
    };
    EXPECT_EQ(count("g.guide"), row.standing) << row.what;
    EXPECT_EQ(count("y.report"), row.report) << row.what;
    EXPECT_EQ(count("y.plan"), row.plan) << row.what;
  }
}

/// Registers and guides call one matter by names that differ in a word; a matter the register has itself is
/// another.
TEST(HostileTest, AMatterUnderANameThatDiffersInAWordIsNotCalledMissing) {
  struct Row {
    const char *matter, *page, *also;  ///< Named by the register, shown by a page, named by the register too.
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{
           {"城镇污水排入排水管网许可", "城镇污水排入排水管网许可", "", Verdict::kPresent},
           {"城镇污水排入排水管网许可", "污水排入排水管网许可证核发", "", Verdict::kUndeterminable},
           {"城镇污水排入排水管网许可", "食品经营许可证核发", "", Verdict::kMissing},
           {"道路运输经营许可（注销）", "道路运输经营许可（新办）", "", Verdict::kUndeterminable},
           {"道路运输经营许可（注销）", "道路运输经营许可（新办）", "道路运输经营许可（新办）",
            Verdict::kMissing}}) {
    World world;
    world.Ledger("g.matter", "one", row.matter, "");
    if (*row.also != '\0') world.Ledger("g.matter", "one", row.also, "");
    world.Publish("g.matter", "one", "2024-05-01", row.page);
    EXPECT_EQ(Only(world.Run(), "g.matter", "one", row.matter).verdict, row.verdict) << row.page << row.also;
  }
}

/// A day after the page was read is a slip of the pen: the page stands there all the same.
TEST(HostileTest, ADayAfterThePageWasReadIsNoLaterPublication) {
  for (const auto& [read, verdict] :
       std::vector<std::pair<const char*, Verdict>>{{"2026-02-05T00:00:00Z", Verdict::kUndeterminable},
                                                    {"2026-04-24T08:00:00Z", Verdict::kMissing},
                                                    {"2026-05-01T00:00:00Z", Verdict::kMissing}}) {
    World world;
    world.Ledger("p.permit", "one", "house seven", "2025-04-24");
    world.Publish("p.permit", "one", "2026-04-24", "house seven");  // meant: 2025
    world.Publish("g.guide", "one", "2026-04-24");
    for (auto& page : world.pages) page.fetched_at = *base::Instant::FromIso(read);
    const auto output = world.Run();
    EXPECT_EQ(Only(output, "p.permit", "one").verdict, verdict) << read;
    EXPECT_EQ(Only(output, "g.guide", "one").verdict, verdict) << read;
  }
}

/// A page that is gone between two that are there is a gap of the list, not its end.
TEST(HostileTest, APageThatIsGoneInTheMiddleOfAListHidesItsRows) {
  struct Row {
    const char* what;
    std::vector<const char*> gone, read;  ///< Further pages of the list.
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{{"all read", {}, {"2", "3"}, Verdict::kMissing},
                                         {"the last is gone", {"3"}, {"2"}, Verdict::kMissing},
                                         {"the middle is gone", {"2"}, {"3"}, Verdict::kUnverifiable}}) {
    World world;
    world.Ledger("p.permit", "one", "house seven", "2025-04-24");
    const auto url = [](const std::string& number) { return "http://one.test/list/" + number; };
    for (const char* number : {"2", "3"})
      world.FactsOf("http://one.test/list/")
          .next_pages.push_back({url(number), number, model::Link::Kind::kPager, {}, {}});
    auto& first = world.FactsOf("http://one.test/list/");
    for (const char* day : {"2025-11-03", "2025-11-02"})
      first.entries.push_back({"http://elsewhere.test/" + std::string(day), day, D(day)});
    for (const char* number : row.read) {
      world.AddPage("one", "/list/" + std::string(number), model::PageKind::kList).kind =
          model::TaskKind::kList;
      auto& facts = world.FactsOf(url(number));
      for (const char* day : {"2023-05-03", "2023-05-02"})
        facts.entries.push_back({"http://elsewhere.test/" + std::string(number) + day, day, D(day)});
    }
    for (const char* number : row.gone)
      world.Fail("one", "/list/" + std::string(number), model::FetchOutcome::kGone, number,
                 model::TaskKind::kList);
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, row.verdict) << row.what;
  }
}

/// A plan of next year is made known at the end of this one.
TEST(HostileTest, APlanOfNoYearPublishedInDecemberMayBeNextYears) {
  for (const auto& [day, verdict] :
       std::vector<std::pair<const char*, Verdict>>{{"2024-12-20", Verdict::kUndeterminable},
                                                    {"2024-06-20", Verdict::kMissing},
                                                    {"2025-06-20", Verdict::kOnTime}}) {
    World world;
    auto& page = world.Publish("y.plan", "one", day);
    page.title = "plan of the year";
    EXPECT_EQ(Only(world.Run(), "y.plan", "one").verdict, verdict) << day;
  }
}

}  // namespace
}  // namespace mingcha::checker
