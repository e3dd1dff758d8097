#include "extractors/page_data.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/markup.h"
#include "base/text.h"
#include "base/url_host.h"
#include "extractors/data_day.h"
#include "extractors/link_scan.h"
#include "extractors/links.h"
#include "extractors/page_text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastNamed = 60;     // Han characters of markup that its name tells to be a body
constexpr size_t kLeastUnnamed = 100;  // of what only its name or only its markup tells; dialogs have fewer
constexpr size_t kMaxTitleSigns = 200;
constexpr size_t kMaxFiles = 50;

bool HasMarkup(std::string_view text) {
  for (const std::string_view tag : {"<p", "<div", "<table", "<br", "<span", "<P", "<DIV", "<TABLE"}) {
    if (text.find(tag) != std::string_view::npos) return true;
  }
  return false;
}

/// `%uXXXX`, as `escape` writes it, and `%XX`.
std::string DecodePercents(std::string_view text) {
  std::string plain(text);
  if (plain.find("%u") != std::string::npos) {
    for (size_t at = plain.find("%u"); at != std::string::npos; at = plain.find("%u", at + 1))
      plain[at] = '\\';
    plain = UnescapeLiteral(plain);
  }
  return base::PercentDecode(plain);
}

bool IsBase64(std::string_view text) {
  constexpr size_t kLeast = 80;
  if (text.size() < kLeast) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=' || c == '\n' || c == '\r';
  });
}

/// The text itself, out of what it is wrapped in for its way through the page.
std::string Unwrapped(std::string text) {
  constexpr int kMostLayers = 3;
  constexpr int kLeastPercents = 10;
  for (int layer = 0; layer < kMostLayers; ++layer) {
    const bool plain = text.find('<') != std::string::npos || CountHan(text.substr(0, 300)) > 0;
    std::string next;
    if (!plain && std::count(text.begin(), text.end(), '%') >= kLeastPercents &&
        text.find_first_of(" \n") == std::string::npos) {
      next = DecodePercents(text);
    } else if (!plain && IsBase64(text)) {
      next = base::Base64Decode(text);
    } else if (text.find("&lt;") != std::string::npos && !HasMarkup(text)) {
      next = DecodeEntities(text, false, nullptr);
    }
    if (next.empty() || next == text || !base::IsValidUtf8(next)) break;
    text = std::move(next);
  }
  return text;
}

/// Names as they are compared: without case and the signs between their parts.
std::string NormalKey(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c != '_' && c != '-' && c != '$' && c != ':' && c != '@')
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  return out;
}

std::string PlainTitle(std::string title) {
  if (title.find_first_of("<&") != std::string::npos) title = Document::Parse(title).Text(0);
  title = SquashSpace(title);
  const size_t signs = base::CodePointCount(title);
  return signs > kMaxTitleSigns || CountHan(title) < 3 ? std::string() : title;
}

}  // namespace

size_t CountHan(std::string_view text) {
  size_t count = 0;
  bool tag = false;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::NextCodePoint(text, &at);
    if (c == '<') tag = true;
    if (!tag && base::IsHan(c)) ++count;
    if (c == '>') tag = false;
  }
  return count;
}

PageData::PageData(const Document& document, const LexiconIndex& lexicon)
    : document_(document), lexicon_(lexicon) {
  for (int i = 0; i < document.size(); ++i) {
    if (document.node(i).type == Node::Type::kElement) ReadElement(i);
  }
  children_.resize(data_.nodes.size());
  values_.resize(data_.nodes.size());
  for (size_t i = 0; i < data_.nodes.size(); ++i) {
    if (data_.nodes[i].parent >= 0)
      children_[static_cast<size_t>(data_.nodes[i].parent)].push_back(static_cast<int>(i));
  }
  for (size_t i = 0; i < data_.values.size(); ++i)
    values_[static_cast<size_t>(data_.values[i].owner)].push_back(i);
}

void PageData::ReadElement(int i) {
  const std::string_view tag = document_.node(i).tag;
  const auto name = [&] {
    std::string_view id = document_.Attr(i, "id");
    return std::string(id.empty() ? document_.Attr(i, "name") : id);
  };
  const auto keep = [&](std::string text) {
    if (elements_ < 0) {
      data_.nodes.push_back({-1, "page", false});
      elements_ = static_cast<int>(data_.nodes.size()) - 1;
    }
    data_.values.push_back({elements_, name(), std::move(text)});
  };
  if (tag == "script") {
    const std::string_view type = document_.Attr(i, "type");
    const std::string raw = document_.RawText(i);
    if (!MayHoldText(raw, kRecordSigns)) return;
    const bool markup = type.find("html") != std::string_view::npos ||
                        type.find("template") != std::string_view::npos ||
                        type.find("plain") != std::string_view::npos;
    if (markup && type.find("json") == std::string_view::npos) return keep(raw);
    ReadScriptData(raw, name(), &data_);
  } else if (tag == "textarea" || tag == "xmp") {
    keep(document_.RawText(i));
  } else if (tag == "noscript" || tag == "template") {
    if (!document_.Inside(document_.node(i).parent, "head")) reveal_.push_back(i);
  } else if (tag == "input") {
    const std::string_view value = document_.Attr(i, "value");
    const std::string_view type = document_.Attr(i, "type");
    if (type == "hidden" && !value.empty() && !name().empty()) keep(std::string(value));
  } else if (tag != "meta" && tag != "link") {
    ReadAttributes(i);
  }
}

void PageData::ReadAttributes(int i) {
  const auto is_data = [](const Attribute& attribute) {
    return attribute.name.starts_with("data-") || attribute.name.starts_with(":") ||
           attribute.name.starts_with("v-") || attribute.name == "value" || attribute.name == "content";
  };
  const auto attributes = document_.AttributesOf(i);
  const bool holds = std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    return attribute.value.size() >= kLongAttribute && is_data(attribute) && MayHoldText(attribute.value);
  });
  if (!holds) return;
  data_.nodes.push_back({-1, std::string(document_.node(i).tag), false});
  const int node = static_cast<int>(data_.nodes.size()) - 1;
  for (const Attribute& attribute : attributes) {
    if (!is_data(attribute)) continue;
    std::string_view key = attribute.name;
    if (key.starts_with("data-")) key.remove_prefix(5);
    const std::string_view value = base::Trim(attribute.value);
    if (value.starts_with("{") || value.starts_with("[")) {
      ReadScriptData(value, key, &data_);
    } else {
      data_.values.push_back({node, std::string(key), std::string(value)});
    }
  }
}

bool PageData::IsNamed(std::string_view key, std::string_view list, std::string_view field) const {
  if (key.empty()) return false;
  return lexicon_.IsWord(list, NormalKey(key)) ||
         (!field.empty() && lexicon_.FieldOf(base::FoldLabel(key)) == field);
}

const std::string* PageData::Own(int node, std::string_view field) const {
  const std::string list = "data_" + std::string(field);
  for (const size_t index : values_[static_cast<size_t>(node)]) {
    const DataValue& value = data_.values[index];
    if (!value.text.empty() && IsNamed(value.key, list, field)) return &value.text;
  }
  return nullptr;
}

const std::string* PageData::Below(int node, std::string_view field, int depth) const {
  if (const std::string* own = Own(node, field)) return own;
  if (depth == 0) return nullptr;
  for (const int child : children_[static_cast<size_t>(node)]) {
    if (data_.nodes[static_cast<size_t>(child)].list) continue;
    if (const std::string* found = Below(child, field, depth - 1)) return found;
  }
  return nullptr;
}

/// What is around an object; of a list with nothing else in it, what is around the list. -1: nothing, or one
/// of several.
int PageData::Above(int node) const {
  int up = data_.nodes[static_cast<size_t>(node)].parent;
  while (up >= 0 && data_.nodes[static_cast<size_t>(up)].list) {
    if (children_[static_cast<size_t>(up)].size() > 1) return -1;
    up = data_.nodes[static_cast<size_t>(up)].parent;
  }
  return up;
}

/// It stands in a list of several members.
bool PageData::IsListed(int node) const {
  for (int up = node; up >= 0; up = data_.nodes[static_cast<size_t>(up)].parent) {
    if (data_.nodes[static_cast<size_t>(up)].list && children_[static_cast<size_t>(up)].size() > 1)
      return true;
  }
  return false;
}

std::string PageData::Field(int owner, std::string_view field) const {
  constexpr int kBelow = 2;
  constexpr int kAbove = 3;
  if (owner < 0) return {};
  if (const std::string* found = Below(owner, field, kBelow)) return *found;
  int up = owner;
  for (int step = 0; step < kAbove; ++step) {
    up = Above(up);
    if (up < 0) break;
    if (const std::string* found = Below(up, field, 1)) return *found;
  }
  if (IsListed(owner)) return {};
  for (size_t root = 0; root < data_.nodes.size(); ++root) {
    if (data_.nodes[root].parent >= 0) continue;
    if (const std::string* found = Own(static_cast<int>(root), field)) return *found;
  }
  return {};
}

std::string PageData::Title(int owner) const { return PlainTitle(Field(owner, "title")); }

/// An object with a title, and a day of publication or files.
bool PageData::IsRecord(int node) const {
  const std::string* title = Own(node, "title");
  if (title == nullptr || PlainTitle(*title).empty()) return false;
  return Own(node, "published") != nullptr || !Files(node).empty();
}

std::string PageData::PathOf(const DataValue& value) const {
  std::vector<std::string> steps = {value.key};
  for (int up = value.owner; up >= 0; up = data_.nodes[static_cast<size_t>(up)].parent) {
    const std::string& key = data_.nodes[static_cast<size_t>(up)].key;
    if (!key.empty() && key != steps.back()) steps.push_back(key);
  }
  std::reverse(steps.begin(), steps.end());
  return "data:" + base::Ellipsize(base::Join(steps, "."), 100);
}

std::vector<CarriedBody> PageData::Bodies() const {
  std::vector<CarriedBody> out;
  const auto add = [&](CarriedBody candidate, std::string_view plain) {
    candidate.signs = CountHan(plain);
    candidate.text = base::FoldLabel(plain);
    const bool known = std::any_of(out.begin(), out.end(), [&](const CarriedBody& other) {
      return other.text == candidate.text && (other.owner == candidate.owner || candidate.owner < 0);
    });
    if (!known && !lexicon_.Matches("template_marks", plain)) out.push_back(std::move(candidate));
  };
  for (const DataValue& value : data_.values) {
    const bool named = IsNamed(value.key, "data_body", {});
    if (value.text.empty()) continue;
    if (!named && value.text.size() < kLeastUnnamed * 2) continue;
    std::string text = Unwrapped(value.text);
    const bool markup = HasMarkup(text);
    if (!named && !markup) continue;
    // A text that only points to its files, or a picture: known by the title and the day beside it.
    const bool little = CountHan(text) < (named && markup ? kLeastNamed : kLeastUnnamed);
    if (little && !(named && IsRecord(value.owner))) continue;
    const std::string_view start = base::Trim(text);
    if (start.starts_with("{") || start.starts_with("[{")) continue;  // Data again, read as such.
    CarriedBody candidate;
    candidate.owner = value.owner;
    const int around = data_.nodes[static_cast<size_t>(value.owner)].parent;
    candidate.listed =
        IsListed(value.owner) || (little && around >= 0 && data_.nodes[static_cast<size_t>(around)].list);
    candidate.place = PathOf(value);
    if (markup) {
      candidate.markup = std::move(text);
      const Document parsed = Document::Parse(candidate.markup);
      add(std::move(candidate), parsed.Text(0));
    } else {
      for (const std::string_view line : base::Split(text, '\n'))
        candidate.markup += "<p>" + base::EscapeMarkup(line) + "</p>";
      add(std::move(candidate), text);
    }
  }
  for (const int element : reveal_) {
    const std::string text = document_.Text(element);
    if (CountHan(text) < kLeastUnnamed) continue;
    CarriedBody candidate;
    candidate.element = element;
    candidate.place = "data:" + std::string(document_.node(element).tag);
    add(std::move(candidate), text);
  }
  return out;
}

void PageData::AddFiles(int node, int depth, std::set<std::string>* known, std::string* out) const {
  const std::string* address = Own(node, "address");
  const std::string* name = Own(node, "file_name");
  if (name == nullptr) name = Own(node, "title");
  if (address != nullptr && known->size() < kMaxFiles &&
      IsAttachment(*address, name == nullptr ? std::string_view() : *name, lexicon_) &&
      known->insert(*address).second) {
    *out += "<p><a href=\"" + base::EscapeMarkup(*address) + "\">" +
            base::EscapeMarkup(name == nullptr ? *address : *name) + "</a></p>";
  }
  if (depth == 0) return;
  for (const int child : children_[static_cast<size_t>(node)]) AddFiles(child, depth - 1, known, out);
}

std::string PageData::Files(int owner) const {
  std::string out;
  std::set<std::string> known;
  if (owner < 0) return out;
  AddFiles(owner, 3, &known, &out);
  const int up = Above(owner);
  if (up >= 0) AddFiles(up, 2, &known, &out);
  return out;
}

PageData::Rows PageData::List() const {
  constexpr int kLeast = 2;
  constexpr int kMost = 2'000;
  Rows best;
  for (size_t i = 0; i < data_.nodes.size(); ++i) {
    if (!data_.nodes[i].list || children_[i].size() < kLeast ||
        children_[i].size() <= static_cast<size_t>(best.count))
      continue;
    Rows rows;
    rows.list = static_cast<int>(i);
    for (const int child : children_[i]) {
      const std::string* title = Own(child, "title");
      const std::string* link = Own(child, "link");
      if (title == nullptr || link == nullptr || rows.count >= kMost) continue;
      const std::string name = PlainTitle(*title);
      if (name.empty()) continue;
      const std::string* published = Own(child, "published");
      const auto day = published == nullptr ? std::nullopt : DayOfData(*published);
      rows.markup += "<li><a href=\"" + base::EscapeMarkup(*link) + "\">" + base::EscapeMarkup(name) +
                     "</a>" + (day ? " <span>" + day->Iso() + "</span>" : "") + "</li>";
      rows.titles += base::FoldLabel(name) + "\n";
      ++rows.count;
    }
    if (rows.count >= kLeast && rows.count > best.count) best = std::move(rows);
  }
  if (best.count == 0) return best;
  best.place = PathOf({best.list, {}, {}});
  const int up = data_.nodes[static_cast<size_t>(best.list)].parent;
  const std::string* total = up < 0 ? nullptr : Own(up, "total");
  best.whole = total != nullptr && *total == std::to_string(best.count);
  return best;
}

}  // namespace mingcha::extractors
