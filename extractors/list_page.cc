#include "extractors/list_page.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "extractors/date_text.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxRow = 1600;  // bytes of text
constexpr size_t kMinTitle = 9;   // bytes: three Chinese characters

struct Row {
  int node = -1;
  int anchor = -1;
  model::ListEntry entry;
  size_t bytes = 0;
};

/// A date printed in pieces: a big day and a small month, in either order; day, month and year in elements of
/// their own; month and day before the year.
std::optional<base::Date> SplitDate(std::string_view text) {
  // The signs of year, month and day are written as their bytes.
  static const re2::RE2 kDayMonth(R"((?:^|\s)(\d{1,2})\s+((?:19|20)\d{2})[-/.](\d{1,2})(?:\s|$))");
  static const re2::RE2 kMonthDay(R"((?:^|\s)((?:19|20)\d{2})[-/.](\d{1,2})\s+(\d{1,2})(?:\s|$))");
  static const re2::RE2 kDayMonthYear(
      R"((?:^|\s)(\d{1,2})(?:\x{65E5})?\s+(\d{1,2})\x{6708}\s*((?:19|20)\d{2})(?:\x{5E74})?(?:\s|$))");
  static const re2::RE2 kYearLast(
      R"((?:^|\s)(\d{1,2})(?:[-/.]|\x{6708}\s*)(\d{1,2})(?:\x{65E5})?\s+((?:19|20)\d{2})(?:\x{5E74})?(?:\s|$))");
  int y = 0;
  int m = 0;
  int d = 0;
  const re2::StringPiece piece(text.data(), text.size());
  if (re2::RE2::PartialMatch(piece, kDayMonth, &d, &y, &m) ||
      re2::RE2::PartialMatch(piece, kMonthDay, &y, &m, &d) ||
      re2::RE2::PartialMatch(piece, kDayMonthYear, &d, &m, &y) ||
      re2::RE2::PartialMatch(piece, kYearLast, &m, &d, &y))
    return base::Date::FromYmd(y, m, d);
  return std::nullopt;
}

/// What `time` elements of the row say for machines (HTML Standard 4.5.14), where people read «six days ago».
std::optional<base::Date> MachineDate(const Document& document, int row) {
  for (int i = row; i < document.node(row).end; ++i) {
    if (!document.Is(i, "time")) continue;
    const DateScan scan = ScanDates(document.Attr(i, "datetime"));
    if (!scan.dates.empty() && scan.dates[0].precision == model::DatePrecision::kDay)
      return scan.dates[0].date;
  }
  return std::nullopt;
}

std::optional<base::Date> RowDate(const Document& document, const PageView& view, int row, int anchor) {
  std::string outside;
  for (int i = row; i < document.node(row).end; ++i) {
    if (i == anchor) {
      outside += '\n';
      i = document.node(i).end - 1;
    } else if (document.node(i).type == Node::Type::kText) {
      outside += view.TextOf(i);
    } else if (document.node(i).block || document.node(i).type == Node::Type::kElement) {
      outside += ' ';
    }
  }
  for (const std::string& text : {outside, std::string(view.TextOf(anchor))}) {
    const DateScan scan = ScanDates(text, true);
    for (const DateToken& token : scan.dates) {
      if (token.precision == model::DatePrecision::kDay) return token.date;
    }
    if (const auto date = SplitDate(text)) return date;
  }
  return MachineDate(document, row);
}

class ListFinder {
 public:
  ListFinder(const Document& document, const PageView& view, const base::Url& base,
             const LexiconIndex& lexicon)
      : document_(document), view_(view), base_(base), lexicon_(lexicon) {
    anchors_before_.resize(static_cast<size_t>(document.size()) + 1);
    for (int i = 0; i < document.size(); ++i) {
      const bool counts = document.Is(i, "a") && !base::Trim(view.TextOf(i)).empty();
      anchors_before_[static_cast<size_t>(i) + 1] =
          anchors_before_[static_cast<size_t>(i)] + (counts ? 1 : 0);
    }
  }

  ListReading Find() {
    for (int i = 0; i < document_.size(); ++i) {
      if (document_.Is(i, "a") && !view_.chrome[static_cast<size_t>(i)]) AddAnchor(i);
    }
    return Choose();
  }

 private:
  [[nodiscard]] int Anchors(int node) const {
    return anchors_before_[static_cast<size_t>(document_.node(node).end)] -
           anchors_before_[static_cast<size_t>(node)];
  }

  [[nodiscard]] std::optional<std::string> Address(int anchor) const {
    const std::string_view href = base::Trim(document_.Attr(anchor, "href"));
    std::string address(href);
    if (href.empty() || href[0] == '#' || base::ToLowerAscii(href.substr(0, 11)) == "javascript:") {
      auto scripted = AddressesOfClick(document_.Attr(anchor, "onclick"));
      if (scripted.empty()) scripted = AddressesOfClick(href);
      if (scripted.empty()) return std::string();
      address = scripted.front();
    }
    const auto url = base::Url::Parse(address, &base_);
    if (!url || !url->is_http()) return std::nullopt;
    return url->HrefWithoutFragment();
  }

  /// A column's link to itself, as breadcrumbs and headings have it, is no row of its list.
  [[nodiscard]] bool IsSelf(std::string_view address) const {
    const std::string own = base_.HrefWithoutFragment();
    return address == own || address == std::string_view(own).substr(0, own.rfind('/') + 1);
  }

  /// The element that is the row of a link: the widest with no other link, or a list or table row with few.
  [[nodiscard]] int RowOf(int anchor) const {
    int row = anchor;
    for (int up = document_.node(anchor).parent; up > 0; up = document_.node(up).parent) {
      const std::string_view tag = document_.node(up).tag;
      if (tag == "body" || tag == "html" || tag == "tbody" || tag == "ul" || tag == "ol" || tag == "table")
        break;
      if (view_.ranges[static_cast<size_t>(up)].size() > kMaxRow) break;
      const bool row_tag = tag == "li" || tag == "tr" || tag == "dl" || tag == "dd";
      if (Anchors(up) > (row_tag ? 4 : 1)) break;
      row = up;
      if (row_tag) break;
    }
    return row;
  }

  void AddAnchor(int anchor) {
    std::string title = LinkText(document_, anchor);
    if (title.size() < kMinTitle || title.size() > 900) return;
    const std::string folded = base::ToLowerAscii(base::FoldLabel(title));
    for (const char* list : {"pager_next", "pager_last", "pager_first", "breadcrumb_roots"}) {
      if (lexicon_.IsWord(list, folded)) return;
    }
    auto address = Address(anchor);
    if (!address || IsSelf(*address)) return;
    const int row = RowOf(anchor);
    const int parent = document_.node(row).parent;
    const int grand = parent > 0 ? document_.node(parent).parent : parent;
    std::string key = std::to_string(grand);
    key += '|';
    key += document_.node(row).tag;
    key += '|';
    key += parent >= 0 ? document_.node(parent).tag : std::string_view();
    key += '|';
    key += parent >= 0 ? document_.Attr(parent, "class") : std::string_view();
    auto& rows = groups_[key];
    // Of several links in one row the longest text names it.
    if (!rows.empty() && rows.back().node == row) {
      if (title.size() <= rows.back().entry.title.size()) return;
      rows.pop_back();
    }
    Row out;
    out.node = row;
    out.anchor = anchor;
    out.entry = {std::move(*address), std::move(title), RowDate(document_, view_, row, anchor)};
    out.bytes = view_.ranges[static_cast<size_t>(row)].size();
    if (rows.empty()) order_.push_back(key);
    rows.push_back(std::move(out));
  }

  ListReading Choose() {
    ListReading reading;
    const std::vector<Row>* best = nullptr;
    size_t best_score = 0;
    for (const std::string& key : order_) {
      const std::vector<Row>& rows = groups_[key];
      size_t score = 0;
      for (const Row& row : rows) {
        score += (row.entry.date ? 120 : 0) + std::min<size_t>(row.entry.title.size(), 90);
      }
      if (rows.size() >= 3) ++reading.groups;
      if (score > best_score) {
        best_score = score;
        best = &rows;
      }
    }
    if (best == nullptr) return reading;
    for (const Row& row : *best) {
      reading.entries.push_back(row.entry);
      reading.bytes += row.bytes;
      if (!row.entry.date) continue;
      ++reading.dated;
      if (!reading.newest || *reading.newest < *row.entry.date) reading.newest = row.entry.date;
      if (!reading.oldest || *row.entry.date < *reading.oldest) reading.oldest = row.entry.date;
    }
    return reading;
  }

  const Document& document_;
  const PageView& view_;
  const base::Url& base_;
  const LexiconIndex& lexicon_;
  std::vector<int> anchors_before_;
  std::map<std::string, std::vector<Row>> groups_;
  std::vector<std::string> order_;
};

/// Rows that a data island carries as markup; empty if there is none.
ListReading ReadIslands(const Document& document, const base::Url& base, const LexiconIndex& lexicon) {
  std::string markup;
  for (int i = 0; i < document.size(); ++i) {
    if (!document.Is(i, "script")) continue;
    const std::string script = document.RawText(i);
    if (script.find("<![CDATA[") == std::string::npos) continue;
    for (const auto& piece : MarkupInScript(script)) markup += piece;
  }
  return markup.empty() ? ListReading{} : ReadMarkupList(markup, base, lexicon);
}

}  // namespace

ListReading ReadList(const Document& document, const PageView& view, const base::Url& base,
                     const LexiconIndex& lexicon) {
  ListReading reading = ListFinder(document, view, base, lexicon).Find();
  ListReading island = ReadIslands(document, base, lexicon);
  const bool larger = island.dated == reading.dated && island.entries.size() > reading.entries.size();
  return island.dated > reading.dated || larger ? island : reading;
}

ListReading ReadMarkupList(std::string_view markup, const base::Url& base, const LexiconIndex& lexicon) {
  const Document island = Document::Parse("<ul>" + std::string(markup) + "</ul>");
  const PageView view = BuildPageView(island, lexicon);
  return ListFinder(island, view, base, lexicon).Find();
}

std::string RowsDigest(const std::vector<model::ListEntry>& entries) {
  if (entries.empty()) return {};
  std::string all;
  for (const model::ListEntry& entry : entries) all += (entry.url.empty() ? entry.title : entry.url) + "\n";
  return base::Sha256Hex(all).substr(0, 16);
}

}  // namespace mingcha::extractors
