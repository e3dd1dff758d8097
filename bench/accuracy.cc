// Holds what the extractor reads on the corpus's real pages against their labels, field by field, and lists
// every miss. Usage: MINGCHA_CORPUS=<folder> bench_accuracy [--config <folder>] [--quiet] [--all]
// --all lists the misses of the held-out half too: who reads them has looked, and says so in
// docs/accuracy.md.
#include "bench/accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "extractors/document.h"
#include "extractors/extractor.h"
#include "extractors/link_finder.h"
#include "rules/plan_loader.h"

namespace mingcha::bench {
namespace {

namespace json = boost::json;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string Text(const json::object& label, std::string_view key) {
  const json::value* value = label.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::vector<std::string> Texts(const json::object& label, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = label.if_contains(key);
  if (value == nullptr || !value->is_array()) return out;
  for (const json::value& item : value->as_array()) out.emplace_back(item.as_string());
  return out;
}

std::string Show(const std::vector<std::string>& list) { return base::Join(list, " > "); }

template <typename Reading>
std::string Value(const std::optional<Reading>& reading) {
  return reading ? reading->value : std::string();
}

std::string Day(const std::optional<model::DateReading>& reading) {
  return reading ? reading->date.Iso() : std::string();
}

/// The site a page came from: the mirror's name in its source repository.
std::string SiteOf(const json::object& label) {
  const std::string repo = Text(label, "source_repo");
  const size_t slash = repo.find('/');
  return slash == std::string::npos ? repo : repo.substr(slash + 1);
}

struct Score {
  int right = 0, all = 0;
  void Add(bool good) {
    ++all;
    right += good ? 1 : 0;
  }
  [[nodiscard]] std::string Share() const {
    return all == 0 ? "-" : fmt::format("{}/{} {:.1f} %", right, all, 100.0 * right / all);
  }
};

/// One compared field: expected, found, and whether it counts on this page.
struct Field {
  std::string name, expected, found;
  bool counts = true;
  std::string put_right = {};  // what the page shows where the label contradicts it; empty: the label stands
};

/// Labels that the page itself contradicts (bench/label_corrections.tsv), by file and field. They are counted
/// both ways.
std::map<std::pair<std::string, std::string>, std::string> ReadCorrections() {
  std::map<std::pair<std::string, std::string>, std::string> out;
  std::ifstream in(MINGCHA_SOURCE_DIR "/bench/label_corrections.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string file, field, value;
    std::getline(cells, file, '\t');
    std::getline(cells, field, '\t');
    std::getline(cells, value, '\t');
    out[{file, field}] = value;
  }
  return out;
}

bool SameText(const std::string& a, const std::string& b) { return base::FoldLabel(a) == base::FoldLabel(b); }

std::string AttachmentNames(const json::object& label) {
  return std::to_string(
      std::max(Texts(label, "attachments").size(), Texts(label, "attachment_names").size()));
}

/// Whether the pages that the label's pager leads to were found. Labels quote scripts: those that name pages
/// beyond the first must give some, those of one page none.
std::optional<Field> ListsField(const json::object& label, const model::PageFacts& facts) {
  const std::vector<std::string> lists = Texts(label, "next_list_pages");
  if (lists.empty() || Text(label, "kind") != "list") return std::nullopt;
  const std::string all = Show(lists);
  if (all.find("javascript:;") != std::string::npos || all.find("javascript:get") != std::string::npos)
    return std::nullopt;
  const bool one = all.find("size:1,") != std::string::npos || all.find("(1, 0") != std::string::npos ||
                   all.find("countPage=1 ") != std::string::npos || all.find("',1, 1") != std::string::npos;
  return Field{"next pages", one ? "none" : "some", facts.next_pages.empty() ? "none" : "some"};
}

std::vector<Field> Compare(const json::object& label, const model::PageFacts& facts,
                           const model::Plan& plan) {
  const std::string kind = Text(label, "kind");
  const bool article = kind == "detail" || kind == "attachment";
  std::vector<Field> fields;
  fields.push_back({"encoding",
                    Text(label, "encoding_actual") == "gbk" ? "gb18030" : Text(label, "encoding_actual"),
                    facts.encoding});
  fields.push_back({"kind", kind, std::string(model::PageKindName(facts.kind))});
  fields.push_back({"title", Text(label, "title"), Value(facts.title), kind != "error"});
  fields.push_back({"published", Text(label, "published"), Day(facts.published), article});
  fields.push_back({"formed", Text(label, "formed"), Day(facts.formed), article});
  // A weak reading (the body that a title begins with) is a hint, not a statement of the page.
  const bool stated = facts.issuer && facts.issuer->grade != model::Grade::kWeak;
  fields.push_back({"issuer", Text(label, "issuer"), stated ? facts.issuer->value : "", article});
  fields.push_back({"index_number", Text(label, "index_number"), Value(facts.index_number), article});
  fields.push_back({"doc_number", Text(label, "doc_number"), Value(facts.doc_number), article});
  fields.push_back({"breadcrumb", Show(Texts(label, "breadcrumb")), Show(facts.breadcrumb), kind != "error"});
  std::string item;
  for (const model::ItemMatch& match : facts.items) {
    if (match.grade == model::Grade::kWeak) continue;
    const model::Item* found = plan.FindItem(match.item);
    item = found != nullptr ? found->name : match.item;
    break;
  }
  fields.push_back({"item_type", Text(label, "item_type"), item, article});
  fields.push_back(
      {"attachments", AttachmentNames(label), std::to_string(facts.attachments.size()), article});
  if (auto lists = ListsField(label, facts)) fields.push_back(*lists);
  return fields;
}

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

struct Row {
  std::string file, site;
  std::vector<Field> fields;
  bool held = false;  // its site belongs to the half that is not looked at while rules are written
};

/// How many dates were given with grade certain, and how many of them are wrong.
struct CertainDates {
  int all = 0, wrong = 0;
  void Add(const std::string& expected, const std::optional<model::DateReading>& found) {
    if (!found || found->grade != model::Grade::kCertain) return;
    ++all;
    wrong += found->date.Iso() == expected ? 0 : 1;
  }
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
      const bool good = SameText(field.expected, field.found);
      scores[field.name].Add(good);
      put_right[field.name].Add(field.put_right.empty() ? good : SameText(field.put_right, field.found));
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

int Run(const std::filesystem::path& corpus, const std::filesystem::path& config, bool quiet, bool all) {
  const rules::LoadOutcome loaded = rules::LoadPlan(config);
  if (!loaded.ok()) {
    fmt::print(stderr, "{}: the configuration has {} errors; run `mingcha rules lint`\n", config.string(),
               loaded.errors.size());
    return 2;
  }
  const auto extractor = extractors::Extractor::Create(loaded.plan);
  const auto finder = extractors::HtmlLinkFinder::Create(loaded.plan);
  if (!extractor || !finder) {
    fmt::print(stderr, "{}\n", base::ToEnglish(extractor ? finder.error() : extractor.error()));
    return 2;
  }
  std::vector<Row> rows;
  CertainDates certain;
  const auto corrections = ReadCorrections();
  std::ifstream labels(corpus / "labels.jsonl");
  size_t bytes = 0;
  Cpu parsing;
  Cpu reading;
  Cpu linking;
  for (std::string line; std::getline(labels, line);) {
    const json::object label = json::parse(line).as_object();
    const std::string body = ReadFile(corpus / "pages" / Text(label, "file"));
    extractors::PageInput input;
    input.url = Text(label, "url");
    if (input.url.empty()) input.url = "http://www.example.gov.cn/column/page.html";
    input.body = body;
    parsing.Run([&] { (void)extractors::Document::Parse(body); });
    const model::PageFacts facts = reading.Run([&] { return extractor->Extract(input); });
    const model::PageLinks links = linking.Run([&] { return finder->Find(input.url, "", body); });
    bytes += body.size() + links.links.size() * 0;
    certain.Add(Text(label, "published"), facts.published);
    certain.Add(Text(label, "formed"), facts.formed);
    const std::string site = SiteOf(label);
    rows.push_back({Text(label, "file"), site, Compare(label, facts, loaded.plan), HeldOut(site)});
    for (Field& field : rows.back().fields) {
      const auto correction = corrections.find({rows.back().file, field.name});
      if (correction != corrections.end()) field.put_right = correction->second;
    }
  }
  if (rows.empty()) {
    fmt::print(stderr, "{}: no labels.jsonl with pages there; set MINGCHA_CORPUS to the corpus folder\n",
               corpus.string());
    return 2;
  }
  Print(rows, quiet, all);
  fmt::print("\ndates given with grade certain: {}, wrong: {}\n", certain.all, certain.wrong);
  const double pages = static_cast<double>(rows.size());
  const double units = static_cast<double>(bytes) / 29'000.0;
  fmt::print(
      "\n{} pages, {:.1f} MB, CPU ms a page (per 29 KB): parse {:.2f} ({:.2f}), extract with parsing {:.2f} "
      "({:.2f}), links with parsing {:.2f} ({:.2f})\n",
      rows.size(), static_cast<double>(bytes) / 1e6, parsing.ms() / pages, parsing.ms() / units,
      reading.ms() / pages, reading.ms() / units, linking.ms() / pages, linking.ms() / units);
  PrintItemAccuracy(corpus, loaded.plan, quiet);
  return 0;
}

}  // namespace

bool HeldOut(std::string_view key) {
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return ((hash >> 32U) & 1U) != 0;
}

}  // namespace mingcha::bench

int main(int argc, char** argv) {
  const char* corpus = std::getenv("MINGCHA_CORPUS");
  std::filesystem::path config = MINGCHA_SOURCE_DIR "/config/baodi";
  bool quiet = false;
  bool all = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--quiet") quiet = true;
    if (arg == "--all") all = true;
    if (arg == "--config" && i + 1 < argc) config = argv[++i];
  }
  if (corpus == nullptr) {
    fmt::print(stderr, "set MINGCHA_CORPUS to the corpus folder (pages/, labels.jsonl, titles.tsv)\n");
    return 2;
  }
  return mingcha::bench::Run(corpus, config, quiet, all);
}
