#include "extractors/page_text.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "extractors/label_values.h"
#include "extractors/tables.h"

namespace mingcha::extractors {
namespace {

/// White space inside a line: its byte length, 0 if `text[pos]` is none. *drop: zero-width, no space at all.
size_t SpaceLength(std::string_view text, size_t pos, bool* drop) {
  *drop = false;
  const auto c = static_cast<uint8_t>(text[pos]);
  if (c == ' ' || (c >= 0x09 && c <= 0x0D)) return 1;
  if (c < 0xC2) return 0;
  const auto rest = text.substr(pos);
  if (rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\x85")) return 2;
  if (rest.starts_with("\xE3\x80\x80") || rest.starts_with("\xE2\x80\xAF") ||
      rest.starts_with("\xE2\x81\x9F"))
    return 3;
  if (rest.starts_with("\xC2\xAD")) {
    *drop = true;
    return 2;
  }
  if (rest.starts_with("\xEF\xBB\xBF") || rest.starts_with("\xE2\x81\xA0")) {
    *drop = true;
    return 3;
  }
  if (rest.size() >= 3 && rest.starts_with("\xE2\x80")) {
    const auto third = static_cast<uint8_t>(rest[2]);
    if (third <= 0x8A || third == 0xA8 || third == 0xA9) return 3;
    if (third <= 0x8F || (third >= 0xAA && third <= 0xAE)) {
      *drop = true;
      return 3;
    }
  }
  return 0;
}

/// True for bytes that may begin what SpaceLength tells of, a line's end included.
bool MayBeSpace(char byte) {
  const auto c = static_cast<uint8_t>(byte);
  return c <= 0x20 || c == 0xC2 || c == 0xE2 || c == 0xE3 || c == 0xEF;
}

/// Writes text as lines: white space collapsed, no empty lines, no space at line ends.
class LineWriter {
 public:
  void Text(std::string_view text, bool keep_lines) {
    for (size_t pos = 0; pos < text.size();) {
      if (keep_lines && text[pos] == '\n') {
        Break();
        ++pos;
        continue;
      }
      bool drop = false;
      const size_t space = SpaceLength(text, pos, &drop);
      if (space > 0) {
        if (!drop) space_ = true;
        pos += space;
        continue;
      }
      if (space_ && !line_empty_) out_.push_back(' ');
      space_ = false;
      line_empty_ = false;
      size_t end = pos + 1;
      while (end < text.size() && !MayBeSpace(text[end])) ++end;
      out_.append(text.substr(pos, end - pos));
      pos = end;
    }
  }
  void Break() {
    space_ = false;
    if (!line_empty_) out_.push_back('\n');
    line_empty_ = true;
  }
  void Space() { space_ = true; }
  /// Where the next character will stand.
  [[nodiscard]] size_t position() const { return out_.size() + (space_ && !line_empty_ ? 1 : 0); }
  [[nodiscard]] size_t size() const { return out_.size(); }
  std::string Take() {
    if (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  std::string out_;
  bool space_ = false;
  bool line_empty_ = true;
};

void LayOut(const Document& document, PageView* view) {
  LineWriter writer;
  view->ranges.assign(static_cast<size_t>(document.size()), {});
  std::vector<int> open;
  int preformatted_end = 0;
  const auto close = [&](int upto) {
    while (!open.empty() && document.node(open.back()).end <= upto) {
      const int node = open.back();
      open.pop_back();
      TextRange& range = view->ranges[static_cast<size_t>(node)];
      range.end = std::max(range.begin, writer.size());
      if (document.node(node).block) writer.Break();
    }
  };
  for (int i = 0; i < document.size(); ++i) {
    close(i);
    const Node& node = document.node(i);
    TextRange& range = view->ranges[static_cast<size_t>(i)];
    if (node.type == Node::Type::kText) {
      range.begin = writer.position();
      writer.Text(node.text, i < preformatted_end);
      range.end = std::max(range.begin, writer.size());
      range.begin = std::min(range.begin, range.end);
      continue;
    }
    if (node.tag == "pre") preformatted_end = std::max(preformatted_end, node.end);
    if (node.block) writer.Break();
    range.begin = range.end = writer.position();
    if (IsInvisibleTag(node.tag)) {
      for (int k = i; k < node.end; ++k) view->ranges[static_cast<size_t>(k)] = {range.begin, range.begin};
      i = node.end - 1;
      continue;
    }
    open.push_back(i);
  }
  close(document.size());
  view->page.text = writer.Take();
  const size_t size = view->page.text.size();
  for (TextRange& range : view->ranges) {
    range.end = std::min(range.end, size);
    range.begin = std::min(range.begin, range.end);
    while (range.end > range.begin && view->page.text[range.end - 1] == '\n') --range.end;
  }
}

/// What the search for the main content knows of each node.
struct Weights {
  std::vector<size_t> running;  ///< Running text, summed over the subtree.
  std::vector<size_t> plain;    ///< Bytes outside links.
  std::vector<size_t> linked;   ///< Bytes inside links.
};

constexpr std::string_view kSentenceMarks[] = {"\xE3\x80\x82", "\xEF\xBC\x8C", "\xEF\xBC\x9B", "\xE3\x80\x81",
                                               "\xEF\xBC\x9A"};

Weights Weigh(const Document& document, const PageView& view) {
  const auto n = static_cast<size_t>(document.size());
  Weights weights{std::vector<size_t>(n), std::vector<size_t>(n), std::vector<size_t>(n)};
  int link_end = 0;
  for (int i = 0; i < document.size(); ++i) {
    const auto at = static_cast<size_t>(i);
    if (document.Is(i, "a")) link_end = std::max(link_end, document.node(i).end);
    if (document.node(i).type != Node::Type::kText) continue;
    const std::string_view text = view.TextOf(i);
    if (text.empty()) continue;
    if (i < link_end) {
      weights.linked[at] = text.size();
      continue;
    }
    weights.plain[at] = text.size();
    if (view.chrome[at]) continue;
    const bool prose =
        text.size() >= 36 || std::any_of(std::begin(kSentenceMarks), std::end(kSentenceMarks),
                                         [&](std::string_view mark) { return text.find(mark) != text.npos; });
    weights.running[at] = prose ? text.size() : text.size() / 3;
  }
  for (size_t i = n; i-- > 1;) {
    const auto parent = static_cast<size_t>(std::max(document.node(static_cast<int>(i)).parent, 0));
    weights.running[parent] += weights.running[i];
    weights.plain[parent] += weights.plain[i];
    weights.linked[parent] += weights.linked[i];
  }
  return weights;
}

std::string ClassAndId(const Document& document, int node) {
  std::string out(document.Attr(node, "class"));
  out += ' ';
  out += document.Attr(node, "id");
  return out;
}

/// Asks a pattern list about class names, each distinct name once: pages repeat a few names thousands of
/// times.
class NameMatcher {
 public:
  NameMatcher(const LexiconIndex& lexicon, std::string_view list) : lexicon_(lexicon), list_(list) {}

  bool Matches(const Document& document, int node) {
    std::string name = ClassAndId(document, node);
    if (name.size() <= 1) return false;
    const auto [entry, added] = known_.try_emplace(std::move(name), false);
    if (added) entry->second = lexicon_.Matches(list_, entry->first);
    return entry->second;
  }

 private:
  const LexiconIndex& lexicon_;
  std::string_view list_;
  std::unordered_map<std::string, bool> known_;
};

/// True if a short box says by what filing the site runs: its foot, in whatever container an editor put it.
bool IsFoot(const LexiconIndex& lexicon, std::string_view text) {
  constexpr size_t kMostFoot = 1500;  // bytes
  if (text.size() > kMostFoot) return false;
  const std::string folded = base::FoldLabel(text);
  return lexicon.Matches("footer_icp", folded) || lexicon.Matches("footer_site_code", folded);
}

/// Marks the page's frame. An element with most of the page's text is never frame, whatever its name.
void MarkChrome(const Document& document, const LexiconIndex& lexicon, PageView* view) {
  view->chrome.assign(static_cast<size_t>(document.size()), false);
  const size_t all = view->page.text.size();
  NameMatcher frame(lexicon, "page_frame");
  NameMatcher hints(lexicon, "main_container");
  int content_end = 0;  // of the last <article> or <main> that was opened
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (node.type != Node::Type::kElement || node.tag == "body" || node.tag == "html") continue;
    if (node.tag == "article" || node.tag == "main") content_end = std::max(content_end, node.end);
    // HTML: the header of an article is its title and what is said of it, not the page's banner.
    if (node.tag == "header" && i < content_end) continue;
    bool mark = node.tag == "header" || node.tag == "footer" || node.tag == "nav" || node.tag == "aside";
    if (!mark && node.attribute_count > 0) {
      mark = frame.Matches(document, i) || (hints.Matches(document, i) && IsFoot(lexicon, view->TextOf(i)));
    }
    const size_t size = view->ranges[static_cast<size_t>(i)].size();
    if (!mark || size * 10 > all * 6) continue;
    // CMSs call the line under a title «top» or «head» too; its own words tell it from the page's frame.
    if (size < 3000 && node.tag != "footer" && node.tag != "nav" &&
        lexicon.HasWord("article_marks", base::FoldLabel(view->TextOf(i))))
      continue;
    std::fill(view->chrome.begin() + i, view->chrome.begin() + node.end, true);
    i = node.end - 1;
  }
}

bool CanHoldMain(std::string_view tag) {
  return tag == "div" || tag == "td" || tag == "article" || tag == "section" || tag == "main" ||
         tag == "body" || tag == "table" || tag == "ucapcontent" || tag == "form" || tag == "center" ||
         tag == "p" || tag == "span" || tag == "dd" || tag == "li" || tag == "ul" || tag == "font" ||
         tag == "tbody" || tag == "tr";
}

int HintedMain(const Document& document, const PageView& view, const Weights& weights,
               const LexiconIndex& lexicon) {
  NameMatcher hints(lexicon, "main_container");
  int best = -1;
  size_t best_weight = 0;
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (node.type != Node::Type::kElement || !CanHoldMain(node.tag)) continue;
    const bool named = node.tag == "article" || node.tag == "ucapcontent" ||
                       (node.attribute_count > 0 && hints.Matches(document, i));
    if (!named || view.chrome[static_cast<size_t>(i)]) continue;
    const size_t weight = weights.plain[static_cast<size_t>(i)] + 1;
    // Of nested hints the inner one stands unless it holds clearly less.
    const bool inside_best = best >= 0 && i < document.node(best).end;
    if (best < 0 || (inside_best ? weight * 10 >= best_weight * 8 : weight > best_weight)) {
      best = i;
      best_weight = weight;
    }
  }
  return best;
}

void FindMain(const Document& document, const LexiconIndex& lexicon, PageView* view) {
  const Weights weights = Weigh(document, *view);
  const int body = std::max(document.FindTag("body", 0, document.size()), 0);
  if (document.size() == 0) return;
  const size_t all = weights.running[static_cast<size_t>(body)];
  const int hinted = HintedMain(document, *view, weights, lexicon);
  if (hinted >= 0) {
    const auto at = static_cast<size_t>(hinted);
    // A hint that holds only a crumb of the page's prose is some other box.
    if (weights.running[at] * 4 >= all || weights.plain[at] >= 600) {
      view->main_node = hinted;
      view->main_from_hint = true;
    }
  }
  if (view->main_node < 0) {
    view->main_node = body;
    for (int i = body; i < document.size(); ++i) {
      const Node& node = document.node(i);
      if (node.type == Node::Type::kElement && i < document.node(view->main_node).end &&
          CanHoldMain(node.tag) && node.tag != "p" && node.tag != "span" && node.tag != "tr" &&
          weights.running[static_cast<size_t>(i)] * 10 >= all * 8) {
        view->main_node = i;
      }
    }
  }
  // A table is main content as a whole, never one of its cells.
  for (int i = view->main_node; i >= 0; i = document.node(i).parent) {
    if (document.Is(i, "table") && !IsLayoutTable(document, *view, i)) {
      view->main_node = std::max(document.node(i).parent, 0);
    }
  }
  const TextRange range = view->ranges[static_cast<size_t>(view->main_node)];
  view->page.main_begin = range.begin;
  view->page.main_end = range.end;
}

bool IsHeading(std::string_view tag) {
  return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6';
}

}  // namespace

PageView BuildPageView(const Document& document, const LexiconIndex& lexicon) {
  PageView view;
  LayOut(document, &view);
  MarkChrome(document, lexicon, &view);
  FindMain(document, lexicon, &view);
  const int main = view.main_node;
  if (main >= 0) {
    view.page.tables = ReadTables(document, view, main, document.node(main).end);
    for (int i = main; i < document.node(main).end; ++i) {
      if (!IsHeading(document.node(i).tag)) continue;
      std::string heading = SquashSpace(view.TextOf(i));
      if (!heading.empty()) view.page.headings.push_back(std::move(heading));
    }
  }
  view.page.pairs = ReadLabelValues(document, view, lexicon);
  return view;
}

PageText BuildPageText(const Document& document, const model::Lexicon& lexicon) {
  return BuildPageView(document, LexiconIndex(lexicon)).page;
}

PageText PlainPageText(std::string_view utf8, const LexiconIndex& lexicon) {
  PageText page;
  LineWriter writer;
  writer.Text(utf8, true);
  page.text = writer.Take();
  page.main_end = page.text.size();
  page.pairs = ReadTextLabelValues(page.text, lexicon);
  return page;
}

std::string SquashSpace(std::string_view utf8) {
  LineWriter writer;
  writer.Text(utf8, false);
  return writer.Take();
}

}  // namespace mingcha::extractors
