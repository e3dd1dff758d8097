// Crawls the bench's site (make_site.py) and prints what it cost. Usage:
//   bench_crawl dry|warc|read|wide HOSTS PORT OUT_DIR [CONCURRENCY]
// wide: 421 pages of the host behind HOSTS, which leave over 100,000 addresses waiting; the archive too. dry:
// frontier on disk, bodies thrown away. warc: the archive too. read: then every page from the archive through
// the extractor. One line of JSON on stdout.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "crawler/crawler.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "rules/plan_loader.h"
#include "store/assessment.h"

namespace mingcha::bench {
namespace {

class DrySink final : public model::PageSink {
 public:
  base::Result<model::PageRecord> Store(model::PageRecord record,
                                        const model::Exchange& /*exchange*/) override {
    record.id = ++id_;
    return record;
  }

 private:
  int64_t id_ = 0;
};

/// Facts and disclosures of every archived page; how many disclosures, or nullopt.
std::optional<size_t> ReadAll(const model::Plan& plan, store::Assessment* assessment) {
  const auto extractor = extractors::Extractor::Create(plan);
  if (!extractor) return std::nullopt;
  size_t found = 0;
  const auto read = assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    if (page.outcome != model::FetchOutcome::kOk || page.kind == model::TaskKind::kRobots) return {};
    ASSIGN_OR_RETURN(const std::string body, assessment->pages().Body(page));
    found += extractor->ExtractAll(page, body, "salt").disclosures.size();
    return {};
  });
  return read ? std::optional(found) : std::nullopt;
}

double CpuMillis(const rusage& usage) {
  const auto millis = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return millis(usage.ru_utime) + millis(usage.ru_stime);
}

/// Of the wide host only the pages that lead on; the hosts before it whole.
crawler::CrawlOptions Options(bool wide, int hosts, int port, int concurrency) {
  crawler::CrawlOptions options;
  model::SiteProfile site;
  site.id = "bench";
  for (int host = wide ? hosts + 1 : 1; host <= (wide ? hosts + 1 : hosts); ++host) {
    const std::string name = "127.1.0." + std::to_string(host) + ":" + std::to_string(port);
    site.hosts.push_back(name);
    site.seeds.push_back("http://" + name + "/");
  }
  site.allow_private_addresses = true;
  site.pace = {.delay_ms = 0, .concurrency = concurrency, .timeout_ms = 30'000};
  site.max_depth = 1'000'000;
  site.max_pages = wide ? 430 : 10'000'000;
  options.sites = {site};
  options.user_agent = "mingcha-bench/0.1 (loopback)";
  options.second_chance = options.probe_soft_404 = true;
  return options;
}

int Main(int argc, char** argv) {
  if (argc < 5) return 2;
  const std::string mode = argv[1];
  const auto options =
      Options(mode == "wide", std::atoi(argv[2]), std::atoi(argv[3]), argc > 5 ? std::atoi(argv[5]) : 4);
  rules::LoadOutcome loaded = rules::LoadPlan(MINGCHA_SOURCE_DIR "/config/baodi");
  if (!loaded.ok()) return 1;
  const auto links = extractors::HtmlLinkFinder::Create(loaded.plan);
  auto assessment = store::Assessment::Create(argv[4]);
  if (!links || !assessment) return 1;
  DrySink sink;
  const base::SystemClock clock;
  rusage before{};
  getrusage(RUSAGE_SELF, &before);
  crawler::Crawler crawler(options, (*assessment)->frontier(),
                           mode == "dry" ? static_cast<model::PageSink&>(sink) : (*assessment)->sink(),
                           *links, clock, nullptr);
  const auto summary = crawler.Run();
  if (!summary) {
    std::fprintf(stderr, "%s\n", base::ToEnglish(summary.error()).c_str());
    return 1;
  }
  if (!(*assessment)->Flush()) return 1;
  if (mode == "read" && !ReadAll(loaded.plan, assessment->get())) return 1;
  rusage after{};
  getrusage(RUSAGE_SELF, &after);
  const double cpu = CpuMillis(after) - CpuMillis(before);
  const auto waiting = (*assessment)->frontier().Waiting("bench");
  std::printf("{\"pages\":%lld,\"waiting\":%d,\"wall_ms\":%lld,\"cpu_ms\":%.1f,\"rss_mb\":%.1f}\n",
              static_cast<long long>(summary->pages), waiting ? *waiting : -1,
              static_cast<long long>(summary->elapsed_ms), cpu,
              static_cast<double>(after.ru_maxrss) / 1024.0);
  return 0;
}

}  // namespace
}  // namespace mingcha::bench

int main(int argc, char** argv) { return mingcha::bench::Main(argc, argv); }
