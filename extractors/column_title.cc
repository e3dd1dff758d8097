#include "extractors/column_title.h"

#include <algorithm>

#include "base/text.h"
#include "extractors/title_parts.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

/// The first part of a `<title>` that is not the site's name: columns and sites put their own name there.
/// Strong marks cut; a bare hyphen only where the site's name stands on its other side.
std::string FirstPart(const std::string& title, const std::string& site) {
  const std::string whole = SquashSpace(title);
  size_t begin = 0;
  for (size_t i = 0; i < whole.size();) {
    bool weak = false;
    const size_t cut = SeparatorLength(whole, i, &weak);
    if (cut == 0) {
      ++i;
      continue;
    }
    const std::string left = base::FoldLabel(std::string_view(whole).substr(begin, i - begin));
    const bool at_site = !site.empty() && (left == site || base::FoldLabel(whole.substr(i + cut)) == site);
    if (!weak || at_site) {
      if (!left.empty() && left != site) return SquashSpace(whole.substr(begin, i - begin));
      begin = i + cut;
    }
    i += cut;
  }
  const std::string rest = SquashSpace(whole.substr(begin));
  return rest.empty() ? whole : rest;
}

/// A heading of the page that is the last step of its trail: two witnesses for a column's name.
std::optional<TextReading> TrailHeading(const Document& document, const PageView& view,
                                        const std::vector<std::string>& columns) {
  if (columns.size() < 2) return std::nullopt;
  const std::string last = base::FoldLabel(columns.back());
  for (int i = 0; i < document.size(); ++i) {
    const std::string_view tag = document.node(i).tag;
    if (tag.size() != 2 || tag[0] != 'h' || tag[1] < '1' || tag[1] > '4') continue;
    const TextRange range = view.ranges[static_cast<size_t>(i)];
    if (range.size() == 0 || range.size() > kMaxTitle || base::FoldLabel(view.TextOf(i)) != last) continue;
    return MakeTitle(columns.back(), ReadingSource::kHeading, Grade::kCertain, range.begin, range.end);
  }
  return std::nullopt;
}

/// The longest cut of `<title>` that a site's home page shows as a line (beside its emblem, say).
std::optional<TextReading> ShownName(const PageView& view, const MetaTags& meta,
                                     const LexiconIndex& lexicon) {
  const std::string& title = meta.title();
  const std::vector<Piece> pieces = SplitTitle(title, {}, {}, lexicon);
  std::optional<TextReading> best;
  const size_t count = std::min<size_t>(pieces.size(), 8);
  if (count < 2) return std::nullopt;
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = i; k < count; ++k) {
      const std::string cut = SquashSpace(title.substr(pieces[i].begin, pieces[k].end - pieces[i].begin));
      if (cut.size() < 12 || (best && cut.size() <= best->value.size())) continue;
      // The very first line of a page's text is `<title>` itself where a template prints it.
      const std::string line = "\n" + cut + "\n";
      const size_t at = view.page.text.starts_with(line.substr(1)) ? 0 : view.page.text.find(line);
      if (at == std::string::npos) continue;
      const size_t begin = at == 0 ? 0 : at + 1;
      best = MakeTitle(cut, ReadingSource::kHeading, Grade::kLikely, begin, begin + cut.size());
    }
  }
  return best;
}

/// A home page has no column to cut off: its `<title>` whole, words for «home» at either end aside.
std::string HomeName(const std::string& title, const LexiconIndex& lexicon) {
  const std::vector<Piece> pieces = SplitTitle(title, {}, {}, lexicon);
  if (pieces.empty()) return {};
  const auto home = [&](const Piece& piece) {
    return lexicon.IsWord("breadcrumb_roots",
                          base::FoldLabel(title.substr(piece.begin, piece.end - piece.begin)));
  };
  size_t first = 0;
  size_t last = pieces.size();
  while (first + 1 < last && home(pieces[first])) ++first;
  while (last > first + 1 && home(pieces[last - 1])) --last;
  return SquashSpace(title.substr(pieces[first].begin, pieces[last - 1].end - pieces[first].begin));
}

}  // namespace

std::optional<TextReading> OnePageColumn(const MetaTags& meta, const std::string& site,
                                         const std::vector<std::string>& columns,
                                         const LexiconIndex& lexicon) {
  if (columns.empty() || !meta.Get("ArticleTitle").empty()) return std::nullopt;
  std::string name;
  for (const Piece& piece : SplitTitle(meta.title(), site, {}, lexicon)) {
    // Names of sites have hyphens of their own.
    if (!site.empty() && base::FoldLabel(meta.title().substr(piece.begin)) == site) break;
    if (!site.empty() && base::FoldLabel(meta.title().substr(0, piece.end)) == site) {
      name.clear();
      continue;
    }
    const std::string part = meta.title().substr(piece.begin, piece.end - piece.begin);
    const std::string folded = base::FoldLabel(part);
    if (folded.empty() || folded == site || lexicon.Matches("site_name", folded)) continue;
    if (!name.empty()) name += '\n';  // two names are none
    name += PlainName(part, columns);
  }
  if (name.empty() || base::FoldLabel(name) != base::FoldLabel(columns.back())) return std::nullopt;
  return MakeTitle(name, ReadingSource::kTitleTag, Grade::kCertain);
}

std::optional<TextReading> ColumnTitle(const Document& document, const PageView& view, const MetaTags& meta,
                                       model::PageKind kind, const std::vector<std::string>& columns,
                                       const LexiconIndex& lexicon) {
  const std::string column(meta.Get("ColumnName"));
  const auto named = [&](const std::string& step) {
    return base::FoldLabel(step) == base::FoldLabel(column);
  };
  if (kind == model::PageKind::kList && !column.empty() &&
      std::none_of(columns.begin(), columns.end(), named)) {
    // The tag names no step of the trail: some templates enter the whole portal there.
    if (auto shown = TrailHeading(document, view, columns)) return shown;
  }
  if (!column.empty()) return MakeTitle(column, ReadingSource::kMetaTag, Grade::kLikely);
  if (kind == model::PageKind::kHome && meta.Get("SiteName").empty()) {
    if (auto shown = ShownName(view, meta, lexicon)) return shown;
    std::string name = columns.empty() ? HomeName(meta.title(), lexicon) : std::string();
    if (!name.empty() && name.size() <= kMaxTitle)
      return MakeTitle(std::move(name), ReadingSource::kTitleTag, Grade::kLikely);
  }
  const std::string tag = PlainName(FirstPart(meta.title(), base::FoldLabel(meta.Get("SiteName"))), columns);
  // A column's page puts its own name first; as a whole line of the page it is shown to be one.
  const std::string first = tag.substr(0, tag.find('-'));
  const size_t at = kind == model::PageKind::kList && first.size() >= 6 && first.size() < tag.size()
                        ? FindInText(view, first)
                        : std::string::npos;
  if (at != std::string::npos)
    return MakeTitle(first, ReadingSource::kTitleTag, Grade::kLikely, at, at + first.size());
  if (!columns.empty() && kind == model::PageKind::kList && tag.empty())
    return MakeTitle(columns.back(), ReadingSource::kBreadcrumb, Grade::kLikely);
  if (!tag.empty()) return MakeTitle(tag, ReadingSource::kTitleTag, Grade::kLikely);
  return std::nullopt;
}

}  // namespace mingcha::extractors
