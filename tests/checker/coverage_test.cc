// Missing is said only where everything was read (settled 9); holes of every reason; page findings;
// registers; chains; metamorphic laws.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "checker/findings.h"
#include "model/enum_names.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FetchOutcome;
using model::FindingKind;
using model::Verdict;

World WithGap() {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  return world;
}

Verdict VerdictOf(const World& world) { return Only(world.Run(), "p.permit", "one", "house seven").verdict; }

class HoleTest : public testing::TestWithParam<FetchOutcome> {};

TEST_P(HoleTest, IsUnverifiableNeverMissing) {
  World world = WithGap();
  ASSERT_EQ(VerdictOf(world), Verdict::kMissing);
  world.Fail("one", "/d/unread.html", GetParam(), "something");
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kUnverifiable);
  const auto findings = Findings(output, FindingKind::kUnverifiable, "p.permit");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].needs_review);
  EXPECT_TRUE(std::any_of(findings[0].details.begin(), findings[0].details.end(), [](const auto& detail) {
    return std::find(detail.args.begin(), detail.args.end(), "http://one.test/d/unread.html") !=
           detail.args.end();
  })) << "names what was not read";
  EXPECT_EQ(Only(output, "g.guide", "two").verdict, Verdict::kMissing) << "the other site was read";
}

INSTANTIATE_TEST_SUITE_P(
    Outcomes, HoleTest,
    testing::Values(FetchOutcome::kClientError, FetchOutcome::kServerError, FetchOutcome::kDns,
                    FetchOutcome::kConnect, FetchOutcome::kTls, FetchOutcome::kTimeout, FetchOutcome::kReset,
                    FetchOutcome::kTruncated, FetchOutcome::kTooLarge, FetchOutcome::kRedirectLoop,
                    FetchOutcome::kRobotsDenied, FetchOutcome::kChallenge, FetchOutcome::kForbiddenAddress,
                    FetchOutcome::kBudget, FetchOutcome::kCancelled, FetchOutcome::kNotModified,
                    FetchOutcome::kBomb, FetchOutcome::kHostDown, FetchOutcome::kHostBusy));

TEST(CoverageTest, DeadLinkCountsOnlyIfItMightBeTheItem) {
  for (const auto& [anchor, expected] :
       std::vector<std::pair<const char*, Verdict>>{{"history of the town", Verdict::kMissing},
                                                    {"", Verdict::kUnverifiable},
                                                    {"permit of house seven", Verdict::kUnverifiable}}) {
    World world = WithGap();
    world.Fail("one", "/d/gone.html", FetchOutcome::kGone, anchor);
    EXPECT_EQ(VerdictOf(world), expected) << anchor;
  }
}

TEST(CoverageTest, CrawlThatDidNotEnd) {
  World world = WithGap();
  world.complete = false;
  EXPECT_EQ(VerdictOf(world), Verdict::kUnverifiable);
}

TEST(CoverageTest, ListCutShortOrScripted) {
  World cut = WithGap();
  cut.FactsOf("http://one.test/list/")
      .next_pages.push_back({"http://one.test/list/2", "2", model::Link::Kind::kPager});
  EXPECT_EQ(VerdictOf(cut), Verdict::kUnverifiable);
  World older = cut;
  older.FactsOf("http://one.test/list/").entries = {{"http://one.test/d/x", "old", D("2019-01-01")}};
  EXPECT_EQ(VerdictOf(older), Verdict::kMissing) << "the list went past the window";
  World scripted = WithGap();
  scripted.FactsOf("http://one.test/list/").scripted_list = true;
  EXPECT_EQ(VerdictOf(scripted), Verdict::kUnverifiable);
}

TEST(CoverageTest, ListOfSeveralPagesIsOneTrail) {
  World world = WithGap();
  world.FactsOf("http://one.test/list/")
      .next_pages.push_back({"http://one.test/list/2", "2", model::Link::Kind::kPager});
  world.AddPage("one", "/list/2", model::PageKind::kList).kind = model::TaskKind::kList;
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kMissing);
  ASSERT_EQ(output.coverage[0].lists.size(), 1u);
  EXPECT_EQ(output.coverage[0].lists[0].pages, 2);
  EXPECT_EQ(output.coverage[0].lists[0].stop_reason, "end");
}

/// The list of the world's first site with a second page, both with one row each.
World TwoPages() {
  World world = WithGap();
  auto& first = world.FactsOf("http://one.test/list/");
  first.entries = {{"http://one.test/d/1", "one", D("2025-05-01")}};
  first.next_pages.push_back({"http://one.test/list/2", "2", model::Link::Kind::kPager, {}, {}});
  world.AddPage("one", "/list/2", model::PageKind::kList).kind = model::TaskKind::kList;
  world.FactsOf("http://one.test/list/2").entries = {{"http://one.test/d/2", "two", D("2025-04-01")}};
  return world;
}

TEST(CoverageTest, WhatAListAnnouncesMustHaveBeenSeen) {
  struct Case {
    int pages, rows;
    const char* stop;
  };
  for (const Case& c : {Case{0, -1, "end"}, Case{2, -1, "end"}, Case{3, -1, "short"}, Case{0, 2, "end"},
                        Case{0, 3, "short"}, Case{3, 2, "end"}}) {
    World world = TwoPages();
    world.FactsOf("http://one.test/list/").list_pages = c.pages;
    world.FactsOf("http://one.test/list/").list_rows = c.rows;
    const auto output = world.Run();
    const model::ListTrail& trail = output.coverage[0].lists.at(0);
    EXPECT_EQ(trail.stop_reason, c.stop) << c.pages << " pages, " << c.rows << " rows";
    EXPECT_EQ(trail.announced, c.pages);
    EXPECT_EQ(Only(output, "p.permit", "one").verdict,
              trail.to_end ? Verdict::kMissing : Verdict::kUnverifiable);
  }
}

TEST(CoverageTest, ThePageTurnedIntoTheSameRowsIsNoEnd) {
  World world = TwoPages();
  world.FactsOf("http://one.test/list/").list_pages = 5;
  world.FactsOf("http://one.test/list/2").entries = world.FactsOf("http://one.test/list/").entries;
  EXPECT_EQ(world.Run().coverage[0].lists.at(0).stop_reason, "repeated");
  EXPECT_EQ(VerdictOf(world), Verdict::kUnverifiable);
}

/// A column that all units share is the place of each that has none of its own for the item.
TEST(CoverageTest, AColumnThatAllUnitsShare) {
  struct Row {
    const char* what;
    std::function<void(World*)> change;
    Verdict one, two;
  };
  const auto shared = [](const char* items) {
    model::PlaceRule rule;
    rule.id = "all";
    rule.site = "portal";
    rule.prefix = "/list/";
    rule.items = {items};
    return rule;
  };
  for (const Row& row :
       std::vector<Row>{{"none", [](World*) {}, Verdict::kUnverifiable, Verdict::kUnverifiable},
                        {"read whole", [&](World* w) { w->plan.places.push_back(shared("y.report")); },
                         Verdict::kMissing, Verdict::kMissing},
                        {"for other items", [&](World* w) { w->plan.places.push_back(shared("y.plan")); },
                         Verdict::kUnverifiable, Verdict::kUnverifiable},
                        {"not read whole",
                         [&](World* w) {
                           w->plan.places.push_back(shared("y.report"));
                           w->Fail("portal", "/list/2", FetchOutcome::kTimeout, "2");
                         },
                         Verdict::kUnverifiable, Verdict::kUnverifiable},
                        {"one has its report",
                         [&](World* w) {
                           w->plan.places.push_back(shared("y.report"));
                           auto& page = w->Publish("y.report", "one", "2025-01-20", "", "portal");
                           page.period_year = 2024;
                           page.title = "report of 2024";
                         },
                         Verdict::kOnTime, Verdict::kMissing},
                        {"a page whose issuer nobody knows",
                         [&](World* w) {
                           w->plan.places.push_back(shared("y.report"));
                           auto& page = w->Publish("y.report", "", "2025-01-20", "", "portal");
                           page.period_year = 2024;
                           page.title = "report of 2024";
                         },
                         Verdict::kUndeterminable, Verdict::kUndeterminable},
                        {"a place of its own that was not read",
                         [&](World* w) {
                           w->plan.places.push_back(shared("y.report"));
                           auto own = shared("y.report");
                           own.id = "own";
                           own.unit = "one";
                           own.site = "elsewhere";
                           w->plan.places.push_back(own);
                         },
                         Verdict::kUnverifiable, Verdict::kMissing}}) {
    World world;
    for (auto& site : world.plan.sites) site.unit.clear();  // Nobody has a site.
    world.AddSite("portal", model::SiteKind::kPortal, "");
    row.change(&world);
    const auto output = world.Run();
    EXPECT_EQ(Only(output, "y.report", "one").verdict, row.one) << row.what;
    EXPECT_EQ(Only(output, "y.report", "two").verdict, row.two) << row.what;
  }
}

TEST(CoverageTest, ThePageThatWasCountedIsNoDeadLink) {
  for (const FetchOutcome outcome : {FetchOutcome::kGone, FetchOutcome::kSoft404}) {
    World world = TwoPages();
    auto& first = world.FactsOf("http://one.test/list/");
    first.next_pages.push_back({"http://one.test/list/3", "3", model::Link::Kind::kPager, {}, {}});
    first.list_rows = 2;
    world.Fail("one", "/list/3", outcome, "3", model::TaskKind::kList);
    const auto output = world.Run();
    EXPECT_EQ(output.coverage[0].lists.at(0).stop_reason, "end") << "both entries were seen";
    EXPECT_TRUE(Findings(output, FindingKind::kDeadLink).empty()) << "we named it, no page did";
  }
  World linked = TwoPages();
  linked.Fail("one", "/list/9", FetchOutcome::kGone, "more", model::TaskKind::kList);
  EXPECT_EQ(Findings(linked.Run(), FindingKind::kDeadLink).size(), 1U);
}

TEST(CoverageTest, APagerThatOnlyAScriptFollows) {
  World world = WithGap();
  world.FactsOf("http://one.test/list/").pager_unread = true;
  EXPECT_EQ(VerdictOf(world), Verdict::kUnverifiable);
  EXPECT_EQ(world.Run().coverage[0].lists.at(0).stop_reason, "pager_unread");
}

TEST(CoverageTest, UnreadAttachmentCountsOnlyOnAPageThatMightBeTheItem) {
  World other = WithGap();
  const std::string url = other.AddPage("one", "/d/a.html", model::PageKind::kDetail).url;
  other.FactsOf(url).unread_attachment = true;
  EXPECT_EQ(VerdictOf(other), Verdict::kMissing);
  World same = other;
  same.FactsOf(url).items.push_back({"p.permit", model::Grade::kWeak, {}});
  EXPECT_EQ(VerdictOf(same), Verdict::kUnverifiable);
  World untitled = other;
  untitled.FactsOf(url).title.reset();
  EXPECT_EQ(VerdictOf(untitled), Verdict::kUnverifiable);
}

TEST(CoverageTest, APageThatShowsNothingHidesOnlyItemsThatItsLinkNames) {
  World world = WithGap();
  auto& page = world.AddPage("one", "/d/shell.html", model::PageKind::kDetail);
  const std::string url = page.url;
  page.anchor = "permits of April";
  world.FactsOf(url).note = model::PageNote::kTemplateEmpty;
  EXPECT_EQ(VerdictOf(world), Verdict::kMissing);
  world.FactsOf(url).items.push_back({"p.permit", model::Grade::kLikely, {}});
  EXPECT_EQ(VerdictOf(world), Verdict::kUnverifiable);
}

TEST(CoverageTest, NoPlaceConfigured) {
  World world = WithGap();
  world.plan.sites[0].unit.clear();
  const auto findings = Findings(world.Run(), FindingKind::kUnverifiable, "p.permit");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].details.back().format, "no place is configured where it would have to stand");
  EXPECT_FALSE(findings[0].evidence.empty());
}

TEST(CoverageTest, NamedPlaceIsSufficientAndOtherColumnsDoNotMatter) {
  World world = WithGap();
  world.plan.places.push_back({"permits", "one", "/list/", "one", {"p.*"}, {}, {}});
  world.AddPage("one", "/other/", model::PageKind::kHome);
  world.Fail("one", "/other/x.html", FetchOutcome::kTimeout, "x");
  world.pages.back().found_on = "http://one.test/other/";
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kMissing);
  EXPECT_EQ(Only(output, "g.guide", "one").verdict, Verdict::kUnverifiable)
      << "for this one the whole site counts";
}

TEST(CoverageTest, LawfulOtherPlaceHasToBeReadToo) {
  World world = WithGap();
  world.plan.channels.push_back({"exchange", "exchange", {"exchange"}, {"p.*"}, {}, true, {"law", true}, {}});
  model::SiteProfile site;
  site.id = "exchange";
  site.kind = model::SiteKind::kExchange;
  site.crawl = false;
  world.plan.sites.push_back(site);
  EXPECT_EQ(VerdictOf(world), Verdict::kUnverifiable);
}

TEST(ChannelTest, AbsentFromARequiredChannelThatWasRead) {
  World world;
  world.plan.channels.push_back({"exchange", "exchange", {"exchange"}, {"p.*"}, {}, true, {"law", true}, {}});
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  Read(&world.Publish("p.permit", "one", "2025-05-06", "house seven"), DateMeaning::kDecided, "2025-04-24");
  EXPECT_EQ(Findings(world.Run(), FindingKind::kChannelMissing).size(), 1u);
  World linked = world;
  linked.FactsOf("http://exchange.test/list/").entries.push_back({linked.disclosures[0].url, "x", {}});
  EXPECT_TRUE(Findings(linked.Run(), FindingKind::kChannelMissing).empty()) << "a link is presence";
  linked.plan.assessment.portal_link_counts = false;
  EXPECT_EQ(Findings(linked.Run(), FindingKind::kChannelMissing).size(), 1u);
  World unread = world;
  unread.Fail("exchange", "/d/z.html", FetchOutcome::kTimeout, "z");
  EXPECT_TRUE(Findings(unread.Run(), FindingKind::kChannelMissing).empty());
}

TEST(ChannelTest, AwaitsReviewWhereNothingOfTheKindWasRecognised) {
  // A credit site shows its records behind a search: nothing of the kind seen there says nothing.
  World world;
  world.plan.channels.push_back({"exchange", "exchange", {"exchange"}, {"p.*"}, {}, true, {"law", true}, {}});
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  Read(&world.Publish("p.permit", "one", "2025-05-06", "house seven"), DateMeaning::kDecided, "2025-04-24");
  const auto none = Findings(world.Run(), FindingKind::kChannelMissing);
  ASSERT_EQ(none.size(), 1U);
  EXPECT_TRUE(none[0].needs_review);
  world.Publish("p.permit", "two", "2025-05-06", "house eight", "exchange");
  for (const auto& finding : Findings(world.Run(), FindingKind::kChannelMissing)) {
    if (finding.unit == "two") continue;
    EXPECT_FALSE(finding.needs_review) << "others stand there, this does not";
  }
}

TEST(GuardTest, ASiteThatDidNotAnswerForItsRobotsFileForbidsNothing) {
  for (const auto& [detail, reason] : std::vector<std::pair<const char*, const char*>>{
           {"Disallow: /d/", "robots_denied"},
           {"robots.txt unreachable: empty reply", "robots_unreachable"}}) {
    World world;
    world.Fail("one", "/d/x.html", FetchOutcome::kRobotsDenied, "x");
    world.pages.back().outcome_detail = detail;
    bool told = false;
    for (const auto& site : world.Run().coverage) {
      for (const auto& gap : site.gaps) told = told || gap.reason == reason;
    }
    EXPECT_TRUE(told) << detail;
  }
}

TEST(GuardTest, TheBlankFrameOfAFramesetHidesNothing) {
  for (const auto& [host_note, anchor, verdict] :
       std::vector<std::tuple<model::PageNote, const char*, Verdict>>{
           {model::PageNote::kRedirectStub, "", Verdict::kMissing},
           {model::PageNote::kNone, "", Verdict::kUnverifiable},
           {model::PageNote::kRedirectStub, "permit of house seven", Verdict::kUnverifiable}}) {
    World world;
    world.Ledger("p.permit", "one", "house seven", "2025-04-24");
    auto& blank = world.AddPage("one", "/blank.html", model::PageKind::kError);
    blank.anchor = anchor;
    blank.found_on = "http://one.test/";
    world.facts.back().note = model::PageNote::kTemplateEmpty;
    auto& host = world.FactsOf("http://one.test/");
    host.note = host_note;
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, verdict) << anchor;
  }
}

TEST(ChannelTest, AnEntryOfItsListIsALinkToo) {
  World world;
  world.plan.channels.push_back({"exchange", "exchange", {"exchange"}, {"p.*"}, {}, true, {"law", true}, {}});
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  Read(&world.Publish("p.permit", "one", "2025-05-06", "house seven"), DateMeaning::kDecided, "2025-04-24");
  for (const auto& [title, missing] : std::vector<std::pair<const char*, size_t>>{
           {"permit of house seven", 0}, {"permit of house nine", 1}}) {
    World linked = world;
    // First found on the unit's own list, under its own name there.
    linked.Fail("one", "/other/copy.html", FetchOutcome::kBudget, "something else entirely");
    linked.FactsOf("http://exchange.test/list/")
        .entries.push_back({"http://one.test/other/copy.html", title, {}});
    EXPECT_EQ(Findings(linked.Run(), FindingKind::kChannelMissing).size(), missing) << title;
  }
}

TEST(ChannelTest, WhatAnUnreadPageBehindItsLinkHoldsIsNotKnown) {
  World world;
  world.plan.channels.push_back({"exchange", "exchange", {"exchange"}, {"p.*"}, {}, true, {"law", true}, {}});
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  Read(&world.Publish("p.permit", "one", "2025-05-06", "house seven"), DateMeaning::kDecided, "2025-04-24");
  const auto with_link = [&](std::string anchor, FetchOutcome outcome) {
    World linked = world;
    linked.Fail("one", "/other/copy.html", outcome, std::move(anchor));
    linked.pages.back().found_on = "http://exchange.test/list/";
    return linked.Run();
  };
  for (const char* anchor : {"permit of house seven", "", "more"}) {
    const auto output = with_link(anchor, FetchOutcome::kBudget);
    EXPECT_TRUE(Findings(output, FindingKind::kChannelMissing).empty()) << anchor;
    const auto unknown = Findings(output, FindingKind::kUnverifiable, "p.permit");
    ASSERT_EQ(unknown.size(), 1U) << anchor;
    EXPECT_TRUE(unknown[0].needs_review);
    EXPECT_EQ(unknown[0].evidence.back().url, "http://one.test/other/copy.html");
  }
  EXPECT_EQ(
      Findings(with_link("permit of house nine", FetchOutcome::kBudget), FindingKind::kChannelMissing).size(),
      1U)
      << "the link names another thing";
  EXPECT_EQ(
      Findings(with_link("permit of house seven", FetchOutcome::kGone), FindingKind::kChannelMissing).size(),
      1U)
      << "the link leads nowhere for anybody";
}

TEST(ElementsTest, IncompleteNamesWhatIsAbsent) {
  World world;
  auto& page = world.Publish("p.result", "one", "2025-03-13", "desks");
  Read(&page, DateMeaning::kDetermined, "2025-03-12");
  page.elements.pop_back();
  const auto findings = Findings(world.Run(), FindingKind::kIncomplete);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].reason.args[1], "winner");
  EXPECT_FALSE(findings[0].needs_review);
  world.disclosures[0].unread_attachment = true;
  EXPECT_TRUE(Findings(world.Run(), FindingKind::kIncomplete)[0].needs_review);
}

TEST(ExemptionTest, ExemptIsNotMissingAndContradictionIsAFault) {
  World world = WithGap();
  world.plan.registers.exemptions.push_back(
      {"p.permit", "one", "house seven", "", {}, "secret", "office", D("2025-05-01"), {}, "ex.csv:2"});
  EXPECT_EQ(VerdictOf(world), Verdict::kExempt);
  EXPECT_TRUE(Findings(world.Run(), FindingKind::kExemptionFault).empty());
  World contradicted = world;
  contradicted.Publish("p.permit", "one", "2025-05-06", "house seven");
  EXPECT_EQ(Findings(contradicted.Run(), FindingKind::kExemptionFault).size(), 1u);
}

TEST(ExemptionTest, AFlawedOneExcusesNothingSilently) {
  const auto with = [](const auto& change) {
    World world = WithGap();
    world.plan.registers.exemptions.push_back(
        {"p.permit", "one", "house seven", "", {}, "secret", "office", D("2025-05-01"), {}, "ex.csv:2"});
    change(&world.plan.registers.exemptions[0]);
    return world;
  };
  const World voids[] = {
      with([](auto* row) { row->ground = "because"; }),
      with([](auto* row) { row->approver.clear(); }),
      with([](auto* row) { row->approved_on.reset(); }),
      with([](auto* row) { row->approved_on = D("2026-02-11"); }),
  };
  for (const World& world : voids) {
    const auto output = world.Run();
    EXPECT_EQ(VerdictOf(world), Verdict::kMissing);
    const auto missing = Findings(output, FindingKind::kMissing, "p.permit");
    ASSERT_EQ(missing.size(), 1u);
    EXPECT_TRUE(missing[0].needs_review) << "somebody decided something: a person looks, nothing is deducted";
    EXPECT_EQ(Findings(output, FindingKind::kExemptionFault).size(), 1u);
  }
  // Sound when it was decided; whether it still holds nobody has said.
  const World expired = with([](auto* row) { row->review_on = D("2026-01-01"); });
  EXPECT_EQ(VerdictOf(expired), Verdict::kUndeterminable);
  EXPECT_EQ(Findings(expired.Run(), FindingKind::kExemptionFault).size(), 1u);
  const World on_the_day = with([](auto* row) { row->review_on = D("2026-02-10"); });
  EXPECT_EQ(VerdictOf(on_the_day), Verdict::kExempt);
}

TEST(ExemptionTest, WhatStandsThereIsJudgedForReview) {
  World world = WithGap();
  world.plan.registers.exemptions.push_back(
      {"p.permit", "one", "house seven", "", {}, "secret", "office", D("2025-05-01"), {}, "ex.csv:2"});
  World in_time = world;
  in_time.Publish("p.permit", "one", "2025-05-06", "house seven");
  EXPECT_EQ(VerdictOf(in_time), Verdict::kOnTime);
  World late = world;
  late.Publish("p.permit", "one", "2025-09-30", "house seven");
  const auto output = late.Run();
  const auto findings = Findings(output, FindingKind::kLate);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].needs_review);
  EXPECT_EQ(Findings(output, FindingKind::kExemptionFault).size(), 1u);
}

TEST(ExemptionTest, NoEventDeclarationSettlesAnAnnualItem) {
  World world;
  world.plan.registers.no_events.push_back({"y.plan", "one", 2025, "office", D("2026-01-05"), "no.csv:2"});
  EXPECT_EQ(Only(world.Run(), "y.plan", "one").verdict, Verdict::kNoEvent);
  auto& page = world.Publish("y.plan", "one", "2025-03-01");
  page.period_year = 2025;
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "y.plan", "one").verdict, Verdict::kOnTime);
  EXPECT_EQ(Findings(output, FindingKind::kExemptionFault).size(), 1u);
}

TEST(ExemptionTest, LedgerOutweighsADeclaration) {
  World world = WithGap();
  world.plan.registers.no_events.push_back({"p.permit", "one", 2025, "office", D("2026-01-05"), "no.csv:2"});
  const auto output = world.Run();
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kMissing);
  EXPECT_EQ(Findings(output, FindingKind::kExemptionFault).size(), 1u);
}

TEST(ChainTest, AwardProvesThatCandidatesWereOwed) {
  World world;
  world.Publish("t.award", "one", "2025-03-10", "great road");
  const auto output = world.Run();
  const auto candidates = Findings(output, FindingKind::kMissing, "t.candidates");
  ASSERT_EQ(candidates.size(), 1u);
  EXPECT_FALSE(candidates[0].needs_review);
  EXPECT_EQ(candidates[0].due, D("2025-03-10"));
  const auto contract = Only(output, "t.contract", "one");
  EXPECT_EQ(contract.source, model::ObligationSource::kChain);
  EXPECT_EQ(contract.due_on, D("2025-05-09"));  // 30 natural days, then 20 working days
  EXPECT_EQ(contract.verdict, Verdict::kMissing);
}

TEST(ChainTest, WhatARegisterSaysIsAnotherUnitsIsNoDutyOfTheOnlyOneNamed) {
  World world;
  const model::Area* area = nullptr;
  for (model::Area& known : world.plan.areas) {
    if (known.id != world.ItemOf("t.candidates").area) continue;
    known.units = {"one"};
    known.open = false;
    area = &known;
  }
  ASSERT_NE(area, nullptr);
  world.Ledger("t.award", "two", "great road", "2025-03-10");
  for (const auto& finding : Findings(world.Run(), FindingKind::kMissing, "t.candidates")) {
    EXPECT_TRUE(finding.needs_review);
    EXPECT_NE(finding.unit, "one");
  }
}

TEST(ChainTest, UnverifiedLinkGivesReviewAndFutureDueIsPending) {
  World world;
  world.Publish("t.notice", "one", "2025-03-10", "great road");
  EXPECT_TRUE(Findings(world.Run(), FindingKind::kMissing, "t.candidates")[0].needs_review);
  world.as_of = D("2025-04-01");
  EXPECT_EQ(Only(world.Run(), "t.candidates", "one").verdict, Verdict::kPending);
}

TEST(ChainTest, ClosedChainOwesNothingMore) {
  World world;
  world.Publish("t.notice", "one", "2025-03-10", "great road");
  world.Publish("t.notice", "one", "2025-04-10", "great road").context = "failed";
  EXPECT_TRUE(Findings(world.Run(), FindingKind::kMissing, "t.candidates").empty());
  world.Publish("t.notice", "one", "2025-05-12", "great road");  // tendered anew
  EXPECT_EQ(Findings(world.Run(), FindingKind::kMissing, "t.candidates").size(), 1u);
}

TEST(ChainTest, AmendmentRestartsTheClockAndIsNoItem) {
  World world;
  world.Publish("t.notice", "one", "2025-03-10", "great road");
  const auto before = Only(world.Run(), "t.candidates", "one").due_on;
  world.Publish("t.notice", "one", "2025-04-10", "great road").context = "amended";
  const auto output = world.Run();
  EXPECT_GT(Only(output, "t.candidates", "one").due_on, before);
  EXPECT_EQ(Only(output, "t.notice", "one").matched.size(), 1u);
}

TEST(ChainTest, BackwardLinkNeedsListsToTheirRealEnd) {
  World world;
  world.Publish("t.award", "one", "2025-03-10", "great road");
  auto& list = world.FactsOf("http://one.test/list/");
  list.next_pages.push_back({"http://one.test/list/2", "2", model::Link::Kind::kPager});
  for (auto& entry : list.entries) entry.date = D("2019-01-01");
  EXPECT_EQ(Only(world.Run(), "t.candidates", "one").verdict, Verdict::kUnverifiable);
}

TEST(FindingIdTest, OneThingSeenOnTwoPagesIsOneFindingWithBoth) {
  World world;
  std::vector<std::string> urls;
  for (const char* site : {"one", "two"}) {
    auto& page = world.Publish("g.guide", "one", "2025-04-25", "", site);
    page.title = "list of tenants";
    auto& facts = world.FactsOf(page.url);
    facts.title->value = page.title;
    // A mobile number alone is for review: the firm page has to speak first.
    const std::string kind = urls.empty() ? "mobile" : "resident_id";
    facts.privacy.push_back({kind, "1101***", "h", {"1101***", 0, 0}});
    urls.push_back(page.url);
  }
  const auto leak = Findings(world.Run(), FindingKind::kPrivacyLeak);
  ASSERT_EQ(leak.size(), 1u);
  EXPECT_FALSE(leak[0].needs_review);
  EXPECT_EQ(leak[0].url, urls[1]);
  std::set<std::string> shown;
  for (const auto& proof : leak[0].evidence) shown.insert(proof.url);
  EXPECT_EQ(shown, std::set<std::string>(urls.begin(), urls.end()));
}

TEST(PageTest, DeadLinkAndPrivacyCarryTheirProof) {
  World world;
  world.Fail("one", "/old/", FetchOutcome::kGone, "old site");
  auto& page = world.Publish("g.guide", "one", "2024-05-01");
  world.FactsOf(page.url).privacy.push_back({"resident_id", "1101***", "h", {"1101***", 0, 0}});
  const auto output = world.Run();
  const auto dead = Findings(output, FindingKind::kDeadLink);
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].unit, "one");
  EXPECT_EQ(dead[0].evidence[0].url, "http://one.test/list/");
  const auto leak = Findings(output, FindingKind::kPrivacyLeak, "g.guide");
  ASSERT_EQ(leak.size(), 1u);
  EXPECT_EQ(leak[0].severity, model::Severity::kHigh);
}

TEST(PageTest, DatesMoreThanADayApartConflict) {
  World world;
  auto& page = world.Publish("g.guide", "one", "2024-05-15");
  auto& facts = world.FactsOf(page.url);
  facts.dates = page.dates;
  auto entry = page.dates[0];
  entry.source = model::ReadingSource::kUrl;
  entry.date = D("2024-05-16");
  facts.dates.push_back(entry);
  EXPECT_TRUE(Findings(world.Run(), FindingKind::kDateConflict).empty());
  facts.dates.back().date = D("2024-05-26");
  EXPECT_EQ(Findings(world.Run(), FindingKind::kDateConflict).size(), 1u);
}

TEST(FindingTest, WithoutEvidenceCannotBeBuilt) {
  EXPECT_FALSE(BuildFinding({}, {}).has_value());
  EXPECT_TRUE(BuildFinding({}, {model::Evidence()}).has_value());
}

TEST(FindingTest, TableHasEveryKindInOrder) {
  ASSERT_EQ(KindTable().size(), 24u);
  for (size_t i = 0; i < KindTable().size(); ++i) EXPECT_EQ(static_cast<size_t>(KindTable()[i].kind), i);
}

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// docs/findings.md is made from the table: MINGCHA_UPDATE_GOLDENS=1 writes it anew.
TEST(FindingTest, DocumentTellsTheSameAsTheTable) {
  const std::string path = MINGCHA_SOURCE_DIR "/docs/findings.md";
  const std::string text = ReadWhole(path);
  base::Catalogue names;
  names.Add(ReadWhole(MINGCHA_SOURCE_DIR "/reports/messages.zh.tsv"));
  names.Add(ReadWhole(MINGCHA_SOURCE_DIR "/checker/messages.zh.tsv"));
  const std::string begin = "<!-- kinds: made by checker_test from checker/kind_table.cc -->\n";
  const std::string end = "<!-- end of kinds -->";
  const size_t from = text.find(begin);
  const size_t to = text.find(end);
  ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to) << path;
  const std::string made = text.substr(0, from + begin.size()) + KindTableMarkdown(names) + text.substr(to);
  if (std::getenv("MINGCHA_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path, std::ios::binary) << made;
  } else {
    EXPECT_EQ(made, text) << "run checker_test with MINGCHA_UPDATE_GOLDENS=1";
  }
  ASSERT_EQ(KindTable().size(), model::EnumNames<FindingKind>().size());
  for (size_t i = 0; i < KindTable().size(); ++i) {
    EXPECT_EQ(KindTable()[i].kind, static_cast<FindingKind>(i))
        << "the table stands in the order of the list";
    EXPECT_TRUE(names.Contains(KindWord(KindTable()[i].kind)));
  }
}

TEST(FindingTest, IdKeepsWhenAddressAndDayChange) {
  World world = WithGap();
  const auto before = Findings(world.Run(), FindingKind::kMissing, "p.permit");
  world.as_of = D("2026-01-20");
  const auto after = Findings(world.Run(), FindingKind::kMissing, "p.permit");
  EXPECT_EQ(before[0].id, after[0].id);
}

TEST(ScoreTest, AreasAddUpAndReviewNeverDeducts) {
  World world;
  world.Publish("g.guide", "one", "2024-05-01");
  const auto output = world.Run();
  for (const auto& unit : output.result.units) {
    if (!unit.score) continue;
    double sum = 0;
    for (const auto& area : unit.areas) {
      sum += area.completeness + area.elements + area.timeliness;
      EXPECT_NEAR(area.weight, area.completeness_of + area.elements_of + area.timeliness_of, 1e-9);
    }
    EXPECT_NEAR(*unit.score, sum, 1e-9);
  }
  World review = world;
  review.Ledger("p.deal", "one", "plot", "2025-03-03");
  Read(&review.Publish("p.deal", "one", "2025-03-20", "plot"), DateMeaning::kSaleEnd, "2025-03-03");
  const auto scored = review.Run();
  for (const auto& area : scored.result.units[0].areas) {
    if (area.area != "p") continue;
    EXPECT_NEAR(area.completeness + area.elements + area.timeliness, area.weight, 1e-9);
  }
}

World Busy() {
  World world = WithGap();
  world.plan.registers.major_projects = {{"great road", "2402-120115-89-01-330010", "one", "major.csv:2"}};
  world.Publish("t.award", "one", "2025-03-10", "great road").codes = {"2402-120115-89-01-330010"};
  world.Publish("t.notice", "one", "2025-01-10", "small lane");
  Read(&world.Publish("p.permit", "two", "2025-05-26", "house nine", "two"), DateMeaning::kDecided,
       "2025-04-24");
  world.Publish("g.guide", "one", "2024-05-01");
  world.Publish("y.plan", "two", "2025-05-01", "", "two").period_year = 2025;
  world.Fail("two", "/d/gone.html", FetchOutcome::kGone, "old news");
  return world;
}

TEST(MetamorphicTest, OrderOfInputChangesNothing) {
  const World world = Busy();
  const auto expected = world.Run();
  ASSERT_GE(expected.result.findings.size(), 5u);
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const auto other = world.RunShuffled(seed);
    EXPECT_TRUE(other.result == expected.result) << seed;
    EXPECT_TRUE(other.coverage == expected.coverage) << seed;
  }
}

/// Item, unit and subject of every missing.
std::set<std::string> Gaps(const World& world) {
  std::set<std::string> gaps;
  for (const auto& finding : Findings(world.Run(), FindingKind::kMissing))
    gaps.insert(finding.item + "|" + finding.unit + "|" + finding.project);
  return gaps;
}

TEST(MetamorphicTest, RemovingAPageNeverRemovesAMissing) {
  World world;  // obligations that do not rest on pages
  for (const char* name : {"house six", "house seven", "house eight"})
    world.Ledger("p.permit", "one", name, "2025-04-24");
  world.Publish("p.permit", "one", "2025-04-28", "house six");
  world.Publish("g.guide", "one", "2024-05-01");
  const auto before = Gaps(world);
  for (size_t i = 0; i < world.disclosures.size(); ++i) {
    World less = world;
    const std::string url = less.disclosures[i].url;
    less.disclosures.erase(less.disclosures.begin() + static_cast<std::ptrdiff_t>(i));
    for (auto& facts : less.facts)  // The list does not name it either: a row alone forbids to accuse.
      std::erase_if(facts.entries, [&](const auto& entry) { return entry.url == url; });
    const auto after = Gaps(less);
    for (const std::string& gap : before) EXPECT_TRUE(after.contains(gap)) << gap;
    EXPECT_GT(after.size(), before.size());
  }
}

TEST(MetamorphicTest, AddingAnExemptionNeverAddsAMissing) {
  const World world = Busy();
  const auto before = Gaps(world);
  for (const char* item : {"p.permit", "g.guide", "t.candidates", "b.contract", "y.plan"}) {
    for (const char* subject : {"", "house seven", "great road"}) {
      World more = world;
      more.plan.registers.exemptions.push_back(
          {item, "one", subject, "", {}, "secret", "office", D("2025-05-01"), {}, "ex.csv:2"});
      for (const std::string& gap : Gaps(more)) EXPECT_TRUE(before.contains(gap)) << gap;
    }
  }
}

}  // namespace
}  // namespace mingcha::checker
