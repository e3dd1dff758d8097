// What it costs to read pages: CPU-ms a page and for 29 KB, step by step. Usage:
//   bench_extract FOLDER [ROUNDS]     every *.html below FOLDER (the bench's site, or saved pages), least of
//   ROUNDS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "extractors/charset.h"
#include "extractors/document.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "extractors/page_reading.h"
#include "rules/plan_loader.h"

namespace mingcha::bench {
namespace {

constexpr double kPageBytes = 29'000;

struct Page {
  std::string url, body;
};

std::vector<Page> ReadPages(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html" || entry.path().extension() == ".htm")
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Page> pages;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    pages.push_back(
        {"http://www.district.example/" + path.lexically_relative(folder).generic_string(), bytes.str()});
  }
  return pages;
}

double CpuMillis() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void Measure(const char* step, const std::vector<Page>& pages, double bytes, int rounds,
             const std::function<void(const Page&)>& work) {
  double least = 1e30;
  for (int round = 0; round < rounds; ++round) {
    const double before = CpuMillis();
    for (const Page& page : pages) work(page);
    least = std::min(least, CpuMillis() - before);
  }
  std::printf("%-36s %8.3f %8.3f\n", step, least / static_cast<double>(pages.size()),
              least / bytes * kPageBytes);
}

int Main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::vector<Page> pages = ReadPages(argv[1]);
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 3;
  const rules::LoadOutcome loaded = rules::LoadPlan(MINGCHA_SOURCE_DIR "/config/baodi");
  if (!loaded.ok() || pages.empty()) return 1;
  const auto extractor = extractors::Extractor::Create(loaded.plan);
  const auto links = extractors::HtmlLinkFinder::Create(loaded.plan);
  if (!extractor || !links) return 1;
  const extractors::ReadingRules rules(loaded.plan);
  double bytes = 0;
  for (const Page& page : pages) bytes += static_cast<double>(page.body.size());
  std::printf("%zu pages, %.1f KB in the mean\n%-36s %8s %8s\n", pages.size(),
              bytes / static_cast<double>(pages.size()) / 1e3, "CPU-ms", "a page", "29 KB");
  size_t made = 0;
  const auto text = [](const Page& page) { return extractors::Decode(page.body, "text/html").text; };
  Measure("bytes to text", pages, bytes, rounds, [&](const Page& page) { made += text(page).size(); });
  Measure("links by the scan (decoding too)", pages, bytes, rounds,
          [&](const Page& page) { made += links->Find(page.url, "text/html", page.body).links.size(); });
  Measure("tree (decoding too)", pages, bytes, rounds, [&](const Page& page) {
    made += static_cast<size_t>(extractors::Document::Parse(text(page)).size());
  });
  Measure("page view, list, kind (all above too)", pages, bytes, rounds, [&](const Page& page) {
    made += extractors::ReadPage(text(page), *base::Url::Parse(page.url), rules).links.size();
  });
  const auto read = [&](const Page& page) {
    extractors::PageInput input;
    input.url = page.url;
    input.content_type = "text/html";
    input.body = page.body;
    made += extractor->ExtractAll(input).facts.dates.size();
  };
  Measure("facts and disclosures (all above too)", pages, bytes, rounds, read);
  return made == 0 ? 1 : 0;
}

}  // namespace
}  // namespace mingcha::bench

int main(int argc, char** argv) { return mingcha::bench::Main(argc, argv); }
