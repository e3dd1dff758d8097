#include "extractors/carried_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/markup.h"
#include "base/text.h"
#include "base/url_host.h"
#include "extractors/data_day.h"
#include "extractors/link_scan.h"
#include "extractors/links.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "extractors/script_data.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastNamed = 20;     // Han characters of a body that its name tells to be one
constexpr size_t kLeastUnnamed = 100;  // of one that is told by its markup alone
constexpr size_t kMaxTitleSigns = 200;
constexpr size_t kLongAttribute = 160;  // bytes
constexpr size_t kMaxFiles = 50;
constexpr std::string_view kColon = "\xEF\xBC\x9A";

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

/// A body that was found, and what tells of it.
struct Candidate {
  int owner = -1;       // In the data; -1: an element of the page.
  int element = -1;     // One to be revealed; -1: none.
  std::string markup;   // Empty: the element.
  std::string text;     // Folded.
  size_t signs = 0;     // Han characters.
  bool listed = false;  // One of several of its kind.
  std::string title;
  bool agreed = false;  // The page names that title.
  std::string place;
};

/// The data of one page.
class PageData {
 public:
  PageData(const Document& document, const LexiconIndex& lexicon) : document_(document), lexicon_(lexicon) {
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

  [[nodiscard]] bool empty() const { return data_.values.empty() && reveal_.empty(); }
  [[nodiscard]] std::vector<Candidate> Bodies() const;
  /// The value that `words.data_<field>` name, of the object or of what is around and in it; empty: none.
  [[nodiscard]] std::string Field(int owner, std::string_view field) const;
  /// Links to the files that stand beside the object's text.
  [[nodiscard]] std::string Files(int owner) const;

 private:
  void ReadElement(int i);
  void ReadAttributes(int i);
  [[nodiscard]] bool IsNamed(std::string_view key, std::string_view list, std::string_view field) const;
  [[nodiscard]] const std::string* Own(int node, std::string_view field) const;
  [[nodiscard]] const std::string* Below(int node, std::string_view field, int depth) const;
  [[nodiscard]] int Above(int node) const;
  [[nodiscard]] bool IsListed(int node) const;
  [[nodiscard]] std::string PathOf(const DataValue& value) const;
  void AddFiles(int node, int depth, std::set<std::string>* known, std::string* out) const;

  const Document& document_;
  const LexiconIndex& lexicon_;
  ScriptData data_;
  int elements_ = -1;  // The node of values that elements hold.
  std::vector<int> reveal_;
  std::vector<std::vector<int>> children_;
  std::vector<std::vector<size_t>> values_;
};

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
    if (!MayHoldText(raw)) return;
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

std::string PageData::PathOf(const DataValue& value) const {
  std::vector<std::string> steps = {value.key};
  for (int up = value.owner; up >= 0; up = data_.nodes[static_cast<size_t>(up)].parent) {
    const std::string& key = data_.nodes[static_cast<size_t>(up)].key;
    if (!key.empty() && key != steps.back()) steps.push_back(key);
  }
  std::reverse(steps.begin(), steps.end());
  return "data:" + base::Ellipsize(base::Join(steps, "."), 100);
}

std::vector<Candidate> PageData::Bodies() const {
  std::vector<Candidate> out;
  const auto add = [&](Candidate candidate, std::string_view plain) {
    candidate.signs = CountHan(plain);
    candidate.text = base::FoldLabel(plain);
    const bool known = std::any_of(out.begin(), out.end(), [&](const Candidate& other) {
      return other.text == candidate.text && (other.owner == candidate.owner || candidate.owner < 0);
    });
    if (!known && !lexicon_.Matches("template_marks", plain)) out.push_back(std::move(candidate));
  };
  for (const DataValue& value : data_.values) {
    if (value.text.size() < kLeastNamed) continue;
    const bool named = IsNamed(value.key, "data_body", {});
    if (!named && value.text.size() < kLeastUnnamed * 2) continue;
    std::string text = Unwrapped(value.text);
    const bool markup = HasMarkup(text);
    if (!named && !markup) continue;
    if (CountHan(text) < (named ? kLeastNamed : kLeastUnnamed)) continue;
    const std::string_view start = base::Trim(text);
    if (start.starts_with("{") || start.starts_with("[{")) continue;  // Data again, read as such.
    Candidate candidate;
    candidate.owner = value.owner;
    candidate.listed = IsListed(value.owner);
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
    Candidate candidate;
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

/// What the page itself shows, as far as a text from its data is held against it.
struct Shown {
  std::string text;      // Folded, all of it.
  size_t signs = 0;      // Han characters outside the frame and links.
  size_t links = 0;      // Outside the frame.
  std::string headings;  // Folded: what the page calls itself in its text and its tags.
  std::string title;     // Folded: `<title>`.
};

Shown LookAt(const Document& document, const LexiconIndex& lexicon) {
  const PageView view = BuildPageView(document, lexicon);
  const MetaTags meta(document, lexicon);
  Shown shown;
  shown.text = base::FoldLabel(view.page.text);
  shown.title = base::FoldLabel(meta.title());
  shown.headings = base::FoldLabel(meta.Get("ArticleTitle"));
  int link_end = 0;
  for (int i = 0; i < document.size(); ++i) {
    const auto at = static_cast<size_t>(i);
    if (view.chrome[at]) continue;
    const Node& node = document.node(i);
    if (node.tag == "a" && i >= link_end) {
      link_end = node.end;
      if (CountHan(view.TextOf(i)) > 0) ++shown.links;
    } else if (node.tag == "h1" || node.tag == "h2") {
      shown.headings += "\n" + base::FoldLabel(view.TextOf(i));
    } else if (node.type == Node::Type::kText && i >= link_end) {
      shown.signs += CountHan(view.TextOf(i));
    }
  }
  return shown;
}

/// The page shows the text already: most of some pieces of it stand there.
bool IsShown(const Shown& shown, std::string_view folded) {
  constexpr size_t kPiece = 36;  // bytes
  int found = 0;
  for (const size_t quarter : {1U, 2U, 3U}) {
    size_t at = folded.size() * quarter / 4;
    while (at > 0 && (static_cast<unsigned char>(folded[at]) & 0xC0U) == 0x80) --at;
    size_t end = std::min(folded.size(), at + kPiece);
    while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80) ++end;
    if (shown.text.find(folded.substr(at, end - at)) != std::string::npos) ++found;
  }
  return found >= 2;
}

/// The page's own title tells of the candidate's.
bool Agrees(const Shown& shown, std::string_view title) {
  constexpr size_t kLeast = 12;  // bytes
  const std::string folded = base::FoldLabel(title);
  if (folded.size() < kLeast) return false;
  return shown.title.find(folded) != std::string::npos || shown.headings.find(folded) != std::string::npos ||
         (shown.title.size() >= 2 * kLeast && folded.find(shown.title) != std::string::npos);
}

/// The one that is the page's own article; null: none, or one cannot tell.
const Candidate* Choose(const std::vector<Candidate>& all, const Shown& shown) {
  constexpr size_t kManyLinks = 8;
  const Candidate* best = nullptr;
  bool rivals = false;
  for (const Candidate& one : all) {
    if (IsShown(shown, one.text)) return nullptr;  // It is there: what else the data hold is not the page's.
    const bool better = best == nullptr || (one.agreed && !best->agreed) ||
                        (one.agreed == best->agreed && one.signs > best->signs);
    // Of several that nothing tells apart the longest must be so by far.
    if (best != nullptr && one.agreed == best->agreed && one.owner != best->owner)
      rivals = std::min(one.signs, best->signs) * 3 > std::max(one.signs, best->signs);
    if (better) {
      if (best != nullptr && one.agreed && !best->agreed) rivals = false;
      best = &one;
    }
  }
  if (best == nullptr || rivals) return nullptr;
  if (best->signs < 2 * shown.signs) return nullptr;  // The page has a text of its own.
  if (best->agreed) return best;
  if (best->listed || shown.links >= kManyLinks) return nullptr;
  const bool other_name = !best->title.empty() && CountHan(shown.headings) >= 6;
  return other_name ? nullptr : best;
}

/// The lines that tell of an article what the data tell, under the labels by which pages tell it.
std::string InfoLines(const PageData& data, int owner, const LexiconIndex& lexicon) {
  constexpr size_t kMostSigns = 100;
  std::string out;
  for (const std::string_view field :
       {"index_number", "issuer", "formed", "doc_number", "published", "source", "validity"}) {
    std::string value = SquashSpace(data.Field(owner, field));
    if (value.empty() || base::CodePointCount(value) > kMostSigns) continue;
    if (field == "published" || field == "formed") {
      const auto day = DayOfData(value);
      if (!day) continue;
      value = day->Iso();
    }
    const auto& labels = lexicon.lexicon().labels;
    const auto spec = std::find_if(labels.begin(), labels.end(),
                                   [&](const model::LabelSpec& label) { return label.field == field; });
    if (spec == labels.end() || spec->labels.empty()) continue;
    out += "<p>" + spec->labels.front() + std::string(kColon) + base::EscapeMarkup(value) + "</p>";
  }
  return out;
}

std::string PlainTitle(std::string title) {
  if (title.find_first_of("<&") != std::string::npos) title = Document::Parse(title).Text(0);
  title = SquashSpace(title);
  const size_t signs = base::CodePointCount(title);
  return signs > kMaxTitleSigns || CountHan(title) < 3 ? std::string() : title;
}

/// Where the page means its article to stand: an empty box of a name that such boxes have, else its body.
int PlaceFor(const Document& document, const LexiconIndex& lexicon) {
  const int body = std::max(document.FindTag("body", 0, document.size()), 0);
  for (int i = body; i < document.node(body).end; ++i) {
    const Node& node = document.node(i);
    if (node.tag != "div" && node.tag != "section" && node.tag != "article" && node.tag != "td") continue;
    if (!document.Text(i).empty() || node.attribute_count == 0) continue;
    const std::string name =
        std::string(document.Attr(i, "class")) + " " + std::string(document.Attr(i, "id"));
    if (lexicon.Matches("main_container", name)) return i;
  }
  return body;
}

bool MayHold(const Document& document) {
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (node.type != Node::Type::kElement) continue;
    if (node.tag == "script") {
      for (int k = i + 1; k < node.end; ++k) {
        if (MayHoldText(document.node(k).text)) return true;
      }
    } else if (node.tag == "textarea" || node.tag == "xmp" || node.tag == "noscript" ||
               node.tag == "template") {
      size_t size = 0;
      for (int k = i + 1; k < node.end; ++k) size += document.node(k).text.size();
      if (size >= kLongAttribute / 2) return true;
    } else if (node.tag != "meta") {
      for (const Attribute& attribute : document.AttributesOf(i)) {
        if (attribute.value.size() >= kLongAttribute && attribute.name != "style" &&
            attribute.name != "href" && attribute.name != "src" && MayHoldText(attribute.value))
          return true;
      }
    }
  }
  return false;
}

}  // namespace

bool MayCarryText(std::string_view scripts) {
  if (!MayHoldText(scripts)) return false;
  ScriptData data;
  ReadScriptData(scripts, {}, &data);
  return std::any_of(data.values.begin(), data.values.end(),
                     [](const DataValue& value) { return MayHoldText(value.text); });
}

Document OpenPage(std::string_view utf8, const LexiconIndex& lexicon, CarriedText* carried) {
  Document document = Document::Parse(utf8);
  if (document.size() == 0 || !MayHold(document)) return document;
  const PageData data(document, lexicon);
  if (data.empty()) return document;
  std::vector<Candidate> bodies = data.Bodies();
  if (bodies.empty()) return document;
  const Shown shown = LookAt(document, lexicon);
  for (Candidate& body : bodies) {
    body.title = PlainTitle(data.Field(body.owner, "title"));
    body.agreed = Agrees(shown, body.title);
  }
  const Candidate* chosen = Choose(bodies, shown);
  if (chosen == nullptr) return document;
  carried->place = chosen->place;
  carried->article = true;
  if (chosen->element >= 0) {
    document.Reveal(chosen->element);
    carried->node = chosen->element;
    return document;
  }
  std::string markup;
  const bool headed = shown.headings.find(base::FoldLabel(chosen->title)) != std::string::npos;
  if (!chosen->title.empty() && !headed) markup += "<h1>" + base::EscapeMarkup(chosen->title) + "</h1>";
  markup += InfoLines(data, chosen->owner, lexicon);
  markup += "<div>" + chosen->markup + "</div>" + data.Files(chosen->owner);
  carried->node = document.Insert(PlaceFor(document, lexicon), "article", markup);
  return document;
}

}  // namespace mingcha::extractors
