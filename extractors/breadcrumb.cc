#include "extractors/breadcrumb.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxTrail = 500;  // bytes
constexpr size_t kMaxItem = 120;
constexpr std::array<std::string_view, 11> kSeparators = {
    "-->",          "->",           ">>",           ">",           "\xC2\xBB", "\xE2\x80\xBA", "\xEF\xBC\x9E",
    "\xE2\x86\x92", "\xE3\x80\x89", "\xE2\x80\xA3", "\xE2\x96\xB6"};

/// Length of the separator at `pos`, 0 if none; `/` and `\` count only on request.
size_t SeparatorAt(std::string_view text, size_t pos, bool slashes) {
  for (const std::string_view separator : kSeparators) {
    if (text.substr(pos).starts_with(separator)) return separator.size();
  }
  // A closing book mark points onward too, unless it closes a document's name.
  constexpr std::string_view kOpen = "\xE3\x80\x8A", kClose = "\xE3\x80\x8B";
  if (text.substr(pos).starts_with(kClose)) {
    const size_t open = text.substr(0, pos).rfind(kOpen), close = text.substr(0, pos).rfind(kClose);
    const bool names = open != std::string_view::npos && (close == std::string_view::npos || close < open);
    return names ? 0 : kClose.size();
  }
  const char c = text[pos];
  return slashes && (c == '/' || c == '\\' || c == '|') ? 1 : 0;
}

bool HasSeparator(std::string_view text, bool slashes) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (SeparatorAt(text, i, slashes) > 0) return true;
  }
  return false;
}

/// The text without a leading «you are here» and its colon. *lead: there was one.
std::string_view WithoutLead(std::string_view text, const LexiconIndex& lexicon, bool* lead) {
  *lead = false;
  const std::string begin = base::FoldLabel(text.substr(0, 60));
  const bool colon = begin.find(':') != std::string::npos;
  if (!lexicon.HasWord("breadcrumb_leads", begin) && !(colon && lexicon.Matches("breadcrumb_lead", begin)))
    return text;
  size_t best = 0;
  for (size_t end = 1; end <= std::min<size_t>(text.size(), 60); ++end) {
    if (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) continue;
    std::string folded = base::FoldLabel(text.substr(0, end));
    if (folded.size() > 1 && folded.find(':') == folded.size() - 1 &&
        lexicon.Matches("breadcrumb_lead", folded))
      best = end;
    while (!folded.empty() && (folded.back() == ':' || folded.back() == '[')) folded.pop_back();
    if (lexicon.IsWord("breadcrumb_leads", folded)) best = end;
  }
  if (best == 0) return text;
  *lead = true;
  text = base::Trim(text.substr(best));
  for (const std::string_view mark : {":", "\xEF\xBC\x9A", "-", "\xE3\x80\x91", "]"}) {
    if (text.starts_with(mark)) text = base::Trim(text.substr(mark.size()));
  }
  return text;
}

class Trail {
 public:
  explicit Trail(const LexiconIndex& lexicon) : lexicon_(lexicon) {}

  void Add(std::string_view piece) {
    std::string item = SquashSpace(piece);
    for (const std::string_view edge : {"[", "]", "\xE3\x80\x90", "\xE3\x80\x91", "-", "|"}) {
      if (item.starts_with(edge)) item = SquashSpace(item.substr(edge.size()));
      if (item.ends_with(edge)) item = SquashSpace(item.substr(0, item.size() - edge.size()));
    }
    if (item.empty() || item.size() > kMaxItem) return;
    bool word = false;
    for (size_t pos = 0; pos < item.size() && !word;) {
      const char32_t c = base::NextCodePoint(item, &pos);
      word = base::IsHan(c) || (c >= '0' && c <= 'z');
    }
    if (!word) return;
    const std::string folded = base::FoldLabel(item);
    if (lexicon_.IsWord("breadcrumb_tails", folded)) {
      at_text_ = true;
      return;
    }
    if (!items_.empty() && items_.back() == item) return;
    items_.push_back(std::move(item));
  }

  void AddSplit(std::string_view text, bool slashes) {
    size_t begin = 0;
    for (size_t i = 0; i < text.size();) {
      const size_t length = SeparatorAt(text, i, slashes);
      if (length == 0) {
        ++i;
        continue;
      }
      Add(text.substr(begin, i - begin));
      i += length;
      begin = i;
    }
    Add(text.substr(begin));
  }

  [[nodiscard]] size_t size() const { return items_.size(); }
  std::vector<std::string> Take() { return std::move(items_); }
  [[nodiscard]] bool at_text() const { return at_text_; }

 private:
  const LexiconIndex& lexicon_;
  std::vector<std::string> items_;
  bool at_text_ = false;  // a step says no more than «text»
};

bool EndsInSeparator(std::string_view text, bool slashes) {
  text = base::Trim(text);
  for (size_t back = 1; back <= std::min<size_t>(text.size(), 3); ++back) {
    if (SeparatorAt(text, text.size() - back, slashes) == back) return true;
  }
  return false;
}

/// A hyphen, bar or arrow that stands alone between two links.
bool OnlyMarks(std::string_view text) {
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = base::NextCodePoint(text, &pos);
    if (base::IsHan(c) || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
      return false;
    if (c == ':' || c == 0xFF1A) return false;
  }
  return true;
}

bool InlineTrailTag(std::string_view tag) {
  return tag == "li" || tag == "ul" || tag == "ol" || tag == "dl" || tag == "dd" || tag == "dt" ||
         tag == "td" || tag == "tr" || tag == "tbody" || tag == "table";
}

/// Set not to be shown by the element itself; what style sheets hide is not known here.
bool IsHidden(const Document& document, int node) {
  if (document.HasAttr(node, "hidden")) return true;
  const std::string style = base::ToLowerAscii(document.Attr(node, "style"));
  const size_t at = style.find("display");
  return at != std::string::npos && style.find("none", at) != std::string::npos;
}

/// Reads the trail in element `node`: link texts whole, other text split at separators. It ends where a new
/// block begins that no separator leads to, or where text follows a link without one.
std::vector<std::string> ReadTrail(const Document& document, const PageView& view, int node,
                                   const LexiconIndex& lexicon, bool hidden, bool* at_text) {
  const bool slashes = !HasSeparator(view.TextOf(node), false);
  Trail trail(lexicon);
  bool first = true;
  bool expect = true;      // a separator or the lead came last
  bool separated = false;  // the trail has separators, so a link without one is no part of it
  for (int i = node + 1; i < document.node(node).end; ++i) {
    const Node& here = document.node(i);
    if (IsInvisibleTag(here.tag) || (!hidden && here.attribute_count > 0 && IsHidden(document, i))) {
      i = here.end - 1;
      continue;
    }
    if (here.type == Node::Type::kElement && here.block && !InlineTrailTag(here.tag) && trail.size() > 0 &&
        !expect && !HasSeparator(view.TextOf(i).substr(0, 4), slashes)) {
      break;
    }
    // Each row of a list that is a trail is a step; style sheets draw the marks between them. Where marks
    // stand, a list behind them is another list.
    if (!separated && here.tag == "li" && (document.Is(here.parent, "ul") || document.Is(here.parent, "ol")))
      expect = true;
    if (document.Is(i, "a")) {
      std::string_view text = view.TextOf(i);
      if (base::Trim(text).empty()) text = document.Attr(i, "title");
      if (separated && !expect && trail.size() >= 2 && !base::Trim(text).empty()) break;
      bool lead = false;
      trail.Add(WithoutLead(text, lexicon, &lead));
      first = first && base::Trim(text).empty();
      expect = EndsInSeparator(text, slashes);
      i = here.end - 1;
      continue;
    }
    if (here.type != Node::Type::kText) continue;
    std::string_view text = base::Trim(view.TextOf(i));
    if (text.empty()) continue;
    if (OnlyMarks(text)) {
      expect = separated = true;
      continue;
    }
    bool lead = false;
    if (first) text = WithoutLead(text, lexicon, &lead);
    first = first && lead && text.empty();
    separated = separated || HasSeparator(text, slashes);
    const bool opens = lead || expect || HasSeparator(text.substr(0, 4), slashes);
    if (!opens && trail.size() >= 2) break;
    trail.AddSplit(text, slashes);
    expect = (lead && text.empty()) || EndsInSeparator(text, slashes);
  }
  *at_text = trail.at_text();
  return trail.Take();
}

bool NamedAsTrail(const Document& document, int node) {
  const std::string name = base::ToLowerAscii(std::string(document.Attr(node, "class")) + " " +
                                              std::string(document.Attr(node, "id")));
  for (const std::string_view word : {"crumb", "location", "position", "dqwz", "weizhi", "sitepath", "curpos",
                                      "wz", "path", "local", "navigation", "bc"}) {
    const size_t at = name.find(word);
    if (at == std::string::npos) continue;
    if (word.size() > 4) return true;
    const auto letter = [&](size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
    if (!(at > 0 && letter(at - 1)) && !letter(at + word.size())) return true;
  }
  return false;
}

/// True if the element's text is a trail by its form: a lead, or a root word followed by a separator.
bool LooksLikeTrail(std::string_view text, const LexiconIndex& lexicon, bool named) {
  bool lead = false;
  const std::string_view rest = WithoutLead(base::Trim(text), lexicon, &lead);
  if (lead) return true;
  // A trail that begins with the whole name of its site needs a name of its own to be known by.
  for (size_t i = 1; i < std::min<size_t>(rest.size(), named ? kMaxItem : 30); ++i) {
    if (SeparatorAt(rest, i, named) == 0) continue;
    return named || lexicon.IsWord("breadcrumb_roots", base::FoldLabel(rest.substr(0, i)));
  }
  return false;
}

}  // namespace

namespace {

/// A list whose first row is the site's root: a trail without marks.
bool BeginsWithRoot(const Document& document, const PageView& view, int node, const LexiconIndex& lexicon) {
  const int row = document.FindTag("li", node, document.node(node).end);
  return row >= 0 && lexicon.IsWord("breadcrumb_roots", base::FoldLabel(view.TextOf(row)));
}

std::vector<std::string> FindTrail(const Document& document, const PageView& view,
                                   const LexiconIndex& lexicon, bool hidden, bool* at_text) {
  std::vector<std::string> best;
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (!hidden && node.attribute_count > 0 && IsHidden(document, i)) {
      i = node.end - 1;
      continue;
    }
    if (node.type != Node::Type::kElement || IsInvisibleTag(node.tag)) continue;
    const TextRange range = view.ranges[static_cast<size_t>(i)];
    if (range.size() < 6 || range.size() > kMaxTrail) continue;
    const bool named = node.attribute_count > 0 && NamedAsTrail(document, i);
    if (!named && !node.block && node.tag != "span") continue;
    if (!LooksLikeTrail(view.TextOf(i), lexicon, named) &&
        !(named && BeginsWithRoot(document, view, i, lexicon))) {
      continue;
    }
    int holder = i;
    bool text = false;
    std::vector<std::string> trail = ReadTrail(document, view, holder, lexicon, hidden, &text);
    // The lead alone in an element of its own: the trail stands beside it.
    for (int climbs = 0; climbs < 2 && trail.empty() && document.node(holder).parent > 0; ++climbs) {
      const int parent = document.node(holder).parent;
      if (view.ranges[static_cast<size_t>(parent)].size() > kMaxTrail) break;
      holder = parent;
      std::vector<std::string> wider = ReadTrail(document, view, holder, lexicon, hidden, &text);
      if (wider.size() > trail.size() && HasSeparator(view.TextOf(holder), true)) trail = std::move(wider);
    }
    if (trail.size() > best.size() && trail.size() <= 12) {
      best = std::move(trail);
      *at_text = text;
    }
    if (best.size() >= 2) break;  // the first on the page is the page's own
  }
  return best;
}

}  // namespace

std::vector<std::string> ReadBreadcrumb(const Document& document, const PageView& view,
                                        const LexiconIndex& lexicon, bool* at_text) {
  bool text = false;
  std::vector<std::string> best = FindTrail(document, view, lexicon, false, &text);
  // Scripts may show later what stands hidden in the source.
  if (best.empty()) best = FindTrail(document, view, lexicon, true, &text);
  if (at_text != nullptr) *at_text = text;
  return best;
}

std::vector<std::string> WithoutTitle(std::vector<std::string> trail, std::string_view title) {
  constexpr size_t kLong = 36;  // bytes, folded: a short title may well be a column's name too
  const std::string folded = base::FoldLabel(title);
  if (folded.size() <= kLong) return trail;
  for (size_t i = trail.size(); i-- > 1;) {
    if (base::FoldLabel(trail[i]) == folded) trail.erase(trail.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return trail;
}

}  // namespace mingcha::extractors
