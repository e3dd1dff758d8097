#include "extractors/label_values.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

constexpr std::string_view kWideColon = "\xEF\xBC\x9A";
constexpr size_t kMaxLabel = 14;       // code points, folded
constexpr size_t kMaxSpread = 60;      // bytes of a label as written, inner spaces included
constexpr size_t kMaxNextValue = 600;  // bytes of a value that stands in another element

/// Length of a colon (`:` or its wide form) at `pos`, else 0. Times, ratios and URLs have none.
size_t ColonAt(std::string_view text, size_t pos) {
  const size_t length = text[pos] == ':' ? 1 : text.substr(pos).starts_with(kWideColon) ? 3 : 0;
  if (length == 0 || pos == 0) return 0;
  const auto digit = [&](size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  if (digit(pos - 1) && digit(pos + length)) return 0;
  if (text.substr(pos + length).starts_with("//")) return 0;
  return length;
}

/// Characters after which a label may begin inside a line.
bool IsBoundary(std::string_view text, size_t end) {
  if (end == 0) return true;
  const char c = text[end - 1];
  if (c == ' ' || c == '|' || c == '\t' || c == '\n' || c == '[' || c == '(' || c == ';' || c == ',')
    return true;
  for (const std::string_view mark :
       {"\xE3\x80\x90", "\xEF\xBC\x88", "\xEF\xBC\x9B", "\xEF\xBC\x8C", "\xE3\x80\x82", "\xEF\xBD\x9C",
        "\xE3\x80\x91", "\xEF\xBC\xBB", "\xC2\xB7"}) {
    if (text.substr(0, end).ends_with(mark)) return true;
  }
  return false;
}

bool LooksLikeLabel(std::string_view folded) {
  if (folded.empty() || base::CodePointCount(folded) > kMaxLabel) return false;
  bool letter = false;
  for (size_t pos = 0; pos < folded.size();) {
    const char32_t c = base::NextCodePoint(folded, &pos);
    if (base::IsHan(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) letter = true;
    if (c == U'。' || c == U'，' || c == ',' || c == ';' || c == '|' || c == U'【' || c == U'】' || c == U'“')
      return false;
  }
  return letter;
}

bool IsOneHan(std::string_view text) {
  if (text.empty()) return false;
  size_t pos = 0;
  return base::IsHan(base::NextCodePoint(text, &pos)) && pos == text.size();
}

/// Places in the text where an element begins, rising: pages set labels apart by style alone, without a
/// space.
using Edges = std::vector<size_t>;

Edges EdgesOf(const PageView& view) {
  Edges edges;
  for (const TextRange& range : view.ranges) {
    if (range.size() > 0 && (edges.empty() || edges.back() < range.begin)) edges.push_back(range.begin);
  }
  return edges;
}

/// Where the label that ends at `colon` begins, not before `from`; npos if none.
size_t LabelBegin(std::string_view text, size_t from, size_t colon, const LexiconIndex& known,
                  const Edges& edges) {
  size_t shortest = std::string_view::npos;
  size_t longest_known = std::string_view::npos;
  bool spread = false;
  const size_t limit = colon - from > kMaxSpread ? colon - kMaxSpread : from;
  for (size_t at = colon; at-- > limit;) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80 || text[at] == ' ') continue;
    const bool boundary = at == from || IsBoundary(text, at);
    // A known label may be glued to the value before it, if that ends in a digit or a bracket or if the label
    // is an element of its own.
    const bool glued =
        !boundary && (std::isdigit(static_cast<unsigned char>(text[at - 1])) != 0 || text[at - 1] == ')' ||
                      std::binary_search(edges.begin(), edges.end(), at));
    if (!boundary && !glued) continue;
    const std::string folded = base::FoldLabel(text.substr(at, colon - at));
    if (known.IsLabel(folded)) longest_known = at;
    if (!boundary) continue;
    if (!LooksLikeLabel(folded)) continue;
    // Labels are often set wide, one character at a time: single characters in a row belong together.
    if (shortest == std::string_view::npos ||
        (spread && IsOneHan(base::Trim(text.substr(at, shortest - at))))) {
      spread =
          IsOneHan(base::Trim(text.substr(at, (shortest == std::string_view::npos ? colon : shortest) - at)));
      shortest = at;
    } else {
      spread = false;
    }
  }
  return longest_known != std::string_view::npos ? longest_known : shortest;
}

/// A value without the brackets and bars that frame it in a head line.
std::string_view CleanValue(std::string_view value) {
  constexpr std::string_view kTails[] = {"\xE3\x80\x91", "|", "\xEF\xBD\x9C", "\xE3\x80\x90", "[", "]",
                                         "\xEF\xBC\xBD"};
  for (bool again = true; again;) {
    again = false;
    value = base::Trim(value);
    for (const std::string_view tail : kTails) {
      const bool closed = tail == "]" && value.find('[') != std::string_view::npos;
      const bool paired = tail == "\xE3\x80\x91" && value.find("\xE3\x80\x90") != std::string_view::npos;
      if (value.ends_with(tail) && !closed && !paired) {
        value.remove_suffix(tail.size());
        again = true;
      }
    }
    if (value.starts_with("|")) {
      value.remove_prefix(1);
      again = true;
    }
  }
  return value;
}

/// A label of a line: its words and where its value begins.
struct LineLabel {
  size_t begin, end;  ///< Its words.
  size_t outer;       ///< Where the label and its bracket begin: the value before ends here.
  size_t value;
};

/// A known label in brackets that open at `pos` (`[Issued by] value`), as some sites write all of theirs.
std::optional<LineLabel> BracketedAt(std::string_view text, size_t pos, const LexiconIndex& known) {
  constexpr std::pair<std::string_view, std::string_view> kBrackets[] = {{"[", "]"},
                                                                         {"\xEF\xBC\xBB", "\xEF\xBC\xBD"},
                                                                         {"\xE3\x80\x90", "\xE3\x80\x91"},
                                                                         {"\xE3\x80\x96", "\xE3\x80\x97"}};
  for (const auto& [open, close] : kBrackets) {
    if (!text.substr(pos).starts_with(open)) continue;
    const size_t begin = pos + open.size();
    const size_t end = text.substr(0, std::min(text.size(), begin + kMaxSpread)).find(close, begin);
    if (end == std::string_view::npos || !known.IsLabel(base::FoldLabel(text.substr(begin, end - begin))))
      return std::nullopt;
    size_t value = end + close.size();
    while (value < text.size() && text[value] == ' ') ++value;
    if (value < text.size()) value += ColonAt(text, value);
    return LineLabel{begin, end, pos, value};
  }
  return std::nullopt;
}

/// Pairs of one line; `open_label` tells that the last one has nothing after its colon.
void ReadLine(std::string_view text, TextRange line, const LexiconIndex& known, const Edges& edges,
              std::vector<LabelValue>* out) {
  std::vector<LineLabel> labels;
  size_t from = line.begin;
  for (size_t pos = line.begin; pos < line.end; ++pos) {
    // First bytes of the colons and brackets looked for.
    if (const char c = text[pos]; c != ':' && c != '[' && c != '\xEF' && c != '\xE3') continue;
    if (const auto bracketed = BracketedAt(text.substr(0, line.end), pos, known)) {
      labels.push_back(*bracketed);
      from = bracketed->value;
      pos = bracketed->value - 1;
      continue;
    }
    const size_t length = ColonAt(text.substr(0, line.end), pos);
    if (length == 0) continue;
    const size_t begin = LabelBegin(text, from, pos, known, edges);
    // Inside running prose only labels at the line's start or known ones count.
    const bool known_label =
        begin != std::string_view::npos && known.IsLabel(base::FoldLabel(text.substr(begin, pos - begin)));
    if (begin != std::string_view::npos && (known_label || labels.empty() || line.end - line.begin < 400)) {
      labels.push_back({begin, pos, begin, pos + length});
      from = pos + length;
    }
    pos += length - 1;
  }
  for (size_t i = 0; i < labels.size(); ++i) {
    const size_t end = i + 1 < labels.size() ? labels[i + 1].outer : line.end;
    LabelValue pair;
    pair.label = base::FoldLabel(text.substr(labels[i].begin, labels[i].end - labels[i].begin));
    pair.value = SquashSpace(CleanValue(text.substr(labels[i].value, end - labels[i].value)));
    pair.begin = labels[i].outer;
    pair.end = end;
    out->push_back(std::move(pair));
  }
}

template <typename Visit>
void ForEachLine(std::string_view text, const Visit& visit) {
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    visit(TextRange{begin, end});
    begin = end + 1;
  }
}

bool StartsWithLabel(std::string_view value, const LexiconIndex& known) {
  for (size_t pos = 1; pos < value.size() && pos < kMaxSpread; ++pos) {
    if (ColonAt(value, pos) == 0) continue;
    const std::string folded = base::FoldLabel(value.substr(0, pos));
    return known.IsLabel(folded) || (value.size() <= pos + 3 && LooksLikeLabel(folded));
  }
  // A neighbouring label without a colon, with or without its value.
  const std::string folded = base::FoldLabel(value);
  if (known.IsLabel(folded)) return true;
  const size_t space = value.find(' ');
  return space != std::string_view::npos && known.IsLabel(base::FoldLabel(value.substr(0, space)));
}

/// The element after the one that holds just the label; -1 if the label has no neighbour.
int NeighbourOf(const Document& document, const PageView& view, int text_node) {
  const std::string_view label = base::Trim(view.TextOf(text_node));
  int node = text_node;
  for (int climbs = 0; climbs < 6; ++climbs) {
    const int parent = document.node(node).parent;
    if (parent < 0) return -1;
    for (int i = document.node(node).end; i < document.node(parent).end; i = document.node(i).end) {
      if (IsInvisibleTag(document.node(i).tag) || document.Is(i, "br")) continue;
      if (document.node(i).type == Node::Type::kText && base::Trim(view.TextOf(i)).empty()) continue;
      return i;
    }
    const std::string_view tag = document.node(parent).tag;
    if (tag == "tr" || tag == "body" || tag == "table" || tag == "ul") return -1;
    const std::string_view whole = base::Trim(view.TextOf(parent));
    if (whole.size() > label.size() + 2) return -1;
    node = parent;
  }
  return -1;
}

std::string NeighbourValue(const Document& document, const PageView& view, int neighbour,
                           const LexiconIndex& known, size_t* end) {
  const TextRange range = view.ranges[static_cast<size_t>(neighbour)];
  if (range.size() > kMaxNextValue) return {};
  std::string value = SquashSpace(CleanValue(view.TextOf(neighbour)));
  if (value.empty() || StartsWithLabel(value, known)) return {};
  if (document.node(neighbour).tag.size() == 2 && document.node(neighbour).tag[0] == 'h') return {};
  *end = range.end;
  return value;
}

bool InCell(const Document& document, int node) {
  return document.Inside(node, "td") || document.Inside(node, "th") || document.Inside(node, "dd");
}

/// Gives label lines that end in their colon the value in the neighbouring element.
void FillOpenLabels(const Document& document, const PageView& view, const LexiconIndex& known,
                    std::vector<LabelValue>* pairs) {
  int node = 0;
  for (LabelValue& pair : *pairs) {
    while (node < document.size() && (document.node(node).type != Node::Type::kText ||
                                      view.ranges[static_cast<size_t>(node)].end <= pair.begin)) {
      ++node;
    }
    if (node == document.size()) break;
    pair.in_table = InCell(document, node);
    if (!pair.value.empty()) continue;
    // The label's last text node: what follows it is the value.
    int last = node;
    for (int i = node; i < document.size(); ++i) {
      const TextRange& range = view.ranges[static_cast<size_t>(i)];
      if (document.node(i).type != Node::Type::kText || range.size() == 0) continue;
      if (range.begin >= pair.end) break;
      last = i;
    }
    int climb = last;
    // Spaced labels are often split over inline elements: go up to the element that holds all of the label.
    while (document.node(climb).parent >= 0 && view.ranges[static_cast<size_t>(climb)].begin > pair.begin) {
      climb = document.node(climb).parent;
    }
    if (view.ranges[static_cast<size_t>(climb)].size() > pair.end - pair.begin + 2) climb = last;
    const int neighbour = NeighbourOf(document, view, climb);
    if (neighbour >= 0) pair.value = NeighbourValue(document, view, neighbour, known, &pair.end);
  }
}

/// Cells and definition terms that are a known label without a colon.
void ReadBareLabels(const Document& document, const PageView& view, const LexiconIndex& known,
                    std::vector<LabelValue>* pairs) {
  for (int i = 0; i < document.size(); ++i) {
    const std::string_view tag = document.node(i).tag;
    if (tag != "td" && tag != "th" && tag != "dt" && tag != "span" && tag != "label" && tag != "em" &&
        tag != "strong" && tag != "b" && tag != "i" && tag != "div") {
      continue;
    }
    const TextRange range = view.ranges[static_cast<size_t>(i)];
    if (range.size() == 0 || range.size() > kMaxSpread || view.chrome[static_cast<size_t>(i)]) continue;
    if (!known.IsLabel(base::FoldLabel(view.TextOf(i)))) continue;
    if (document.FindTag("a", i, document.node(i).end) >= 0 || document.Inside(i, "a")) continue;
    const int neighbour = NeighbourOf(document, view, i);
    if (neighbour < 0) continue;
    if ((tag == "td" || tag == "th") && !document.Is(neighbour, "td")) continue;
    LabelValue pair;
    pair.label = base::FoldLabel(view.TextOf(i));
    pair.begin = range.begin;
    pair.end = range.end;
    pair.in_table = InCell(document, i);
    pair.value = NeighbourValue(document, view, neighbour, known, &pair.end);
    pairs->push_back(std::move(pair));
    i = document.node(i).end - 1;
  }
}

}  // namespace

std::vector<LabelValue> ReadLabelValues(const Document& document, const PageView& view,
                                        const LexiconIndex& known) {
  std::vector<LabelValue> pairs;
  const Edges edges = EdgesOf(view);
  ForEachLine(view.page.text, [&](TextRange line) { ReadLine(view.page.text, line, known, edges, &pairs); });
  FillOpenLabels(document, view, known, &pairs);
  ReadBareLabels(document, view, known, &pairs);
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return a.begin < b.begin; });
  return pairs;
}

std::vector<LabelValue> ReadTextLabelValues(std::string_view text, const LexiconIndex& known) {
  std::vector<LabelValue> pairs;
  bool open = false;
  ForEachLine(text, [&](TextRange line) {
    const size_t before = pairs.size();
    ReadLine(text, line, known, {}, &pairs);
    const std::string_view whole = text.substr(line.begin, line.end - line.begin);
    if (pairs.size() == before && open && whole.size() <= kMaxNextValue) {
      pairs.back().value = SquashSpace(whole);
      pairs.back().end = line.end;
    }
    open = pairs.size() > before && pairs.back().value.empty();
  });
  return pairs;
}

}  // namespace mingcha::extractors
