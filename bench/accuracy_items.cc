#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "bench/accuracy.h"
#include "extractors/classifier.h"
#include "extractors/extractor.h"

namespace mingcha::bench {
namespace {

namespace json = boost::json;

struct Counts {
  int right = 0, wrong = 0, missed = 0;

  [[nodiscard]] std::string Precision() const {
    return right + wrong == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * right / (right + wrong));
  }
  [[nodiscard]] std::string Recall() const {
    return right + missed == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * right / (right + missed));
  }
};

std::string Best(const std::vector<model::ItemMatch>& items) {
  return items.empty() || items.front().grade == model::Grade::kWeak ? "none" : items.front().item;
}

void PrintTitles(const std::filesystem::path& corpus, const extractors::Classifier& classifier) {
  std::ifstream in(corpus / "titles.tsv");
  std::map<std::string, Counts> by_item;
  Counts all;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto cells = base::Split(line, '\t');
    if (cells.size() < 3 || cells[2] == "?") continue;
    const std::string expected(cells[2]);
    const std::string found = Best(
        classifier.Classify({.title = cells[0], .column = {std::string(cells[1])}, .text = {}, .labels = {}})
            .items);
    const auto count = [&](Counts* counts, const std::string& item) {
      if (expected == item && found == item) ++counts->right;
      if (expected != item && found == item) ++counts->wrong;
      if (expected == item && found != item) ++counts->missed;
    };
    for (const std::string& item : std::set<std::string>{expected, found}) {
      count(&by_item[item], item);
      if (item != "none") count(&all, item);
    }
  }
  fmt::print(
      "\nTitles with their site's category:\n\n| item | right | wrong | missed | precision | recall "
      "|\n|---|---|---|---|---|---|\n");
  for (const auto& [item, c] : by_item) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", item, c.right, c.wrong, c.missed, c.Precision(),
               c.Recall());
  }
  fmt::print("| all items | {} | {} | {} | {} | {} |\n", all.right, all.wrong, all.missed, all.Precision(),
             all.Recall());
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// What the corpus calls an event date, and the meanings that may stand for it.
bool Fits(std::string_view event, model::DateMeaning meaning) {
  using M = model::DateMeaning;
  static const std::map<std::string_view, std::set<M>> kMeanings = {
      {"opened", {M::kOpened}},
      {"opening_planned", {M::kOpened, M::kBidDeadline}},
      {"publicity_from", {M::kDisplayFrom}},
      {"publicity_to", {M::kDisplayTo}},
      {"signed", {M::kSigned, M::kFormed}},
      {"decided", {M::kDecided, M::kDetermined, M::kApproved}},
      {"awarded", {M::kDetermined, M::kDecided}},
      {"deal", {M::kDetermined, M::kSigned, M::kDecided}},
      {"listing_from", {M::kSaleStart, M::kDisplayFrom}},
      {"listing_to", {M::kSaleEnd, M::kDisplayTo}},
      {"bid_deadline", {M::kBidDeadline}},
      {"approved", {M::kApproved, M::kDecided}},
      {"accepted", {M::kAccepted}},
  };
  const auto found = kMeanings.find(event);
  return found != kMeanings.end() && found->second.contains(meaning);
}

void PrintBodies(const std::filesystem::path& corpus, const extractors::Extractor& extractor) {
  std::ifstream in(corpus / "bodies" / "bodies.jsonl");
  std::map<std::string, Counts> elements;
  std::map<std::string, Counts> events;
  Counts all_elements;
  int items_right = 0;
  int items_all = 0;
  int codes_right = 0;
  int codes_all = 0;
  for (std::string line; std::getline(in, line);) {
    const json::object label = json::parse(line).as_object();
    const std::string item(label.at("item").as_string());
    const std::string body = ReadFile(corpus / std::string(label.at("file").as_string()));
    extractors::PageInput input;
    input.url = "http://www.example.gov.cn/notice/1.html";
    input.anchor = label.at("title").as_string();
    const bool html = body.find('<') != std::string::npos;
    const std::string page = html ? "<html><title>" + input.anchor + "</title><body><h1>" + input.anchor +
                                        "</h1><div class=content>" + body + "</div></body></html>"
                                  : body;
    input.content_type = html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
    input.body = page;
    const model::PageFacts facts = extractor.Extract(input);
    if (item != "?" && item != "none") {
      ++items_all;
      items_right += Best(facts.items) == item ? 1 : 0;
    }
    if (const auto* code = label.if_contains("project_code"); code != nullptr && code->is_string()) {
      ++codes_all;
      const std::string wanted(code->as_string());
      codes_right += std::find(facts.project_codes.begin(), facts.project_codes.end(), wanted) !=
                             facts.project_codes.end()
                         ? 1
                         : 0;
    }
    std::set<std::string> expected;
    for (const auto& e : label.at("elements_present").as_array()) expected.emplace(e.as_string());
    std::set<std::string> found;
    for (const auto& e : facts.elements) found.insert(e.element);
    if (Best(facts.items) == item) {
      for (const auto& e : expected) {
        Counts& c = elements[item];
        found.contains(e) ? (++c.right, ++all_elements.right) : (++c.missed, ++all_elements.missed);
      }
      for (const auto& e : found) {
        if (!expected.contains(e)) ++elements[item].wrong, ++all_elements.wrong;
      }
    }
    for (const auto& [event, day] : label.at("event_dates").as_object()) {
      if (!day.is_string()) continue;
      const auto date = base::Date::FromIso(std::string_view(day.as_string()).substr(0, 10));
      if (!date) continue;
      const bool hit = std::any_of(facts.dates.begin(), facts.dates.end(), [&](const auto& r) {
        return r.date == *date && Fits(std::string_view(event), r.meaning);
      });
      Counts& c = events[std::string(event)];
      hit ? ++c.right : ++c.missed;
    }
  }
  fmt::print("\nNotice bodies: item {}/{}, reference number {}/{}\n", items_right, items_all, codes_right,
             codes_all);
  fmt::print("\n| item (elements) | right | extra | missed | recall |\n|---|---|---|---|---|\n");
  for (const auto& [item, c] : elements)
    fmt::print("| {} | {} | {} | {} | {} |\n", item, c.right, c.wrong, c.missed, c.Recall());
  fmt::print("| all | {} | {} | {} | {} |\n", all_elements.right, all_elements.wrong, all_elements.missed,
             all_elements.Recall());
  fmt::print("\n| event date | found with its meaning | missed | recall |\n|---|---|---|---|\n");
  for (const auto& [event, c] : events)
    fmt::print("| {} | {} | {} | {} |\n", event, c.right, c.missed, c.Recall());
}

}  // namespace

void PrintItemAccuracy(const std::filesystem::path& corpus, const model::Plan& plan) {
  const auto classifier = extractors::Classifier::Create(plan);
  const auto extractor = extractors::Extractor::Create(plan);
  if (!classifier || !extractor) return;
  PrintTitles(corpus, *classifier);
  PrintBodies(corpus, *extractor);
}

}  // namespace mingcha::bench
