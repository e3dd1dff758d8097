#include "crawler/page_work.h"

#include <charconv>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/text.h"
#include "crawler/challenge.h"
#include "crawler/growth.h"
#include "crawler/robots.h"
#include "crawler/sitemap.h"
#include "model/post_address.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kMaxSkippedListed = 200;  // Of one page.

bool WhollyOlder(const model::PageLinks& page, const CrawlOptions& options) {
  return options.window && page.newest && !page.runs_forward &&
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

/// Where a field `Refresh: 3; url=/new/` leads; nullopt: there is none.
std::optional<model::Link> RefreshOf(const model::PageRecord& record, std::string_view response_head) {
  for (const std::string_view line : base::Split(response_head, '\n')) {
    if (base::ToLowerAscii(line.substr(0, 8)) != "refresh:") continue;
    const size_t at = base::ToLowerAscii(line).find("url=");
    if (at == std::string_view::npos) continue;
    std::string_view target = base::Trim(line.substr(at + 4));
    if (target.size() > 1 && (target.front() == '"' || target.front() == '\'') &&
        target.back() == target.front())
      target = target.substr(1, target.size() - 2);
    const auto base_url = base::Url::Parse(record.final_url);
    const auto url = base_url ? base::Url::Parse(target, &*base_url) : std::nullopt;
    if (!url) continue;
    model::Link link;
    link.url = url->href();
    return link;
  }
  return std::nullopt;
}

void Skip(SkipReason reason, const std::string& url, Outlinks* out) {
  ++out->skipped[reason];
  if (out->skipped_urls.size() < kMaxSkippedListed) out->skipped_urls.emplace_back(reason, url);
}

/// What a link on a page of `own` means, whatever page it is.
LinkMeaningPtr Decide(const model::Link& link, const model::SiteProfile& own, const base::FoldRules& fold,
                      const Scope& scope) {
  auto out = std::make_shared<LinkMeaning>();
  auto url = base::Url::Parse(link.url);
  if (!url) return out;
  if (const std::string clean = base::CleanUrl(*url, fold); clean != url->href())
    url = base::Url::Parse(clean);
  if (!url) return out;
  out->usable = true;
  out->kind = KindOfLink(link, own, *url, scope);
  const bool attachment = out->kind == model::TaskKind::kAttachment;
  const ScopeVerdict verdict = scope.Decide(*url, attachment ? &own : nullptr);
  out->reason = verdict.reason;
  out->site = verdict.site;
  if (!verdict.inside()) {
    out->url = url->href();
    return out;
  }
  if (verdict.site != &own) out->kind = KindOfLink(link, *verdict.site, *url, scope);
  out->url = url->HrefWithoutFragment();
  out->key = base::FoldKey(*url, verdict.site == &own ? fold : FoldRulesOf(*verdict.site));
  out->key_hash = std::hash<std::string>{}(out->key);
  return out;
}

model::FetchTask TaskOf(const LinkMeaning& meaning, const model::PageRecord& record, model::Link* link) {
  model::FetchTask next;
  next.url = meaning.url;
  if (meaning.key != meaning.url) next.key = meaning.key;
  next.site = meaning.site->id;
  next.kind = meaning.kind;
  next.depth = record.depth + 1;
  next.found_on = record.url;
  next.anchor = std::move(link->text);
  return next;
}

void AddTask(model::FetchTask task, Outlinks* out) {
  out->addresses.push_back(task.url);
  out->tasks.push_back(std::move(task));
}

/// What a task for a further page of a list carries. Only what the link finder gives a body is a POST: pages
/// cannot make one up by writing a fragment.
void TakePager(model::Link* link, const model::PageLinks& page, const base::FoldRules& fold,
               const Scope& scope, model::FetchTask* task) {
  if (!link->post.empty()) {
    const std::string mark = "#" + std::string(model::kPostMark) + std::string(model::PostKey(link->url));
    task->url += mark;
    if (!task->key.empty()) task->key += mark;
    task->post = std::move(link->post);
  }
  task->rows = page.rows;
  const auto other = base::Url::Parse(link->fallback);
  if (other && scope.Decide(*other).inside()) task->fallback = base::CleanUrl(*other, fold);
}

}  // namespace

namespace {

/// True for `bytes 0-9/10`: the whole, called a part.
bool IsWholeRange(std::string_view response_head) {
  for (const std::string_view line : base::Split(response_head, '\n')) {
    if (!base::ToLowerAscii(line.substr(0, 20)).starts_with("content-range: bytes")) continue;
    const std::string_view range = base::Trim(line.substr(20));
    const size_t slash = range.find('/');
    if (!range.starts_with("0-") || slash == std::string_view::npos) return false;
    const auto number = [](std::string_view text) {
      int64_t value = -2;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      return error == std::errc() && end == text.data() + text.size() ? value : int64_t{-2};
    };
    const int64_t last = number(range.substr(2, slash - 2));
    return last >= 0 && last + 1 == number(range.substr(slash + 1));
  }
  return false;
}

}  // namespace

StatusVerdict JudgeAnswer(int status, std::string_view response_head, std::string_view body,
                          const CrawlOptions& options) {
  using model::FetchOutcome;
  if (std::string name = ChallengeName(status, response_head, body, options.challenge_phrases);
      !name.empty()) {
    return {FetchOutcome::kChallenge, std::move(name)};
  }
  // Nothing here asks for a part, nor, where it comes to this, whether something changed.
  if (status == 206 && !IsWholeRange(response_head))
    return {FetchOutcome::kTruncated, "a part (206) where all was asked for"};
  if (status >= 200 && status < 300) return {FetchOutcome::kOk, {}};
  if (status == 304) return {FetchOutcome::kNotModified, "304 to a plain request"};
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
                      const Scope& scope, const CrawlOptions& options, const model::LinkFinder& links,
                      LinkMemory* memory, std::string_view response_head) {
  Outlinks out;
  const model::SiteProfile* own = scope.Site(record.site);
  if (own == nullptr) return out;
  FoundLinks found = LinksOf(record, body, options, links);
  if (auto link = RefreshOf(record, response_head)) found.page.links.push_back(std::move(*link));
  const model::PageLinks& page = found.page;
  const bool older = WhollyOlder(page, options);
  const bool repeated = !page.rows.empty() && page.rows == task.rows;
  if (repeated) {
    if (auto other = FallbackOf(task, scope)) AddTask(std::move(*other), &out);
  }
  const base::FoldRules fold = FoldRulesOf(*own);
  std::vector<LinkMeaningPtr> meanings = memory == nullptr || found.kind
                                             ? std::vector<LinkMeaningPtr>(page.links.size())
                                             : memory->Recall(*own, page.links);
  const auto here = base::Url::Parse(record.final_url);
  const std::optional<Growth> growth = here && !found.kind ? std::optional<Growth>(*here) : std::nullopt;
  const auto overgrown = [&](const LinkMeaning& meaning) {
    const auto url = growth ? base::Url::Parse(meaning.url) : std::nullopt;
    if (!url || !growth->Overgrown(*url)) return false;
    Skip(SkipReason::kGrowingAddress, meaning.url, &out);
    return true;
  };
  SeenStrings seen(page.links.size());
  SeenStrings seen_raw(page.links.size());
  for (size_t i = 0; i < page.links.size(); ++i) {
    model::Link& link = found.page.links[i];
    if (!seen_raw.Insert(std::hash<std::string>{}(link.url), link.url))
      continue;  // Menus name the same places on every page, often twice.
    const bool pager = link.kind == model::Link::Kind::kPager;
    if (!meanings[i]) {
      meanings[i] = Decide(link, *own, fold, scope);
      if (memory != nullptr && !found.kind && !pager) memory->Keep(*own, link, meanings[i]);
    }
    const LinkMeaning& meaning = *meanings[i];
    if (!meaning.usable) continue;
    if (meaning.reason != SkipReason::kNone) {
      Skip(meaning.reason, meaning.url, &out);
      continue;
    }
    if (pager && (older || repeated)) {
      Skip(older ? SkipReason::kOlderThanWindow : SkipReason::kRepeatedList, meaning.url, &out);
      continue;
    }
    if (pager) {
      if (overgrown(meaning)) continue;
      model::FetchTask next = TaskOf(meaning, record, &link);
      TakePager(&link, page, fold, scope, &next);
      meanings[i] = std::make_shared<LinkMeaning>();  // Its key stands as long as `seen` needs it.
      meanings[i]->key = next.key.empty() ? next.url : next.key;
      if (!seen.Insert(std::hash<std::string>{}(meanings[i]->key), meanings[i]->key)) continue;
      // A list's pages lie side by side. What pages on without rows (a calendar) goes deeper and so comes to
      // an end.
      if (!page.rows.empty()) next.depth = record.depth;
      AddTask(std::move(next), &out);
      continue;
    }
    if (!seen.Insert(meaning.key_hash, meaning.key)) continue;
    if (meaning.offered.load(std::memory_order_acquire)) {
      out.addresses.push_back(meaning.url);
      continue;
    }
    if (overgrown(meaning)) continue;
    model::FetchTask next = TaskOf(meaning, record, &link);
    if (found.kind) next.kind = *found.kind;
    AddTask(std::move(next), &out);
    if (memory != nullptr && !found.kind) out.to_settle.push_back(meanings[i]);
  }
  return out;
}

}  // namespace mingcha::crawler
