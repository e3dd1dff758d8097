// The review's log: append-only, chained, on the disk, and nothing lost when several act at once.
#include "store/act_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/digest.h"
#include "base/text.h"

namespace mingcha::store {
namespace {

namespace fs = std::filesystem;
using model::ActKind;
using model::ReviewAct;
using testing::HasSubstr;

class ActLogTest : public testing::Test {
 protected:
  ActLogTest() {
    folder_ = (fs::temp_directory_path() / ("mingcha-acts-" + std::to_string(::getpid()) + "-" +
                                            testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ActLogTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return folder_ + "/review/acts.jsonl"; }
  [[nodiscard]] std::string Text() const {
    std::ifstream in(path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void Write(std::string_view text) const {
    std::ofstream out(path(), std::ios::binary | std::ios::trunc);
    out << text;
  }

  static ReviewAct Act(std::string finding, int version, ActKind kind = ActKind::kConfirm) {
    ReviewAct act;
    act.at = base::Instant::FromIso("2026-03-02T01:02:03Z").value();
    act.finding = std::move(finding);
    act.version = version;
    act.kind = kind;
    act.by = "王芳";
    act.reason = "核对无误";
    return act;
  }

  std::string folder_;
};

TEST_F(ActLogTest, KeepsEveryFieldAndTheFileUnderItsDigest) {
  ReviewAct act = Act("f1", 0, ActKind::kEvidence);
  act.seen = model::SeenPublication{base::Date::FromIso("2026-02-01").value(), "http://a/b", "公告栏"};
  act.of_kind = "missing";
  act.of_item = "land.supply-plan";
  act.of_unit = "gtj";
  act.of_subject = "某地块";
  act.of_code = "123";
  std::optional<ReviewAct> kept;
  {
    const auto log = ActLog::Open(folder_);
    ASSERT_TRUE(log) << ToEnglish(log.error());
    const HandedFile file{"照片.JPG", std::string("\xFF\xD8 bytes\0 more", 14)};
    auto written = (*log)->Append(act, &file);
    ASSERT_TRUE(written && *written);
    kept = **written;
    EXPECT_EQ(kept->file->path, "review/files/" + base::Sha256Hex(file.bytes) + ".jpg");
    std::ifstream in(folder_ + "/" + kept->file->path, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), file.bytes);
    ReviewAct amend = Act("f1", 1, ActKind::kAmend);
    amend.days_over = 3;
    amend.unit = "czj";
    ASSERT_TRUE((*log)->Append(amend, nullptr));
  }
  const auto acts = ActLog::Read(folder_);
  ASSERT_TRUE(acts) << ToEnglish(acts.error());
  ASSERT_EQ(acts->size(), 2U);
  EXPECT_EQ((*acts)[0], *kept);
  EXPECT_EQ((*acts)[1].days_over, 3);
  EXPECT_EQ((*acts)[1].unit, "czj");
  EXPECT_EQ((*acts)[1].number, 2);
}

TEST_F(ActLogTest, WhoSawAnOlderVersionWritesNothing) {
  const auto log = ActLog::Open(folder_);
  ASSERT_TRUE(log);
  ASSERT_TRUE((*log)->Append(Act("f1", 0), nullptr)->has_value());
  const std::string before = Text();
  const HandedFile file{"a.txt", "not to be kept"};
  const auto late = (*log)->Append(Act("f1", 0, ActKind::kDismiss), &file);
  ASSERT_TRUE(late);
  EXPECT_FALSE(late->has_value());
  EXPECT_EQ(Text(), before);
  EXPECT_FALSE(fs::exists(folder_ + "/review/files"));
  EXPECT_EQ((*log)->VersionOf("f1"), 1);
  EXPECT_TRUE((*log)->Append(Act("f1", 1, ActKind::kDismiss), nullptr)->has_value());
  EXPECT_TRUE((*log)->Append(Act("f2", 0), nullptr)->has_value()) << "another finding has its own version";
  EXPECT_EQ((*log)->Since(1).size(), 2U);
}

TEST_F(ActLogTest, ManyAtOnceLoseNothing) {
  constexpr int kThreads = 8, kActs = 25;
  std::atomic<int> written = 0;
  {
    const auto log = ActLog::Open(folder_);
    ASSERT_TRUE(log);
    std::vector<std::thread> reviewers;
    reviewers.reserve(kThreads);
    for (int t = 0; t < kThreads; ++t) {
      reviewers.emplace_back([&, t] {
        for (int i = 0; i < kActs; ++i) {
          // All act on one finding: each tries again after another's act, as the page does.
          for (bool done = false; !done;) {
            ReviewAct act = Act("shared", (*log)->VersionOf("shared"), ActKind::kNote);
            act.by = "r" + std::to_string(t);
            act.reason = std::to_string(i);
            const auto kept = (*log)->Append(std::move(act), nullptr);
            if (!kept) return;
            done = kept->has_value();
          }
          ++written;
        }
      });
    }
    for (std::thread& reviewer : reviewers) reviewer.join();
  }
  EXPECT_EQ(written, kThreads * kActs);
  const auto acts = ActLog::Read(folder_);
  ASSERT_TRUE(acts) << ToEnglish(acts.error());
  ASSERT_EQ(acts->size(), static_cast<size_t>(kThreads * kActs));
  std::map<std::string, int> next;
  for (size_t i = 0; i < acts->size(); ++i) {
    EXPECT_EQ((*acts)[i].version, static_cast<int>(i));
    EXPECT_EQ((*acts)[i].reason, std::to_string(next[(*acts)[i].by]++)) << "each reviewer's own order";
  }
}

TEST_F(ActLogTest, ATornTailIsCutAndToldAndTheChainGoesOn) {
  {
    const auto log = ActLog::Open(folder_);
    ASSERT_TRUE((*log)->Append(Act("f1", 0), nullptr));
    ASSERT_TRUE((*log)->Append(Act("f2", 0), nullptr));
  }
  const std::string whole = Text();
  const std::string third = ActLine(Act("f3", 0), "x");
  for (const size_t length : {size_t{1}, third.size() / 2, third.size()}) {
    Write(whole + third.substr(0, length));  // a kill while the third was written
    EXPECT_EQ(ActLog::Read(folder_)->size(), 2U) << length;
    const auto log = ActLog::Open(folder_);
    ASSERT_TRUE(log) << length << ToEnglish(log.error());
    EXPECT_EQ((*log)->bytes_cut(), length);
    EXPECT_EQ(Text(), whole);
    ASSERT_TRUE((*log)->Append(Act("f3", 0), nullptr)->has_value());
    EXPECT_EQ(ActLog::Read(folder_)->size(), 3U);
  }
}

TEST_F(ActLogTest, EveryChangedByteOfAWholeLineIsSeen) {
  {
    const auto log = ActLog::Open(folder_);
    for (const char* finding : {"f1", "f2", "f3"}) ASSERT_TRUE((*log)->Append(Act(finding, 0), nullptr));
  }
  const std::string whole = Text();
  const size_t last_line = whole.rfind('\n', whole.size() - 2) + 1;
  for (size_t i = 0; i < last_line; ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    Write(changed);
    EXPECT_FALSE(ActLog::Read(folder_)) << "byte " << i;
  }
  // Taking a line out and exchanging two are seen as well; the error names the line.
  const size_t first = whole.find('\n') + 1;
  Write(whole.substr(first));
  const auto without = ActLog::Open(folder_);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, base::ErrorCode::kCorrupt);
  EXPECT_THAT(ToEnglish(without.error()), HasSubstr("acts.jsonl:1: does not follow"));
  Write(whole.substr(first, last_line - first) + whole.substr(0, first) + whole.substr(last_line));
  EXPECT_FALSE(ActLog::Read(folder_));
}

TEST_F(ActLogTest, TheLineBeforeIsNamedByItsDigest) {
  {
    const auto log = ActLog::Open(folder_);
    for (const char* finding : {"f1", "f2"}) ASSERT_TRUE((*log)->Append(Act(finding, 0), nullptr));
  }
  const std::string text = Text();  // base::Split gives views into it
  const auto lines = base::Split(text, '\n');
  EXPECT_THAT(std::string(lines[0]), HasSubstr("\"prev\":\"" + std::string(64, '0') + "\""));
  EXPECT_THAT(std::string(lines[1]), HasSubstr("\"prev\":\"" + base::Sha256Hex(lines[0]) + "\""));
}

TEST_F(ActLogTest, OnlyOneProcessHasIt) {
  const auto log = ActLog::Open(folder_);
  ASSERT_TRUE(log);
  const auto second = ActLog::Open(folder_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::ErrorCode::kIo);
  EXPECT_TRUE(ActLog::Read(folder_)) << "readers may come beside it";
}

TEST_F(ActLogTest, NoLogMeansNoActs) {
  const auto acts = ActLog::Read(folder_);
  ASSERT_TRUE(acts);
  EXPECT_TRUE(acts->empty());
  EXPECT_FALSE(fs::exists(folder_ + "/review"));
}

}  // namespace
}  // namespace mingcha::store
