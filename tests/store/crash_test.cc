// Kill -9, torn writes, and a folder copied in mid-run: what a reopened store must be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/warc_reader.h"
#include "store/warc_writer.h"
#include "tests/store/store_fixture.h"

namespace mingcha::store {
namespace {

using model::FetchOutcome;
namespace fs = std::filesystem;

class CrashTest : public StoreTest {
 protected:
  /// A store of `count` fetched pages, and one task more that waits.
  void Fill(const std::string& name, int count) {
    auto store = Create(name);
    for (int i = 0; i <= count; ++i) ASSERT_TRUE(store->frontier().Add({Task(Url(i))}));
    for (int i = 0; i < count; ++i) FetchOne(store.get());
    ASSERT_TRUE(store->Flush());
  }
  static std::string Url(int i) { return "http://a.example/" + std::to_string(i); }
  static void FetchOne(Assessment* store) {
    const auto task = store->frontier().Take("portal", 1);
    ASSERT_TRUE(task);
    ASSERT_EQ(task->size(), 1u);
    ASSERT_TRUE(store->sink().Store(Page((*task)[0].url), ExchangeOf("body of " + (*task)[0].url)));
    ASSERT_TRUE(store->frontier().Finish((*task)[0].url, FetchOutcome::kOk));
  }
  /// The two promises: each page has its record; each task has its page or is given out again.
  static void CheckPromises(Assessment* store, int tasks) {
    const auto pages = AllPages(store);
    for (const auto& page : pages) {
      const auto body = store->pages().Body(page);
      ASSERT_TRUE(body) << base::ToEnglish(body.error());
      EXPECT_EQ(*body, "body of " + page.url);
    }
    ASSERT_TRUE(store->frontier().Recover());
    EXPECT_EQ(*store->frontier().Waiting("portal"), tasks - static_cast<int>(pages.size()));
  }
  static std::string LastArchive(const std::string& folder) {
    return folder + "/" + WarcFiles(folder)->back();
  }
};

TEST_F(CrashTest, ACutAtEveryByteOfTheLastRecordLeavesAWholeStore) {
  Fill("a", 3);
  const std::string archive = ReadAll(LastArchive(Path("a")));
  uint64_t last_start = 0;
  {
    auto store = Open("a", OpenMode::kReadOnly);
    last_start = AllPages(store.get()).back().warc.offset;
  }
  ASSERT_LT(last_start, archive.size());
  for (uint64_t cut = last_start; cut <= archive.size(); ++cut) {
    const std::string copy = "cut" + std::to_string(cut);
    fs::copy(Path("a"), Path(copy), fs::copy_options::recursive);
    fs::resize_file(LastArchive(Path(copy)), cut);
    auto store = Open(copy);
    ASSERT_NE(store, nullptr);
    const bool whole = cut == archive.size();
    EXPECT_EQ(store->repair().bytes_cut, whole ? 0 : cut - last_start);
    EXPECT_EQ(store->repair().pages_dropped, whole ? 0 : 1);
    CheckPromises(store.get(), 4);
    FetchOne(store.get());  // and it goes on
    ASSERT_TRUE(store->Flush());
    EXPECT_EQ(*store->PageCount(), whole ? 4 : 3);
    CheckPromises(store.get(), 4);
    store.reset();
    fs::remove_all(Path(copy));
  }
}

TEST_F(CrashTest, GarbageBehindTheLastRecordIsCut) {
  Fill("a", 2);
  const std::string file = LastArchive(Path("a"));
  const std::string archive = ReadAll(file);
  WriteAll(file, archive + "\x1f\x8b half a member");
  auto store = Open("a");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(ReadAll(file), archive);
  EXPECT_EQ(store->repair(), (Repair{16, 0}));
  CheckPromises(store.get(), 3);
}

TEST_F(CrashTest, ARecordWithoutRowIsKeptAndItsTaskAskedAgain) {
  auto store = Create("a");
  ASSERT_TRUE(store->frontier().Add({Task(Url(0)), Task(Url(1))}));
  FetchOne(store.get());
  ASSERT_TRUE(store->Flush());
  FetchOne(store.get());  // archived, not committed: the clock stands still
  fs::copy(Path("a"), Path("b"), fs::copy_options::recursive);
  auto copy = Open("b");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->repair(), Repair{});
  EXPECT_EQ(*copy->PageCount(), 1);
  CheckPromises(copy.get(), 2);
  FetchOne(copy.get());
  CheckPromises(copy.get(), 2);
}

TEST_F(CrashTest, KillAtAnyMomentLosesNothing) {
  for (int killed_after = 0; killed_after < 12; ++killed_after) {
    const std::string name = "k" + std::to_string(killed_after);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      AssessmentOptions options = Options();
      options.batch.max_operations = 5;
      auto store = Assessment::Create(Path(name), options);
      if (!store) ::_exit(1);
      for (int i = 0; i < 12; ++i) {
        if (!(*store)->frontier().Add({Task(Url(i))})) ::_exit(1);
      }
      if (!(*store)->Flush()) ::_exit(1);
      for (int i = 0; i < killed_after; ++i) {
        const auto task = (*store)->frontier().Take("portal", 1);
        if (!(*store)->sink().Store(Page((*task)[0].url), ExchangeOf("body of " + (*task)[0].url)))
          ::_exit(1);
        if (i % 3 != 2 && !(*store)->frontier().Finish((*task)[0].url, FetchOutcome::kOk)) ::_exit(1);
      }
      ::raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child failed by itself";
    auto store = Open(name);
    ASSERT_NE(store, nullptr);
    ASSERT_TRUE(store->frontier().Recover());
    while (*store->frontier().Waiting("portal") > 0) FetchOne(store.get());
    ASSERT_TRUE(store->Flush());
    EXPECT_EQ(*store->PageCount(), 12);
    CheckPromises(store.get(), 12);
  }
}

TEST_F(CrashTest, MakingTheFolderCanBeInterruptedAndBegunAgain) {
  // What each moment of Create leaves behind.
  fs::create_directories(Path("a/archive"));
  ASSERT_TRUE(Assessment::Create(Path("a")));
  fs::create_directories(Path("b/archive"));
  fs::create_directories(Path("b/reports"));
  WriteAll(Path("b/.lock"), "1\n");
  WriteAll(Path("b/assessment.db.new"), "SQLite format 3");
  WriteAll(Path("b/assessment.db.new-wal"), "half a log");
  {
    const auto made = Assessment::Create(Path("b"));
    ASSERT_TRUE(made) << base::ToEnglish(made.error());
    ASSERT_TRUE((*made)->sink().Store(Page(Url(1)), ExchangeOf("x")));
  }
  EXPECT_FALSE(fs::exists(Path("b/assessment.db.new")));
  EXPECT_FALSE(fs::exists(Path("b/assessment.db.new-wal")));
  EXPECT_TRUE(Assessment::Open(Path("b"), OpenMode::kReadWrite));
  // Not in a folder where anything of worth may be.
  for (const char* other : {"c/archive/mingcha-00001.warc.gz", "d/assessment.db", "e/notes.txt"}) {
    const fs::path path = Path(other);
    fs::create_directories(path.parent_path());
    WriteAll(path.string(), "x");
    const std::string folder = std::string(1, other[0]);
    const auto refused = Assessment::Create(Path(folder));
    ASSERT_FALSE(refused) << other;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidInput) << other;
    EXPECT_TRUE(fs::exists(path)) << other;
  }
}

TEST_F(CrashTest, AnEarlierFileThatIsCutOrGoneIsCorruptNotMended) {
  AssessmentOptions options = Options();
  options.warc.max_file_bytes = 1;
  {
    auto store = std::move(*Assessment::Create(Path("a"), options));
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(store->sink().Store(Page(Url(i)), ExchangeOf("x")));
    }
    ASSERT_TRUE(store->Flush());
  }
  const std::string first = Path("a/archive/mingcha-00001.warc.gz");
  fs::resize_file(first, fs::file_size(first) - 1);
  EXPECT_EQ(OpenError("a").code, base::ErrorCode::kCorrupt);
  fs::remove(first);
  const base::Error error = OpenError("a");
  EXPECT_EQ(error.code, base::ErrorCode::kCorrupt);
  EXPECT_THAT(base::ToEnglish(error), ::testing::HasSubstr("mingcha-00001.warc.gz"));
}

TEST_F(CrashTest, HalfAnAuditLineIsEnded) {
  auto store = Create("a");
  WriteAll(Path("a/audit.log"), "{\"time\":\"2025");
  ASSERT_TRUE(store->AppendAudit(clock_.Now(), "check", {"a b", "\"q\"\n"}));
  EXPECT_EQ(ReadAll(Path("a/audit.log")),
            "{\"time\":\"2025\n"
            "{\"time\":\"2025-06-01T00:00:00Z\",\"verb\":\"check\",\"args\":[\"a b\",\"\\\"q\\\"\\n\"]}\n");
}

}  // namespace
}  // namespace mingcha::store
