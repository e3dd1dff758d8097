// How long it takes to render every report of a round with many findings, and how large they are.
//   bench_report [FINDINGS]      default 20,000
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include "reports/html_page.h"
#include "reports/render.h"
#include "reports/report_view.h"
#include "sample.h"

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  using namespace mingcha::reports;  // NOLINT: a small program.
  const int count = argc > 1 ? std::atoi(argv[1]) : 20'000;
  const Sample sample = MakeLargeSample(count);
  const auto ms = [](Clock::duration spent) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  };
  const auto cpu_ms = [] { return std::clock() * 1000 / CLOCKS_PER_SEC; };
  auto begin = Clock::now();
  auto cpu_begin = cpu_ms();
  const ReportInput input = sample.Input();
  const std::string html = HtmlPage(ReportView(input));
  std::cout << count << " findings: index.html " << ms(Clock::now() - begin) << " ms (CPU "
            << cpu_ms() - cpu_begin << " ms), " << html.size() << " bytes\n";
  begin = Clock::now();
  cpu_begin = cpu_ms();
  const auto files = RenderAll(input);
  if (!files) {
    std::cerr << ToEnglish(files.error()) << "\n";
    return 1;
  }
  std::cout << "all " << files->size() << " files: " << ms(Clock::now() - begin) << " ms (CPU "
            << cpu_ms() - cpu_begin << " ms)\n";
  for (const RenderedFile& file : *files) {
    if (file.name.find('/') == std::string::npos)
      std::cout << "  " << file.name << ": " << file.bytes.size() << " bytes\n";
  }
}
