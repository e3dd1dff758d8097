#include "crawler/page_work.h"

#include <unordered_set>

#include "base/text.h"
#include "crawler/challenge.h"
#include "crawler/robots.h"
#include "crawler/sitemap.h"
#include "model/post_address.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kMaxSkippedListed = 200;  // Of one page.

bool WhollyOlder(const model::PageLinks& page, const CrawlOptions& options) {
  return options.window && page.newest &&
         *page.newest < options.window->from.PlusDays(-options.window_slack_days);
}

model::TaskKind KindOfLink(const model::Link& link, const model::SiteProfile& site, const base::Url& url,
                           const Scope& scope) {
  if (link.kind == model::Link::Kind::kAttachment) return model::TaskKind::kAttachment;
  if (link.kind == model::Link::Kind::kPager) return model::TaskKind::kList;
  return scope.KindOf(site, url);
}

/// The links of a page; of a robots file its sitemaps, of a sitemap what it names.
struct FoundLinks {
  model::PageLinks page;
  std::optional<model::TaskKind> kind;  ///< Of all of them; nullopt: each by itself.
};

FoundLinks LinksOf(const model::PageRecord& record, std::string_view body, const CrawlOptions& options,
                   const model::LinkFinder& links) {
  FoundLinks out;
  std::vector<std::string> named;
  if (record.kind == model::TaskKind::kRobots) {
    named = RobotsRules::Parse(body, options.user_agent).sitemaps();
    out.kind = model::TaskKind::kSitemap;
  } else if (record.kind == model::TaskKind::kSitemap) {
    Sitemap sitemap = ReadSitemap(body);
    named = std::move(sitemap.urls);
    if (sitemap.is_index) out.kind = model::TaskKind::kSitemap;
  } else if (MayHoldLinks(record.content_type)) {
    out.page = links.Find(record.final_url, record.content_type, body);
  }
  for (std::string& url : named) {
    model::Link link;
    link.url = std::move(url);
    out.page.links.push_back(std::move(link));
  }
  return out;
}

void Skip(SkipReason reason, const std::string& url, Outlinks* out) {
  ++out->skipped[reason];
  if (out->skipped_urls.size() < kMaxSkippedListed) out->skipped_urls.emplace_back(reason, url);
}

/// What a task for a further page of a list carries. Only what the link finder gives a body is a POST: pages
/// cannot make one up by writing a fragment.
void TakePager(model::Link* link, const model::PageLinks& page, const base::FoldRules& fold,
               const Scope& scope, model::FetchTask* task) {
  if (!link->post.empty()) {
    const std::string mark = "#" + std::string(model::kPostMark) + std::string(model::PostKey(link->url));
    task->url += mark;
    task->key += mark;
    task->post = std::move(link->post);
  }
  task->rows = page.rows;
  const auto other = base::Url::Parse(link->fallback);
  if (other && scope.Decide(*other).inside()) task->fallback = base::CleanUrl(*other, fold);
}

}  // namespace

StatusVerdict JudgeAnswer(int status, std::string_view response_head, std::string_view body,
                          const CrawlOptions& options) {
  using model::FetchOutcome;
  if (std::string name = ChallengeName(status, response_head, body, options.challenge_phrases);
      !name.empty()) {
    return {FetchOutcome::kChallenge, std::move(name)};
  }
  if (status >= 200 && status < 300) return {FetchOutcome::kOk, {}};
  if (status == 304) return {FetchOutcome::kNotModified, {}};
  if (status == 404 || status == 410) return {FetchOutcome::kGone, {}};
  if (status >= 400 && status < 500) return {FetchOutcome::kClientError, {}};
  if (status >= 500 && status < 600) return {FetchOutcome::kServerError, {}};
  if (status >= 300 && status < 400) return {FetchOutcome::kBadUrl, "redirect without a usable Location"};
  return {FetchOutcome::kReset, "the answer has no usable status"};
}

bool MayHoldLinks(std::string_view content_type) {
  const std::string type = base::ToLowerAscii(content_type.substr(0, content_type.find(';')));
  if (type.empty()) return true;
  for (const std::string_view part : {"html", "xml", "json", "text/plain", "javascript"}) {
    if (type.find(part) != std::string::npos) return true;
  }
  return false;
}

std::optional<model::FetchTask> FallbackOf(const model::FetchTask& task, const Scope& scope) {
  const auto url = base::Url::Parse(task.fallback);
  const model::SiteProfile* site = scope.Site(task.site);
  if (!url || site == nullptr) return std::nullopt;
  model::FetchTask other = task;
  other.url = task.fallback;
  other.key = base::FoldKey(*url, FoldRulesOf(*site));
  if (other.key == other.url) other.key.clear();
  other.place = 0;
  other.attempts = 0;
  other.fallback.clear();
  return other;
}

Outlinks FindOutlinks(const model::FetchTask& task, const model::PageRecord& record, std::string_view body,
                      const Scope& scope, const CrawlOptions& options, const model::LinkFinder& links) {
  Outlinks out;
  const model::SiteProfile* own = scope.Site(record.site);
  if (own == nullptr) return out;
  FoundLinks found = LinksOf(record, body, options, links);
  const model::PageLinks& page = found.page;
  const bool older = WhollyOlder(page, options);
  const bool repeated = !page.rows.empty() && page.rows == task.rows;
  if (repeated) {
    if (auto other = FallbackOf(task, scope)) out.tasks.push_back(std::move(*other));
  }
  const base::FoldRules fold = FoldRulesOf(*own);
  std::unordered_set<std::string> seen;
  std::unordered_set<std::string> seen_raw;
  for (model::Link& link : found.page.links) {
    if (!seen_raw.insert(link.url).second)
      continue;  // Menus name the same places on every page, often twice.
    auto url = base::Url::Parse(link.url);
    if (!url) continue;
    if (const std::string clean = base::CleanUrl(*url, fold); clean != url->href())
      url = base::Url::Parse(clean);
    if (!url) continue;
    const bool pager = link.kind == model::Link::Kind::kPager;
    model::TaskKind kind = KindOfLink(link, *own, *url, scope);
    const bool attachment = kind == model::TaskKind::kAttachment;
    const ScopeVerdict verdict = scope.Decide(*url, attachment ? own : nullptr);
    if (!verdict.inside()) {
      Skip(verdict.reason, url->href(), &out);
      continue;
    }
    if (pager && (older || repeated)) {
      Skip(older ? SkipReason::kOlderThanWindow : SkipReason::kRepeatedList, url->href(), &out);
      continue;
    }
    if (verdict.site != own) kind = KindOfLink(link, *verdict.site, *url, scope);
    model::FetchTask next;
    next.url = url->HrefWithoutFragment();
    next.key = base::FoldKey(*url, verdict.site == own ? fold : FoldRulesOf(*verdict.site));
    if (pager) TakePager(&link, page, fold, scope, &next);
    if (!seen.insert(next.key).second) continue;
    if (next.key == next.url) next.key.clear();
    next.site = verdict.site->id;
    next.kind = found.kind.value_or(kind);
    // A list's pages lie side by side. What pages on without rows (a calendar) goes deeper and so comes to an
    // end.
    next.depth = record.depth + (pager && !page.rows.empty() ? 0 : 1);
    next.found_on = record.url;
    next.anchor = std::move(link.text);
    out.tasks.push_back(std::move(next));
  }
  return out;
}

}  // namespace mingcha::crawler
