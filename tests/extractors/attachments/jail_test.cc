// What a worker can do to the machine, and what a failing one does to the run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "attachments_test_kit.h"

namespace mingcha::attachments {
namespace {

namespace fs = std::filesystem;
using model::AttachmentContent;
using model::AttachmentStatus;
using testing::HasSubstr;

/// Exit code of the worker program trying one thing. `user`: as nobody, if this is root.
int Probe(const std::string& what, const std::string& path, bool as_nobody) {
  const pid_t child = fork();
  if (child == 0) {
    if (as_nobody && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(9);
    execl(MINGCHA_ATTACHMENT_WORKER, "worker", "probe", what.c_str(), path.c_str(), nullptr);
    _exit(8);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(Converter, AWorkerStartsNoWorker) {
  setenv("MINGCHA_CONVERT_WORKER", "1", 1);
  ConverterOptions options;
  options.worker = {MINGCHA_ATTACHMENT_WORKER};
  const AttachmentContent content = Converter(options).Convert("%PDF-1.4");
  unsetenv("MINGCHA_CONVERT_WORKER");
  EXPECT_EQ(content.status, AttachmentStatus::kNoSandbox);
}

class ProbeTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    char name[] = "/tmp/mingcha-jail-XXXXXX";
    folder_ = mkdtemp(name);
    fs::permissions(folder_, fs::perms::all);
    path_ = folder_ + "/file";
    std::ofstream(path_) << "untouched";
    fs::permissions(path_, fs::perms::all);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string folder_, path_;
};

TEST_P(ProbeTest, IsRefusedWhoeverRunsIt) {
  EXPECT_EQ(Probe(GetParam(), path_, false), 0);
  if (geteuid() == 0) {
    EXPECT_EQ(Probe(GetParam(), path_, true), 0);
  }
  std::ifstream in(path_);
  std::string text;
  std::getline(in, text);
  EXPECT_EQ(text, "untouched");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1)
      << "nothing was made";
}

INSTANTIATE_TEST_SUITE_P(Jail, ProbeTest,
                         testing::Values("socket", "unix_socket", "write", "read_write", "create",
                                         "truncate_open", "remove", "rename", "folder", "link", "signal",
                                         "session", "tool_fork", "tool_write"),
                         [](const auto& param) { return std::string(param.param); });

TEST_F(ProbeTest, ReadingStaysAllowed) { EXPECT_EQ(Probe("read", path_, false), 0); }

TEST(ConverterTest, ReadsThroughTheWorkerWhatItReadsInMemory) {
  for (const char* name : {"table.docx", "table.xls", "names_gbk.zip", "locked.zip"}) {
    const std::string bytes = Fixture(name);
    EXPECT_EQ(Converter(TestOptions()).Convert(bytes), ReadFile(bytes, {})) << name;
  }
}

TEST(ConverterTest, ACrashIsAValue) {
  const AttachmentContent content = Converter(TestOptions({"crash"})).Convert(Fixture("table.docx"));
  EXPECT_EQ(content.status, AttachmentStatus::kCrashed);
  EXPECT_EQ(content.type, model::AttachmentType::kDocx);
  EXPECT_FALSE(MayKeep(content));
}

TEST(ConverterTest, AHangIsKilled) {
  ConverterOptions options = TestOptions({"hang"});
  options.wall_ms = 100;
  EXPECT_EQ(Converter(options).Convert("text").status, AttachmentStatus::kTimeout);
}

TEST(ConverterTest, EndlessOutputIsCutOff) {
  ConverterOptions options = TestOptions({"babble"});
  options.max_output = 100'000;
  EXPECT_EQ(Converter(options).Convert("text").status, AttachmentStatus::kTooLarge);
}

TEST(ConverterTest, AnAnswerThatIsNoRecordIsACrash) {
  EXPECT_EQ(Converter(TestOptions({"lie"})).Convert("text").status, AttachmentStatus::kCrashed);
}

TEST(ConverterTest, AMissingWorkerIsAValue) {
  ConverterOptions options;
  options.worker = {"/nonexistent/worker"};
  EXPECT_EQ(Converter(options).Convert("text").status, AttachmentStatus::kNoSandbox);
}

TEST(ConverterTest, MemoryIsLimited) {
#ifdef MINGCHA_SANITIZED
  GTEST_SKIP() << "address space is not limited in sanitizer builds";
#endif
  ConverterOptions options = TestOptions();
  options.jail.memory = size_t{160} << 20U;
  options.read.max_text = size_t{1} << 40U;
  options.read.max_unpacked = size_t{1} << 40U;
  const std::string text(size_t{60} << 20U, 'a');
  const AttachmentStatus status = Converter(options).Convert(text).status;
  EXPECT_TRUE(status == AttachmentStatus::kTooLarge || status == AttachmentStatus::kCrashed);
}

TEST(ConverterTest, ManyThreadsConvertAtOnce) {
  const std::string bytes = Fixture("table.docx");
  const AttachmentContent expected = ReadFile(bytes, {});
  std::vector<AttachmentContent> contents(8);
  std::vector<std::thread> threads;
  for (AttachmentContent& content : contents)
    threads.emplace_back([&] { content = Converter(TestOptions()).Convert(bytes); });
  for (std::thread& thread : threads) thread.join();
  for (const AttachmentContent& content : contents) EXPECT_EQ(content, expected);
}

TEST(ToolsTest, PdfTextAndTable) {
  const AttachmentContent content = Converter(TestOptions()).Convert(Fixture("table.pdf"));
  ASSERT_EQ(content.status, AttachmentStatus::kRead) << base::RenderEnglish(content.detail);
  EXPECT_EQ(content.type, model::AttachmentType::kPdf);
  EXPECT_THAT(AllText(content), HasSubstr("建设项目审批结果公示表"));
  EXPECT_THAT(AllText(content),
              HasSubstr("2|演示西路改造工程|演审批准〔2025〕12号|2025-04-11|演示区行政审批局"));
}

TEST(ToolsTest, PdfWithPasswordAndBrokenPdf) {
  EXPECT_EQ(Converter(TestOptions()).Convert(Fixture("locked.pdf")).status, AttachmentStatus::kEncrypted);
  EXPECT_EQ(Converter(TestOptions()).Convert("%PDF-1.4\n% nothing\n").status, AttachmentStatus::kBroken);
  const std::string whole = Fixture("table.pdf");
  EXPECT_NE(Converter(TestOptions()).Convert(whole.substr(0, whole.size() / 2)).status,
            AttachmentStatus::kRead);
}

TEST(ToolsTest, ScansAreRecognisedWithAConfidence) {
  const AttachmentContent content = Converter(TestOptions()).Convert(Fixture("scanned.pdf"));
  ASSERT_EQ(content.status, AttachmentStatus::kRead) << base::RenderEnglish(content.detail);
  EXPECT_THAT(AllText(content), HasSubstr("演示西路改造工程"));
  EXPECT_GE(content.parts.at(0).blocks.at(0).confidence, 65);
  EXPECT_EQ(content.parts.at(0).blocks.at(0).page, 1);
}

TEST(ToolsTest, LittleConfidenceIsForAPerson) {
  ConverterOptions options = TestOptions();
  options.read.min_confidence = 101;
  const AttachmentContent content = Converter(options).Convert(Fixture("scanned.pdf"));
  EXPECT_EQ(content.status, AttachmentStatus::kDoubtful);
  EXPECT_NE(AllText(content), "") << "the text is kept for the person who looks";
}

}  // namespace
}  // namespace mingcha::attachments
