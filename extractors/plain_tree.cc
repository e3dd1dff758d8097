#include "extractors/plain_tree.h"

#include <algorithm>
#include <unordered_map>

#include "extractors/plain_builder.h"

namespace mingcha::extractors {
namespace {

const std::unordered_map<std::string_view, Tag>& Tags() {
  static const auto* const kTags = [] {
    auto* tags = new std::unordered_map<std::string_view, Tag>;
    const auto add = [&](TagKind kind, std::initializer_list<std::string_view> names) {
      for (const std::string_view name : names) tags->emplace(name, Tag{name, kind, IsBlockTag(name)});
    };
    add(TagKind::kHtml, {"html"});
    add(TagKind::kHead, {"head"});
    add(TagKind::kBody, {"body"});
    add(TagKind::kBlock,
        {"address", "article",  "aside",      "blockquote", "center",  "details", "dir",    "div",
         "dl",      "fieldset", "figcaption", "figure",     "footer",  "header",  "hgroup", "main",
         "menu",    "nav",      "ol",         "section",    "summary", "ul"});
    add(TagKind::kP, {"p"});
    add(TagKind::kPre, {"pre"});
    add(TagKind::kHeading, {"h1", "h2", "h3", "h4", "h5", "h6"});
    add(TagKind::kLi, {"li"});
    add(TagKind::kDd, {"dd", "dt"});
    add(TagKind::kForm, {"form"});
    add(TagKind::kFormatting,
        {"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"});
    add(TagKind::kAnchor, {"a", "nobr"});
    add(TagKind::kInline, {"span", "label", "abbr", "acronym", "cite", "del", "ins", "dfn", "kbd", "map", "q",
                           "samp", "sub", "sup", "var", "time", "legend", "mark", "bdo"});
    add(TagKind::kVoid, {"area", "br", "embed", "img", "wbr"});
    add(TagKind::kRule, {"hr"});
    add(TagKind::kInput, {"input"});
    add(TagKind::kMeta, {"meta", "link", "base"});
    add(TagKind::kScript, {"script"});
    add(TagKind::kRaw, {"style", "iframe"});
    add(TagKind::kTitle, {"title"});
    add(TagKind::kTextarea, {"textarea"});
    add(TagKind::kButton, {"button"});
    add(TagKind::kMarquee, {"marquee", "object"});
    add(TagKind::kSelect, {"select"});
    add(TagKind::kOption, {"option"});
    add(TagKind::kOptgroup, {"optgroup"});
    add(TagKind::kTable, {"table"});
    add(TagKind::kCaption, {"caption"});
    add(TagKind::kColgroup, {"colgroup"});
    add(TagKind::kCol, {"col"});
    add(TagKind::kSection, {"tbody", "thead", "tfoot"});
    add(TagKind::kRow, {"tr"});
    add(TagKind::kCell, {"td", "th"});
    return tags;
  }();
  return *kTags;
}

bool IsBlank(std::string_view text) { return std::all_of(text.begin(), text.end(), IsMarkupSpace); }

}  // namespace

const Tag* TagOf(std::string_view name) {
  const auto found = Tags().find(name);
  return found == Tags().end() ? nullptr : &found->second;
}

void PlainBuilder::Pop() {
  text_goes_on_ = false;
  out_.nodes[static_cast<size_t>(open_.back().node)].end = static_cast<int>(out_.nodes.size());
  open_.pop_back();
}

bool PlainBuilder::Push(const Tag& tag, bool with_attributes) {
  if (open_.size() + 2 >= max_depth_) return false;
  text_goes_on_ = false;
  Node node;
  node.tag = tag.name;
  node.block = tag.block;
  node.parent = open_.empty() ? -1 : open_.back().node;
  node.first_attribute = static_cast<uint32_t>(with_attributes ? first_attribute_ : out_.attributes.size());
  node.attribute_count = static_cast<uint32_t>(out_.attributes.size()) - node.first_attribute;
  if (!with_attributes && first_attribute_ < out_.attributes.size()) {
    // The attributes in hand belong to the element that comes after this one.
    node.first_attribute = static_cast<uint32_t>(first_attribute_);
    node.attribute_count = 0;
  }
  open_.push_back({static_cast<int>(out_.nodes.size()), &tag});
  out_.nodes.push_back(node);
  return true;
}

bool PlainBuilder::Leaf(const Tag& tag) {
  if (!Push(tag)) return false;
  Pop();
  return true;
}

void PlainBuilder::AddText(std::string_view text) {
  if (text_goes_on_) {  // An end tag that closed nothing stood between them.
    out_.texts.push_back(std::string(out_.nodes.back().text).append(text));
    out_.nodes.back().text = out_.texts.back();
    return;
  }
  text_goes_on_ = true;
  Node node;
  node.type = Node::Type::kText;
  node.text = text;
  node.parent = open_.back().node;
  node.end = static_cast<int>(out_.nodes.size()) + 1;
  out_.nodes.push_back(node);
}

bool PlainBuilder::Text(std::string_view text) {
  const bool blank = IsBlank(text);
  switch (phase_) {
    case Phase::kBeforeHtml:
    case Phase::kBeforeHead:
      return blank;
    case Phase::kInHead:
    case Phase::kAfterHead:
      if (!blank) return false;
      break;
    case Phase::kAfterBody:
      if (!blank) phase_ = Phase::kInBody;
      [[fallthrough]];
    case Phase::kInBody:
      if (!blank && (InTable() || current() == TagKind::kColgroup)) return false;
      break;
  }
  std::string_view decoded;
  if (!Decode(text, false, &decoded)) return false;
  AddText(decoded);
  return true;
}

bool PlainBuilder::Start(const Tag& tag) {
  if (phase_ == Phase::kBeforeHtml) {
    phase_ = Phase::kBeforeHead;
    if (tag.kind == TagKind::kHtml) return Push(tag);
    if (!Imply("html")) return false;
  }
  if (tag.kind == TagKind::kHtml) return false;
  if (phase_ == Phase::kBeforeHead) {
    phase_ = Phase::kInHead;
    if (tag.kind == TagKind::kHead) return Push(tag);
    if (!Imply("head")) return false;
  }
  if (tag.kind == TagKind::kHead) return false;
  if (phase_ == Phase::kInHead || phase_ == Phase::kAfterHead) {
    bool taken = false;
    if (!StartInHead(tag, &taken)) return false;
    if (taken) return true;
  }
  if (tag.kind == TagKind::kBody) return false;
  if (phase_ == Phase::kAfterBody) phase_ = Phase::kInBody;
  if (current() == TagKind::kColgroup) {
    if (tag.kind == TagKind::kCol) return Leaf(tag);
    Pop();
  }
  if (InSelect()) return StartInSelect(tag);
  return InTable() ? StartInTable(tag) : StartInBody(tag);
}

/// `taken`: nothing is left to do.
bool PlainBuilder::StartInHead(const Tag& tag, bool* taken) {
  const bool head = phase_ == Phase::kInHead;
  *taken = true;
  if (tag.kind == TagKind::kMeta) return head && Leaf(tag);
  if (tag.kind == TagKind::kScript || tag.kind == TagKind::kTitle || tag.name == "style")
    return head && RawText(tag);
  if (head) Pop();
  phase_ = Phase::kInBody;
  if (tag.kind == TagKind::kBody) return Push(tag);
  *taken = false;
  return Imply("body");
}

bool PlainBuilder::StartInSelect(const Tag& tag) {
  if (tag.kind == TagKind::kScript) return RawText(tag);
  if (tag.kind != TagKind::kOption && tag.kind != TagKind::kOptgroup) return false;
  if (current() == TagKind::kOption) Pop();
  if (tag.kind == TagKind::kOptgroup && current() == TagKind::kOptgroup) Pop();
  return Push(tag);
}

bool PlainBuilder::StartInTable(const Tag& tag) {
  switch (tag.kind) {
    case TagKind::kScript:
      return RawText(tag);
    case TagKind::kRaw:
      return tag.name == "style" && RawText(tag);
    case TagKind::kCaption:
    case TagKind::kColgroup:
      return current() == TagKind::kTable && Push(tag);
    case TagKind::kSection:
      if (current() == TagKind::kRow) Pop();
      if (current() == TagKind::kSection) Pop();
      return Push(tag);
    case TagKind::kRow:
      if (current() == TagKind::kRow) Pop();
      return (current() != TagKind::kTable || Imply("tbody")) && Push(tag);
    case TagKind::kCell:
      if (current() == TagKind::kTable && !Imply("tbody")) return false;
      if (current() == TagKind::kSection && !Imply("tr")) return false;
      return Push(tag);
    default:
      return false;
  }
}

bool PlainBuilder::HasP() const {
  for (size_t i = open_.size(); i-- > 0;) {
    const TagKind kind = open_[i].tag->kind;
    if (kind == TagKind::kP) return true;
    if (kind == TagKind::kTable || kind == TagKind::kCell || kind == TagKind::kCaption ||
        kind == TagKind::kMarquee || kind == TagKind::kButton)
      return false;
  }
  return false;
}

bool PlainBuilder::IsOpen(TagKind kind) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& open) { return open.tag->kind == kind; });
}

void PlainBuilder::PopImplied(std::string_view except) {
  for (;;) {
    const TagKind kind = current();
    const bool implied = kind == TagKind::kP || kind == TagKind::kLi || kind == TagKind::kDd;
    if (!implied || current_name() == except) return;
    Pop();
  }
}

bool PlainBuilder::CloseP() {
  if (!HasP()) return true;
  PopImplied("p");
  if (current() != TagKind::kP) return false;
  Pop();
  return true;
}

/// An item ends the one before it.
bool PlainBuilder::CloseItem(TagKind kind) {
  for (size_t i = open_.size(); i-- > 0;) {
    const TagKind here = open_[i].tag->kind;
    if (here == kind) {
      while (open_.size() > i + 1) {
        if (current() != TagKind::kP && current() != TagKind::kLi && current() != TagKind::kDd) return false;
        Pop();
      }
      Pop();
      break;
    }
    const bool passes = here == TagKind::kP || here == TagKind::kInline || here == TagKind::kFormatting ||
                        here == TagKind::kAnchor || open_[i].tag->name == "div" ||
                        open_[i].tag->name == "address";
    if (!passes) break;
  }
  return CloseP();
}

/// The cell in which the page is, as a row or the end of a table does; false: it is in none.
bool PlainBuilder::CloseCell() {
  PopImplied("");
  if (current() != TagKind::kCell) return false;
  Pop();
  return true;
}

bool PlainBuilder::StartInBody(const Tag& tag) {
  switch (tag.kind) {
    case TagKind::kBlock:
    case TagKind::kP:
      return CloseP() && Push(tag);
    case TagKind::kPre:
      if (at_ < html_.size() && (html_[at_] == '\n' || html_[at_] == '\r')) return false;
      return CloseP() && Push(tag);
    case TagKind::kHeading:
      return CloseP() && current() != TagKind::kHeading && Push(tag);
    case TagKind::kLi:
    case TagKind::kDd:
      return CloseItem(tag.kind) && Push(tag);
    case TagKind::kForm:
      if (form_open_) return false;
      form_open_ = true;
      return CloseP() && Push(tag);
    case TagKind::kAnchor:
      return !IsOpen(TagKind::kAnchor) && Push(tag);
    case TagKind::kFormatting:
    case TagKind::kInline:
    case TagKind::kMarquee:
      return Push(tag);
    case TagKind::kButton:
      return !IsOpen(TagKind::kButton) && Push(tag);
    case TagKind::kVoid:
    case TagKind::kInput:
    case TagKind::kMeta:
      return Leaf(tag);
    case TagKind::kRule:
      return CloseP() && Leaf(tag);
    case TagKind::kScript:
    case TagKind::kRaw:
    case TagKind::kTitle:
    case TagKind::kTextarea:
      return RawText(tag);
    case TagKind::kSelect:
      return Push(tag);
    case TagKind::kTable:
      // Where quirks rule, a table stays inside its paragraph.
      if (HasP() && !simple_doctype_) return false;
      return CloseP() && Push(tag);
    case TagKind::kSection:
    case TagKind::kRow:
    case TagKind::kCell:
      return CloseCell() && StartInTable(tag);
    default:
      return false;
  }
}

bool PlainBuilder::End(const Tag& tag) {
  switch (phase_) {
    case Phase::kInHead:
      if (tag.kind != TagKind::kHead) return false;
      Pop();
      phase_ = Phase::kAfterHead;
      return true;
    case Phase::kAfterBody:
      return tag.kind == TagKind::kHtml;
    case Phase::kInBody:
      break;
    default:
      return false;
  }
  if (tag.kind == TagKind::kBody || tag.kind == TagKind::kHtml) {
    if (InTable() || InSelect() || current() == TagKind::kColgroup) return false;
    phase_ = Phase::kAfterBody;
    return true;
  }
  if (current() == TagKind::kColgroup) {
    Pop();
    if (tag.kind == TagKind::kColgroup) return true;
  }
  if (InSelect()) return EndInSelect(tag);
  return InTable() ? EndInTable(tag) : EndInBody(tag);
}

bool PlainBuilder::EndInSelect(const Tag& tag) {
  if (tag.kind == TagKind::kOption) {
    if (current() != TagKind::kOption) return false;
  } else if (tag.kind == TagKind::kOptgroup) {
    if (current() == TagKind::kOption) Pop();
    if (current() != TagKind::kOptgroup) return false;
  } else if (tag.kind == TagKind::kSelect) {
    while (current() != TagKind::kSelect) Pop();
  } else {
    return false;
  }
  Pop();
  return true;
}

bool PlainBuilder::EndInTable(const Tag& tag) {
  if (tag.kind == TagKind::kRow) {
    if (current() != TagKind::kRow) return false;
  } else if (tag.kind == TagKind::kSection) {
    if (current() == TagKind::kRow) Pop();
    if (current_name() != tag.name) return false;
  } else if (tag.kind == TagKind::kTable) {
    while (current() != TagKind::kTable) Pop();
  } else {
    return false;
  }
  Pop();
  return true;
}

/// As the full parser does it: the text at the end of a form goes to what is around it.
bool PlainBuilder::EndForm() {
  const bool hands_on = text_goes_on_;
  const std::string_view text = out_.nodes.back().text;
  if (hands_on) out_.nodes.pop_back();
  Pop();
  if (hands_on) AddText(text);
  return true;
}

bool PlainBuilder::EndInBody(const Tag& tag) {
  switch (tag.kind) {
    case TagKind::kRow:
    case TagKind::kSection:
    case TagKind::kTable:
      return CloseCell() && EndInTable(tag);
    case TagKind::kForm:
      if (!form_open_) return false;
      form_open_ = false;
      PopImplied("");
      return current() == TagKind::kForm && EndForm();
    case TagKind::kBlock:
    case TagKind::kPre:
    case TagKind::kHeading:
    case TagKind::kButton:
    case TagKind::kMarquee:
    case TagKind::kCell:
    case TagKind::kCaption:
      PopImplied("");
      break;
    case TagKind::kP:
    case TagKind::kLi:
    case TagKind::kDd:
      PopImplied(tag.name);
      break;
    case TagKind::kFormatting:
    case TagKind::kAnchor:
    case TagKind::kInline:
      break;
    default:
      return false;
  }
  if (current_name() != tag.name) return false;
  Pop();
  return true;
}

bool BuildPlainTree(std::string_view html, int max_depth, PlainTree* out) {
  return PlainBuilder(html, max_depth, out).Run();
}

}  // namespace mingcha::extractors
