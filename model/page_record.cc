#include "model/page_record.h"

namespace mingcha::model {

const std::string& AnsweredUrl(const PageRecord& page) {
  const bool named_only = page.outcome == FetchOutcome::kRedirectOutOfScope && !page.redirects.empty();
  if (named_only) return page.redirects.back().from;
  return page.final_url.empty() ? page.url : page.final_url;
}

}  // namespace mingcha::model
