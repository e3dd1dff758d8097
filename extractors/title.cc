#include "extractors/title.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

constexpr size_t kMaxTitle = 900;  // bytes

struct Heading {
  std::string text, folded;
  size_t begin = 0, end = 0;
  int rank = 9;  // 1..6 as h1..h6; 7 named as a title by its class
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
    const bool h = node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6';
    if (!h && !(node.attribute_count > 0 && NamedAsTitle(document, i))) continue;
    const TextRange range = view.ranges[static_cast<size_t>(i)];
    if (range.size() < 6 || range.size() > kMaxTitle) continue;
    Heading heading;
    // A box named «title» may hold the line under it as well: the title is its first line.
    const std::string_view whole = view.TextOf(i);
    const bool lines = whole.find('\n') != std::string_view::npos;
    if (lines && !h && lexicon.HasWord("article_marks", base::FoldLabel(whole))) {
      heading.text = SquashSpace(whole.substr(0, whole.find('\n')));
    } else {
      heading.text = SquashSpace(whole);
    }
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

/// `<title>` without the site's and column's names: pieces between separators that are known names or repeat
/// the page's frame go, the longest of the rest stays.
std::string CleanTitleTag(const std::string& title, const MetaTags& meta) {
  const std::string site = base::FoldLabel(meta.Get("SiteName"));
  std::vector<std::string> pieces;
  std::string current;
  for (size_t i = 0; i < title.size();) {
    const std::string_view rest = std::string_view(title).substr(i);
    size_t cut = 0;
    for (const std::string_view separator : {"_", "|", " - ", "--", " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                             "\xEF\xBD\x9C", " -", ">>", "\xC2\xBB"}) {
      if (rest.starts_with(separator)) cut = std::max(cut, separator.size());
    }
    // A bare hyphen cuts only where the site's name stands on its other side: titles have hyphens of their
    // own.
    if (cut == 0 && rest[0] == '-' && !site.empty() &&
        (base::FoldLabel(rest.substr(1)) == site || base::FoldLabel(title.substr(0, i)) == site)) {
      cut = 1;
    }
    if (cut == 0) {
      current += title[i++];
      continue;
    }
    pieces.push_back(SquashSpace(current));
    current.clear();
    i += cut;
  }
  pieces.push_back(SquashSpace(current));
  for (const std::string& piece : pieces) {
    const std::string folded = base::FoldLabel(piece);
    if (!folded.empty() && folded != site) return piece;
  }
  return title;
}

bool Generic(std::string_view title, const LexiconIndex& lexicon) {
  return title.empty() || lexicon.IsWord("generic_titles", base::FoldLabel(title));
}

bool Supports(std::string_view a, std::string_view b) {
  return !a.empty() && !b.empty() &&
         (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos);
}

TextReading Make(std::string value, ReadingSource source, Grade grade, size_t begin = 0, size_t end = 0) {
  TextReading reading;
  reading.span = {base::Ellipsize(value, 200), begin, end};
  reading.value = std::move(value);
  reading.source = source;
  reading.grade = grade;
  return reading;
}

/// The place where a title stands as text: a whole line, else any occurrence after the frame; npos if it does
/// not.
size_t FindInText(const PageView& view, std::string_view title) {
  const std::string& text = view.page.text;
  const size_t near = text.find(title, 0);
  for (size_t at = near; at != std::string::npos; at = text.find(title, at + 1)) {
    const bool starts = at == 0 || text[at - 1] == '\n';
    const bool ends = at + title.size() >= text.size() || text[at + title.size()] == '\n';
    if (starts && ends) return at;
  }
  return near;
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
      return Make(SquashSpace(std::string_view(text).substr(at, end - at)), ReadingSource::kHeading,
                  Grade::kCertain, at, end);
    }
  }
  return std::nullopt;
}

/// The heading that `<title>` or the table's name speaks of, else the one right before the main text.
const Heading* ChooseHeading(const std::vector<Heading>& headings, const PageView& view,
                             const std::string& tag, const std::string& name) {
  const Heading* best = nullptr;
  for (const Heading& heading : headings) {
    const bool supported =
        (heading.folded.size() >= 12 && Supports(tag, heading.folded)) || Supports(name, heading.folded);
    if (supported && (best == nullptr || heading.folded.size() > best->folded.size())) best = &heading;
  }
  if (best != nullptr) return best;
  for (const Heading& heading : headings) {
    if (heading.begin > view.page.main_begin + 300 && heading.begin > view.page.main_begin) continue;
    if (heading.folded.size() < 12) continue;
    if (best == nullptr || heading.rank < best->rank ||
        (heading.rank == best->rank && heading.begin > best->begin))
      best = &heading;
  }
  return best;
}

}  // namespace

std::optional<TextReading> ReadTitle(const Document& document, const PageView& view, const MetaTags& meta,
                                     const InfoFields& info, model::PageKind kind,
                                     const LexiconIndex& lexicon) {
  const bool article = kind == model::PageKind::kDetail || kind == model::PageKind::kAttachment;
  const std::string tag = CleanTitleTag(meta.title(), meta);
  const std::string folded_tag = base::FoldLabel(meta.title());
  const std::string article_title(meta.Get("ArticleTitle"));
  if (article && !article_title.empty()) {
    const size_t at = FindInText(view, article_title);
    const bool seen = at != std::string::npos;
    return Make(article_title, ReadingSource::kMetaTag, seen ? Grade::kCertain : Grade::kLikely,
                seen ? at : 0, seen ? at + article_title.size() : 0);
  }
  if (!article) {
    const std::string column(meta.Get("ColumnName"));
    if (!column.empty()) return Make(column, ReadingSource::kMetaTag, Grade::kLikely);
    // A column's page puts its own name first; as a whole line of the page it is shown to be one.
    const std::string first = tag.substr(0, tag.find('-'));
    const size_t at = kind == model::PageKind::kList && first.size() >= 6 && first.size() < tag.size()
                          ? FindInText(view, first)
                          : std::string::npos;
    if (at != std::string::npos)
      return Make(first, ReadingSource::kTitleTag, Grade::kLikely, at, at + first.size());
    if (!tag.empty()) return Make(tag, ReadingSource::kTitleTag, Grade::kLikely);
    return std::nullopt;
  }
  const std::string name =
      info.title && info.title->grade != Grade::kWeak ? info.title->value : std::string();
  if (!name.empty()) {
    if (auto fuller = FullerLine(view, name)) return fuller;
    const size_t at = FindInText(view, name);
    TextReading reading = *info.title;
    if (at != std::string::npos && !Supports(folded_tag, base::FoldLabel(name)))
      reading.grade = Grade::kLikely;
    return reading;
  }
  const std::vector<Heading> headings = ReadHeadings(document, view, lexicon);
  if (const Heading* heading = ChooseHeading(headings, view, folded_tag, {})) {
    const bool supported = Supports(folded_tag, heading->folded);
    return Make(heading->text, ReadingSource::kHeading, supported ? Grade::kCertain : Grade::kLikely,
                heading->begin, heading->end);
  }
  // A name read from loose lines is doubtful alone, but a line of the page that says it more fully confirms
  // it, and it beats a `<title>` that only names a public body: that is whose site this is.
  if (info.title) {
    if (auto fuller = FullerLine(view, info.title->value)) return fuller;
    if (lexicon.Matches("body_name", folded_tag)) return info.title;
  }
  if (!Generic(tag, lexicon)) {
    const size_t at = FindInText(view, tag);
    const bool seen = at != std::string::npos;
    return Make(tag, ReadingSource::kTitleTag, seen ? Grade::kLikely : Grade::kWeak, seen ? at : 0,
                seen ? at + tag.size() : 0);
  }
  if (info.title) return info.title;
  const std::string_view main = view.page.main();
  const std::string first = SquashSpace(main.substr(0, main.find('\n')));
  if (!first.empty() && first.size() < 240) {
    return Make(first, ReadingSource::kBody, Grade::kWeak, view.page.main_begin,
                view.page.main_begin + first.size());
  }
  return std::nullopt;
}

}  // namespace mingcha::extractors
