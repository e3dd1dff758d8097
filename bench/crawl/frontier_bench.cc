// Fills a frontier on disk and drains it: shows that memory does not grow with it. Usage: bench_frontier DIR
// [URLS...]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "store/assessment.h"

namespace mingcha::bench {
namespace {

/// Resident memory now, MB.
double ResidentMb() {
  std::ifstream in("/proc/self/statm");
  long pages = 0;
  long resident = 0;
  in >> pages >> resident;
  return static_cast<double>(resident) * 4096.0 / 1e6;
}

model::FetchTask TaskOf(int i) {
  model::FetchTask task;
  task.url = "http://www.district.gov.example/zwgk/lm" + std::to_string(i % 97) + "/201806/t20180613_" +
             std::to_string(1'000'000 + i) + ".html";
  task.site = "portal";
  task.kind = model::TaskKind::kDetail;
  task.depth = 3;
  task.found_on = "http://www.district.gov.example/zwgk/lm" + std::to_string(i % 97) + "/index_" +
                  std::to_string(i / 97) + ".html";
  task.anchor = "some forty bytes of the text of a link, as is usual";
  return task;
}

/// Adds as pages do: 64 links, 16 of them new.
bool Fill(model::FrontierLog& frontier, int from, int to) {
  std::vector<model::FetchTask> page;
  for (int i = from; i < to;) {
    page.clear();
    for (int k = 0; k < 48 && i > 48; ++k) page.push_back(TaskOf(i - 1 - k * 7 % i));
    for (int k = 0; k < 16 && i < to; ++k) page.push_back(TaskOf(i++));
    if (!frontier.Add(page)) return false;
  }
  return true;
}

int Main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::vector<int> sizes;
  for (int i = 2; i < argc; ++i) sizes.push_back(std::atoi(argv[i]));
  if (sizes.empty()) sizes = {10'000, 100'000, 1'000'000};
  auto assessment = store::Assessment::Create(argv[1]);
  if (!assessment) return 1;
  model::FrontierLog& frontier = (*assessment)->frontier();
  std::printf("%10s %12s %14s %14s\n", "URLs", "resident MB", "us/URL added", "us/task taken");
  int filled = 0;
  for (const int size : sizes) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    if (!Fill(frontier, filled, size)) return 1;
    const double added =
        std::chrono::duration<double, std::micro>(Clock::now() - start).count() / (size - filled);
    filled = size;
    const auto middle = Clock::now();
    int taken = 0;
    while (taken < 2'000) {
      const auto batch = frontier.Take("portal", 128);
      if (!batch || batch->empty()) return 1;
      for (const model::FetchTask& task : *batch) {
        if (!frontier.FinishTask(task, model::FetchOutcome::kOk)) return 1;
        ++taken;
      }
    }
    const double took = std::chrono::duration<double, std::micro>(Clock::now() - middle).count() / taken;
    std::printf("%10d %12.1f %14.1f %14.1f\n", size, ResidentMb(), added, took);
  }
  return 0;
}

}  // namespace
}  // namespace mingcha::bench

int main(int argc, char** argv) { return mingcha::bench::Main(argc, argv); }
