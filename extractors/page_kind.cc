#include "extractors/page_kind.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

using model::PageKind;
using model::PageNote;

/// What is on the page, counted.
struct Counts {
  size_t prose = 0;       // bytes of main text lines that are no labels, file names, title or controls
  size_t text = 0;        // bytes of all visible text
  size_t main_plain = 0;  // bytes of main content outside links and list rows
  size_t links = 0;       // anchors with text outside the frame
  bool scripts = false;
};

/// Text of the main content that says something: whole lines outside of links that are neither labelled
/// values nor the page's own name.
size_t Prose(const KindInput& in) {
  const PageText& page = in.view->page;
  std::vector<TextRange> skip;
  int link_end = 0;
  for (int i = 0; i < in.document->size(); ++i) {
    const auto at = static_cast<size_t>(i);
    const bool link = in.document->Is(i, "a") && i >= link_end;
    if (link) link_end = in.document->node(i).end;
    if (link || in.view->chrome[at]) skip.push_back(in.view->ranges[at]);
  }
  // A long value is prose behind a colon (the addressees of a notice, say).
  for (const LabelValue& pair : page.pairs) {
    if (pair.value.size() <= 120) skip.push_back({pair.begin, pair.end});
  }
  std::sort(skip.begin(), skip.end(),
            [](const TextRange& a, const TextRange& b) { return a.begin < b.begin; });
  std::string title = base::FoldLabel(in.meta->title()) + "|" + base::FoldLabel(in.meta->Get("ArticleTitle"));
  for (const model::Link& file : *in.attachments) title += "|" + base::FoldLabel(file.text);
  size_t sum = 0;
  size_t next = 0;
  size_t covered = 0;  // end of the skipped ranges so far
  for (size_t begin = page.main_begin; begin < page.main_end;) {
    const size_t end = std::min(page.text.find('\n', begin), page.main_end);
    while (next < skip.size() && skip[next].begin < end) covered = std::max(covered, skip[next++].end);
    const std::string line = base::FoldLabel(std::string_view(page.text).substr(begin, end - begin));
    if (covered <= begin && line.size() >= 24 && title.find(line) == std::string::npos) sum += line.size();
    begin = end + 1;
  }
  return sum;
}

Counts Count(const KindInput& in) {
  Counts counts;
  counts.text = in.view->page.text.size();
  const TextRange main{in.view->page.main_begin, in.view->page.main_end};
  int link_end = 0;
  for (int i = 0; i < in.document->size(); ++i) {
    const auto at = static_cast<size_t>(i);
    if (in.document->Is(i, "script")) counts.scripts = true;
    if (in.document->Is(i, "a")) {
      link_end = in.document->node(i).end;
      if (!in.view->chrome[at] && in.view->ranges[at].size() > 0) ++counts.links;
    }
    if (in.document->node(i).type == Node::Type::kText && i >= link_end &&
        main.Contains(in.view->ranges[at].begin)) {
      counts.main_plain += in.view->ranges[at].size();
    }
  }
  counts.prose = Prose(in);
  return counts;
}

bool Refreshes(const Document& document, const LexiconIndex&) {
  for (int i = 0; i < document.size(); ++i) {
    if (document.Is(i, "meta") && base::ToLowerAscii(document.Attr(i, "http-equiv")) == "refresh" &&
        base::ToLowerAscii(document.Attr(i, "content")).find("url") != std::string::npos) {
      return true;
    }
    if (!document.Is(i, "script")) continue;
    const std::string script = StripScriptComments(document.RawText(i));
    if (!AddressesInScript(script).empty() || script.find("location.href") != std::string::npos ||
        script.find("window.location") != std::string::npos ||
        script.find("window.open") != std::string::npos ||
        script.find("location.replace") != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// A path that content systems give to articles (`patterns.article_path`), never to columns.
bool IsArticlePath(const base::Url& url, const LexiconIndex& lexicon) {
  return lexicon.Matches("article_path", url.path());
}

/// An empty box that a script fills: by its name, or by an attribute that tells where its rows come from.
bool HasScriptBox(const KindInput& in, const LexiconIndex& lexicon) {
  const Document& document = *in.document;
  for (int i = 0; i < document.size(); ++i) {
    const Node& node = document.node(i);
    const bool box = node.tag == "div" || node.tag == "ul" || node.tag == "ol" || node.tag == "tbody" ||
                     node.tag == "table" || node.tag == "dl" || node.tag == "section" || node.tag == "main";
    if (!box || node.attribute_count == 0 || in.view->ranges[static_cast<size_t>(i)].size() > 0) continue;
    for (const Attribute& attribute : document.AttributesOf(i)) {
      const bool named = (attribute.name == "id" || attribute.name == "class") &&
                         lexicon.Matches("script_box", attribute.value);
      if (named || (!attribute.value.empty() && lexicon.Matches("script_box_source", attribute.name)))
        return true;
    }
  }
  return false;
}

/// The menu of a frame: links and nothing else, no title, no script that could still fill it, no article's
/// address.
bool IsMenu(const KindInput& in, const Counts& counts, const LexiconIndex& lexicon) {
  if (in.url != nullptr && IsArticlePath(*in.url, lexicon)) return false;
  return in.meta->title().empty() && !counts.scripts && counts.links > 0 && counts.main_plain == 0 &&
         in.list->dated == 0;
}

/// A tree of columns that a script draws, in a frame of its own.
bool IsDrawnMenu(const KindInput& in, const Counts& counts) {
  constexpr size_t kLeastNodes = 3;
  if (!counts.scripts || counts.prose > 0 || counts.links > 2 || in.list->dated > 0) return false;
  size_t nodes = 0;
  for (int i = 0; i < in.document->size() && nodes < kLeastNodes; ++i) {
    if (in.document->Is(i, "script"))
      nodes += MenuInScript(StripScriptComments(in.document->RawText(i))).size();
  }
  return nodes >= kLeastNodes;
}

/// An error page's own sign, or none. Only short pages are looked at: a long text may well speak of errors.
std::optional<KindReading> ReadError(const KindInput& in, const Counts& counts, const LexiconIndex& lexicon) {
  constexpr size_t kShort = 1200;
  const std::string folded = base::FoldWidth(in.view->page.text.substr(0, 4000));
  const auto error = [](PageNote note, const char* why) {
    return KindReading{PageKind::kError, note, false, {why}};
  };
  if (counts.text < kShort && counts.links < 12) {
    if (lexicon.Matches("challenge", folded) || lexicon.Matches("challenge", in.meta->title())) {
      return error(PageNote::kChallenge, "words of a challenge on a short page");
    }
    if (lexicon.Matches("soft_404", in.meta->title()) ||
        (counts.text < 600 && lexicon.Matches("soft_404", folded))) {
      return error(PageNote::kSoft404, "words of a missing page on a short page");
    }
  }
  const bool frames = in.document->FindTag("frameset", 0, in.document->size()) >= 0;
  if (counts.text < 150 && counts.links <= 2 && in.list->entries.size() < 3 &&
      Refreshes(*in.document, lexicon)) {
    return error(PageNote::kRedirectStub, "no text, and a script or tag that goes elsewhere");
  }
  if (counts.text < 30 && counts.links == 0 && in.list->entries.empty()) {
    return error(frames ? PageNote::kRedirectStub : PageNote::kTemplateEmpty, "no text and no links");
  }
  // The frame of a page without the page: a name and some links of navigation, no title, no list, no prose.
  if (in.meta->title().empty() && counts.text < 300 && in.list->dated == 0 && counts.prose == 0 &&
      !IsMenu(in, counts, lexicon)) {
    return error(PageNote::kTemplateEmpty, "no title and no content beside navigation");
  }
  return std::nullopt;
}

bool IsRootPath(const base::Url& url) {
  const std::string path = base::ToLowerAscii(url.path());
  return path == "/" || path == "/index.html" || path == "/index.htm" || path == "/index.shtml" ||
         path == "/default.html" || path == "/index.jsp" || path == "/index.aspx" ||
         path == "/default.aspx" || path == "/index.php" || path == "/main.htm";
}

bool Contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

}  // namespace

bool IsColumnPath(const base::Url& url) {
  const std::string path = base::ToLowerAscii(url.path());
  const size_t slash = path.rfind('/');
  const std::string file = path.substr(slash + 1);
  return file.empty() || file.starts_with("index") || file.starts_with("list") ||
         file.starts_with("default") || file.find("_list.") != std::string::npos || file.starts_with("col");
}

bool IsShell(const Document& document, const PageView& view) {
  constexpr size_t kMostBytes = 120;  // forty Han characters: a name, a line of waiting
  size_t plain = 0;
  int link_end = 0;
  bool scripts = false;
  for (int i = 0; i < document.size(); ++i) {
    scripts = scripts || document.Is(i, "script");
    // A picture or a frame may be the text.
    if (document.Is(i, "img") || document.Is(i, "iframe") || document.Is(i, "embed")) {
      if (!view.chrome[static_cast<size_t>(i)]) return false;
    }
    if (document.Is(i, "a")) link_end = std::max(link_end, document.node(i).end);
    if (document.node(i).type == Node::Type::kText && i >= link_end && !view.chrome[static_cast<size_t>(i)])
      plain += base::FoldLabel(view.TextOf(i)).size();
  }
  return scripts && plain <= kMostBytes;
}

KindReading ReadKind(const KindInput& in, const LexiconIndex& lexicon) {
  const Counts counts = Count(in);
  // A page that is empty until its script has asked for the rows, by a request that a profile knows.
  const bool asked = std::any_of(in.pager->pages.begin(), in.pager->pages.end(),
                                 [](const model::Link& page) { return page.text == "1"; });
  const bool drawn = counts.text < 300 && IsDrawnMenu(in, counts);
  if (auto error = ReadError(in, counts, lexicon); error && !asked && !drawn) return *error;
  KindReading out;
  // What a set of frames shows stands in its frames.
  if (in.document->FindTag("frameset", 0, in.document->size()) >= 0) out.note = PageNote::kRedirectStub;
  if (drawn || IsMenu(in, counts, lexicon)) {
    out.kind = PageKind::kHome;
    out.why.emplace_back("the menu of a frame");
    return out;
  }
  const bool article_tags =
      !in.meta->Get("ArticleTitle").empty() || (!in.meta->Get("PubDate").empty() && in.head_date);
  const bool column_tags = !in.meta->Get("ColumnName").empty() && !article_tags;
  const std::string_view column_type = in.meta->Get("ColumnType");
  const bool home_type = lexicon.IsWord("breadcrumb_roots", base::FoldLabel(column_type));
  const int rows = static_cast<int>(in.list->entries.size());
  const bool list_pager = in.pager->found && !in.pager->article;
  const bool dated_list = in.list->dated >= 3;
  const size_t list_bytes = in.list->bytes;

  // An article: it says so itself, or its text outweighs any list beside it.
  int article = 0;
  const auto say = [&](bool condition, int weight, const char* why) {
    if (!condition) return;
    article += weight;
    out.why.emplace_back(why);
  };
  say(article_tags, 4, "article tags");
  say(in.carried, 3, "an article in the page's data");
  say(in.head_date, 3, "a day of publication over the text");
  say(in.trail_at_text || lexicon.IsWord("breadcrumb_tails", base::FoldLabel(in.meta->title())), 2,
      "trail or title say that this is the text");
  const bool tabled = std::any_of(
      in.view->page.tables.begin(), in.view->page.tables.end(),
      [](const Table& table) { return table.rows.size() >= 2 && table.rows.front().size() >= 3; });
  say(tabled && rows == 0 && !list_pager && !column_tags, 2, "a table of data and no list");
  say(in.labelled >= 3 && rows < 2 && !list_pager && !column_tags && !dated_list, 2,
      "labelled values and no list");
  say(in.pager->article, 3, "the pager is the article's own");
  say(in.has_body_values, 2, "information table");
  say(counts.main_plain > 600 && counts.main_plain > list_bytes, 2, "running text outweighs lists");
  say(in.view->main_from_hint && !dated_list, 1, "a container for article text");
  say(counts.prose >= 200 && rows < 5 && !dated_list && !list_pager && !column_tags, 2, "prose and no list");
  say(in.url != nullptr && IsArticlePath(*in.url, lexicon), 2, "an article's file name");
  say(dated_list && list_bytes * 2 > counts.main_plain, -3, "a dated list");
  say(list_pager, -3, "a list pager");
  say(column_tags, -2, "column tags only");
  // A column that is one page: a guide, the tasks of an office.
  say(column_tags && counts.prose >= 600 && counts.prose > 4 * list_bytes && !dated_list && !list_pager, 3,
      "a column of running text");
  say(in.url != nullptr && IsColumnPath(*in.url), -1, "a column's file name");
  say(!in.attachments->empty() && !dated_list, 1, "document files in the main content");
  say(rows >= 8 && counts.main_plain < 300 && !article_tags, -1, "links, little text");

  const std::string site_name = base::FoldLabel(in.meta->Get("SiteName"));
  const bool named_as_site = !site_name.empty() && base::FoldLabel(in.meta->title()) == site_name;
  if (article < 3 && named_as_site && !column_tags && in.breadcrumb <= 1 && !list_pager) {
    out.kind = PageKind::kHome;
    return out;
  }
  // A data base that opens with its list of rows has no boxes of lists.
  const bool one_list = in.list->dated >= 10 && in.list->groups <= 2;
  const bool root = in.url != nullptr && IsRootPath(*in.url) && !one_list;
  const bool many_lists = in.list->groups >= 6;
  if (article < 3 && in.breadcrumb == 0 && !list_pager &&
      (home_type || root || (many_lists && !column_tags))) {
    out.kind = PageKind::kHome;
    return out;
  }
  if (article < 3 && home_type && in.breadcrumb < 3) {
    out.kind = PageKind::kHome;
    return out;
  }
  if (article < 2 && many_lists && !column_tags && in.breadcrumb > 0 && in.breadcrumb <= 2 && !list_pager &&
      in.list->groups >= 8) {
    out.kind = PageKind::kHome;
    return out;
  }
  if (article <= 0) {
    out.kind = PageKind::kList;
    std::string scripts;
    for (int i = 0; i < in.document->size(); ++i) {
      if (in.document->Is(i, "script")) scripts += StripScriptComments(in.document->RawText(i)) + "\n";
    }
    const bool zero = in.pager->rows == 0;
    out.scripted_list = rows < 2 && !zero && !asked && counts.scripts &&
                        (lexicon.Matches("list_script", scripts) || HasScriptBox(in, lexicon)) &&
                        (!list_pager || in.pager->count > 1 || Contains(scripts, "ajax"));
    return out;
  }
  out.kind = PageKind::kDetail;
  // Only files: what is left of the main text beside their names is a phrase at most.
  if (!in.attachments->empty() && counts.prose < 120) {
    out.kind = PageKind::kAttachment;
    out.note = PageNote::kAttachmentOnly;
    return out;
  }
  if (lexicon.Matches("template_marks", in.view->page.main().substr(0, 4000)) && counts.main_plain < 900) {
    out.note = PageNote::kTemplateEmpty;
  }
  return out;
}

std::string SniffBytes(std::string_view bytes, std::string_view content_type, std::string_view path) {
  struct Magic {
    std::string_view bytes, kind;
  };
  constexpr std::array<Magic, 10> kMagics = {{{"%PDF", "pdf"},
                                              {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "ole"},
                                              {std::string_view("PK\x03\x04", 4), "zip"},
                                              {"Rar!", "rar"},
                                              {"7z\xBC\xAF\x27\x1C", "7z"},
                                              {"\x89PNG", "image"},
                                              {"\xFF\xD8\xFF", "image"},
                                              {"GIF8", "image"},
                                              {"{\\rtf", "ole"},
                                              {"\x1F\x8B", "binary"}}};
  for (const Magic& magic : kMagics) {
    if (bytes.starts_with(magic.bytes)) return std::string(magic.kind);
  }
  const std::string head = base::ToLowerAscii(bytes.substr(0, 2048));
  const std::string type = base::ToLowerAscii(content_type);
  const std::string lower_path = base::ToLowerAscii(path);
  if (head.find("<html") != std::string::npos || head.find("<!doctype html") != std::string::npos ||
      head.find("<head") != std::string::npos || head.find("<body") != std::string::npos ||
      head.find("<script") != std::string::npos) {
    return "html";
  }
  if (Contains(type, "text/csv") || lower_path.ends_with(".csv")) return "csv";
  if (Contains(type, "text/plain") || lower_path.ends_with(".txt")) return "text";
  const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  const size_t zeros = static_cast<size_t>(std::count(head.begin(), head.end(), '\0'));
  if (!wide && zeros > 8) return "binary";
  if (Contains(type, "application/pdf") || Contains(type, "msword") || Contains(type, "ms-excel") ||
      Contains(type, "octet-stream") || Contains(type, "officedocument") || Contains(type, "image/") ||
      Contains(type, "application/zip")) {
    return Contains(head, "<") ? "html" : "binary";
  }
  return "html";
}

}  // namespace mingcha::extractors
