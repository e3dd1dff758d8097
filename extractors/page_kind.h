#pragma once

#include <string>
#include <vector>

#include "base/url.h"
#include "extractors/list_page.h"
#include "extractors/meta_tags.h"
#include "extractors/page_text.h"
#include "extractors/pager.h"
#include "model/page_facts.h"

namespace mingcha::extractors {

struct KindReading {
  model::PageKind kind = model::PageKind::kDetail;
  model::PageNote note = model::PageNote::kNone;
  bool scripted_list = false;
  std::vector<std::string> why;  ///< For `explain`, in English.
};

/// What the kind of a page is told from.
struct KindInput {
  const Document* document = nullptr;
  const PageView* view = nullptr;
  const MetaTags* meta = nullptr;
  const ListReading* list = nullptr;
  const PagerReading* pager = nullptr;
  const base::Url* url = nullptr;
  const std::vector<model::Link>* attachments = nullptr;  ///< Document files of the content.
  size_t breadcrumb = 0;                                  ///< Items of the trail.
  bool trail_at_text = false;                             ///< The trail ends in a step such as «text».
  size_t labelled = 0;                                    ///< Labels with values in the main text.
  bool carried = false;          ///< The text of an article stands in the page's data.
  bool head_date = false;        ///< A day of publication stands over the text, labelled or with its source.
  bool has_body_values = false;  ///< Information table fields were read.
};

/// True for file names that content systems give to columns, not to articles: none, `index…`, `list…`.
[[nodiscard]] bool IsColumnPath(const base::Url& url);

/// Tells home, list, detail, attachment and error pages apart.
[[nodiscard]] KindReading ReadKind(const KindInput& input, const LexiconIndex& lexicon);

/// True if a page shows next to nothing beside its frame and its links: what it has to say comes by a script.
[[nodiscard]] bool IsShell(const Document& document, const PageView& view);

/// Kind of bytes that are not HTML, by their first bytes and the Content-Type: `pdf`, `ole`, `zip`, `rar`,
/// `7z`, `image`, `text`, `csv`, `html`, `binary`. Magic bytes tell more than names.
[[nodiscard]] std::string SniffBytes(std::string_view bytes, std::string_view content_type,
                                     std::string_view path);

}  // namespace mingcha::extractors
