// The last look before an accusation, what an unverified link puts in doubt, rules of order, display and
// lead, page tags, and assessments of single units.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <tuple>

#include "checker/check_index.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::DateMeaning;
using model::FindingKind;
using model::Verdict;

constexpr const char* kNumber = "BZ(2025)22";

World WithNumberedRow() {
  World world;
  world.Ledger("p.permit", "one", "garden builder limited", "2025-04-24").project_code = kNumber;
  return world;
}

/// A detail page that no item was read from.
model::PageFacts& Unrecognised(World* world, const std::string& title, std::string_view site = "one") {
  const std::string url =
      world->AddPage(site, "/d/" + std::to_string(world->pages.size()) + ".html", model::PageKind::kDetail)
          .url;
  auto& facts = world->FactsOf(url);
  facts.title->value = title;
  return facts;
}

model::TextReading Text(const std::string& value) {
  model::TextReading reading;
  reading.value = value;
  return reading;
}

TEST(ClaimTest, WeakPageWithTheRowsOwnNumberIsTheMatch) {
  struct Row {
    const char *unit, *number;
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{{"one", kNumber, Verdict::kOnTime},
                                         {"", kNumber, Verdict::kOnTime},
                                         {"two", kNumber, Verdict::kUndeterminable},
                                         {"one", "", Verdict::kUndeterminable}}) {
    for (const bool late : {false, true}) {
      World world = WithNumberedRow();
      auto& page = world.Publish("p.permit", row.unit, late ? "2025-05-20" : "2025-04-28",
                                 *row.number == 0 ? "garden builder limited" : "");
      page.grade = model::Grade::kWeak;
      page.doc_number = row.number;
      const auto output = world.Run();
      const auto got = Only(output, "p.permit", "one");
      const Verdict expected = late && row.verdict == Verdict::kOnTime ? Verdict::kLate : row.verdict;
      EXPECT_EQ(got.verdict, expected) << row.unit << " " << row.number << " " << late;
      EXPECT_TRUE(Findings(output, FindingKind::kMissing, "p.permit").empty());
      for (const auto& finding : Findings(output, FindingKind::kLate, "p.permit"))
        EXPECT_FALSE(finding.needs_review);
    }
  }
}

TEST(ClaimTest, PageWithTheNumberForbidsMissingWhereverItSays) {
  const std::vector<std::pair<const char*, std::function<void(model::PageFacts*)>>> ways = {
      {"own number", [](model::PageFacts* facts) { facts->doc_number = Text(kNumber); }},
      {"codes", [](model::PageFacts* facts) { facts->project_codes = {kNumber}; }},
      {"cited", [](model::PageFacts* facts) { facts->cited_documents = {kNumber}; }}};
  for (const auto& [name, set] : ways) {
    World world = WithNumberedRow();
    auto& facts = Unrecognised(&world, "notice on a decision", "two");
    set(&facts);
    const std::string url = facts.url;
    const auto output = world.Run();
    EXPECT_TRUE(Findings(output, FindingKind::kMissing, "p.permit").empty()) << name;
    const auto findings = Findings(output, FindingKind::kUndeterminable, "p.permit");
    ASSERT_EQ(findings.size(), 1u) << name;
    EXPECT_TRUE(findings[0].needs_review);
    EXPECT_EQ(findings[0].reason.args[0], url);
    EXPECT_EQ(findings[0].evidence.front().url, url);
  }
}

TEST(ClaimTest, OtherNumbersAndTimesAndRecognisedPagesDoNotExcuse) {
  World other = WithNumberedRow();
  Unrecognised(&other, "garden builder limited: decision").doc_number = Text("BZ(2025)23");
  EXPECT_EQ(Only(other.Run(), "p.permit", "one").verdict, Verdict::kMissing) << "another number";

  World later = WithNumberedRow();
  auto& facts = Unrecognised(&later, "decision");
  facts.doc_number = Text(kNumber);
  facts.published = model::DateReading{};
  facts.published->date = D("2026-02-11");
  EXPECT_EQ(Only(later.Run(), "p.permit", "one").verdict, Verdict::kMissing) << "published after as-of";

  World stage = WithNumberedRow();
  stage.Publish("p.order", "one", "2025-04-28", "garden builder limited").codes = {kNumber};
  EXPECT_EQ(Only(stage.Run(), "p.permit", "one").verdict, Verdict::kMissing)
      << "another item of the same project is another item";

  World taken = WithNumberedRow();
  taken.Publish("p.order", "one", "2025-04-28", "garden builder limited").doc_number = kNumber;
  EXPECT_EQ(Only(taken.Run(), "p.permit", "one").verdict, Verdict::kUndeterminable)
      << "the very document, taken for another item";
}

TEST(ClaimTest, NameInTheTitleOfAPageInThePlaces) {
  for (const auto& [title, site, verdict] : std::vector<std::tuple<const char*, const char*, Verdict>>{
           {"penalty of garden builder limited", "one", Verdict::kUndeterminable},
           {"penalty of garden builder limited", "two", Verdict::kMissing},
           {"penalty of another builder", "one", Verdict::kMissing}}) {
    World world = WithNumberedRow();
    Unrecognised(&world, title, site);
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, verdict) << title << " on " << site;
  }
}

TEST(ClaimTest, PageOfTheItemThatCitesTheRowsNumber) {
  // The row bears the number of the approval, the page that makes it known a number of its own.
  for (const auto& [item, cited, verdict] : std::vector<std::tuple<const char*, const char*, Verdict>>{
           {"p.permit", kNumber, Verdict::kUndeterminable},
           {"p.permit", "BZ(2025)23", Verdict::kMissing},
           {"p.order", kNumber, Verdict::kMissing}}) {
    World world;
    world.Ledger("p.permit", "one", "garden builder limited", "2025-04-24").doc_number = kNumber;
    auto& page = world.Publish(item, "one", "2025-04-28", "another name entirely");
    page.doc_number = "OWN(2025)2";
    page.cited_documents = {cited};
    EXPECT_EQ(Only(world.Run(), "p.permit", "one", "garden builder limited").verdict, verdict)
        << item << cited;
  }
}

/// The page bears no number of its own, only that of the approval, which is the register's: it is the row's,
/// and what both imply is owed once. What contradicts that leaves them two.
TEST(ClaimTest, ThePageThatBearsOnlyTheRowsNumberIsTheRows) {
  struct Row {
    const char* what;
    std::function<void(World*)> change;
    Verdict verdict;
    size_t contracts;
  };
  const auto page_of = [](World* world) -> model::Disclosure& { return world->disclosures.front(); };
  const std::vector<Row> rows = {
      {"as it is", [](World*) {}, Verdict::kOnTime, 1},
      {"spelt otherwise", [&](World* w) { page_of(w).cited_documents = {"BZ[2025] 022"}; }, Verdict::kOnTime,
       1},
      {"another number", [&](World* w) { page_of(w).cited_documents = {"BZ(2025)23"}; }, Verdict::kMissing,
       2},
      {"another unit", [&](World* w) { page_of(w).unit = "two"; }, Verdict::kUndeterminable, 2},
      {"a number of its own", [&](World* w) { page_of(w).doc_number = "OWN(2025)2"; },
       Verdict::kUndeterminable, 2},
      {"a number of its own, and the row dates an approval",
       [&](World* w) {
         page_of(w).doc_number = "OWN(2025)2";
         w->plan.registers.ledger.front().event_meaning = "approved";
       },
       Verdict::kUndeterminable, 1},
      {"its own number counts otherwise than the row's name",
       [&](World* w) {
         page_of(w).doc_number = "own[2025]7";
         page_of(w).subject = "village road of the north(own[2025]7)";
         w->plan.registers.ledger.front().subject = "roads 2 of 2025";
         w->plan.registers.ledger.front().event_meaning = "received";
       },
       Verdict::kUndeterminable, 1},
      {"its number is of the very office of the row's",
       [&](World* w) {
         page_of(w).doc_number = "BZ(2025)25";
         w->plan.registers.ledger.front().event_meaning = "approved";
       },
       Verdict::kUndeterminable, 2},
      {"counts otherwise",
       [&](World* w) {
         page_of(w).subject = "village road 3 of the north";
         w->plan.registers.ledger.front().subject = "roads 2";
       },
       Verdict::kUndeterminable, 2},
      {"two subjects cite it",
       [](World* w) {
         w->Publish("t.award", "one", "2025-04-28", "village bridge of the east").cited_documents = {kNumber};
       },
       Verdict::kUndeterminable, 3},
      {"the row has its page",
       [](World* w) { w->Publish("t.award", "one", "2025-04-25", "garden builder limited"); },
       Verdict::kOnTime, 2},
      {"the page has its row",
       [](World* w) { w->Ledger("t.award", "one", "village road of the north", "2025-04-25"); },
       Verdict::kUndeterminable, 2},
      {"codes of one form differ",
       [&](World* w) {
         page_of(w).codes = {"PR-2025-77"};
         w->plan.registers.ledger.front().project_code = "PR-2025-78";
       },
       Verdict::kUndeterminable, 2},
  };
  for (const Row& row : rows) {
    World world;
    world.Ledger("t.award", "one", "garden builder limited", "2025-04-24").doc_number = kNumber;
    world.Publish("t.award", "one", "2025-04-28", "village road of the north").cited_documents = {kNumber};
    row.change(&world);
    const auto output = world.Run();
    const std::string& subject = world.plan.registers.ledger.front().subject;
    EXPECT_EQ(Only(output, "t.award", "one", subject).verdict, row.verdict) << row.what;
    EXPECT_EQ(Findings(output, FindingKind::kMissing, "t.contract").size() +
                  Findings(output, FindingKind::kUnverifiable, "t.contract").size(),
              row.contracts)
        << row.what;
    EXPECT_EQ(output.result.findings, world.RunShuffled(7).result.findings) << row.what;
  }
}

TEST(ClaimTest, RowOfAListThatNamesItWhateverThePageSays) {
  using model::PageKind;
  // The page behind the row was read, but nothing was recognised on it: who sees the list sees the item.
  for (const auto& [title, kind, verdict] : std::vector<std::tuple<const char*, PageKind, Verdict>>{
           {"permit of garden builder limited", PageKind::kList, Verdict::kUndeterminable},
           {"permit of garden builder limited", PageKind::kDetail, Verdict::kUndeterminable},
           {"permit of garden builder limited", PageKind::kError, Verdict::kUnverifiable},
           {"permit of another builder", PageKind::kList, Verdict::kMissing}}) {
    World world = WithNumberedRow();
    auto& facts = Unrecognised(&world, "details");
    facts.kind = kind;
    const std::string url = world.pages.back().url;
    world.FactsOf("http://one.test/list/").entries.push_back({url, title, {}});
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, verdict) << title << static_cast<int>(kind);
  }
}

TEST(ClaimTest, ListThatOnlyLinksToAPageOfTheNumberProvesNothing) {
  World world = WithNumberedRow();
  auto& list = world.FactsOf("http://one.test/list/");
  list.cited_documents = {kNumber};
  list.entries.push_back({"http://one.test/d/x", std::string("decision ") + kNumber, {}});
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kMissing);
  world.FactsOf("http://one.test/list/").entries.clear();
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kUndeterminable) << "a table of numbers";
}

TEST(AttachmentTest, OnAnotherProjectsPageHidesNothing) {
  struct Row {
    const char* name;
    model::PageNote note;
    const char *subject, *code;
    bool as_row;
    Verdict verdict;
  };
  for (const Row& row : std::vector<Row>{
           {"another", model::PageNote::kNone, "bridge over the river", "", false, Verdict::kMissing},
           {"bare, confirmed", model::PageNote::kAttachmentOnly, "bridge over the river", "QQ-2025-9", false,
            Verdict::kMissing},
           {"bare", model::PageNote::kAttachmentOnly, "bridge over the river", "", false,
            Verdict::kUnverifiable},
           {"aggregate", model::PageNote::kTable, "bridge over the river", "", true, Verdict::kUnverifiable},
           {"nameless", model::PageNote::kNone, "", "", false, Verdict::kUnverifiable}}) {
    World world = WithNumberedRow();
    auto& page = world.Publish("p.permit", "one", "2025-04-28", row.subject);
    if (row.as_row) page.row = 0;
    if (*row.code != 0) page.codes = {row.code};
    auto& facts = world.FactsOf(page.url);
    facts.note = row.note;
    facts.items = {{"p.permit", model::Grade::kCertain, {}}};
    facts.unread_attachment = true;
    EXPECT_EQ(Only(world.Run(), "p.permit", "one", "garden builder limited").verdict, row.verdict)
        << row.name;
  }
}

TEST(ReviewTest, UnverifiedLinkPutsOnlyTheGapInDoubt) {
  World world;
  world.plan.chains[0].to_items = {"p.result"};  // t.notice → p.result, not verified
  world.Publish("t.notice", "one", "2025-03-03", "great road");
  const auto gap = Findings(world.Run(), FindingKind::kMissing, "p.result");
  ASSERT_EQ(gap.size(), 1u);
  EXPECT_TRUE(gap[0].needs_review);
  auto& page = world.Publish("p.result", "one", "2025-03-20", "great road");
  Read(&page, DateMeaning::kDetermined, "2025-03-12");
  page.elements.pop_back();
  const auto output = world.Run();
  for (const auto kind : {FindingKind::kLate, FindingKind::kIncomplete}) {
    const auto findings = Findings(output, kind, "p.result");
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_FALSE(findings[0].needs_review);
    EXPECT_TRUE(findings[0].rule.verified);
  }
}

TEST(ReviewTest, VerifiedLinkSpeaksBeforeAnUnverifiedOne) {
  World world;
  world.Publish("t.notice", "one", "2025-01-06", "great road");
  world.Publish("t.award", "one", "2025-03-10", "great road");
  const auto gap = Findings(world.Run(), FindingKind::kMissing, "t.candidates");
  ASSERT_EQ(gap.size(), 1u);
  EXPECT_FALSE(gap[0].needs_review);
  EXPECT_EQ(gap[0].rule.id, "a-c");
}

model::LimitRule Rule(const char* id, model::LimitKind kind, const char* item, int days,
                      model::DayUnit unit = model::DayUnit::kNatural) {
  model::LimitRule rule;
  rule.id = id;
  rule.kind = kind;
  rule.items = {item};
  rule.days = days;
  rule.unit = unit;
  rule.basis = {"law", true};
  return rule;
}

TEST(OrderTest, ItemBeforeTheOneThatHasToComeFirst) {
  for (const auto& [award, violations] : std::vector<std::pair<const char*, size_t>>{
           {"2025-03-05", 1}, {"2025-03-11", 0}, {"2025-03-12", 0}, {"2025-03-20", 0}}) {
    for (const bool verified : {true, false}) {
      World world;
      auto rule = Rule("award-after", model::LimitKind::kOrder, "t.award", 0);
      rule.after_item = "t.candidates";
      rule.basis.verified = verified;
      world.plan.limits.push_back(rule);
      world.Publish("t.candidates", "one", "2025-03-12", "great road");
      world.Publish("t.award", "one", award, "great road");
      const auto findings = Findings(world.Run(), FindingKind::kOrderViolation);
      ASSERT_EQ(findings.size(), violations) << award;  // a day of clock skew between channels is none
      for (const auto& finding : findings) EXPECT_EQ(finding.needs_review, !verified);
    }
  }
}

TEST(LawChangeTest, TheRuleInForceOnTheDayOfTheEvent) {
  struct Row {
    std::vector<const char*> events;
    const char* published;
    Verdict verdict;
  };
  // Until 30 June seven working days, from 1 July five; 2025-07-04 is a Friday.
  for (const Row& row :
       std::vector<Row>{{{"2025-06-30"}, "2025-07-09", Verdict::kOnTime},
                        {{"2025-06-30"}, "2025-07-10", Verdict::kLate},
                        {{"2025-07-01"}, "2025-07-08", Verdict::kOnTime},
                        {{"2025-07-01"}, "2025-07-09", Verdict::kLate},
                        {{"2025-06-30", "2025-07-01"}, "2025-07-08", Verdict::kOnTime},
                        {{"2025-06-30", "2025-07-01"}, "2025-07-09", Verdict::kUndeterminable},
                        {{"2025-06-30", "2025-07-01"}, "2025-07-10", Verdict::kLate}}) {
    World world;
    auto rule = Rule("five", model::LimitKind::kPublishBy, "p.permit", 5, model::DayUnit::kWorking);
    rule.events = {DateMeaning::kDecided};
    rule.valid.from = D("2025-07-01");
    world.plan.limits.push_back(rule);
    auto& page = world.Publish("p.permit", "one", row.published, "shop at the bridge");
    for (const char* event : row.events) Read(&page, DateMeaning::kDecided, event);
    const auto got = Only(world.Run(), "p.permit", "one");
    EXPECT_EQ(got.verdict, row.verdict)
        << row.events.front() << " " << row.events.size() << " " << row.published;
    if (row.events.size() == 1) {
      EXPECT_EQ(got.days_over, row.verdict == Verdict::kLate ? 1 : 0);
    }
  }
}

TEST(OrderTest, BothPagesAreTheProofAndAGuessedDayIsForReview) {
  for (const char* guessed : {"", "t.award", "t.candidates"}) {
    World world;
    auto rule = Rule("award-after", model::LimitKind::kOrder, "t.award", 0);
    rule.after_item = "t.candidates";
    world.plan.limits.push_back(rule);
    for (const auto& [item, day] : std::vector<std::pair<std::string, const char*>>{
             {"t.candidates", "2025-03-12"}, {"t.award", "2025-03-05"}}) {
      auto& page = world.Publish(item, "one", "", "great road");
      Read(&page, DateMeaning::kPublished, day,
           item == guessed ? model::Grade::kWeak : model::Grade::kCertain);
    }
    const auto findings = Findings(world.Run(), FindingKind::kOrderViolation);
    ASSERT_EQ(findings.size(), 1u) << guessed;
    EXPECT_EQ(findings[0].needs_review, *guessed != 0) << guessed;
    std::set<std::string> urls;
    for (const auto& proof : findings[0].evidence) urls.insert(proof.url);
    EXPECT_EQ(urls, (std::set<std::string>{world.disclosures[0].url, world.disclosures[1].url}));
  }
}

TEST(DisplayTest, AGuessedDayOfPublicationIsForReview) {
  for (const bool weak : {false, true}) {
    World world;
    world.plan.limits.push_back(Rule("display", model::LimitKind::kStayUp, "t.candidates", 3));
    auto& page = world.Publish("t.candidates", "one", "", "great road");
    Read(&page, DateMeaning::kPublished, "2025-03-12", weak ? model::Grade::kWeak : model::Grade::kCertain);
    Read(&page, DateMeaning::kDisplayTo, "2025-03-13");
    const auto findings = Findings(world.Run(), FindingKind::kDisplayCutShort);
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].needs_review, weak);
  }
}

TEST(DisplayTest, StatedPeriodShorterThanTheLeast) {
  struct Row {
    const char *from, *to;
    model::DayUnit unit;
    int days;
    size_t findings;
  };
  for (const Row& row :
       std::vector<Row>{{"2025-03-12", "2025-03-14", model::DayUnit::kNatural, 3, 0},
                        {"2025-03-12", "2025-03-13", model::DayUnit::kNatural, 3, 1},
                        {"", "2025-03-13", model::DayUnit::kNatural, 3, 1},  // from the day of publication
                        {"2025-03-14", "2025-03-18", model::DayUnit::kWorking, 5, 1},  // a weekend inside
                        {"2025-03-14", "2025-03-20", model::DayUnit::kWorking, 5, 0}}) {
    World world;
    world.plan.limits.push_back(
        Rule("display", model::LimitKind::kStayUp, "t.candidates", row.days, row.unit));
    auto& page = world.Publish("t.candidates", "one", "2025-03-12", "great road");
    if (*row.from != 0) Read(&page, DateMeaning::kDisplayFrom, row.from);
    Read(&page, DateMeaning::kDisplayTo, row.to);
    EXPECT_EQ(Findings(world.Run(), FindingKind::kDisplayCutShort).size(), row.findings)
        << row.from << " " << row.to;
  }
}

TEST(LeadTest, PublishedTooShortlyBeforeTheEvent) {
  for (const auto& [published, over] : std::vector<std::pair<const char*, int>>{
           {"2025-03-01", 0}, {"2025-03-11", 0}, {"2025-03-12", 1}, {"2025-03-21", 10}}) {
    World world;
    auto rule = Rule("offer-20", model::LimitKind::kPublishBefore, "t.notice", 20);
    rule.events = {DateMeaning::kBidDeadline};
    world.plan.limits.push_back(rule);
    Read(&world.Publish("t.notice", "one", published, "great road"), DateMeaning::kBidDeadline, "2025-03-31");
    const auto findings = Findings(world.Run(), FindingKind::kLate, "t.notice");
    ASSERT_EQ(findings.size(), over > 0 ? 1u : 0u) << published;
    for (const auto& finding : findings) EXPECT_EQ(finding.days_over, over);
  }
}

TEST(ChainTest, OneOfIsMetByAny) {
  for (const char* shown : {"", "t.candidates", "t.contract"}) {
    World world;
    model::ChainLink link;
    link.id = "either";
    link.kind = model::ChainKind::kOneOf;
    link.from_item = "t.award";
    link.to_items = {"t.candidates", "t.contract"};
    link.backward = true;
    link.basis = {"law", true};
    world.plan.chains = {link};
    world.Publish("t.award", "one", "2025-03-10", "great road");
    if (*shown != 0) world.Publish(shown, "one", "2025-03-03", "great road");
    const auto output = world.Run();
    const size_t gaps = Findings(output, FindingKind::kMissing, "t.candidates").size() +
                        Findings(output, FindingKind::kMissing, "t.contract").size();
    EXPECT_EQ(gaps, *shown == 0 ? 1u : 0u) << shown;
  }
}

TEST(ChainTest, ConditionalLinkMakesNoObligation) {
  World world;
  for (auto& link : world.plan.chains) link.kind = model::ChainKind::kIf;
  world.Publish("t.award", "one", "2025-03-10", "great road");
  EXPECT_EQ(Only(world.Run(), "t.candidates", "one").verdict, Verdict::kNoKnownUniverse);
}

TEST(PageTest, TagsAreOneFindingASiteAndNoneWhereNobodyAnswers) {
  World world;
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  for (auto& facts : world.facts) facts.missing_tags = {"SiteName", "PubDate"};
  const auto findings = Findings(world.Run(), FindingKind::kPageTags);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].unit, "one");
  EXPECT_EQ(findings[1].unit, "two");
  EXPECT_FALSE(findings[0].needs_review);
}

TEST(PageTest, DeadLinkOnASiteThatNoUnitOwnsIsForReview) {
  World world;
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  auto& page = world.Publish("p.permit", "one", "2025-04-28", "house seven", "exchange");
  const std::string host = page.url;
  world.Fail("exchange", "/d/gone.pdf", model::FetchOutcome::kGone, "annex", model::TaskKind::kAttachment);
  world.pages.back().found_on = host;
  const auto findings = Findings(world.Run(), FindingKind::kDeadLink);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].unit.empty());
  EXPECT_TRUE(findings[0].needs_review);
}

TEST(PageTest, DeadLinkWithoutTextIsForReview) {
  for (const auto& [anchor, review] :
       {std::pair("annex", false), std::pair("", true), std::pair(" ", true)}) {
    World world;
    world.Fail("one", "/search.shtml", model::FetchOutcome::kGone, anchor);
    const auto findings = Findings(world.Run(), FindingKind::kDeadLink);
    ASSERT_EQ(findings.size(), 1u) << anchor;
    EXPECT_EQ(findings[0].needs_review, review) << '"' << anchor << '"';
  }
}

TEST(EvidenceTest, ListsAreQuotedOnceNearestFirstAndFew) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  for (int i = 0; i < 30; ++i)
    world.AddPage("one", "/a-news/" + std::to_string(i) + "/", model::PageKind::kList);
  const std::string column = world.AddPage("one", "/z-permits/", model::PageKind::kList).url;
  auto& page = world.Publish("p.permit", "one", "2025-04-28", "house nine");
  world.FactsOf(page.url).items = {{"p.permit", model::Grade::kCertain, {}}};
  world.FactsOf("http://one.test/list/").entries.clear();
  world.FactsOf(column).entries.push_back({page.url, "x", {}});
  world.plan.places.push_back(
      {"whole", "one", "/", "one", {}, {}, {}});  // a second place with the same lists
  const auto findings = Findings(world.Run(), FindingKind::kMissing, "p.permit");
  ASSERT_EQ(findings.size(), 1u);
  std::set<std::string> urls;
  size_t trails = 0;
  for (const auto& proof : findings[0].evidence) {
    if (proof.type != model::EvidenceType::kListTrail) continue;
    ++trails;
    urls.insert(proof.url);
  }
  EXPECT_EQ(findings[0].evidence.front().url, column);
  EXPECT_EQ(urls.size(), trails);
  EXPECT_EQ(trails, 12u);
  const auto& last = findings[0].details.back();
  EXPECT_THAT(last.format, testing::HasSubstr("more list pages"));
  EXPECT_EQ(last.args[0], "20");  // 32 lists in all
}

TEST(EvidenceTest, NoPathOfTheMachine) {
  for (const auto& [place, shown] : std::vector<std::pair<const char*, const char*>>{
           {"/home/me/config/baodi/items/procurement.yaml:219", "baodi/items/procurement.yaml:219"},
           {"/procurement.yaml:219", "/procurement.yaml:219"},
           {"demo/ledger.csv:30", "demo/ledger.csv:30"},
           {"", ""}})
    EXPECT_EQ(ShortPlace(place), shown);
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24").place = "/home/me/config/demo/ledger.csv:30";
  const auto finding = Findings(world.Run(), FindingKind::kMissing, "p.permit").at(0);
  EXPECT_THAT(finding.evidence.back().quote, testing::StartsWith("config/demo/ledger.csv:30"));
  for (const auto& detail : finding.details) {
    for (const auto& arg : detail.args) EXPECT_THAT(arg, testing::Not(testing::HasSubstr("/home/me")));
  }
}

TEST(ScoreTest, ReviewsOfTheUnitsAndOfNobodyAddUp) {
  World world;
  world.AddSite("exchange", model::SiteKind::kExchange, "");
  world.Publish("t.notice", "one", "2025-03-10", "great road");
  world.Fail("exchange", "/d/gone.html", model::FetchOutcome::kGone, "annex");
  world.Ledger("p.permit", "two", "house seven", "2025-04-24");
  world.Fail("two", "/d/slow.html", model::FetchOutcome::kTimeout, "x");
  const auto output = world.Run();
  int piled = 0, counted = 0, unverifiable = 0;
  for (const auto& finding : output.result.findings) {
    unverifiable += finding.kind == FindingKind::kUnverifiable ? 1 : 0;
    if (finding.kind != FindingKind::kUnverifiable && finding.needs_review) ++piled;
    if (finding.kind != FindingKind::kUnverifiable && finding.needs_review && finding.unit.empty()) ++counted;
  }
  ASSERT_GT(counted, 0);
  ASSERT_GT(unverifiable, 0);
  for (const auto& unit : output.result.units) counted += unit.to_review;
  EXPECT_EQ(counted, piled);
}

TEST(OnlyUnitsTest, OnlyTheirsIsJudgedAndReported) {
  World world;
  model::Unit old;
  old.id = "old";
  old.name = "old unit";
  old.successor = "one";
  old.valid.to = D("2025-06-30");
  world.plan.units.push_back(old);
  world.Ledger("p.permit", "old", "house seven", "2025-04-24");
  world.Ledger("p.permit", "two", "house eight", "2025-04-24");
  world.Fail("one", "/d/1.html", model::FetchOutcome::kGone, "first");
  world.Fail("two", "/d/2.html", model::FetchOutcome::kGone, "second");
  const auto whole = world.Run();
  for (const char* asked : {"one", "old"}) {
    world.plan.assessment.only_units = {asked};
    const auto output = world.Run();
    EXPECT_FALSE(Findings(output, FindingKind::kMissing, "p.permit").empty()) << "the predecessor's gap";
    EXPECT_EQ(Findings(output, FindingKind::kDeadLink).size(), 1u);
    for (const auto& obligation : output.result.obligations) EXPECT_EQ(obligation.shown_unit, "one");
    for (const auto& finding : output.result.findings) EXPECT_EQ(finding.unit, "one");
    ASSERT_EQ(output.result.units.size(), 1u);
    auto score = whole.result.units[0];
    score.rank = score.rank_ties = 0;  // one unit alone is not ranked
    EXPECT_EQ(output.result.units[0], score) << "judged as in the whole assessment";
    EXPECT_EQ(output.coverage, whole.coverage);
  }
}

}  // namespace
}  // namespace mingcha::checker
