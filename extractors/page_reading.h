#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "extractors/carried_text.h"
#include "extractors/info_table.h"
#include "extractors/lexicon_index.h"
#include "extractors/links.h"
#include "extractors/list_answer.h"
#include "extractors/list_page.h"
#include "extractors/meta_tags.h"
#include "extractors/page_kind.h"
#include "extractors/page_text.h"
#include "extractors/pager.h"
#include "extractors/template_lines.h"
#include "model/plan.h"

namespace mingcha::extractors {

/// The compiled rules by which any page is read: lexicon and CMS profiles. Immutable; any thread.
struct ReadingRules {
  explicit ReadingRules(const model::Plan& plan)
      : lexicon(plan.lexicon), pager(plan, lexicon), answers(plan, lexicon) {}
  LexiconIndex lexicon;
  PagerReader pager;
  AnswerReader answers;
};

/// What link finder and extractor both need of one HTML page, each part read once.
struct PageReading {
  CarriedText carried;  ///< What of the document its data hold only.
  Document document;
  PageView view;
  MetaTags meta;
  InfoFields info;
  base::Url base;
  std::vector<PlacedLink> links;
  ListReading list;
  PagerReading pager;
  std::vector<std::string>
      breadcrumb;  ///< Only as far as the kind of the page needs it: the title is not cut off.
  std::vector<model::Link> attachments;
  KindReading kind;
  std::vector<std::string> doubts;
};

/// Reads the parts of a decoded page, opened by OpenPage; from lines of its host's template nothing is read.
[[nodiscard]] PageReading ReadPage(std::string_view utf8, const base::Url& url, const ReadingRules& rules,
                                   const IsTemplateLine& is_template = {});

}  // namespace mingcha::extractors
