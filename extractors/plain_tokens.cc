// The tokens of plain_tree.h: tags, attributes, comments, raw text.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "extractors/link_scan.h"
#include "extractors/plain_builder.h"

namespace mingcha::extractors {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool EqualsLower(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return Lower(a) == b; });
}

/// Line ends as one line feed each.
std::string WithLineFeeds(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      made += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      made += '\n';
    }
  }
  return made;
}

}  // namespace

bool HasOddCharacters(std::string_view html) {
  static const auto kOdd = [] {
    std::array<bool, 256> odd{};
    for (size_t c = 0; c < 32; ++c) odd[c] = c != '\t' && c != '\n' && c != '\f' && c != '\r';
    for (const size_t c : {0x7FU, 0xC2U, 0xEFU, 0xF0U, 0xF1U, 0xF2U, 0xF3U, 0xF4U}) odd[c] = true;
    return odd;
  }();
  const auto byte = [&](size_t i) { return i < html.size() ? static_cast<unsigned char>(html[i]) : 0U; };
  for (size_t i = 0; i < html.size(); ++i) {
    if (!kOdd[byte(i)]) continue;
    const unsigned c = byte(i);
    if (c < 0x80) return true;
    if (c == 0xC2 && byte(i + 1) < 0xA0) return true;
    if (c == 0xEF && (byte(i + 1) == 0xB7 || (byte(i + 1) == 0xBF && byte(i + 2) >= 0xBE) ||
                      (byte(i + 1) == 0xBB && byte(i + 2) == 0xBF)))
      return true;
    if (c >= 0xF0 && byte(i + 2) == 0xBF && byte(i + 3) >= 0xBE) return true;
  }
  return false;
}

bool PlainBuilder::Run() {
  if (HasOddCharacters(html_)) return false;
  out_.nodes.reserve(html_.size() / 24 + 16);
  out_.attributes.reserve(html_.size() / 48 + 16);
  while (at_ < html_.size()) {
    const size_t begin = at_;
    size_t open = html_.find('<', at_);
    while (open != std::string_view::npos && open + 1 < html_.size() && !IsLetter(html_[open + 1]) &&
           html_[open + 1] != '/' && html_[open + 1] != '!' && html_[open + 1] != '?')
      open = html_.find('<', open + 1);
    if (open == std::string_view::npos) open = html_.size();
    if (open > begin && !Text(html_.substr(begin, open - begin))) return false;
    at_ = open;
    if (at_ < html_.size() && !Markup()) return false;
  }
  if (phase_ < Phase::kInBody || InTable()) return false;
  while (!open_.empty()) Pop();
  return true;
}

bool PlainBuilder::Markup() {
  if (at_ + 1 >= html_.size()) return false;
  const char next = html_[at_ + 1];
  if (next == '/') return EndTag();
  if (next == '!' || next == '?') return Comment();
  return StartTag();
}

bool PlainBuilder::Comment() {
  text_goes_on_ = false;
  const std::string_view rest = html_.substr(at_);
  size_t end = 0;
  if (rest.starts_with("<!--")) {
    if (rest.substr(4).starts_with(">") || rest.substr(4).starts_with("->")) return false;
    end = html_.find("-->", at_ + 4);
    if (end == std::string_view::npos || html_.substr(at_, end - at_).find("--!>") != std::string_view::npos)
      return false;
    at_ = end + 3;
    return true;
  }
  if (rest.size() > 9 && EqualsLower(rest.substr(0, 9), "<!doctype")) return Doctype();
  end = html_.find('>', at_);
  if (end == std::string_view::npos) return false;
  at_ = end + 1;
  return true;
}

bool PlainBuilder::Doctype() {
  if (doctype_ || phase_ != Phase::kBeforeHtml) return false;
  doctype_ = true;
  const size_t end = html_.find('>', at_);
  if (end == std::string_view::npos) return false;
  simple_doctype_ = EqualsLower(base::Trim(html_.substr(at_ + 9, end - at_ - 9)), "html");
  at_ = end + 1;
  return true;
}

/// In lower case; a view of the page where it stands so. Leaves `at_` behind it.
bool PlainBuilder::ReadName(size_t from, std::string_view* name) {
  size_t end = from;
  bool upper = false;
  for (; end < html_.size(); ++end) {
    const char c = html_[end];
    if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
      break;
    }
  }
  if (end == html_.size() || (!IsMarkupSpace(html_[end]) && html_[end] != '>' && html_[end] != '/'))
    return false;
  *name = html_.substr(from, end - from);
  if (upper) *name = name_ = base::ToLowerAscii(*name);
  at_ = end;
  return true;
}

bool PlainBuilder::EndTag() {
  std::string_view name;
  if (at_ + 2 >= html_.size() || !IsLetter(html_[at_ + 2]) || !ReadName(at_ + 2, &name)) return false;
  while (at_ < html_.size() && IsMarkupSpace(html_[at_])) ++at_;
  if (at_ >= html_.size() || html_[at_] != '>') return false;
  ++at_;
  const Tag* tag = TagOf(name);
  return tag != nullptr && End(*tag);
}

bool PlainBuilder::StartTag() {
  std::string_view name;
  if (!ReadName(at_ + 1, &name)) return false;
  const Tag* tag = TagOf(name);
  if (tag == nullptr) return false;
  first_attribute_ = out_.attributes.size();
  return ReadAttributes() && Start(*tag);
}

bool PlainBuilder::ReadAttributes() {
  const size_t size = html_.size();
  size_t at = at_;
  for (;;) {
    while (at < size && IsMarkupSpace(html_[at])) ++at;
    if (at >= size) return false;
    if (html_[at] == '>' || (html_[at] == '/' && at + 1 < size && html_[at + 1] == '>')) {
      at_ = at + (html_[at] == '>' ? 1 : 2);
      return true;
    }
    const size_t name = at;
    while (at < size && (IsLetter(html_[at]) || (html_[at] >= '0' && html_[at] <= '9') || html_[at] == '-' ||
                         html_[at] == ':' || html_[at] == '_'))
      ++at;
    if (at == name) return false;
    const std::string_view attribute = html_.substr(name, at - name);
    while (at < size && IsMarkupSpace(html_[at])) ++at;
    if (at >= size) return false;
    if (html_[at] != '=') {
      if (html_[at] != '>' && html_[at] != '/' && !IsLetter(html_[at])) return false;
      if (!KeepAttribute(attribute, html_.substr(name, 0))) return false;
      continue;
    }
    ++at;
    while (at < size && IsMarkupSpace(html_[at])) ++at;
    if (at >= size) return false;
    const char quote = html_[at];
    if (quote == '"' || quote == '\'') {
      const size_t end = html_.find(quote, at + 1);
      if (end == std::string_view::npos || end + 1 >= size) return false;
      if (!KeepAttribute(attribute, html_.substr(at + 1, end - at - 1))) return false;
      at = end + 1;
      if (!IsMarkupSpace(html_[at]) && html_[at] != '>' && html_[at] != '/') return false;
      continue;
    }
    const size_t value = at;
    for (; at < size && !IsMarkupSpace(html_[at]) && html_[at] != '>'; ++at) {
      if (html_[at] == '"' || html_[at] == '\'' || html_[at] == '<' || html_[at] == '=' || html_[at] == '`')
        return false;
    }
    if (at >= size || at == value) return false;
    if (!KeepAttribute(attribute, html_.substr(value, at - value))) return false;
  }
}

/// The first of a name counts.
bool PlainBuilder::KeepAttribute(std::string_view name, std::string_view value) {
  if (std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    out_.texts.push_back(base::ToLowerAscii(name));
    name = out_.texts.back();
  }
  for (size_t i = first_attribute_; i < out_.attributes.size(); ++i) {
    if (out_.attributes[i].name == name) return true;
  }
  std::string_view decoded;
  if (!Decode(value, true, &decoded)) return false;
  out_.attributes.push_back({name, decoded});
  return true;
}

bool PlainBuilder::Decode(std::string_view text, bool attribute, std::string_view* out) {
  *out = text;
  if (text.find_first_of("&\r") == std::string_view::npos) return true;
  bool unsure = false;
  std::string made = WithLineFeeds(text);
  if (made.find('&') != std::string::npos) made = DecodeEntities(made, attribute, &unsure);
  out_.texts.push_back(std::move(made));
  *out = out_.texts.back();
  // What a number stands for may be a character that parsers replace.
  return !unsure && !(text.find("&#") != std::string_view::npos && HasOddCharacters(*out));
}

/// Where the end tag of a raw element begins; npos: nowhere, or a script hides markup of its own.
size_t PlainBuilder::RawEnd(std::string_view name) const {
  for (size_t open = html_.find('<', at_); open != std::string_view::npos; open = html_.find('<', open + 1)) {
    const std::string_view rest = html_.substr(open);
    if (name == "script" && rest.starts_with("<!--")) {
      // As long as no script begins inside, `</script` ends it all the same.
      const size_t end = html_.find("-->", open);
      const std::string_view inside = html_.substr(open, end == std::string_view::npos ? end : end - open);
      if (base::ToLowerAscii(inside).find("<script") != std::string::npos) return std::string_view::npos;
    }
    if (rest.size() > name.size() + 2 && rest[1] == '/' && EqualsLower(rest.substr(2, name.size()), name)) {
      const char after = rest[name.size() + 2];
      if (after == '>') return open;
      if (IsMarkupSpace(after) || after == '/') return std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

/// Element and its text, up to its end tag.
bool PlainBuilder::RawText(const Tag& tag) {
  if (!Push(tag)) return false;
  if (tag.kind == TagKind::kTextarea && at_ < html_.size()) {
    if (html_[at_] == '\r') return false;
    if (html_[at_] == '\n') ++at_;
  }
  const size_t end = RawEnd(tag.name);
  if (end == std::string_view::npos) return false;
  std::string_view text = html_.substr(at_, end - at_);
  if (tag.kind == TagKind::kTitle || tag.kind == TagKind::kTextarea) {
    if (!Decode(text, false, &text)) return false;
  } else if (text.find('\r') != std::string_view::npos) {
    out_.texts.push_back(WithLineFeeds(text));
    text = out_.texts.back();
  }
  if (!text.empty()) AddText(text);
  at_ = end + tag.name.size() + 3;
  Pop();
  return true;
}

}  // namespace mingcha::extractors
