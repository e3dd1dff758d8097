#include "extractors/html_scanner.h"

#include <algorithm>

namespace mingcha::extractors {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool EqualsLower(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (Lower(text[i]) != lower[i]) return false;
  }
  return true;
}

template <size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 7> kRawElements = {"style",    "xmp",   "iframe",  "noembed",
                                                          "noframes", "title", "textarea"};
/// Start tags that end foreign content wherever they stand (13.2.6.5).
constexpr std::array<std::string_view, 34> kBreakOut = {
    "b",  "big", "body", "br", "center", "code", "dd",     "div",   "dl",  "dt", "em",   "embed",
    "h1", "h2",  "h3",   "h4", "h5",     "h6",   "hr",     "i",     "img", "li", "menu", "nobr",
    "ol", "p",   "pre",  "s",  "small",  "span", "strong", "table", "u",   "ul"};

}  // namespace

HtmlScanner::Token HtmlScanner::Next() {
  raw_ = false;
  text_ = {};
  for (;;) {
    if (at_ >= html_.size()) return Token::kEnd;
    if (content_ != Content::kData) {
      const size_t end = content_ == Content::kScript ? ScriptEnd(at_)
                         : content_ == Content::kRaw  ? RawEnd(at_)
                                                      : html_.size();
      content_ = Content::kData;
      if (end == at_) continue;
      text_ = html_.substr(at_, end - at_);
      at_ = end;
      raw_ = true;
      return Token::kText;
    }
    const size_t begin = at_;
    size_t open = html_.find('<', at_);
    // A `<` that opens nothing is text.
    while (open != std::string_view::npos && open + 1 < html_.size() && !IsLetter(html_[open + 1]) &&
           html_[open + 1] != '/' && html_[open + 1] != '!' && html_[open + 1] != '?') {
      open = html_.find('<', open + 1);
    }
    if (open == std::string_view::npos || open + 1 >= html_.size()) open = html_.size();
    if (open > begin) {
      text_ = html_.substr(begin, open - begin);
      at_ = open;
      return Token::kText;
    }
    if (const Token tag = ReadTag(open); tag != Token::kText) return tag;
  }
}

/// kText: it was a comment or the like and nothing is to be told.
HtmlScanner::Token HtmlScanner::ReadTag(size_t at) {
  const char next = html_[at + 1];
  const bool close = next == '/';
  const size_t name = at + (close ? 2 : 1);
  if (next == '!' || next == '?') {
    SkipComment(at);
    return Token::kText;
  }
  if (name >= html_.size() || !IsLetter(html_[name])) {  // `</>` is nothing, `</3…>` a comment.
    const size_t end = html_.find('>', name);
    at_ = end == std::string_view::npos ? html_.size() : end + 1;
    return Token::kText;
  }
  size_t end = name;
  while (end < html_.size() && !IsSpace(html_[end]) && html_[end] != '/' && html_[end] != '>') ++end;
  TakeName(name, end);
  attributes_ = {};
  if (!ReadAttributes(end)) return Token::kEnd;
  if (close) {
    if (foreign_ > 0 && (this->name() == "svg" || this->name() == "math")) --foreign_;
    return Token::kClose;
  }
  Enter();
  return Token::kStart;
}

void HtmlScanner::TakeName(size_t from, size_t to) {
  name_size_ = std::min(to - from, name_.size() - 1);
  for (size_t i = 0; i < name_size_; ++i) name_[i] = Lower(html_[from + i]);
}

/// What the start tag means for the text behind it.
void HtmlScanner::Enter() {
  const std::string_view tag = name();
  if (tag == "svg" || tag == "math") {
    if (!self_closing_) ++foreign_;
    return;
  }
  if (foreign_ > 0 && IsOneOf(tag, kBreakOut)) foreign_ = 0;
  if (foreign_ > 0) return;
  if (tag == "script") {
    content_ = Content::kScript;
  } else if (tag == "plaintext") {
    content_ = Content::kPlain;
  } else if (IsOneOf(tag, kRawElements)) {
    content_ = Content::kRaw;
  }
}

void HtmlScanner::SkipComment(size_t at) {
  const std::string_view rest = html_.substr(at);
  if (!rest.starts_with("<!--")) {
    const bool cdata = foreign_ > 0 && rest.starts_with("<![CDATA[");
    const size_t end = cdata ? html_.find("]]>", at) : html_.find('>', at);
    at_ = end == std::string_view::npos ? html_.size() : end + (cdata ? 3 : 1);
    return;
  }
  const size_t body = at + 4;
  if (rest.substr(4).starts_with(">")) {
    at_ = body + 1;
  } else if (rest.substr(4).starts_with("->")) {
    at_ = body + 2;
  } else {
    for (size_t dashes = html_.find("--", body);; dashes = html_.find("--", dashes + 1)) {
      if (dashes == std::string_view::npos) {
        at_ = html_.size();
        return;
      }
      const std::string_view after = html_.substr(dashes + 2);
      if (after.starts_with(">") || after.starts_with("!>")) {
        at_ = dashes + (after.front() == '>' ? 3 : 4);
        return;
      }
    }
  }
}

/// False: the input ends inside the tag.
bool HtmlScanner::ReadAttributes(size_t at) {
  const size_t size = html_.size();
  self_closing_ = false;
  for (;;) {
    while (at < size && (IsSpace(html_[at]) || html_[at] == '/')) {
      self_closing_ = html_[at] == '/';
      ++at;
    }
    if (at >= size) break;
    if (html_[at] == '>') {
      at_ = at + 1;
      return true;
    }
    self_closing_ = false;
    const size_t name = at;
    if (html_[at] == '=') ++at;  // Part of the name there.
    while (at < size && !IsSpace(html_[at]) && html_[at] != '/' && html_[at] != '>' && html_[at] != '=') ++at;
    const std::string_view attribute = html_.substr(name, at - name);
    while (at < size && IsSpace(html_[at])) ++at;
    if (at >= size) break;
    if (html_[at] != '=') {
      Keep(attribute, html_.substr(name, 0));
      continue;
    }
    ++at;
    while (at < size && IsSpace(html_[at])) ++at;
    if (at >= size) break;
    size_t end = 0;
    if (html_[at] == '"' || html_[at] == '\'') {
      end = html_.find(html_[at], at + 1);
      if (end == std::string_view::npos) break;
      Keep(attribute, html_.substr(at + 1, end - at - 1));
      at = end + 1;
    } else {
      end = at;
      while (end < size && !IsSpace(html_[end]) && html_[end] != '>') ++end;
      if (end >= size) break;
      Keep(attribute, html_.substr(at, end - at));
      at = end;
    }
  }
  at_ = size;
  return false;
}

void HtmlScanner::Keep(std::string_view name, std::string_view value) {
  std::string_view* place = nullptr;
  switch (name.size()) {
    case 3:
      place = EqualsLower(name, "src")   ? &attributes_.src
              : EqualsLower(name, "alt") ? &attributes_.alt
                                         : nullptr;
      break;
    case 4:
      place = EqualsLower(name, "href")   ? &attributes_.href
              : EqualsLower(name, "data") ? &attributes_.data
                                          : nullptr;
      break;
    case 5:
      place = EqualsLower(name, "title")   ? &attributes_.title
              : EqualsLower(name, "value") ? &attributes_.value
                                           : nullptr;
      break;
    case 6:
      place = EqualsLower(name, "srcdoc") ? &attributes_.srcdoc : nullptr;
      break;
    case 7:
      place = EqualsLower(name, "onclick")   ? &attributes_.onclick
              : EqualsLower(name, "content") ? &attributes_.content
                                             : nullptr;
      break;
    case 10:
      if (EqualsLower(name, "http-equiv")) place = &attributes_.http_equiv;
      break;
    default:
      break;
  }
  constexpr size_t kLong = 160;  // bytes
  if (value.size() >= kLong && attributes_.long_data.empty()) {
    const bool data = name.starts_with(":") || EqualsLower(name.substr(0, 5), "data-") ||
                      EqualsLower(name.substr(0, 2), "v-") || place == &attributes_.value;
    if (data) attributes_.long_data = value;
  }
  if (place != nullptr && place->data() == nullptr) *place = value;
}

/// True if `</name` stands at the place, followed by what ends a tag's name.
bool HtmlScanner::ClosesAt(size_t at, std::string_view name) const {
  const size_t end = at + 2 + name.size();
  return end < html_.size() && html_[at + 1] == '/' && EqualsLower(html_.substr(at + 2, name.size()), name) &&
         (IsSpace(html_[end]) || html_[end] == '/' || html_[end] == '>');
}

size_t HtmlScanner::RawEnd(size_t at) const {
  for (size_t open = html_.find('<', at); open != std::string_view::npos; open = html_.find('<', open + 1)) {
    if (ClosesAt(open, name())) return open;
  }
  return html_.size();
}

/// Scripts may hide their own end tag between `<!--` and `-->` (13.2.5.17 and following).
size_t HtmlScanner::ScriptEnd(size_t at) const {
  enum class State { kPlain, kEscaped, kTwice } state = State::kPlain;
  const auto opens = [&](size_t i) {
    const size_t end = i + 7;
    return end < html_.size() && EqualsLower(html_.substr(i + 1, 6), "script") &&
           (IsSpace(html_[end]) || html_[end] == '/' || html_[end] == '>');
  };
  size_t dashes = 0;
  for (size_t i = at; i < html_.size(); ++i) {
    if (state == State::kPlain) {
      i = html_.find('<', i);
      if (i == std::string_view::npos) break;
      if (ClosesAt(i, "script")) return i;
      if (html_.substr(i, 4) != "<!--") continue;
      state = State::kEscaped;
      dashes = 2;
      i += 3;
      continue;
    }
    const char c = html_[i];
    if (c == '-') {
      ++dashes;
      continue;
    }
    if (c == '>' && dashes >= 2) state = State::kPlain;
    dashes = 0;
    if (c != '<') continue;
    const bool closes = ClosesAt(i, "script");
    if (state == State::kEscaped && closes) return i;
    if (state == State::kEscaped && opens(i))
      state = State::kTwice;
    else if (state == State::kTwice && closes)
      state = State::kEscaped;
  }
  return html_.size();
}

}  // namespace mingcha::extractors
