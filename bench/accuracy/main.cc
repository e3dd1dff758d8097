// Holds what the extractor reads on the corpus's real pages against their labels, field by field, and lists
// every miss. Usage: MINGCHA_CORPUS=<folder> bench_accuracy [--config <folder>] [--quiet] [--all]
// [--leave-out]
// --all lists the misses of the held-out half too: who reads them has looked, and says so in
// docs/accuracy.md. --leave-out reads every source with the rules as they would be without it.
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "bench/accuracy/accuracy.h"
#include "extractors/document.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "rules/plan_loader.h"

namespace mingcha::bench {
namespace {

/// CPU time of this process spent in what it runs: other work on the machine does not count.
class Cpu {
 public:
  template <typename F>
  auto Run(const F& work) {
    const std::clock_t start = std::clock();
    struct Stop {
      std::clock_t start;
      std::clock_t* spent;
      ~Stop() { *spent += std::clock() - start; }
    } stop{start, &spent_};
    return work();
  }
  [[nodiscard]] double ms() const { return 1000.0 * static_cast<double>(spent_) / CLOCKS_PER_SEC; }

 private:
  std::clock_t spent_ = 0;
};

void Print(const std::vector<Row>& rows, bool quiet, bool all) {
  std::vector<std::string> order;
  std::map<std::string, Score> scores;
  std::map<std::string, std::map<std::string, Score>> by_site;
  std::map<std::string, Score> given;  // only pages whose label has a value
  std::map<std::string, Score> looked_at;
  std::map<std::string, Score> held_out;
  std::map<std::string, Score> put_right;
  for (const Row& row : rows) {
    for (const Field& field : row.fields) {
      if (!field.counts) continue;
      if (!scores.contains(field.name)) order.push_back(field.name);
      const bool good = field.Right();
      scores[field.name].Add(good);
      put_right[field.name].Add(field.put_right.empty() ? good
                                                        : Field{"", field.put_right, field.found}.Right());
      if (!field.expected.empty()) given[field.name].Add(good);
      (row.held ? held_out : looked_at)[field.name].Add(good);
      by_site[row.site][field.name].Add(good);
      if (!good && !quiet && (!row.held || all)) {
        fmt::print("MISS {} {} [{}] expected «{}» found «{}»\n", row.file, field.name, row.site,
                   field.expected, field.found);
      }
    }
  }
  fmt::print(
      "\n| field | right of all | wrong labels put right | right where a value is labelled | sites looked at "
      "| "
      "sites held out |\n|---|---|---|---|---|---|\n");
  for (const auto& name : order) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", name, scores[name].Share(), put_right[name].Share(),
               given[name].Share(), looked_at[name].Share(), held_out[name].Share());
  }
  fmt::print("\n| site |");
  for (const auto& name : order) fmt::print(" {} |", name);
  fmt::print("\n|---|");
  for (size_t i = 0; i < order.size(); ++i) fmt::print("---|");
  fmt::print("\n");
  for (auto& [site, fields] : by_site) {
    fmt::print("| {} |", site);
    for (const auto& name : order) {
      const Score& score = fields[name];
      fmt::print(" {} |", score.all == 0 ? "-" : fmt::format("{}/{}", score.right, score.all));
    }
    fmt::print("\n");
  }
}

/// What parsing, reading and link finding cost on the corpus's pages.
void PrintSpeed(const std::filesystem::path& corpus, const extractors::Extractor& extractor,
                const extractors::HtmlLinkFinder& finder) {
  double bytes = 0;
  double pages = 0;
  Cpu parsing;
  Cpu reading;
  Cpu linking;
  for (const auto& entry : std::filesystem::directory_iterator(corpus / "pages")) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string body = text.str();
    extractors::PageInput input;
    input.url = "http://www.example.gov.cn/column/page.html";
    input.body = body;
    parsing.Run([&] { (void)extractors::Document::Parse(body); });
    reading.Run([&] { (void)extractor.Extract(input); });
    linking.Run([&] { (void)finder.Find(input.url, "", body); });
    bytes += static_cast<double>(body.size());
    ++pages;
  }
  const double units = bytes / 29'000.0;
  fmt::print(
      "\n{} pages, {:.1f} MB, CPU ms a page (per 29 KB): parse {:.2f} ({:.2f}), extract with parsing {:.2f} "
      "({:.2f}), links with parsing {:.2f} ({:.2f})\n",
      pages, bytes / 1e6, parsing.ms() / pages, parsing.ms() / units, reading.ms() / pages,
      reading.ms() / units, linking.ms() / pages, linking.ms() / units);
}

struct Arguments {
  std::filesystem::path corpus, config;
  bool quiet = false, all = false, leave_out = false;
};

int Run(const Arguments& args) {
  const rules::LoadOutcome loaded = rules::LoadPlan(args.config);
  if (!loaded.ok()) {
    fmt::print(stderr, "{}: the configuration has {} errors; run `mingcha rules lint`\n",
               args.config.string(), loaded.errors.size());
    return 2;
  }
  const auto extractor = extractors::Extractor::Create(loaded.plan);
  const auto finder = extractors::HtmlLinkFinder::Create(loaded.plan);
  if (!extractor || !finder) {
    fmt::print(stderr, "{}\n", base::ToEnglish(extractor ? finder.error() : extractor.error()));
    return 2;
  }
  CertainDates certain;
  const std::vector<Row> rows = ReadPages(
      args.corpus, loaded.plan, *extractor, [](const std::string&) { return true; }, &certain);
  if (rows.empty()) {
    fmt::print(stderr, "{}: no labels.jsonl with pages there; set MINGCHA_CORPUS to the corpus folder\n",
               args.corpus.string());
    return 2;
  }
  if (args.leave_out) {
    const bool alone = PrintLeaveOut(args.corpus, loaded.plan, SourceName, "source", args.quiet);
    return alone && PrintLeaveOut(args.corpus, loaded.plan, ByPlatform(args.corpus), "platform", true) ? 0
                                                                                                       : 2;
  }
  Print(rows, args.quiet, args.all);
  fmt::print("\ndates given with grade certain: {}, wrong: {}\n", certain.all, certain.wrong);
  PrintSpeed(args.corpus, *extractor, *finder);
  PrintItemAccuracy(args.corpus, loaded.plan, args.quiet);
  return 0;
}

}  // namespace
}  // namespace mingcha::bench

int main(int argc, char** argv) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  mingcha::bench::Arguments args;
  args.config = MINGCHA_SOURCE_DIR "/config/baodi";
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--quiet") args.quiet = true;
    if (arg == "--all") args.all = true;
    if (arg == "--leave-out") args.leave_out = true;
    if (arg == "--config" && i + 1 < argc) args.config = argv[++i];
  }
  if (corpus == nullptr) {
    fmt::print(stderr, "set MINGCHA_CORPUS to the corpus folder (pages/, labels.jsonl, titles.tsv)\n");
    return 2;
  }
  args.corpus = corpus;
  return mingcha::bench::Run(args);
}
