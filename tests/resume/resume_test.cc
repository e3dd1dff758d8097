// A crawl that is killed again and again must end with the very pages of one that was left in peace.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>

#include "store/assessment.h"
#include "store/warc_reader.h"
#include "store/warc_writer.h"
#include "tests/testing/loopback_site.h"

namespace mingcha {
namespace {

namespace fs = std::filesystem;
using testing::Reply;

constexpr int kPages = 300;
constexpr int kKills = 24;

class ResumeTest : public ::testing::Test {
 protected:
  ResumeTest() {
    const fs::path memory = "/dev/shm";
    std::string pattern =
        ((fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "mingcha-resume-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    site_.Otherwise([this](std::string_view target, int /*visit*/) {
      if (--requests_left_ == 0 && child_ > 0) ::kill(child_, SIGKILL);
      return Answer(std::string(target));
    });
  }
  ~ResumeTest() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  /// A tree of pages with cross links, dead ends, redirects, equal files and a broken page.
  static Reply Answer(const std::string& target) {
    if (target == "/robots.txt") return Reply::Status(404);
    if (target.starts_with("/file")) {
      Reply reply = Reply::Text(std::string(70'000, 'f'));
      reply.headers = {{"Content-Type", "application/pdf"}};
      return reply;
    }
    const int number = target == "/" ? 0 : std::atoi(target.c_str() + 2);
    if (number % 37 == 36) return Reply::Status(404);
    if (number % 41 == 40) return Reply::Redirect("/p" + std::to_string(number - 1));
    if (number % 53 == 52) return Reply::Status(500);
    std::string body = "<html><title>" + std::to_string(number) + "</title>";
    for (const int next : {2 * number + 1, 2 * number + 2, number / 2, (number * 7 + 3) % kPages}) {
      if (next < kPages) body += "<a href=\"/p" + std::to_string(next) + "\">x</a>";
    }
    if (number % 50 == 1) body += "<a href=\"/file" + std::to_string(number) + ".pdf\">f</a>";
    body += std::string(static_cast<size_t>(number) * 10, 'b');
    return Reply::Html(std::move(body));
  }

  /// Runs the child until it ends or, after `requests` of its requests, is killed; gives waitpid's status.
  int Crawl(const std::string& folder, int requests, int commit_every, const std::string& limit = "") {
    requests_left_ = 0;
    child_ = 0;
    int gate[2];
    EXPECT_EQ(::pipe(gate), 0);
    const std::string errors = root_ + "/err";
    const std::string port = std::to_string(site_.port());
    const std::string every = std::to_string(commit_every);
    const pid_t pid = ::fork();
    if (pid == 0) {
      // Only calls that are safe after a fork of a program with threads.
      char go = 0;
      if (::read(gate[0], &go, 1) != 1) ::_exit(126);
      const int err = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(err, 2);
      ::execl(CRAWL_CHILD, CRAWL_CHILD, folder.c_str(), port.c_str(), every.c_str(),
              limit.empty() ? nullptr : limit.c_str(), nullptr);
      ::_exit(127);
    }
    requests_left_ = requests;
    child_ = pid;
    EXPECT_EQ(::write(gate[1], "g", 1), 1);
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    child_ = 0;
    ::close(gate[0]);
    ::close(gate[1]);
    return status;
  }
  [[nodiscard]] std::string Errors() const {
    std::ifstream in(root_ + "/err");
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  /// URL → outcome and digest of every page, each read back from the archive; and every record is whole.
  static std::map<std::string, std::string> PagesOf(const std::string& folder) {
    std::map<std::string, std::string> pages;
    auto store = store::Assessment::Open(folder, store::OpenMode::kReadOnly);
    EXPECT_TRUE(store) << (store ? "" : base::ToEnglish(store.error()));
    if (!store) return pages;
    const auto read = (*store)->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
      pages[page.url] = std::string(model::FetchOutcomeName(page.outcome)) + " " +
                        std::to_string(page.http_status) + " " + page.final_url + " " + page.body_sha256;
      if (!page.warc.file.empty()) {
        const auto body = (*store)->pages().Body(page);
        EXPECT_TRUE(body) << (body ? "" : base::ToEnglish(body.error()));
      }
      return {};
    });
    EXPECT_TRUE(read);
    const auto files = store::WarcFiles(folder);
    EXPECT_TRUE(files);
    for (const std::string& file : files ? *files : std::vector<std::string>{}) {
      auto reader = store::WarcReader::Open(folder + "/" + file);
      for (;;) {
        const auto record = reader->Next();
        EXPECT_TRUE(record) << file << "@" << reader->position();
        if (!record || !*record) break;
        EXPECT_TRUE(store::VerifyDigests((*record)->record)) << file << "@" << (*record)->offset;
      }
    }
    return pages;
  }

  /// Takes the last bytes off the archive, as a power cut may: they were written and not yet synced.
  static void TearTail(const std::string& folder, uint64_t bytes) {
    const auto files = store::WarcFiles(folder);
    if (!files || files->empty()) return;
    const std::string last = folder + "/" + files->back();
    const uint64_t size = fs::file_size(last);
    fs::resize_file(last, size - std::min(size, bytes));
  }

  std::string root_;
  std::atomic<int> requests_left_ = 0;
  std::atomic<pid_t> child_ = 0;
  testing::LoopbackSite site_;  // last: its thread uses the others
};

TEST_F(ResumeTest, KilledAtRandomMomentsWithATornArchiveNowAndThenItEndsWithTheSamePages) {
  ASSERT_EQ(Crawl(root_ + "/calm", 0, 1000), 0) << Errors();
  const auto calm = PagesOf(root_ + "/calm");
  ASSERT_GT(calm.size(), 250u);

  std::mt19937 random(20251126);  // printed with a failure: the same moments again
  int kills = 0;
  for (int run = 0; run < 10 * kKills && kills < kKills; ++run) {
    const int requests = 1 + static_cast<int>(random() % 60);
    const int commit_every = std::vector<int>{3, 20, 100}[random() % 3];
    const int status = Crawl(root_ + "/killed", requests, commit_every);
    if (WIFSIGNALED(status)) {
      EXPECT_EQ(WTERMSIG(status), SIGKILL);
      ++kills;
      if (random() % 3 == 0) TearTail(root_ + "/killed", 1 + random() % 3'000);
      continue;
    }
    ASSERT_EQ(status, 0) << Errors();
    // It came to its end: what was reached so far is right; from the beginning again for further kills.
    EXPECT_EQ(PagesOf(root_ + "/killed"), calm) << "after " << kills << " kills";
    fs::remove_all(root_ + "/killed");
  }
  EXPECT_EQ(kills, kKills);
  ASSERT_EQ(Crawl(root_ + "/killed", 0, 1000), 0) << Errors();
  EXPECT_EQ(PagesOf(root_ + "/killed"), calm);
}

TEST_F(ResumeTest, AFullDiskStopsItWithAWordAndItGoesOnWhenThereIsSpace) {
  ASSERT_EQ(Crawl(root_ + "/calm", 0, 1000), 0) << Errors();
  const auto calm = PagesOf(root_ + "/calm");
  // A limit on the size of files refuses writes as a full disk does, archive and database alike.
  for (const char* limit : {"60000", "150000", "100000"}) {
    const std::string folder = root_ + "/limit" + limit;
    const int status = Crawl(folder, 0, 20, limit);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 3) << Errors();
    EXPECT_NE(Errors().find("full"), std::string::npos) << Errors();
    EXPECT_NE(Errors().find("--resume"), std::string::npos) << Errors();
    ASSERT_EQ(Crawl(folder, 0, 1000), 0) << Errors();
    EXPECT_EQ(PagesOf(folder), calm) << limit;
  }
}

}  // namespace
}  // namespace mingcha
