// Crawls one loopback site into an assessment folder, going on where it was left:
//   crawl_child FOLDER PORT COMMIT_EVERY [FILE_LIMIT_BYTES]
// Exit 0: complete. 3: an error that a further run may get over (told on stderr). 2: anything else.
#include <signal.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/clock.h"
#include "crawler/crawler.h"
#include "store/assessment.h"
#include "tests/crawler/crawl_fixture.h"

namespace {

using namespace mingcha;  // NOLINT: a program of one page.

base::Result<std::unique_ptr<store::Assessment>> OpenOrCreate(const std::string& folder, int commit_every) {
  store::AssessmentOptions options;
  options.batch.max_operations = commit_every;
  options.warc.max_file_bytes = 200'000;  // several files
  if (std::filesystem::exists(folder + "/assessment.db"))
    return store::Assessment::Open(folder, store::OpenMode::kReadWrite, options);
  return store::Assessment::Create(folder, options);
}

crawler::CrawlOptions OptionsFor(const std::string& port) {
  crawler::CrawlOptions options;
  model::SiteProfile site;
  site.id = "site";
  site.seeds = {"http://127.0.0.1:" + port + "/"};
  site.hosts = {"127.0.0.1:" + port};
  site.pace = {0, 8, 30'000};
  site.allow_private_addresses = true;
  options.sites = {site};
  options.user_agent = "mingcha-test";
  options.retry_base_ms = 1;
  options.probe_soft_404 = false;
  return options;
}

int Fail(const base::Error& error) {
  std::cerr << base::ToEnglish(error) << "\n";
  return error.code == base::ErrorCode::kIo ? 3 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  if (argc > 4) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{std::strtoul(argv[4], nullptr, 10), RLIM_INFINITY};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  }
  const auto assessment = OpenOrCreate(argv[1], std::atoi(argv[3]));
  if (!assessment) return Fail(assessment.error());
  const base::SystemClock clock;
  const crawler::HrefFinder links;
  crawler::Crawler crawler(OptionsFor(argv[2]), (*assessment)->frontier(), (*assessment)->sink(), links,
                           clock, nullptr);
  const auto summary = crawler.Run();
  if (!summary) return Fail(summary.error());
  if (const auto flushed = (*assessment)->Flush(); !flushed) return Fail(flushed.error());
  return summary->complete ? 0 : 3;
}
