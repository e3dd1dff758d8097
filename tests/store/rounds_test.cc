// Two and three rounds: what is carried over, what is asked again, and what the history says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "store/act_log.h"
#include "store/history_builder.h"
#include "store/warc_reader.h"
#include "store/warc_writer.h"
#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using model::FetchOutcome;
using model::Presence;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string kList = "http://a.example/list/";
const std::string kOne = "http://a.example/1.html";
const std::string kTwo = "http://a.example/2.html";

base::Instant At(const std::string& day) { return *base::Instant::FromIso(day + "T08:00:00Z"); }

class RoundsTest : public StoreTest {
 protected:
  /// One page as it was fetched on a day.
  static model::PageRecord Seen(const std::string& url, const std::string& day,
                                FetchOutcome outcome = FetchOutcome::kOk) {
    model::PageRecord page = Page(url, outcome);
    page.fetched_at = At(day);
    page.etag = "\"e\"";
    if (outcome == FetchOutcome::kGone) page.http_status = 404;
    return page;
  }
  /// Stores a page with a task of its own.
  static model::PageRecord Put(Assessment* store, const model::PageRecord& page, const std::string& body) {
    EXPECT_TRUE(store->frontier().Add({Task(page.url)}));
    auto stored = store->sink().Store(page, ExchangeOf(body));
    EXPECT_TRUE(stored) << (stored ? "" : base::ToEnglish(stored.error()));
    EXPECT_TRUE(store->frontier().Finish(page.url, page.outcome));
    return stored ? *stored : page;
  }
  static model::PageFacts FactsOf(const model::PageRecord& page, const std::string& text_hash) {
    model::PageFacts facts;
    facts.page_id = page.id;
    facts.url = page.url;
    facts.text_hash = text_hash;
    return facts;
  }
  static void End(Assessment* store, const std::string& day) {
    model::RunManifest run;
    run.id = "round";
    run.complete = true;
    run.crawl_started = run.crawl_ended = At(day);
    ASSERT_TRUE(store->SaveManifest(run));
    const auto built = store->BuildHistory();
    ASSERT_TRUE(built) << base::ToEnglish(built.error());
    const auto finished = store->FinishManifest();
    ASSERT_TRUE(finished) << base::ToEnglish(finished.error());
  }
  /// A list with one entry, and that page.
  void FirstRound() {
    auto store = Create("r1");
    const auto list = Put(store.get(), Seen(kList, "2025-03-01"), "the list");
    const auto one = Put(store.get(), Seen(kOne, "2025-03-01"), "one");
    auto facts = FactsOf(list, "");
    facts.kind = model::PageKind::kList;
    facts.entries = {{kOne, "One", *base::Date::FromIso("2025-02-01")}};
    ASSERT_TRUE(store->SaveFacts({facts, FactsOf(one, "h1")}));
    model::Disclosure disclosure;
    disclosure.page_id = one.id;
    disclosure.item = "housing.plan";
    ASSERT_TRUE(store->ReplaceDisclosures({disclosure}));
    End(store.get(), "2025-03-01");
  }
  std::unique_ptr<Assessment> NextRound(const std::string& previous, const std::string& name) {
    auto store = Create(name);
    const auto carried = store->CarryOver(Path(previous));
    EXPECT_TRUE(carried) << (carried ? "" : base::ToEnglish(carried.error()));
    return store;
  }
};

TEST_F(RoundsTest, TheArchiveOfTheRoundBeforeIsCarriedOverByteForByte) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  EXPECT_EQ(ReadAll(Path("r2/archive/earlier-01-00001.warc.gz")),
            ReadAll(Path("r1/archive/mingcha-00001.warc.gz")));
  EXPECT_EQ(ReadAll(Path("r2/archive/earlier-01-manifest.json")), ReadAll(Path("r1/manifest.json")));
  EXPECT_TRUE(store->CarryOver(Path("r1"))) << "a second time is no error";
  fs::remove_all(Path("r1"));
  const auto earlier = store->sink().Earlier(kOne);
  ASSERT_TRUE(earlier);
  ASSERT_TRUE(*earlier);
  EXPECT_EQ((*earlier)->body, "one");
}

TEST_F(RoundsTest, TasksCarryTheValidatorsOfTheRoundBefore) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  ASSERT_TRUE(store->frontier().Add({Task(kOne), Task(kTwo)}));
  const auto tasks = store->frontier().Take("portal", 10);
  ASSERT_TRUE(tasks);
  ASSERT_EQ(tasks->size(), 2u);
  EXPECT_EQ((*tasks)[0].etag, "\"e\"");
  EXPECT_EQ((*tasks)[1].etag, "");
}

TEST_F(RoundsTest, AnUnchangedPageIsARevisitAndItsBodyIsReadable) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  const auto earlier = *store->sink().Earlier(kOne);
  model::PageRecord page = Seen(kOne, "2025-06-01");
  page.http_status = 304;
  page.etag.clear();
  page.warc = earlier->warc;
  page.body_sha256 = earlier->sha256;
  page.body_from = earlier->fetched_at;
  const auto stored = store->sink().Store(
      page, {"GET /1.html HTTP/1.1\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n", {}, {}});
  ASSERT_TRUE(stored) << base::ToEnglish(stored.error());
  EXPECT_EQ(*store->pages().Body(*stored), "one");
  ASSERT_TRUE(store->Flush());
  const auto reader = WarcReader::Open(Path("r2/" + stored->revisit.file));
  const auto revisit = reader->ReadAt(stored->revisit.offset, stored->revisit.length);
  ASSERT_TRUE(revisit) << base::ToEnglish(revisit.error());
  EXPECT_EQ(revisit->Field("WARC-Type"), "revisit");
  EXPECT_EQ(revisit->Field("WARC-Profile"), kNotModifiedProfile);
  EXPECT_EQ(revisit->Field("WARC-Refers-To-Date"), "2025-03-01T08:00:00Z");
  EXPECT_EQ(revisit->Field("WARC-Payload-Digest"), "sha256:" + base::Sha256Hex("one"));
  const auto referred =
      WarcReader::Open(Path("r2/" + stored->warc.file))->ReadAt(stored->warc.offset, stored->warc.length);
  EXPECT_EQ(revisit->Field("WARC-Refers-To"), referred->Field("WARC-Record-ID"));
  End(store.get(), "2025-06-01");
  const auto history = store->LoadHistory();
  ASSERT_TRUE(history) << base::ToEnglish(history.error());
  const model::PageHistory* one = history->Find(kOne);
  ASSERT_NE(one, nullptr);
  ASSERT_EQ(one->versions.size(), 1u);
  EXPECT_EQ(one->versions[0].etag, "\"e\"") << "a 304 need not repeat it";
  EXPECT_EQ(one->first_seen(), At("2025-03-01"));
  EXPECT_EQ(one->last_seen(), At("2025-06-01"));
  EXPECT_TRUE(one->versions[0].disclosures.empty()) << "they stand in the round itself";
}

TEST_F(RoundsTest, TheSameBodySentAgainIsARevisitOfItsFirstRecord) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  const auto same = Put(store.get(), Seen(kOne, "2025-06-01"), "one");
  EXPECT_THAT(same.warc.file, HasSubstr("earlier-01"));
  EXPECT_THAT(same.revisit.file, HasSubstr("mingcha-00001"));
  EXPECT_EQ(*store->pages().Body(same), "one");
  const auto other = Put(store.get(), Seen(kTwo, "2025-06-01"), "one");
  EXPECT_TRUE(other.revisit.file.empty()) << "a small page of another address has its own record";
  const std::string large(100'000, 'x');
  const auto first = Put(store.get(), Seen("http://a.example/a.pdf", "2025-06-01"), large);
  const auto second = Put(store.get(), Seen("http://a.example/b.pdf", "2025-06-01"), large);
  EXPECT_EQ(second.warc, first.warc);
  EXPECT_FALSE(second.revisit.file.empty());
  EXPECT_EQ(*store->pages().Body(second), large);
}

TEST_F(RoundsTest, AChangeKeepsBothVersionsWithTheirRecords) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  const auto page = Put(store.get(), Seen(kOne, "2025-06-01"), "one, changed");
  ASSERT_TRUE(store->SaveFacts({FactsOf(page, "h2")}));
  End(store.get(), "2025-06-01");
  const auto history = store->LoadHistory();
  const model::PageHistory* one = history->Find(kOne);
  ASSERT_NE(one, nullptr);
  ASSERT_EQ(one->versions.size(), 2u);
  EXPECT_EQ(one->versions[0].text_hash, "h1");
  EXPECT_EQ(one->versions[1].text_hash, "h2");
  ASSERT_EQ(one->versions[0].disclosures.size(), 1u);
  EXPECT_EQ(one->versions[0].disclosures[0].item, "housing.plan");
  const auto old = WarcReader::Open(Path("r2/" + one->versions[0].warc.file))
                       ->ReadAt(one->versions[0].warc.offset, one->versions[0].warc.length);
  ASSERT_TRUE(old);
  EXPECT_EQ(PayloadOf(*old), "one");
}

TEST_F(RoundsTest, WhichAddressesAreOnePageIsTheSitesToSay) {
  {
    auto store = Create("r1");
    for (const char* url : {"http://a.example/list/index.html", "https://a.example/1.html",
                            "http://a.example/list/#post:page=2"})
      Put(store.get(), Seen(url, "2025-03-01"), url);
    End(store.get(), "2025-03-01");
  }
  for (const bool fold : {true, false}) {
    auto store = NextRound("r1", fold ? "r2" : "r3");
    for (const std::string& url : {kList, kOne}) Put(store.get(), Seen(url, "2025-06-01"), url);
    const base::FoldRules rules{.default_documents = fold, .twins = fold, .drop_parameters = {}};
    // A page that a list asks for by POST is the list's to ask for: as a plain request it would be another.
    EXPECT_EQ(*store->frontier().Refill({{"portal", rules}}), fold ? 0 : 2);
    EXPECT_EQ(store->frontier().Take("portal", 9)->size(), fold ? 0u : 2u);
  }
}

TEST_F(RoundsTest, APageOnlyTheRoundBeforeKnowsIsAskedForAndAskedAgainBeforeItIsWithdrawn) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  Put(store.get(), Seen(kList, "2025-06-01"), "the list");
  const auto refilled = store->frontier().Refill({{"portal", {}}});
  ASSERT_TRUE(refilled) << base::ToEnglish(refilled.error());
  EXPECT_EQ(*refilled, 1);
  auto tasks = *store->frontier().Take("portal", 9);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].url, kOne);
  EXPECT_EQ(tasks[0].found_on, "") << "no page of this round links it";
  Put(store.get(), Seen(kOne, "2025-06-01", FetchOutcome::kGone), "not here");
  EXPECT_EQ(*store->frontier().Refill({{"portal", {}}}), 1);
  tasks = *store->frontier().Take("portal", 9);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].url, kOne);
  Put(store.get(), Seen(kOne, "2025-06-02", FetchOutcome::kGone), "not here");
  EXPECT_EQ(*store->frontier().Refill({{"portal", {}}}), 0);
  End(store.get(), "2025-06-02");
  const auto history = store->LoadHistory();
  const model::PageHistory* one = history->Find(kOne);
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->presence, Presence::kWithdrawn);
  EXPECT_EQ(one->gone_first, At("2025-06-01"));
  EXPECT_EQ(one->gone_last, At("2025-06-02"));
  EXPECT_EQ(one->gone_status, 404);
  EXPECT_EQ(one->versions.at(0).disclosures.size(), 1u) << "what was withdrawn is still known";
}

TEST_F(RoundsTest, AnUnansweredSecondLookLeavesItUnconfirmed) {
  FirstRound();
  auto store = NextRound("r1", "r2");
  Put(store.get(), Seen(kOne, "2025-06-01", FetchOutcome::kGone), "not here");
  auto silent = Seen(kOne, "2025-06-02", FetchOutcome::kTimeout);
  silent.http_status = 0;
  ASSERT_TRUE(store->sink().Store(silent, {}));
  End(store.get(), "2025-06-02");
  const auto history = store->LoadHistory();
  EXPECT_EQ(history->Find(kOne)->presence, Presence::kVanished);
}

TEST_F(RoundsTest, AChainOfThreeRoundsKnowsThemAll) {
  FirstRound();
  {
    auto store = NextRound("r1", "r2");
    const auto page = Put(store.get(), Seen(kOne, "2025-06-01"), "one, changed");
    const auto list = Put(store.get(), Seen(kList, "2025-06-01"), "the list, grown");
    auto facts = FactsOf(list, "");
    facts.kind = model::PageKind::kList;
    facts.entries = {{kTwo, "Two", *base::Date::FromIso("2025-02-20")},
                     {kOne, "One", *base::Date::FromIso("2025-02-01")}};
    ASSERT_TRUE(store->SaveFacts({FactsOf(page, "h2"), facts}));
    End(store.get(), "2025-06-01");
  }
  auto store = NextRound("r2", "r3");
  fs::remove_all(Path("r1"));
  fs::remove_all(Path("r2"));
  Put(store.get(), Seen(kOne, "2025-09-01"), "one");
  Put(store.get(), Seen(kTwo, "2025-09-01"), "two");
  End(store.get(), "2025-09-01");
  const auto history = store->LoadHistory();
  ASSERT_TRUE(history) << base::ToEnglish(history.error());
  ASSERT_EQ(history->rounds.size(), 3u);
  EXPECT_EQ(history->rounds[0].number, 1);
  EXPECT_EQ(history->rounds[1].crawl_ended, At("2025-06-01"));
  EXPECT_EQ(history->present_round(), 3);
  const model::PageHistory* one = history->Find(kOne);
  ASSERT_EQ(one->versions.size(), 3u) << "what comes back is a version of its own";
  EXPECT_EQ(one->versions[2].sha256, one->versions[0].sha256);
  for (const model::PageVersion& version : one->versions) {
    const auto record =
        WarcReader::Open(Path("r3/" + version.warc.file))->ReadAt(version.warc.offset, version.warc.length);
    ASSERT_TRUE(record) << version.warc.file;
    EXPECT_EQ(base::Sha256Hex(PayloadOf(*record)), version.sha256);
  }
  // Proof for backdating: the list was seen in round 1 without the page that now claims February.
  ASSERT_EQ(history->lists.size(), 2u);
  EXPECT_EQ(history->lists[0].url, kList);
  EXPECT_EQ(history->lists[0].round, 1);
  EXPECT_EQ(history->lists[0].entries, 1);
  EXPECT_EQ(history->lists[1].entries, 2);
  EXPECT_EQ(history->Find(kList)->presence, Presence::kUnknown) << "not asked in this round";
}

/// Rulings come along as they stood at the end: the last one of each finding, none that was taken back, with
/// what the finding was; and those of rounds still before, where nobody ruled again.
TEST_F(RoundsTest, RulingsOfEarlierRoundsComeAlong) {
  const auto rule = [&](const std::string& round, const std::string& finding, model::ActKind kind,
                        int version) {
    const auto log = ActLog::Open(Path(round)).value();
    model::ReviewAct act;
    act.finding = finding;
    act.kind = kind;
    act.version = version;
    act.by = "王芳";
    act.reason = "理由\t一\n二";
    act.at = At("2025-04-01");
    ASSERT_TRUE(log->Append(act, nullptr));
  };
  FirstRound();
  {
    auto store = Open("r1");
    model::CheckResult result;
    model::Finding open, dismissed;
    open.id = "open";
    open.days_over = 3;
    dismissed.id = "dismissed";
    dismissed.project = "某项目";
    result.findings = {open};
    result.closed.push_back({dismissed, {}, {}});
    ASSERT_TRUE(store->ReplaceCheck(result, {}));
    End(store.get(), "2025-03-01");
  }
  rule("r1", "open", model::ActKind::kDismiss, 0);
  rule("r1", "open", model::ActKind::kConfirm, 1);
  rule("r1", "dismissed", model::ActKind::kDismiss, 0);
  rule("r1", "reopened", model::ActKind::kDismiss, 0);
  rule("r1", "reopened", model::ActKind::kReopen, 1);
  rule("r1", "noted", model::ActKind::kNote, 0);
  {
    const auto store = NextRound("r1", "r2");
    const auto rulings = store->LoadEarlierRulings().value();
    ASSERT_EQ(rulings.size(), 2u);
    EXPECT_EQ(rulings[0].act.finding, "dismissed");
    EXPECT_EQ(rulings[0].act.reason, "理由\t一\n二");
    ASSERT_TRUE(rulings[0].finding);
    EXPECT_EQ(rulings[0].finding->project, "某项目") << "of a dismissed finding too";
    EXPECT_EQ(rulings[1].act.kind, model::ActKind::kConfirm) << "the last one";
    EXPECT_EQ(rulings[1].finding->days_over, 3);
    EXPECT_EQ(rulings[1].round, "round");
    End(store.get(), "2025-05-01");
  }
  rule("r2", "dismissed", model::ActKind::kReopen, 0);
  const auto store = NextRound("r2", "r3");
  const auto rulings = store->LoadEarlierRulings().value();
  ASSERT_EQ(rulings.size(), 1u) << "what the second round took back is gone, what it left alone still stands";
  EXPECT_EQ(rulings[0].act.finding, "open");
  EXPECT_TRUE(Create("alone")->LoadEarlierRulings()->empty());
}

TEST_F(RoundsTest, WhatCannotBeCarriedOverIsSaid) {
  FirstRound();
  auto store = Create("r2");
  EXPECT_EQ(store->CarryOver(Path("nowhere")).error().code, base::ErrorCode::kNotFound);
  {
    auto unfinished = Create("open");
    ASSERT_TRUE(unfinished->Flush());
  }
  const auto error = store->CarryOver(Path("open")).error();
  EXPECT_THAT(base::ToEnglish(error), HasSubstr("mingcha report"));
  std::string bytes = ReadAll(Path("r1/archive/mingcha-00001.warc.gz"));
  bytes[bytes.size() / 2] ^= 1;
  fs::copy(Path("r1"), Path("flipped"), fs::copy_options::recursive);
  WriteAll(Path("flipped/archive/mingcha-00001.warc.gz"), bytes);
  EXPECT_EQ(store->CarryOver(Path("flipped")).error().code, base::ErrorCode::kCorrupt);
  EXPECT_FALSE(fs::exists(Path("r2/archive/earlier-01-00001.warc.gz")));
  {
    auto writer = Open("r1");
    EXPECT_EQ(store->CarryOver(Path("r1")).error().code, base::ErrorCode::kIo) << "somebody writes there";
  }
  Put(store.get(), Seen(kOne, "2025-06-01"), "one");
  EXPECT_EQ(store->CarryOver(Path("r1")).error().code, base::ErrorCode::kInvalidInput);
}

TEST(HistoryBuilderTest, ASoft404IsGoneAndARefusalTellsNothing) {
  model::PageRecord page = Page(kOne);
  page.body_sha256 = "x";
  RoundLook look;
  look.round = 1;
  look.page = &page;
  const model::PageHistory there = AdvanceHistory(std::nullopt, look);
  EXPECT_EQ(there.presence, Presence::kPresent);
  model::PageFacts facts;
  facts.note = model::PageNote::kSoft404;
  look.round = 2;
  look.facts = &facts;
  page.fetched_at = page.fetched_at.PlusMillis(1000);
  const model::PageHistory vanished = AdvanceHistory(there, look);
  EXPECT_EQ(vanished.presence, Presence::kVanished);
  EXPECT_EQ(vanished.gone_status, 200);
  look.round = 3;
  page.fetched_at = page.fetched_at.PlusMillis(1000);
  EXPECT_EQ(AdvanceHistory(vanished, look).presence, Presence::kWithdrawn) << "gone in two rounds";
  facts.note = model::PageNote::kChallenge;
  EXPECT_EQ(AdvanceHistory(there, look).presence, Presence::kUnknown);
  EXPECT_EQ(AdvanceHistory(std::nullopt, look).presence, Presence::kNeverSeen);
}

}  // namespace
}  // namespace mingcha::store
