#include "extractors/document.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <utility>

#include "base/text.h"
#include "extractors/plain_tree.h"

namespace mingcha::extractors {
namespace {

constexpr std::array<std::string_view, 46> kBlockTags = {
    "address",    "article", "aside",  "blockquote", "body",  "br",      "caption", "center",
    "dd",         "details", "dialog", "dir",        "div",   "dl",      "dt",      "fieldset",
    "figcaption", "figure",  "footer", "form",       "h1",    "h2",      "h3",      "h4",
    "h5",         "h6",      "header", "hr",         "html",  "legend",  "li",      "main",
    "menu",       "nav",     "ol",     "p",          "pre",   "section", "summary", "table",
    "tbody",      "td",      "tfoot",  "th",         "thead", "tr"};

constexpr std::array<std::string_view, 12> kInvisibleTags = {"script", "style",  "template", "noscript",
                                                             "head",   "title",  "textarea", "select",
                                                             "option", "object", "svg",      "iframe"};

// Elements that HTML5 closes by itself: many unclosed ones are normal and do not nest.
constexpr std::array<std::string_view, 34> kSelfClosing = {
    "p",     "li",    "td",       "tr",    "th",    "dd",     "dt",    "option", "optgroup",
    "thead", "tbody", "tfoot",    "area",  "base",  "br",     "col",   "embed",  "hr",
    "img",   "input", "link",     "meta",  "param", "source", "track", "wbr",    "html",
    "head",  "body",  "colgroup", "image", "rp",    "rt",     "frame"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& set, std::string_view value) {
  return std::find(set.begin(), set.end(), value) != set.end();
}

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '-';
}

/// Blanks out start tags deeper than `max_depth` (and as many end tags), so that neither the parser's stack
/// walks nor anything after it can be driven to square time. Returns false if nothing had to change.
bool FlattenDepth(std::string_view html, int max_depth, std::string* out) {
  int depth = 0;
  int dropped = 0;
  bool changed = false;
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const bool closing = at + 1 < html.size() && html[at + 1] == '/';
    size_t pos = at + (closing ? 2 : 1);
    const size_t name_begin = pos;
    while (pos < html.size() && IsNameByte(html[pos])) ++pos;
    if (pos == name_begin) continue;
    const std::string name =
        base::ToLowerAscii(html.substr(name_begin, std::min<size_t>(pos - name_begin, 16)));
    if (Contains(kSelfClosing, name)) continue;
    const size_t end = std::min(html.find('>', pos), html.size() - 1);
    bool drop = false;
    if (!closing) {
      drop = depth >= max_depth;
      drop ? ++dropped : ++depth;
    } else if (dropped > 0) {
      drop = true;
      --dropped;
    } else if (depth > 0) {
      --depth;
    }
    if (!drop) continue;
    if (!changed) out->assign(html);
    changed = true;
    std::fill(out->begin() + static_cast<std::ptrdiff_t>(at),
              out->begin() + static_cast<std::ptrdiff_t>(end) + 1, ' ');
    at = end;
  }
  return changed;
}

std::string_view TagName(const GumboElement& element, std::deque<std::string>* names) {
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece original = element.original_tag;
  if (original.data == nullptr) return "unknown";
  gumbo_tag_from_original_text(&original);
  names->push_back(
      base::ToLowerAscii(std::string_view(original.data, std::min<size_t>(original.length, 64))));
  return names->back();
}

/// What stands in the body of `page`, as children of the last node of `nodes`, which is `box`.
void AppendBody(const Document& page, int box, std::vector<Node>* nodes, std::vector<Attribute>* attributes) {
  const int body = page.FindTag("body", 0, page.size());
  if (body < 0) return;
  const int shift = static_cast<int>(nodes->size()) - (body + 1);
  for (int i = body + 1; i < page.node(body).end; ++i) {
    Node child = page.node(i);
    child.parent = child.parent == body ? box : child.parent + shift;
    child.end += shift;
    const auto own = page.AttributesOf(i);
    child.first_attribute = static_cast<uint32_t>(attributes->size());
    attributes->insert(attributes->end(), own.begin(), own.end());
    nodes->push_back(child);
  }
}

}  // namespace

/// Memory of one parse: everything Gumbo asks for, freed at once. Why so: Gumbo frees trees by recursion,
/// which deep pages could drive through the stack's end.
struct Document::Storage {
  std::string input;
  PlainTree plain;  // Its texts, if the page is plain.
  std::deque<std::string> names;
  std::vector<std::unique_ptr<std::byte[]>> chunks;
  std::vector<std::unique_ptr<Storage>> frames;  // Of those that carry their page.
  size_t used = 0;
  size_t capacity = 0;

  void* Allocate(size_t size) {
    constexpr size_t kChunk = size_t{256} << 10U;
    constexpr size_t kAlign = alignof(std::max_align_t);
    size = (std::max<size_t>(size, 1) + kAlign - 1) / kAlign * kAlign;
    if (used + size > capacity) {
      capacity = std::max(kChunk, size);
      chunks.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity));
      used = 0;
    }
    void* out = chunks.back().get() + used;
    used += size;
    return out;
  }
};

Document::Document() : storage_(std::make_unique<Storage>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

bool IsInvisibleTag(std::string_view tag) { return Contains(kInvisibleTags, tag); }

bool IsBlockTag(std::string_view tag) { return tag == "ul" || Contains(kBlockTags, tag); }

Document Document::Parse(std::string_view utf8) {
  Document document = ParseClosed(utf8);
  document.OpenFrames();
  return document;
}

void Document::OpenFrames() {
  constexpr int kMaxFrameDepth = 4;  // As in link_scan.cc.
  for (int depth = 0; depth < kMaxFrameDepth && OpenOuterFrames(); ++depth) {
  }
}

/// Puts the bodies of frames with `srcdoc` in their places. One pass: positions move by what was put in.
/// Frames in them are opened by the next.
bool Document::OpenOuterFrames() {
  std::vector<Document> frames;
  std::vector<int> places;
  for (int i = 0; i < size() && static_cast<int>(storage_->frames.size() + frames.size()) < kMaxFrames; ++i) {
    if (!Is(i, "iframe") || base::Trim(Attr(i, "srcdoc")).empty()) continue;
    places.push_back(i);
    frames.push_back(ParseClosed(Attr(i, "srcdoc")));
  }
  if (frames.empty()) return false;
  std::vector<Node> nodes;
  std::vector<int> moved(nodes_.size() + 1);  // Old place → new place.
  size_t next = 0;
  for (int i = 0; i < size();) {
    moved[static_cast<size_t>(i)] = static_cast<int>(nodes.size());
    nodes.push_back(node(i));
    if (next == places.size() || places[next] != i) {
      ++i;
      continue;
    }
    Node& box = nodes.back();
    box.tag = "div";
    box.block = true;
    box.attribute_count = 0;
    AppendBody(frames[next++], static_cast<int>(nodes.size()) - 1, &nodes, &attributes_);
    i = node(i).end;  // What stands between the tags is for browsers that know no frames.
  }
  moved[nodes_.size()] = static_cast<int>(nodes.size());
  for (int i = 0; i < size(); ++i) {
    if (i > 0 && moved[static_cast<size_t>(i)] == 0) continue;  // Left out.
    Node& own = nodes[static_cast<size_t>(moved[static_cast<size_t>(i)])];
    if (own.parent >= 0) own.parent = moved[static_cast<size_t>(own.parent)];
    own.end = moved[static_cast<size_t>(own.end)];
  }
  nodes_ = std::move(nodes);
  for (Document& frame : frames) {
    limited_ = limited_ || frame.limited_;
    storage_->frames.push_back(std::move(frame.storage_));
  }
  return true;
}

int Document::Insert(int node, std::string_view tag, std::string_view markup) {
  Document inner = ParseClosed(markup);
  const int at = this->node(node).end;
  std::vector<Node> nodes(nodes_.begin(), nodes_.begin() + at);
  Node box;
  box.tag = tag;
  box.block = true;
  box.parent = node;
  nodes.push_back(box);
  AppendBody(inner, at, &nodes, &attributes_);
  const int added = static_cast<int>(nodes.size()) - at;
  nodes[static_cast<size_t>(at)].end = at + added;
  for (int up = node; up >= 0; up = nodes[static_cast<size_t>(up)].parent)
    nodes[static_cast<size_t>(up)].end += added;
  for (int i = at; i < size(); ++i) {
    Node after = this->node(i);
    if (after.parent >= at) after.parent += added;
    after.end += added;
    nodes.push_back(after);
  }
  nodes_ = std::move(nodes);
  limited_ = limited_ || inner.limited_;
  storage_->frames.push_back(std::move(inner.storage_));
  return at;
}

void Document::Reveal(int node) {
  Node& element = nodes_[static_cast<size_t>(node)];
  element.tag = "div";
  element.block = true;
}

Document Document::ParseClosed(std::string_view utf8) {
  if (utf8.size() <= kMaxBytes) {
    Document document;
    Storage& storage = *document.storage_;
    storage.input = utf8;
    if (BuildPlainTree(storage.input, kMaxDepth, &storage.plain)) {
      document.nodes_ = std::move(storage.plain.nodes);
      document.attributes_ = std::move(storage.plain.attributes);
      return document;
    }
  }
  return ParseClosedInFull(utf8);
}

Document Document::ParseInFull(std::string_view utf8) {
  Document document = ParseClosedInFull(utf8);
  document.OpenFrames();
  return document;
}

Document Document::ParseClosedInFull(std::string_view utf8) {
  Document document;
  Storage& storage = *document.storage_;
  if (utf8.size() > kMaxBytes) {
    utf8 = utf8.substr(0, kMaxBytes);
    document.limited_ = true;
  }
  if (FlattenDepth(utf8, kMaxDepth, &storage.input)) {
    document.limited_ = true;
  } else {
    storage.input = utf8;
  }
  GumboOptions options = kGumboDefaultOptions;
  options.userdata = &storage;
  options.allocator = [](void* userdata, size_t size) {
    return static_cast<Storage*>(userdata)->Allocate(size);
  };
  options.deallocator = [](void*, void*) {};
  options.max_errors = 0;
  const GumboOutput* output = gumbo_parse_with_options(&options, storage.input.data(), storage.input.size());
  if (output == nullptr || output->root == nullptr) return document;

  struct Open {
    const GumboNode* node;
    int index;
    unsigned next_child;
  };
  std::vector<Open> stack;
  const auto add = [&](const GumboNode* node, int parent) {
    Node flat;
    flat.parent = parent;
    const int index = static_cast<int>(document.nodes_.size());
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
      const GumboElement& element = node->v.element;
      flat.tag = TagName(element, &storage.names);
      flat.block = IsBlockTag(flat.tag);
      flat.first_attribute = static_cast<uint32_t>(document.attributes_.size());
      flat.attribute_count = element.attributes.length;
      for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
        document.attributes_.push_back({attribute->name, attribute->value});
      }
      stack.push_back({node, index, 0});
    } else {
      flat.type = Node::Type::kText;
      flat.text = node->v.text.text;
      flat.end = index + 1;
    }
    document.nodes_.push_back(flat);
  };
  add(output->root, -1);
  while (!stack.empty()) {
    Open& top = stack.back();
    const GumboVector& children = top.node->v.element.children;
    if (top.next_child == children.length) {
      document.nodes_[static_cast<size_t>(top.index)].end = document.size();
      stack.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[top.next_child++]);
    if (child->type != GUMBO_NODE_COMMENT) add(child, top.index);
  }
  return document;
}

std::string_view Document::Attr(int index, std::string_view name) const {
  const Node& element = node(index);
  for (uint32_t i = 0; i < element.attribute_count; ++i) {
    const Attribute& attribute = attributes_[element.first_attribute + i];
    if (attribute.name == name) return attribute.value;
  }
  return {};
}

bool Document::HasAttr(int index, std::string_view name) const {
  const Node& element = node(index);
  for (uint32_t i = 0; i < element.attribute_count; ++i) {
    if (attributes_[element.first_attribute + i].name == name) return true;
  }
  return false;
}

int Document::FindTag(std::string_view tag, int from, int to) const {
  for (int i = from; i < to && i < size(); ++i) {
    if (node(i).tag == tag) return i;
  }
  return -1;
}

std::string Document::Text(int index) const {
  std::string out;
  for (int i = index; i < node(index).end; ++i) {
    if (i != index && IsInvisibleTag(node(i).tag)) {
      i = node(i).end - 1;
    } else if (node(i).type == Node::Type::kText) {
      out.append(node(i).text);
    } else if (node(i).block) {
      out.push_back(' ');
    }
  }
  return base::CollapseSpace(out);
}

std::string Document::RawText(int index) const {
  std::string out;
  for (int i = index; i < node(index).end; ++i) out.append(node(i).text);
  return out;
}

bool Document::Inside(int index, std::string_view tag) const {
  for (int i = index; i >= 0; i = node(i).parent) {
    if (node(i).tag == tag) return true;
  }
  return false;
}

}  // namespace mingcha::extractors
