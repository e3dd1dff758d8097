// Several rounds, and what people decide: history findings, rulings, extensions, manual evidence, joins.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/enum_names.h"
#include "tests/checker/tiny_plan.h"

namespace mingcha::checker {
namespace {

using model::FindingKind;
using model::RoundState;
using model::Verdict;
using testing::IsEmpty;
using testing::SizeIs;

base::Instant At(std::string_view day) { return *base::Instant::FromIso(std::string(day) + "T04:00:00Z"); }

/// Two rounds of one list; the present one has `page` of the world.
class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    page_ = world_.Publish("p.permit", "one", "2025-05-20", "house seven");
    model::History history;
    history.rounds.resize(2);
    history.rounds[0].number = 1;
    history.rounds[1].number = 2;
    for (auto& round : history.rounds) round.complete = true;
    model::ListTrail trail;
    trail.site = "one";
    trail.url = "http://one.test/list/";
    trail.to_end = true;
    trail.stop_reason = "end";
    trail.pages_urls = {trail.url};
    history.rounds[0].trails = {trail};
    for (const auto& [round, day] : {std::pair{1, "2025-06-01"}, std::pair{2, "2025-09-01"}}) {
      model::ListLook look;
      look.url = trail.url;
      look.round = round;
      look.at = At(day);
      history.lists.push_back(look);
    }
    model::PageHistory past;
    past.url = page_.url;
    past.site = "one";
    model::PageVersion version;
    version.first_round = version.last_round = 2;
    version.first_seen = version.last_seen = At("2025-09-01");
    version.sha256 = "b";
    version.text_hash = "text b";
    version.disclosures = {page_};
    past.versions = {version};
    past.sightings = {{2, At("2025-09-01"), trail.url, "x", {}}};
    history.pages = {past};
    world_.history = history;
  }
  model::PageHistory& past() { return world_.history->pages[0]; }
  std::vector<model::Finding> Found(FindingKind kind) { return Findings(world_.Run(), kind); }
  void SetPublished(std::string_view day) { world_.disclosures.back().dates.back().date = D(day); }

  World world_;
  model::Disclosure page_;
};

TEST_F(HistoryTest, BackdatedIfItsListWasSeenWithoutIt) {
  const auto found = Found(FindingKind::kBackdatedSuspect);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].needs_review);
  EXPECT_THAT(found[0].evidence, SizeIs(2));
  SetPublished("2025-06-01");
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), IsEmpty()) << "published on the day of the look";
  SetPublished("2025-05-31");
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), SizeIs(1));
}

TEST_F(HistoryTest, NotBackdatedWhereNothingProvesIt) {
  auto& trail = world_.history->rounds[0].trails[0];
  trail.to_end = false;
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), IsEmpty()) << "the list was not read to its end";
  trail.to_end = true;
  trail.stop_reason = "older_than_window";
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), IsEmpty()) << "nor past the day";
  world_.history->lists[0].oldest = D("2025-05-19");
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), SizeIs(1));
  past().sightings.push_back({1, At("2025-06-01"), "http://one.test/list/", "x", {}});
  EXPECT_THAT(Found(FindingKind::kBackdatedSuspect), IsEmpty()) << "the list named it already";
}

TEST_F(HistoryTest, ChangedByItsTextNotItsBytes) {
  auto before = past().versions[0];
  before.first_round = before.last_round = 1;
  before.first_seen = before.last_seen = At("2025-06-01");
  before.sha256 = "a";
  past().versions.insert(past().versions.begin(), before);
  EXPECT_THAT(Found(FindingKind::kChanged), IsEmpty()) << "a banner changed";
  past().versions[0].text_hash = "text a";
  const auto found = Found(FindingKind::kChanged);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].unit, "one");
  EXPECT_THAT(found[0].evidence, SizeIs(2));
}

TEST_F(HistoryTest, WithdrawnUnlessTheDisplayWasOver) {
  past().presence = model::Presence::kWithdrawn;
  past().gone_first = past().gone_last = At("2025-10-10");
  past().gone_status = 404;
  const auto gone = past();
  world_.disclosures.clear();
  world_.pages.back().outcome = model::FetchOutcome::kGone;
  world_.facts.pop_back();
  EXPECT_THAT(Found(FindingKind::kWithdrawn), SizeIs(1));
  past().gone_status = 200;  // Words of a missing page, or the way home.
  ASSERT_THAT(Found(FindingKind::kWithdrawn), SizeIs(1));
  EXPECT_THAT(Found(FindingKind::kWithdrawn)[0].reason.format, ::testing::HasSubstr("answers {}, but"));
  past().presence = model::Presence::kVanished;
  EXPECT_THAT(Found(FindingKind::kWithdrawn), IsEmpty()) << "one look is not enough";
  past() = gone;
  for (const auto& [end, found] : {std::pair{"2025-10-09", 0u}, std::pair{"2025-10-10", 1u}}) {
    past() = gone;
    Read(&past().versions[0].disclosures[0], model::DateMeaning::kDisplayTo, end);
    EXPECT_EQ(Found(FindingKind::kWithdrawn).size(), found) << end;
  }
  past() = gone;
  world_.Publish("p.permit", "one", "2025-09-20", "house seven").title = page_.title;
  EXPECT_THAT(Found(FindingKind::kWithdrawn), IsEmpty()) << "it stands elsewhere now";
}

TEST_F(HistoryTest, NotBackdatedWhereASiteWasMoved) {
  // An earlier round read the same text, or the same title with the same day, under another address.
  for (const auto& [hash, title, day, found] :
       std::vector<std::tuple<const char*, const char*, const char*, size_t>>{
           {"text b", "", "", 0U},
           {"text a", "permit of house seven", "2025-05-20", 0U},
           {"text a", "permit of house seven", "2025-05-21", 1U},
           {"text a", "permit of house nine", "2025-05-20", 1U}}) {
    past().versions[0].title = "permit of house seven";
    past().versions[0].published = D("2025-05-20");
    model::PageHistory old = past();
    old.url = "http://one.test/old/7.html";
    old.presence = model::Presence::kUnknown;
    old.versions[0].first_round = old.versions[0].last_round = 1;
    old.versions[0].text_hash = hash;
    old.versions[0].title = title;
    old.versions[0].published.reset();
    if (*day != '\0') old.versions[0].published = D(day);
    world_.history->pages.resize(1);
    world_.history->pages.push_back(old);
    EXPECT_EQ(Found(FindingKind::kBackdatedSuspect).size(), found) << hash << title << day;
  }
}

TEST_F(HistoryTest, WhatAnEarlierRoundReadIsNotUnpublished) {
  struct Row {
    const char *subject, *number, *read_number;
    Verdict verdict;
  };
  for (const auto& [subject, number, read_number, verdict] :
       {Row{"house seven", "", "", Verdict::kUndeterminable},
        Row{"house 7", "BZ(2025)22", "BZ(2025)22", Verdict::kUndeterminable},
        Row{"house seven", "BZ(2025)23", "BZ(2025)22", Verdict::kMissing},
        Row{"house nine", "", "", Verdict::kMissing}}) {
    World world = world_;
    world.Ledger("p.permit", "one", subject, "2025-05-12").doc_number = number;
    auto& past = world.history->pages[0];
    past.presence = model::Presence::kVanished;
    past.gone_first = past.gone_last = At("2025-10-10");
    past.versions[0].disclosures[0].doc_number = read_number;
    world.disclosures.clear();
    world.pages.back().outcome = model::FetchOutcome::kGone;
    world.pages.back().found_on.clear();
    world.facts.pop_back();
    for (auto& facts : world.facts) facts.entries.clear();
    EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, verdict) << subject << number;
  }
}

TEST_F(HistoryTest, AnAnnualTextThatAnEarlierRoundReadIsNotUnpublished) {
  struct Row {
    const char *item, *unit;
    int year;
    Verdict verdict;
  };
  for (const auto& [item, unit, year, verdict] :
       {Row{"y.plan", "one", 2025, Verdict::kUndeterminable}, Row{"y.plan", "one", 2024, Verdict::kMissing},
        Row{"y.plan", "one", 0, Verdict::kMissing}, Row{"p.permit", "one", 2025, Verdict::kMissing},
        Row{"y.plan", "two", 2025, Verdict::kMissing}, Row{"y.plan", "", 2025, Verdict::kMissing}}) {
    World world = world_;
    auto& past = world.history->pages[0];
    past.presence = model::Presence::kVanished;
    past.gone_first = past.gone_last = At("2025-10-10");
    past.versions[0].disclosures[0].item = item;
    past.versions[0].disclosures[0].unit = unit;
    past.versions[0].disclosures[0].period_year = year;
    world.disclosures.clear();
    world.pages.back().outcome = model::FetchOutcome::kGone;
    world.pages.back().found_on.clear();
    world.facts.pop_back();
    for (auto& facts : world.facts) facts.entries.clear();
    EXPECT_EQ(Only(world.Run(), "y.plan", "one").verdict, verdict) << item << unit << year;
  }
}

TEST_F(HistoryTest, AWithdrawnPageThatNothingLeadsToHidesNoOtherItem) {
  past().presence = model::Presence::kWithdrawn;
  past().gone_first = past().gone_last = At("2025-10-10");
  world_.disclosures.clear();
  world_.pages.back().outcome = model::FetchOutcome::kGone;
  world_.facts.pop_back();
  world_.pages.back().found_on.clear();
  const size_t unlinked = Found(FindingKind::kUnverifiable).size();
  world_.pages.back().found_on = "http://a.example/";
  EXPECT_GT(Found(FindingKind::kUnverifiable).size(), unlinked) << "behind a dead link anything may stand";
  // A page that says «not found» is gone as well.
  world_.pages.back().outcome = model::FetchOutcome::kSoft404;
  EXPECT_GT(Found(FindingKind::kUnverifiable).size(), unlinked);
  world_.pages.back().found_on.clear();
  EXPECT_EQ(Found(FindingKind::kUnverifiable).size(), unlinked);
  world_.pages.back().found_on = "http://a.example/";
  world_.pages.back().outcome = model::FetchOutcome::kOk;
  model::PageFacts says;
  says.page_id = world_.pages.back().id;
  says.kind = model::PageKind::kError;
  says.note = model::PageNote::kSoft404;
  world_.facts.push_back(says);
  EXPECT_GT(Found(FindingKind::kUnverifiable).size(), unlinked);
  world_.pages.back().found_on.clear();
  EXPECT_EQ(Found(FindingKind::kUnverifiable).size(), unlinked);
}

TEST_F(HistoryTest, AttachmentReplacedBehindOneLink) {
  past().kind = model::TaskKind::kAttachment;
  auto before = past().versions[0];
  before.sha256 = "a";
  past().versions.insert(past().versions.begin(), before);
  EXPECT_THAT(Found(FindingKind::kAttachmentReplaced), SizeIs(1));
  past().versions[0].sha256 = "b";
  EXPECT_THAT(Found(FindingKind::kAttachmentReplaced), IsEmpty());
}

TEST(AttachmentName, LaterThanThePage) {
  for (const auto& [day, found] : {std::pair{"2025-05-22", 0u}, std::pair{"2025-05-23", 1u}}) {
    World world;
    world.Publish("p.permit", "one", "2025-05-20", "house seven");
    model::DateReading reading;
    reading.date = D(day);
    reading.source = model::ReadingSource::kAttachmentName;
    reading.grade = model::Grade::kWeak;
    world.facts.back().dates = {reading};
    EXPECT_EQ(Findings(world.Run(), FindingKind::kAttachmentReplaced).size(), found) << day;
  }
}

World WithMissing() {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  return world;
}

model::Finding MissingOf(const World& world) {
  const auto found = Findings(world.Run(), FindingKind::kMissing, "p.permit");
  EXPECT_THAT(found, SizeIs(1));
  return found.empty() ? model::Finding() : found[0];
}

TEST(Rulings, ConfirmAmendDismiss) {
  World world = WithMissing();
  const model::Finding missing = MissingOf(world);
  world.plan.registers.overrides = {
      {missing.id, model::Ruling::kAmended, "wrong day", "wang", D("2025-12-01"), 3, {}, "o.csv:2"}};
  EXPECT_EQ(MissingOf(world).days_over, 3);
  EXPECT_EQ(MissingOf(world).ruling, model::Ruling::kAmended);
  world.plan.registers.overrides[0].ruling = model::Ruling::kDismissed;
  const auto output = world.Run();
  EXPECT_THAT(Findings(output, FindingKind::kMissing, "p.permit"), IsEmpty());
  EXPECT_EQ(Only(output, "p.permit", "one").verdict, Verdict::kOnTime);
  ASSERT_THAT(output.result.closed, SizeIs(1));
  EXPECT_EQ(output.result.closed[0].finding.state, RoundState::kDismissed);
  world.plan.registers.overrides[0].finding = "nosuch";
  EXPECT_THAT(Findings(world.Run(), FindingKind::kExemptionFault), SizeIs(1));
}

TEST(Rounds, NewPersistingFixedAndNotJudged) {
  World world = WithMissing();
  const model::Finding missing = MissingOf(world);
  EXPECT_EQ(missing.state, RoundState::kFirstRound);
  world.earlier.emplace();
  EXPECT_EQ(MissingOf(world).state, RoundState::kNew);
  world.earlier = {missing};
  EXPECT_EQ(MissingOf(world).state, RoundState::kPersisting);
  World fixed = world;
  fixed.Publish("p.permit", "one", "2025-04-28", "house seven");
  ASSERT_THAT(fixed.Run().result.closed, SizeIs(1));
  EXPECT_EQ(fixed.Run().result.closed[0].finding.state, RoundState::kFixed);
  EXPECT_THAT(fixed.Run().result.closed[0].evidence, SizeIs(1));
  world.Fail("one", "/d/unread.html", model::FetchOutcome::kTimeout, "x");
  ASSERT_THAT(world.Run().result.closed, SizeIs(1));
  EXPECT_EQ(world.Run().result.closed[0].finding.state, RoundState::kNotJudged);
}

TEST(Rounds, AFaultOfAPageIsFixedOnlyWhereThePageWasReadAgain) {
  for (const auto& [outcome, kind, state] :
       std::vector<std::tuple<model::FetchOutcome, model::PageKind, RoundState>>{
           {model::FetchOutcome::kOk, model::PageKind::kDetail, RoundState::kFixed},
           {model::FetchOutcome::kOk, model::PageKind::kError, RoundState::kNotJudged},
           {model::FetchOutcome::kChallenge, model::PageKind::kError, RoundState::kNotJudged},
           {model::FetchOutcome::kServerError, model::PageKind::kDetail, RoundState::kNotJudged}}) {
    World world;
    auto& page = world.AddPage("one", "/d/tags.html", kind);
    page.outcome = outcome;  // with a body, as challenges have one
    model::Finding before;
    before.id = "tags";
    before.kind = FindingKind::kPageTags;
    before.unit = "one";
    before.url = page.url;
    world.earlier = {before};
    const auto closed = world.Run().result.closed;
    ASSERT_THAT(closed, SizeIs(1));
    EXPECT_EQ(closed[0].finding.state, state) << static_cast<int>(outcome);
  }
}

TEST(Extensions, MoveTheLastDay) {
  World world;
  world.Ledger("p.permit", "one", "house seven", "2025-04-24");
  world.Publish("p.permit", "one", "2025-05-20", "house seven");
  ASSERT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kLate);
  const auto due = *Only(world.Run(), "p.permit", "one").due_on;
  model::ExtensionRow row{"p.permit", "one", "house seven", "",       D("2025-05-20"),
                          "waiting",  "li",  due,           "e.csv:2"};
  world.plan.registers.extensions = {row};
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kOnTime) << "the last day itself";
  world.plan.registers.extensions[0].until = D("2025-05-19");
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kLate);
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").days_over, 1);
  world.plan.registers.extensions[0].until = D("2025-05-20");
  world.plan.registers.extensions[0].approved_on = due.PlusDays(1);
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kLate)
      << "granted after the time was over";
  EXPECT_THAT(Findings(world.Run(), FindingKind::kExemptionFault), SizeIs(1));
}

TEST(ManualEvidence, StandsForAPage) {
  World world = WithMissing();
  const auto due = *MissingOf(world).due;
  world.plan.registers.manual = {
      {"p.permit", "one", "house seven", "", "", due, "", "notice board", "", "zhao", due, "m.csv:2"}};
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kOnTime);
  world.plan.registers.manual[0].published_on = due.PlusDays(10);
  const auto late = Findings(world.Run(), FindingKind::kLate, "p.permit");
  ASSERT_THAT(late, SizeIs(1));
  EXPECT_TRUE(late[0].needs_review);
  world.plan.registers.manual[0].subject = "house eight";
  EXPECT_EQ(Only(world.Run(), "p.permit", "one").verdict, Verdict::kMissing) << "another house";
}

TEST(ProjectJoins, MergeAndSplit) {
  World world = WithMissing();
  world.Publish("p.permit", "one", "2025-04-28", "north building");
  ASSERT_EQ(Only(world.Run(), "p.permit", "one", "house seven").verdict, Verdict::kMissing);
  world.plan.registers.project_joins = {
      {false, "house seven", "", "north building", "", "renamed", "zhao", {}, "j.csv:2"}};
  EXPECT_EQ(Only(world.Run(), "p.permit", "one", "house seven").verdict, Verdict::kOnTime);
}

}  // namespace
}  // namespace mingcha::checker
