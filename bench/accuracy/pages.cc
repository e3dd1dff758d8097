// Pages of the corpus against their labels, field by field.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "bench/accuracy/accuracy.h"

namespace mingcha::bench {
namespace {

/// Of pages whose label tells none.
constexpr const char* kSomeAddress = "http://www.example.gov.cn/column/page.html";

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

/// Labels that the page itself contradicts (bench/accuracy/label_corrections.tsv), by file and field. They
/// are counted both ways.
std::map<std::pair<std::string, std::string>, std::string> ReadCorrections() {
  std::map<std::pair<std::string, std::string>, std::string> out;
  std::ifstream in(MINGCHA_SOURCE_DIR "/bench/accuracy/label_corrections.tsv");
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

}  // namespace

std::string Score::Share() const {
  return all == 0 ? "-" : fmt::format("{}/{} {:.1f} %", right, all, 100.0 * right / all);
}

bool Field::Right() const { return SameText(expected, found); }

bool HeldOut(std::string_view key) {
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return ((hash >> 32U) & 1U) != 0;
}

std::vector<Row> ReadPages(const std::filesystem::path& corpus, const model::Plan& plan,
                           const extractors::Extractor& extractor, const Wanted& wanted,
                           CertainDates* certain) {
  std::vector<Row> rows;
  const auto corrections = ReadCorrections();
  std::ifstream labels(corpus / "labels.jsonl");
  for (std::string line; std::getline(labels, line);) {
    const json::object label = json::parse(line).as_object();
    const std::string repository = Text(label, "source_repo");
    if (!wanted(repository)) continue;
    const std::string body = ReadFile(corpus / "pages" / Text(label, "file"));
    extractors::PageInput input;
    input.url = Text(label, "url");
    if (input.url.empty()) input.url = kSomeAddress;
    input.body = body;
    const model::PageFacts facts = extractor.Extract(input);
    for (const auto& [name, found] : {std::pair("published", &facts.published), {"formed", &facts.formed}}) {
      if (!*found || (*found)->grade != model::Grade::kCertain) continue;
      ++certain->all;
      certain->wrong += (*found)->date.Iso() == Text(label, name) ? 0 : 1;
    }
    const std::string site = SourceName(repository);
    rows.push_back({Text(label, "file"), site, repository, Compare(label, facts, plan), HeldOut(site)});
    for (Field& field : rows.back().fields) {
      const auto correction = corrections.find({rows.back().file, field.name});
      if (correction != corrections.end()) field.put_right = correction->second;
    }
  }
  return rows;
}

}  // namespace mingcha::bench
