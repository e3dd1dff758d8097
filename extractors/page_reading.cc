#include "extractors/page_reading.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "extractors/breadcrumb.h"
#include "extractors/date_text.h"

namespace mingcha::extractors {
namespace {

/// Ranges of the page's frame, in order.
std::vector<TextRange> FrameOf(const PageView& view, const Document& document) {
  std::vector<TextRange> frame;
  for (int i = 0; i < document.size(); ++i) {
    if (!view.chrome[static_cast<size_t>(i)]) continue;
    frame.push_back(view.ranges[static_cast<size_t>(i)]);
    i = document.node(i).end - 1;
  }
  return frame;
}

bool IsIn(const std::vector<TextRange>& frame, size_t at) {
  return std::any_of(frame.begin(), frame.end(), [&](const TextRange& r) { return r.Contains(at); });
}

/// A short line that begins with a day and goes on with what a page tells of itself: its source, its reader.
bool IsLineOfArticle(const PageView& view, const LabelValue& pair, const LexiconIndex& lexicon) {
  constexpr size_t kMostLine = 200;  // bytes
  model::DateMeaning meaning{};
  if (!lexicon.IsLabel(pair.label) || lexicon.DateLabel(pair.label, &meaning) || pair.in_table) return false;
  const std::string& text = view.page.text;
  const size_t before = text.rfind('\n', pair.begin);
  const size_t begin = before == std::string::npos ? 0 : before + 1;
  if (begin >= pair.begin || pair.begin - begin > kMostLine) return false;
  const std::string_view line = std::string_view(text).substr(begin, pair.begin - begin);
  const DateScan scan = ScanDates(line);
  return scan.dates.size() == 1 && scan.dates.front().precision == model::DatePrecision::kDay &&
         base::FoldLabel(line.substr(0, scan.dates.front().begin)).empty();
}

/// True if one day of publication stands over the text, labelled or in the line that names the source; rows
/// of lists repeat such labels.
bool HasHeadDate(const PageView& view, const Document& document, const LexiconIndex& lexicon) {
  const std::vector<TextRange> frame = FrameOf(view, document);
  int seen = 0, lines = 0;
  for (const LabelValue& pair : view.page.pairs) {
    if (IsIn(frame, pair.begin)) continue;
    if (IsLineOfArticle(view, pair, lexicon)) ++lines;
    const std::string_view field = lexicon.HeadFieldOf(pair.label);
    if (field != "published" && field != "plain_date" && field != "formed") continue;
    const DateScan scan = ScanDates(pair.value);
    if (!scan.dates.empty() && scan.dates.front().begin < 10) ++seen;
  }
  return (seen >= 1 && seen <= 4) || (lines >= 1 && lines <= 3 && seen <= 4);
}

/// Labels with values in the main text.
size_t LabelledValues(const PageView& view, const Document& document) {
  const std::vector<TextRange> frame = FrameOf(view, document);
  return static_cast<size_t>(
      std::count_if(view.page.pairs.begin(), view.page.pairs.end(), [&](const LabelValue& pair) {
        return !pair.value.empty() && pair.begin >= view.page.main_begin && pair.begin < view.page.main_end &&
               !IsIn(frame, pair.begin);
      }));
}

/// Document files of the page's content: links in the frame belong to the site.
std::vector<model::Link> ContentAttachments(const Document& document, const PageView& view,
                                            const std::vector<PlacedLink>& links,
                                            const LexiconIndex& lexicon) {
  std::vector<PlacedLink> outside;
  for (const PlacedLink& link : links) {
    if (link.node >= 0 && !view.chrome[static_cast<size_t>(link.node)]) outside.push_back(link);
  }
  return ReadAttachments(document, outside, 0, document.size(), lexicon);
}

}  // namespace

PageReading ReadPage(std::string_view utf8, const base::Url& url, const ReadingRules& rules,
                     const IsTemplateLine& is_template) {
  CarriedText carried;
  Document document = OpenPage(utf8, rules.lexicon, &carried);
  PageView view = BuildPageView(document, rules.lexicon);
  if (is_template) BlankTemplateLines(is_template, rules.lexicon, &view.page);
  MetaTags meta(document, rules.lexicon);
  std::vector<std::string> doubts;
  InfoFields info = ReadInfoFields(view, rules.lexicon, &doubts);
  base::Url base = BaseOf(document, url);
  PageReading page{std::move(carried),
                   std::move(document),
                   std::move(view),
                   std::move(meta),
                   std::move(info),
                   std::move(base),
                   {},
                   {},
                   {},
                   {},
                   {},
                   {},
                   {}};
  page.doubts = std::move(doubts);
  page.links = ReadLinks(page.document, page.base, rules.lexicon);
  page.list = ReadList(page.document, page.view, page.base, rules.lexicon);
  page.pager = rules.pager.Read(
      PagerReader::InputOf(page.document, utf8, url, page.base, static_cast<int>(page.list.entries.size())));
  KindInput input;
  page.breadcrumb = ReadBreadcrumb(page.document, page.view, rules.lexicon, &input.trail_at_text);
  page.attachments = ContentAttachments(page.document, page.view, page.links, rules.lexicon);
  input.document = &page.document;
  input.view = &page.view;
  input.meta = &page.meta;
  input.list = &page.list;
  input.pager = &page.pager;
  input.url = &url;
  input.carried = page.carried.article;
  input.attachments = &page.attachments;
  input.breadcrumb = page.breadcrumb.size();
  input.head_date = HasHeadDate(page.view, page.document, rules.lexicon);
  input.labelled = LabelledValues(page.view, page.document);
  input.has_body_values = page.info.index_number.has_value() || page.info.doc_number.has_value();
  page.kind = ReadKind(input, rules.lexicon);
  // Rows of the data are all only where the data say so.
  if (page.carried.rows > 0 && page.kind.kind == model::PageKind::kList && !page.pager.found)
    page.kind.scripted_list = !page.carried.whole;
  if (page.document.limited()) page.doubts.emplace_back("page cut: larger or deeper than what is read");
  return page;
}

}  // namespace mingcha::extractors
