#include "extractors/page_reading.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "extractors/breadcrumb.h"
#include "extractors/date_text.h"

namespace mingcha::extractors {
namespace {

/// True if one labelled day of publication stands over the text; rows of lists repeat such labels.
bool HasHeadDate(const PageView& view, const Document& document, const LexiconIndex& lexicon) {
  std::vector<TextRange> frame;
  for (int i = 0; i < document.size(); ++i) {
    if (!view.chrome[static_cast<size_t>(i)]) continue;
    frame.push_back(view.ranges[static_cast<size_t>(i)]);
    i = document.node(i).end - 1;
  }
  int seen = 0;
  for (const LabelValue& pair : view.page.pairs) {
    const std::string_view field = lexicon.HeadFieldOf(pair.label);
    if (field != "published" && field != "plain_date" && field != "formed") continue;
    if (std::any_of(frame.begin(), frame.end(), [&](const TextRange& r) { return r.Contains(pair.begin); }))
      continue;
    const DateScan scan = ScanDates(pair.value);
    if (!scan.dates.empty() && scan.dates.front().begin < 10) ++seen;
  }
  return seen >= 1 && seen <= 4;
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
  Document document = Document::Parse(utf8);
  PageView view = BuildPageView(document, rules.lexicon);
  if (is_template) BlankTemplateLines(is_template, rules.lexicon, &view.page);
  MetaTags meta(document, rules.lexicon);
  std::vector<std::string> doubts;
  InfoFields info = ReadInfoFields(view, rules.lexicon, &doubts);
  base::Url base = BaseOf(document, url);
  PageReading page{std::move(document),
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
  page.breadcrumb = ReadBreadcrumb(page.document, page.view, rules.lexicon);
  page.attachments = ContentAttachments(page.document, page.view, page.links, rules.lexicon);
  KindInput input;
  input.document = &page.document;
  input.view = &page.view;
  input.meta = &page.meta;
  input.list = &page.list;
  input.pager = &page.pager;
  input.url = &url;
  input.attachments = &page.attachments;
  input.breadcrumb = page.breadcrumb.size();
  input.head_date = HasHeadDate(page.view, page.document, rules.lexicon);
  input.has_body_values = page.info.index_number.has_value() || page.info.doc_number.has_value();
  page.kind = ReadKind(input, rules.lexicon);
  if (page.document.limited()) page.doubts.emplace_back("page cut: larger or deeper than what is read");
  return page;
}

}  // namespace mingcha::extractors
