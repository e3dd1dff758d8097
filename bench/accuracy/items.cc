#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "bench/accuracy/accuracy.h"
#include "extractors/classifier.h"
#include "extractors/extractor.h"
#include "model/enum_names.h"

namespace mingcha::bench {
namespace {

namespace json = boost::json;

std::string Best(const std::vector<model::ItemMatch>& items) {
  return items.empty() || items.front().grade == model::Grade::kWeak ? "none" : items.front().item;
}

/// What the figures of the titles count.
struct TitleCounts {
  std::map<std::string, Counts> by_item;
  Counts all;
  Counts halves[2];  // looked at, held out
};

TitleCounts ReadTitles(const std::filesystem::path& corpus, const extractors::Classifier& classifier,
                       bool quiet, const Wanted& wanted) {
  std::ifstream in(corpus / "titles.tsv");
  TitleCounts out;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto cells = base::Split(line, '\t');
    if (cells.size() < 5 || cells[2] == "?") continue;
    if (!wanted(std::string(cells[4].substr(0, cells[4].find(':'))))) continue;
    const std::string expected(cells[2]);
    const std::string found = Best(
        classifier.Classify({.title = cells[0], .column = {std::string(cells[1])}, .text = {}, .labels = {}})
            .items);
    const bool held = HeldOut(cells[0]);
    if (expected != found && !held && !quiet) {
      fmt::print("MISS title «{}» [{}] expected {} found {}\n", cells[0], cells[1], expected, found);
    }
    const auto count = [&](Counts* counts, const std::string& item) {
      if (expected == item && found == item) ++counts->right;
      if (expected != item && found == item) ++counts->wrong;
      if (expected == item && found != item) ++counts->missed;
    };
    for (const std::string& item : std::set<std::string>{expected, found}) {
      count(&out.by_item[item], item);
      if (item == "none") continue;
      count(&out.all, item);
      count(&out.halves[held ? 1 : 0], item);
    }
  }
  return out;
}

void PrintTitles(const TitleCounts& counts) {
  fmt::print(
      "\nTitles with their site's category:\n\n| item | right | wrong | missed | precision | recall "
      "|\n|---|---|---|---|---|---|\n");
  for (const auto& [item, c] : counts.by_item) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", item, c.right, c.wrong, c.missed, c.Precision(),
               c.Recall());
  }
  const auto total = [](const char* name, const Counts& c) {
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", name, c.right, c.wrong, c.missed, c.Precision(),
               c.Recall());
  };
  total("all items", counts.all);
  total("titles looked at", counts.halves[0]);
  total("titles held out", counts.halves[1]);
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
      {"deposit_deadline", {M::kDepositDeadline}},
      {"survey_from", {M::kSurveyFrom}},
      {"survey_to", {M::kSurveyTo}},
      {"stated_publication", {M::kPublished}},
      {"tender_notice_published", {M::kPublished}},
      {"approved", {M::kApproved, M::kDecided}},
      {"accepted", {M::kAccepted}},
  };
  const auto found = kMeanings.find(event);
  return found != kMeanings.end() && found->second.contains(meaning);
}

/// What the figures of the notice bodies count.
struct BodyCounts {
  std::map<std::string, Counts> elements, events;
  Counts all_elements, all_events;
  int items_right = 0, items = 0, codes_right = 0, codes = 0;
};

using Counters = std::vector<BodyCounts*>;

void CountItem(const json::object& label, const model::PageFacts& facts, bool show,
               const Counters& counters) {
  const std::string item(label.at("item").as_string());
  const std::string file(label.at("file").as_string());
  const bool right = Best(facts.items) == item;
  for (BodyCounts* c : counters) {
    if (item != "?" && item != "none") ++c->items, c->items_right += right ? 1 : 0;
  }
  if (show && !right && item != "?") {
    fmt::print("MISS body {} item expected {} found {} «{}»\n", file, item, Best(facts.items),
               facts.title ? facts.title->value : "");
  }
  const auto* code = label.if_contains("project_code");
  if (code == nullptr || !code->is_string()) return;
  const std::string wanted(code->as_string());
  // Any reference number of the notice, its own document number included.
  const bool hit =
      std::find(facts.project_codes.begin(), facts.project_codes.end(), wanted) !=
          facts.project_codes.end() ||
      (facts.doc_number && base::FoldLabel(facts.doc_number->value) == base::FoldLabel(wanted)) ||
      std::find(facts.cited_documents.begin(), facts.cited_documents.end(), wanted) !=
          facts.cited_documents.end();
  for (BodyCounts* c : counters) ++c->codes, c->codes_right += hit ? 1 : 0;
  if (show && !hit) {
    fmt::print("MISS body {} number expected «{}» found «{}»\n", file, wanted,
               base::Join(facts.project_codes, " "));
  }
}

void CountElements(const json::object& label, const model::PageFacts& facts, bool show,
                   const Counters& counters) {
  const std::string item(label.at("item").as_string());
  if (Best(facts.items) != item) return;
  std::set<std::string> expected;
  for (const auto& e : label.at("elements_present").as_array()) expected.emplace(e.as_string());
  std::set<std::string> found;
  for (const auto& e : facts.elements) found.insert(e.element);
  for (BodyCounts* c : counters) {
    for (const auto& e : expected)
      found.contains(e) ? (++c->elements[item].right, ++c->all_elements.right)
                        : (++c->elements[item].missed, ++c->all_elements.missed);
    for (const auto& e : found) {
      if (!expected.contains(e)) ++c->elements[item].wrong, ++c->all_elements.wrong;
    }
  }
  for (const auto& e : expected) {
    if (show && !found.contains(e))
      fmt::print("MISS body {} element «{}» of {}\n", std::string_view(label.at("file").as_string()), e,
                 item);
  }
}

void CountEvents(const json::object& label, const model::PageFacts& facts, bool show,
                 const Counters& counters) {
  for (const auto& [event, day] : label.at("event_dates").as_object()) {
    if (!day.is_string()) continue;
    const auto date = base::Date::FromIso(std::string_view(day.as_string()).substr(0, 10));
    if (!date) continue;
    const bool hit = std::any_of(facts.dates.begin(), facts.dates.end(),
                                 [&, name = std::string_view(event)](const auto& r) {
                                   return r.date == *date && Fits(name, r.meaning);
                                 });
    for (BodyCounts* c : counters) {
      hit ? (++c->events[std::string(event)].right, ++c->all_events.right)
          : (++c->events[std::string(event)].missed, ++c->all_events.missed);
    }
    if (!show || hit) continue;
    std::string read;
    for (const auto& r : facts.dates) {
      if (r.date == *date) read += fmt::format(" {} \"{}\"", model::EnumName(r.meaning), r.span.quote);
    }
    fmt::print("MISS body {} {} {} read as:{}\n", std::string_view(label.at("file").as_string()),
               std::string_view(event), date->Iso(), read);
  }
}

model::PageFacts ExtractBody(const std::filesystem::path& corpus, const json::object& label,
                             const extractors::Extractor& extractor) {
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
  return extractor.Extract(input);
}

/// Of all, of the half looked at, of the half held out.
using BodyHalves = std::array<BodyCounts, 3>;

BodyHalves ReadBodies(const std::filesystem::path& corpus, const extractors::Extractor& extractor, bool quiet,
                      const Wanted& wanted) {
  std::ifstream in(corpus / "bodies" / "bodies.jsonl");
  BodyHalves out;
  for (std::string line; std::getline(in, line);) {
    const json::object label = json::parse(line).as_object();
    const std::string source(label.at("source").as_string());
    if (!wanted(source.substr(0, source.find(':')))) continue;
    const model::PageFacts facts = ExtractBody(corpus, label, extractor);
    const bool held = HeldOut(std::string_view(label.at("file").as_string()));
    const bool show = !quiet && !held;
    const Counters counters = {out.data(), &out[held ? 2 : 1]};
    CountItem(label, facts, show, counters);
    CountElements(label, facts, show, counters);
    CountEvents(label, facts, show, counters);
  }
  return out;
}

void PrintBodies(const BodyHalves& counts) {
  const BodyCounts& all = counts[0];
  const auto share = [](int right, int of) { return of == 0 ? "-" : fmt::format("{}/{}", right, of); };
  fmt::print(
      "\n| notice bodies | item | reference number | elements | event dates |\n|---|---|---|---|---|\n");
  for (const auto& [name, c] : {std::pair("all", counts.data()), std::pair("looked at", &counts[1]),
                                std::pair("held out", &counts[2])}) {
    fmt::print("| {} | {} | {} | {} | {} |\n", name, share(c->items_right, c->items),
               share(c->codes_right, c->codes), c->all_elements.Recall(), c->all_events.Recall());
  }
  fmt::print("\n| item (elements) | right | extra | missed | recall |\n|---|---|---|---|---|\n");
  for (const auto& [item, c] : all.elements)
    fmt::print("| {} | {} | {} | {} | {} |\n", item, c.right, c.wrong, c.missed, c.Recall());
  fmt::print("| all | {} | {} | {} | {} |\n", all.all_elements.right, all.all_elements.wrong,
             all.all_elements.missed, all.all_elements.Recall());
  fmt::print("\n| event date | found with its meaning | missed | recall |\n|---|---|---|---|\n");
  for (const auto& [event, c] : all.events)
    fmt::print("| {} | {} | {} | {} |\n", event, c.right, c.missed, c.Recall());
}

}  // namespace

std::string Counts::Precision() const {
  return right + wrong == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * right / (right + wrong));
}

std::string Counts::Recall() const {
  return right + missed == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * right / (right + missed));
}

void Counts::Add(const Counts& other) {
  right += other.right;
  wrong += other.wrong;
  missed += other.missed;
}

void ItemTotals::Add(const ItemTotals& other) {
  titles.Add(other.titles);
  body_items.Add(other.body_items);
  body_codes.Add(other.body_codes);
  body_elements.Add(other.body_elements);
  body_dates.Add(other.body_dates);
}

ItemTotals ReadItems(const std::filesystem::path& corpus, const model::Plan& plan, const Wanted& wanted) {
  const auto classifier = extractors::Classifier::Create(plan);
  const auto extractor = extractors::Extractor::Create(plan);
  if (!classifier || !extractor) return {};
  ItemTotals out;
  out.titles = ReadTitles(corpus, *classifier, true, wanted).all;
  const BodyHalves bodies = ReadBodies(corpus, *extractor, true, wanted);
  const BodyCounts& all = bodies.front();
  out.body_items = {all.items_right, all.items};
  out.body_codes = {all.codes_right, all.codes};
  out.body_elements = all.all_elements;
  out.body_dates = all.all_events;
  return out;
}

void PrintItemAccuracy(const std::filesystem::path& corpus, const model::Plan& plan, bool quiet) {
  const auto classifier = extractors::Classifier::Create(plan);
  const auto extractor = extractors::Extractor::Create(plan);
  if (!classifier || !extractor) return;
  const Wanted everything = [](const std::string&) { return true; };
  PrintTitles(ReadTitles(corpus, *classifier, quiet, everything));
  PrintBodies(ReadBodies(corpus, *extractor, quiet, everything));
}

}  // namespace mingcha::bench
