#include "cli/find_page.h"

#include <optional>

#include "base/text.h"
#include "base/url.h"
#include "base/url_fold.h"
#include "config/run_config.h"
#include "crawler/scope.h"

namespace mingcha::cli {

base::Result<model::PageRecord> FindPageLike(const model::Plan& plan, const std::string& address,
                                             store::Assessment* assessment) {
  if (auto page = assessment->FindPage(address)) return page;
  const std::string trimmed(base::Trim(address));
  const bool bare = trimmed.find("://") == std::string::npos && trimmed.find('.') != std::string::npos;
  const auto url = base::Url::Parse(bare ? "http://" + trimmed : trimmed);
  const auto none = base::Fail(base::ErrorCode::kNotFound, "the assessment has no page {}", address);
  if (!url || !url->is_http()) return none;
  if (auto page = assessment->FindPage(url->HrefWithoutFragment())) return page;
  ASSIGN_OR_RETURN(const crawler::CrawlOptions options, config::MakeCrawlOptions(plan));
  const crawler::Scope scope(options);
  const crawler::ScopeVerdict verdict = scope.Decide(*url);
  const base::FoldRules fold =
      verdict.site == nullptr ? base::FoldRules{} : crawler::FoldRulesOf(*verdict.site);
  const auto clean = base::Url::Parse(base::CleanUrl(*url, fold)).value_or(*url);
  if (auto page = assessment->FindPage(clean.HrefWithoutFragment())) return page;
  const std::string key = base::FoldKey(clean, fold);
  std::optional<model::PageRecord> found;
  RETURN_IF_ERROR(assessment->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    if (found && found->outcome == model::FetchOutcome::kOk) return {};
    const auto stored = base::Url::Parse(page.url);
    if (stored && stored->is_http() && base::FoldKey(*stored, fold) == key) found = page;
    return {};
  }));
  return found ? base::Result<model::PageRecord>(std::move(*found)) : none;
}

}  // namespace mingcha::cli
