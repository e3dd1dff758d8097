#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_date.h"
#include "base/message.h"
#include "model/attachment.h"
#include "model/catalogue.h"
#include "model/limit.h"
#include "model/page_audit.h"

namespace mingcha::model {

/// Where on a page (or beside it) a value was read.
enum class ReadingSource {
  kMetaTag,
  kInfoTable,
  kTitleTag,
  kHeading,
  kArticleHead,
  kBody,
  kSignature,
  kBreadcrumb,
  kList,
  kTable,
  kScript,
  kUrl,
  kHeader,
  kAttachmentName,
  kFooter,
  kLedger,
};
[[nodiscard]] std::string_view ReadingSourceName(ReadingSource source);

/// A piece of decoded page text that proves a value.
struct EvidenceSpan {
  std::string quote;  ///< The very text, at most some 200 code points, private data masked.
  size_t begin = 0;   ///< Byte range in the page's decoded UTF-8 text; begin == end when not from the body.
  size_t end = 0;
  /// Empty: the page itself. Else the attachment it was read from and where in it, `URL#sheet!B7`,
  /// `URL#page=3`, `URL#member.docx!table=1!B7`; the range is then one of the attachment's text.
  std::string place = {};

  bool operator==(const EvidenceSpan&) const = default;
};

struct TextReading {
  std::string value;
  ReadingSource source = ReadingSource::kBody;
  Grade grade = Grade::kLikely;
  EvidenceSpan span;

  bool operator==(const TextReading&) const = default;
};

enum class DatePrecision { kDay, kMonth, kYear };

/// A date as it was read. Conflicts are kept, never resolved silently.
struct DateReading {
  base::Date date;  ///< First day of the month or year at lower precision.
  DatePrecision precision = DatePrecision::kDay;
  DateMeaning meaning = DateMeaning::kUnknown;
  ReadingSource source = ReadingSource::kBody;
  Grade grade = Grade::kLikely;
  bool midnight = false;  ///< Printed with the time 00:00(:00): a sign of migrated rows.
  EvidenceSpan span;

  bool operator==(const DateReading&) const = default;
};

enum class PageKind { kHome, kList, kDetail, kAttachment, kError };
[[nodiscard]] std::string_view PageKindName(PageKind kind);

/// A finer word for kError and kDetail pages; empty for ordinary ones.
enum class PageNote { kNone, kTable, kAttachmentOnly, kSoft404, kChallenge, kTemplateEmpty, kRedirectStub };

struct Link {
  std::string url;   ///< Absolute, normalised.
  std::string text;  ///< Title attribute if it is longer (untruncated), else the link text.
  enum class Kind { kAnchor, kFrame, kRefresh, kScript, kPager, kAttachment } kind = Kind::kAnchor;
  std::string post = {};      ///< kPager: body of the POST request; empty: GET (FetchTask::post).
  std::string fallback = {};  ///< kPager: the address by the other way of numbering (FetchTask::fallback).

  bool operator==(const Link&) const = default;
};

/// One row of a list page.
struct ListEntry {
  std::string url, title;
  std::optional<base::Date> date;

  bool operator==(const ListEntry&) const = default;
};

/// One element of an item found on a page or in a row.
struct ElementReading {
  std::string element;  ///< Element name of the catalogue.
  std::string value;    ///< Shortened; private data masked.
  EvidenceSpan span;

  bool operator==(const ElementReading&) const = default;
};

/// One item a page (or row) was mapped to, and why.
struct ItemMatch {
  std::string item;
  Grade grade = Grade::kWeak;
  std::vector<base::Message> why;  ///< Trace for `explain`: pattern and where it hit.

  bool operator==(const ItemMatch&) const = default;
};

/// Published private data: what kind and where, never the raw value.
struct PrivacyHit {
  std::string kind;         ///< `resident_id`, `bank_card`, `mobile`
  std::string masked;       ///< `138****1234`
  std::string salted_hash;  ///< SHA-256 over a per-run salt and the value: tells repeats apart.
  EvidenceSpan span;        ///< Quote masked.

  bool operator==(const PrivacyHit&) const = default;
};

/// Everything read from one saved page. Built complete by the extractor, never patched later.
struct PageFacts {
  int64_t page_id = 0;
  std::string url;
  std::string encoding;         ///< WHATWG-style name that decoded it: `utf-8`, `gb18030`, `big5` …
  std::string encoding_source;  ///< `bom`, `header`, `meta`, `validity`, `detected`
  int replaced_bytes = 0;       ///< U+FFFD put in.
  PageKind kind = PageKind::kDetail;
  PageNote note = PageNote::kNone;
  std::optional<TextReading> title, issuer, index_number, doc_number, validity, source, topic;
  std::optional<DateReading> published, formed;
  std::vector<DateReading> dates;  ///< All of them, the two above included.
  std::vector<std::string> breadcrumb;
  std::vector<ItemMatch> items;
  std::string title_context;             ///< Id of the TitleContext that hit; empty: none.
  std::vector<ElementReading> elements;  ///< Of all candidate items.
  std::vector<Link> attachments;
  std::vector<AttachmentNote> files;  ///< What became of them, in the same order.
  std::vector<ListEntry> entries;
  std::vector<Link> next_pages;
  int list_page = 0;                         ///< Of a list: its own number, from 1; 0 unknown.
  int list_pages = 0;                        ///< Of a list: pages it says it has; 0 unknown.
  int list_rows = -1;                        ///< Of a list: entries it says it has; -1 unknown.
  bool pager_unread = false;                 ///< A link to the next page that only a script can follow.
  std::vector<std::string> project_codes;    ///< Unified project codes and other reference numbers, in order.
  std::vector<std::string> cited_documents;  ///< Document numbers cited.
  std::vector<PrivacyHit> privacy;
  std::vector<std::string> missing_tags;  ///< Required page tags that are absent or template values.
  std::vector<std::string> doubts;        ///< What was seen but refused, in English (an ambiguous date …).
  size_t text_length = 0;                 ///< Code points of main content.
  std::string
      text_hash;  ///< Of normalised main text, empty under 40 characters: a real change, not a new banner.
  PageAudit audit;
  bool scripted_list = false;      ///< The list is filled by script: entries cannot be complete.
  bool unread_attachment = false;  ///< Content lies in attachments not read here.

  bool operator==(const PageFacts&) const = default;
};

}  // namespace mingcha::model
