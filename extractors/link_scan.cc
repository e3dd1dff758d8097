#include "extractors/link_scan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <iterator>
#include <optional>
#include <utility>

#include "base/text.h"
#include "base/url_resolve.h"
#include "extractors/document.h"
#include "extractors/html_scanner.h"
#include "extractors/link_rules.h"
#include "extractors/links.h"
#include "extractors/page_text.h"
#include "extractors/script_data.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

using Kind = model::Link::Kind;

constexpr size_t kMaxLinks = 20'000;
constexpr size_t kMaxText = 4'000;  // Of one link's text.
constexpr size_t kMaxOpen = 8;      // Elements whose text is being read at once.
constexpr size_t kMaxLabelText = 72;
constexpr size_t kMaxLabel = 24;
constexpr size_t kMaxLabels = 2'000;

/// An element that leads somewhere, while its text is read.
struct OpenElement {
  std::array<char, 16> name{};
  size_t name_size = 0;
  size_t first_link = 0, end_link = 0;  ///< Its addresses in the list.
  int nested = 0;                       ///< Elements of the same name inside it.
  std::string text;
  std::string_view title, alt;  ///< As written.
  bool label = false;           ///< Could be a pager.

  [[nodiscard]] std::string_view tag() const { return {name.data(), name_size}; }
};

bool BreaksText(std::string_view tag) {
  static constexpr std::array<std::string_view, 18> kTags = {"br", "p",  "div", "li", "td", "tr",
                                                             "th", "dd", "dt",  "h1", "h2", "h3",
                                                             "h4", "h5", "h6",  "ul", "ol", "table"};
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

class Scan {
 public:
  Scan(const base::Url& url, const LexiconIndex& lexicon) : url_(url), lexicon_(lexicon) {}

  void Page(std::string_view html) {
    HtmlScanner tokens(html);
    for (;;) {
      const auto token = tokens.Next();
      if (token == HtmlScanner::Token::kEnd) break;
      if (token == HtmlScanner::Token::kText) {
        Text(tokens);
      } else if (token == HtmlScanner::Token::kStart) {
        Start(tokens);
      } else {
        Close(tokens.name());
      }
    }
    while (!open_.empty()) End(open_.size() - 1);
  }

  LinkScan Finish() {
    const base::Url& base = base_ ? *base_ : url_;
    out_.links.reserve(raw_.size());
    for (Raw& raw : raw_) {
      const std::string_view address = base::Trim(raw.address);
      if (address.empty() || address[0] == '#') continue;
      auto href = base::ResolveLink(address, base);
      if (!href) continue;
      const bool attachment = IsAttachment(*href, raw.text, lexicon_);
      out_.links.push_back(
          {std::move(*href), std::move(raw.text), attachment ? Kind::kAttachment : raw.kind});
    }
    return std::move(out_);
  }

 private:
  struct Raw {
    std::string_view address;  ///< In the page, or in kept_.
    std::string text;
    Kind kind;
  };

  void Add(std::string_view address, std::string text, Kind kind) {
    if (address.empty() || raw_.size() >= kMaxLinks) return;
    raw_.push_back({address, std::move(text), kind});
  }
  /// What an attribute says: as it stands in the page, unless it must be decoded.
  std::string_view Value(std::string_view raw) {
    return HasEntity(raw) ? Keep(DecodeEntities(raw, true, &out_.unsure)) : raw;
  }
  static bool HasEntity(std::string_view raw) { return raw.find('&') != std::string_view::npos; }
  /// Holds a text until the scan ends.
  std::string_view Keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  void Text(const HtmlScanner& tokens) {
    if (tokens.raw()) {
      if (tokens.name() == "script") {
        Script(tokens.text());
      } else if (tokens.name() == "textarea" || tokens.name() == "xmp") {
        out_.carries_text = out_.carries_text || MayHoldText(tokens.text());
      }
      return;
    }
    for (OpenElement& element : open_) {
      if (element.text.size() < kMaxText) element.text.append(tokens.text().substr(0, kMaxText));
    }
  }

  void Start(const HtmlScanner& tokens) {
    const std::string_view tag = tokens.name();
    const HtmlScanner::Attributes& is = tokens.attributes();
    if (!is.long_data.empty() && !out_.carries_text) out_.carries_text = MayHoldText(is.long_data);
    if (tag == "a" && !open_.empty()) EndNamed("a");  // Anchors do not nest: the next one closes the last.
    if (!open_.empty()) Inside(tag, is);
    size_t first = raw_.size();
    const bool clickable = is.onclick.data() != nullptr;
    if (tag == "a" || tag == "area") {
      Anchor(is);
    } else if (tag == "iframe" || tag == "frame" || tag == "embed" || tag == "object") {
      if (tag == "iframe" && !base::Trim(is.srcdoc).empty()) {
        PageInFrame(Value(is.srcdoc));
      } else {
        Frame(tag == "object" ? is.data : is.src, is.title);
      }
    } else if (tag == "meta") {
      if (base::ToLowerAscii(Value(is.http_equiv)) == "refresh")
        Add(RefreshAddress(Value(is.content)), {}, Kind::kRefresh);
    } else if (tag == "base" && !base_seen_ && is.href.data() != nullptr) {
      base_seen_ = true;
      auto base = base::Url::Parse(Value(is.href), &url_);
      if (base && base->is_http()) base_ = std::move(base);
    }
    const bool choice = tag == "option" && IsWholeAddress(Value(is.value));
    if (choice) {
      if (!open_.empty()) EndNamed("option");
      first = raw_.size();
      Add(Value(is.value), {}, Kind::kScript);
    }
    if (clickable) {
      for (std::string& address : AddressesOfClick(Value(is.onclick)))
        Add(Keep(std::move(address)), {}, Kind::kScript);
    }
    if (tag == "a" || clickable || choice) Begin(tag, is, first);
  }

  void Anchor(const HtmlScanner::Attributes& is) {
    const std::string_view href = Value(is.href);
    if (auto file = FileOfViewer(href, lexicon_)) return Add(Keep(std::move(*file)), {}, Kind::kAttachment);
    if (!IsScriptAddress(href)) return Add(href, {}, Kind::kAnchor);
    for (std::string& address : AddressesOfClick(href)) Add(Keep(std::move(address)), {}, Kind::kScript);
  }

  void Frame(std::string_view src, std::string_view title) {
    const std::string_view address = Value(src);
    if (auto file = FileOfViewer(address, lexicon_))
      return Add(Keep(std::move(*file)), DecodeEntities(title, true, nullptr), Kind::kAttachment);
    Add(address, DecodeEntities(title, true, nullptr), Kind::kFrame);
    if (auto file = ViewedFile(address)) Add(Keep(std::move(*file)), {}, Kind::kAttachment);
  }

  /// A page that a frame carries: what it leads to stands among the links of this one. Frames in such frames
  /// stay closed, as in Document.
  void PageInFrame(std::string_view html) {
    constexpr int kMaxFrameDepth = 4;  // As in document.cc.
    if (depth_ >= kMaxFrameDepth) return;
    if (++frames_ > Document::kMaxFrames) {  // Which of them are opened, only the tree knows.
      out_.unsure = true;
      return;
    }
    Scan inner(url_, lexicon_);
    inner.depth_ = depth_ + 1;
    inner.frames_ = frames_;
    inner.Page(html);
    frames_ = inner.frames_;
    for (Raw& raw : inner.raw_) Add(raw.address, std::move(raw.text), raw.kind);
    inner_kept_.push_back(std::move(inner.kept_));
    for (auto& kept : inner.inner_kept_) inner_kept_.push_back(std::move(kept));
    out_.scripts += inner.out_.scripts;
    std::move(inner.out_.labels.begin(), inner.out_.labels.end(), std::back_inserter(out_.labels));
    out_.data_island = out_.data_island || inner.out_.data_island;
    out_.carries_text = out_.carries_text || inner.out_.carries_text;
    out_.unsure = out_.unsure || inner.out_.unsure;
  }

  void Begin(std::string_view tag, const HtmlScanner::Attributes& is, size_t first) {
    if (open_.size() >= kMaxOpen) return;
    OpenElement element;
    std::copy(tag.begin(), tag.end(), element.name.begin());
    element.name_size = tag.size();
    element.first_link = first;
    element.end_link = raw_.size();
    element.title = is.title;
    if (!rooms_.empty()) {
      element.text = std::move(rooms_.back());
      rooms_.pop_back();
    }
    element.label = tag == "a" || tag == "button" || tag == "li" || tag == "span";
    open_.push_back(std::move(element));
  }

  /// A start tag between those of open elements and their ends.
  void Inside(std::string_view tag, const HtmlScanner::Attributes& is) {
    const bool breaks = BreaksText(tag);
    for (OpenElement& element : open_) {
      if (breaks) element.text.push_back(' ');
      if (tag == "img" && element.alt.empty()) element.alt = is.alt;
      if (tag == element.tag()) ++element.nested;
    }
  }

  void Close(std::string_view tag) {
    if (open_.empty()) return;
    const bool breaks = BreaksText(tag);
    for (size_t i = open_.size(); i-- > 0;) {
      if (breaks) open_[i].text.push_back(' ');
      if (tag != open_[i].tag()) continue;
      if (open_[i].nested > 0) {
        --open_[i].nested;
      } else {
        End(i);
      }
    }
  }

  void EndNamed(std::string_view tag) {
    for (size_t i = open_.size(); i-- > 0;) {
      if (open_[i].tag() == tag) End(i);
    }
  }

  void End(size_t index) {
    OpenElement element = std::move(open_[index]);
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
    std::string text = HasEntity(element.text) ? DecodeEntities(element.text, false, nullptr) : element.text;
    element.text.clear();
    rooms_.push_back(std::move(element.text));  // Its room serves the next one.
    if (!IsPlainText(text)) text = base::CollapseSpace(text);
    std::string decoded;
    if (HasEntity(element.title)) decoded = DecodeEntities(element.title, true, nullptr);
    const std::string_view title = decoded.empty() ? element.title : std::string_view(decoded);
    if (element.label && out_.labels.size() < kMaxLabels) Label(text.empty() ? title : text);
    if (element.first_link == element.end_link) return;
    const std::string alt = DecodeEntities(element.alt, true, nullptr);
    std::string name = ChooseLinkText(text, title, alt);
    for (size_t i = element.first_link; i + 1 < element.end_link; ++i) raw_[i].text = name;
    raw_[element.end_link - 1].text = std::move(name);
  }

  void Label(std::string_view text) {
    if (text.empty() || text.size() > kMaxLabelText) return;
    if (text.size() > kMaxLabel && IsPlainText(text)) return;  // Folding would not make it shorter.
    std::string label = base::ToLowerAscii(base::FoldLabel(text));
    if (!label.empty() && label.size() <= kMaxLabel) out_.labels.push_back(std::move(label));
  }

  void Script(std::string_view raw) {
    const bool island = raw.find("CDATA") != std::string_view::npos;
    out_.data_island = out_.data_island || island;
    const std::string stripped = StripScriptComments(raw);
    out_.scripts.append(stripped).push_back('\n');
    const std::string_view script = island ? raw : std::string_view(stripped);
    for (std::string& address : AddressesInScript(script)) Add(Keep(std::move(address)), {}, Kind::kScript);
    for (MenuNode& node : MenuInScript(script))
      Add(Keep(std::move(node.address)), std::move(node.text), Kind::kScript);
    for (std::string& markup : MarkupInScript(script)) Fragment(Keep(std::move(markup)));
  }

  /// Markup that a script prints: its anchors and frames.
  void Fragment(std::string_view html) {
    Scan inner(url_, lexicon_);
    HtmlScanner tokens(html);
    for (auto token = tokens.Next(); token != HtmlScanner::Token::kEnd; token = tokens.Next()) {
      const std::string_view tag = tokens.name();
      if (token == HtmlScanner::Token::kText) {
        if (!tokens.raw()) inner.Text(tokens);
      } else if (token == HtmlScanner::Token::kClose) {
        inner.Close(tag);
      } else {
        if (tag == "a") inner.EndNamed("a");
        inner.Inside(tag, tokens.attributes());
        const size_t first = inner.raw_.size();
        if (tag == "a") {
          inner.Add(Value(tokens.attributes().href), {}, Kind::kAnchor);
          inner.Begin(tag, tokens.attributes(), first);
        } else if (tag == "iframe" || tag == "embed") {
          inner.Add(Value(tokens.attributes().src), {}, Kind::kFrame);
        }
      }
    }
    while (!inner.open_.empty()) inner.End(inner.open_.size() - 1);
    for (Raw& raw : inner.raw_) Add(raw.address, std::move(raw.text), raw.kind);
  }

  const base::Url& url_;
  const LexiconIndex& lexicon_;
  std::optional<base::Url> base_;
  bool base_seen_ = false;
  std::vector<Raw> raw_;
  std::vector<OpenElement> open_;
  std::vector<std::string> rooms_;  ///< Empty strings of elements that ended.
  std::deque<std::string> kept_;
  std::deque<std::deque<std::string>> inner_kept_;  ///< Those of frames.
  int depth_ = 0;                                   ///< Of the frame that is read; 0: the page itself.
  int frames_ = 0;
  LinkScan out_;
};

struct Entity {
  std::string_view name;
  char32_t code;
  bool legacy;  ///< Known without `;` too.
};
constexpr std::array<Entity, 32> kEntities = {{
    {"amp", U'&', true},          {"lt", U'<', true},           {"gt", U'>', true},
    {"quot", U'"', true},         {"nbsp", U'\u00A0', true},    {"copy", U'\u00A9', true},
    {"reg", U'\u00AE', true},     {"middot", U'\u00B7', true},  {"times", U'\u00D7', true},
    {"sect", U'\u00A7', true},    {"para", U'\u00B6', true},    {"not", U'\u00AC', true},
    {"deg", U'\u00B0', true},     {"yen", U'\u00A5', true},     {"laquo", U'\u00AB', true},
    {"raquo", U'\u00BB', true},   {"AMP", U'&', true},          {"LT", U'<', true},
    {"GT", U'>', true},           {"QUOT", U'"', true},         {"apos", U'\'', false},
    {"ldquo", U'\u201C', false},  {"rdquo", U'\u201D', false},  {"lsquo", U'\u2018', false},
    {"rsquo", U'\u2019', false},  {"mdash", U'\u2014', false},  {"ndash", U'\u2013', false},
    {"hellip", U'\u2026', false}, {"bull", U'\u2022', false},   {"ensp", U'\u2002', false},
    {"emsp", U'\u2003', false},   {"lsaquo", U'\u2039', false},
}};

bool IsAlnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// 13.2.5.80: numbers that mean something else than they say.
char32_t CharacterOf(uint32_t number) {
  static constexpr std::array<char16_t, 32> kWindows = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return U'\uFFFD';
  return number >= 0x80 && number < 0xA0 ? kWindows[number - 0x80] : static_cast<char32_t>(number);
}

/// Reads `&#…` at `at`; false: it is none. Moves `*at` behind it.
bool TakeNumber(std::string_view text, size_t* at, std::string* out) {
  size_t i = *at + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const size_t digits = i;
  uint32_t number = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const char lower = static_cast<char>(c | 0x20);
    uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (hex && lower >= 'a' && lower <= 'f') {
      digit = static_cast<uint32_t>(lower - 'a') + 10;
    } else {
      break;
    }
    number = std::min<uint32_t>(number * (hex ? 16U : 10U) + digit, 0x110000U);
  }
  if (i == digits) return false;
  base::AppendUtf8(CharacterOf(number), out);
  *at = i < text.size() && text[i] == ';' ? i + 1 : i;
  return true;
}

}  // namespace

std::string DecodeEntities(std::string_view text, bool attribute, bool* unsure) {
  std::string out;
  size_t at = 0;
  for (size_t amp = text.find('&'); amp != std::string_view::npos; amp = text.find('&', at)) {
    out.append(text.substr(at, amp - at));
    at = amp;
    if (amp + 1 < text.size() && text[amp + 1] == '#' && TakeNumber(text, &at, &out)) continue;
    size_t end = amp + 1;
    while (end < text.size() && IsAlnum(text[end])) ++end;
    const std::string_view name = text.substr(amp + 1, end - amp - 1);
    const bool closed = end < text.size() && text[end] == ';';
    const auto known = std::find_if(kEntities.begin(), kEntities.end(),
                                    [&](const Entity& e) { return e.name == name && (closed || e.legacy); });
    const bool before_value = attribute && !closed && end < text.size() && text[end] == '=';
    if (known != kEntities.end() && !before_value) {
      base::AppendUtf8(known->code, &out);
      at = closed ? end + 1 : end;
      continue;
    }
    if (unsure != nullptr && !name.empty() && !before_value && known == kEntities.end()) *unsure = true;
    out.push_back('&');
    at = amp + 1;
  }
  out.append(text.substr(at));
  return out;
}

LinkScan ScanLinks(std::string_view utf8, const base::Url& url, const LexiconIndex& lexicon) {
  Scan scan(url, lexicon);
  scan.Page(utf8);
  return scan.Finish();
}

}  // namespace mingcha::extractors
