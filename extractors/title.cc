#include "extractors/title.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/column_title.h"
#include "extractors/title_parts.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

struct Heading {
  std::string text, folded;
  size_t begin = 0, end = 0;
  int rank = 9;             // 1..6 as h1..h6; 7 named as a title by its class
  bool frame_name = false;  // the site's, a body's or a column's name
};

bool NamedAsTitle(const Document& document, int node) {
  const std::string name = base::ToLowerAscii(std::string(document.Attr(node, "class")) + " " +
                                              std::string(document.Attr(node, "id")));
  if (name.size() < 2) return false;
  for (const std::string_view bad : {"sub", "site", "column", "lanmu", "more", "side", "list", "box", "nav",
                                     "tab", "logo", "head_", "link"}) {
    if (name.find(bad) != std::string::npos) return false;
  }
  for (const std::string_view word :
       {"title", "headline", "biaoti", "tit", "bt", "art_tit", "xl_tit", "h1"}) {
    const size_t at = name.find(word);
    if (at == std::string::npos) continue;
    const auto letter = [&](size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
    if (word.size() >= 5 || (!(at > 0 && letter(at - 1)) && !letter(at + word.size()))) return true;
  }
  return false;
}

std::vector<Heading> ReadHeadings(const Document& document, const PageView& view,
                                  const LexiconIndex& lexicon) {
  std::vector<Heading> headings;
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    if (node.type != Node::Type::kElement || view.chrome[static_cast<size_t>(i)]) continue;
    const TextRange range = view.ranges[static_cast<size_t>(i)];
    if (range.size() < 6 || range.size() > kMaxTitle) continue;
    const bool h = node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6';
    if (!h && !(node.attribute_count > 0 && NamedAsTitle(document, i))) continue;
    Heading heading;
    // A box named «title» may hold the line under it as well: the title is its first line.
    const std::string_view whole = view.TextOf(i);
    const bool lines = whole.find('\n') != std::string_view::npos;
    if (lines && !h && lexicon.HasWord("article_marks", base::FoldLabel(whole))) {
      heading.text = SquashSpace(whole.substr(0, whole.find('\n')));
    } else {
      heading.text = SquashSpace(whole);
    }
    heading.text = WithoutFrame(std::move(heading.text));
    heading.folded = base::FoldLabel(heading.text);
    heading.begin = range.begin;
    heading.end = range.begin + std::min(range.size(), heading.text.size() + 2);
    heading.rank = h ? node.tag[1] - '0' : 7;
    // A heading that is a link, or one of many in a list, names something else.
    if (document.Inside(i, "a") || document.Inside(i, "li")) continue;
    headings.push_back(std::move(heading));
  }
  return headings;
}

/// The lines of a page by their folded text, for looking up whole titles; one that is wrapped over two or
/// three lines counts too. Lines of the frame stay out.
class FoldedLines {
 public:
  explicit FoldedLines(const PageView& view, const Document& document) {
    std::vector<TextRange> frame;
    for (int i = 0; i < document.size(); ++i) {
      if (!view.chrome[static_cast<size_t>(i)]) continue;
      if (view.ranges[static_cast<size_t>(i)].size() > 0)
        frame.push_back(view.ranges[static_cast<size_t>(i)]);
      i = document.node(i).end - 1;
    }
    const std::string_view text = view.page.text;
    const size_t stop = std::min(text.size(), view.page.main_begin + 6000);
    auto next_frame = frame.begin();
    for (size_t begin = 0; begin < stop && lines_.size() < kMaxLines;) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      while (next_frame != frame.end() && next_frame->end <= begin) ++next_frame;
      const bool framed = next_frame != frame.end() && next_frame->begin <= begin;
      if (end > begin && end - begin <= kMaxTitle && !framed)
        lines_.push_back({base::FoldLabel(text.substr(begin, end - begin)), begin, end});
      begin = end + 1;
    }
  }

  /// Where the folded text stands as whole lines; nullopt if it does not.
  [[nodiscard]] std::optional<TextRange> Find(std::string_view folded) const {
    if (folded.empty()) return std::nullopt;
    for (size_t i = 0; i < lines_.size(); ++i) {
      std::string_view rest = folded;
      for (size_t k = i; k < std::min(lines_.size(), i + 3); ++k) {
        if (lines_[k].text.empty() || !rest.starts_with(lines_[k].text)) break;
        rest.remove_prefix(lines_[k].text.size());
        if (rest.empty()) return TextRange{lines_[i].begin, lines_[k].end};
      }
    }
    return std::nullopt;
  }
  /// The line that goes on where a cut-off text stops; nullopt if there is none.
  [[nodiscard]] std::optional<TextRange> Continue(std::string_view folded) const {
    if (folded.size() < 12) return std::nullopt;
    for (const Line& line : lines_) {
      if (line.text.size() > folded.size() && line.text.starts_with(folded))
        return TextRange{line.begin, line.end};
    }
    return std::nullopt;
  }

 private:
  static constexpr size_t kMaxLines = 3000;
  struct Line {
    std::string text;
    size_t begin, end;
  };
  std::vector<Line> lines_;
};

/// The folded text without the dots of a cut-off; *cut: there were some.
std::string WithoutDots(std::string folded, bool* cut) {
  *cut = false;
  for (const std::string_view dots : {"\xE2\x80\xA6", "...", "\xE2\x8B\xAF"}) {
    while (folded.ends_with(dots)) {
      folded.resize(folded.size() - dots.size());
      *cut = true;
    }
  }
  return folded;
}

/// `<title>` without the names of site and columns. Of the ways to cut it, the longest that the page shows as
/// a line wins: titles have hyphens of their own. *range: where it stands; nullopt if nowhere.
std::string CleanTitleTag(const std::string& title, const std::vector<Piece>& pieces,
                          const FoldedLines& lines, std::optional<TextRange>* range) {
  range->reset();
  std::string best;
  const size_t count = std::min<size_t>(pieces.size(), 8);
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = i; k < count; ++k) {
      const bool names = std::all_of(pieces.begin() + static_cast<std::ptrdiff_t>(i),
                                     pieces.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                                     [](const Piece& piece) { return piece.name; });
      if (names) continue;
      std::string cut = SquashSpace(title.substr(pieces[i].begin, pieces[k].end - pieces[i].begin));
      if (cut.size() <= best.size()) continue;
      if (const auto found = lines.Find(base::FoldLabel(cut))) {
        best = std::move(cut);
        *range = found;
      }
    }
  }
  if (!best.empty()) return best;
  // Nothing of it is shown: names go from both ends, and behind a strong mark everything.
  size_t first = 0;
  size_t last = pieces.size();
  while (first + 1 < last && pieces[first].name) ++first;
  while (last > first + 1 && pieces[last - 1].name) --last;
  if (pieces[first].name) return {};
  size_t end = first + 1;
  while (end < last && pieces[end].weak_before) ++end;
  return SquashSpace(title.substr(pieces[first].begin, pieces[end - 1].end - pieces[first].begin));
}

bool Generic(std::string_view title, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(title);
  return folded.empty() || lexicon.IsWord("generic_titles", folded) ||
         lexicon.IsWord("breadcrumb_tails", folded);
}

bool Supports(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() &&
         (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos);
}

/// A line of the page that goes on where `name` stops (a qualifier in brackets that the metadata left out).
std::optional<TextReading> FullerLine(const PageView& view, std::string_view name) {
  const std::string& text = view.page.text;
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;
    size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    if (end - at <= name.size() || end - at > name.size() + 90) continue;
    const std::string_view rest =
        base::Trim(std::string_view(text).substr(at + name.size(), end - at - name.size()));
    if (rest.starts_with("(") || rest.starts_with("\xEF\xBC\x88")) {
      return MakeTitle(SquashSpace(std::string_view(text).substr(at, end - at)), ReadingSource::kHeading,
                       Grade::kCertain, at, end);
    }
  }
  return std::nullopt;
}

/// How well a heading and the cleaned `<title>` (or another name of the page) agree: one must hold the other,
/// and a short one that is only a word of it says nothing.
bool Agrees(const std::string& tag, const std::string& heading) {
  return Supports(tag, heading) && heading.size() * 2 >= tag.size();
}

/// The heading that a folded name of the page speaks of, else the one right before the main text.
const Heading* ChooseHeading(const std::vector<Heading>& headings, const PageView& view,
                             const std::string& tag) {
  const Heading* best = nullptr;
  for (const Heading& heading : headings) {
    const bool supported = heading.folded.size() >= 12 && Agrees(tag, heading.folded);
    if (supported && (best == nullptr || heading.folded.size() > best->folded.size())) best = &heading;
  }
  if (best != nullptr) return best;
  for (const Heading& heading : headings) {
    if (heading.begin > view.page.main_begin + 300 && heading.begin > view.page.main_begin) continue;
    if (heading.folded.size() < 12 || heading.frame_name) continue;
    if (best == nullptr || heading.rank < best->rank ||
        (heading.rank == best->rank && heading.begin > best->begin))
      best = &heading;
  }
  // Many of one rank are the headings of sections.
  const auto same = std::count_if(headings.begin(), headings.end(), [&](const Heading& heading) {
    return best != nullptr && heading.rank == best->rank && !heading.frame_name;
  });
  return same >= 3 ? nullptr : best;
}

/// What the readings of one article page have in common.
struct Sources {
  const PageView& view;
  const LexiconIndex& lexicon;
  std::vector<Heading> headings;
  FoldedLines lines;
  std::string tag;  // cleaned `<title>`
  std::optional<TextRange> tag_range;

  [[nodiscard]] std::string_view Text(TextRange range) const {
    return std::string_view(view.page.text).substr(range.begin, range.size());
  }
};

/// A title given by a tag of the page's head, held against what the page shows: cut-off and template values
/// are made whole or refused.
std::optional<TextReading> FromTag(const Sources& sources, std::string_view value, Grade unseen) {
  bool cut = false;
  const std::string folded = WithoutDots(base::FoldLabel(value), &cut);
  if (Generic(folded, sources.lexicon)) return std::nullopt;
  if (cut) {
    const auto more = sources.lines.Continue(folded);
    if (!more) return std::nullopt;
    return MakeTitle(SquashSpace(sources.Text(*more)), ReadingSource::kHeading, Grade::kCertain, more->begin,
                     more->end);
  }
  if (const auto seen = sources.lines.Find(folded)) {
    return MakeTitle(SquashSpace(value), ReadingSource::kMetaTag, Grade::kCertain, seen->begin, seen->end);
  }
  // Some systems cut the tag without a sign; a heading that begins with it has the whole.
  for (const Heading& heading : sources.headings) {
    if (folded.size() >= 24 && heading.folded.size() > folded.size() && heading.folded.starts_with(folded) &&
        heading.folded.size() <= folded.size() + 150) {
      return MakeTitle(heading.text, ReadingSource::kHeading, Grade::kCertain, heading.begin, heading.end);
    }
  }
  // Two witnesses against one: a heading and `<title>` that agree with each other and not with the tag.
  if (sources.tag_range && !Supports(base::FoldLabel(sources.tag), folded)) return std::nullopt;
  const size_t at = FindInText(sources.view, value);
  const bool seen = at != std::string::npos;
  return MakeTitle(SquashSpace(value), ReadingSource::kMetaTag, seen ? Grade::kCertain : unseen,
                   seen ? at : 0, seen ? at + value.size() : 0);
}

std::optional<TextReading> FromInfo(const Sources& sources, const InfoFields& info,
                                    const std::string& page_title) {
  const std::string& name = info.title->value;
  bool cut = false;
  const std::string folded = WithoutDots(base::FoldLabel(name), &cut);
  if (cut) {
    const auto more = sources.lines.Continue(folded);
    if (more) {
      return MakeTitle(SquashSpace(sources.Text(*more)), ReadingSource::kHeading, Grade::kCertain,
                       more->begin, more->end);
    }
  }
  if (auto fuller = FullerLine(sources.view, name)) return fuller;
  const size_t at = FindInText(sources.view, name);
  TextReading reading = *info.title;
  if (at != std::string::npos && !Supports(page_title, folded)) reading.grade = Grade::kLikely;
  return reading;
}

std::optional<TextReading> FromShown(const Sources& sources) {
  const std::string folded = base::FoldLabel(sources.tag);
  bool cut = false;
  const std::string whole = WithoutDots(folded, &cut);
  if (cut) {
    if (const auto more = sources.lines.Continue(whole)) {
      return MakeTitle(SquashSpace(sources.Text(*more)), ReadingSource::kHeading, Grade::kCertain,
                       more->begin, more->end);
    }
  }
  // `<title>` that stands as a line of the page has two witnesses; boxes around it only add what is beside
  // it.
  if (sources.tag_range && folded.size() >= 12 && !Generic(folded, sources.lexicon)) {
    if (auto fuller = FullerLine(sources.view, sources.tag)) return fuller;
    return MakeTitle(sources.tag, ReadingSource::kHeading, Grade::kCertain, sources.tag_range->begin,
                     sources.tag_range->end);
  }
  const Heading* heading = ChooseHeading(sources.headings, sources.view, whole);
  if (heading == nullptr) return std::nullopt;
  const bool supported = Agrees(whole, heading->folded);
  return MakeTitle(heading->text, ReadingSource::kHeading, supported ? Grade::kCertain : Grade::kLikely,
                   heading->begin, heading->end);
}

/// The first line of the main text that is not blank, if it is short enough for a name.
std::optional<TextReading> FirstLine(const PageView& view) {
  const std::string_view text = view.page.text;
  for (size_t begin = view.page.main_begin; begin < view.page.main_end;) {
    const size_t end = std::min(text.find('\n', begin), view.page.main_end);
    const std::string first = SquashSpace(text.substr(begin, end - begin));
    if (!first.empty()) {
      if (first.size() >= 240) return std::nullopt;
      return MakeTitle(first, ReadingSource::kBody, Grade::kWeak, begin, begin + first.size());
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TextReading> ReadTitle(const Document& document, const PageView& view, const MetaTags& meta,
                                     const InfoFields& info, model::PageKind kind,
                                     const std::vector<std::string>& columns, const LexiconIndex& lexicon,
                                     bool column_address) {
  const bool article = kind == model::PageKind::kDetail || kind == model::PageKind::kAttachment;
  if (!article) return ColumnTitle(document, view, meta, kind, columns, lexicon);
  const std::string site = base::FoldLabel(meta.Get("SiteName"));
  // The page's tags are a column's, and nothing dates it: it has no article.
  const std::string column(meta.Get("ColumnName"));
  const bool column_page = !column.empty() && meta.Get("PubDate").empty() && !info.has_published_label;
  if (column_address || column_page) {
    const std::vector<std::string> trail =
        columns.empty() && column_page ? std::vector<std::string>{column} : columns;
    if (auto own = OnePageColumn(meta, site, trail, lexicon)) return own;
  }
  std::vector<std::string> names = columns;
  // Many trails end in the page itself, which `<title>` names first.
  if (!names.empty() && (base::CodePointCount(names.back()) > 10 ||
                         base::FoldLabel(meta.title()).starts_with(base::FoldLabel(names.back()))))
    names.pop_back();
  names.emplace_back(meta.Get("ColumnName"));
  Sources sources{view, lexicon, ReadHeadings(document, view, lexicon), FoldedLines(view, document), {}, {}};
  for (Heading& heading : sources.headings)
    heading.frame_name = IsFrameName(heading.text, site, names, lexicon);
  sources.tag = CleanTitleTag(meta.title(), SplitTitle(meta.title(), site, names, lexicon), sources.lines,
                              &sources.tag_range);
  const std::string_view article_title = meta.Get("ArticleTitle");
  const std::string folded_tag = base::FoldLabel(article_title);
  const bool generic = !folded_tag.empty() && Generic(folded_tag, lexicon);
  if (!folded_tag.empty() && !generic && !IsFrameName(article_title, site, names, lexicon)) {
    if (auto reading = FromTag(sources, article_title, Grade::kLikely)) return reading;
  }
  if (info.title && info.title->grade != Grade::kWeak && !Generic(info.title->value, lexicon)) {
    if (auto reading = FromInfo(sources, info, base::FoldLabel(meta.title()))) return reading;
  }
  // A name read from loose lines is doubtful alone, but a line of the page that says it more fully confirms
  // it, and it beats a `<title>` that only names a public body: that is whose site this is.
  std::optional<TextReading> shown = FromShown(sources);
  // «Notice» alone is what some editors enter; a fuller title that ends in it says more, any other does not.
  if (generic && !(shown && base::FoldLabel(shown->value).ends_with(folded_tag)))
    return MakeTitle(SquashSpace(article_title), ReadingSource::kMetaTag, Grade::kLikely);
  if (shown && (shown->grade == Grade::kCertain || !info.title)) return shown;
  if (info.title) {
    if (auto fuller = FullerLine(view, info.title->value)) return fuller;
  }
  if (shown) return shown;
  for (const std::string_view name : {"og:title", "twitter:title", "title", "DC.title"}) {
    const std::string value(meta.Get(name));
    if (value.empty()) continue;
    std::optional<TextRange> range;
    const std::string cut =
        CleanTitleTag(value, SplitTitle(value, site, names, lexicon), sources.lines, &range);
    if (cut.empty()) continue;
    if (auto reading = FromTag(sources, cut, Grade::kWeak); reading && reading->grade != Grade::kWeak)
      return reading;
  }
  if (info.title && (sources.tag.empty() || lexicon.Matches("body_name", base::FoldLabel(meta.title()))))
    return info.title;
  if (!Generic(sources.tag, lexicon)) {
    const size_t at = FindInText(view, sources.tag);
    const bool seen = at != std::string::npos;
    return MakeTitle(PlainName(sources.tag, columns), ReadingSource::kTitleTag,
                     seen ? Grade::kLikely : Grade::kWeak, seen ? at : 0, seen ? at + sources.tag.size() : 0);
  }
  if (info.title) return info.title;
  // A page that is a column of its own: `<title>` has only names, and the column's is the page's.
  for (const Piece& piece : SplitTitle(meta.title(), site, {}, lexicon)) {
    const std::string part = SquashSpace(meta.title().substr(piece.begin, piece.end - piece.begin));
    const std::string folded = base::FoldLabel(part);
    if (folded.empty() || folded == site || lexicon.Matches("site_name", folded) || Generic(folded, lexicon))
      continue;
    return MakeTitle(PlainName(part, columns), ReadingSource::kTitleTag, Grade::kWeak);
  }
  return FirstLine(view);
}

std::optional<TextReading> TitleOfLink(std::string_view anchor, const std::optional<TextReading>& own,
                                       const MetaTags& meta, const LexiconIndex& lexicon) {
  constexpr size_t kLeastSigns = 8;
  const std::string site = base::FoldLabel(meta.Get("SiteName"));
  const bool has_one = own && own->source != ReadingSource::kBody &&
                       !IsFrameName(own->value, site, {}, lexicon) && !Generic(own->value, lexicon);
  if (has_one || anchor.size() > kMaxTitle) return std::nullopt;
  std::string title = SquashSpace(anchor);
  if (base::CodePointCount(base::FoldLabel(title)) < kLeastSigns || IsFrameName(title, site, {}, lexicon) ||
      Generic(title, lexicon))
    return std::nullopt;
  TextReading reading = MakeTitle(title, ReadingSource::kList, Grade::kLikely);
  reading.span.quote = std::move(title);
  return reading;
}

}  // namespace mingcha::extractors
