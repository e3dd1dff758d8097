#include "store/assessment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/digest.h"
#include "store/schema.h"
#include "tests/model/fill.h"
#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using model::Filled;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class AssessmentTest : public StoreTest {};

TEST_F(AssessmentTest, TheFolderIsTheContractsFolder) {
  auto store = Create("deep/er/a");
  ASSERT_TRUE(store->SaveManifest(Filled<model::RunManifest>()));
  (void)*store->sink().Store(Page("http://a.example/"), ExchangeOf("x"));
  ASSERT_TRUE(store->AppendAudit(clock_.Now(), "assess", {}));
  ASSERT_TRUE(store->FinishManifest());
  for (const char* name : {"assessment.db", "archive/mingcha-00001.warc.gz", "archive/index.cdxj", "reports",
                           "manifest.json", "audit.log"})
    EXPECT_TRUE(fs::exists(Path("deep/er/a/") + name)) << name;
}

TEST_F(AssessmentTest, ObligationsHandedOverOneByOneAreStoredOrNothingIs) {
  const model::CheckResult check = Filled<model::CheckResult>();
  const auto coverage = std::vector{Filled<model::SiteCoverage>()};
  const auto produce = [&](const Assessment::TakeObligation& take, bool fails) -> base::Result<StoredCheck> {
    for (const auto& obligation : check.obligations) RETURN_IF_ERROR(take(obligation));
    if (fails) return base::Fail(base::ErrorCode::kOutOfRange, "no calendar");
    StoredCheck rest{check, coverage};
    rest.result.obligations.clear();
    return rest;
  };
  auto store = Create("a");
  ASSERT_TRUE(store->ReplaceCheck([&](const auto& take) { return produce(take, false); }));
  EXPECT_EQ(store->LoadCheck()->result, check);
  EXPECT_EQ(store->LoadCheck()->coverage, coverage);
  EXPECT_FALSE(store->ReplaceCheck([&](const auto& take) { return produce(take, true); }));
  EXPECT_EQ(store->LoadCheck()->result, check) << "what was stored before stays";
}

TEST_F(AssessmentTest, EveryRecordReadsBackFromAReopenedFolder) {
  auto plan = Filled<model::Plan>();
  auto facts = std::vector{Filled<model::PageFacts>(), Filled<model::PageFacts>()};
  facts[0].page_id = 2;
  facts[1].page_id = 1;
  model::CheckResult check = Filled<model::CheckResult>();
  const auto coverage = std::vector{Filled<model::SiteCoverage>()};
  {
    auto store = Create("a");
    ASSERT_TRUE(store->SavePlan(plan));
    ASSERT_TRUE(store->SaveManifest(Filled<model::RunManifest>()));
    ASSERT_TRUE(store->SaveFacts(facts));
    ASSERT_TRUE(store->ReplaceCheck(check, coverage));
    ASSERT_TRUE(store->SaveText("robots.portal", "obeyed"));
  }
  for (const OpenMode mode : {OpenMode::kReadOnly, OpenMode::kReadWrite}) {
    auto store = Open("a", mode);
    const auto stored = store->LoadPlan();
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->digest, plan.digest);
    EXPECT_EQ(stored->plan.items, plan.items);
    EXPECT_EQ(stored->plan.limits, plan.limits);
    EXPECT_EQ(*store->LoadManifest(), Filled<model::RunManifest>());
    EXPECT_THAT(*store->LoadFacts(), ElementsAre(facts[1], facts[0]));
    EXPECT_EQ(store->LoadCheck()->result, check);
    EXPECT_EQ(store->LoadCheck()->coverage, coverage);
    EXPECT_EQ(*store->LoadCoverage(), coverage);
    std::vector<model::Finding> findings;
    EXPECT_TRUE(store->ForEachFinding([&](const model::Finding& finding) -> base::Status {
      findings.push_back(finding);
      return {};
    }));
    EXPECT_EQ(findings, check.findings);
    EXPECT_EQ(*store->LoadText("robots.portal"), "obeyed");
    EXPECT_EQ(store->salt(), Options().salt);
  }
}

TEST_F(AssessmentTest, DisclosuresComeByPageRowItemWhateverTheOrderGiven) {
  auto store = Create("a");
  std::vector<model::Disclosure> given;
  for (const auto& [page, row, item] :
       std::vector<std::tuple<int, int, const char*>>{{2, -1, "a"}, {1, 1, "b"}, {1, 1, "a"}, {1, 0, "z"}}) {
    model::Disclosure disclosure;
    disclosure.page_id = page;
    disclosure.row = row;
    disclosure.item = item;
    given.push_back(disclosure);
  }
  const std::vector<model::Disclosure> sorted = {given[3], given[2], given[1], given[0]};
  ASSERT_TRUE(store->ReplaceDisclosures(given));
  EXPECT_EQ(*store->LoadDisclosures(), sorted);
  ASSERT_TRUE(store->ReplaceDisclosures({}));
  EXPECT_TRUE(store->LoadDisclosures()->empty()) << "replaced by none is not the same as never made";
}

TEST_F(AssessmentTest, WhatWasNeverSavedNamesTheStageToRun) {
  auto store = Create("a");
  const auto check = store->LoadCheck();
  ASSERT_FALSE(check);
  EXPECT_EQ(check.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(base::ToEnglish(check.error()), HasSubstr("mingcha check"));
  EXPECT_THAT(base::ToEnglish(store->LoadDisclosures().error()), HasSubstr("mingcha extract"));
  EXPECT_EQ(store->LoadPlan().error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store->LoadManifest().error().code, ErrorCode::kNotFound);
}

TEST_F(AssessmentTest, ManyFactsComeInOrderAndClearEmpties) {
  auto store = Create("a");
  std::vector<model::PageFacts> facts(200);
  for (int i = 0; i < 200; ++i) facts[static_cast<size_t>(i)].page_id = (i * 7) % 200;
  ASSERT_TRUE(store->SaveFacts(facts));
  int64_t next = 0;
  ASSERT_TRUE(store->ForEachFacts([&](const model::PageFacts& page) -> base::Status {
    EXPECT_EQ(page.page_id, next++);
    return {};
  }));
  EXPECT_EQ(next, 200);
  ASSERT_TRUE(store->ClearFacts());
  EXPECT_TRUE(store->LoadFacts()->empty());
}

TEST_F(AssessmentTest, PagesComeBackWholeInOrderOfId) {
  auto store = Create("a");
  std::vector<model::PageRecord> stored;
  for (int i = 0; i < 600; ++i) {
    auto page = Filled<model::PageRecord>();
    page.id = 0;
    page.url = "http://a.example/" + std::to_string(i);
    page.outcome = model::FetchOutcome::kOk;
    stored.push_back(*store->sink().Store(page, ExchangeOf("body " + std::to_string(i))));
    EXPECT_EQ(stored.back().id, i + 1);
    EXPECT_EQ(stored.back().body_sha256, base::Sha256Hex("body " + std::to_string(i)));
  }
  EXPECT_EQ(AllPages(store.get()), stored);
  EXPECT_EQ(*store->FindPage("http://a.example/7"), stored[7]);
  EXPECT_EQ(store->FindPage("http://a.example/none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(*store->pages().Body(stored[599]), "body 599");
}

TEST_F(AssessmentTest, ALaterAnswerReplacesButAFailureNeverReplacesAWholePage) {
  auto store = Create("a");
  const auto first = store->sink().Store(Page("u", model::FetchOutcome::kTimeout), {});
  const auto second = store->sink().Store(Page("u"), ExchangeOf("whole"));
  EXPECT_EQ(second->id, first->id);
  (void)*store->sink().Store(Page("u", model::FetchOutcome::kServerError), ExchangeOf("oops"));
  EXPECT_THAT(AllPages(store.get()), ElementsAre(*second));
  EXPECT_EQ(*store->pages().Body(*second), "whole");
  const auto third = store->sink().Store(Page("u"), ExchangeOf("newer"));
  EXPECT_THAT(AllPages(store.get()), ElementsAre(*third));
}

TEST_F(AssessmentTest, BodyIsCheckedAgainstItsDigest) {
  auto store = Create("a");
  auto page = *store->sink().Store(Page("u"), ExchangeOf("x"));
  page.body_sha256 = base::Sha256Hex("y");
  EXPECT_EQ(store->pages().Body(page).error().code, ErrorCode::kCorrupt);
  page.warc.file = "../../etc/passwd";
  EXPECT_EQ(store->pages().Body(page).error().code, ErrorCode::kCorrupt);
  const auto denied = *store->sink().Store(Page("v", model::FetchOutcome::kRobotsDenied), {});
  EXPECT_EQ(store->pages().Body(denied).error().code, ErrorCode::kNotFound);
}

TEST_F(AssessmentTest, ASecondWriterIsKeptOutAndToldWhoIsIn) {
  auto store = Create("a");
  const base::Error error = OpenError("a");
  EXPECT_EQ(error.code, ErrorCode::kIo);
  EXPECT_THAT(base::ToEnglish(error), HasSubstr("process " + std::to_string(::getpid())));
  EXPECT_NE(Open("a", OpenMode::kReadOnly), nullptr) << "readers may come beside the writer";
  store.reset();
  EXPECT_NE(Open("a"), nullptr);
}

TEST_F(AssessmentTest, AReaderCannotWrite) {
  (void)Create("a");
  auto store = Open("a", OpenMode::kReadOnly);
  EXPECT_EQ(store->sink().Store(Page("u"), ExchangeOf("x")).error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(store->SaveText("a", "b").error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(store->Flush().error().code, ErrorCode::kUnsupported);
}

TEST_F(AssessmentTest, CreateRefusesAFolderThatHoldsSomething) {
  fs::create_directories(Path("empty"));
  EXPECT_TRUE(Assessment::Create(Path("empty"), Options()));
  const auto again = Assessment::Create(Path("empty"), Options());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kInvalidInput);
  WriteAll(Path("file"), "x");
  EXPECT_FALSE(Assessment::Create(Path("file"), Options()));
}

TEST_F(AssessmentTest, FoldersThatAreNoneAreTold) {
  EXPECT_EQ(OpenError("nowhere").code, ErrorCode::kNotFound);
  fs::create_directories(Path("holiday photos"));
  EXPECT_EQ(OpenError("holiday photos").code, ErrorCode::kNotFound);
  WriteAll(Path("file"), "x");
  EXPECT_EQ(OpenError("file").code, ErrorCode::kNotFound);
}

TEST_F(AssessmentTest, HalfMadeForeignAndDamagedDatabasesAreTold) {
  for (const OpenMode mode : {OpenMode::kReadWrite, OpenMode::kReadOnly}) {
    (void)Create("a");
    WriteAll(Path("a/assessment.db"), "");
    EXPECT_EQ(OpenError("a", mode).code, ErrorCode::kCorrupt);
    EXPECT_THAT(base::ToEnglish(OpenError("a", mode)), HasSubstr("interrupted"));
    WriteAll(Path("a/assessment.db"), std::string(100'000, 'g'));
    EXPECT_EQ(OpenError("a", mode).code, ErrorCode::kCorrupt);
    fs::remove(Path("a/assessment.db"));
    (void)(*Database::Open(Path("a/assessment.db"), OpenMode::kReadWrite))->Execute("CREATE TABLE songs(x)");
    EXPECT_THAT(base::ToEnglish(OpenError("a", mode)), HasSubstr("no assessment database"));
    fs::remove_all(Path("a"));
  }
}

TEST_F(AssessmentTest, GarbageInTheMiddleOfTheDatabaseIsAnErrorNotACrash) {
  {
    auto store = Create("a");
    std::vector<model::PageFacts> facts(50, Filled<model::PageFacts>());
    for (size_t i = 0; i < facts.size(); ++i) facts[i].page_id = static_cast<int64_t>(i);
    ASSERT_TRUE(store->SaveFacts(facts));
  }
  std::string bytes = ReadAll(Path("a/assessment.db"));
  ASSERT_GT(bytes.size(), 50'000u);
  for (size_t at = 4096; at < bytes.size(); ++at) bytes[at] = static_cast<char>(at * 31);
  WriteAll(Path("a/assessment.db"), bytes);
  EXPECT_EQ(OpenError("a").code, ErrorCode::kCorrupt);
}

TEST_F(AssessmentTest, AnotherVersionIsUnsupportedAndSaysBoth) {
  (void)Create("a");
  (void)(*Database::Open(Path("a/assessment.db"), OpenMode::kReadWrite))->Execute("PRAGMA user_version=99");
  for (const OpenMode mode : {OpenMode::kReadWrite, OpenMode::kReadOnly}) {
    const base::Error error = OpenError("a", mode);
    EXPECT_EQ(error.code, ErrorCode::kUnsupported);
    EXPECT_THAT(base::ToEnglish(error), HasSubstr("version 99"));
    EXPECT_THAT(base::ToEnglish(error), HasSubstr(std::to_string(kSchemaVersion)));
  }
}

TEST_F(AssessmentTest, AFolderOfTheVersionBeforeIsBroughtUpToDateWithItsRedirects) {
  {
    auto store = Create("a");
    model::PageRecord page = Page("http://a.example/old");
    page.redirects = {{301, "http://a.example/old", "http://a.example/new"}};
    ASSERT_TRUE(store->sink().Store(page, ExchangeOf("x")));
    ASSERT_TRUE(store->Flush());
  }
  (void)(*Database::Open(Path("a/assessment.db"), OpenMode::kReadWrite))
      ->Execute(
          "UPDATE page SET redirects = "
          "'[{\"status\":301,\"from\":\"http://a.example/old\",\"to\":\"http://a.example/new\"}]';"
          "PRAGMA user_version=4");
  const auto store = Assessment::Open(Path("a"), OpenMode::kReadWrite);
  ASSERT_TRUE(store) << base::ToEnglish(store.error());
  const auto page = (*store)->FindPage("http://a.example/old");
  ASSERT_TRUE(page) << base::ToEnglish(page.error());
  EXPECT_EQ(page->redirects,
            (std::vector<model::Redirect>{{301, "http://a.example/old", "http://a.example/new", {}}}));
}

TEST_F(AssessmentTest, AMissingArchiveFolderIsTold) {
  (void)Create("a");
  fs::remove_all(Path("a/archive"));
  EXPECT_EQ(OpenError("a").code, ErrorCode::kCorrupt);
}

TEST_F(AssessmentTest, SaltsOfTwoRunsDiffer) {
  const auto one = Assessment::Create(Path("a"));
  const auto two = Assessment::Create(Path("b"));
  EXPECT_EQ((*one)->salt().size(), 32u);
  EXPECT_NE((*one)->salt(), (*two)->salt());
}

TEST_F(AssessmentTest, TheManifestCanBeRecomputed) {
  auto store = Create("a");
  for (const char* url : {"http://b.example/2", "http://a.example/1", "http://b.example/1"})
    (void)*store->sink().Store(Page(url), ExchangeOf(url));
  EXPECT_EQ(store->FinishManifest().error().code, ErrorCode::kNotFound) << "a manifest needs a run";
  ASSERT_TRUE(store->SaveManifest(Filled<model::RunManifest>()));
  ASSERT_TRUE(store->FinishManifest({{"ledger.csv", "digest"}}));
  const std::string text = ReadAll(Path("a/manifest.json"));
  const auto manifest = boost::json::parse(text).as_object();
  EXPECT_EQ(manifest.at("inputs").at("ledger.csv").as_string(), "digest");
  EXPECT_EQ(manifest.at("archive").as_array().size(), 2u);
  for (const auto& file : manifest.at("archive").as_array()) {
    const std::string bytes = ReadAll(Path("a/") + std::string(file.at("file").as_string()));
    EXPECT_EQ(file.at("sha256").as_string(), base::Sha256Hex(bytes));
    EXPECT_EQ(file.at("bytes").to_number<size_t>(), bytes.size());
  }
  const std::string index = ReadAll(Path("a/archive/index.cdxj"));
  EXPECT_THAT(index, HasSubstr("example,a)/1 20250601080910 {\"url\":\"http://a.example/1\""));
  EXPECT_LT(index.find("example,a)/1"), index.find("example,b)/1"));
  EXPECT_LT(index.find("example,b)/1"), index.find("example,b)/2"));
  ASSERT_TRUE(store->FinishManifest({{"ledger.csv", "digest"}}));
  EXPECT_EQ(ReadAll(Path("a/manifest.json")), text) << "twice gives the same bytes";
}

TEST_F(AssessmentTest, AttachmentsAreKeptByDigestAndVersionOutsideTheDatabase) {
  auto store = Create("a");
  const std::string digest(64, 'a');
  EXPECT_EQ(*store->LoadAttachment(digest, "1"), std::nullopt);
  model::AttachmentContent content;
  content.type = model::AttachmentType::kText;
  model::AttachmentBlock block;
  block.text = "raw text of the file";
  content.parts.push_back({"a.txt", content.type, model::AttachmentStatus::kRead, {}, {block}});
  ASSERT_TRUE(store->SaveAttachment(digest, "1", content));
  EXPECT_EQ(**store->LoadAttachment(digest, "1"), content);
  EXPECT_EQ(*store->LoadAttachment(digest, "2"), std::nullopt) << "another version is stale";
  ASSERT_TRUE(store->Flush());
  EXPECT_EQ(ReadAll(Path("a/assessment.db")).find("raw text of the file"), std::string::npos);
  auto reader = Open("a", OpenMode::kReadOnly);
  EXPECT_EQ(**reader->LoadAttachment(digest, "1"), content);
}

TEST_F(AssessmentTest, ABatchIsCommittedByAge) {
  auto store = Create("a");
  ASSERT_TRUE(store->frontier().Add({Task("u")}));
  auto reader = Open("a", OpenMode::kReadOnly);
  EXPECT_EQ(
      *(*Database::Open(Path("a/assessment.db"), OpenMode::kReadOnly))->QueryInt("SELECT COUNT(*) FROM task"),
      0);
  clock_.AdvanceMillis(1000);
  ASSERT_TRUE(store->frontier().Add({Task("v")}));
  EXPECT_EQ(
      *(*Database::Open(Path("a/assessment.db"), OpenMode::kReadOnly))->QueryInt("SELECT COUNT(*) FROM task"),
      2);
}

}  // namespace
}  // namespace mingcha::store
