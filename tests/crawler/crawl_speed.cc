// crawler_speed [PAGES [CONCURRENCY]]: crawls a generated loopback site served by another process and prints
// pages/s and the crawler's own CPU time a page. Link finding is trivial, the sink keeps nothing.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/clock.h"
#include "tests/crawler/crawl_fixture.h"

namespace mingcha::crawler {
namespace {

double CpuMillis() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto millis = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  return millis(usage.ru_utime) + millis(usage.ru_stime);
}

class CountingSink final : public model::PageSink {
 public:
  base::Result<model::PageRecord> Store(model::PageRecord record,
                                        const model::Exchange& /*exchange*/) override {
    record.id = ++count_;
    return record;
  }

 private:
  int64_t count_ = 0;
};

/// Serves until it is killed; writes its port to `out`.
[[noreturn]] void Serve(int pages, int out) {
  testing::LoopbackSite site;
  site.Route("/robots.txt", testing::Reply::Status(404));
  site.Otherwise([pages](std::string_view target, int) {
    const int here = target.size() > 2 ? std::atoi(target.data() + 2) : 0;
    std::vector<std::string> targets;
    for (int i = 1; i <= 64; ++i) targets.push_back("/p" + std::to_string((here * 7 + i * i) % pages));
    targets.push_back("/p" + std::to_string((here + 1) % pages));
    return testing::Reply::Html(PageTo(targets) + std::string(27'000, 'x'));
  });
  const uint16_t port = site.port();
  if (write(out, &port, sizeof port) != sizeof port) std::exit(1);
  for (;;) pause();
}

int Main(int argc, char** argv) {
  const int pages = argc > 1 ? std::atoi(argv[1]) : 2'000;
  int pipe_ends[2];
  if (pages < 1 || pipe(pipe_ends) != 0) return 2;
  const pid_t server = fork();
  if (server < 0) return 1;
  if (server == 0) Serve(pages, pipe_ends[1]);
  uint16_t port = 0;
  if (read(pipe_ends[0], &port, sizeof port) != sizeof port) return 1;

  CrawlOptions options;
  model::SiteProfile profile;
  profile.id = "portal";
  profile.seeds = {"http://127.0.0.1:" + std::to_string(port) + "/p0"};
  profile.allow_private_addresses = true;
  profile.pace = {.delay_ms = 0, .concurrency = argc > 2 ? std::atoi(argv[2]) : 16, .timeout_ms = 30'000};
  profile.max_depth = 1 << 20;
  profile.max_pages = 1 << 30;
  options.sites = {profile};
  options.user_agent = "mingcha-speed/0.1";
  testing::MemoryFrontier frontier;
  CountingSink sink;
  const HrefFinder links;
  const base::SystemClock clock;
  const double before = CpuMillis();
  Crawler crawl(options, frontier, sink, links, clock, nullptr);
  const auto summary = crawl.Run();
  const double cpu = CpuMillis() - before;
  kill(server, SIGTERM);
  waitpid(server, nullptr, 0);
  if (!summary) {
    std::fprintf(stderr, "%s\n", base::ToEnglish(summary.error()).c_str());
    return 1;
  }
  const auto fetched = static_cast<double>(summary->pages);
  std::printf("%lld pages, %.0f pages/s, %.3f CPU-ms/page, %lld bytes\n",
              static_cast<long long>(summary->pages),
              fetched * 1000.0 / static_cast<double>(summary->elapsed_ms), cpu / fetched,
              static_cast<long long>(summary->bytes));
  return 0;
}

}  // namespace
}  // namespace mingcha::crawler

int main(int argc, char** argv) { return mingcha::crawler::Main(argc, argv); }
